"""The code-document table: counts, shares that add up to one, 0 and 1, n.a. for nothing."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.analysis.code_table import NORMALISED, SHARES, UNITS, code_table, totals
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


def test_columns_are_levelled() -> None:
    shown = made(normalise="largest")
    assert shown[0] == [1, pytest.approx(float("nan"), nan_ok=True), 0]
    assert [shown[1][0], shown[1][2]] == [3, 4]  # one quotation where the largest has four
    found = code_table(
        AMOUNTS, [2, 1], [0, 2], by="column", normalise="words", sizes={0: 500, 2: 0}
    )
    assert found[0].tolist() == [2, 6]
    assert found[2].isna().all()
    shares = code_table(AMOUNTS, [2, 1], [0, 2], by="column", normalise="largest", share="row")
    assert shares.loc[1].tolist() == pytest.approx([3 / 7, 4 / 7])


def test_sums_of_rows_and_columns() -> None:
    table = code_table(AMOUNTS, [2, 1, 3], [0, 1, 2], by="column")
    rows, columns, total = totals(table)
    assert (rows.tolist(), columns.tolist(), total) == ([1, 4, 0], [4, 0, 1], 5)
    shares = code_table(AMOUNTS, [2, 1, 3], [0, 1, 2], by="column", share="row")
    assert totals(shares)[0].tolist() == pytest.approx([1, 1, float("nan")], nan_ok=True)
    assert totals(code_table(AMOUNTS, [], [], by="column"))[2] == 0


def test_wrong_requests() -> None:
    wrong = ({"normalise": "half"}, {"normalise": "words", "binary": True})
    for more in (*wrong, {"unit": "turns"}, {"share": "half"}, {"share": "row", "binary": True}):
        with pytest.raises(UsageError):
            made(**more)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("normalise", NORMALISED)
@pytest.mark.parametrize("share", SHARES)
def test_nothing_at_all(unit, normalise, share) -> None:
    nothing = AMOUNTS.iloc[:0]
    empty = code_table(nothing, [], [], by="column", unit=unit, share=share, normalise=normalise)
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
