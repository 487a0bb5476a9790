"""What a join notes beside the rows: where fields come from, and what was found to be the same.

Bytes in the file, values here. A later join, of this or another copy, needs it to tell what
each side knew.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kwalcode.project.joining.shapes import Key, Values

Stamp = tuple[str, bytes]
"""When a field was changed, and the hash of the journal's entry that did it."""
Field = tuple[str, Key, str]
"""Table, row and column; the column "" stands for the row as a whole."""

Sent = tuple[str, Key, Values, Key, Values | None]
"""A row (table, key) that was on a merged code, or was put together with another one: its values
before; the key and the values that it has since, or those of the other one; None: it went."""
Moved = tuple[str, Key, Key]
"""The same of a row without a UUID (table): its key before and after."""
Marked = tuple[str, Key, str, Key]
"""A field (table, key, column) that got another value so that rows fit: a name with a mark behind
it, or a place at the top of a tree, with the parent before."""


@dataclass(slots=True)
class Details:
    """`stamps` of fields that came from another copy; `decided`: fields that the join itself
    settled, as somebody decided; `aliases`: by table, UUIDs that mean the row of another UUID;
    `successors`: codes that were merged into another (into itself: it was decided to keep it);
    `sent` and `moved`: what was on those and went on the other one by this join; `marked`:
    what it changed for all to fit; `restored`: rows (table, key) that only came back since others
    need them; `erased`: documents of which the other copy had erased a passage."""

    stamps: dict[Field, Stamp] = field(default_factory=dict)
    decided: set[Field] = field(default_factory=set)
    aliases: dict[tuple[str, bytes], bytes] = field(default_factory=dict)
    successors: dict[bytes, tuple[Stamp, bytes]] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    marked: list[Marked] = field(default_factory=list)
    restored: set[tuple[str, Key]] = field(default_factory=set)
    erased: set[bytes] = field(default_factory=set)

    def pack(self) -> bytes:
        """Return the details as bytes."""
        stamps = [
            [*map(_plain, field), *map(_plain, stamp)] for field, stamp in self.stamps.items()
        ]
        aliases = [[table, _plain(a), _plain(b)] for (table, a), b in self.aliases.items()]
        after = [[_plain(a), *map(_plain, s), _plain(b)] for a, (s, b) in self.successors.items()]
        decided = [[*map(_plain, field)] for field in sorted(self.decided, key=repr)]
        told = {
            "stamps": stamps, "decided": decided, "aliases": aliases, "successors": after,
            "sent": [*map(_plain, self.sent)], "moved": [*map(_plain, self.moved)],
            "marked": [*map(_plain, self.marked)],
            "restored": [*map(_plain, sorted(self.restored, key=repr))],
            "erased": [*map(_plain, sorted(self.erased))],
        }  # fmt: skip
        return zlib.compress(json.dumps(told, ensure_ascii=False).encode(), 1)


def unpack_details(packed: Iterable[bytes]) -> Details:
    """Return what several joins noted, as one; of a field the newest stamp."""
    found = Details()
    for data in packed:
        told = json.loads(zlib.decompress(data))
        for table, key, column, time, entry in told["stamps"]:
            place, stamp = (table, _value(key), column), (time, _value(entry))
            found.stamps[place] = max(stamp, found.stamps.get(place, stamp))
        for table, key, column in told.get("decided", ()):  # earlier files have none
            found.decided.add((table, _value(key), column))
        for table, one, other in told["aliases"]:
            found.aliases[table, _value(one)] = _value(other)
        for code, time, entry, to in told["successors"]:
            found.successors[_value(code)] = ((time, _value(entry)), _value(to))
        found.sent += map(_value, told.get("sent", ()))
        found.moved += map(_value, told.get("moved", ()))
        found.marked += map(_value, told.get("marked", ()))
        found.restored.update(map(_value, told.get("restored", ())))
        found.erased.update(map(_value, told.get("erased", ())))
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"b": value.hex()}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _value(plain: Any) -> Any:
    if isinstance(plain, dict):
        return bytes.fromhex(plain["b"])
    return tuple(_value(item) for item in plain) if isinstance(plain, list) else plain
