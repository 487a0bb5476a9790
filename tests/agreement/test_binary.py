from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.agreement import COEFFICIENTS, sentence_agreement
from kwalcode.spans import overlap

NOOR, BAS, EVA = 1, 2, 3
Row = tuple[int, int, int, int, int]
UNITS = pd.DataFrame(
    [(1, 0, 5), (1, 5, 9), (1, 10, 15), (2, 0, 5), (2, 6, 9), (3, 0, 9)],
    columns=["document", "start", "end"],
)


def frame(rows: list[Row]) -> pd.DataFrame:
    table = np.array(rows, dtype=np.int64).reshape(-1, 5)
    return pd.DataFrame(table, columns=["document", "start", "end", "code", "coder"])


def ratings(rows: list[Row], coded_by: dict[int, set[int]], code: int) -> list[list[int | None]]:
    coders = sorted({c for people in coded_by.values() if len(people) > 1 for c in people})
    units = [u for u in UNITS.itertuples(index=False) if len(coded_by.get(u.document, ())) > 1]
    return [
        [
            int(
                any(
                    r[3] == code and r[4] == coder and r[0] == u.document
                    and overlap(r[1:3], (u.start, u.end))
                    for r in rows
                )
            )
            if coder in coded_by[u.document]
            else None
            for u in units
        ]
        for coder in coders
    ]  # fmt: skip


coding_rows = st.lists(
    st.tuples(
        st.integers(1, 3), st.integers(0, 12), st.integers(1, 6), st.integers(7, 9),
        st.integers(1, 3),
    ).map(lambda t: (t[0], t[1], t[1] + t[2], t[3], t[4])),
    max_size=15,
)  # fmt: skip
completed = st.dictionaries(st.integers(1, 3), st.sets(st.integers(1, 3)))


@given(coding_rows, completed)
def test_the_fast_path_equals_the_coefficients(
    rows: list[Row], coded_by: dict[int, set[int]]
) -> None:
    table = sentence_agreement(frame(rows), UNITS, coded_by, [7, 8, 9, 10])
    observed = expected = 0.0
    for row in table.codes.itertuples():
        given_ratings = ratings(rows, coded_by, row.code)
        alpha = COEFFICIENTS["krippendorff_alpha_nominal"](given_ratings).value
        if alpha is None:
            assert np.isnan(row.alpha)
            assert row.reason
            continue
        assert row.alpha == pytest.approx(alpha)
        assert row.reason == ""
        agree = COEFFICIENTS["percent_agreement_mean_pairwise"](given_ratings).value
        assert row.observed == pytest.approx(agree)
        assert row.ac1 == pytest.approx(COEFFICIENTS["gwet_ac1"](given_ratings, 2).value)
        assert row.positives == sum(any(unit) for unit in zip(*given_ratings, strict=True))
        flat = [v for r in given_ratings for v in r if v is not None]
        chance = 2 * sum(flat) * (len(flat) - sum(flat)) / (len(flat) * (len(flat) - 1))
        observed, expected = observed + (1 - alpha) * chance, expected + chance
    if expected:
        assert table.pooled.value == pytest.approx(1 - observed / expected)
    else:
        assert (table.pooled.value, bool(table.pooled.reason)) == (None, True)
    assert table.n == len(ratings(rows, coded_by, 7)[0] if table.coders else [])


def test_two_coders_are_counted_apart() -> None:
    rows = [
        (1, 0, 7, 7, NOOR), (1, 0, 2, 7, BAS), (1, 1, 3, 7, BAS), (2, 0, 3, 7, BAS),
        (2, 0, 3, 8, NOOR), (3, 0, 3, 7, NOOR),
    ]  # fmt: skip
    both = {NOOR, BAS}
    table = sentence_agreement(frame(rows), UNITS, {1: both, 2: both, 3: {NOOR}}, [7, 8, 9])
    assert (table.coders, table.documents, table.n) == ((NOOR, BAS), (1, 2), 5)
    assert table.codes[["a_only", "b_only", "both"]].to_numpy().tolist() == [
        [1, 1, 1], [1, 0, 0], [0, 0, 0],
    ]  # fmt: skip
    assert table.codes["positives"].tolist() == [3, 1, 0]
    assert table.codes["flags"].tolist() == [("unstable",), ("unstable",), ()]
    assert table.codes["reason"].tolist() == ["", "", "nobody used this code"]


def test_three_coders_have_no_a_and_b() -> None:
    rows = [(1, 0, 3, 7, c) for c in (NOOR, BAS, EVA)]
    table = sentence_agreement(frame(rows), UNITS, {1: {NOOR, BAS, EVA}}, [7])
    assert table.codes["alpha"].tolist() == [1.0]
    assert table.codes["a_only"].tolist() == [None]


def test_high_agreement_with_low_alpha_is_flagged() -> None:
    units = pd.DataFrame({"document": 1, "start": range(0, 1000, 10), "end": range(9, 1009, 10)})
    rows = [(1, 10 * i, 10 * i + 5, 7, NOOR if i < 3 else BAS) for i in range(6)]
    table = sentence_agreement(frame(rows), units, {1: [NOOR, BAS]}, [7])
    assert table.codes["flags"].tolist() == [("paradox",)]
    assert table.codes["ac1"][0] > 0.9


def test_nothing_to_compare_is_not_a_crash() -> None:
    none = UNITS.head(0)
    for codings, units, coded_by in (
        (frame([]), none, {}),
        (frame([(1, 0, 3, 7, NOOR)]), UNITS, {1: {NOOR}}),
        (frame([]), none, {1: {NOOR, BAS}}),
        (frame([]), UNITS, {1: {NOOR, BAS}}),
    ):
        table = sentence_agreement(codings, units, coded_by, [7])
        assert table.pooled.value is None
        assert table.pooled.reason
        assert table.codes["reason"].tolist() != [""]
        assert sentence_agreement(codings, units, coded_by, []).codes.empty


def test_everybody_coded_everything() -> None:
    rows = [(1, 0, 99, 7, c) for c in (NOOR, BAS)]
    table = sentence_agreement(frame(rows), UNITS, {1: {NOOR, BAS}}, [7])
    assert table.pooled.value is None
    assert table.codes["reason"].tolist() == ["everybody coded every unit"]
    assert table.codes["both"].tolist() == [3]


def test_half_a_million_codings_of_two_coders() -> None:
    rng = np.random.default_rng(1)
    start = rng.integers(0, 47_000, 500_000)
    codings = pd.DataFrame(
        {
            "document": np.repeat(np.arange(1000), 500),
            "start": start,
            "end": start + rng.integers(10, 300, 500_000),
            "code": rng.integers(0, 200, 500_000),
            "coder": rng.integers(1, 3, 500_000),
        }
    )
    units = pd.DataFrame(
        {"document": np.repeat(np.arange(1000), 600), "start": np.tile(np.arange(600) * 80, 1000)}
    )
    units["end"] = units["start"] + 79
    began = time.process_time()
    table = sentence_agreement(codings, units, {d: {1, 2} for d in range(1000)}, range(200))
    assert time.process_time() - began < 2
    assert table.n == 600_000
