"""Where two coders disagree, and how: every span of each in exactly one class (METHOD section 6).

Spans of one code are matched one to one among those that share a sentence, the greatest
intersection over union (IoU) first. The classes, the first that fits:

- agree: matched, in the same sentences or with an IoU of .9 or more;
- boundary: matched with less overlap (wider, narrower, shifted), or a further piece of a span
  that is matched already (piece);
- other code: not matched, and an unmatched span of another code of the other coder covers
  half of the shorter of the two;
- missed code: not matched, and the other coder put another code on one of its sentences;
- missed passage: the rest.

Swapping the coders mirrors everything: wider and narrower change places, nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from kwalcode.agreement.passages import meeting, merged_spans, placed_spans
from kwalcode.agreement.ratings import Floats
from kwalcode.agreement.tallies import Bools
from kwalcode.units import Ints

CLASSES: Final = ("agree", "boundary", "other code", "missed code", "missed passage")
"""The classes in their order; the number of a class is its place."""
KINDS: Final = ("", "wider", "narrower", "shifted", "piece")
"""How a boundary differs, from the span's own side; the others have the empty kind."""
AGREE, BOUNDARY, OTHER, MISSED_CODE, MISSED_PASSAGE = range(5)
_SAME, _WIDER, _NARROWER, _SHIFTED, _PIECE = range(5)


@dataclass(frozen=True, slots=True)
class _Side:
    """One coder's spans: columns, and their row numbers in the frame of both."""

    row: Ints
    document: Ints
    start: Ints
    end: Ints
    code: Ints
    first: Ints
    last: Ints


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs of spans of the two coders, by their places on each side."""

    a: Ints
    b: Ints
    shared: Ints
    union: Ints

    @property
    def iou(self) -> Floats:
        """Intersection over union; equal fractions give equal numbers."""
        return np.asarray(self.shared / np.maximum(self.union, 1), dtype=np.float64)


def classify(codings: pd.DataFrame, units: pd.DataFrame, coders: tuple[int, int]) -> pd.DataFrame:
    """Put every span of two coders in its class.

    `codings`: document, start, end, code, coder (trimmed_start and trimmed_end are used where
    they are there); `units`: document, start, end of the sentences compared, which do not
    overlap. Spans are merged first; those in no unit are left out.
    Returns document, start, end, code, coder, first, last (numbers of units), group (a place
    in `CLASSES`), kind (a place in `KINDS`), partner: the row of the span it was set against
    (matched, a piece of, or the other code), -1 where there is none.
    """
    there = codings["document"].isin(units["document"].unique())
    own = codings[codings["coder"].isin(coders) & there]
    spans = placed_spans(merged_spans(own), units)
    sides = [_side(spans, coder) for coder in coders]
    group = np.full(len(spans), MISSED_PASSAGE, dtype=np.int64)
    kind, partner = np.zeros_like(group), np.full_like(group, -1)
    candidates = _candidates(*sides)
    matched = _greedy(candidates)
    _matched(sides, candidates, matched, group, kind, partner)
    _pieces(sides, candidates, group, kind, partner)
    _otherwise(sides, group)
    _other_codes(sides, group, partner)
    return spans.assign(group=group, kind=kind, partner=partner)


def confusion(classified: pd.DataFrame, coders: tuple[int, int]) -> pd.DataFrame:
    """Count which code of the first coder stands against which of the second.

    A matched pair of spans counts once on the diagonal; spans under another code once for each
    two that are set against each other. Pieces are no pairs. Returns a, b (codes) and n.
    """
    group = classified["group"].to_numpy()
    kind = classified["kind"].to_numpy()
    rows = np.flatnonzero((group <= OTHER) & (kind != _PIECE))
    others = classified["partner"].to_numpy()[rows]
    mine = classified["coder"].to_numpy()[rows] == coders[0]
    pairs = pd.DataFrame({"x": np.where(mine, rows, others), "y": np.where(mine, others, rows)})
    pairs = pairs.drop_duplicates()
    code = classified["code"].to_numpy()
    named = pd.DataFrame({"a": code[pairs["x"]], "b": code[pairs["y"]]})
    return named.groupby(["a", "b"]).size().rename("n").reset_index()


def _side(spans: pd.DataFrame, coder: int) -> _Side:
    row = np.flatnonzero(spans["coder"].to_numpy() == coder).astype(np.int64)
    names = ("document", "start", "end", "code", "first", "last")
    return _Side(row, *(spans[name].to_numpy(dtype=np.int64)[row] for name in names))


def _pairs(a: _Side, b: _Side, i: Ints, j: Ints) -> _Pairs:
    """Measure how far the spans of pairs in one document overlap, in characters."""
    shared = np.minimum(a.end[i], b.end[j]) - np.maximum(a.start[i], b.start[j])
    shared = np.maximum(shared, 0)
    union = (a.end - a.start)[i] + (b.end - b.start)[j] - shared
    return _Pairs(i, j, shared, union)


def _candidates(a: _Side, b: _Side) -> _Pairs:
    """Return the pairs of one code that share a unit, the greatest IoU first."""
    width = 1 + max(int(a.last.max(initial=0)), int(b.last.max(initial=0))) + 1
    bounds = ((s.code * width + s.first, s.code * width + s.last + 1) for s in (a, b))
    (a_start, a_end), (b_start, b_end) = bounds
    pairs = _pairs(a, b, *meeting(a_start, a_end, b_start, b_end))
    at = a.start[pairs.a], b.start[pairs.b]
    # of equal ones the earlier; told from both starts, so that swapping the coders does nothing
    sort = np.lexsort((np.maximum(*at), np.minimum(*at), -pairs.iou))
    return _Pairs(pairs.a[sort], pairs.b[sort], pairs.shared[sort], pairs.union[sort])


def _greedy(pairs: _Pairs) -> Ints:
    """Return the places of the pairs that are taken: each span once, in the order given."""
    taken_a, taken_b, answer = set[int](), set[int](), []
    for at, (i, j) in enumerate(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)):
        if i not in taken_a and j not in taken_b:
            taken_a.add(i)
            taken_b.add(j)
            answer.append(at)
    return np.array(answer, dtype=np.int64)


def _matched(
    sides: list[_Side], pairs: _Pairs, chosen: Ints, group: Ints, kind: Ints, partner: Ints
) -> None:
    """Fill in the matched spans: agree, or how the boundary differs."""
    i, j = pairs.a[chosen], pairs.b[chosen]
    a, b = sides
    same = (a.first[i] == b.first[j]) & (a.last[i] == b.last[j])
    same |= 10 * pairs.shared[chosen] >= 9 * pairs.union[chosen]
    ways = ((a, i, b, j), (b, j, a, i))
    for mine, x, theirs, y in ways:
        rows = mine.row[x]
        group[rows] = np.where(same, AGREE, BOUNDARY)
        kind[rows] = np.where(same, _SAME, _boundary(mine, x, theirs, y))
        partner[rows] = theirs.row[y]


def _boundary(mine: _Side, x: Ints, theirs: _Side, y: Ints) -> Ints:
    wider = (mine.start[x] <= theirs.start[y]) & (mine.end[x] >= theirs.end[y])
    narrower = (mine.start[x] >= theirs.start[y]) & (mine.end[x] <= theirs.end[y])
    return np.select([wider, narrower], [_WIDER, _NARROWER], _SHIFTED).astype(np.int64)


def _pieces(sides: list[_Side], pairs: _Pairs, group: Ints, kind: Ints, partner: Ints) -> None:
    """Fill in spans whose every candidate is matched elsewhere: pieces of the best of them."""
    a, b = sides
    for mine, x, theirs, y in ((a, pairs.a, b, pairs.b), (b, pairs.b, a, pairs.a)):
        places, firsts = np.unique(x, return_index=True)
        rows, best = mine.row[places], theirs.row[y[firsts]]
        left = partner[rows] < 0
        group[rows[left]], kind[rows[left]] = BOUNDARY, _PIECE
        partner[rows[left]] = best[left]


def _otherwise(sides: list[_Side], group: Ints) -> None:
    """Tell missed codes from missed passages, among the spans that have no match."""
    for mine, theirs in (sides, sides[::-1]):
        # spans that begin before mine ends, less those that end before mine begins
        begun = np.searchsorted(np.sort(theirs.first), mine.last, side="right")
        over = np.searchsorted(np.sort(theirs.last), mine.first, side="left")
        missed = (group[mine.row] == MISSED_PASSAGE) & (begun > over)
        group[mine.row[missed]] = MISSED_CODE


def _other_codes(sides: list[_Side], group: Ints, partner: Ints) -> None:
    """Fill in spans without a match that stand against one of another code."""
    free = [np.flatnonzero(group[side.row] >= MISSED_CODE).astype(np.int64) for side in sides]
    a, b = sides
    width = 1 + max(int(side.end.max(initial=0)) for side in sides)
    bounds = [
        (s.document[at] * width + s.start[at], s.document[at] * width + s.end[at])
        for s, at in zip(sides, free, strict=True)
    ]
    i, j = meeting(*bounds[0], *bounds[1])
    pairs = _pairs(a, b, free[0][i], free[1][j])
    shorter = np.minimum((a.end - a.start)[pairs.a], (b.end - b.start)[pairs.b])
    fits: Bools = (2 * pairs.shared >= shorter) & (a.code[pairs.a] != b.code[pairs.b])
    x, y, shared, iou = pairs.a[fits], pairs.b[fits], pairs.shared[fits], pairs.iou[fits]
    for mine, at, theirs, other in ((a, x, b, y), (b, y, a, x)):
        sort = np.lexsort((theirs.code[other], theirs.start[other], -iou, -shared, at))
        places, firsts = np.unique(at[sort], return_index=True)
        rows = mine.row[places]
        group[rows], partner[rows] = OTHER, theirs.row[other[sort][firsts]]
