"""Words that mark a group: the formula by hand, and who is left out."""

import math

import pandas as pd
import pytest

from kwalcode.analysis.marking import log_odds, marking_words

COLUMNS = ["group", "respondent", "word", "n"]


def test_the_formula() -> None:
    d, z = log_odds(10, 100, 2, 200, 0.5, 50)
    expected = math.log(10.5 / (100 + 50 - 10.5)) - math.log(2.5 / (200 + 50 - 2.5))
    assert float(d) == pytest.approx(expected)
    assert float(z) == pytest.approx(expected / math.sqrt(1 / 10.5 + 1 / 2.5))


def test_words_of_two_groups() -> None:
    rows = [
        ("a", 1, "huis", 8), ("a", 2, "huis", 6), ("a", 1, "boot", 9), ("b", 3, "huis", 1),
        ("b", 3, "fiets", 7), ("b", 4, "fiets", 5), ("b", 4, "dag", 5), ("a", 2, "dag", 5),
    ]  # fmt: skip
    found = marking_words(pd.DataFrame(rows, columns=COLUMNS), prior=10)
    assert found["word"].tolist() == ["huis", "fiets"]  # one person said "boot"; "dag" marks none
    first = found.iloc[0]
    assert (first["n"], first["respondents"], first["elsewhere"]) == (14, 2, 1)
    d, z = log_odds(14, 28, 1, 18, 10 * 15 / 46, 10)
    assert first["log_odds"] == pytest.approx(float(d))
    assert first["z"] == pytest.approx(float(z))
    everyone = marking_words(pd.DataFrame(rows, columns=COLUMNS), prior=10, least=1)
    assert "boot" in everyone["word"].tolist()


@pytest.mark.parametrize("rows", [[], [("a", 1, "huis", 3), ("a", 2, "huis", 4)]])
def test_nothing_stands_out_alone(rows) -> None:
    assert marking_words(pd.DataFrame(rows, columns=COLUMNS), least=1).empty
