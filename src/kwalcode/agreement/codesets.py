"""MASI-alpha over the sets of codes that coders put on units, from columns (Passonneau 2006).

What `sets.krippendorff_alpha_masi` computes on plain ratings, for hundreds of thousands of units.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse import csr_array

from kwalcode.agreement.ratings import Floats
from kwalcode.agreement.values import Value, no_pairs, no_variation
from kwalcode.units import Ints, first_of_run, order

_BLOCK = 500
_BITS = 62
"""So many codes go into one number."""


def masi_of_units(unit: Ints, coder: Ints, code: Ints, many: Ints, weight: Floats, k: int) -> Value:
    """Return MASI-alpha; a unit on which a coder put nothing carries the empty set.

    `unit`, `coder`, `code` are distinct rows: which coder put which code (0 to k - 1) on which
    unit (a place in `many`). `many`: how many coders coded each unit, `weight`: how often it
    counts.
    """
    counted = many >= 2
    values = float((many * weight)[counted].sum())
    if not values:
        return no_pairs()
    sort = order(unit, coder, code)
    unit, coder, code = unit[sort], coder[sort], code[sort]
    firsts = np.flatnonzero(first_of_run(unit) | first_of_run(coder)).astype(np.int64)
    owner = unit[firsts]
    kept = counted[owner]
    sets, number = _sets(firsts, code, k)
    number, owner = number[kept], owner[kept]
    size = np.asarray(sets.sum(axis=1), dtype=np.float64).ravel()
    observed = _observed(sets, size, number, owner, many, weight)
    times = np.bincount(number, weights=weight[owner], minlength=sets.shape[0]).astype(np.float64)
    expected = values**2 - (values - float(times.sum())) ** 2 - _alike(sets, size, times)
    if expected <= 1e-9 * values:
        return no_variation()
    return Value(1 - (values - 1) * observed / expected)


def _sets(firsts: Ints, code: Ints, k: int) -> tuple[Any, Ints]:
    """Return the distinct sets, a row each, and which of them each group of rows is."""
    ends = np.append(firsts[1:], len(code))[: len(firsts)]
    group = np.repeat(np.arange(len(firsts)), ends - firsts)
    words = np.zeros((1 + max(k - 1, 0) // _BITS, len(firsts)), dtype=np.int64)
    np.bitwise_or.at(words, (code // _BITS, group), np.left_shift(1, code % _BITS))
    sort = np.lexsort(words)
    new = np.zeros(len(firsts), dtype=np.bool_)
    for word in words:
        new |= first_of_run(word[sort])
    number = np.empty(len(firsts), dtype=np.int64)
    number[sort] = np.cumsum(new) - 1
    known = np.flatnonzero(np.isin(group, sort[new]))
    rows, columns = number[group[known]], code[known]
    shape = (int(new.sum()), max(k, 1))
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=shape), number


def _observed(
    sets: Any, size: Floats, number: Ints, owner: Ints, many: Ints, weight: Floats
) -> float:
    """Add up the distances within units, as shares of the other coders of the unit."""
    there = np.bincount(owner, minlength=len(many))
    apart = there * (many - there)  # with a coder who put nothing there: nothing shared
    total = float((2 * apart * weight / np.maximum(many - 1, 1))[many >= 2].sum())
    for lag in range(1, int(there.max(initial=0))):
        at = np.flatnonzero(owner[lag:] == owner[: len(owner) - lag])
        for begin in range(0, len(at), 400 * _BLOCK):
            part = at[begin : begin + 400 * _BLOCK]
            a, b = number[part], number[part + lag]
            shared = np.asarray(sets[a].multiply(sets[b]).sum(axis=1)).ravel()
            distance = 1 - _likeness(shared, size[a], size[b])
            share = weight[owner[part]] / (many[owner[part]] - 1)
            total += 2 * float((distance * share).sum())
    return total


def _likeness(shared: Floats, a: Floats, b: Floats) -> Floats:
    """Return Jaccard x monotonicity of sets of these sizes with so much in common."""
    same, inside = (shared == a) & (shared == b), shared == np.minimum(a, b)
    monotone = np.select([same, inside, shared > 0], [1.0, 2 / 3, 1 / 3], 0.0)
    return np.asarray(monotone * shared / (a + b - shared), dtype=np.float64)


def _alike(sets: Any, size: Floats, times: Floats) -> float:
    """Add up the likeness of all ordered pairs of values, each with itself too.

    It depends on three small numbers only, both sizes and what is shared: pairs are counted by
    these, so that nothing is computed for each of them but where it is counted.
    """
    width = int(size.max(initial=0)) + 1
    turned = sets.T.tocsr()
    counts: Floats = np.zeros(width**3)
    whole = size.astype(np.int64)
    for begin in range(0, sets.shape[0], _BLOCK):
        shared = sets[begin : begin + _BLOCK] @ turned
        row = np.repeat(np.arange(begin, begin + shared.shape[0]), np.diff(shared.indptr))
        column = shared.indices
        at = (whole[row] * width + whole[column]) * width + shared.data.astype(np.int64)
        counts += np.bincount(at, weights=times[row] * times[column], minlength=width**3)
    seen = np.flatnonzero(counts)
    a, b, both = np.unravel_index(seen, (width, width, width))
    likeness = _likeness(both.astype(np.float64), a.astype(np.float64), b.astype(np.float64))
    return float((likeness * counts[seen]).sum())
