"""Two copies made one, row by row: who is there, with which values. Nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass, field

from kwalcode.project.joining.choices import Choices, Conflict, Take
from kwalcode.project.joining.details import Details, Stamp
from kwalcode.project.joining.heard import Heard
from kwalcode.project.joining.shapes import (
    EARLIEST,
    QUIET,
    SHAPES,
    STRUCTURE,
    TEXT_COLUMNS,
    Key,
    Shape,
    Values,
)
from kwalcode.project.joining.side import Side
from kwalcode.project.joining.telling import Teller

Rows = dict[Key, Values]
_PLACED = ("codings", "report_quotations")
"""What may wait for a decision under the UUID it had on its passage."""


@dataclass(slots=True)
class Merged:
    """What the study will be: `rows` by table. `details` are for later joins; `conflicts` and
    `lost` (what could not be taken, in words) for the user."""

    rows: dict[str, Rows] = field(default_factory=dict)
    details: Details = field(default_factory=Details)
    conflicts: list[Conflict] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Two:
    """The two copies, and what is known about each.

    `settled` tells for documents (UUIDs) whose texts differed whether ours is the one that
    counts: both sides speak of one text by now. `successors` tell for codes that a side merged
    into another which one that is.
    """

    ours: Side
    theirs: Side
    we_heard: Heard
    they_heard: Heard
    settled: dict[bytes, bool] = field(default_factory=dict)
    successors: dict[Key, Key] = field(default_factory=dict)


def merge_rows(two: Two, choices: Choices, merged: Merged) -> None:
    """Put the rows of both copies together, table by table."""
    waiting = {key for side in (two.ours, two.theirs) for key in side.rows["uncarried"]}
    for shape in SHAPES.values():
        _Table(two, choices, merged, shape, waiting).merge()
    _forget_placed_memos(merged)
    placed = merged.rows["codings"].keys() | merged.rows["report_quotations"].keys()
    for key in placed & merged.rows["uncarried"].keys():
        del merged.rows["uncarried"][key]


def note_stamps(two: Two, merged: Merged) -> None:
    """Keep where what came from their copy was changed, for later joins: also where the value
    is the one we had, since they may have changed it and changed it back."""
    for (table, key, column), stamp in two.they_heard.stamps.items():
        row, theirs = merged.rows[table].get(key), two.theirs.rows[table].get(key)
        if row is None or theirs is None:
            continue
        if table in STRUCTURE and key not in two.ours.rows[table]:
            continue  # of a document that comes with them: nobody else has other values
        at = SHAPES[table].at(column) if column else None
        if at is None or row[at] == theirs[at]:
            merged.details.stamps[table, key, column] = stamp


def _forget_placed_memos(merged: Merged) -> None:
    """A memo that one side has put on a passage again does not wait any more."""
    shape, memos = SHAPES["uncarried"], SHAPES["memos"]
    rows = merged.rows["uncarried"]
    for key, values in list(rows.items()):
        memo = merged.rows["memos"].get(values[shape.at("memo_id")])
        placed = memo is not None and memo[memos.at("about")] == "quotation"
        if placed and values[shape.at("kind")] == "memo":
            del rows[key]


@dataclass(slots=True)
class _Table:
    two: Two
    choices: Choices
    merged: Merged
    shape: Shape
    waiting: set[Key]
    teller: Teller = field(init=False)

    def __post_init__(self) -> None:
        self.teller = Teller(self.two.ours, self.two.theirs)

    def merge(self) -> None:
        name = self.shape.name
        ours, theirs = self.two.ours.rows[name], self.two.theirs.rows[name]
        found: Rows = {}
        for key, values in ours.items():
            other = theirs.get(key)
            if other is not None and not self._ours_alone(key):
                found[key] = values if other == values else self._both(key, values, other)
            elif self._ours_alone(key) or self._stays(key):
                found[key] = values
        for key in theirs.keys() - ours.keys():
            if not self._ours_alone(key) and self._comes(key):
                found[key] = theirs[key]
        self.merged.rows[name] = found

    def _ours_alone(self, key: Key) -> bool:
        """Tell whether a row is a part of a document whose text was just settled."""
        return self.shape.name in STRUCTURE and key[0] in self.two.settled

    def _stays(self, key: Key) -> bool:
        """Tell whether a row that only we have stays."""
        name = self.shape.name
        had = self.two.they_heard.had.get(name, ())
        shared = self.two.we_heard.shared.get(name, ())
        if key not in had and key not in shared:
            return True
        if key in self.waiting and name in _PLACED:
            return True
        if key not in had and self.two.they_heard.erased:
            self._note_erased(key)
            return True
        return self._went_on(key, self.two.we_heard, ours=True)

    def _comes(self, key: Key) -> bool:
        """Tell whether a row that only they have comes in."""
        name = self.shape.name
        had = self.two.we_heard.had.get(name, ())
        shared = self.two.they_heard.shared.get(name, ())
        if name == "speakers" and self._of_settled(key):
            return False
        if key in self.waiting and name in _PLACED:
            return True
        if key not in had and key not in shared:
            return True
        if key not in had and self.two.we_heard.erased:
            return False  # erased here: it does not come back
        return self._went_on(key, self.two.they_heard, ours=False)

    def _of_settled(self, key: Key) -> bool:
        row = self.two.theirs.rows["speakers"][key]
        return row[self.shape.at("document_id")] in self.two.settled

    def _went_on(self, key: Key, heard: Heard, *, ours: bool) -> bool:
        """Tell whether one side changed a row that the other one took out, and it stays."""
        name = self.shape.name
        stamps = (heard.stamp(name, key, column) for column in ("", *self.shape.columns))
        if not any(stamps):
            return False
        if name == "codes" and key in self.two.successors:
            into = self.two.successors[key]
            self.merged.conflicts.append(self.teller.merged(self.shape, key, into, ours=ours))
            return False
        choice = self.choices.of("removed")
        kept = choice == "both" or choice == ("ours" if ours else "theirs")
        if not self.shape.keyed:
            side: Take = "ours" if ours else "theirs"
            other: Take = "theirs" if ours else "ours"
            self.merged.conflicts.append(
                self.teller.removed(self.shape, key, changed=side, take=side if kept else other)
            )
        return kept

    def _both(self, key: Key, ours: Values, theirs: Values) -> Values:
        """Return the row that both have, with other values."""
        values = list(ours)
        for at, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            if one != other and self._theirs_holds(key, self.shape.columns[at], one, other):
                values[at] = other
                self._note(key, self.shape.columns[at])
        return tuple(values)

    def _theirs_holds(self, key: Key, column: str, one: object, other: object) -> bool:
        name = self.shape.name
        if name == "documents" and column in TEXT_COLUMNS and key in self.two.settled:
            return not self.two.settled[key]
        mine = self.two.we_heard.stamp(name, key, column)
        yours = self.two.they_heard.stamp(name, key, column)
        if mine is None and yours is None:
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
        choice = self.choices.of("changed")
        taken = yours[1] > mine[1] if choice == "newest" else choice == "theirs"
        self.merged.conflicts.append(
            self.teller.changed(
                self.shape, key, column, mine[0], yours[0], "theirs" if taken else "ours"
            )
        )
        return taken

    def _made_twice(self, key: Key, column: str, one: object, other: object) -> bool:
        """Tell whether their value holds in what was made in both copies: of times the first, of
        values the one that sorts last, so that one that is filled in beats an empty one."""
        if column in EARLIEST:
            return str(other) < str(one)
        taken = _order(other) > _order(one)
        if column not in QUIET and one not in ("", None) and other not in ("", None):
            self.merged.conflicts.append(
                self.teller.changed(
                    self.shape, key, column, one, other, "theirs" if taken else "ours"
                )
            )
        return taken

    def _note(self, key: Key, column: str) -> None:
        """Keep that a value is at least as old as the copy, for later joins."""
        stamp = self.two.they_heard.snapshot
        if stamp is not None:
            self.merged.details.stamps[self.shape.name, key, column] = stamp

    def _note_erased(self, key: Key) -> None:
        if self.shape.name in ("documents", "respondents"):
            self.merged.notes.append(self.teller.erased_there(self.shape, key))


def _order(value: object) -> tuple[bool, int | float, str]:
    """Return what sorts any value; nothing comes first, numbers by size."""
    if isinstance(value, int):
        return (True, value, "")
    return (value is not None, 0, "" if value is None else str(value))
