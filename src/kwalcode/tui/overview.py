"""What the lists beside the transcript show: documents, progress, codes with their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kwalcode.model import Code, Coder, Document
from kwalcode.project.reads import codes as read_codes
from kwalcode.project.reads import codings as read_codings
from kwalcode.project.reads import documents as read_documents
from kwalcode.project.reads import people as read_people

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

    `labels` tells a document's respondent apart (the first attribute), by document id;
    `progress` is by document id, `counts` (codings of all coders) by code id.
    """

    documents: Sequence[Document] = ()
    labels: Mapping[int, str] = field(default_factory=dict)
    progress: Mapping[int, Progress] = field(default_factory=dict)
    codes: Sequence[Code] = ()
    counts: Mapping[int, int] = field(default_factory=dict)
    coders: Sequence[Coder] = ()

    def progress_of(self, document: int | None) -> Progress:
        """Return how far the coders are with a document."""
        return self.progress.get(document or 0, NO_PROGRESS)


def read_overview(study: Study) -> Overview:
    """Read all of it in one state of the study. Counts every coding: not for the screen's thread.

    Raises KwalcodeError when the file cannot be read any more.
    """
    with study.reading() as connection:
        documents = read_documents.all_documents(connection)
        values = read_people.attributes_by_respondent(connection)
        return Overview(
            documents=documents,
            labels={
                d.id: next(iter(values.get(d.respondent or 0, {}).values()), "") for d in documents
            },
            progress=_progress(
                documents,
                read_codings.coding_counts_by_document(connection),
                read_people.completed(connection),
            ),
            codes=read_codes.all_codes(connection),
            counts=read_codes.coding_counts(connection),
            coders=read_people.all_coders(connection),
        )


def _progress(
    documents: Sequence[Document],
    counts: Mapping[tuple[int, int], int],
    completed: set[tuple[int, int]],
) -> dict[int, Progress]:
    codings: dict[int, dict[int, int]] = {}
    for (document, coder), n in counts.items():
        codings.setdefault(document, {})[coder] = n
    marks: dict[int, set[int]] = {}
    for document, coder in completed:
        marks.setdefault(document, set()).add(coder)
    return {
        d.id: Progress(codings.get(d.id, {}), frozenset(marks.get(d.id, ()))) for d in documents
    }
