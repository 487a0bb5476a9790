"""What was done in copies of the study that were joined: their history, as it came with them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from kwalcode.project.history.journal import REDO, UNDO, Entry
from kwalcode.project.reads.history import Event
from kwalcode.store.tables import joined_entries, joins


@dataclass(frozen=True, slots=True)
class JoinedCopy:
    """A copy that was joined: its file's name, when (UTC), the hash of its journal's last entry
    then, and how many entries of its history came along."""

    id: int
    file: str
    joined: str
    head: bytes
    entries: int


def joined_copies(connection: Connection) -> list[JoinedCopy]:
    """Return the copies that were joined, in that order; one whose join was undone is not there."""
    j, e = joins.c, joined_entries.c
    chosen = (
        select(j.id, j.file_name, j.joined, j.head, func.count(e.hash))
        .join(joined_entries, e.join_id == j.id, isouter=True)
        .group_by(j.id)
        .order_by(j.id)
    )
    return [JoinedCopy(*row) for row in connection.execute(chosen)]


def joined_history(connection: Connection, copy: int) -> list[Event]:
    """Return what was done in a joined copy (id) that was new here, oldest first."""
    e = joined_entries.c
    chosen = select(joined_entries).where(e.join_id == copy).order_by(e.time, e.number)
    found = [_entry(row) for row in connection.execute(chosen)]
    by_number = {entry.id: entry for entry in found}
    undone = _undone(found)
    return [
        Event(entry, entry.id in undone, base=_base(entry, by_number))
        for entry in found
    ]  # fmt: skip


def _entry(row: Any) -> Entry:
    arguments = json.loads(row.arguments)
    return Entry(
        row.number, b"", row.time, b"", row.actor_name, row.name, arguments, row.reason,
        row.undoes, b"", b"", not arguments, row.hash,
    )  # fmt: skip


def _base(entry: Entry, known: dict[int, Entry]) -> Entry | None:
    """Return the act that an undo or a redo speaks of, as far as it came along."""
    found: Entry | None = entry
    while found is not None and found.name in (UNDO, REDO):
        found = None if found.undoes is None else known.get(found.undoes)
    return None if found is entry else found


def _undone(entries: Sequence[Entry]) -> set[int]:
    """Return the numbers of the acts that are taken back as things stood in that copy."""
    known = {entry.id: entry for entry in entries}
    undone: set[int] = set()
    for entry in entries:
        base = _base(entry, known)
        if base is not None:
            (undone.add if entry.name == UNDO else undone.discard)(base.id)
    return undone
