"""What others put on a code that a copy merged goes on the code it was merged into.

Two copies may have merged one code into different ones; then the newest merge holds, whichever
of them is joined first. So a join keeps how rows were before it sent them on, or put them together
with others, and the next one begins from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kwalcode.project.joining.details import Moved, Sent
from kwalcode.project.joining.keeping import Two
from kwalcode.project.joining.merged import Merged
from kwalcode.project.joining.shapes import ONE_EACH, SHAPES, Key, Shape, Values

_WHOLLY = ("codings", "relations")
"""Tables of which whole rows are kept: they say nothing about the material."""


@dataclass(slots=True)
class Following:
    """The rows of a join that are on merged codes. `gone` tells where those codes went,
    `moved` by table and key what rows without a UUID were called before."""

    two: Two
    merged: Merged
    gone: dict[Key, Key] = field(init=False)
    moved: dict[tuple[str, Key], Key] = field(default_factory=dict)
    _before: dict[tuple[str, Key], Values] = field(default_factory=dict)

    def __post_init__(self) -> None:
        codes = self.merged.rows["codes"]
        self.gone = {code: into for code, into in self.two.successors.items() if code not in codes}

    def take_back(self, sent: list[Sent], moved: list[Moved]) -> None:
        """Put rows back on the codes that they were on before earlier joins sent them on."""
        for one in sent:
            if self._known(SHAPES[one[0]], one[2]):
                self._take_back(one)
        for table, old, new in moved:
            rows = self.merged.rows[table]
            if new in rows and all(self._is_known(part) for part in _codes_in(SHAPES[table], old)):
                alone = new not in self.two.theirs.rows[table]
                rows[old] = rows.pop(new) if alone else rows[new]

    def _take_back(self, one: Sent) -> None:
        table, key, before, same, after = one
        rows = self.merged.rows[table]
        row = rows.get(key)
        if same != key and after is not None:
            shape = SHAPES[table]
            alone = self._left_alone(table, key, same)
            if row is None and (alone or self._parted(shape, same, before, after)):
                rows[key] = before
        elif after is None and row is None:
            rows[key] = before
        elif after is not None and row is not None:
            found = list(row)
            for at in _sent_places(SHAPES[table]):
                if before[at] != after[at] and row[at] == after[at]:
                    found[at] = before[at]
            rows[key] = tuple(found)

    def _left_alone(self, table: str, key: Key, same: Key) -> bool:
        """Tell whether one side took out the row that this one was put together with (`same`), not
        knowing of this one: then this one is still there."""
        if same in self.merged.rows[table]:
            return False
        two = self.two
        sides = ((two.ours, two.they_heard), (two.theirs, two.we_heard))
        return any(
            same in having.rows[table] and key not in lacking.had.get(table, ())
            for having, lacking in sides
        )

    def _parted(self, shape: Shape, same: Key, before: Values, after: Values) -> bool:
        """Tell whether a row that was put together with another one (`same`, then `after`) would
        not be so any more, since this join, and nobody's act, leaves them in different places."""
        now = self.merged.rows[shape.name].get(same)
        if now is None:
            return False
        columns = [shape.at(column) for column in ONE_EACH[shape.name]]

        def place(values: Values) -> Values:
            return tuple(values[at] for at in columns)

        rows = (side.rows[shape.name].get(same) for side in (self.two.ours, self.two.theirs))
        left = any(row is not None and place(row) == place(after) for row in rows)
        return left and place(self.followed(shape, now)) != place(self.followed(shape, before))

    def _known(self, shape: Shape, values: Values) -> bool:
        """Tell whether the codes that a row was on are there, or are known to have been merged."""
        if shape.name == "memos" and values[shape.at("about")] != "code":
            return False
        return all(values[at] is None or self._is_known(values[at]) for at in code_places(shape))

    def _is_known(self, code: Key) -> bool:
        return code in self.gone or code in self.merged.rows["codes"]

    def follow(self) -> None:
        """Send what is on codes that were merged to the codes they were merged into."""
        if not self.gone:
            return
        for shape in SHAPES.values():
            rows = self.merged.rows[shape.name]
            if shape.keyed and "codes" in shape.refs.values():
                for key in [k for k in rows if any(part in self.gone for part in k)]:
                    self._move(shape, key)
            for key in list(rows) if code_places(shape) else ():
                followed = self.followed(shape, rows[key])
                if followed != rows[key]:
                    self._before[shape.name, key] = rows[key]
                    rows[key] = followed

    def _move(self, shape: Shape, key: Key) -> None:
        rows = self.merged.rows[shape.name]
        values, new = rows.pop(key), tuple(self.gone.get(part, part) for part in key)
        if new not in rows:
            rows[new] = values
            self.merged.details.moved.append((shape.name, key, new))
            self.moved[shape.name, new] = key

    def followed(self, shape: Shape, values: Values) -> Values:
        """Return a row with the codes that merged ones went into."""
        found = list(values)
        for at in code_places(shape):
            if not isinstance(found[at], tuple):
                found[at] = self.gone.get(found[at], found[at])
        return tuple(found)

    def note(self) -> None:
        """Keep for later joins how rows were before they were sent on, and what they are now."""
        united = {
            (table, key): (same, row)
            for table, key, row, same in self.merged.united
            if table in _WHOLLY
        }
        before = {place: row for place, (_same, row) in united.items()} | self._before
        for (table, key), row in before.items():
            same, shape = united.get((table, key), (key,))[0], SHAPES[table]
            after = self.merged.rows[table].get(same)
            if same == key and table not in ("relations", "patterns"):
                after = None if after is None else self.followed(shape, row)
            if after is None and table != "relations":
                continue  # only of a relation may nothing be left, when its ends become one
            if after != row or same != key:
                told = (row if table in _WHOLLY else _bare(shape, row), same)
                kept = after if after is None or table in _WHOLLY else _bare(shape, after)
                self.merged.details.sent.append((table, key, *told, kept))


def code_places(shape: Shape) -> list[int]:
    """Return where in the rows of a table codes stand, or may stand."""
    found = [at for at, c in enumerate(shape.columns) if shape.refs.get(c) == "codes"]
    return [*found, shape.at("about_id")] if shape.name == "memos" else found


def _bare(shape: Shape, values: Values) -> Values:
    """Return a row with nothing but the codes it is on: what is said in it may be erased once."""
    places = {*_sent_places(shape), *(at for at, c in enumerate(shape.columns) if c == "about")}
    return tuple(value if at in places else None for at, value in enumerate(values))


def _sent_places(shape: Shape) -> list[int]:
    """Return what changes in a row when it is sent on: a pattern between a code and itself is a
    draft about one code."""
    return [*code_places(shape), *([shape.at("status")] if shape.name == "patterns" else ())]


def _codes_in(shape: Shape, key: Key) -> Iterator[Key]:
    for column, part in zip(shape.keys, key, strict=True):
        if shape.refs.get(column) == "codes":
            yield part
