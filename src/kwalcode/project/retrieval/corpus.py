"""The study as a query sees it: the corpus of a layer, read into columns."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain

import numpy as np
from sqlalchemy import Connection

from kwalcode.analysis.layers import Layer
from kwalcode.analysis.query.corpus import Codings, Corpus, Turns, make_corpus
from kwalcode.model import ROLES, Document, Role
from kwalcode.units import Ints

_ROLE = " ".join(f"WHEN '{role}' THEN {n}" for n, role in enumerate(ROLES))
_TURNS = (
    "SELECT t.document_id, t.start, t.speech_start, t.speech_end,"
    f" CASE s.role {_ROLE} END, COALESCE(s.respondent_id, d.respondent_id, -1)"
    " FROM turns t JOIN speakers s ON s.id = t.speaker_id"
    " JOIN documents d ON d.id = t.document_id{where} ORDER BY t.document_id, t.position"
)
_WITH = "FROM codings WHERE code_id IN ({codes})"
# Two numbers in one and sorted later: half the time of six columns in the order of an index.
_CODINGS = (
    'SELECT document_id << 32 | start, "end" << 32 | quotation_id, code_id << 32 | coder_id'
    " FROM codings"
)
_EDGES = "SELECT id, core_start, core_end FROM quotations WHERE core_start IS NOT NULL ORDER BY id"
_GROUPS = "SELECT DISTINCT document_id FROM speakers WHERE respondent_id IS NOT NULL"


_MANY = 100_000
"""From so many codings on, reading all of them costs no more than picking some."""


def corpus_of(
    connection: Connection,
    documents: Collection[Document],
    layer: Layer,
    roles: Collection[Role],
    codes: Collection[int] | None = None,
    people: Collection[int] | None = None,
) -> Corpus:
    """Return the quotations of a layer that touch the speech of `roles`.

    `codes` (ids) limits to quotations with one of these, which then have their other codes, too;
    `people` (ids) to those that count for one of these respondents.
    """
    chosen = "" if codes is None else ", ".join(map(str, sorted(codes))) or "0"
    return make_corpus(
        _codings(connection, layer, chosen),
        _turns(connection, chosen),
        roles,
        {d.id: -1 if d.respondent is None else d.respondent for d in documents},
        set(connection.exec_driver_sql(_GROUPS).scalars()),
        people,
    )


def few(connection: Connection, codes: Collection[int]) -> bool:
    """Tell whether these codes have so few codings that picking them is worth while."""
    chosen = ", ".join(map(str, sorted(codes))) or "0"
    sql = f"SELECT COUNT(*) FROM codings WHERE code_id IN ({chosen})"
    return int(connection.exec_driver_sql(sql).scalar() or 0) < _MANY


def _codings(connection: Connection, layer: Layer, chosen: str) -> Codings:
    """Return the codings whose coder counts in their document."""
    of_these = f" WHERE quotation_id IN (SELECT quotation_id {_WITH.format(codes=chosen)})"
    table = _integers(connection, _CODINGS + (of_these if chosen else ""), 3)
    (document, start), (end, quotation), (code, coder) = (
        (packed >> 32, packed & 0xFFFFFFFF) for packed in table.T
    )
    core_start, core_end = start.copy(), end.copy()
    edges = _integers(connection, _EDGES, 3)
    if len(edges):
        at = np.minimum(np.searchsorted(edges[:, 0], quotation), len(edges) - 1)
        has = edges[at, 0] == quotation
        core_start[has], core_end[has] = edges[at[has], 1], edges[at[has], 2]
    found = Codings(document, start, end, code, coder, core_start, core_end)
    factor = 1 + max(int(coder.max(initial=0)), *chain((0,), *layer.coders.values()))
    wanted = [number * factor + who for number, coders in layer.coders.items() for who in coders]
    return found.taken(np.isin(document * factor + coder, np.array(wanted, dtype=np.int64)))


def _turns(connection: Connection, chosen: str) -> Turns:
    of_these = f" WHERE t.document_id IN (SELECT document_id {_WITH.format(codes=chosen)})"
    sql = _TURNS.format(where=of_these if chosen else "")
    columns = _integers(connection, sql, 6).T
    return Turns(*(np.ascontiguousarray(column) for column in columns))


def _integers(connection: Connection, sql: str, width: int) -> Ints:
    """Fetch columns of integers as an array of rows x `width`, without a Python row each.

    As `frames` does, without pandas: the screens ask here, and have no second for its import.
    """
    result = connection.exec_driver_sql(sql)
    rows: Iterable[Iterable[int]] = result.cursor  # type: ignore[assignment]
    table: Ints = np.fromiter(chain.from_iterable(rows), dtype=np.int64).reshape(-1, width)
    result.close()
    return table
