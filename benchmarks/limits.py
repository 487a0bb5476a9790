"""The limits: the same work with sqlite3 alone, on the same file with the same pragmas."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

Rows = list[tuple[Any, ...]]

_PRAGMAS = (
    "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = FAST",
    "temp_store = MEMORY", "cache_size = -32000",
)  # fmt: skip


def connect(path: Path) -> sqlite3.Connection:
    """Open a study's file as kwalcode does, with nothing of kwalcode in between."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def columns(connection: sqlite3.Connection, table: str) -> list[str]:
    """Return the names of a table's columns."""
    return [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]


def rows(connection: sqlite3.Connection, sql: str, values: Sequence[Any] = ()) -> Rows:
    """Fetch everything."""
    return connection.execute(sql, values).fetchall()


def insert(connection: sqlite3.Connection, table: str, found: Iterable[tuple[Any, ...]]) -> None:
    """Insert whole rows, in the order of the table's columns."""
    found = list(found)
    if found:
        marks = ", ".join("?" * len(found[0]))
        connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', found)
