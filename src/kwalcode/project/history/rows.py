"""Writing and reading rows by primary key: what acts, undo and replay have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Executable, Table

from kwalcode.project.history.images import Row
from kwalcode.store.tables import metadata

CHUNK = 20_000
"""Rows per image: bounds the memory of a bulk act's undo, whatever its size."""

_T = TypeVar("_T")


def table_named(name: str) -> Table:
    """Return the table of that name."""
    return metadata.tables[name]


def ordered_columns(table: Table) -> tuple[str, ...]:
    """Return the table's columns with the primary key first, as images hold them."""
    keys = key_columns(table)
    return keys + tuple(c.name for c in table.columns if c.name not in keys)


def key_columns(table: Table) -> tuple[str, ...]:
    """Return the names of the primary key's columns."""
    return tuple(column.name for column in table.primary_key.columns)


def chunks(rows: Iterable[_T], size: int = CHUNK) -> Iterator[tuple[_T, ...]]:
    """Cut `rows` into tuples of at most `size`."""
    iterator = iter(rows)
    while part := tuple(islice(iterator, size)):
        yield part


def insert_rows(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Sequence[Row],
    *,
    or_ignore: bool = False,
) -> None:
    """Insert rows given as tuples in the order of `columns`."""
    verb = "INSERT OR IGNORE" if or_ignore else "INSERT"
    names = ", ".join(_quoted(c) for c in columns)
    marks = ", ".join("?" * len(columns))
    sql = f"{verb} INTO {_quoted(table.name)} ({names}) VALUES ({marks})"
    connection.exec_driver_sql(sql, list(rows))


def update_rows(
    connection: Connection, table: Table, columns: Sequence[str], keys: int, rows: Sequence[Row]
) -> None:
    """Set the columns after the first `keys` (the primary key) on the rows with these keys."""
    sets = ", ".join(f"{_quoted(c)} = ?" for c in columns[keys:])
    sql = f"UPDATE {_quoted(table.name)} SET {sets} WHERE {_key_test(columns[:keys])}"
    connection.exec_driver_sql(sql, [row[keys:] + row[:keys] for row in rows])


def delete_rows(
    connection: Connection,
    table: Table,
    key_names: Sequence[str],
    keys: Sequence[Row],
    *,
    unless: str = "",
) -> None:
    """Delete the rows with these keys, except those for which the condition `unless` holds."""
    sql = f"DELETE FROM {_quoted(table.name)} WHERE {_key_test(key_names)}"
    if unless:
        sql += f" AND NOT ({unless})"
    connection.exec_driver_sql(sql, list(keys))


def fetched(connection: Connection, statement: Executable, **values: Any) -> list[Row]:
    """Return what a select finds as plain tuples; `values` fill its bound parameters.

    For lists of some length: the row objects of SQLAlchemy cost more than SQLite's own work,
    and integers, texts and bytes need no conversion.
    """
    result = connection.execute(statement, values)
    assert result.cursor is not None
    found = result.cursor.fetchall()
    result.close()
    return cast(list[Row], found)


def fetch_rows(
    connection: Connection, table: Table, columns: Sequence[str], keys: Sequence[Row]
) -> dict[Row, Row]:
    """Return the rows with these keys as they are now: key -> values of `columns`."""
    names = ", ".join(_quoted(c) for c in columns)
    key_names = key_columns(table)
    width = len(key_names)
    found: dict[Row, Row] = {}
    if width == 1:
        for part in chunks((key[0] for key in keys), 900):
            marks = ", ".join("?" * len(part))
            sql = (
                f"SELECT {names} FROM {_quoted(table.name)}"
                f" WHERE {_quoted(key_names[0])} IN ({marks})"
            )
            for row in connection.exec_driver_sql(sql, part):
                found[(row[0],)] = tuple(row)
        return found
    sql = f"SELECT {names} FROM {_quoted(table.name)} WHERE {_key_test(key_names)}"
    for key in keys:
        for row in connection.exec_driver_sql(sql, tuple(key)):
            found[tuple(row[:width])] = tuple(row)
    return found


def all_rows(connection: Connection, table: Table) -> Iterator[Row]:
    """Stream every row of the table in the order of its primary key, key columns first."""
    names = ", ".join(_quoted(c) for c in ordered_columns(table))
    order = ", ".join(_quoted(c) for c in key_columns(table))
    # SQLite's own rows (see `fetched`): of every table, a history of many acts has these read.
    raw = connection.connection.cursor()
    try:
        yield from raw.execute(f"SELECT {names} FROM {_quoted(table.name)} ORDER BY {order}")
    finally:
        raw.close()


def values_of(rows: Iterable[dict[str, Any]], columns: Sequence[str]) -> list[Row]:
    """Return each row as a tuple in the order of `columns`."""
    return [tuple(row[c] for c in columns) for row in rows]


def _key_test(key_names: Sequence[str]) -> str:
    return " AND ".join(f"{_quoted(c)} = ?" for c in key_names)


def _quoted(name: str) -> str:
    """Quote a name of ours: `end`, `key` and `default` are words of SQL."""
    return f'"{name}"'
