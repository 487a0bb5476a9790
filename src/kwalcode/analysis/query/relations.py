"""Which spans stand in a relation to some other span: by sorting and searching, never by pairs.

A OVERLAPS B: A.start < B.start < A.end < B.end. A WITHIN B: A lies in B. A FOLLOWS B (n): A begins
at most n characters, or turns, after the end of B. A COOCCURS B: they share a character. A span
is not its own neighbour. (METHOD section 3, as in ATLAS.ti.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kwalcode.analysis.query.tree import Distance
from kwalcode.analysis.query.words import Relation
from kwalcode.units import Ints, order

Bools = npt.NDArray[np.bool_]
_LARGEST = 2**62


@dataclass(frozen=True, slots=True)
class Spans:
    """Ranges in code points; only those of one group (a document, a coder) meet.

    `first_turn` and `last_turn` are the numbers of the turns in which a range begins and ends.
    Groups are numbered from 0, with few gaps.
    """

    group: Ints
    start: Ints
    end: Ints
    first_turn: Ints
    last_turn: Ints

    def __len__(self) -> int:
        return len(self.group)

    def taken(self, chosen: Ints | Bools) -> Spans:
        """Return some of the spans."""
        return Spans(
            self.group[chosen],
            self.start[chosen],
            self.end[chosen],
            self.first_turn[chosen],
            self.last_turn[chosen],
        )


def related(
    left: Spans, relation: Relation, right: Spans, distance: Distance | None, *, own: bool
) -> Bools:
    """Mark the left spans that stand in the relation to some right span of their group.

    `own`: both sides are quotations, of which a group has each range once, so that an equal range
    is the span itself and no neighbour. Otherwise an equal range lies within, and encloses.
    """
    if not len(left) or not len(right):
        return np.zeros(len(left), dtype=np.bool_)
    match relation:
        case "WITHIN":
            return _within(left, right, own)
        case "ENCLOSES":
            return _encloses(left, right, own)
        case "OVERLAPS":
            return _overlaps(left, right)
        case "OVERLAPPED BY":
            return _overlaps(_mirrored(left, right), _mirrored(right, left))
        case "COOCCURS":
            return _cooccurs(left, right, own)
        case "FOLLOWS":
            return _follows(left, right, distance)
        case "PRECEDES":
            return _follows(_mirrored(left, right), _mirrored(right, left), distance)


def _width(*spans: Spans) -> int:
    return 1 + max(int(each.end.max(initial=0)) for each in spans)


def _mirrored(spans: Spans, others: Spans) -> Spans:
    """Return the spans as seen from the end of the text; `others` get the same mirror."""
    last = _width(spans, others) - 1
    turns = max(int(each.last_turn.max(initial=0)) for each in (spans, others))
    return Spans(
        spans.group,
        last - spans.end,
        last - spans.start,
        turns - spans.last_turn,
        turns - spans.first_turn,
    )


def _within(left: Spans, right: Spans, own: bool) -> Bools:
    """Of what starts no later (and, starting together, ends later), one ends no earlier."""
    keys, sought = _outermost_first(left, right)
    by_place = np.argsort(keys, kind="stable")
    width = _width(left, right)
    reached = np.maximum.accumulate((right.group * width + right.end)[by_place])
    before = np.searchsorted(keys[by_place], sought, side="left" if own else "right")
    there = np.r_[np.int64(-1), reached]
    found: Bools = there[before] >= left.group * width + left.end
    return found


def _encloses(left: Spans, right: Spans, own: bool) -> Bools:
    """Of what starts no earlier (and, starting together, ends earlier), one ends no later."""
    keys, sought = _outermost_first(left, right)
    by_place = np.argsort(keys, kind="stable")
    width = _width(left, right)
    ends = (right.group * width + right.end)[by_place]
    first_end = np.r_[np.minimum.accumulate(ends[::-1])[::-1], np.int64(_LARGEST)]
    after = np.searchsorted(keys[by_place], sought, side="right" if own else "left")
    found: Bools = first_end[after] <= left.group * width + left.end
    return found


def _outermost_first(left: Spans, right: Spans) -> tuple[Ints, Ints]:
    """Return a key for each right and left span, in the order of group, start and end backwards."""
    n = len(right)
    group, start, end = (
        np.concatenate(pair)
        for pair in ((right.group, left.group), (right.start, left.start), (right.end, left.end))
    )
    width = _width(left, right)
    if (int(group.max()) + 1) * width * width >= _LARGEST:
        values, ranks = np.unique(np.concatenate([start, end]), return_inverse=True)
        width = len(values)
        start, end = ranks[: len(start)], ranks[len(start) :]
    keys = (group * width + start) * width + (width - 1 - end)
    return keys[:n], keys[n:]


def _overlaps(left: Spans, right: Spans) -> Bools:
    """Of what starts inside, not at the edges, the farthest end lies beyond."""
    width = _width(left, right)
    by_place = order(right.group, right.start)
    starts = (right.group * width + right.start)[by_place]
    base = left.group * width
    low = np.searchsorted(starts, base + left.start, side="right")
    high = np.searchsorted(starts, base + left.end, side="left")
    farthest = _highest(right.end[by_place], low.astype(np.int64), high.astype(np.int64))
    found: Bools = farthest > left.end
    return found


def _highest(values: Ints, low: Ints, high: Ints) -> Ints:
    """Return the highest of values[low[i]:high[i]], -1 for an empty stretch.

    Each stretch is covered by two of a power of two; the table of one power is made of the one
    before, and only that is kept.
    """
    found = np.full(len(low), -1, dtype=np.int64)
    size = high - low
    power = np.zeros(len(low), dtype=np.int64)
    some = size > 0
    power[some] = np.int64(np.log2(size[some]))
    table, reach = values, 1
    for n in range(int(power.max(initial=0)) + 1):
        here = np.flatnonzero(some & (power == n))
        found[here] = np.maximum(table[low[here]], table[high[here] - reach])
        table = np.maximum(table[:-reach], table[reach:]) if len(table) > reach else table
        reach *= 2
    return found


def _cooccurs(left: Spans, right: Spans, own: bool) -> Bools:
    """Of what starts before the end, something does not end before the start."""
    width = _width(left, right)
    base = left.group * width
    starts = np.sort(right.group * width + right.start)
    ends = np.sort(right.group * width + right.end)
    begun = np.searchsorted(starts, base + left.end, side="left")
    over = np.searchsorted(ends, base + left.start, side="right")
    found: Bools = begun - over > (_same(left, right) if own else 0)
    return found


def _same(left: Spans, right: Spans) -> Ints:
    """Return 1 for each left span that is among the right ones, else 0."""
    keys, sought = _outermost_first(left, right)
    keys = np.sort(keys)
    at = np.minimum(np.searchsorted(keys, sought), len(keys) - 1)
    same: Ints = (keys[at] == sought).astype(np.int64)
    return same


def _follows(left: Spans, right: Spans, distance: Distance | None) -> Bools:
    """Of what ends no later than the start, something ends near enough to it."""
    width = _width(left, right)
    by_end = order(right.group, right.end)
    ends = (right.group * width + right.end)[by_end]
    base = left.group * width
    over = np.searchsorted(ends, base + left.start, side="right")
    if distance is not None and distance.unit == "turns":
        return _turns_near(left, right.taken(by_end), over.astype(np.int64), distance.n)
    near = np.zeros(len(left), dtype=np.int64)
    if distance is not None:
        near = np.maximum(left.start - distance.n, 0)
    found: Bools = over > np.searchsorted(ends, base + near, side="left")
    return found


def _turns_near(left: Spans, right: Spans, over: Ints, n: int) -> Bools:
    """Mark where the last turn among the first `over` right spans is at most n turns back."""
    width = 2 + max(int(each.last_turn.max(initial=0)) for each in (left, right))
    # A turn before the first one is numbered -1.
    latest = np.r_[np.int64(-1), np.maximum.accumulate(right.group * width + right.last_turn + 1)][
        over
    ]
    base = left.group * width
    found: Bools = (latest >= base) & (base + left.first_turn + 1 - latest <= n)
    return found
