"""The history for people: what was done by whom, newest first, with what is undone marked."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection

from kwalcode.project import journal
from kwalcode.project.journal import Entry, undone_acts


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of the journal; `undone` tells that a later undo took it back."""

    entry: Entry
    undone: bool


def history(connection: Connection, *, limit: int | None = None) -> list[Event]:
    """Return the events of the project, newest first, at most `limit`."""
    undone = undone_acts(connection)
    chosen = journal.entries(connection, newest_first=True)
    return [Event(entry, entry.id in undone) for entry in islice(chosen, limit)]
