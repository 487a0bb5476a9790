"""A copy's journal as a join needs it: which entries there are, and which it has heard of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from kwalcode.project.correcting.versions import JOIN
from kwalcode.project.history import journal
from kwalcode.project.history.journal import ERASE, HANDOUT, Entry
from kwalcode.project.joining.details import Details, unpack_details
from kwalcode.store.tables import joined_entries, joins, settings

ROOT, HANDED_OUT = "study root", "handed out from"


@dataclass(frozen=True, slots=True)
class Ledger:
    """`entries` are the copy's own, `heard` the hashes of those that joined copies brought, and
    `details` what those joins noted, each under the number of its entry.

    `erasures` are the hashes of those, of either kind, that erased. `root` names the study in all
    its copies; `handed_out` is the entry of the study that a copy for a coder was made at, whose
    first entry stands for all up to there.
    """

    entries: tuple[Entry, ...]
    heard: frozenset[bytes]
    joins: dict[int, Details]
    details: Details
    root: bytes
    handed_out: bytes | None
    undone: frozenset[int]
    erasures: frozenset[bytes]

    @property
    def hashes(self) -> frozenset[bytes]:
        """Return the hashes of the copy's own entries."""
        return frozenset(entry.hash for entry in self.entries)

    @property
    def head(self) -> bytes:
        """Return the hash of the last entry."""
        return self.entries[-1].hash

    @property
    def last_join(self) -> int | None:
        """Return the number of the last entry that joined another copy and was not undone."""
        return max(self.joins.keys() - self.undone, default=None)

    def knows(self, other: Ledger) -> frozenset[bytes]:
        """Return the hashes of all entries, of whatever copy, whose work is in this one."""
        known = self.hashes | self.heard
        if self.handed_out is not None and self.handed_out in other.hashes:
            known |= set(other.until(self.handed_out))
        if other.handed_out is not None and other.handed_out in known:
            known |= {other.entries[0].hash}
        return known

    def until(self, last: bytes) -> Iterator[bytes]:
        """Yield the hashes of the entries up to one, that one included."""
        for entry in self.entries:
            yield entry.hash
            if entry.hash == last:
                return


def read_ledger(connection: Connection) -> Ledger:
    """Read the journal of a copy and what it has joined."""
    entries = tuple(journal.entries(connection))
    chosen = select(settings.c.key, settings.c.value).where(settings.c.key.in_([ROOT, HANDED_OUT]))
    told = {key: bytes.fromhex(value) for key, value in connection.execute(chosen)}
    noted = {
        row.head: unpack_details([row.details])
        for row in connection.execute(select(joins.c.head, joins.c.details).order_by(joins.c.id))
    }
    by_entry = {
        entry.id: noted[bytes.fromhex(entry.arguments["head"])]
        for entry in entries
        if entry.name == JOIN and bytes.fromhex(entry.arguments.get("head", "")) in noted
    }
    everything = unpack_details(
        connection.scalars(select(joins.c.details).order_by(joins.c.id)).all()
    )
    e = joined_entries.c
    erased = connection.scalars(select(e.hash).where(e.name == ERASE))
    return Ledger(
        entries,
        frozenset(connection.scalars(select(joined_entries.c.hash))),
        by_entry,
        everything,
        told.get(ROOT, entries[0].hash),
        told.get(HANDED_OUT) if entries[0].name == HANDOUT else None,
        frozenset(journal.undone_acts(connection)),
        frozenset([*erased, *(entry.hash for entry in entries if entry.name == ERASE)]),
    )
