"""Quotations marked for the report, and the source text of a quotation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import Connection, select

from kwalcode import edits as editing
from kwalcode.errors import NotFound
from kwalcode.i18n import _
from kwalcode.model import Edit
from kwalcode.project.history.rows import chunks
from kwalcode.project.reads.documents import text_of
from kwalcode.store.tables import documents, quotations, report_quotations


@dataclass(frozen=True, slots=True)
class Source:
    """A quotation's place and its text just as it stands there, speaker labels included."""

    quotation: int
    document: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A quotation marked for the report: its place, its edits, and the note of who marked it.

    `edits` count code points from `start`; `coder` is the id of who marked it.
    """

    quotation: int
    document: int
    start: int
    end: int
    edits: tuple[Edit, ...]
    note: str
    coder: int


def source_of(connection: Connection, quotation: int) -> Source:
    """Return a quotation's source text. Raises NotFound."""
    q = quotations.c
    chosen = select(q.document_id, q.start, q.end).where(q.id == quotation)
    row = connection.execute(chosen).one_or_none()
    if row is None:
        raise NotFound(_("There is no quotation with number {n}.").format(n=quotation))
    text = text_of(connection, row.document_id)
    return Source(quotation, row.document_id, row.start, row.end, text[row.start : row.end])


def marked(connection: Connection, document: int | None = None) -> list[Marked]:
    """Return the marked quotations in the project's order, of one document or of all."""
    q, r, d = quotations.c, report_quotations.c, documents.c
    chosen = (
        select(q.id, q.document_id, q.start, q.end, r.edits, r.note, r.coder_id)
        .select_from(report_quotations)
        .join(quotations, r.quotation_id == q.id)
        .join(documents, q.document_id == d.id)
        .order_by(d.position, d.id, q.start, q.end)
    )
    if document is not None:
        chosen = chosen.where(q.document_id == document)
    return [
        Marked(number, place, start, end, editing.from_json(edits), note, coder)
        for number, place, start, end, edits, note, coder in connection.execute(chosen)
    ]


def mark_on(connection: Connection, quotation: int) -> Marked | None:
    """Return the mark on a quotation, None where it is not marked. Raises NotFound."""
    document = source_of(connection, quotation).document
    return next((m for m in marked(connection, document) if m.quotation == quotation), None)


def marked_ids(connection: Connection, quotation_ids: Collection[int]) -> set[int]:
    """Return those of these quotations that are marked for the report."""
    r = report_quotations.c
    parts = (
        connection.scalars(select(r.quotation_id).where(r.quotation_id.in_(part)))
        for part in chunks(quotation_ids, 900)
    )
    return set(chain.from_iterable(parts))
