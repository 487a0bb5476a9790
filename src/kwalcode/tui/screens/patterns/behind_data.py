"""The quotations behind a cell, read away from the screen's thread."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kwalcode.analysis.patterns import meetings
from kwalcode.i18n import _
from kwalcode.model import Document, Excerpt
from kwalcode.project.reads.documents import all_documents
from kwalcode.project.retrieval.quotations import Named
from kwalcode.project.retrieval.speech import Speech
from kwalcode.project.study import Study
from kwalcode.tui.screens.patterns.linking import AGAINST, FOR, Finding, Place
from kwalcode.tui.screens.patterns.reading import Matrix

if TYPE_CHECKING:
    from pandas import DataFrame

MOST = 300
"""So many quotations of a code are shown."""


@dataclass(frozen=True, slots=True)
class Found:
    """A quotation: document (id), its range, and what is shown of it."""

    place: Place
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class Side:
    """A column of quotations under a title, in document order.

    `total` is how many there are; of more than `MOST` the first are shown. `sentences` tells that
    they are sentences, coded or not.
    """

    title: str
    total: int
    rows: Sequence[Found]
    sentences: bool = False


def read_side(
    study: Study, title: str, places: Collection[Place], *, sentences: bool = False
) -> Side:
    """Return these quotations as a column."""
    wanted = sorted(set(places))
    read = read_excerpts(study, wanted[:MOST])
    return Side(
        title, len(wanted), [read[place] for place in wanted[:MOST] if place in read], sentences
    )


def read_chosen(study: Study, finding: Finding) -> list[Side]:
    """Return the quotations that people linked to a finding: for it, and against it."""
    links = finding.links(study)
    titles = ((FOR, _("Chosen: for it")), (AGAINST, _("Chosen: against it")))
    return [
        read_side(study, title, [place for place, link in links.items() if link.side == side])
        for side, title in titles
    ]


def read_sides(study: Study, matrix: Matrix, a: int, b: int, titles: Sequence[str]) -> list[Side]:
    """Return the quotations that make the pair of two codes, those of each code apart."""
    met = meetings(
        matrix.ground.codings,
        [a],
        [b],
        rule=matrix.asking.rule,
        units=matrix.units,
        pool_coders=matrix.ground.evidence.layer.pooled,
    ).codings
    return [
        read_side(study, title, places_of(met[met["side"] == side]))
        for side, title in zip(("a", "b"), titles, strict=True)
    ]


def places_of(codings: DataFrame) -> set[Place]:
    """Return the distinct ranges in a frame with document, start and end."""
    columns = (codings[name].tolist() for name in ("document", "start", "end"))
    return set(zip(*columns, strict=True))


def read_excerpts(study: Study, places: Collection[Place]) -> dict[Place, Found]:
    """Return these quotations as they are shown; those of documents that are gone are left out."""
    answer: dict[Place, Found] = {}
    with study.reading() as connection:
        named = Named(connection)
        documents = {document.id: document for document in all_documents(connection)}
        for number, spans in _by_document(places):
            document: Document | None = documents.get(number)
            if document is None:
                continue
            speech = Speech(connection, document)
            for start, end in spans:
                pieces = speech.spoken(start, end)
                excerpt = named.excerpt(speech, (start, end), pieces, [])
                answer[number, start, end] = Found((number, start, end), excerpt)
    return answer


def _by_document(places: Iterable[Place]) -> Iterable[tuple[int, list[tuple[int, int]]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for document, start, end in sorted(set(places)):
        found.setdefault(document, []).append((start, end))
    return found.items()
