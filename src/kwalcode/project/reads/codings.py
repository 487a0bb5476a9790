"""Codings of a document, and quotations of a code, page by page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select, tuple_

from kwalcode.model import Coding
from kwalcode.project.history.images import Row
from kwalcode.project.history.rows import fetched
from kwalcode.store.tables import codings, documents

_COLUMNS = (
    codings.c.id,
    codings.c.document_id,
    codings.c.start,
    codings.c.end,
    codings.c.code_id,
    codings.c.coder_id,
    codings.c.quotation_id,
)
_OF_DOCUMENT = (
    select(*_COLUMNS)
    .where(codings.c.document_id == bindparam("document"))
    .order_by(codings.c.start, codings.c.end.desc(), codings.c.id)
)
_ROWS = (
    select(codings.c.id, codings.c.start, codings.c.end, codings.c.code_id, codings.c.coder_id)
    .where(codings.c.document_id == bindparam("document"))
    .order_by(codings.c.start, codings.c.end.desc(), codings.c.id)
)
_PLACES = (
    select(codings.c.start, codings.c.end, codings.c.code_id, codings.c.coder_id)
    .where(codings.c.document_id == bindparam("document"))
    .order_by(codings.c.start, codings.c.end, codings.c.id)
)


def codings_of(connection: Connection, document_id: int, coder: int | None = None) -> list[Coding]:
    """Return a document's codings in text order, of one coder or of all."""
    chosen = _OF_DOCUMENT
    if coder is not None:
        chosen = chosen.where(codings.c.coder_id == coder)
    return [Coding(*row) for row in fetched(connection, chosen, document=document_id)]


def coding_rows(connection: Connection, document_id: int) -> list[Row]:
    """Return (id, start, end, code id, coder id) of a document's codings, in the order of
    `codings_of` but without a value per coding, for what is done at every keystroke."""
    return fetched(connection, _ROWS, document=document_id)


def coded_places(connection: Connection, document_id: int) -> list[Row]:
    """Return (start, end, code id, coder id) of a document's codings, sorted by start and end.

    `codings_of` without a value per coding, for going through whole projects.
    """
    return fetched(connection, _PLACES, document=document_id)


def codings_of_code(
    connection: Connection, code_id: int, *, limit: int = 50, after: Coding | None = None
) -> list[Coding]:
    """Return the next `limit` codings of a code, by document and place, after one of them.

    Paging by place instead of by number: the last page costs what the first does.
    """
    c = codings.c
    chosen = select(*_COLUMNS).where(c.code_id == code_id)
    if after is not None:
        at = (after.document, after.start, after.id)
        chosen = chosen.where(tuple_(c.document_id, c.start, c.id) > tuple_(*at))
    chosen = chosen.order_by(c.document_id, c.start, c.id).limit(limit)
    return [Coding(*row) for row in fetched(connection, chosen)]


def stream_codings(
    connection: Connection, *, codes: set[int] | None = None, coders: set[int] | None = None
) -> Iterator[Coding]:
    """Stream codings in the project's order of documents, then by place."""
    chosen: Select[Any] = (
        select(*_COLUMNS)
        .join(documents, documents.c.id == codings.c.document_id)
        .order_by(
            documents.c.position, documents.c.id, codings.c.start, codings.c.end, codings.c.id
        )
    )
    if codes is not None:
        chosen = chosen.where(codings.c.code_id.in_(codes))
    if coders is not None:
        chosen = chosen.where(codings.c.coder_id.in_(coders))
    for row in connection.execute(chosen.execution_options(yield_per=5000)):
        yield Coding(*row)


def respondents_with(connection: Connection, code_id: int) -> int:
    """Return in how many respondents' documents a code occurs (all coders)."""
    chosen = (
        select(func.count(documents.c.respondent_id.distinct()))
        .select_from(codings.join(documents, documents.c.id == codings.c.document_id))
        .where(codings.c.code_id == code_id)
    )
    return connection.scalar(chosen) or 0


def documents_with(connection: Connection, codes: Collection[int]) -> set[int]:
    """Return the documents (ids) with a coding of one of these codes."""
    c = codings.c
    found = set()
    for code in codes:  # one by one: so each is a look into the index on codes
        found |= set(connection.scalars(select(c.document_id).where(c.code_id == code).distinct()))
    return found


def coding_counts_by_document(connection: Connection) -> Mapping[tuple[int, int], int]:
    """Return the number of codings per (document id, coder id)."""
    # Left alone, SQLite takes the index on places and looks every row up: twice the time.
    sql = (
        "SELECT document_id, coder_id, COUNT(*) FROM codings NOT INDEXED"
        " GROUP BY document_id, coder_id"
    )
    return {(document, coder): n for document, coder, n in connection.exec_driver_sql(sql)}
