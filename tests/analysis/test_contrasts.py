"""Contrasts: shares, differences, p with the smallest attainable, and what is not available."""

import math

import pandas as pd
import pytest

from kwalcode.analysis.contrasts import contrast
from kwalcode.analysis.intervals import newcombe, wilson

GROUPS = {n: "ja" if n <= 6 else "nee" for n in range(1, 13)}


def said(**having: range) -> pd.DataFrame:
    """Return amounts: code c1, c2 ... said by these respondents, twice each, in ten words."""
    rows = [(int(code[1:]), person, 2, 10) for code, people in having.items() for person in people]
    return pd.DataFrame(rows, columns=["code", "respondent", "quotations", "words"])


def test_a_contrast_in_respondents() -> None:
    found = contrast(said(c1=range(2, 8), c2=range(1, 13), c4=[1]), [1, 2, 3, 4], GROUPS)
    assert found.test == "Fisher exact"
    assert found.groups.to_numpy().tolist() == [["ja", 6], ["nee", 6]]
    codes = found.codes.set_index("code")
    assert codes["amount"].tolist() == [6, 12, 0, 1]
    assert codes.loc[1, "p"] == pytest.approx(0.080087, abs=5e-7)
    assert codes.loc[1, "holm"] == pytest.approx(2 * codes.loc[1, "p"])
    assert codes.loc[4, "smallest_p"] == pytest.approx(1)
    assert codes["everywhere"].tolist() == [True, True, False, False]
    assert found.tests == 2
    assert found.smallest_p == pytest.approx(2 / math.comb(12, 6))
    first = found.cells.iloc[0]
    assert (first["value"], first["amount"], first["with"]) == ("ja", 5, 5)
    assert first["level"] == pytest.approx(5 / 6)
    assert (first["low"], first["high"]) == pytest.approx(wilson(5, 6))
    assert first["difference"] == pytest.approx(4 / 6)
    between = (first["difference_low"], first["difference_high"])
    assert between == pytest.approx(newcombe(5, 6, 1, 6))


def test_no_codings_and_no_variation_are_not_available_with_a_reason() -> None:
    found = contrast(said(c2=range(1, 13)), [2, 3], GROUPS)
    assert found.codes["p"].isna().all()
    assert found.codes["reason"].tolist() == ["the same in every respondent", "no codings"]
    assert found.tests == 0


@pytest.mark.parametrize("unit", ["respondents", "quotations", "words"])
@pytest.mark.parametrize("groups", [{}, {1: "x"}, {1: "x", 2: "x"}])
def test_nobody_one_respondent_one_group(unit, groups) -> None:
    found = contrast(said(c1=[1]), [1, 2], groups, unit=unit)
    assert found.reason
    assert found.codes["p"].isna().all()
    assert (found.codes["reason"] == found.reason).all()
    assert math.isnan(found.smallest_p)
    assert found.cells["difference"].isna().all()


@pytest.mark.parametrize(("unit", "each"), [("quotations", 2), ("words", 10)])
def test_amounts_are_means_per_respondent(unit, each) -> None:
    found = contrast(said(c1=range(1, 6)), [1], GROUPS, unit=unit)
    assert found.test == "all arrangements of respondents"
    [code] = found.codes.to_dict("records")
    assert code["amount"] == 5 * each
    assert code["p"] == pytest.approx(2 * math.comb(6, 5) / math.comb(12, 5))
    assert code["p"] == pytest.approx(code["smallest_p"])
    assert not code["everywhere"]
    assert found.cells["level"].tolist() == pytest.approx([5 * each / 6, 0])
    assert found.cells["with"].tolist() == [5, 0]


def test_more_groups_are_each_held_against_the_others() -> None:
    groups = {1: "a", 2: "a", 3: "b", 4: "b", 5: "c"}
    found = contrast(said(c1=[1, 2, 5]), [1], groups)
    assert found.test == "Fisher-Freeman-Halton exact"
    assert found.cells["difference"].tolist() == pytest.approx([1 - 1 / 3, -1, 1 - 2 / 4])
