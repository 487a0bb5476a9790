"""METHOD section 2: the table of counts with their answers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kwalcode.analysis import measures

PVALUES = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262,
    0.5719, 0.6528, 0.759, 1,
]  # fmt: skip
BH = [
    0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.063857, 0.063857, 0.0645, 0.0765, 0.486, 0.581182,
    0.714875, 0.753231, 0.813214, 1,
]  # fmt: skip


def test_sixty_units() -> None:
    n = (20, 20, 10, 60)
    assert measures.lift(*n) == pytest.approx(1.5)
    assert measures.pmi(*n) == pytest.approx(0.58496, abs=1e-5)
    assert measures.npmi(*n) == pytest.approx(0.22629, abs=1e-5)
    assert measures.jaccard(20, 20, 10) == pytest.approx(1 / 3)
    assert measures.dice(20, 20, 10) == pytest.approx(0.5)
    assert measures.phi(*n) == pytest.approx(0.25)
    one, two = measures.hypergeometric(*n)
    assert one.item() == pytest.approx(0.05101, abs=1e-5)
    assert two.item() == pytest.approx(0.08094, abs=1e-5)


def test_twelve_units() -> None:
    assert measures.jaccard(6, 6, 5) == pytest.approx(0.714286, abs=1e-6)
    assert measures.lift(6, 6, 5, 12) == pytest.approx(1.6667, abs=1e-4)
    assert measures.npmi(6, 6, 5, 12) == pytest.approx(0.583488, abs=1e-6)
    one, two = measures.hypergeometric([6, 6], [6, 6], [5, 6], [12, 12])
    assert one == pytest.approx([0.040043, 0.001082], abs=1e-6)
    assert two[0] == pytest.approx(0.080087, abs=1e-6)
    assert measures.smallest_p(12) == pytest.approx(1 / math.comb(12, 6))


def test_association_rule() -> None:
    assert measures.share(3, [3, 4]) == pytest.approx([1, 0.75])
    assert measures.lift(3, 4, 3, 5) == pytest.approx(1.25)
    assert measures.leverage(3, 4, 3, 5) == pytest.approx(0.12)
    assert measures.conviction([3, 4], [4, 3], 3, 5) == pytest.approx([np.inf, 1.6])


def test_c_atlas_with_a_frequency_gap() -> None:
    assert measures.c_atlas(100, 10, 5) == pytest.approx(0.047619, abs=1e-6)
    assert measures.atlas_flags(100, 10, 5) == [("frequency gap",)]
    assert measures.atlas_flags([50, 2, 4, 0], [10, 2, 4, 0], [5, 3, 10, 0]) == [
        (), ("above 1",), ("n.a.",), ("n.a.",),
    ]  # fmt: skip


def test_adjusted_for_many_pairs() -> None:
    assert measures.benjamini_hochberg(PVALUES) == pytest.approx(BH, abs=1e-6)
    assert measures.holm(PVALUES)[:4] == pytest.approx([0.0015, 0.0056, 0.0247, 0.114], abs=1e-9)
    shuffled = [PVALUES[i] for i in (3, 0, 2, 1)] + [math.nan] + PVALUES[4:]
    adjusted = measures.benjamini_hochberg(shuffled)
    assert adjusted[0] == pytest.approx(0.035625)
    assert math.isnan(adjusted[4])
    assert len(measures.holm([])) == 0


def test_what_cannot_be_computed_is_nan() -> None:
    everywhere = (5, 3, 3, 5)
    assert np.isnan(measures.phi(*everywhere))
    assert np.isnan(measures.npmi(5, 5, 5, 5))
    assert measures.npmi(2, 2, 0, 5) == -1
    assert np.isnan(measures.npmi(0, 2, 0, 5))
    assert measures.pmi(2, 2, 0, 5) == -np.inf
    assert np.isnan(measures.conviction(*everywhere[:1], 5, 5, 5))
    assert np.isnan(measures.jaccard(0, 0, 0))
    assert np.isnan(measures.share(0, 0))
    assert np.isnan(measures.lift(0, 0, 0, 0))
    assert np.isnan(measures.hypergeometric(0, 0, 0, 0)[0])
    assert math.isnan(measures.smallest_p(0))


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int, int, int]:
    n = draw(st.integers(1, 60))
    n1, n2 = draw(st.integers(0, n)), draw(st.integers(0, n))
    return n1, n2, draw(st.integers(max(0, n1 + n2 - n), min(n1, n2))), n


@given(counts())
def test_p_values_equal_scipy(given_counts: tuple[int, int, int, int]) -> None:
    n1, n2, n12, n = given_counts
    table = [[n12, n1 - n12], [n2 - n12, n - n1 - n2 + n12]]
    one, two = measures.hypergeometric(*given_counts)
    assert one.item() == pytest.approx(stats.fisher_exact(table, "greater").pvalue, abs=1e-9)
    assert two.item() == pytest.approx(stats.fisher_exact(table).pvalue, abs=1e-9)


@given(st.lists(st.floats(0, 1), min_size=1))
def test_benjamini_hochberg_equals_scipy(p: list[float]) -> None:
    assert measures.benjamini_hochberg(p) == pytest.approx(stats.false_discovery_control(p))


@given(counts())
def test_measures_stay_within_their_bounds(given_counts: tuple[int, int, int, int]) -> None:
    n1, n2, n12, _n = given_counts
    for value, low in (
        (measures.jaccard(n1, n2, n12), 0),
        (measures.dice(n1, n2, n12), 0),
        (measures.phi(*given_counts), -1),
        (measures.npmi(*given_counts), -1),
    ):
        assert np.isnan(value) or low - 1e-9 <= value <= 1 + 1e-9
