"""Intervals against published figures and against scipy."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kwalcode.analysis.intervals import mean_interval, newcombe, welch, wilson


def test_the_score_interval_of_newcombe_1998() -> None:
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)


@pytest.mark.parametrize(
    ("counts", "interval"),
    [
        ((56, 70, 48, 80), (0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.1705, 0.8090)),
        ((0, 10, 0, 10), (-0.2775, 0.2775)),
    ],
)
def test_the_differences_of_newcombe_1998(counts, interval) -> None:
    assert newcombe(*counts) == pytest.approx(interval, abs=5e-5)


def test_means_against_scipy() -> None:
    one, two = [3.0, 4.0, 8.0, 1.0], [0.0, 0.5, 2.0]
    expected = stats.t.interval(0.95, 3, loc=4.0, scale=stats.sem(one))
    assert mean_interval(one) == pytest.approx(expected)
    found = stats.ttest_ind(one, two, equal_var=False).confidence_interval()
    assert welch(one, two) == pytest.approx((found.low, found.high))


def test_too_little_is_not_available() -> None:
    for found in (wilson(0, 0), newcombe(0, 0, 1, 2), mean_interval([1.0]), welch([1.0], [1.0, 2])):
        assert all(map(math.isnan, found))
    assert all(map(math.isnan, welch([1.0, 1.0], [2.0, 2.0])))


@given(st.integers(0, 20), st.integers(1, 20), st.integers(0, 20), st.integers(1, 20))
def test_the_figure_lies_in_its_interval(k1, n1, k2, n2) -> None:
    k1, k2 = min(k1, n1), min(k2, n2)
    low, high = newcombe(k1, n1, k2, n2)
    assert -1 - 1e-9 <= low <= k1 / n1 - k2 / n2 + 1e-9
    assert k1 / n1 - k2 / n2 - 1e-9 <= high <= 1 + 1e-9
    other_low, other_high = newcombe(k2, n2, k1, n1)
    assert (low, high) == pytest.approx((-other_high, -other_low))
