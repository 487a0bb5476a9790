"""The u-alpha family: agreement on where spans are and what they are called.

After Krippendorff, Mathet, Bouvry and Widlocher (2016). Each coder's text is cut into units
(spans) and gaps; what coders coded where they meet is counted by length. In the coincidences
the gap is category 0, the codes are 1, 2, ...
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from kwalcode import spans as arithmetic
from kwalcode.agreement.ratings import Floats
from kwalcode.agreement.values import Value, no_pairs, no_variation, nobody_used
from kwalcode.i18n import _

Span = tuple[int, int, Hashable]
Piece = tuple[int, int, int]
"""Start, end and category of a unit or a gap."""


@dataclass(frozen=True, slots=True)
class _Continuum:
    """Coincidences by length, and the squares that a unit meeting itself would add.

    `squares` are those of whole units (plain lengths for gaps), `shared` those of the parts
    of units that lie in another coder's units.
    """

    codes: tuple[Hashable, ...]
    coincidences: Floats
    squares: Floats
    shared: Floats


def u_alpha(coders: Sequence[Sequence[Span]], length: int, code: Hashable | None = None) -> Value:
    """Return u-alpha: do coders find the same units and give them the same code?"""
    seen = _continuum(coders, length, code)
    if isinstance(seen, Value):
        return seen
    expected = _expected(seen.coincidences, seen.squares)
    return _ratio(_off_diagonal(seen.coincidences), _off_diagonal(expected))


def bar_u_alpha(
    coders: Sequence[Sequence[Span]], length: int, code: Hashable | None = None
) -> Value:
    """Return |u-alpha: do coders agree on what is a unit and what is a gap?"""
    seen = _continuum(coders, length, code)
    if isinstance(seen, Value):
        return seen
    expected = _expected(seen.coincidences, seen.squares)
    return _ratio(float(seen.coincidences[0, 1:].sum()), float(expected[0, 1:].sum()))


def cu_alpha(coders: Sequence[Sequence[Span]], length: int, code: Hashable | None = None) -> Value:
    """Return cu-alpha: where coders both have a unit, do they give it the same code?"""
    seen = _continuum(coders, length, code)
    if isinstance(seen, Value):
        return seen
    met = seen.coincidences[1:, 1:]
    expected = _expected(met, seen.shared[1:])
    return _ratio(_off_diagonal(met), _off_diagonal(expected))


def k_u_alpha(coders: Sequence[Sequence[Span]], length: int, code: Hashable | None = None) -> Value:
    """Return (k)u-alpha of `code`: how reliably is it told from the other codes?"""
    seen = _continuum(coders, length, None)
    if isinstance(seen, Value):
        return seen
    if code not in seen.codes:
        return nobody_used()
    k = seen.codes.index(code)
    met = seen.coincidences[1:, 1:]
    total = float(met[k].sum())
    expected = _expected(met, seen.shared[1:])
    if not total:
        return Value(None, _("no two coders have a unit where this code is"))
    by_chance = float(expected[k].sum())
    different = by_chance - float(expected[k, k])
    if different <= 0:
        return no_variation()
    return Value(1 - by_chance / total * (total - float(met[k, k])) / different)


def k_u_coverage(
    coders: Sequence[Sequence[Span]], length: int, code: Hashable | None = None
) -> Value:
    """Return the share of a code's length that lies in other coders' units."""
    seen = _continuum(coders, length, None)
    if isinstance(seen, Value):
        return seen
    if code not in seen.codes:
        return nobody_used()
    row = seen.coincidences[1 + seen.codes.index(code)]
    return Value(float(row[1:].sum() / row.sum()))


def _continuum(
    coders: Sequence[Sequence[Span]], length: int, code: Hashable | None
) -> _Continuum | Value:
    """Count coincidences; a Value says why they cannot be counted."""
    m = len(coders)
    if m < 2 or length <= 0:
        return no_pairs()
    taken = [[s for s in spans if _within(s, length) and code in (None, s[2])] for spans in coders]
    codes = tuple(sorted({s[2] for spans in taken for s in spans}, key=str))
    numbers = {one: i for i, one in enumerate(codes, start=1)}
    pieces = [_pieces(spans, numbers, length) for spans in taken]
    if any(a[1] > b[0] for one in pieces for a, b in itertools.pairwise(one)):
        return Value(None, _("codes overlap, so they do not exclude each other: choose one code"))
    size = len(codes) + 1
    coincidences, shared = np.zeros((size, size)), np.zeros(size)
    for first, second in itertools.permutations(pieces, 2):
        _meet(first, second, coincidences, shared)
    squares = np.zeros(size)
    for start, end, category in itertools.chain.from_iterable(pieces):
        squares[category] += (end - start) ** (2 if category else 1)
    return _Continuum(codes, coincidences / (m - 1), squares, shared / (m - 1))


def _within(span: Span, length: int) -> bool:
    """Tell whether any of a span lies in the text."""
    return max(span[0], 0) < min(span[1], length)


def _pieces(spans: Sequence[Span], numbers: dict[Hashable, int], length: int) -> list[Piece]:
    """Cut the text into units and gaps; spans of one code that overlap become one unit, and what
    lies outside the text is left out."""
    found: list[Piece] = []
    for code, number in numbers.items():
        own = ((max(s[0], 0), min(s[1], length)) for s in spans if s[2] == code)
        found += [(start, end, number) for start, end in arithmetic.merge(own)]
    found.sort()
    reached, gaps = 0, list[Piece]()
    for start, end, _number in [*found, (length, length, 0)]:
        if start > reached:
            gaps.append((reached, start, 0))
        reached = max(reached, end)
    return sorted(found + gaps)


def _meet(first: list[Piece], second: list[Piece], coincidences: Floats, shared: Floats) -> None:
    """Add how long the pieces of two coders meet, walking through both texts once."""
    j = 0
    for start, end, category in first:
        inside = 0
        while j < len(second) and second[j][1] <= start:
            j += 1
        at = j
        while at < len(second) and second[at][0] < end:
            both = arithmetic.intersection((start, end), second[at][:2])
            coincidences[category, second[at][2]] += both
            inside += both if second[at][2] else 0
            at += 1
        shared[category] += inside**2


def _expected(coincidences: Floats, squares: Floats) -> Floats:
    """Return the coincidences that chance would give, no unit being matched with itself."""
    totals = coincidences.sum(axis=1)
    everything = float(totals.sum())
    below = everything - float(squares.sum()) / everything if everything else 0.0
    if below <= 0:
        return np.zeros_like(coincidences)
    return np.asarray((np.outer(totals, totals) - np.diag(squares)) / below, dtype=np.float64)


def _off_diagonal(table: Floats) -> float:
    return float(table.sum() - np.trace(table))


def _ratio(observed: float, expected: float) -> Value:
    return Value(1 - observed / expected) if expected > 0 else no_variation()


UALPHA: Final[dict[str, Callable[..., Value]]] = {
    "u_alpha_2016": u_alpha,
    "bar_u_alpha_2016": bar_u_alpha,
    "cu_alpha_2016": cu_alpha,
    "k_u_alpha_2016": k_u_alpha,
    "k_u_coverage_2016": k_u_coverage,
}
"""The family by name."""
