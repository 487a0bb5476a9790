"""What must hold once the rows of two copies are together: whatever a row refers to is there,
nothing is there twice, no two things go by one name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kwalcode.i18n import _, counted
from kwalcode.project.joining.choices import Choices, conflict_id
from kwalcode.project.joining.details import Details, Marked
from kwalcode.project.joining.following import Following
from kwalcode.project.joining.keeping import Two
from kwalcode.project.joining.merged import Merged
from kwalcode.project.joining.shapes import SHAPES, STRUCTURE, Key, Shape, Values
from kwalcode.project.joining.telling import Teller
from kwalcode.project.joining.trees import open_circles
from kwalcode.project.joining.uniting import unite
from kwalcode.store.tables import ABOUT

_ABOUT = {kind: table.name for kind, table in ABOUT.items()}
Reference = tuple[str, Key]


def repair(two: Two, choices: Choices, merged: Merged, *known: Details) -> None:
    """Make the rows fit each other; `known` is what joins of before noted, in either copy.

    What goes on merged codes goes on the codes they were merged into. A thing that one side
    took out comes back where the other side's work needs it, unless it was erased.
    """
    following = Following(two, merged)
    _unmark(merged, [one for noted in known for one in noted.marked])
    following.take_back(
        [one for noted in known for one in noted.sent],
        [one for noted in known for one in noted.moved],
    )
    following.follow()
    mender = _Mender(two, choices, merged, Teller(two.ours, two.theirs), following, Counter())
    mender.doubt({one for noted in known for one in noted.restored})
    mender.complete()
    open_circles(two, merged)
    merged.beaten = [
        (name, following.followed(SHAPES[name], row), ours) for name, row, ours in merged.beaten
    ]
    unite(two, merged)
    following.note()
    mender.let_go()
    mender.tell_apart()
    mender.tell_lost()
    merged.details.marked = [(*place, before) for place, before in merged.marked.items()]


def _unmark(merged: Merged, marked: Iterable[Marked]) -> None:
    """Take back what earlier joins changed for all to fit: it may fit otherwise by now."""
    for table, key, column, before in marked:
        row, at = merged.rows[table].get(key), SHAPES[table].at(column)
        if row is None:
            continue
        if before is None:
            now = row[at].removesuffix(_mark(key))
        else:
            now = before if row[at] is None else row[at]
        merged.rows[table][key] = (*row[:at], now, *row[at + 1 :])


def _mark(key: bytes) -> str:
    """Return what stands behind a name that another thing has too."""
    return f" ({key.hex()[-4:]})"


@dataclass(slots=True)
class _Mender:
    two: Two
    choices: Choices
    merged: Merged
    teller: Teller
    following: Following
    lost: Counter[tuple[str, str]]
    doubted: dict[Reference, Values] = field(default_factory=dict)

    def doubt(self, restored: set[Reference]) -> None:
        """Take out again what earlier joins only brought back since others needed it, and nobody
        went on with: it comes back where that is still so."""
        for table, key in restored:
            columns = ("", *SHAPES[table].columns)
            heard = (self.two.we_heard, self.two.they_heard)
            there = key in self.merged.rows[table]
            if there and not any(one.stamp(table, key, c) for one in heard for c in columns):
                self.doubted[table, key] = self.merged.rows[table].pop(key)

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
        restored = self.merged.details.restored
        while gone := restored - self._needed() if restored else set():
            for table, key in gone:
                self.merged.rows[table].pop(key, None)
            restored -= gone
        self._drop_weak()

    def _needed(self) -> set[Reference]:
        """Return what rows refer to that keep it."""
        found = set[Reference]()
        for shape in SHAPES.values():
            for key, values in self.merged.rows[shape.name].items():
                for reference in self._references(shape, key, values):
                    if reference in self.merged.details.restored and self._keeps(
                        shape, key, reference
                    ):
                        found.add(reference)
        return found

    def _keeps(self, shape: Shape, key: Key, reference: Reference) -> bool:
        """Tell whether what a row refers to comes back for it."""
        return not shape.weak or reference in self.doubted or self._new(shape, key)

    def _drop_weak(self) -> None:
        """Drop rows that go with what they refer to, where that is gone."""
        for shape in SHAPES.values():
            if shape.weak:
                rows = self.merged.rows[shape.name]
                for key in list(rows):
                    if any(not self._there(r) for r in self._references(shape, key, rows[key])):
                        del rows[key]

    def _complete(self, shape: Shape) -> bool:
        changed = False
        rows = self.merged.rows[shape.name]
        for key in list(rows):
            for reference in self._references(shape, key, rows[key]):
                if self._there(reference) or not self._keeps(shape, key, reference):
                    continue
                changed = True
                if not self._restored(*reference):
                    del rows[key]
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
        if (table, key) in self.doubted:
            self.merged.rows[table][key] = self.doubted[table, key]
            self.merged.details.restored.add((table, key))
            return True
        shape = SHAPES[table]
        mine, other = self.two.ours.rows[table].get(key), self.two.theirs.rows[table].get(key)
        values = other if mine is None else mine
        if values is None or (mine is None and self.two.erased_here(shape, key)):
            return False
        side = "theirs" if mine is None else "ours"
        choice = self.choices.of("removed", conflict_id("removed", table, key, ""))
        if choice not in ("both", side):
            return False
        self.merged.rows[table][key] = self.following.followed(shape, values)
        self.merged.details.restored.add((table, key))
        self.merged.conflicts.append(
            self.teller.removed(
                shape,
                key,
                changed="theirs" if mine is None else "ours",
                take="theirs" if mine is None else "ours",
            )
        )
        return True

    def _restore_speech(self) -> None:
        """See to it that documents that only one side has keep their speakers and turns."""
        ours, theirs = self.two.ours.rows, self.two.theirs.rows
        there = self.merged.rows["documents"]
        for rows, others in ((ours, theirs), (theirs, ours)):
            alone = (rows["documents"].keys() - others["documents"].keys()) & there.keys()
            for name in ("speakers", *STRUCTURE) if alone else ():
                at = SHAPES[name].at("document_id") if name == "speakers" else 0
                for key, values in rows[name].items():
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
                    name = f"{values[at]}{_mark(key)}"
                    mine = key in self.two.ours.rows[shape.name]
                    self.merged.conflicts.append(self.teller.named(shape, key, name, mine=mine))
                    rows[key] = (*values[:at], name, *values[at + 1 :])
                    self.merged.marked[shape.name, key, shape.unique[-1]] = None
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
