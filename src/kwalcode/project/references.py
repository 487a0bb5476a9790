"""Which rows refer to a row: declared foreign keys, and memos, which SQLite cannot declare."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import Connection, Table

from kwalcode.project.images import Image
from kwalcode.store.tables import ABOUT, JOURNALLED, memos

_KIND = {table.name: kind for kind, table in ABOUT.items()}


def referring(table: Table) -> Iterator[tuple[Table, str]]:
    """Yield (table, column) of every declared reference to `table`'s id."""
    for other in JOURNALLED:
        for column in other.columns:
            if any(key.column.table is table for key in column.foreign_keys):
                yield other, column.name


def in_use(table: Table) -> str:
    """Return an SQL condition that holds for a row of `table` that something refers to."""
    name = table.name
    tests = [
        f'EXISTS (SELECT 1 FROM "{other.name}" WHERE "{other.name}"."{column}" = "{name}".id)'
        for other, column in referring(table)
    ]
    if name in _KIND:
        about = f"about = '{_KIND[name]}' AND about_id = \"{name}\".id"
        tests.append(f"EXISTS (SELECT 1 FROM memos WHERE {about})")
    return " OR ".join(tests) or "0"


def used_ids(connection: Connection, table: Table, ids: Collection[int]) -> list[int]:
    """Return those of `ids` (rows of `table`, there or not) that some row refers to."""
    found: set[int] = set()
    for other, column in referring(table):
        found.update(_among(connection, other.name, column, ids))
    if table.name in _KIND:
        found.update(
            _among(connection, memos.name, "about_id", ids, f"about = '{_KIND[table.name]}'")
        )
    return sorted(found)


def touches(image: Image, table: str, ids: Collection[int]) -> bool:
    """Tell whether `image` writes a row of `table` with one of `ids`, or one that refers to it."""
    if image.table == table and any(row[0] in ids for row in image.before + image.after):
        return True
    for other, column in referring_names(table):
        if image.table == other and column in image.columns:
            at = image.columns.index(column)
            kind = image.columns.index("about") if other == memos.name else None
            for row in image.before + image.after:
                if row[at] in ids and (kind is None or row[kind] == _KIND[table]):
                    return True
    return False


def referring_names(table: str) -> Iterator[tuple[str, str]]:
    """Yield the names (table, column) of references to `table`, memos among them."""
    for candidate in JOURNALLED:
        if candidate.name == table:
            for other, column in referring(candidate):
                yield other.name, column
    if table in _KIND:
        yield memos.name, "about_id"


def _among(
    connection: Connection, table: str, column: str, ids: Collection[int], also: str = "1"
) -> Iterator[int]:
    numbers = list(ids)
    for i in range(0, len(numbers), 900):
        part = tuple(numbers[i : i + 900])
        marks = ", ".join("?" * len(part))
        sql = f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" IN ({marks}) AND {also}'
        yield from connection.exec_driver_sql(sql, part).scalars()
