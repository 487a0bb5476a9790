"""The code-document table: counts, shares that add up to one, 0 and 1, n.a. for nothing."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.analysis.code_table import SHARES, UNITS, code_table
from kwalcode.errors import UsageError

AMOUNTS = pd.DataFrame(
    [(1, 0, 3, 1, 30), (1, 2, 1, 1, 5), (2, 0, 1, 2, 5)],
    columns=["code", "column", "quotations", "respondents", "words"],
)


def made(**more):
    return code_table(AMOUNTS, [2, 1, 3], [0, 1, 2], by="column", **more).to_numpy().tolist()


def test_counts_stand_where_they_belong() -> None:
    assert made() == [[1, 0, 0], [3, 0, 1], [0, 0, 0]]
    assert made(unit="respondents") == [[2, 0, 0], [1, 0, 1], [0, 0, 0]]
    assert made(unit="words") == [[5, 0, 0], [30, 0, 5], [0, 0, 0]]
    assert made(unit="words", binary=True) == [[1, 0, 0], [1, 0, 1], [0, 0, 0]]


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        ("row", [[1, 0, 0], [0.75, 0, 0.25], [None, None, None]]),
        ("column", [[0.25, None, 0], [0.75, None, 1], [0, None, 0]]),
        ("total", [[0.2, 0, 0], [0.6, 0, 0.2], [0, 0, 0]]),
    ],
)
def test_shares(share, expected) -> None:
    found = [[None if x != x else pytest.approx(x) for x in row] for row in made(share=share)]
    assert found == expected


def test_wrong_requests() -> None:
    for more in ({"unit": "turns"}, {"share": "half"}, {"share": "row", "binary": True}):
        with pytest.raises(UsageError):
            made(**more)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("share", SHARES)
def test_nothing_at_all(unit, share) -> None:
    empty = code_table(AMOUNTS.iloc[:0], [], [], by="column", unit=unit, share=share)
    assert empty.shape == (0, 0)
    nobody = code_table(AMOUNTS.iloc[:0], [1], [7], by="column", unit=unit, share=share)
    assert nobody.shape == (1, 1)
    assert nobody.isna().all(axis=None) == (share != "none")


@given(st.lists(st.lists(st.integers(0, 5), min_size=3, max_size=3), min_size=1, max_size=5))
def test_shares_add_up(counts) -> None:
    rows = [(c, k, n, 1, n) for c, row in enumerate(counts) for k, n in enumerate(row) if n]
    frame = pd.DataFrame(rows, columns=AMOUNTS.columns).astype("int64")
    for share, axis in (("row", 1), ("column", 0)):
        table = code_table(frame, range(len(counts)), range(3), by="column", share=share)
        sums = table.dropna(axis=1 - axis).sum(axis=axis)
        assert sums.tolist() == pytest.approx([1.0] * len(sums))
