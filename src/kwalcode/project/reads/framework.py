"""The typed summaries of the framework matrix, and who has read which cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from kwalcode.project.reads.findings import Subject, subject_of
from kwalcode.spans import Range
from kwalcode.store.tables import (
    cells_read,
    coders,
    documents,
    quotations,
    summaries,
    summary_quotations,
)

Place = tuple[int, Subject]
"""A cell: a respondent (id), and a code or a theme."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A quotation that a summary rests on: its id, document (id) and range."""

    quotation: int
    document: int
    range: Range


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written in a cell, by whom (the last), and the quotations it rests on."""

    id: int
    text: str
    author: str
    changed: str
    linked: tuple[Linked, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A coder has read a cell when there were so many quotations."""

    coder: str
    quotations: int
    read: str


def all_summaries(connection: Connection) -> Mapping[Place, Summary]:
    """Return all summaries by cell."""
    linked = _linked(connection)
    s = summaries.c
    chosen = select(
        s.id, s.respondent_id, s.code_id, s.theme_id, s.text, s.changed, coders.c.name
    ).join(coders, coders.c.id == s.coder_id)
    found: dict[Place, Summary] = {}
    for row in connection.execute(chosen.order_by(s.id)):
        subject = subject_of(row.code_id, row.theme_id)
        assert subject is not None
        links = tuple(linked.get(row.id, ()))
        found[row.respondent_id, subject] = Summary(row.id, row.text, row.name, row.changed, links)
    return found


def _linked(connection: Connection) -> dict[int, list[Linked]]:
    q, d = quotations.c, documents.c
    chosen = (
        select(summary_quotations.c.summary_id, q.id, q.document_id, q.start, q.end)
        .join(quotations, q.id == summary_quotations.c.quotation_id)
        .join(documents, d.id == q.document_id)
        .order_by(summary_quotations.c.summary_id, d.position, d.id, q.start, q.end)
    )
    found: dict[int, list[Linked]] = {}
    for summary, number, document, start, end in connection.execute(chosen):
        found.setdefault(summary, []).append(Linked(number, document, (start, end)))
    return found


def readings(connection: Connection) -> Mapping[Place, tuple[Reading, ...]]:
    """Return by cell who has read it."""
    c = cells_read.c
    chosen = select(
        c.respondent_id, c.code_id, c.theme_id, coders.c.name, c.quotations, c.read
    ).join(coders, coders.c.id == c.coder_id)
    found: dict[Place, tuple[Reading, ...]] = {}
    for row in connection.execute(chosen.order_by(c.id)):
        subject = subject_of(row.code_id, row.theme_id)
        assert subject is not None
        place = row.respondent_id, subject
        found[place] = (*found.get(place, ()), Reading(row.name, row.quotations, row.read))
    return found
