"""Chance of codes that meet in respondents: METHOD's figures, brute force, nobody."""

from math import comb

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.analysis.chance import COLUMNS, chance


def codings(**having) -> pd.DataFrame:
    rows = [(code, person) for code, people in having.items() for person in people]
    return pd.DataFrame(rows, columns=["code", "respondent"])


def pairs(*found) -> pd.DataFrame:
    return pd.DataFrame([tuple(pair) for pair in found], columns=["a", "b"])


@pytest.mark.parametrize(("b", "p"), [(range(1, 7), 0.040043), (range(6), 0.001082)])
def test_the_figures_of_method(b, p) -> None:
    [row] = chance(codings(A=range(6), B=b), pairs("AB"), range(12)).to_dict("records")
    assert (row["respondents_a"], row["respondents_b"]) == (6, 6)
    assert row["p"] == pytest.approx(p, abs=5e-7)
    assert row["holm"] == row["bh"] == row["p"]


def test_pairs_that_never_meet_are_in_the_correction() -> None:
    found = chance(codings(A=range(6), B=range(6), C=[7]), pairs("AB", "AC", "BC"), range(12))
    assert found["respondents_ab"].tolist() == [6, 0, 0]
    assert found["p"].tolist() == pytest.approx([1 / comb(12, 6), 1, 1])
    assert found["holm"].tolist() == pytest.approx([3 / comb(12, 6), 1, 1])


def test_nobody_and_codes_without_codings() -> None:
    nothing = codings().astype({"code": object})
    assert chance(nothing, pairs("AB"), [])["p"].isna().all()
    assert tuple(chance(nothing, pairs(), [1, 2]).columns) == COLUMNS
    assert chance(codings(A=[1]), pairs("AB"), [1, 2])["respondents_b"].tolist() == [0]


@given(st.sets(st.integers(0, 6)), st.sets(st.integers(0, 6)))
def test_against_counting_every_way(a, b) -> None:
    [row] = chance(codings(A=sorted(a), B=sorted(b)), pairs("AB"), range(7)).to_dict("records")
    ways = sum(
        comb(len(a), k) * comb(7 - len(a), len(b) - k)
        for k in range(len(a & b), min(len(a), len(b)) + 1)
    )
    assert row["p"] == pytest.approx(ways / comb(7, len(b)))
