"""Which rows refer to a row: declared foreign keys, and memos, which SQLite cannot declare."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Connection, Table, UniqueConstraint

from kwalcode.project.history.images import Image, Row
from kwalcode.project.history.rows import chunks
from kwalcode.store.tables import ABOUT, JOURNALLED, coders, memos

_KIND = {table.name: kind for kind, table in ABOUT.items()}


def referring(table: Table) -> Iterator[tuple[Table, str]]:
    """Yield (table, column) of every declared reference to `table`'s id."""
    for other in JOURNALLED:
        for column in other.columns:
            if any(key.column.table is table for key in column.foreign_keys):
                yield other, column.name


def in_use(table: Table) -> str:
    """Return an SQL condition that holds for a row of `table` that something refers to.

    A coder who ever acted is in use: the journal knows its actors by the coder's UUID.
    """
    name = table.name
    tests = [
        f'EXISTS (SELECT 1 FROM "{other.name}" WHERE "{other.name}"."{column}" = "{name}".id)'
        for other, column in referring(table)
    ]
    if name in _KIND:
        about = f"about = '{_KIND[name]}' AND about_id = \"{name}\".id"
        tests.append(f"EXISTS (SELECT 1 FROM memos WHERE {about})")
    if table is coders:
        tests.append('EXISTS (SELECT 1 FROM journal WHERE actor = "coders".uuid)')
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
            about = column == "about_id" and "about" in image.columns
            kind = image.columns.index("about") if about else None
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


def missing(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row]
) -> dict[str, set[int]]:
    """Return, by table, the ids that these rows of `table` refer to and that are not there."""
    wanted: dict[str, set[int]] = {}
    for key in table.foreign_keys:
        if key.parent.name in columns:
            at = columns.index(key.parent.name)
            wanted.setdefault(key.column.table.name, set()).update(row[at] for row in rows)
    if table is memos and {"about", "about_id"} <= set(columns):
        kind, at = columns.index("about"), columns.index("about_id")
        for row in rows:
            if row[kind] in ABOUT:
                wanted.setdefault(ABOUT[row[kind]].name, set()).add(row[at])
    for name, ids in wanted.items():
        ids.discard(None)
        ids.difference_update(_among(connection, name, "id", list(ids)))
    return {name: ids for name, ids in wanted.items() if ids}


def rivals(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row]
) -> set[int]:
    """Return the ids of other rows that hold what must be unique in these rows of `table`."""
    found: set[int] = set()
    if "id" not in columns:
        return found
    for names in _unique(table):
        if set(names) <= set(columns):
            places = [columns.index(name) for name in (*names, "id")]
            tests = " AND ".join(f'"{name}" IS ?' for name in names)
            sql = f'SELECT id FROM "{table.name}" WHERE {tests} AND id <> ?'
            for row in rows:
                found.update(
                    connection.exec_driver_sql(sql, tuple(row[i] for i in places)).scalars()
                )
    return found


def _unique(table: Table) -> Iterator[tuple[str, ...]]:
    """Yield the names of columns whose values together differ from row to row."""
    for rule in table.constraints:
        if isinstance(rule, UniqueConstraint):
            yield tuple(column.name for column in rule.columns)
    for index in table.indexes:
        if index.unique:
            yield tuple(column.name for column in index.columns)


def _among(
    connection: Connection, table: str, column: str, ids: Collection[int], also: str = "1"
) -> Iterator[int]:
    for part in chunks(ids, 900):
        marks = ", ".join("?" * len(part))
        sql = f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" IN ({marks}) AND {also}'
        yield from connection.exec_driver_sql(sql, part).scalars()
