from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kwalcode.agreement import COEFFICIENTS, krippendorff_alpha_masi, masi_distance

# Krippendorff (2011), section C: four coders, missing values
FOUR = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, None],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
# Krippendorff (2011), section A: two coders, yes or no
TWO = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("krippendorff_alpha_nominal", 0.743421),
        ("fleiss_kappa", 0.761169),
        ("gwet_ac1", 0.775444),
        ("conger_kappa", 0.762817),
        ("brennan_prediger", 0.772727),
        ("percent_agreement_mean_pairwise", 0.818182),
    ],
)
def test_gwet_s_four_raters(name: str, expected: float) -> None:
    assert COEFFICIENTS[name](FOUR).value == pytest.approx(expected, abs=1e-6)


def test_two_coders() -> None:
    assert COEFFICIENTS["krippendorff_alpha_nominal"](TWO).value == pytest.approx(
        0.095238, abs=1e-6
    )
    assert COEFFICIENTS["dice"](TWO).value == pytest.approx(2 / 6)
    assert COEFFICIENTS["jaccard"](TWO).value == pytest.approx(1 / 5)
    assert COEFFICIENTS["holsti"](TWO).value == pytest.approx(0.6)
    assert COEFFICIENTS["percent_agreement_mean_pairwise"](TWO).value == pytest.approx(0.6)
    assert COEFFICIENTS["brennan_prediger"](TWO).value == pytest.approx(0.2)


def test_holsti_counts_the_decisions_that_one_coder_left_out() -> None:
    assert COEFFICIENTS["holsti"]([[1, 1, 0], [1, 0, None]]).value == pytest.approx(2 / 5)


def test_the_number_of_categories_can_be_given() -> None:
    ratings = [[1, 1, 0, 0], [1, 1, 0, 1]]
    assert COEFFICIENTS["brennan_prediger"](ratings, 4).value == pytest.approx((0.75 - 0.25) / 0.75)


@pytest.mark.parametrize("name", COEFFICIENTS)
@pytest.mark.parametrize(
    "ratings", [[], [[], []], [[1]], [[None, None], [None, None]], [[1, None], [None, 1]]]
)
def test_undefined_has_a_reason(name: str, ratings: list[list[int | None]]) -> None:
    if name == "krippendorff_alpha_masi":
        ratings = [[None if v is None else {v} for v in row] for row in ratings]  # type: ignore[misc]
    answer = COEFFICIENTS[name](ratings)
    assert answer.value is None
    assert answer.reason


@pytest.mark.parametrize(
    "name",
    ["krippendorff_alpha_nominal", "cohen_kappa", "scott_pi", "fleiss_kappa", "conger_kappa",
     "gwet_ac1", "brennan_prediger"],
)  # fmt: skip
def test_no_variation_is_neither_0_nor_1(name: str) -> None:
    answer = COEFFICIENTS[name]([[1, 1, 1], [1, 1, 1]])
    assert (answer.value, bool(answer.reason)) == (None, True)


def test_nobody_coded_anything() -> None:
    for name in ("dice", "jaccard"):
        assert COEFFICIENTS[name]([[0, 0], [0, 0]]).value is None


def test_a_coefficient_for_two_coders_refuses_three() -> None:
    assert "3" in COEFFICIENTS["cohen_kappa"]([[1, 0], [1, 0], [0, 0]]).reason


def test_coders_with_different_numbers_of_units() -> None:
    with pytest.raises(ValueError, match="every unit"):
        COEFFICIENTS["cohen_kappa"]([[1, 0], [1]])


rating = st.one_of(st.none(), st.integers(0, 3))
tables = st.integers(1, 12).flatmap(
    lambda n: st.lists(st.lists(rating, min_size=n, max_size=n), min_size=2, max_size=4)
)
complete_pairs = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1)


@given(tables)
def test_alpha_equals_the_krippendorff_package(ratings: list[list[int | None]]) -> None:
    other = pytest.importorskip("krippendorff")
    answer = COEFFICIENTS["krippendorff_alpha_nominal"](ratings)
    assume(answer.value is not None)
    data = np.array([[np.nan if v is None else v for v in row] for row in ratings])
    assert answer.value == pytest.approx(
        other.alpha(reliability_data=data, level_of_measurement="nominal")
    )


@given(complete_pairs)
def test_kappa_equals_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    first, second = (list(row) for row in zip(*pairs, strict=True))
    answer = COEFFICIENTS["cohen_kappa"]([first, second])
    assume(answer.value is not None)
    assert answer.value == pytest.approx(metrics.cohen_kappa_score(first, second))


@given(st.lists(st.tuples(*[st.integers(0, 2)] * 4), min_size=2))
def test_fleiss_equals_statsmodels(units: list[tuple[int, ...]]) -> None:
    rater = pytest.importorskip("statsmodels.stats.inter_rater")
    answer = COEFFICIENTS["fleiss_kappa"](list(zip(*units, strict=True)))
    assume(answer.value is not None)
    counted, _ = rater.aggregate_raters(np.array(units))
    assert answer.value == pytest.approx(rater.fleiss_kappa(counted))


@given(st.lists(st.integers(0, 3), min_size=1))
def test_identical_coders_give_1_or_nothing(row: list[int]) -> None:
    for name, coefficient in COEFFICIENTS.items():
        ratings = [[{v} for v in row]] * 2 if name == "krippendorff_alpha_masi" else [row, row]
        answer = coefficient(ratings)
        assert answer.value is None or answer.value == pytest.approx(1)


@given(tables)
def test_swapping_coders_changes_nothing(ratings: list[list[int | None]]) -> None:
    for name, coefficient in COEFFICIENTS.items():
        if name == "krippendorff_alpha_masi":
            continue
        one, other = coefficient(ratings).value, coefficient(ratings[::-1]).value
        assert one == pytest.approx(other) if one is not None else other is None


sets = st.frozensets(st.integers(0, 3), max_size=3)


@given(sets, sets)
def test_masi_equals_nltk(a: frozenset[int], b: frozenset[int]) -> None:
    distance = pytest.importorskip("nltk.metrics.distance")
    assume(a or b)
    assert masi_distance(a, b) == pytest.approx(distance.masi_distance(a, b), abs=0.01)


@given(st.lists(st.tuples(sets, sets, sets), min_size=1, max_size=6))
def test_masi_alpha_equals_its_definition(units: list[tuple[frozenset[int], ...]]) -> None:
    values = [v for unit in units for v in unit]
    expected = [masi_distance(a, b) for a, b in itertools.permutations(values, 2)]
    observed = [masi_distance(a, b) for unit in units for a, b in itertools.permutations(unit, 2)]
    answer = krippendorff_alpha_masi(list(zip(*units, strict=True)))
    if answer.value is None:
        assert not any(expected)
    else:
        assert answer.value == pytest.approx(1 - np.mean(observed) / np.mean(expected))


def test_masi_of_empty_sets() -> None:
    assert masi_distance([], []) == 0
    assert masi_distance([], ["a"]) == 1


@pytest.mark.parametrize("name", list(COEFFICIENTS))
def test_odd_ratings(name: str) -> None:
    given = COEFFICIENTS[name]
    for empty in ([], [[]], [[], []], [[None, None], [None, None]]):
        answer = given(empty)
        assert answer.value is None
        assert answer.reason
    with pytest.raises(ValueError, match="every coder needs a value, or None, for every unit"):
        given([[{"a"} if "masi" in name else 1], []])


def test_not_a_number_is_missing() -> None:
    nan = float("nan")
    ratings = [[1 if v is None else v for v in row] for row in FOUR]
    missing = [[nan if v is None else v for v in row] for row in FOUR]
    for name, coefficient in COEFFICIENTS.items():
        if "masi" not in name:
            assert coefficient(missing) == coefficient(FOUR)
            assert coefficient(ratings) != coefficient(FOUR) or coefficient(FOUR).value is None
