"""The history for people: what was done by whom, newest first, with what is undone marked.

Read in pages, so that a journal of hundreds of thousands of entries opens at once.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select, text

from kwalcode.project.history import journal
from kwalcode.project.history.journal import REDO, UNDO, Entry, base_of
from kwalcode.project.history.rows import chunks
from kwalcode.store.tables import journal as journal_table

PAGE = 100
"""How many entries are read at a time."""

_TOLD = "kwalcode_told"
_KEY = re.compile(r'(?<!\\)"\w+":')


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of the journal.

    `undone` tells that it is taken back as things stand; `turned_by` is the entry that undid it,
    or did it again, last; `base` is the act that an undo or a redo speaks of.
    """

    entry: Entry
    undone: bool
    turned_by: int | None = None
    base: Entry | None = None


@dataclass(frozen=True, slots=True)
class Sought:
    """What entries to show: those that fit all that is given.

    `actor` is a coder's UUID, `without` are those of coders whose acts are left out; `names` are
    names of acts; every word of `text` occurs in what the act was given or in its reason,
    whatever the case and the accents; `since` (included) and `until` (not included) are times as
    the journal has them: UTC, ISO 8601 with Z.
    """

    actor: bytes | None = None
    without: frozenset[bytes] = frozenset()
    names: frozenset[str] = frozenset()
    text: str = ""
    since: str = ""
    until: str = ""


EVERYTHING = Sought()


def history(
    connection: Connection,
    *,
    limit: int | None = None,
    sought: Sought = EVERYTHING,
    before: int | None = None,
) -> list[Event]:
    """Return events, newest first, at most `limit`; `before` is the entry after which to go on."""
    return list(islice(events(connection, sought, before=before, page=limit or PAGE), limit))


def events(
    connection: Connection,
    sought: Sought = EVERYTHING,
    *,
    before: int | None = None,
    page: int = PAGE,
) -> Iterator[Event]:
    """Stream events, newest first; `page` so many are looked up together."""
    found = _entries(connection, sought, before)
    for part in chunks(found, min(page, PAGE)):
        turned = _turned(connection, [entry.id for entry in part])
        for entry in part:
            by, undone = turned.get(entry.id, (None, False))
            turning = entry.name in (UNDO, REDO)
            yield Event(entry, undone, by, base_of(connection, entry) if turning else None)


def event(connection: Connection, entry_id: int) -> Event:
    """Return one event. Raises LookupError when there is none."""
    entry = journal.entry(connection, entry_id)
    by, undone = _turned(connection, [entry_id]).get(entry_id, (None, False))
    base = base_of(connection, entry) if entry.name in (UNDO, REDO) else None
    return Event(entry, undone, by, base)


def act_names(connection: Connection) -> dict[str, int]:
    """Return how often each act was done, by its name, the commonest first."""
    n = func.count()
    chosen = select(journal_table.c.name, n).group_by(journal_table.c.name)
    return {row[0]: row[1] for row in connection.execute(chosen.order_by(n.desc()))}


def count_entries(connection: Connection) -> int:
    """Return how many entries the journal has: they are numbered from 1 without gaps."""
    return connection.scalar(select(func.max(journal_table.c.id))) or 0


def folded(text: str) -> str:
    """Return `text` without case and accents, to look something up in it."""
    if not text.isascii():
        text = unicodedata.normalize("NFD", text)
        text = "".join(c for c in text if not unicodedata.combining(c))
    return text.casefold()


def _entries(connection: Connection, sought: Sought, before: int | None) -> Iterator[Entry]:
    chosen = _narrowed(select(journal_table), sought)
    if before is not None:
        chosen = chosen.where(journal_table.c.id < before)
    words = folded(sought.text).split()
    if words:
        _teach(connection)
    for n, word in enumerate(words):
        test = text(f"instr({_TOLD}(arguments, reason), :word{n})")
        stored = json.dumps(word, ensure_ascii=False)[1:-1]
        chosen = chosen.where(test.bindparams(bindparam(f"word{n}", stored)))
    for row in connection.execute(chosen.order_by(journal_table.c.id.desc())):
        yield journal.entry_of(row)


def _narrowed(chosen: Select[Any], sought: Sought) -> Select[Any]:
    j = journal_table.c
    if sought.actor is not None:
        chosen = chosen.where(j.actor == sought.actor)
    if sought.without:
        chosen = chosen.where(j.actor.not_in(sought.without))
    if sought.names:
        chosen = chosen.where(j.name.in_(sought.names))
    if sought.since:
        chosen = chosen.where(j.time >= sought.since)
    if sought.until:
        chosen = chosen.where(j.time < sought.until)
    return chosen


def _teach(connection: Connection) -> None:
    """Let SQLite call `_told`, so that what does not fit is not even read."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    raw.create_function(_TOLD, 2, _told, deterministic=True)


def _told(arguments: str, reason: str) -> str:
    """Return what an act was given, as stored but without the names of the arguments."""
    told = _KEY.sub("", arguments)
    return folded(f"{told}\n{json.dumps(reason, ensure_ascii=False)}" if reason else told)


def _turned(connection: Connection, acts: Sequence[int]) -> dict[int, tuple[int, bool]]:
    """Return for acts that were ever undone: the entry that turned them last, and if undone."""
    act_of = dict(_referring(connection, UNDO, acts))
    last = {number: (act, True) for number, act in act_of.items()}
    for number, undo in _referring(connection, REDO, list(act_of)):
        last[number] = act_of[undo], False
    return {act: (number, undone) for number, (act, undone) in sorted(last.items())}


def _referring(
    connection: Connection, name: str, numbers: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield (entry, what it refers to) of the undos or redos that refer to these entries."""
    j = journal_table.c
    for part in chunks(numbers, 900):
        chosen = select(j.id, j.undoes).where(j.undoes.in_(part), j.name == name)
        for number, refers_to in connection.execute(chosen):
            assert refers_to is not None
            yield number, refers_to
