"""Tests of respondents shuffled over groups: METHOD's figures, scipy, and brute force."""

import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kwalcode.analysis import grouptests
from kwalcode.analysis.grouptests import Presences, compare_amounts


def test_the_figures_of_method() -> None:
    six = Presences([6, 6], seed=1)
    assert six.test([5, 1]).p == pytest.approx(0.080087, abs=5e-7)
    assert six.test([6, 0]).p == pytest.approx(2 * 0.001082, abs=5e-6)
    assert six.smallest() == pytest.approx(2 / math.comb(12, 6))
    assert six.test([1, 0]).smallest == pytest.approx(1.0)


@given(st.integers(1, 9), st.integers(1, 9), st.data())
def test_two_groups_are_fishers_test(n1, n2, data) -> None:
    k1, k2 = data.draw(st.integers(0, n1)), data.draw(st.integers(0, n2))
    expected = stats.fisher_exact([[k1, n1 - k1], [k2, n2 - k2]]).pvalue
    found = Presences([n1, n2], seed=1).test([k1, k2])
    assert found.p == pytest.approx(expected)
    assert found.smallest <= found.p * (1 + 1e-9)


def brute_force(group: list[int], having: list[int]) -> float:
    """Return the share of all shuffles whose table is at most as probable as the one seen."""
    tables: dict[tuple[int, ...], int] = {}
    for dealt in permutations(group):
        table = tuple(
            sum(1 for g, h in zip(dealt, having, strict=True) if h and g == n)
            for n in range(max(group) + 1)
        )
        tables[table] = tables.get(table, 0) + 1
    seen = tuple(
        sum(1 for g, h in zip(group, having, strict=True) if h and g == n)
        for n in range(max(group) + 1)
    )
    return sum(n for n in tables.values() if n <= tables[seen]) / sum(tables.values())


@settings(max_examples=15)
@given(st.lists(st.integers(0, 1), min_size=6, max_size=6))
def test_three_groups_against_every_shuffle(having) -> None:
    group = [0, 0, 0, 1, 1, 2]
    counts = [sum(having[:3]), sum(having[3:5]), having[5]]
    assert Presences([3, 2, 1], seed=1).test(counts).p == pytest.approx(brute_force(group, having))


def test_where_tables_are_too_many_shuffles_come_near(monkeypatch) -> None:
    exact = Presences([5, 4, 3], seed=1).test([4, 1, 0]).p
    monkeypatch.setattr(grouptests, "TABLES", 1)
    found = Presences([5, 4, 3], seed=1, runs=20_000)
    drawn = found.test([4, 1, 0])
    assert drawn.sampled
    assert drawn.p == pytest.approx(exact, abs=0.015)
    assert drawn.smallest == found.smallest() == 1 / 20_001
    assert found.test([4, 1, 0]) == drawn


def between(values, group) -> float:
    values, group = np.array(values, dtype=float), np.array(group)
    parts = [values[group == g] for g in set(group.tolist())]
    return float(sum(len(x) * (x.mean() - values.mean()) ** 2 for x in parts))


@settings(max_examples=15)
@given(st.lists(st.integers(0, 9), min_size=6, max_size=6))
def test_amounts_against_every_shuffle(values) -> None:
    group = [0, 0, 1, 1, 1, 2]
    seen = between(values, group)
    every = [between(values, dealt) for dealt in permutations(group)]
    share = sum(x >= seen - 1e-7 for x in every) / len(every)
    [found], sampled = compare_amounts(np.array([values], dtype=float), np.array(group), seed=1)
    assert not sampled
    assert found.p == pytest.approx(share)
    assert found.smallest <= found.p


def test_amounts_of_many_respondents_are_drawn_and_seeded() -> None:
    group = np.repeat([0, 1, 2], 8)
    values = np.vstack([group * 5.0, np.tile(np.arange(8.0), 3)])
    found, sampled = compare_amounts(values, group, seed=1, runs=500)
    assert sampled
    assert found[0].p == 1 / 501
    assert found[1].p == 1.0
    assert compare_amounts(values, group, seed=1, runs=500)[0] == found
