"""What the lists beside the transcript show: documents, progress, codes with their numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kwalcode.model import Code, Coder, Document, Memo
from kwalcode.project.reads import codes as read_codes
from kwalcode.project.reads import codings as read_codings
from kwalcode.project.reads import documents as read_documents
from kwalcode.project.reads import people as read_people
from kwalcode.project.reads.notes import all_memos
from kwalcode.project.reads.tallies import counts_by, used_lately

if TYPE_CHECKING:
    from kwalcode.project.study import Study


@dataclass(frozen=True, slots=True)
class Progress:
    """How far each coder is with a document: codings, and whether marked complete, by coder id."""

    codings: Mapping[int, int]
    complete: frozenset[int]


NO_PROGRESS = Progress({}, frozenset())


@dataclass(frozen=True, slots=True)
class Overview:
    """The study at one moment, as far as the lists show it. Empty until it has been read.

    `coders` are those whose work is shown, and of nobody else is anything counted; `working` are
    the ids of all who have coded or completed anything. `labels` tells
    a document's respondent apart (the first attribute), by document id; `progress` is by document
    id; `counts` (codings), `used` (how often the reader used them lately, the code used last first)
    and `memos` are by code id.
    """

    documents: Sequence[Document] = ()
    labels: Mapping[int, str] = field(default_factory=dict)
    progress: Mapping[int, Progress] = field(default_factory=dict)
    codes: Sequence[Code] = ()
    counts: Mapping[int, int] = field(default_factory=dict)
    coders: Sequence[Coder] = ()
    working: frozenset[int] = frozenset()
    used: Mapping[int, int] = field(default_factory=dict)
    memos: Mapping[int, Sequence[Memo]] = field(default_factory=dict)

    @property
    def ranking(self) -> list[int]:
        """The codes that the reader used, the one used most first, then the one used last."""
        return sorted(self.used, key=lambda code: -self.used[code])

    def progress_of(self, document: int | None) -> Progress:
        """Return how far the coders are with a document."""
        return self.progress.get(document or 0, NO_PROGRESS)


def read_overview(
    study: Study, shows: Callable[[Coder], bool], reader: Callable[[Coder], bool]
) -> Overview:
    """Read all of it in one state of the study. Counts every coding: not for the screen's thread.

    `shows` tells whose work is shown, `reader` who it is that reads. Raises KwalcodeError when
    the file cannot be read any more.
    """
    with study.reading() as connection:
        documents = read_documents.all_documents(connection)
        values = read_people.attributes_by_respondent(connection)
        coders = read_people.all_coders(connection)
        shown = [coder for coder in coders if shows(coder)]
        numbers = {coder.id for coder in shown}
        me = next((coder.id for coder in coders if reader(coder)), None)
        counts = read_codings.coding_counts_by_document(connection)
        completed = read_people.completed(connection)
        return Overview(
            documents=documents,
            labels={
                d.id: next(iter(values.get(d.respondent or 0, {}).values()), "") for d in documents
            },
            progress=_progress(documents, counts, completed, numbers),
            codes=read_codes.all_codes(connection),
            counts=counts_by(connection, numbers if len(shown) < len(coders) else None),
            coders=shown,
            working=frozenset(coder for _document, coder in (*counts, *completed)),
            used={} if me is None else used_lately(connection, me),
            memos=_by_code(all_memos(connection, "code"), numbers),
        )


def _by_code(memos: Sequence[Memo], coders: AbstractSet[int]) -> dict[int, list[Memo]]:
    found: dict[int, list[Memo]] = {}
    for memo in memos:
        if memo.coder in coders and memo.about_id is not None:
            found.setdefault(memo.about_id, []).append(memo)
    return found


def _progress(
    documents: Sequence[Document],
    counts: Mapping[tuple[int, int], int],
    completed: set[tuple[int, int]],
    coders: AbstractSet[int],
) -> dict[int, Progress]:
    codings: dict[int, dict[int, int]] = {}
    for (document, coder), n in counts.items():
        if coder in coders:
            codings.setdefault(document, {})[coder] = n
    marks: dict[int, set[int]] = {}
    for document, coder in completed:
        if coder in coders:
            marks.setdefault(document, set()).add(coder)
    return {
        d.id: Progress(codings.get(d.id, {}), frozenset(marks.get(d.id, ()))) for d in documents
    }
