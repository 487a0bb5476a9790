"""What a join changes in our study, written as part of its act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_
from sqlalchemy import text as sql

from kwalcode.project.history.change import Change
from kwalcode.project.history.images import Row
from kwalcode.project.history.references import in_use
from kwalcode.project.history.rows import chunks, ordered_columns
from kwalcode.project.joining.merged import Merged
from kwalcode.project.joining.passages import new_passages, places_of, read_passages
from kwalcode.project.joining.shapes import ENDS, ONE_EACH, SHAPES, Key, Place, Shape, Values
from kwalcode.project.joining.side import Side
from kwalcode.project.joining.storing import Storing, ends_in_order
from kwalcode.store.tables import codings, quotations

_QUOTATION = ("id", "uuid", "document_id", "start", "end", "core_start", "core_end")
_UNUSED = sql(f"NOT ({in_use(quotations)})")


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows of each table came, changed and went."""

    added: Mapping[str, int]
    changed: Mapping[str, int]
    removed: Mapping[str, int]


def write_rows(change: Change, merged: Merged, ours: Side, theirs: Side) -> Written:
    """Make our rows what they are in `merged`; nothing is written where they are that already."""
    writer = _Writer(change, merged, ours, theirs)
    writer.read_quotations()
    removed = writer.remove()
    writer.name_new()
    writer.share_quotations()
    changed = writer.update()
    added = writer.insert()
    writer.let_go()
    return Written(added, changed, removed)


@dataclass(slots=True)
class _Writer:
    change: Change
    merged: Merged
    ours: Side
    theirs: Side
    store: Storing = field(init=False)
    left: set[int] = field(default_factory=set)
    places: Sequence[Place] = ()
    there: Sequence[tuple[Place, Row]] = ()

    def __post_init__(self) -> None:
        self.store = Storing(self.change, self.ours, self.theirs, self.merged.texts)

    def read_quotations(self) -> None:
        """Read the passages of ours that rows are on which are new or changed, before any go."""
        self.places = list(dict.fromkeys(self._places()))
        known = self.ours.quotations
        self.there = list(read_passages(self.ours, [p for p in self.places if p in known]))

    def remove(self) -> dict[str, int]:
        """Delete what is not there any more, rows that refer to others first."""
        counts: dict[str, int] = {}
        for shape in reversed(SHAPES.values()):
            rows = self.merged.rows[shape.name]
            gone = [key for key in self.ours.rows[shape.name] if key not in rows]
            if gone:
                counts[shape.name] = len(gone)
                self._leave(shape, (self.ours.rows[shape.name][key] for key in gone), gone)
                self._delete(shape, gone)
        return counts

    def name_new(self) -> None:
        """Give what comes in its ids, in the order of its making."""
        for shape in SHAPES.values():
            known = self.ours.ids[shape.name]
            self.store.numbers[shape.name] = known
            if not shape.keyed:
                new = sorted(key for key in self.merged.rows[shape.name] if key not in known)
                ids = self.change.new_ids(shape.table, len(new))
                known.update(zip(new, ids, strict=True))

    def share_quotations(self) -> None:
        """See to it that the passages are there that new rows are on, and those changed."""
        known = self.ours.quotations
        fresh = [place for place in self.places if place not in known]
        ids = self.change.new_ids(quotations, len(fresh))
        known.update(zip(fresh, ids, strict=True))
        self.store.numbers["quotations"] = known
        new = [place for place in fresh if place not in self.theirs.quotations]
        theirs = read_passages(self.theirs, [p for p in fresh if p in self.theirs.quotations])
        for rows in (self.there, theirs, new_passages(self.ours, self.theirs, new)):
            self.change.share_rows(quotations, _QUOTATION, map(self._quotation, rows))

    def _quotation(self, found: tuple[Place, Row]) -> Row:
        """Return a passage as a row of ours."""
        place, (uuid, *core) = found
        document = self.store.numbers["documents"][place[0]]
        return (self.ours.quotations[place], uuid, document, *place[1:], *core)

    def update(self) -> dict[str, int]:
        """Write changed rows; those with the same columns changed go together."""
        counts: dict[str, int] = {}
        for shape in SHAPES.values():
            self._step_aside(shape)
            groups: dict[tuple[str, ...], list[tuple[Row, Row]]] = {}
            ours = self.ours.rows[shape.name]
            for key, new in self.merged.rows[shape.name].items():
                if key in ours and not self._same(shape, key, new):
                    columns, pair = self._difference(shape, key, ours[key], new)
                    if columns:
                        groups.setdefault(columns, []).append(pair)
            for columns, pairs in groups.items():
                self.change.update_each(shape.table, (*shape.keys, *columns), pairs)
                counts[shape.name] = counts.get(shape.name, 0) + len(pairs)
        return counts

    def _same(self, shape: Shape, key: Key, new: Values) -> bool:
        """Tell whether a row needs no writing: its values and its UUID are as they were."""
        named = shape.keyed or key not in self.ours.uuids[shape.name]
        return named and self.ours.rows[shape.name][key] == new

    def _step_aside(self, shape: Shape) -> None:
        """Take out of the way what holds a name, or a place, that another row is to have.

        What has a name gets one in between; a coding or a mark goes, and comes again as new.
        """
        ours, rows = self.ours.rows[shape.name], self.merged.rows[shape.name]
        places = [shape.at(column) for column in shape.unique or ONE_EACH.get(shape.name, ())]
        if not places:
            return
        changed = [key for key in ours if key in rows and ours[key] != rows[key]]
        held = {
            tuple(values[at] for at in places): key for key, values in ours.items() if key in rows
        }  # those that were not removed just before
        wanted = {tuple(rows[key][at] for at in places): key for key in changed}
        aside = {held[values] for values, key in wanted.items() if held.get(values, key) != key}
        if not aside:
            return
        if not shape.unique:
            self._leave(shape, [ours[key] for key in aside], list(aside))
            self._delete(shape, sorted(aside))
            for key in aside:
                del ours[key]
            return
        name = shape.unique[-1]
        pairs: list[tuple[Row, Row]] = []
        for key in sorted(aside):
            number, at = self.ours.ids[shape.name][key], shape.at(name)
            between = key.hex()
            pairs.append(((number, ours[key][at]), (number, between)))
            ours[key] = (*ours[key][:at], between, *ours[key][at + 1 :])
        self.change.update_each(shape.table, ("id", name), pairs)

    def insert(self) -> dict[str, int]:
        """Insert what is new."""
        counts = {}
        for shape in SHAPES.values():
            known = self.ours.rows[shape.name]
            merged = self.merged.rows[shape.name]
            new = [key for key in merged if key not in known]
            if not new:
                continue
            counts[shape.name] = len(new)
            columns = ordered_columns(shape.table)
            if not shape.keyed:
                new.sort(key=self.store.numbers[shape.name].__getitem__)
            rows = (self.store.whole(shape, key, merged[key], columns) for key in new)
            put = self.change.share_rows if shape.name == "coders" else self.change.insert_rows
            put(shape.table, columns, rows)
        return counts

    def let_go(self) -> None:
        """Take away passages that nothing is on any more."""
        for part in chunks(sorted(self.left), 900):
            self.change.release(quotations, quotations.c.id.in_(part) & _UNUSED)

    def _places(self) -> Iterator[Place]:
        """Yield the passages of rows that are new or changed."""
        for shape in SHAPES.values():
            ours = self.ours.rows[shape.name]
            for key, values in self.merged.rows[shape.name].items():
                if ours.get(key) != values:
                    yield from places_of(shape, key, values)

    def _leave(self, shape: Shape, rows: Iterable[Values], keys: Sequence[Key]) -> None:
        """Note the passages that rows stood on."""
        for key, values in zip(keys, rows, strict=True):
            for place in places_of(shape, key, values):
                self.left.add(self.ours.quotations[place])

    def _delete(self, shape: Shape, keys: Sequence[Key]) -> None:
        table = shape.table
        if not shape.keyed:
            numbers = sorted(self.ours.ids[shape.name][key] for key in keys)
            for part in chunks(numbers, 900):
                where = table.c.id.in_(part)
                if table is codings:
                    self.change.delete_users(table, where, quotations, codings.c.quotation_id)
                else:
                    self.change.delete(table, where)
            return
        for key in keys:
            numbers = [
                self._ours_number(shape.refs[c], part) if c in shape.refs else part
                for c, part in zip(shape.keys, key, strict=True)
            ]
            tests = [table.c[c] == n for c, n in zip(shape.keys, numbers, strict=True)]
            self.change.delete(table, and_(*tests))

    def _ours_number(self, table: str, key: Key) -> int:
        return self.ours.quotations[key] if table == "quotations" else self.ours.ids[table][key]

    def _difference(
        self, shape: Shape, key: Key, old: Values, new: Values
    ) -> tuple[tuple[str, ...], tuple[Row, Row]]:
        """Return the columns that change in a row, and their values before and after."""
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        old, new = self.store.sided(shape, old), self.store.sided(shape, new)
        for column, one, other in zip(shape.columns, old, new, strict=True):
            if one != other:
                before |= self.store.stored(shape, column, one, old)
                after |= self.store.stored(shape, column, other, new)
        if shape.name == "relations" and before.keys() & {c for ends in ENDS for c in ends}:
            for stored, values in ((before, old), (after, new)):
                for column in (c for ends in ENDS for c in ends):
                    stored |= self.store.stored(shape, column, values[shape.at(column)], values)
                stored |= ends_in_order(stored, values[shape.at("type")])
        if not shape.keyed:
            uuid = self.ours.uuids[shape.name].get(key, key)
            if uuid != key and shape.name != "coders":
                before["uuid"], after["uuid"] = uuid, key
            number: Row = (self.ours.ids[shape.name][key],)
        else:
            number = self.store.key(shape, key)
        if "quotation_id" in before or "about_id" in before:
            self._leave(shape, [old], [key])
        changed = tuple(column for column in before if before[column] != after[column])
        pair = tuple((*number, *(side[c] for c in changed)) for side in (before, after))
        return changed, (pair[0], pair[1])
