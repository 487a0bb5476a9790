from __future__ import annotations

import time

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from kwalcode import spans, units

WORDS = "ab c\n d  "


@st.composite
def unit_ranges(draw: st.DrawFn) -> list[tuple[int, int, int]]:
    answer = []
    for document in draw(st.lists(st.integers(0, 5), unique=True, max_size=4)):
        bounds = sorted(draw(st.sets(st.integers(0, 40), max_size=10)))
        for start, end in zip(bounds[::2], bounds[1::2], strict=False):
            answer.append((document, start, end))
    return answer


span_ranges = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 40), st.integers(0, 12)).map(
        lambda t: (t[0], t[1], t[1] + t[2])
    ),
    max_size=30,
)


def columns(rows: list[tuple[int, ...]], n: int) -> list[units.Ints]:
    table = np.array(rows, dtype=np.int64).reshape(len(rows), n)
    return [table[:, i] for i in range(n)]


@settings(deadline=None)
@given(span_ranges, unit_ranges())
def test_cut_equals_comparing_every_span_with_every_unit(
    given_spans: list[tuple[int, int, int]], given_units: list[tuple[int, int, int]]
) -> None:
    expected = [
        (i, j)
        for i, s in enumerate(given_spans)
        for j, u in enumerate(given_units)
        if s[0] == u[0] and s[1] < s[2] and spans.overlap(s[1:], u[1:])
    ]
    span, unit = units.cut(*columns(given_spans, 3), *columns(given_units, 3))
    assert list(zip(span.tolist(), unit.tolist(), strict=True)) == expected


@settings(deadline=None)
@given(st.text(alphabet="a \n", max_size=40), st.data())
def test_overlap_of_trimmed_ranges_means_a_shared_non_space_character(
    text: str, data: st.DataObject
) -> None:
    a = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    b = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    span, unit = spans.trim(text, *a), spans.trim(text, *b)
    shared = any(not text[i].isspace() for i in range(max(a[0], unit[0]), min(a[1], unit[1])))
    both = span[0] < span[1] and unit[0] < unit[1]
    assert (both and spans.overlap(span, unit)) == shared


@settings(deadline=None)
@given(st.lists(st.tuples(*[st.integers(-9, 9)] * 3)))
def test_distinct_and_order_equal_python(rows: list[tuple[int, int, int]]) -> None:
    given_columns = columns(rows, 3)
    assert list(zip(*(c.tolist() for c in units.distinct(*given_columns)), strict=True)) == sorted(
        set(rows)
    )
    assert [rows[i] for i in units.order(*given_columns)] == sorted(rows)


def test_distinct_and_order_when_the_rows_do_not_fit_one_integer() -> None:
    big = 2**40
    rows = [(big, 1, 0), (0, big, 5), (big, 1, 0), (0, 3, big)]
    expected = sorted(set(rows))
    given_columns = columns(rows, 3)
    assert list(zip(*(c.tolist() for c in units.distinct(*given_columns)), strict=True)) == expected
    assert [rows[i] for i in units.order(*given_columns)] == sorted(rows)


def test_presence_uses_the_trimmed_span_and_counts_once() -> None:
    # "Ja. Nee." with the span "a. " ending on the space before the second sentence
    codings = pd.DataFrame(
        {
            "document": [1, 1, 1, 1],
            "start": [1, 1, 0, 3],
            "end": [4, 5, 2, 4],
            "trimmed_start": [1, 1, 0, 4],
            "trimmed_end": [3, 5, 2, 4],
            "code": [7, 8, 7, 9],
            "coder": [1, 1, 1, 1],
        }
    )
    bounds = pd.DataFrame({"document": [1, 1], "start": [0, 4], "end": [3, 8]})
    rows = list(zip(*(c.tolist() for c in units.presence(codings, bounds)), strict=True))
    assert rows == [(0, 7, 1), (0, 8, 1), (1, 8, 1)]
    plain = codings.drop(columns=["trimmed_start", "trimmed_end"])
    assert units.presence(plain, bounds, carry=["code"])[0].tolist() == [0, 0, 1]


def test_presence_of_nothing_is_empty() -> None:
    empty = pd.DataFrame({c: [] for c in ("document", "start", "end", "code", "coder")}, dtype=int)
    assert [len(c) for c in units.presence(empty, empty)] == [0, 0, 0]


def test_half_a_million_spans_are_cut_within_a_second() -> None:
    rng = np.random.default_rng(1)
    unit_document = np.repeat(np.arange(1000), 600)
    unit_start = np.tile(np.arange(600) * 80, 1000)
    start = rng.integers(0, 47_800, 500_000)
    began = time.process_time()
    span, _ = units.cut(
        rng.integers(0, 1000, 500_000),
        start,
        start + rng.integers(1, 300, 500_000),
        unit_document,
        unit_start,
        unit_start + 79,
    )
    assert len(span) > 1_000_000
    assert time.process_time() - began < 1.0
