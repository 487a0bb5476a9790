"""Coefficients of agreement for nominal ratings (METHOD section 6).

`COEFFICIENTS` holds them by name; each takes ratings (coders x units, None where missing) and
optionally `categories`, the number of values there can be, and returns a `Value`. Missing
values are treated as Gwet (2014) does: units with one rating or more tell how common a value
is, those with two or more how far coders agree. Krippendorff's alpha leaves units with fewer
than two values out altogether.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np

from kwalcode.agreement.ratings import Floats, Ratings, Table, table
from kwalcode.agreement.values import (
    Value,
    no_pairs,
    no_variation,
    nobody_coded,
    two_coders_only,
)

_CERTAIN = 1 - 1e-12
"""A chance agreement from here on leaves nothing to agree on beyond chance."""


def observed_agreement(ratings: Table) -> Value:
    """Return the mean over units of the share of pairs of coders that agree."""
    counts = ratings.counts()
    m = counts.sum(axis=1)
    paired = m >= 2
    if not ratings.weight[paired].sum():
        return no_pairs()
    counts, m, weight = counts[paired], m[paired], ratings.weight[paired]
    agree = (counts * (counts - 1)).sum(axis=1) / (m * (m - 1))
    return Value(float(np.average(agree, weights=weight)))


def krippendorff_alpha(ratings: Table) -> Value:
    """Return Krippendorff's alpha for nominal data (Krippendorff 2011)."""
    counts = ratings.counts()
    m = counts.sum(axis=1)
    paired = m >= 2
    counts, m, weight = counts[paired], m[paired], ratings.weight[paired]
    totals = weight @ counts
    n = float(totals.sum())
    if not n:
        return no_pairs()
    observed = float((weight * (m**2 - (counts**2).sum(axis=1)) / (m - 1)).sum())
    expected = n**2 - float((totals**2).sum())
    if not expected:
        return no_variation()
    return Value(1 - (n - 1) * observed / expected)


def cohen_kappa(ratings: Table) -> Value:
    """Return Cohen's kappa (1960) of two coders, on the units both rated."""
    return _two_coders(ratings, lambda p, q: float((p * q).sum()))


def scott_pi(ratings: Table) -> Value:
    """Return Scott's pi (1955) of two coders, on the units both rated."""
    return _two_coders(ratings, lambda p, q: float((((p + q) / 2) ** 2).sum()))


def _two_coders(ratings: Table, chance: Callable[[Floats, Floats], float]) -> Value:
    if wrong := two_coders_only(ratings):
        return wrong
    first, second, weight = ratings.both()
    if not weight.sum():
        return no_pairs()
    k = ratings.categories
    p = np.bincount(first, weights=weight, minlength=k) / weight.sum()
    q = np.bincount(second, weights=weight, minlength=k) / weight.sum()
    agree = float(np.average(first == second, weights=weight))
    return _beyond(agree, chance(p, q))


def _beyond(agree: float, chance: float) -> Value:
    if chance >= _CERTAIN:
        return no_variation()
    return Value((agree - chance) / (1 - chance))


def fleiss_kappa(ratings: Table) -> Value:
    """Return Fleiss' kappa (1971)."""
    return _by_prevalence(ratings, lambda pi, _k: float((pi**2).sum()))


def gwet_ac1(ratings: Table) -> Value:
    """Return Gwet's AC1 (2008)."""
    return _by_prevalence(
        ratings, lambda pi, k: float((pi * (1 - pi)).sum()) / (k - 1) if k > 1 else 1.0
    )


def brennan_prediger(ratings: Table) -> Value:
    """Return Brennan and Prediger's kappa (1981); for two coders Bennett's S."""
    return _by_prevalence(ratings, lambda _pi, k: 1 / k)


def conger_kappa(ratings: Table) -> Value:
    """Return Conger's kappa (1980): Cohen's for any number of coders."""
    own = [
        np.bincount(row[row >= 0], weights=ratings.weight[row >= 0], minlength=ratings.categories)
        for row in ratings.given
    ]
    shares = np.array([count / count.sum() for count in own if count.sum()])
    if len(shares) < 2:
        return no_pairs()
    spread = shares.var(axis=0, ddof=1) / len(shares)
    chance = float((shares.mean(axis=0) ** 2 - spread).sum())
    return _by_prevalence(ratings, lambda _pi, _k: chance)


def _by_prevalence(ratings: Table, chance: Callable[[Floats, int], float]) -> Value:
    """Correct the observed agreement for a chance computed from how common each value is."""
    agree = observed_agreement(ratings)
    if agree.value is None:
        return agree
    counts = ratings.counts()
    m = counts.sum(axis=1)
    rated = m >= 1
    weight = ratings.weight[rated]
    pi = weight @ (counts[rated] / m[rated, None]) / weight.sum()
    return _beyond(agree.value, chance(pi, ratings.categories))


def dice(ratings: Table) -> Value:
    """Return twice the units that two coders coded alike over the units each coded, added up."""
    return _over_coded(ratings, lambda alike, first, second, _either: 2 * alike / (first + second))


def jaccard(ratings: Table) -> Value:
    """Return the units that two coders coded alike over the units that anyone coded."""
    return _over_coded(ratings, lambda alike, _first, _second, either: alike / either)


def _over_coded(ratings: Table, share: Callable[[float, float, float, float], float]) -> Value:
    if wrong := two_coders_only(ratings):
        return wrong
    first, second, weight = ratings.both()
    if not len(weight):
        return no_pairs()
    in_first, in_second = ratings.positive[first], ratings.positive[second]
    either = float(weight[in_first | in_second].sum())
    if not either:
        return nobody_coded()
    alike = float(weight[in_first & (first == second)].sum())
    return Value(
        share(alike, float(weight[in_first].sum()), float(weight[in_second].sum()), either)
    )


def holsti(ratings: Table) -> Value:
    """Return Holsti's (1969) 2M / (N1 + N2): M decisions alike of N1 and N2 made."""
    if wrong := two_coders_only(ratings):
        return wrong
    first, second, weight = ratings.both()
    if not weight.sum():
        return no_pairs()
    made = float(((ratings.given >= 0) * ratings.weight).sum())
    return Value(2 * float(weight[first == second].sum()) / made)


def of_ratings(
    coefficient: Callable[[Table], Value], ratings: Ratings, categories: int | None = None
) -> Value:
    """Compute a coefficient on plain ratings: coders x units, None where missing."""
    return coefficient(table(ratings, categories))


NOMINAL: Final[dict[str, Callable[[Table], Value]]] = {
    "percent_agreement_mean_pairwise": observed_agreement,
    "krippendorff_alpha_nominal": krippendorff_alpha,
    "cohen_kappa": cohen_kappa,
    "scott_pi": scott_pi,
    "fleiss_kappa": fleiss_kappa,
    "conger_kappa": conger_kappa,
    "gwet_ac1": gwet_ac1,
    "brennan_prediger": brennan_prediger,
    "dice": dice,
    "jaccard": jaccard,
    "holsti": holsti,
}
"""The coefficients by name, on a `Table`."""
COEFFICIENTS: Final[dict[str, Callable[..., Value]]] = {
    name: partial(of_ratings, coefficient) for name, coefficient in NOMINAL.items()
}
"""The same on plain ratings."""
