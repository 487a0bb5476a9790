"""What an act does to the tables, recorded while it is done.

Acts write through a `Change` and through nothing else, so that the journal holds an image of
every row before and after, and undo, redo and replay need no code per act.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, DefaultClause, Integer, Table, select

from kwalcode.project.history.images import Image, Operation, Row, pack
from kwalcode.project.history.references import in_use
from kwalcode.project.history.rows import (
    chunks,
    delete_rows,
    insert_rows,
    key_columns,
    ordered_columns,
    update_rows,
    values_of,
)
from kwalcode.project.identity import new_uuids
from kwalcode.store.tables import journal_payload


class Payload:
    """The images of one act, written to the journal's payload as they come.

    Only one image is in memory at a time; the digest covers all, in order.
    """

    def __init__(self, connection: Connection, entry: int) -> None:
        self._connection = connection
        self._entry = entry
        self._digest = hashlib.sha256()
        self.size = 0

    def add(self, image: Image) -> None:
        """Pack and store one image."""
        data = pack(image)
        insert_rows(
            self._connection,
            journal_payload,
            ("entry_id", "chunk", "data"),
            [(self._entry, self.size, data)],
        )
        digest_chunk(self._digest, data)
        self.size += 1

    def sha256(self) -> bytes:
        """Return the digest of all chunks so far."""
        return self._digest.digest()


def digest_chunk(digest: Any, data: bytes) -> None:
    """Add one chunk, with its length, to a running SHA-256."""
    digest.update(len(data).to_bytes(8, "little"))
    digest.update(data)


class Unchanged(Exception):
    """An act found that there is nothing to do; it is rolled back without a trace."""


class Change:
    """The writer an act is given: inserts, updates and deletes rows and records them."""

    def __init__(self, connection: Connection, payload: Payload, arguments: dict[str, Any]) -> None:
        self.connection = connection
        self.arguments = arguments
        self._payload = payload

    @property
    def empty(self) -> bool:
        """Tell whether nothing was written, so that there is nothing to keep."""
        return self._payload.size == 0

    def forget(self) -> None:
        """Say that the act, after all, changes nothing: it will leave no entry."""
        raise Unchanged

    def new_ids(self, table: Table, n: int = 1) -> range:
        """Reserve `n` ids that were never used in `table`, not even by rows since removed."""
        used = self.connection.exec_driver_sql(
            "SELECT seq FROM sqlite_sequence WHERE name = ?", (table.name,)
        ).scalar()
        first = (used or 0) + 1
        return range(first, first + n)

    def insert(self, table: Table, **values: Any) -> int:
        """Insert one row of a table with id and UUID; return its id."""
        (row_id,) = self.insert_many(table, [values])
        return row_id

    def insert_many(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> range:
        """Insert rows of a table with id and UUID, both filled in here; return their ids.

        Every row gives the same columns; columns left out take their default, "" or NULL.
        """
        ids = self.new_ids(table, len(rows))
        uuids = new_uuids(len(rows))
        blank = _defaults(table)
        full = [
            blank | dict(row) | {"id": row_id, "uuid": uuid}
            for row_id, uuid, row in zip(ids, uuids, rows, strict=True)
        ]
        columns = ordered_columns(table)
        self.insert_rows(table, columns, values_of(full, columns))
        return ids

    def insert_rows(self, table: Table, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Insert whole rows, given as tuples with the primary key first."""
        self._put(table, columns, rows, "insert")

    def share_rows(self, table: Table, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """See to it that these rows are there, for this act and for others to use.

        Recorded also where a row was there before: the last act to be undone removes it.
        """
        self._put(table, columns, rows, "share")

    def delete_users(
        self, table: Table, where: ColumnElement[bool], shared: Table, key: ColumnElement[Any]
    ) -> int:
        """Delete rows as `delete` does, and of the `shared` rows whose ids their `key` holds
        those that nothing else refers to; return how many rows of `table` there were."""
        columns = ordered_columns(shared)
        held = self._select(shared, columns, shared.c.id.in_(select(key).where(where)))
        found = self.delete(table, where)
        self._release(shared, columns, held)
        return found

    def release(self, shared: Table, where: ColumnElement[bool]) -> None:
        """Delete the shared rows that fit `where` and that nothing refers to any more."""
        columns = ordered_columns(shared)
        self._release(shared, columns, self._select(shared, columns, where))

    def _release(self, shared: Table, columns: tuple[str, ...], held: Sequence[Row]) -> None:
        keys = key_columns(shared)
        for part in chunks(held):
            numbers = [row[: len(keys)] for row in part]
            delete_rows(self.connection, shared, keys, numbers, unless=in_use(shared))
            self._payload.add(Image(shared.name, "release", columns, len(keys), before=part))

    def _put(
        self, table: Table, columns: Sequence[str], rows: Iterable[Row], operation: Operation
    ) -> None:
        keys = len(key_columns(table))
        for part in chunks(rows):
            shared = operation == "share"
            insert_rows(self.connection, table, columns, part, or_ignore=shared)
            self._payload.add(Image(table.name, operation, tuple(columns), keys, after=part))

    def update(self, table: Table, where: ColumnElement[bool], **values: Any) -> int:
        """Set `values` on the rows that fit `where`; return how many really change."""
        keys = key_columns(table)
        columns = keys + tuple(values)
        found = self._select(table, columns, where)
        new = tuple(values.values())
        changed = [row for row in found if row[len(keys) :] != new]
        for part in chunks(changed):
            after = tuple(row[: len(keys)] + new for row in part)
            self._update_part(table, columns, part, after)
        return len(changed)

    def update_each(
        self, table: Table, columns: Sequence[str], rows: Iterable[tuple[Row, Row]]
    ) -> None:
        """Give rows values of their own: pairs (before, after) of the values of `columns`, of which
        the first are the primary key."""
        for part in chunks(pair for pair in rows if pair[0] != pair[1]):
            before, after = zip(*part, strict=True)
            self._update_part(table, tuple(columns), before, after)

    def delete(self, table: Table, where: ColumnElement[bool]) -> int:
        """Delete the rows that fit `where`; return how many there were."""
        columns = ordered_columns(table)
        keys = key_columns(table)
        found = self._select(table, columns, where)
        for part in chunks(found):
            delete_rows(self.connection, table, keys, [row[: len(keys)] for row in part])
            self._payload.add(Image(table.name, "delete", columns, len(keys), before=part))
        return len(found)

    def _update_part(
        self,
        table: Table,
        columns: tuple[str, ...],
        before: tuple[Row, ...],
        after: tuple[Row, ...],
    ) -> None:
        keys = len(key_columns(table))
        update_rows(self.connection, table, columns, keys, after)
        self._payload.add(Image(table.name, "update", columns, keys, before, after))

    def _select(
        self, table: Table, columns: tuple[str, ...], where: ColumnElement[bool]
    ) -> list[Row]:
        chosen = select(*(table.c[c] for c in columns)).where(where)
        ordered = chosen.order_by(*table.primary_key.columns)
        return [tuple(row) for row in self.connection.execute(ordered)]


def _defaults(table: Table) -> dict[str, Any]:
    """Return what each column holds when an act does not say: its default, or NULL."""
    blank: dict[str, Any] = {}
    for column in table.columns:
        default = column.server_default
        text = default.arg if isinstance(default, DefaultClause) else None
        number = isinstance(column.type, Integer)
        blank[column.name] = int(str(text)) if number and text is not None else text
    return blank
