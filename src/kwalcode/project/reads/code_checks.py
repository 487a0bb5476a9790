"""What a codebook is checked for: codes nobody used, codes without a definition, and a code that
one coder put twice on the same words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

# Left alone, SQLite goes through an index and looks every row up: five times the time.
_COVERED = """MAX("end") OVER (PARTITION BY code_id, coder_id, document_id ORDER BY start, "end"
 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS covered FROM codings NOT INDEXED"""


@dataclass(frozen=True, slots=True)
class Twice:
    """A coding (ids) that overlaps an earlier one of the same code by the same coder.

    Which words are coded twice: [start, covered), code points of the document.
    """

    coding: int
    code: int
    coder: int
    document: int
    start: int
    end: int
    covered: int


def twice_coded(connection: Connection) -> list[Twice]:
    """Return where a coder put the same code twice on the same words, by code and place.

    Touching is not overlapping. `covered` is at most the coding's own end.
    """
    every = f'SELECT id, code_id, coder_id, document_id, start, "end", {_COVERED}'
    sql = (
        'SELECT id, code_id, coder_id, document_id, start, "end", MIN(covered, "end")'
        f" FROM ({every}) WHERE covered > start ORDER BY code_id, document_id, start, id"
    )
    return [Twice(*row) for row in connection.exec_driver_sql(sql)]


def twice_coded_counts(
    connection: Connection, coders: Collection[int] | None = None
) -> Mapping[int, int]:
    """Return by code id how many codings overlap an earlier one, of these coders (ids) or of all;
    codes without any are left out."""
    every = f"SELECT code_id, coder_id, start, {_COVERED}"
    sql = f"SELECT code_id, coder_id, COUNT(*) FROM ({every}) WHERE covered > start GROUP BY 1, 2"
    found: dict[int, int] = {}
    for code, coder, n in connection.exec_driver_sql(sql):
        if coders is None or coder in coders:
            found[code] = found.get(code, 0) + n
    return found
