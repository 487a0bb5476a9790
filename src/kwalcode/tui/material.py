"""What the documents screen shows: documents, the people in them, and how far they are coded."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kwalcode.i18n import _
from kwalcode.model import Coder, Document, Speaker
from kwalcode.project.reads import documents as read_documents
from kwalcode.project.reads import people as read_people
from kwalcode.tui.text.grid import Column, GridRow

if TYPE_CHECKING:
    from kwalcode.project.progress import Progress
    from kwalcode.project.study import Study

NAME, RESPONDENT, GROUPS, TURNS, WORDS = "name", "respondent", "groups", "turns", "words"
CODER, ATTRIBUTE = "coder:", "attribute:"
"""Keys of columns; a coder's id, or an attribute's name, follows."""


@dataclass(frozen=True, slots=True)
class Material:
    """The study's documents with all that one fills in about them, at one moment.

    `people` are respondents' names, `values` their attributes, both by respondent id; `groups`
    are names by document id; `complete` holds (document id, coder id).
    """

    documents: Sequence[Document] = ()
    people: Mapping[int, str] = field(default_factory=dict)
    attributes: Sequence[str] = ()
    values: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    speakers: Mapping[int, Sequence[Speaker]] = field(default_factory=dict)
    groups: Mapping[int, Sequence[str]] = field(default_factory=dict)
    coders: Sequence[Coder] = ()
    complete: Collection[tuple[int, int]] = ()

    def document(self, number: int) -> Document | None:
        """Return a document by id."""
        return next((document for document in self.documents if document.id == number), None)

    def respondent(self, key: tuple[int, str]) -> int | None:
        """Return whose row it is: a document's respondent, or that of one of its speakers."""
        number, label = key
        if label:
            speakers = self.speakers.get(number, ())
            return next((s.respondent for s in speakers if s.label == label), None)
        document = self.document(number)
        return None if document is None else document.respondent

    def value(self, key: tuple[int, str], attribute: str) -> str:
        """Return the value of an attribute in a row, "" where there is none."""
        return self.values.get(self.respondent(key) or 0, {}).get(attribute, "")

    def known_values(self, attribute: str) -> list[str]:
        """Return the values that an attribute has, the most frequent first."""
        found: dict[str, int] = {}
        for held in self.values.values():
            if attribute in held:
                found[held[attribute]] = found.get(held[attribute], 0) + 1
        return sorted(found, key=lambda value: (-found[value], value.casefold()))


def read_material(study: Study) -> Material:
    """Read it in one state of the study. Raises KwalcodeError when it cannot be read."""
    with study.reading() as connection:
        speakers: dict[int, list[Speaker]] = {}
        for speaker in read_documents.speakers_of(connection):
            speakers.setdefault(speaker.document, []).append(speaker)
        groups: dict[int, list[str]] = {}
        for group in read_documents.document_groups_of(connection):
            for number in group.documents:
                groups.setdefault(number, []).append(group.name)
        return Material(
            read_documents.all_documents(connection),
            read_people.respondent_names(connection),
            read_people.attribute_names(connection),
            read_people.attributes_by_respondent(connection),
            speakers,
            groups,
            read_people.all_coders(connection),
            read_people.completed(connection),
        )


def columns(material: Material, progress: Progress | None) -> list[Column]:
    """Return the columns: those that would be empty, or say the same as another, are left out."""
    found = [Column(NAME, _("document"))]
    if any(_own_name(material, d) for d in material.documents) or _is_mapped(material):
        found.append(Column(RESPONDENT, _("respondent")))
    if material.groups:
        found.append(Column(GROUPS, _("groups")))
    found += [Column(TURNS, _("turns"), right=True), Column(WORDS, _("words"), right=True)]
    begun = {coder for _document, coder in material.complete}
    if progress is not None:
        begun |= {coder for _document, coder in progress.codings}
    found += [
        Column(f"{CODER}{coder.id}", coder.name) for coder in material.coders if coder.id in begun
    ]
    return found + [Column(f"{ATTRIBUTE}{name}", name) for name in material.attributes]


def rows(material: Material, progress: Progress | None, words: Mapping[int, int]) -> list[GridRow]:
    """Return a row per document, under it one per speaker who is a respondent of their own.

    `words` is by document id. What has not been counted yet is left empty.
    """
    found: list[GridRow] = []
    for document in material.documents:
        cells = {
            NAME: document.name,
            GROUPS: ", ".join(material.groups.get(document.id, ())),
            WORDS: str(words.get(document.id, "")),
            **_person(material, document.respondent),
        }
        if progress is not None:
            cells[TURNS] = str(progress.turns.get(document.id, 0))
            cells |= dict(_coded(material, progress, document.id))
        found.append(GridRow((document.id, ""), cells, several=_LISTS))
        found += [
            GridRow(
                (document.id, speaker.label),
                {NAME: speaker.label, **_person(material, speaker.respondent)},
                under=True,
            )
            for speaker in material.speakers.get(document.id, ())
            if speaker.respondent is not None
        ]
    return found


_LISTS = frozenset({GROUPS})


def _coded(material: Material, progress: Progress, document: int) -> Iterator[tuple[str, str]]:
    """Yield what stands in the coders' columns: codings, share of the turns, and a tick."""
    for coder in material.coders:
        n = progress.codings.get((document, coder.id), 0)
        complete = (document, coder.id) in material.complete
        share = progress.share(document, coder.id)
        part = "" if share is None or not n else f" {_percent(share):>3}%"
        if n or complete:
            yield f"{CODER}{coder.id}", f"{n:>3}{part}{' ✓' if complete else ''}"


def _percent(share: float) -> int:
    """Return a share in per cent; only what is none or all of it is called so."""
    whole = round(100 * share)
    return min(max(whole, 1), 99) if 0 < share < 1 else whole


def _person(material: Material, respondent: int | None) -> dict[str, str]:
    held = material.values.get(respondent or 0, {})
    cells = {f"{ATTRIBUTE}{name}": value for name, value in held.items()}
    return {RESPONDENT: material.people.get(respondent or 0, ""), **cells}


def _own_name(material: Material, document: Document) -> bool:
    """Tell whether a document's respondent is called otherwise than the document."""
    return material.people.get(document.respondent or 0, document.name) != document.name


def _is_mapped(material: Material) -> bool:
    return any(s.respondent is not None for group in material.speakers.values() for s in group)
