"""|u-alpha and MASI-alpha from columns, against the plain ones on the same spans."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.agreement.codesets import masi_of_units
from kwalcode.agreement.continuum import span_agreement
from kwalcode.agreement.passages import merged_spans
from kwalcode.agreement.sets import krippendorff_alpha_masi
from kwalcode.agreement.ualpha import bar_u_alpha
from kwalcode.units import distinct

LENGTH = 40
_COLUMNS = ("document", "start", "end", "code", "coder")
_spans = st.lists(
    st.tuples(
        st.integers(1, 2), st.integers(0, LENGTH - 1), st.integers(1, 12), st.integers(1, 3),
        st.integers(1, 3),
    ),
    max_size=14,
)  # fmt: skip


def frame(rows: list[tuple[int, int, int, int, int]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(_COLUMNS), dtype="int64")


@given(_spans, st.integers(2, 3))
def test_every_code_has_the_alpha_of_the_plain_one(
    found: list[tuple[int, int, int, int, int]], coders: int
) -> None:
    rows = [(d, s, min(s + n, LENGTH), k, who) for d, s, n, k, who in found if who <= coders]
    talk = pd.DataFrame({"document": [1, 2], "start": [0, 0], "end": [LENGTH, LENGTH]})
    got = span_agreement(merged_spans(frame(rows)), talk, {1: coders, 2: coders}, [1, 2, 3])
    for number, value in zip((1, 2, 3), got.codes, strict=True):
        spans = [
            [(s + LENGTH * (d - 1), e + LENGTH * (d - 1), k) for d, s, e, k, c in rows if c == who]
            for who in range(1, coders + 1)
        ]
        # a span that reaches the end of one document, and one from the start of the next, stay two
        merged = [list(one) for one in spans]
        plain = bar_u_alpha(merged, 2 * LENGTH, number)
        if plain.value is None:
            assert value.value is None
        else:
            assert value.value == pytest.approx(plain.value)


def test_talk_that_does_not_count_is_cut_out() -> None:
    """What stands between two answers has no length; a span over both is one unit."""
    talk = pd.DataFrame({"document": [1, 1], "start": [10, 50], "end": [20, 60]})
    rows = [(1, 0, 55, 1, 1), (1, 12, 55, 1, 2)]
    got = span_agreement(frame(rows), talk, {1: 2}, [1])
    plain = bar_u_alpha([[(0, 15, 1)], [(2, 15, 1)]], 20, 1)
    assert got.codes[0].value == pytest.approx(plain.value)
    assert got.pooled.value == got.codes[0].value


def test_without_pairs_or_codings_there_is_a_reason() -> None:
    talk = pd.DataFrame({"document": [1], "start": [0], "end": [20]})
    got = span_agreement(frame([]), talk, {}, [1])
    assert (got.pooled.value, bool(got.pooled.reason)) == (None, True)
    got = span_agreement(frame([]), talk, {1: 2}, [1])
    assert got.codes[0].value is None
    assert "nobody" in got.codes[0].reason
    got = span_agreement(frame([(1, 0, 20, 1, 1), (1, 0, 20, 1, 2)]), talk, {1: 2}, [1])
    assert got.codes[0].value is None


_sets = st.frozensets(st.integers(0, 9) | st.just(70), max_size=4)


@given(
    st.lists(
        st.lists(st.none() | _sets, min_size=5, max_size=5),
        min_size=2,
        max_size=4,
    )
)
def test_masi_is_that_of_plain_sets(ratings: list[list[frozenset[int] | None]]) -> None:
    rows = [
        (unit, coder, code)
        for coder, values in enumerate(ratings)
        for unit, value in enumerate(values)
        for code in value or ()
    ]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    many = np.array([sum(v[u] is not None for v in ratings) for u in range(5)], dtype=np.int64)
    unit, coder, code = distinct(*columns)
    got = masi_of_units(unit, coder, code, many, np.ones(5), 71)
    plain = krippendorff_alpha_masi(ratings)
    if plain.value is None:
        assert got.value is None
    else:
        assert got.value == pytest.approx(plain.value)


def test_masi_counts_a_run_as_often_as_it_has_characters() -> None:
    unit, coder, code = (np.array(c, dtype=np.int64) for c in ([0, 0, 1], [0, 1, 0], [1, 1, 2]))
    many = np.array([2, 2], dtype=np.int64)
    got = masi_of_units(unit, coder, code, many, np.array([3.0, 1.0]), 3)
    first = [{1}, {1}, {1}, {2}]
    second: list[set[int]] = [{1}, {1}, {1}, set()]
    assert got.value == pytest.approx(krippendorff_alpha_masi([first, second]).value)
