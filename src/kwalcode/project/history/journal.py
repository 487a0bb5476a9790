"""The journal: one hash-chained entry per act.

Each entry's hash runs over the hash before it and the entry's own facts; arguments and
reason, and the payload of row images, enter as digests. So an erasure can blank them and the
chain still proves that no entry was altered, put in or taken out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from kwalcode.project.history.change import Payload, digest_chunk
from kwalcode.project.history.images import Image, unpack
from kwalcode.project.history.rows import insert_rows
from kwalcode.project.identity import new_uuid, now
from kwalcode.store.tables import journal, journal_payload

UNDO, REDO, ERASE = "undo", "redo", "erase"
HANDOUT = "hand out"
"""The first act of a coder's copy without the others' work: an image of the study then."""
LASTING = frozenset({"create project", "add coder", HANDOUT, ERASE, UNDO, REDO})
"""Acts that undo passes over: those that found the study, and erasure, must not come back."""

GENESIS = bytes(32)
BLANKED = "blanked_sha256"
"""Among an erasure's arguments: which entries were blanked so far (see `blanked_sha256`)."""
LOT = "lot"
"""Among the arguments of acts that one stroke did (an import of several files): when that began.
The acts of somebody with the same lot are undone and done again in one stroke as well."""
NO_PAYLOAD = hashlib.sha256().digest()

# As texts: `check` asks these of every entry, and putting a `select` together takes three times
# as long as SQLite needs to answer.
_NUMBERS = "SELECT chunk FROM journal_payload WHERE entry_id = ? ORDER BY chunk"
_DATA = "SELECT COALESCE(CAST(data AS BLOB), x'') FROM journal_payload"  # bytes, also if damaged
_CHUNK = f"{_DATA} WHERE entry_id = ? AND chunk = ?"
_PAYLOAD = f"{_DATA} WHERE entry_id = ? ORDER BY chunk"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the coder's UUID and name."""

    uuid: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the journal; `arguments` as given to the act, `undoes` an entry's id."""

    id: int
    uuid: bytes
    time: str
    actor: bytes
    actor_name: str
    name: str
    arguments: dict[str, Any]
    reason: str
    undoes: int | None
    detail_sha256: bytes
    payload_sha256: bytes
    blanked: bool
    hash: bytes


_COLUMNS = tuple(c.name for c in journal.columns)


class Draft:
    """An entry in the making: its id is reserved, so that the payload can refer to it."""

    def __init__(self, connection: Connection, actor: Actor, name: str, reason: str = "") -> None:
        self._connection = connection
        self._actor = actor
        self._name = name
        self._reason = reason
        self._previous = _last_hash(connection)
        self.id = _next_id(connection)

    def write(
        self,
        arguments: dict[str, Any],
        payload_sha256: bytes = NO_PAYLOAD,
        undoes: int | None = None,
    ) -> int:
        """Write the entry and return its id."""
        detail = json.dumps(arguments, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        uuid, time = new_uuid(), now()
        detail_digest = detail_sha256(detail, self._reason)
        row = (
            self.id,
            uuid,
            time,
            self._actor.uuid,
            self._actor.name,
            self._name,
            detail,
            self._reason,
            undoes,
            detail_digest,
            payload_sha256,
            0,
            chained(
                self._previous,
                self.id,
                uuid,
                time,
                self._actor.uuid,
                self._actor.name,
                self._name,
                undoes,
                detail_digest,
                payload_sha256,
            ),
        )
        insert_rows(self._connection, journal, _COLUMNS, [row])
        return self.id

    def payload(self) -> Payload:
        """Return the writer of this entry's images."""
        return Payload(self._connection, self.id)


def detail_sha256(arguments: str, reason: str) -> bytes:
    """Return the digest of an entry's arguments (as stored JSON) and reason."""
    digest = hashlib.sha256()
    digest_chunk(digest, arguments.encode())
    digest_chunk(digest, reason.encode())
    return digest.digest()


def chained(previous: bytes, *facts: bytes | str | int | None) -> bytes:
    """Return the hash of an entry: over the hash before it and its facts, each with its length."""
    digest = hashlib.sha256(previous)
    for fact in facts:
        digest_chunk(digest, fact if isinstance(fact, bytes) else str(fact).encode())
    return digest.digest()


def hash_of(entry: Entry, previous: bytes) -> bytes:
    """Return what `entry.hash` must be, given the hash of the entry before."""
    return chained(
        previous,
        entry.id,
        entry.uuid,
        entry.time,
        entry.actor,
        entry.actor_name,
        entry.name,
        entry.undoes,
        entry.detail_sha256,
        entry.payload_sha256,
    )


def entries(connection: Connection, *, newest_first: bool = False) -> Iterator[Entry]:
    """Stream the journal."""
    order = journal.c.id.desc() if newest_first else journal.c.id
    for row in connection.execute(select(journal).order_by(order)):
        yield entry_of(row)


def entries_of(connection: Connection, actor: Actor) -> Iterator[Entry]:
    """Stream the actor's own entries, newest first."""
    chosen = select(journal).where(journal.c.actor == actor.uuid)
    for row in connection.execute(chosen.order_by(journal.c.id.desc())):
        yield entry_of(row)


def entry(connection: Connection, entry_id: int) -> Entry:
    """Return one entry. Raises LookupError when there is none."""
    row = connection.execute(select(journal).where(journal.c.id == entry_id)).one_or_none()
    if row is None:
        raise LookupError(entry_id)
    return entry_of(row)


def base_of(connection: Connection, said: Entry) -> Entry:
    """Return the act whose images an entry stands for: itself, or what it undoes or redoes."""
    while said.name in (UNDO, REDO) and said.undoes is not None:
        said = entry(connection, said.undoes)
    return said


def undone_acts(connection: Connection) -> set[int]:
    """Return the ids of the acts that are undone as things stand."""
    chosen = select(journal.c.id, journal.c.name, journal.c.undoes)
    turned = chosen.where(journal.c.undoes.is_not(None)).order_by(journal.c.id)
    act_of: dict[int, int] = {}
    undone: dict[int, bool] = {}
    for number, name, refers_to in connection.execute(turned):
        act_of[number] = act_of.get(refers_to, refers_to)  # a redo refers to an undo
        undone[act_of[number]] = name == UNDO
    return {number for number, gone in undone.items() if gone}


def images(connection: Connection, entry_id: int, *, backward: bool = False) -> Iterator[Image]:
    """Stream the images of an entry, one in memory at a time.

    Raises ValueError when a chunk is damaged.
    """
    numbers = chunk_numbers(connection, entry_id)
    for number in reversed(numbers) if backward else numbers:
        data = connection.exec_driver_sql(_CHUNK, (entry_id, number)).scalar_one()
        yield unpack(data)


def chunk_numbers(connection: Connection, entry_id: int) -> list[int]:
    """Return the numbers of the chunks in which the entry's payload is stored, in order."""
    return list(connection.exec_driver_sql(_NUMBERS, (entry_id,)).scalars())


def payload_digest(connection: Connection, entry_id: int) -> bytes:
    """Return the digest of the entry's payload as it is stored now."""
    digest = hashlib.sha256()
    for data in connection.exec_driver_sql(_PAYLOAD, (entry_id,)).scalars():
        digest_chunk(digest, data)
    return digest.digest()


def blank(connection: Connection, entry_id: int) -> None:
    """Take out what an entry says of the material; its place in the chain stays."""
    connection.execute(journal_payload.delete().where(journal_payload.c.entry_id == entry_id))
    connection.execute(
        update(journal).where(journal.c.id == entry_id).values(arguments="{}", reason="", blanked=1)
    )


def blanked_sha256(connection: Connection) -> bytes:
    """Return the digest of which entries are blanked: an erasure puts it into the chain."""
    chosen = select(journal.c.id).where(journal.c.blanked != 0).order_by(journal.c.id)
    return hashlib.sha256(" ".join(map(str, connection.scalars(chosen))).encode()).digest()


def entry_of(row: Any) -> Entry:
    """Return the entry that a whole row of the journal holds."""
    facts = dict(row._mapping)
    text = facts.pop("arguments")
    arguments: dict[str, Any] = {"damaged": text}  # `check` reports it; reading goes on
    with suppress(ValueError, TypeError):  # TypeError: in a damaged file there may be no text
        found = json.loads(text)
        if isinstance(found, dict):
            arguments = found
    return Entry(**facts | {"arguments": arguments, "blanked": bool(facts["blanked"])})


def _last_hash(connection: Connection) -> bytes:
    last = connection.execute(
        select(journal.c.hash).order_by(journal.c.id.desc()).limit(1)
    ).scalar()
    return GENESIS if last is None else last


def _next_id(connection: Connection) -> int:
    used = connection.exec_driver_sql(
        "SELECT seq FROM sqlite_sequence WHERE name = 'journal'"
    ).scalar()
    return (used or 0) + 1
