"""Intervals of 95 % around shares, means and their differences. NaN is n.a."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, variance
from typing import Final

from scipy.stats import t as student

Z: Final = 1.959963984540054
"""The normal quantile that leaves 2.5 % on either side."""
NONE: Final = (math.nan, math.nan)


def wilson(k: int, n: int) -> tuple[float, float]:
    """Return the score interval (Wilson, 1927) of the share k/n; n.a. where n is 0."""
    if not n:
        return NONE
    share, square = k / n, Z * Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z * math.sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def newcombe(k1: int, n1: int, k2: int, n2: int) -> tuple[float, float]:
    """Return the interval of k1/n1 - k2/n2 from two score intervals (Newcombe, 1998, method 10)."""
    if not n1 or not n2:
        return NONE
    one, two = k1 / n1, k2 / n2
    (low1, high1), (low2, high2) = wilson(k1, n1), wilson(k2, n2)
    below = math.hypot(one - low1, high2 - two)
    above = math.hypot(high1 - one, two - low2)
    return one - two - below, one - two + above


def mean_interval(values: Sequence[float]) -> tuple[float, float]:
    """Return Student's t interval of a mean; n.a. with fewer than two values."""
    n = len(values)
    if n < 2:
        return NONE
    half = float(student.ppf(0.975, n - 1)) * math.sqrt(variance(values) / n)
    return fmean(values) - half, fmean(values) + half


def welch(one: Sequence[float], two: Sequence[float]) -> tuple[float, float]:
    """Return Welch's interval of mean(one) - mean(two).

    N.a. with fewer than two values on a side, and where no value differs from another.
    """
    n1, n2 = len(one), len(two)
    if n1 < 2 or n2 < 2:
        return NONE
    v1, v2 = variance(one) / n1, variance(two) / n2
    if not v1 + v2:
        return NONE
    freedom = (v1 + v2) ** 2 / (v1 * v1 / (n1 - 1) + v2 * v2 / (n2 - 1))
    half = float(student.ppf(0.975, freedom)) * math.sqrt(v1 + v2)
    difference = fmean(one) - fmean(two)
    return difference - half, difference + half
