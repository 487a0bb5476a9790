"""Saturation: METHOD's table, shuffled bands, and what is too little to tell."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.analysis.saturation import first_seen, ratios, richness, saturation
from kwalcode.errors import UsageError

NEW = [20, 9, 5, 3, 2, 1, 1, 0, 0, 1, 0, 0]


def staircase(new: list[int]) -> np.ndarray:
    """Return interviews x codes in which each code is in one interview: that of its turn."""
    return np.repeat(np.eye(len(new), dtype=bool), new, axis=1)


def incidence(m: int, counts: list[int]) -> np.ndarray:
    """Return interviews x codes in which code i is in the first counts[i] interviews."""
    return np.arange(m)[:, None] < np.array(counts)[None, :]


def test_the_ratios_of_the_published_example() -> None:
    assert [round(100 * r, 2) for r in ratios(NEW, 4, 2)] == [
        8.11, 5.41, 2.70, 0, 2.70, 2.70, 0,
    ]  # fmt: skip


def test_the_example_as_a_whole() -> None:
    found = saturation(staircase(NEW), base=4, run=2, shuffles=200)
    assert found.interviews["new"].tolist() == NEW
    assert found.interviews["total"].tolist() == np.cumsum(NEW).tolist()
    assert found.runs["first"].tolist() == [5, 6, 7, 8, 9, 10, 11]
    assert found.runs["new"].tolist() == [3, 2, 1, 0, 1, 1, 0]
    assert [(one.level, one.interview) for one in found.reached] == [(0.05, 8), (0.0, 9)]


def test_chao2_of_the_published_example() -> None:
    found = richness(incidence(12, [1] * 8 + [2] * 6 + [3] * 26))
    assert (found.seen, found.once, found.twice) == (40, 8, 6)
    assert found.chao2 == pytest.approx(44.8889, abs=5e-5)
    assert found.corrected == pytest.approx(43.6667, abs=5e-5)
    assert found.reason == ""


def test_chao2_without_a_code_in_two_interviews_has_the_corrected_form_only() -> None:
    found = richness(incidence(5, [1, 1, 1, 4]))
    assert math.isnan(found.chao2)
    assert found.corrected == pytest.approx(4 + 4 / 5 * 3)
    assert found.reason


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (1, 3), (3, 0), (5, 4)])
def test_too_little_is_not_available_and_says_why(shape) -> None:
    found = saturation(np.zeros(shape, dtype=bool), shuffles=5)
    assert found.reason
    assert found.runs.empty
    assert [one.interview for one in found.reached] == [None, None]
    assert math.isnan(found.richness.corrected)
    assert found.richness.reason
    assert len(found.interviews) == shape[0]


def test_a_base_without_codes_has_no_ratio() -> None:
    found = saturation(staircase([0, 0, 0, 0, 1, 2]), shuffles=5)
    assert found.reason
    assert found.interviews["total"].tolist() == [0, 0, 0, 0, 1, 3]


def test_a_base_and_a_run_hold_interviews() -> None:
    for base, run in ((0, 2), (4, 0), (-1, 1)):
        with pytest.raises(UsageError):
            saturation(staircase(NEW), base=base, run=run)


def test_the_same_seed_gives_the_same_bands() -> None:
    present = np.random.default_rng(7).random((12, 30)) < 0.2
    one, same, other = (saturation(present, seed=seed, shuffles=50) for seed in (1, 1, 2))
    assert one.interviews.equals(same.interviews)
    assert one.runs.equals(same.runs)
    assert one.reached == same.reached
    assert not one.interviews.equals(other.interviews)


@given(st.lists(st.lists(st.booleans(), min_size=5, max_size=5), min_size=1, max_size=9))
def test_what_is_seen_first_adds_up_in_every_order(rows) -> None:
    present = np.array(rows, dtype=bool)
    seen = int(present.any(axis=0).sum())
    assert first_seen(present).sum() == seen
    found = saturation(present, base=2, run=1, shuffles=20)
    last = found.interviews.iloc[-1]
    assert last["total"] == last["low"] == last["high"] == seen
    assert (found.interviews["low"] <= found.interviews["high"]).all()
    assert richness(present).seen == seen
