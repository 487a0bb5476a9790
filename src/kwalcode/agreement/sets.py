"""Agreement on sets of codes: Krippendorff's alpha with the MASI distance (Passonneau 2006)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Sequence

from kwalcode.agreement.ratings import checked_units
from kwalcode.agreement.values import Value, no_pairs, no_variation

CodeSet = frozenset[Hashable]


def masi_distance(a: Collection[Hashable], b: Collection[Hashable]) -> float:
    """Return 1 - Jaccard x monotonicity of two sets: 0 when equal, 1 when nothing is shared.

    Monotonicity is 1 for equal sets, 2/3 where one lies in the other, 1/3 where they meet.
    """
    first, second = frozenset(a), frozenset(b)
    if first == second:
        return 0.0
    shared = first & second
    if not shared:
        return 1.0
    monotonicity = 2 / 3 if first <= second or second <= first else 1 / 3
    return 1 - monotonicity * len(shared) / len(first | second)


def krippendorff_alpha_masi(ratings: Sequence[Sequence[Collection[Hashable] | None]]) -> Value:
    """Return alpha over sets of codes: coders x units, None where missing.

    An empty set means that the coder put no code there. Units with fewer than two values
    drop out. Raises ValueError when coders have different numbers of units.
    """
    checked_units(ratings)
    units = [
        [frozenset(value) for value in unit if value is not None]
        for unit in zip(*ratings, strict=True)
    ]
    units = [unit for unit in units if len(unit) >= 2]
    if not units:
        return no_pairs()
    observed = sum(_between(Counter(unit)) / (len(unit) - 1) for unit in units)
    everything = Counter(value for unit in units for value in unit)
    expected = _between(everything)
    if not expected:
        return no_variation()
    return Value(1 - (everything.total() - 1) * observed / expected)


def _between(values: Counter[CodeSet]) -> float:
    """Add up the distances of all ordered pairs of values."""
    return sum(
        n * m * masi_distance(a, b) for a, n in values.items() for b, m in values.items() if a != b
    )
