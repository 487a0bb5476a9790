"""Whose values hold in a row that both copies have."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from kwalcode.project.joining.choices import Choices, Take, conflict_id
from kwalcode.project.joining.details import Stamp
from kwalcode.project.joining.keeping import Kept, Two
from kwalcode.project.joining.merged import Merged
from kwalcode.project.joining.shapes import (
    DECISIONS,
    EARLIEST,
    QUIET,
    TEXT_COLUMNS,
    WHOLE,
    Key,
    Shape,
    Values,
)
from kwalcode.project.joining.telling import Teller


@dataclass(slots=True)
class Holding:
    """The rows of one table; what is decided against the newest value is noted in `merged`."""

    two: Two
    choices: Choices
    merged: Merged
    shape: Shape
    kept: Kept
    teller: Teller

    def both(self, key: Key, ours: Values, theirs: Values) -> Values:
        """Return the row that both have, with other values."""
        if self.shape.name in WHOLE:
            return self._whole(key, ours, theirs)
        values = list(ours)
        place = self._waiting_place(key, ours, theirs) | self._waiting_details(key, ours, theirs)
        for at, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            if one == other:
                continue
            column = self.shape.columns[at]
            if column in place:
                values[at] = place[column]
                continue
            whose = self.kept.whose(one, other)
            if whose is not None:  # both are codes, one of them merged into the other
                self.merged.details.decided.add((self.shape.name, key, column))
            if whose == "theirs" or (whose is None and self.theirs_holds(key, column, one, other)):
                values[at] = other
                self._note(key, column)
        return tuple(values)

    def _waiting_place(self, key: Key, *rows: Values) -> dict[str, Any]:
        """Return where something waits for a decision, by column: in one of the texts that it
        waits in, whichever side is ours; where it only waits in one since this join corrected
        that copy, in the other one."""
        if self.shape.name != "uncarried":
            return {}
        before = [row for row, keys in zip(rows, self.two.waited, strict=True) if key in keys]
        rows = tuple(before) or rows
        columns = ("content_id", "start", "end")
        found = min(tuple(row[self.shape.at(column)] for column in columns) for row in rows)
        return dict(zip(columns, found, strict=True))

    def _waiting_details(self, key: Key, ours: Values, theirs: Values) -> dict[str, Any]:
        """Return what a mark or coding says that waits on both sides, by column: of each part what
        holds, as of one on its passage."""
        shape = self.shape
        if shape.name != "uncarried" or ours[shape.at("kind")] not in ("mark", "coding"):
            return {}
        one, other = (json.loads(row[shape.at("details")]) for row in (ours, theirs))
        for part in one:
            if one[part] != other[part] and self.theirs_holds(key, part, one[part], other[part]):
                one[part] = other[part]
        return {"details": json.dumps(one, ensure_ascii=False)}

    def _whole(self, key: Key, ours: Values, theirs: Values) -> Values:
        """Return the row of one side as it is: the one that was written last."""
        name, shape = self.shape.name, self.shape
        mine, yours = (
            max(filter(None, (heard.stamp(name, key, c) for c in shape.columns)), default=None)
            for heard in (self.two.we_heard, self.two.they_heard)
        )
        headline, when = WHOLE[name]
        at = shape.at(when)
        taken = _written(theirs, at, yours) > _written(ours, at, mine)
        if (mine is None) != (yours is None) and taken == (mine is None):
            if name not in DECISIONS:  # one may have been made apart: what it gave goes
                return theirs if taken else ours
        elif (mine and yours) or ours[shape.at(headline)] != theirs[shape.at(headline)]:
            taken = self._told_whole(key, headline, ours, theirs, taken=taken)
        if name not in DECISIONS or ours[at] != theirs[at]:  # else it is the same, carried along
            self.merged.beaten.append((name, key, ours if taken else theirs))
        return theirs if taken else ours

    def _told_whole(
        self, key: Key, headline: str, ours: Values, theirs: Values, *, taken: bool
    ) -> bool:
        """List the conflict of two rows; return whether theirs is taken, as may be decided."""
        shape, at = self.shape, self.shape.at(headline)
        choice = self.choices.of("changed", conflict_id("changed", shape.name, key, headline))
        if choice != "newest":
            taken = choice == "theirs"
            self.merged.details.decided |= {(shape.name, key, c) for c in shape.columns}
        side: Take = "theirs" if taken else "ours"
        if headline not in QUIET:
            self.merged.conflicts.append(
                self.teller.changed(shape, key, headline, ours[at], theirs[at], side)
            )
        return taken

    def theirs_holds(self, key: Key, column: str, one: object, other: object) -> bool:
        """Tell whether theirs holds of two values of a field, ours first; of times when something
        was made the first one does."""
        name = self.shape.name
        if name == "documents" and column == "version":
            return False
        if column == "source_sha256" and key in self.two.blacked and None in (one, other):
            return other is None  # of a short passage it tells the words that were erased
        if name == "documents" and column in TEXT_COLUMNS and key in self.two.settled:
            return not self.two.settled[key]
        mine = self.two.we_heard.stamp(name, key, column)
        yours = self.two.they_heard.stamp(name, key, column)
        if mine is None and yours is None:
            if column in EARLIEST:
                return str(other) < str(one)
            if self.two.older(self.shape, key):
                mine, yours = self.two.we_heard.snapshot, self.two.they_heard.snapshot
            if mine is None and yours is None:
                return self._made_twice(key, column, one, other)
            return (yours or ("", b"")) > (mine or ("", b""))
        if mine is None or yours is None:
            return mine is None
        return self._decided(key, column, (one, mine), (other, yours))

    def _decided(
        self, key: Key, column: str, mine: tuple[object, Stamp], yours: tuple[object, Stamp]
    ) -> bool:
        """Tell whether their value holds where both changed a field."""
        if column in QUIET:
            return yours[1] > mine[1]
        merged = self.two.merged_twice.get((mine[1][1], yours[1][1]))
        if merged is not None:
            if merged != (yours[1] > mine[1]):
                self.merged.details.decided.add((self.shape.name, key, column))
            return merged
        choice = self.choices.of("changed", conflict_id("changed", self.shape.name, key, column))
        taken = yours[1] > mine[1] if choice == "newest" else choice == "theirs"
        if choice != "newest":
            self.merged.details.decided.add((self.shape.name, key, column))
        self.merged.conflicts.append(
            self.teller.changed(
                self.shape, key, column, mine[0], yours[0], "theirs" if taken else "ours"
            )
        )
        return taken

    def _made_twice(self, key: Key, column: str, one: object, other: object) -> bool:
        """Tell whether their value holds in what was made in both copies: the one that sorts last,
        so that one that is filled in beats an empty one."""
        taken = _order(other) > _order(one)
        choice = self.choices.by_id.get(conflict_id("changed", self.shape.name, key, column))
        if choice in ("ours", "theirs"):
            taken = choice == "theirs"
            self.merged.details.decided.add((self.shape.name, key, column))
        if column not in QUIET and one not in ("", None) and other not in ("", None):
            self.merged.conflicts.append(
                self.teller.changed(
                    self.shape, key, column, one, other, "theirs" if taken else "ours"
                )
            )
        return taken

    def _note(self, key: Key, column: str) -> None:
        """Keep that a value of which nobody knows when it came to be is at least as old as the
        copy, for later joins."""
        stamp = self.two.they_heard.snapshot
        known = self.two.they_heard.stamp(self.shape.name, key, column) is not None
        if known or column in EARLIEST or not self.two.older(self.shape, key):
            return
        if stamp is not None:
            self.merged.details.stamps[self.shape.name, key, column] = stamp


def _written(row: Values, at: int, stamp: Stamp | None) -> tuple[str, Stamp, str]:
    """Return what tells which row was written last: by the time in it, or a later change."""
    changed = stamp or ("", b"")
    return max(row[at] or "", changed[0]), changed, repr(row)


def _order(value: object) -> tuple[bool, int | float, str]:
    """Return what sorts any value; nothing comes first, numbers by size."""
    if isinstance(value, int):
        return (True, value, "")
    return (value is not None, 0, "" if value is None else str(value))
