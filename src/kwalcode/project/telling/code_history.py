"""What became of a code: who made it, renamed it, merged it, and wrote memos about it.

Read from the journal: its images tell what was in each field before and after. Only acts on
the codebook and on memos are looked at, and of those only rows of codes and memos are unpacked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select

from kwalcode.i18n import _, counted
from kwalcode.project.history.images import Image, table_of, unpack
from kwalcode.project.history.journal import Entry, entry_of, undone_acts
from kwalcode.project.reads.codes import all_codes
from kwalcode.store.tables import journal, journal_payload

_MOVES = "move codings"
_ACTS = (
    "import codebook", "create code", "apply codes", "code with new", "code in vivo",
    "edit code", "rename code", "move code", "merge codes", "split code", "delete code", _MOVES,
    "write memo", "edit memo", "delete memo",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CodeEvent:
    """Something that was done with a code. `said` tells it in the interface's language.

    `entry` is the number in the journal, `time` in UTC (ISO 8601); `changes` are (field, before,
    after); `undone` tells that a later undo took it back.
    """

    entry: int
    time: str
    actor: str
    act: str
    said: str
    reason: str = ""
    undone: bool = False
    changes: tuple[tuple[str, str, str], ...] = ()


def history_of_code(connection: Connection, code: int) -> list[CodeEvent]:
    """Return what was done with the code of this id, oldest first; also of a code that is gone.

    Codings sent to and from other codes one after the other are told together. An entry that an
    erasure blanked is left out.
    """
    undone = undone_acts(connection)
    reader = _Reader({found.id: found.name for found in all_codes(connection)}, code)
    found = []
    chosen = select(journal).where(journal.c.name.in_(_ACTS)).order_by(journal.c.id)
    for entry in map(entry_of, connection.execute(chosen).all()):
        said, changes = reader.read(entry, _images(connection, entry))
        if said:
            event = CodeEvent(
                entry.id,
                entry.time,
                entry.actor_name,
                entry.name,
                said[0],
                entry.reason,
                entry.id in undone,
                tuple(changes),
            )
            found.append((event, _codings_moved(entry)))
    return list(_together(found))


def _images(connection: Connection, entry: Entry) -> Iterator[Image]:
    if entry.name == _MOVES:  # its arguments tell all there is to tell
        return
    chosen = select(journal_payload.c.data).where(journal_payload.c.entry_id == entry.id)
    for data in connection.scalars(chosen.order_by(journal_payload.c.chunk)):
        if table_of(data) in ("codes", "memos"):
            yield unpack(data)


def _together(found: Iterable[tuple[CodeEvent, int]]) -> Iterator[CodeEvent]:
    """Make one event of codings that one person moved the same way in a row."""

    def alike(item: tuple[CodeEvent, int]) -> tuple[object, ...]:
        event, codings = item
        if event.act != _MOVES:
            return (event.entry,)
        return event.actor, event.said, event.reason, event.undone, bool(codings)

    for _key, group in groupby(found, alike):
        events = list(group)
        last, _n = events[-1]
        if last.act == _MOVES:
            codings = sum(n for _event, n in events)
            yield replace(last, said=f"{counted('{n} coding', '{n} codings', codings)} {last.said}")
        else:
            yield last


def _codings_moved(entry: Entry) -> int:
    codings = entry.arguments.get("codings")
    return codings if isinstance(codings, int) else 0


class _Reader:
    """Goes through the entries from the oldest on, and knows names and memos as they were."""

    def __init__(self, names: Mapping[int, str], code: int) -> None:
        self._names, self._code = dict(names), code
        self._memos: set[int] = set()

    def read(
        self, entry: Entry, images: Iterator[Image]
    ) -> tuple[list[str], list[tuple[str, str, str]]]:
        """Return what an entry did with the code (nothing: no texts), and the fields changed."""
        said: list[str] = []
        changes: list[tuple[str, str, str]] = []
        for image in images:
            for before, after in _pairs(image):
                if image.table == "memos":
                    said += self._memo(before, after)
                elif (after or before)["id"] == self._code:
                    changes += self._changes(before, after)
                    said += self._told(entry, before, after)
                self._learn(image, after)
        ids = entry.arguments.get("ids")
        if isinstance(ids, list) and self._code in ids:
            sent = _sent(entry, target=ids[0] == self._code)
            said = [*said, sent] if entry.name == "split code" else [sent, *said]
        return ([", ".join(dict.fromkeys(said))] if said else []), changes

    def _learn(self, image: Image, after: Mapping[str, Any]) -> None:
        if image.table == "codes" and "name" in after and after["id"] not in self._names:
            self._names[after["id"]] = after["name"]

    def _memo(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
        row = after or before
        if row.get("about") == "code" and row["about_id"] == self._code:
            self._memos.add(row["id"])
        elif "about" not in row and row.get("about_id") == self._code:
            self._memos.add(row["id"])  # it came along with a code that was merged
            return []
        if row["id"] not in self._memos:
            return []
        if not before:
            return [_("memo written")]
        return [_("memo changed") if after else _("memo deleted")]

    def _told(
        self, entry: Entry, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> Iterator[str]:
        if not before:
            yield _made(entry)
        elif not after:
            if entry.name == "delete code":
                yield _("deleted")
        else:
            yield from self._altered(before, after)

    def _altered(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
        for name, value in after.items():
            was = before[name]
            if name == "name" and was != value and not was.startswith("\x00"):
                yield _("renamed from '{old}' to '{new}'").format(old=was, new=value)
            elif name == "parent_id":
                yield self._moved(was, value)
            elif was != value and name in _labels():
                yield _("{field} changed").format(field=_labels()[name])

    def _moved(self, was: int | None, now: int | None) -> str:
        if was == now:
            return _("put at another place")
        if now is None:
            return _("moved to the top")
        return _("moved under '{code}'").format(code=self._names.get(now, "?"))

    def _changes(
        self, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> Iterator[tuple[str, str, str]]:
        for name, value in after.items():
            was = before.get(name, "")
            if name in ("name", *_labels()) and was != value:
                yield name, str(was), str(value)


def _pairs(image: Image) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield each row before and after, {} where it was not there."""
    befores = [dict(zip(image.columns, row, strict=True)) for row in image.before]
    afters = [dict(zip(image.columns, row, strict=True)) for row in image.after]
    for at in range(max(len(befores), len(afters))):
        yield (befores[at] if befores else {}), (afters[at] if afters else {})


def _made(entry: Entry) -> str:
    file = entry.arguments.get("file")
    if entry.name == "import codebook" and file:
        return _("came with {file}").format(file=file)
    return _("made in vivo") if entry.name == "code in vivo" else _("made")


def _sent(entry: Entry, *, target: bool) -> str:
    """Return what a merge, a split or a move of codings says, seen from the code."""
    arguments = entry.arguments
    code, codings = str(arguments.get("code", "")), _codings_moved(entry)
    if entry.name == _MOVES:
        left = ", ".join(map(str, arguments.get("left", [])))
        return (
            _("came from '{codes}'").format(codes=left)
            if target
            else _("went to '{code}'").format(code=code)
        )
    if entry.name == "merge codes":
        if not target:
            return _("merged into '{code}'").format(code=code)
        merged = "', '".join(map(str, arguments.get("merged", [])))
        came = counted("{n} coding came", "{n} codings came", codings)
        return _("merged with '{codes}' ({came})").format(codes=merged, came=came)
    if not target:
        return _("took codings over from '{code}' when that was split").format(code=code)
    to = "', '".join(map(str, arguments.get("into", [])))
    went = counted("{n} coding went", "{n} codings went", codings)
    return _("split: {went} to '{codes}'").format(went=went, codes=to)


def _labels() -> dict[str, str]:
    return {
        "definition": _("definition"),
        "include": _("inclusion"),
        "exclude": _("exclusion"),
        "example": _("example"),
        "question": _("question"),
        "keywords": _("keywords"),
        "key": _("key"),
        "color": _("colour"),
        "origin": _("origin"),
    }
