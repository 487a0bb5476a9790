"""A decision that holds and one whose disagreement is open again, on one and the same: the newest
counts, as it would if both held."""

from __future__ import annotations

from kwalcode.project.joining.keeping import Two
from kwalcode.project.joining.loosening import way_since
from kwalcode.project.joining.merged import Merged
from kwalcode.project.joining.shapes import DECISIONS, SHAPES, Key, Values
from kwalcode.transcripts.difference import Alignment

_ABOUT = ("document_id", "first_id", "second_id", "a_code_id", "b_code_id")
_PLACES = (("a_start", "a_end"), ("b_start", "b_end"))


def settle_reopened(two: Two, merged: Merged) -> None:
    """Leave one of two such decisions; what the other one gave the consensus goes with it."""
    holding: dict[Values, list[Key]] = {}
    for key, row in merged.rows["decisions"].items() if merged.rows["reopened"] else ():
        holding.setdefault(_values("decisions", row, *_ABOUT), []).append(key)
    ways: dict[tuple[bytes, bytes], Alignment | None] = {}
    for key, row in sorted(merged.rows["reopened"].items()) if holding else ():
        document, text = _values("reopened", row, "document_id", "content_id")
        for other in holding.get(_values("reopened", row, *_ABOUT), ()):
            if (document, text) not in ways:
                ways[document, text] = _way(two, document, text)
            way = ways[document, text]
            held = merged.rows["decisions"].get(other)
            if way is not None and held is not None and _same_places(way, row, held):
                _leave_one(merged, key, other)
                break


def _way(two: Two, document: bytes, text: bytes) -> Alignment | None:
    """Return how a text of a document, by its digest, became the present one, if a side knows."""
    sides = (side for side in (two.ours, two.theirs) if document in side.rows["documents"])
    return next(filter(None, (way_since(side, document, text) for side in sides)), None)


def _same_places(way: Alignment, row: Values, held: Values) -> bool:
    """Tell whether what both coders did, as one decision knows it, is by now what it is in the
    other."""
    for place in _PLACES:
        then, now = _values("reopened", row, *place), _values("decisions", held, *place)
        if (then if then[0] is None else way.carried(then)) != now:
            return False
    return True


def _leave_one(merged: Merged, opened: Key, held: Key) -> None:
    """Leave the newest of a decision that is open again and one that holds, under the older
    name."""
    both = [("reopened", opened), ("decisions", held)]
    (loses, gone), (stays, kept) = sorted(both, key=lambda one: _newness(merged, *one))
    first = min(opened, held)
    before, row = merged.as_merged(stays, kept), merged.rows[stays].pop(kept)
    merged.beaten.append((loses, gone, merged.as_merged(loses, gone)))
    del merged.rows[loses][gone]
    for place in both:
        merged.before.pop(place, None)
    merged.rows[stays][first] = row
    merged.before[stays, first] = before
    for table in DECISIONS:
        merged.details.aliases[table, max(opened, held)] = first


def _newness(merged: Merged, table: str, key: Key) -> tuple[str, str]:
    row = merged.rows[table][key]
    return *_values(table, row, "made"), repr(row)


def _values(table: str, row: Values, *columns: str) -> Values:
    shape = SHAPES[table]
    return tuple(row[shape.at(column)] for column in columns)
