"""What must hold once the rows of two copies are together: whatever a row refers to is there,
nothing is there twice, no two things go by one name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from kwalcode.i18n import _, counted
from kwalcode.project.joining.choices import Choices, conflict_id
from kwalcode.project.joining.details import Details
from kwalcode.project.joining.fitting import note_fits
from kwalcode.project.joining.following import Following
from kwalcode.project.joining.keeping import Kept, Two
from kwalcode.project.joining.merged import Merged
from kwalcode.project.joining.shapes import SHAPES, STRUCTURE, Key, Shape, Values
from kwalcode.project.joining.telling import Teller
from kwalcode.project.joining.trees import open_circles
from kwalcode.project.joining.uniting import unite
from kwalcode.store.tables import ABOUT

_ABOUT = {kind: table.name for kind, table in ABOUT.items()}
Reference = tuple[str, Key]


def repair(two: Two, choices: Choices, merged: Merged, kept: Kept, *known: Details) -> None:
    """Make the rows fit each other; `kept` are merged codes that stay, `known` is what joins of
    before noted, in either copy.

    What goes on merged codes goes on the codes they were merged into. A thing that one side
    took out comes back where the other side's work needs it, unless it was erased. What was done
    for that is noted: the next join begins from the rows as they were before.
    """
    following = Following(two, merged, kept)
    following.follow()
    mender = _Mender(two, choices, merged, Teller(two.ours, two.theirs), following, Counter())
    mender.complete()
    open_circles(two, merged)
    unite(two, merged, {two.ours.present(key) for noted in known for key in noted.beaten})
    mender.let_go()
    mender.tell_apart()
    mender.tell_lost()
    note_fits(merged)


@dataclass(slots=True)
class _Mender:
    two: Two
    choices: Choices
    merged: Merged
    teller: Teller
    following: Following
    lost: Counter[tuple[str, str]]
    restored: set[Reference] = field(default_factory=set)
    hopeless: set[Reference] = field(default_factory=set)

    def complete(self) -> None:
        """Bring back what rows refer to; drop those that refer to what cannot come back."""
        again = True
        while again:
            again = False
            self._restore_speech()
            for shape in reversed(SHAPES.values()):
                if shape.name not in STRUCTURE and shape.name != "speakers":
                    again |= self._complete(shape)
        self._drop_weak()

    def let_go(self) -> None:
        """Take out again what was brought back for rows that another one took the place of."""
        while gone := self.restored - self._needed() if self.restored else set():
            for table, key in gone:
                self.merged.drop(table, key)
            self.restored -= gone
        self._drop_weak()

    def _needed(self) -> set[Reference]:
        """Return what rows refer to that keep it."""
        found = set[Reference]()
        for shape in SHAPES.values():
            for key, values in self.merged.rows[shape.name].items():
                for reference in self._references(shape, key, values):
                    if reference in self.restored and self._keeps(shape, key, reference):
                        found.add(reference)
        return found

    def _keeps(self, shape: Shape, key: Key, reference: Reference) -> bool:
        """Tell whether what a row refers to comes back for it."""
        if self._left_out(shape.name, key):
            return False
        return not shape.weak or self._came_back(*reference) or self._new(shape, key)

    def _left_out(self, table: str, key: Key) -> bool:
        """Tell whether a row is in neither file, since what it is on was gone."""
        sides = (self.two.ours, self.two.theirs)
        key = self.following.moved.get((table, key), key)
        having = [side for side in sides if key in side.rows[table]]
        return bool(having) and all((table, key) in side.left_out for side in having)

    def _came_back(self, table: str, key: Key) -> bool:
        """Tell whether something is in a file only since an earlier join brought it back."""
        sides = (self.two.ours, self.two.theirs)
        return any(
            key not in side.rows[table] and side.in_file(table, key) is not None for side in sides
        )

    def _drop_weak(self) -> None:
        """Drop rows that go with what they refer to, where that is gone."""
        for shape in SHAPES.values():
            rows = self.merged.rows[shape.name]
            for key in self._weak(shape):
                if any(not self._there(r) for r in self._references(shape, key, rows[key])):
                    self.merged.drop(shape.name, key)

    def _weak(self, shape: Shape) -> list[Key]:
        """Return the rows of a table that go with what they refer to."""
        rows = self.merged.rows[shape.name]
        if shape.weak:
            return list(rows)
        left_out = {
            key
            for table, key in self.two.ours.left_out | self.two.theirs.left_out
            if table == shape.name
        }
        return [key for key in left_out & rows.keys() if self._left_out(shape.name, key)]

    def _complete(self, shape: Shape) -> bool:
        changed = False
        rows = self.merged.rows[shape.name]
        for key in list(rows):
            for reference in self._references(shape, key, rows[key]):
                if self._there(reference) or not self._keeps(shape, key, reference):
                    continue
                changed = True
                if not self._restored(*reference) and not self._with_another(shape, key):
                    self.merged.drop(shape.name, key)
                    self.hopeless.add((shape.name, key))
                    self.lost[shape.name, self.teller.name(*reference)] += 1
                    break
        return changed

    def _new(self, shape: Shape, key: Key) -> bool:
        """Tell whether a row, such as a code's place in a theme, was made on one side without
        the other one knowing of it: then it is work that needs what it refers to."""
        two, key = self.two, self.following.moved.get((shape.name, key), key)
        sides = ((two.ours, two.we_heard), (two.theirs, two.they_heard))
        return any(
            key in side.rows[shape.name] and heard.stamp(shape.name, key, "") is not None
            for side, heard in sides
        )

    def _references(self, shape: Shape, key: Key, values: Values) -> Iterator[Reference]:
        """Yield what a row refers to."""
        if shape.keyed:
            for column, part in zip(shape.keys, key, strict=True):
                if column in shape.refs:
                    yield _document_of(shape.refs[column], part)
        for column, table in shape.refs.items():
            if column not in shape.keys and table != "content":
                value = values[shape.at(column)]
                if value is not None:
                    yield _document_of(table, value)
        if shape.name == "memos" and values[shape.at("about")] in _ABOUT:
            table = _ABOUT[values[shape.at("about")]]
            yield _document_of(table, values[shape.at("about_id")])

    def _there(self, reference: Reference) -> bool:
        table, key = reference
        return key in self.merged.rows[table]

    def _restored(self, table: str, key: Key) -> bool:
        """Bring a row back that one side took out; tell whether it may come back."""
        shape = SHAPES[table]
        mine, other = self.two.ours.in_file(table, key), self.two.theirs.in_file(table, key)
        values = other if mine is None else mine
        if values is None and table in ("codes", "respondents"):
            values = self._recalled(table, key)
        if (
            (table, key) in self.hopeless
            or values is None
            or (mine is None and self.two.erased_here(shape, key))
        ):
            return False
        side = "theirs" if mine is None else "ours"
        choice = self.choices.of("removed", conflict_id("removed", table, key, ""))
        if choice not in ("both", side):
            return False
        self.merged.put(table, key, self.following.followed(shape, values))
        self.restored.add((table, key))
        if self._came_back(table, key):
            return True  # it was told then
        self.merged.conflicts.append(
            self.teller.removed(
                shape,
                key,
                changed="theirs" if mine is None else "ours",
                take="theirs" if mine is None else "ours",
            )
        )
        return True

    def _with_another(self, shape: Shape, key: Key) -> bool:
        """Give a document whose respondent was erased the one that it has on the other side, or
        had when it was removed there."""
        if shape.name != "documents":
            return False
        at, values = shape.at("respondent_id"), self.merged.rows["documents"][key]
        held = [side.in_file("documents", key) for side in (self.two.ours, self.two.theirs)]
        for row in (*held, self._recalled("documents", key)):
            other = None if row is None or row[at] == values[at] else ("respondents", row[at])
            if other is not None and (self._there(other) or self._restored(*other)):
                self.merged.put("documents", key, (*values[:at], other[1], *values[at + 1 :]))
                return True
        return False

    def _recalled(self, table: str, key: Key) -> Values | None:
        """Return something that a side took out as it was before either changed it, also where both
        took it out: what a third copy has comes on a code when one of the two had merged another
        code into it."""
        both = (self.two.we_heard, self.two.they_heard)
        told = [(heard, row) for heard in both if (row := heard.deleted.get((table, key)))]
        if not told:
            return None
        found = []
        for at, column in enumerate(SHAPES[table].columns):
            values = [
                (h.stamp(table, key, column) is not None, repr(r[at]), r[at]) for h, r in told
            ]
            found.append(min(values, key=lambda one: one[:2])[2])
        return tuple(found)

    def _restore_speech(self) -> None:
        """See to it that documents that only one side has keep their speakers and turns."""
        sides = (self.two.ours, self.two.theirs)
        there = [set(side.all_in_file("documents")) for side in sides]
        for side, alone in zip(sides, (there[0] - there[1], there[1] - there[0]), strict=True):
            alone &= self.merged.rows["documents"].keys()
            for name in ("speakers", *STRUCTURE) if alone else ():
                at = SHAPES[name].at("document_id") if name == "speakers" else 0
                for key, values in side.rows[name].items():
                    if (values[at] if name == "speakers" else key[0]) in alone:
                        self.merged.rows[name].setdefault(key, values)

    def tell_apart(self) -> None:
        """Where two things have one name, the later one gets a mark of its own behind it."""
        for shape in SHAPES.values():
            if not shape.unique:
                continue
            rows = self.merged.rows[shape.name]
            places = [shape.at(column) for column in shape.unique]
            at = places[-1]
            first: set[Values] = set()
            for key in sorted(rows):
                values = rows[key]
                named = tuple(values[i] for i in places)
                if named in first:
                    name = f"{values[at]} ({key.hex()[-4:]})"
                    mine = key in self.two.ours.rows[shape.name]
                    self.merged.conflicts.append(self.teller.named(shape, key, name, mine=mine))
                    self.merged.put(shape.name, key, (*values[:at], name, *values[at + 1 :]))
                first.add(named)

    def tell_lost(self) -> None:
        """Say what could not be taken because what it is on is gone here."""
        for (table, gone), n in self.lost.items():
            told = _counted(table, n)
            self.merged.lost.append(
                _("{what} on {name}: that is not in the study any more.").format(
                    what=told, name=gone
                )
            )


def _counted(table: str, n: int) -> str:
    if table == "codings":
        return counted("{n} coding", "{n} codings", n)
    if table == "memos":
        return counted("{n} memo", "{n} memos", n)
    return counted("{n} row", "{n} rows", n)


def _document_of(table: str, key: Key) -> Reference:
    """Return the reference itself; for a place in a text, the document's."""
    return ("documents", key[0]) if table == "quotations" else (table, key)
