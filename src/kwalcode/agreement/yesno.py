"""Coefficients of yes/no codes from sums: per code, and pooled over codes (METHOD section 6).

A chance-corrected coefficient is 1 - D / E: the disagreement seen over the disagreement that
chance would give. Pooled it is 1 - sum(D_k) / sum(E_k) over the codes on which somebody said
yes and somebody no, never the mean of coefficients. Dice and Jaccard pool what they count.
Alpha: Krippendorff (2011); kappa: Cohen (1960); pi: Scott (1955), with any number of coders
Fleiss (1971); AC1: Gwet (2008); Brennan and Prediger (1981), with two values. Holsti's (1969)
2M / (N1 + N2) is the observed agreement, since both coders decide on every unit.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from kwalcode.agreement.ratings import Floats
from kwalcode.agreement.tallies import Sums

FOR_TWO: Final = ("kappa", "scott_pi", "dice", "jaccard", "holsti")
"""Coefficients that are defined for two coders."""


def _ratio(above: Floats, below: Floats) -> Floats:
    """Divide; where there is nothing to divide by, the answer is NaN: n.a."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(below > 0, above / below, np.nan), dtype=np.float64)


def _alpha_seen(sums: Sums) -> Floats:
    return _ratio(2 * sums.split, sums.values + 0 * sums.split)


def _alpha_chance(sums: Sums) -> Floats:
    n = sums.values
    return _ratio(2 * sums.ones * (n - sums.ones), n * (n - 1) + 0 * sums.ones)


def _seen(sums: Sums) -> Floats:
    return _ratio(sums.parted, sums.units + 0 * sums.parted)


def _kappa_chance(sums: Sums) -> Floats:
    units = sums.units + 0 * sums.parted
    a, b = (_ratio(only + sums.both, units) for only in (sums.a_only, sums.b_only))
    return np.asarray(a + b - 2 * a * b, dtype=np.float64)


def _pi_chance(sums: Sums) -> Floats:
    pi = _ratio(sums.prevalence, sums.units + 0 * sums.parted)
    return np.asarray(2 * pi * (1 - pi), dtype=np.float64)


_TERMS: Final[dict[str, tuple[Callable[[Sums], Floats], Callable[[Sums], Floats]]]] = {
    "alpha": (_alpha_seen, _alpha_chance),
    "kappa": (_seen, _kappa_chance),
    "scott_pi": (_seen, _pi_chance),
    "fleiss_kappa": (_seen, _pi_chance),
    "ac1": (_seen, lambda sums: 1 - _pi_chance(sums)),
    "brennan_prediger": (_seen, lambda sums: np.full_like(sums.parted, 0.5)),
}
COEFFICIENT_NAMES: Final = ("observed", *_TERMS, "dice", "jaccard", "holsti")
"""All of them, in the order in which tables have them."""


def per_code(sums: Sums, name: str) -> Floats:
    """Return one coefficient for every code; NaN is n.a.

    `sums` may have any leading axes (documents, replicates): the answer has them too.
    """
    if name in FOR_TWO and sums.coders != 2:
        return np.full_like(sums.ones, np.nan)
    if name in ("observed", "holsti"):
        return np.where(sums.positives > 0, 1 - _seen(sums), np.nan)
    if name == "dice":
        return _ratio(2 * sums.both, sums.both + sums.positives)
    if name == "jaccard":
        return _ratio(sums.both, sums.positives)
    seen, chance = (term(sums) for term in _TERMS[name])
    return np.where(sums.varied, 1 - _ratio(seen, chance), np.nan)


def pooled(sums: Sums, name: str) -> Floats:
    """Return one coefficient over all codes together; NaN is n.a."""
    if name in FOR_TWO and sums.coders != 2:
        return np.full(sums.ones.shape[:-1], np.nan)
    if name == "dice":
        return _ratio(2 * sums.both.sum(-1), (sums.both + sums.positives).sum(-1))
    if name == "jaccard":
        return _ratio(sums.both.sum(-1), sums.positives.sum(-1))
    if name in ("observed", "holsti"):
        used = sums.positives > 0
        return _ratio(np.where(used, 1 - _seen(sums), 0).sum(-1), used.sum(-1))
    seen, chance = (np.where(sums.varied, term(sums), 0).sum(-1) for term in _TERMS[name])
    return 1 - _ratio(seen, chance)
