"""Measures of how two codes go together, from counts of presence in units. Pure, vectorised.

Everywhere: `n1` and `n2` are the units that carry the first and the second code, `n12` those
that carry both, `n` all units (METHOD section 2). Each may be a number or an array; the answer
is an array of floats. What cannot be computed is NaN; an infinite conviction is `inf`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

Floats = npt.NDArray[np.float64]
GAP: Final = 5
"""Codes whose counts differ by more than this factor get the flag "frequency gap"."""
_SAME = 1 + 1e-7
"""Outcomes of nearly the same probability count as equally extreme, as in R's fisher.test."""


def _floats(*values: npt.ArrayLike) -> list[Floats]:
    return [v.astype(np.float64) for v in np.broadcast_arrays(*values)]


def _divide(above: Floats, below: Floats) -> Floats:
    """Divide; NaN where the divisor is 0."""
    answer = np.full(np.shape(above), np.nan)
    np.divide(above, below, out=answer, where=below != 0)
    return answer


def jaccard(n1: npt.ArrayLike, n2: npt.ArrayLike, n12: npt.ArrayLike) -> Floats:
    """Return n12 / (n1 + n2 - n12); NaN where nothing carries either code."""
    a, b, both = _floats(n1, n2, n12)
    return _divide(both, a + b - both)


def dice(n1: npt.ArrayLike, n2: npt.ArrayLike, n12: npt.ArrayLike) -> Floats:
    """Return 2 n12 / (n1 + n2); NaN where nothing carries either code."""
    a, b, both = _floats(n1, n2, n12)
    return _divide(2 * both, a + b)


def share(n12: npt.ArrayLike, n1: npt.ArrayLike) -> Floats:
    """Return n12 / n1, the share of the first code's units that carry the second: P(B|A)."""
    both, a = _floats(n12, n1)
    return _divide(both, a)


def lift(n1: npt.ArrayLike, n2: npt.ArrayLike, n12: npt.ArrayLike, n: npt.ArrayLike) -> Floats:
    """Return n n12 / (n1 n2): how much more often together than if independent."""
    a, b, both, total = _floats(n1, n2, n12, n)
    return _divide(total * both, a * b)


def leverage(n1: npt.ArrayLike, n2: npt.ArrayLike, n12: npt.ArrayLike, n: npt.ArrayLike) -> Floats:
    """Return n12/n - n1 n2/n^2: the share of units beyond what independence would give."""
    a, b, both, total = _floats(n1, n2, n12, n)
    return _divide(both, total) - _divide(a * b, total * total)


def conviction(
    n1: npt.ArrayLike, n2: npt.ArrayLike, n12: npt.ArrayLike, n: npt.ArrayLike
) -> Floats:
    """Return (1 - n2/n) / (1 - n12/n1), of the rule "where A, there B".

    Infinite where A never goes without B; NaN where B is everywhere as well, or A nowhere.
    """
    a, b, both, total = _floats(n1, n2, n12, n)
    without = 1 - _divide(b, total)
    broken = 1 - _divide(both, a)
    answer = _divide(without, broken)
    answer[(a > 0) & (both == a) & (b < total)] = np.inf
    return answer


def pmi(n1: npt.ArrayLike, n2: npt.ArrayLike, n12: npt.ArrayLike, n: npt.ArrayLike) -> Floats:
    """Return log2 of the lift; minus infinity where the two never meet."""
    with np.errstate(divide="ignore"):
        return np.asarray(np.log2(lift(n1, n2, n12, n)), dtype=np.float64)


def npmi(n1: npt.ArrayLike, n2: npt.ArrayLike, n12: npt.ArrayLike, n: npt.ArrayLike) -> Floats:
    """Return ln(lift) / -ln(n12/n), from -1 (never meet) to 1; NaN where both are everywhere."""
    a, b, both, total = _floats(n1, n2, n12, n)
    meet = both > 0
    lifted = np.where(meet, lift(a, b, both, total), 1.0)
    surprise = -np.log(np.where(meet, _divide(both, total), 1.0))
    answer = _divide(np.log(lifted), surprise)
    answer[~meet & (a > 0) & (b > 0)] = -1.0
    return answer


def phi(n1: npt.ArrayLike, n2: npt.ArrayLike, n12: npt.ArrayLike, n: npt.ArrayLike) -> Floats:
    """Return the correlation of two presences; NaN where a code is everywhere or nowhere."""
    a, b, both, total = _floats(n1, n2, n12, n)
    neither = total - a - b + both
    above = both * neither - (a - both) * (b - both)
    return _divide(above, np.sqrt(a * b * (total - a) * (total - b)))


def c_atlas(q1: npt.ArrayLike, q2: npt.ArrayLike, events: npt.ArrayLike) -> Floats:
    """Return events / (q1 + q2 - events) on quotation counts, as ATLAS.ti's c-coefficient.

    No Jaccard: it can pass 1. NaN where the divisor is not positive.
    """
    a, b, both = _floats(q1, q2, events)
    below = a + b - both
    return _divide(both, np.where(below > 0, below, 0.0))


def atlas_flags(
    q1: npt.ArrayLike, q2: npt.ArrayLike, events: npt.ArrayLike
) -> list[tuple[str, ...]]:
    """Return per pair what to mind in its c_atlas: "frequency gap", "above 1", "n.a."."""
    a, b, _both = _floats(q1, q2, events)
    value = c_atlas(q1, q2, events)
    marks = {
        "frequency gap": np.maximum(a, b) > GAP * np.minimum(a, b),
        "above 1": value > 1,
        "n.a.": np.isnan(value),
    }
    names = tuple(marks)
    kinds = [tuple(n for n, on in zip(names, row, strict=True) if on) for row in _ON_OFF]
    number = sum((np.atleast_1d(mark) << at for at, mark in enumerate(marks.values())), start=0)
    return [kinds[which] for which in np.asarray(number).tolist()]


_ON_OFF = [[bool(number >> at & 1) for at in range(3)] for number in range(8)]
"""Whether each of three marks is on, for every combination of them."""


def hypergeometric(
    n1: npt.ArrayLike, n2: npt.ArrayLike, n12: npt.ArrayLike, n: npt.ArrayLike
) -> tuple[Floats, Floats]:
    """Return the exact (one-sided, two-sided) p of at least / as unlikely as n12 units with both.

    One-sided is P(X >= n12), X hypergeometric (Fisher's exact test); two-sided adds all
    outcomes that are at most as probable as the one seen. NaN where n is 0.
    """
    table = np.stack([np.atleast_1d(v) for v in _floats(n1, n2, n12, n)], axis=1).astype(np.int64)
    rows, back = np.unique(table, axis=0, return_inverse=True)
    tails = np.array([_tails(*row) for row in rows.tolist()]).reshape(len(rows), 2)
    answer = tails[back.ravel()]
    return answer[:, 0], answer[:, 1]


def _tails(n1: int, n2: int, n12: int, n: int) -> tuple[float, float]:
    if n == 0:
        return np.nan, np.nan
    least = max(0, n1 + n2 - n)
    chances = _chances(n1, n2, n)
    seen = chances[n12 - least]
    one_sided = chances[n12 - least :].sum()
    two_sided = chances[chances <= seen * _SAME].sum()
    return min(1.0, float(one_sided)), min(1.0, float(two_sided))


def _chances(n1: int, n2: int, n: int) -> Floats:
    """Return the probability of each possible number of units with both, the lowest first."""
    both = np.arange(max(0, n1 + n2 - n), min(n1, n2) + 1)
    logs = _choose(n1, both) + _choose(n - n1, n2 - both) - _choose(n, np.array([n2]))
    return np.exp(np.asarray(logs, dtype=np.float64))


def _choose(n: int, k: npt.NDArray[np.int64]) -> Floats:
    """Return ln of n over k."""
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1), dtype=np.float64)


def smallest_p(n: int) -> float:
    """Return the smallest one-sided p that `n` units can give: 1 / C(n, n/2); NaN for none."""
    if n == 0:
        return float("nan")
    return hypergeometric(n // 2, n // 2, n // 2, n)[0].item()


def holm(p: npt.ArrayLike) -> Floats:
    """Return p-values adjusted after Holm (1979), in the order given; NaN stays out of it."""
    return _adjusted(p, _holm)


def benjamini_hochberg(p: npt.ArrayLike) -> Floats:
    """Return p-values adjusted after Benjamini and Hochberg (1995), in the order given."""
    return _adjusted(p, _benjamini_hochberg)


def _holm(ascending: Floats) -> Floats:
    m = len(ascending)
    return np.maximum.accumulate(ascending * (m - np.arange(m)))


def _benjamini_hochberg(ascending: Floats) -> Floats:
    m = len(ascending)
    scaled = ascending * m / (np.arange(m) + 1)
    return np.minimum.accumulate(scaled[::-1])[::-1]


def _adjusted(p: npt.ArrayLike, adjust: Callable[[Floats], Floats]) -> Floats:
    values = np.asarray(p, dtype=np.float64)
    answer = np.full(values.shape, np.nan)
    known = np.flatnonzero(~np.isnan(values))
    ranked = known[np.argsort(values[known], kind="stable")]
    answer[ranked] = np.minimum(adjust(values[ranked]), 1.0)
    return answer
