"""What is the same in two copies though it was made in each: other UUIDs, one thing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from kwalcode.project.history import journal
from kwalcode.project.joining.shapes import SHAPES, Key, Shape, Values, same_things
from kwalcode.project.joining.side import Side
from kwalcode.project.names import folded


@dataclass(frozen=True, slots=True)
class Match:
    """Rows of two copies, made apart, that are one thing: by which names they went, and what
    it is called by now (a document's name, a code's)."""

    table: str
    ours: bytes
    theirs: bytes

    @property
    def tables(self) -> Collection[str]:
        """Return the tables in which both UUIDs mean one thing by now."""
        return same_things(self.table)

    @property
    def kept(self) -> bytes:
        """Return the UUID that both go by from now on: the older one, of coders ours."""
        return self.ours if self.table == "coders" else min(self.ours, self.theirs)


def read_both(ours: Side, theirs: Side) -> list[Match]:
    """Read all tables of two copies, and name what is the same in both by one UUID.

    That is the older one, whichever side it is on, so that the order in which copies are joined
    does not matter; coders keep ours, since our journal knows them by it.
    """
    found: list[Match] = []
    past = _Past()
    for shape in SHAPES.values():
        for side in (ours, theirs):
            side.read(shape)
        while shape.same:
            pairs = [
                (one, other)
                for one, other in _pairs(shape, ours, theirs)
                if one not in past.of(theirs, shape) and other not in past.of(ours, shape)
            ]
            for one, other in pairs:
                match = Match(shape.name, one, other)
                _rename(ours, shape, one, match.kept)
                _rename(theirs, shape, other, match.kept)
                found.append(match)
            if not pairs:
                break
            ours.build(shape)
            theirs.build(shape)
        theirs.ids.pop(shape.name)  # nothing is written there
    for side in (ours, theirs):
        side.renamed = renamed(side, found)
    return found


@dataclass(slots=True)
class _Past:
    """Which rows a copy ever had: what it took out, to make another one of that name, is not
    the same as what the other copy still has."""

    _known: dict[int, dict[str, set[bytes]]] = field(default_factory=dict)

    def of(self, side: Side, shape: Shape) -> set[bytes]:
        """Return the UUIDs of all rows of a table that a copy ever had."""
        if id(side) not in self._known:
            found = self._known.setdefault(id(side), {})
            for entry in journal.entries(side.connection):
                for image in () if entry.blanked else journal.images(side.connection, entry.id):
                    if image.operation == "insert" and "uuid" in image.columns:
                        at = image.columns.index("uuid")
                        found.setdefault(image.table, set()).update(r[at] for r in image.after)
        known = self._known[id(side)].get(shape.name, set())
        return {side.resolved(shape.name, uuid) for uuid in known}


def renamed(side: Side, found: Sequence[Match]) -> dict[bytes, bytes]:
    """Return which UUIDs go by another one, by earlier joins and by this one."""
    known = {uuid: kept for (_table, uuid), kept in side.aliases.items()}
    for match in found:
        kept = match.kept
        known[match.theirs if kept == match.ours else match.ours] = kept
    return known


def _rename(side: Side, shape: Shape, key: Key, kept: Key) -> None:
    number = side.ids[shape.name].get(key)
    if number is not None:  # what went for all to fit has none
        side.names[shape.name][number] = kept
    for table in same_things(shape.name):
        side.called[table, key] = kept


def _pairs(shape: Shape, ours: Side, theirs: Side) -> Iterator[tuple[bytes, bytes]]:
    """Yield rows that only ours and only theirs have and that are the same, each once."""
    mine, other = ours.rows[shape.name], theirs.rows[shape.name]
    index: dict[Values, list[bytes]] = {}
    for key, values in mine.items():
        if key not in other:
            index.setdefault(_natural(shape, values), []).append(key)
    if not index:
        return
    for key in sorted(other.keys() - mine.keys()):
        values = other[key]
        among = index.get(_natural(shape, values))
        if among and _is_whole(shape, values):
            yield among.pop(_best(shape, mine, among, values)), key


def _best(shape: Shape, rows: dict[Key, Values], among: list[bytes], values: Values) -> int:
    """Return which of several is meant: the one of that name, else the oldest."""
    if "name" in shape.columns:
        at = shape.at("name")
        for number, key in enumerate(among):
            if rows[key][at] == values[at]:
                return number
    return among.index(min(among))


def _natural(shape: Shape, values: Values) -> Values:
    found = tuple(values[shape.at(column)] for column in shape.same)
    if shape.name == "uncarried" and values[shape.at("kind")] == "mark":
        at = shape.same.index("coder_id")  # of a passage there is one mark, whoever made it
        return (*found[:at], *found[at + 1 :])
    return (folded(found[0]),) if shape.name == "coders" else found


def _is_whole(shape: Shape, values: Values) -> bool:
    """Tell whether the rows may be one: of what waits for a decision all but evidence."""
    return shape.name != "uncarried" or values[shape.at("kind")] != "evidence"
