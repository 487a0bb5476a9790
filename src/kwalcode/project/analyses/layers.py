"""Whose codings count in this project: reads the facts and asks `analysis.layers`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from kwalcode.analysis.layers import CONSENSUS, CodedDocument, Layer, choose_layer
from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.model import Counted, Document, Filter, Role, Speaker
from kwalcode.project.reads.codings import coding_counts_by_document
from kwalcode.project.reads.documents import all_documents, speakers_of
from kwalcode.project.reads.people import (
    all_coders,
    attribute_names,
    attributes_by_respondent,
    completed,
    find_coder,
    respondent_names,
    setting,
)

MAIN_CODER = "main_coder"
"""The setting that names the project's main coder."""
NO_LIMITS = Filter()
NOBODY = -1
"""Stands for the respondent where a document has none."""


def layer_of(
    connection: Connection, request: str | None, documents: Sequence[Document] | None = None
) -> Layer:
    """Return the layer asked for (None: consensus, else the main coder) over the documents."""
    chosen = all_documents(connection) if documents is None else documents
    coders = all_coders(connection)
    named = setting(connection, MAIN_CODER)
    main = None if named is None else find_coder(connection, named).id
    coded = coded_documents(connection, chosen)
    return choose_layer(coded, coders, request=request, main=main)


def coded_documents(connection: Connection, documents: Sequence[Document]) -> list[CodedDocument]:
    """Return what was done in each document: codings per coder, who marked it complete."""
    counts: dict[int, dict[int, int]] = {}
    for (document, coder), n in coding_counts_by_document(connection).items():
        counts.setdefault(document, {})[coder] = n
    marks: dict[int, set[int]] = {}
    for document, coder in completed(connection):
        marks.setdefault(document, set()).add(coder)
    consensus = {c.id for c in all_coders(connection) if c.kind == CONSENSUS}
    return [
        CodedDocument(
            d.id,
            d.name,
            counts.get(d.id, {}),
            frozenset(marks.get(d.id, ())),
            finalised=bool(consensus & marks.get(d.id, set())),
        )
        for d in documents
    ]


def documents_where(connection: Connection, conditions: Collection[str]) -> list[Document]:
    """Return the documents in which somebody fits all conditions, as in "domain=politie".

    That is its respondent, or one of the people of a group interview.
    """
    fitting = people_where(connection, conditions)
    if fitting is None:
        return all_documents(connection)
    return [document for document, people in _people(connection) if not fitting.isdisjoint(people)]


def people_where(connection: Connection, conditions: Collection[str]) -> frozenset[int] | None:
    """Return the respondents (ids) who fit all conditions; None for no conditions: everybody.

    `NOBODY` is among them where somebody without any attribute fits: a document without a
    respondent. Raises UsageError for an attribute that the project does not have.
    """
    from kwalcode.analysis.retrieval import matches

    if not conditions:
        return None
    _check_attributes(connection, conditions)
    values = attributes_by_respondent(connection)
    names = {NOBODY: "", **respondent_names(connection)}
    return frozenset(
        number
        for number, name in names.items()
        if matches({"respondent": name, **values.get(number, {})}, conditions)
    )


def _check_attributes(connection: Connection, conditions: Collection[str]) -> None:
    """Raise UsageError for a condition on an attribute that the project does not have."""
    from kwalcode.analysis.retrieval import condition

    known = ["respondent", *attribute_names(connection)]
    for asked in map(condition, conditions):
        if asked.attribute.casefold() not in {name.casefold() for name in known}:
            raise UsageError(
                _("There is no attribute '{name}' in this project; there are: {known}.").format(
                    name=asked.attribute, known=", ".join(known)
                )
            )


def people_of(
    connection: Connection, layer: Layer, fitting: Collection[int] | None = None
) -> list[int]:
    """Return the respondents who count in a layer, by id in the order of documents.

    A document's own respondent; in a group interview, where speakers are mapped to
    respondents, those who speak in it. `fitting` (as `people_where` gives them) limits them.
    """
    people: dict[int, None] = {}
    for document, present in _people(connection):
        if document.id in layer.coders:
            people |= dict.fromkeys(present)
    return [n for n in people if n != NOBODY and (fitting is None or n in fitting)]


def _people(connection: Connection) -> Iterator[tuple[Document, list[int]]]:
    """Yield every document with the ids of its people; `NOBODY` where that is not known."""
    voices: dict[int, list[Speaker]] = {}
    for speaker in speakers_of(connection):
        voices.setdefault(speaker.document, []).append(speaker)
    for document in all_documents(connection):
        own, theirs = document.respondent or NOBODY, voices.get(document.id, [])
        if any(speaker.respondent is not None for speaker in theirs):
            yield document, [s.respondent or own for s in theirs if s.role != "interviewer"]
        else:
            yield document, [own]


def counted_of(
    connection: Connection, layer: Layer, roles: Sequence[Role], limits: Filter = NO_LIMITS
) -> Counted:
    """Return what goes along with figures of a layer: documents, respondents, roles, limits."""
    people = people_of(connection, layer, people_where(connection, limits.where))
    return replace(layer.counted(len(people), tuple(roles)), filter=limits)
