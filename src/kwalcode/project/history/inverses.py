"""Images applied to the tables, forward or backward: undo, redo, `as-of` and `check` rest on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection

from kwalcode.project.history.images import Image, Row
from kwalcode.project.history.obstacles import InTheWay
from kwalcode.project.history.references import in_use, missing
from kwalcode.project.history.rows import (
    delete_rows,
    fetch_rows,
    insert_rows,
    table_named,
    update_rows,
)
from kwalcode.store.tables import memos


def backward(connection: Connection, images: Iterator[Image]) -> dict[str, list[int]]:
    """Apply the inverse of images that come last first; return the removed ids per table.

    Raises InTheWay when a row is not as the images left it, or what a memo is about is gone.
    """
    removed: dict[str, list[int]] = {}
    for image in images:
        if image.operation == "insert":
            _expect(connection, image, image.after)
            _delete(connection, image, image.after)
            removed.setdefault(image.table, []).extend(row[0] for row in image.after)
        elif image.operation == "share":
            _delete(connection, image, image.after, unless=in_use(table_named(image.table)))
        elif image.operation == "release":
            _insert(connection, image, image.before, or_ignore=True)
        elif image.operation == "update":
            _expect(connection, image, image.after)
            _update(connection, image, image.before)
        else:
            _expect_gone(connection, image, image.before)
            _insert(connection, image, image.before)
    return removed


def forward(connection: Connection, images: Iterator[Image]) -> dict[str, list[int]]:
    """Apply images as they were first applied; return the removed ids per table.

    Raises InTheWay when a row is not as the act found it, or what a memo is about is gone.
    """
    removed: dict[str, list[int]] = {}
    for image in images:
        if image.operation == "insert":
            _expect_gone(connection, image, image.after)
            _insert(connection, image, image.after)
        elif image.operation == "share":
            _insert(connection, image, image.after, or_ignore=True)
        elif image.operation == "release":
            _delete(connection, image, image.before, unless=in_use(table_named(image.table)))
        elif image.operation == "update":
            _expect(connection, image, image.before)
            _update(connection, image, image.after)
        else:
            _expect(connection, image, image.before)
            _delete(connection, image, image.before)
            removed.setdefault(image.table, []).extend(row[0] for row in image.before)
    return removed


def _expect(connection: Connection, image: Image, rows: tuple[Row, ...]) -> None:
    """Raise InTheWay unless these rows are in the table just as given."""
    now = fetch_rows(connection, table_named(image.table), image.columns, _keys(image, rows))
    wrong = [row[0] for row in rows if now.get(row[: image.keys]) != row]
    if wrong:
        raise InTheWay(image.table, wrong)


def _expect_gone(connection: Connection, image: Image, rows: tuple[Row, ...]) -> None:
    now = fetch_rows(connection, table_named(image.table), image.columns, _keys(image, rows))
    if now:
        raise InTheWay(image.table, [key[0] for key in now])


def _keys(image: Image, rows: Iterable[Row]) -> list[Row]:
    return [row[: image.keys] for row in rows]


def _insert(
    connection: Connection, image: Image, rows: tuple[Row, ...], *, or_ignore: bool = False
) -> None:
    table = table_named(image.table)
    insert_rows(connection, table, image.columns, rows, or_ignore=or_ignore)
    if table is memos:  # SQLite cannot declare what a memo is about, so nothing else looks
        for name, ids in missing(connection, table, image.columns, rows).items():
            raise InTheWay(name, sorted(ids))


def _update(connection: Connection, image: Image, rows: tuple[Row, ...]) -> None:
    update_rows(connection, table_named(image.table), image.columns, image.keys, rows)


def _delete(
    connection: Connection, image: Image, rows: tuple[Row, ...], *, unless: str = ""
) -> None:
    table = table_named(image.table)
    delete_rows(connection, table, image.columns[: image.keys], _keys(image, rows), unless=unless)
