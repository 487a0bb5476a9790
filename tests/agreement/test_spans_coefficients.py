from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kwalcode.agreement import COEFFICIENTS, SPAN_COEFFICIENTS
from kwalcode.spans import overlap

Spans = list[tuple[int, int, str]]
LENGTH = 30
UNITS = [(0, 7), (8, 14), (14, 20), (22, 30)]
# Krippendorff and others (2016): the example of Alex, Paul and Suzan
ALEX = [(2, 9, "1"), (11, 17, "2"), (24, 30, "5"), (32, 36, "6"), (36, 44, "6"), (44, 60, "7")]
PAUL = [(2, 9, "1"), (11, 17, "3"), (19, 25, "5"), (32, 44, "6")]
SUZAN = [(2, 9, "1"), (11, 17, "4"), (21, 27, "5"), (32, 36, "6"), (36, 40, "6"), (40, 44, "6")]


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("u_alpha_2016", None, 0.50967),
        ("bar_u_alpha_2016", None, 0.413226),
        ("cu_alpha_2016", None, 0.724082),
        ("k_u_alpha_2016", "6", 1.0),
        ("k_u_alpha_2016", "2", 0.0),
        ("k_u_coverage_2016", "5", 0.444444),
    ],
)
def test_alex_paul_and_suzan(name: str, code: str | None, expected: float) -> None:
    answer = SPAN_COEFFICIENTS[name]([ALEX, PAUL, SUZAN], 60, code)
    assert answer.value == pytest.approx(expected, abs=1e-5)


one_span = st.tuples(st.integers(0, 24), st.integers(1, 6), st.sampled_from("ab")).map(
    lambda t: (t[0], t[0] + t[1], t[2])
)
coders_strategy = st.lists(st.lists(one_span, max_size=5), min_size=2, max_size=3)


def as_ratings(coders: list[Spans], units: list[tuple[int, int]], code: str) -> list[list[int]]:
    return [
        [int(any(s[2] == code and overlap(s[:2], u) for s in spans)) for u in units]
        for spans in coders
    ]


CHARACTERS = [(i, i + 1) for i in range(LENGTH)]


@given(coders_strategy)
def test_runs_of_characters_equal_single_characters(coders: list[Spans]) -> None:
    ratings = as_ratings(coders, CHARACTERS, "a")
    assume(any(map(any, ratings)))
    for name in ("krippendorff_alpha", "cohen_kappa", "scott_pi", "dice", "jaccard", "gwet_ac1"):
        nominal = "krippendorff_alpha_nominal" if name == "krippendorff_alpha" else name
        expected = COEFFICIENTS[nominal](ratings, 2).value
        value = SPAN_COEFFICIENTS[f"{name}_char"](coders, LENGTH, "a").value
        assert value == pytest.approx(expected) if expected is not None else value is None


@given(coders_strategy)
def test_units_equal_ratings(coders: list[Spans]) -> None:
    ratings = as_ratings(coders, UNITS, "a")
    expected = COEFFICIENTS["krippendorff_alpha_nominal"](ratings).value
    unit = SPAN_COEFFICIENTS["krippendorff_alpha_unit"](coders, LENGTH, "a", UNITS)
    pooled = SPAN_COEFFICIENTS["krippendorff_alpha_unit_pooled"](coders, LENGTH, "a", UNITS)
    for answer in (unit, pooled):
        if expected is None:
            assert answer.value is None
            assert answer.reason
        else:
            assert answer.value == pytest.approx(expected)


def test_pooled_is_not_the_mean_of_alphas() -> None:
    coders = [[(0, 7, "a"), (8, 14, "b")], [(0, 7, "a"), (22, 30, "b")]]
    pooled = SPAN_COEFFICIENTS["krippendorff_alpha_unit_pooled"](coders, LENGTH, None, UNITS)
    # a: Do 0, De 3/7 (2 of 8 values); b: Do 2/4, De 3/7
    assert pooled.value == pytest.approx(1 - (2 / 4) / (6 / 7))


@given(coders_strategy)
def test_splitting_a_span_changes_nothing_per_unit(coders: list[Spans]) -> None:
    split = [
        [piece for s, e, c in spans for piece in ((s, (s + e) // 2, c), ((s + e) // 2, e, c))]
        for spans in coders
    ]
    for name in ("krippendorff_alpha_unit", "krippendorff_alpha_masi_unit", "cohen_kappa_char"):
        coefficient = SPAN_COEFFICIENTS[name]
        assert coefficient(coders, LENGTH, "a", UNITS) == coefficient(split, LENGTH, "a", UNITS)


@given(st.lists(one_span, min_size=1, max_size=5))
def test_identical_coders_give_1_or_nothing(spans: Spans) -> None:
    for coefficient in SPAN_COEFFICIENTS.values():
        answer = coefficient([spans, spans], LENGTH, spans[0][2], UNITS)
        assert answer.value is None or answer.value == pytest.approx(1)


@pytest.mark.parametrize("name", SPAN_COEFFICIENTS)
def test_undefined_has_a_reason(name: str) -> None:
    coefficient = SPAN_COEFFICIENTS[name]
    for coders in ([], [ALEX], [[], []]):
        answer = coefficient(coders, 60, "1", [(0, 30), (30, 60)])
        assert answer.value is None
        assert answer.reason


def test_codes_that_overlap_do_not_exclude_each_other() -> None:
    coders = [[(0, 9, "a"), (5, 12, "b")], [(0, 9, "a")]]
    assert "overlap" in SPAN_COEFFICIENTS["u_alpha_2016"](coders, LENGTH).reason
    assert SPAN_COEFFICIENTS["u_alpha_2016"](coders, LENGTH, "a").value == 1


def test_the_example_in_the_docs_of_why_figures_differ() -> None:
    """docs/method.md: 1,000 characters, 100 coded by both, 50 by each alone."""
    coders = [[(0, 150, "x")], [(0, 100, "x"), (150, 200, "x")]]
    kappa = SPAN_COEFFICIENTS["cohen_kappa_char"](coders, 1000).value
    assert kappa == pytest.approx(0.61, abs=0.005)
    assert kappa == pytest.approx((0.90 - 0.745) / (1 - 0.745))
    on_coded = SPAN_COEFFICIENTS["cohen_kappa_char"](coders, 200).value
    assert on_coded == pytest.approx(-0.33, abs=0.005)
    multiplied = 0.75 * 0.75 * 0.25 * 0.25
    assert (0.5 - multiplied) / (1 - multiplied) == pytest.approx(0.48, abs=0.005)


@pytest.mark.parametrize("name", [name for name in SPAN_COEFFICIENTS if name.endswith("2016")])
def test_what_lies_outside_the_text_does_not_count(name: str) -> None:
    inside = [[(0, 4, "a"), (6, 10, "b")], [(0, 3, "a"), (7, 10, "b")]]
    beyond = [[(-9, 4, "a"), (6, 40, "b")], [(0, 3, "a"), (7, 10, "b"), (20, 30, "a")]]
    found = [SPAN_COEFFICIENTS[name](coders, 10, code="a") for coders in (inside, beyond)]
    assert found[0] == found[1]


@pytest.mark.parametrize("name", list(SPAN_COEFFICIENTS))
@pytest.mark.parametrize(
    ("coders", "length", "reason"),
    [
        ([], 10, "by two coders"),
        ([[(0, 4, "a")]], 10, "by two coders|defined for two coders, here are 1"),
        ([[(0, 4, "a")], [(0, 4, "a")]], 0, "by two coders"),
        ([[(0, 4, "a")], [(0, 4, "a")]], -5, "by two coders"),
        ([[(3, 3, "a")], [(3, 3, "a")]], 10, "nobody used this code"),
        ([[(20, 30, "a")], [(-9, 0, "a")]], 10, "nobody used this code"),
        ([[(0, 4, "b")], [(0, 4, "b")]], 10, "nobody used this code"),
    ],
)
def test_odd_input_is_na_with_a_reason(
    name: str, coders: list[Spans], length: int, reason: str
) -> None:
    answer = SPAN_COEFFICIENTS[name](coders, length, code="a", units=[(0, 5), (5, 10)])
    assert answer.value is None
    assert re.search(reason, answer.reason) or (len(coders) != 2 and "two" in answer.reason)


@pytest.mark.parametrize("name", [n for n in SPAN_COEFFICIENTS if "unit" in n])
def test_units_are_pairs_or_cuts_and_what_is_empty_or_outside_is_none(name: str) -> None:
    coders = [[(0, 3, "a"), (6, 9, "b")], [(0, 4, "a"), (21, 24, "b")]]
    found = {
        SPAN_COEFFICIENTS[name](coders, 30, units=units)
        for units in (
            [(0, 5), (5, 20), (20, 30)],
            [[20, 30], [0, 5], [5, 20]],
            [0, 5, 20, 30],
            np.array([0, 5, 20, 30]),
            [(0, 5), (5, 5), (5, 20), (20, 99), (40, 50)],
        )
    }
    assert len(found) == 1
    assert found.pop().value is not None
    assert "two coders" in SPAN_COEFFICIENTS[name](coders, 30, units=[]).reason
