"""Coding marks beside the rows of a transcript: which stripe stands in which lane. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kwalcode.spans import Range

_BUCKET = 16


@dataclass(frozen=True, slots=True)
class CodingMark:
    """A coding as the margin shows it: a range in code points, its code, who put it there.

    `letters` are the code's two letters, `color` is "#rrggbb"; `mine` is False for the codings
    of other coders, which are drawn as dotted stripes.
    """

    id: int
    start: int
    end: int
    code: int
    name: str
    letters: str
    color: str
    coder: str = ""
    mine: bool = True


@dataclass(frozen=True, slots=True)
class Stripe:
    """A mark with its first and last row and its lane (from 0); overlapping ones differ in lane."""

    mark: CodingMark
    first: int
    last: int
    lane: int


class Stripes:
    """The stripes of one layout, found by row.

    `rows_of` gives the first and the last row of a range. A stripe keeps its lane when others
    come and go, so that nothing jumps while one codes.
    """

    def __init__(self, rows_of: Callable[[int, int], Range]) -> None:
        self._rows_of = rows_of
        self._stripes: dict[int, Stripe] = {}
        self._buckets: dict[int, list[Stripe]] = {}

    def __len__(self) -> int:
        return len(self._stripes)

    def replace(self, marks: Sequence[CodingMark]) -> list[Range]:
        """Show these marks and no others; return the (first, last) rows that look different."""
        wanted = {mark.id: mark for mark in marks}
        gone = [s for s in self._stripes.values() if _differ(wanted.get(s.mark.id), s.mark)]
        for stripe in gone:
            self._remove(stripe)
        new = [mark for mark in wanted.values() if mark.id not in self._stripes]
        added = [self._add(mark) for mark in sorted(new, key=lambda m: (m.start, -m.end, m.id))]
        return [(stripe.first, stripe.last) for stripe in (*gone, *added)]

    def _remove(self, stripe: Stripe) -> None:
        del self._stripes[stripe.mark.id]
        for bucket in _buckets(stripe):
            self._buckets[bucket].remove(stripe)

    def _add(self, mark: CodingMark) -> Stripe:
        first, last = self._rows_of(mark.start, mark.end)
        taken = {stripe.lane for stripe in self.between(first, last)}
        lane = next(lane for lane in range(len(taken) + 1) if lane not in taken)
        stripe = Stripe(mark, first, last, lane)
        self._stripes[mark.id] = stripe
        for bucket in _buckets(stripe):
            self._buckets.setdefault(bucket, []).append(stripe)
        return stripe

    def between(self, first: int, last: int) -> Iterable[Stripe]:
        """Return the stripes on any of these rows; a long one may come more than once."""
        for bucket in range(first // _BUCKET, last // _BUCKET + 1):
            for stripe in self._buckets.get(bucket, ()):
                if stripe.first <= last and first <= stripe.last:
                    yield stripe

    def on_row(self, row: int) -> list[Stripe]:
        """Return the stripes beside a row, by lane."""
        here = [s for s in self._buckets.get(row // _BUCKET, ()) if s.first <= row <= s.last]
        return sorted(here, key=lambda stripe: stripe.lane)

    def at(self, row: int, offset: int) -> list[CodingMark]:
        """Return the marks that cover a place in the text; `row` is the row that shows it."""
        return [s.mark for s in self.on_row(row) if s.mark.start <= offset < s.mark.end]


def _differ(one: CodingMark | None, other: CodingMark) -> bool:
    """Tell whether two marks differ; most of them are one and the same, which is quickly seen."""
    return one is not other and one != other


def _buckets(stripe: Stripe) -> range:
    return range(stripe.first // _BUCKET, stripe.last // _BUCKET + 1)


@dataclass(frozen=True, slots=True)
class MarginCell:
    """One cell of the margin: the sign that stands there, and whose stripe it is (None: none)."""

    sign: str
    mark: CodingMark | None = None


def margin(
    stripes: Sequence[Stripe], row: int, lanes: int, hot: frozenset[int]
) -> list[MarginCell]:
    """Return the `lanes` cells left of a row, the first lane nearest to the text.

    A stripe begins with its code's two letters, one below the other, and goes on as a line,
    thick for the marks in `hot` (ids). Where more stripes stand than lanes, the outer cell is "+".
    """
    cells = [MarginCell(" ")] * lanes
    for stripe in stripes:
        if stripe.lane >= lanes:
            cells[0] = MarginCell("+")
            break
        cells[lanes - 1 - stripe.lane] = MarginCell(
            _sign(stripe, row, stripe.mark.id in hot), stripe.mark
        )
    return cells


def _sign(stripe: Stripe, row: int, hot: bool) -> str:
    mark = stripe.mark
    if row - stripe.first < len(mark.letters):
        letter = mark.letters[row - stripe.first]
        return letter if mark.mine else letter.lower()
    if row == stripe.last:
        return "╹" if hot else "╵"
    if mark.mine:
        return "┃" if hot else "│"
    return "┋" if hot else "┊"
