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

Changed = tuple[str, Any, Any]
"""A column of a row, with its value before and after; None and what was put behind its text."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What a join did with a row (table, key) for all to fit, beyond what anybody did with it.

    `changed` are columns that got another value; `row` is a row as it was that went, `same` the
    key of the one that is in its place, `text` the digest of the text that it is on. With nothing
    of this the row came back, or came to be, since others need it.
    """

    table: str
    key: Key
    changed: tuple[Changed, ...] = ()
    row: Values | None = None
    same: Key = None
    text: bytes | None = None


@dataclass(slots=True)
class Details:
    """`stamps` of fields that came from another copy; `decided`: fields that the join itself
    settled, as somebody decided; `aliases`: by table, UUIDs that mean the row of another UUID;
    `successors`: codes that were merged into another (into itself: it was decided to keep it);
    `fits`: what it changed for all to fit; `beaten`: what decisions gave the consensus (codings)
    in whose place others were taken; `erased`: documents of which the other copy had erased a
    passage; `deleted`: codes that it deleted, though others had been merged into them."""

    stamps: dict[Field, Stamp] = field(default_factory=dict)
    decided: set[Field] = field(default_factory=set)
    aliases: dict[tuple[str, bytes], bytes] = field(default_factory=dict)
    successors: dict[bytes, tuple[Stamp, bytes]] = field(default_factory=dict)
    fits: list[Fit] = field(default_factory=list)
    beaten: set[bytes] = field(default_factory=set)
    erased: set[bytes] = field(default_factory=set)
    deleted: dict[bytes, Values] = field(default_factory=dict)

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
            "fits": [[f.table, *map(_plain, (f.key, f.changed, f.row, f.same, f.text))]
                     for f in self.fits],
            "beaten": [*map(_plain, sorted(self.beaten))],
            "erased": [*map(_plain, sorted(self.erased))],
            "deleted": [[_plain(code), _plain(row)] for code, row in self.deleted.items()],
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
        found.fits += (Fit(table, *map(_value, rest)) for table, *rest in told.get("fits", ()))
        found.beaten.update(map(_value, told.get("beaten", ())))
        found.erased.update(map(_value, told.get("erased", ())))
        found.deleted |= {_value(code): _value(row) for code, row in told.get("deleted", ())}
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"b": value.hex()}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _value(plain: Any) -> Any:
    if isinstance(plain, dict):
        return bytes.fromhex(plain["b"])
    return tuple(_value(item) for item in plain) if isinstance(plain, list) else plain
