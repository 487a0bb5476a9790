"""The coefficients from sums are those on ratings; weights, clusters and documents fit."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.agreement import COEFFICIENTS, sentence_agreement
from kwalcode.agreement.binary import document_values
from kwalcode.agreement.runs import character_runs
from kwalcode.agreement.spans import SPAN_COEFFICIENTS
from kwalcode.agreement.yesno import COEFFICIENT_NAMES

ON_RATINGS = {
    "observed": "percent_agreement_mean_pairwise",
    "alpha": "krippendorff_alpha_nominal",
    "kappa": "cohen_kappa",
    "scott_pi": "scott_pi",
    "fleiss_kappa": "fleiss_kappa",
    "ac1": "gwet_ac1",
    "brennan_prediger": "brennan_prediger",
    "dice": "dice",
    "jaccard": "jaccard",
}
ON_CHARACTERS = {
    "observed": "percent_agreement_char",
    "alpha": "krippendorff_alpha_char",
    "kappa": "cohen_kappa_char",
    "ac1": "gwet_ac1_char",
    "dice": "dice_char",
    "jaccard": "jaccard_char",
}
rating = st.lists(st.lists(st.booleans(), min_size=2, max_size=2), min_size=1, max_size=12)


def compare(votes: list[list[bool]], documents: int = 1):
    """Compare two or more coders on units of which `votes` tells who coded which."""
    rows = [
        (1 + n % documents, 10 * n, 10 * n + 5, 7, coder)
        for n, unit in enumerate(votes)
        for coder, yes in enumerate(unit)
        if yes
    ]
    table = np.array(rows, dtype=np.int64).reshape(-1, 5)
    codings = pd.DataFrame(table, columns=["document", "start", "end", "code", "coder"])
    units = pd.DataFrame(
        [(1 + n % documents, 10 * n, 10 * n + 9) for n in range(len(votes))],
        columns=["document", "start", "end"],
    )
    people = set(range(len(votes[0])))
    coded_by = dict.fromkeys(range(1, documents + 1), people)
    return sentence_agreement(codings, units, coded_by, [7, 8])


@given(rating)
def test_two_coders_as_on_ratings(votes: list[list[bool]]) -> None:
    row = compare(votes).codes.iloc[0]
    given_ratings = [list(column) for column in zip(*votes, strict=True)]
    for name, other in ON_RATINGS.items():
        value = COEFFICIENTS[other](given_ratings, 2).value
        if row["reason"]:
            continue
        if value is None:
            assert np.isnan(row[name]), name
        else:
            assert row[name] == pytest.approx(value), name


@given(st.lists(st.lists(st.booleans(), min_size=3, max_size=3), min_size=1, max_size=9))
def test_three_coders_have_no_kappa_and_no_dice(votes: list[list[bool]]) -> None:
    table = compare(votes)
    row = table.codes.iloc[0]
    for name in ("kappa", "scott_pi", "dice", "jaccard"):
        assert np.isnan(row[name])
        assert "two coders" in table.together[name].reason
    if not row["reason"]:
        given_ratings = [list(column) for column in zip(*votes, strict=True)]
        fleiss = COEFFICIENTS["fleiss_kappa"](given_ratings, 2).value
        assert row["fleiss_kappa"] == pytest.approx(fleiss)


def test_a_code_nobody_used_is_not_available_anywhere() -> None:
    table = compare([[True, False], [True, True]])
    unused = table.codes.iloc[1]
    assert unused["reason"] == "nobody used this code"
    assert all(np.isnan(unused[name]) for name in COEFFICIENT_NAMES)
    # and it changes nothing in the figures over all codes
    assert table.together["observed"].value == pytest.approx(0.5)
    for name in COEFFICIENT_NAMES:
        if table.together[name].value is not None:
            assert table.together[name].value == pytest.approx(table.codes.iloc[0][name]), name


@given(rating)
def test_identical_coders_give_one(votes: list[list[bool]]) -> None:
    row = compare([[unit[0], unit[0]] for unit in votes]).codes.iloc[0]
    if not row["reason"]:
        assert all(row[name] == pytest.approx(1) for name in COEFFICIENT_NAMES)


@given(rating)
def test_swapping_the_coders_changes_nothing(votes: list[list[bool]]) -> None:
    one, other = compare(votes), compare([unit[::-1] for unit in votes])
    for name in COEFFICIENT_NAMES:
        assert one.codes[name].tolist() == pytest.approx(other.codes[name].tolist(), nan_ok=True)
    assert one.codes["a_only"].tolist() == other.codes["b_only"].tolist()


@given(rating)
def test_each_document_is_as_if_it_were_alone(votes: list[list[bool]]) -> None:
    found = document_values(compare(votes * 2, documents=2))
    for document, n, values in found:
        alone = compare((votes * 2)[document - 1 :: 2])
        assert n == alone.n
        for name, value in values.items():
            assert value.reason == alone.together[name].reason
            assert value.value == pytest.approx(alone.together[name].value)


coded = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 15), st.integers(7, 8), st.integers(1, 2)),
    max_size=10,
)


@given(coded)
def test_runs_of_characters_as_on_every_character(spans) -> None:
    rows = [(5, s, s + n, code, coder) for s, n, code, coder in spans]
    table = np.array(rows, dtype=np.int64).reshape(-1, 5)
    codings = pd.DataFrame(table, columns=["document", "start", "end", "code", "coder"])
    talk = pd.DataFrame({"document": [5], "start": [0], "end": [60]})
    runs = character_runs(codings, talk)
    found = sentence_agreement(codings, runs, {5: {1, 2}}, [7], unit="character")
    assert found.n == 60
    assert len(runs) <= 2 * len(rows) + 1
    row = found.codes.iloc[0]
    if row["reason"]:
        return
    coders = [[(r[1], r[2], r[3]) for r in rows if r[4] == c] for c in (1, 2)]
    for name, other in ON_CHARACTERS.items():
        value = SPAN_COEFFICIENTS[other](coders, 60, 7).value
        assert row[name] == pytest.approx(value), name


def test_runs_stay_within_the_talk() -> None:
    codings = pd.DataFrame(
        [(1, 0, 12, 7, 1), (2, 3, 5, 7, 1)],
        columns=["document", "start", "end", "code", "coder"],
    )
    talk = pd.DataFrame(
        {"document": [2, 1, 1], "start": [4, 10, 2], "end": [9, 20, 6], "cluster": [2, 1, 0]}
    )
    assert character_runs(codings, talk).to_numpy().tolist() == [
        [1, 2, 6, 4, 0],
        [1, 10, 12, 2, 1],
        [1, 12, 20, 8, 1],
        [2, 4, 5, 1, 2],
        [2, 5, 9, 4, 2],
    ]
    assert character_runs(codings, talk.head(0)).empty
    assert len(character_runs(codings.head(0), talk)) == 3


def test_pooled_over_two_codes_as_worked_out_by_hand() -> None:
    # code 7: both, first only, nobody, nobody; code 8: second only, both, both, nobody
    votes = {7: [(1, 1), (1, 0), (0, 0), (0, 0)], 8: [(0, 1), (1, 1), (1, 1), (0, 0)]}
    rows = [
        (1, 10 * n, 10 * n + 5, code, coder)
        for code, units in votes.items()
        for n, unit in enumerate(units)
        for coder, yes in enumerate(unit)
        if yes
    ]
    codings = pd.DataFrame(rows, columns=["document", "start", "end", "code", "coder"])
    units = pd.DataFrame({"document": 1, "start": range(0, 40, 10), "end": range(9, 49, 10)})
    found = sentence_agreement(codings, units, {1: {0, 1}}, [7, 8, 9]).together
    assert {name: value.value for name, value in found.items()} == pytest.approx(
        {
            "observed": 0.75,
            "alpha": 1 - 0.5 / (2 * 2 * 3 * 5 / 56),
            "kappa": 0.5,
            "scott_pi": 1 - 0.5 / 0.9375,
            "fleiss_kappa": 1 - 0.5 / 0.9375,
            "ac1": 1 - 0.5 / 1.0625,
            "brennan_prediger": 0.5,
            "dice": 0.75,
            "jaccard": 0.6,
            "holsti": 0.75,
        }
    )
