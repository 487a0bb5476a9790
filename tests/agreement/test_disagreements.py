"""Every span in one class: METHOD section 6, once more by hand and by brute force."""

from __future__ import annotations

import time
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.agreement.disagreements import CLASSES, KINDS, classify, confusion
from kwalcode.agreement.passages import meeting
from kwalcode.spans import intersection, merge, overlap

A, B = 1, 2
Row = tuple[int, int, int, int, int]
UNITS = [(1, 0, 9), (1, 10, 19), (1, 20, 29), (1, 34, 40), (2, 0, 9), (2, 12, 30)]


def units() -> pd.DataFrame:
    return pd.DataFrame(UNITS, columns=["document", "start", "end"])


def frame(rows: list[Row]) -> pd.DataFrame:
    table = np.array(rows, dtype=np.int64).reshape(-1, 5)
    return pd.DataFrame(table, columns=["document", "start", "end", "code", "coder"])


def classes(rows: list[Row], coders: tuple[int, int] = (A, B)) -> dict[Row, tuple[str, str]]:
    found = classify(frame(rows), units(), coders)
    return {
        (r.document, r.start, r.end, r.code, r.coder): (CLASSES[r.group], KINDS[r.kind])
        for r in found.itertuples()
    }


@pytest.mark.parametrize(
    ("a", "b", "of_a", "of_b"),
    [
        ((0, 9, 7), (0, 9, 7), ("agree", ""), ("agree", "")),
        # other characters of the same sentence are the same sentences
        ((0, 4, 7), (5, 9, 7), ("agree", ""), ("agree", "")),
        ((0, 20, 7), (0, 19, 7), ("agree", ""), ("agree", "")),
        ((0, 21, 7), (0, 19, 7), ("agree", ""), ("agree", "")),  # IoU 19/21
        ((0, 29, 7), (0, 9, 7), ("boundary", "wider"), ("boundary", "narrower")),
        ((0, 19, 7), (10, 29, 7), ("boundary", "shifted"), ("boundary", "shifted")),
        ((0, 9, 7), (0, 9, 8), ("other code", ""), ("other code", "")),
        ((0, 9, 7), (0, 29, 8), ("other code", ""), ("other code", "")),
        ((0, 9, 7), (6, 29, 8), ("missed code", ""), ("missed code", "")),
        ((0, 9, 7), (10, 29, 8), ("missed passage", ""), ("missed passage", "")),
        ((0, 9, 7), (10, 29, 7), ("missed passage", ""), ("missed passage", "")),
    ],
)
def test_two_spans(a, b, of_a, of_b) -> None:
    found = classes([(1, *a, A), (1, *b, B)])
    assert found == {(1, *a, A): of_a, (1, *b, B): of_b}


def test_a_split_span_has_a_match_and_a_further_piece() -> None:
    found = classes([(1, 0, 29, 7, A), (1, 0, 15, 7, B), (1, 20, 29, 7, B)])
    assert found[1, 0, 29, 7, A] == ("boundary", "wider")
    assert found[1, 0, 15, 7, B] == ("boundary", "narrower")
    assert found[1, 20, 29, 7, B] == ("boundary", "piece")


def test_a_matched_span_is_not_another_code() -> None:
    found = classes([(1, 0, 9, 7, A), (1, 0, 9, 7, B), (1, 0, 9, 8, B)])
    assert found[1, 0, 9, 8, B] == ("missed code", "")


def test_spans_outside_the_talk_and_of_others_are_left_out() -> None:
    assert classes([(1, 29, 34, 7, A), (1, 0, 9, 7, 3)]) == {}
    assert classes([]) == {}


def test_overlapping_spans_of_a_coder_are_one_and_touching_ones_two() -> None:
    found = classes([(1, 0, 6, 7, A), (1, 4, 9, 7, A), (1, 10, 14, 7, A), (1, 14, 19, 7, A)])
    assert list(found) == [(1, 0, 9, 7, A), (1, 10, 14, 7, A), (1, 14, 19, 7, A)]


def test_confusion_counts_what_stands_against_what() -> None:
    rows = [
        (1, 0, 9, 7, A), (1, 0, 9, 7, B),
        (1, 10, 19, 7, A), (1, 10, 19, 8, B),
        (1, 20, 29, 9, A), (2, 0, 9, 7, A), (2, 0, 9, 8, B),
    ]  # fmt: skip
    found = confusion(classify(frame(rows), units(), (A, B)), (A, B))
    assert [tuple(row) for row in found.itertuples(index=False)] == [(7, 7, 1), (7, 8, 2)]


rows_of_two = st.lists(
    st.tuples(
        st.integers(1, 2), st.integers(0, 36), st.integers(1, 24), st.integers(7, 9),
        st.sampled_from((A, B)),
    ).map(lambda t: (t[0], t[1], t[1] + t[2], t[3], t[4])),
    max_size=14,
)  # fmt: skip


@given(rows_of_two)
def test_the_fast_path_equals_brute_force(rows: list[Row]) -> None:
    assert classes(rows) == by_brute_force(rows)


@given(rows_of_two)
def test_swapping_the_coders_mirrors(rows: list[Row]) -> None:
    mirrored = {"wider": "narrower", "narrower": "wider"}
    swapped = classes([(*r[:4], B if r[4] == A else A) for r in rows])
    assert {
        (*r[:4], B if r[4] == A else A): (group, kind) for r, (group, kind) in swapped.items()
    } == classes(rows)
    assert classes(rows, (B, A)) == classes(rows)
    assert set(mirrored) < set(KINDS)
    a, b = (confusion(classify(frame(rows), units(), pair), pair) for pair in ((A, B), (B, A)))
    assert {(r.a, r.b, r.n) for r in a.itertuples()} == {(r.b, r.a, r.n) for r in b.itertuples()}


@given(rows_of_two)
def test_partners_are_of_the_other_coder_and_matches_are_mutual(rows: list[Row]) -> None:
    found = classify(frame(rows), units(), (A, B))
    for row in found.itertuples():
        alone = CLASSES[row.group] in ("missed code", "missed passage")
        assert (row.partner < 0) == alone
        if alone:
            continue
        other = found.iloc[row.partner]
        assert other["coder"] != row.coder
        assert (other["code"] == row.code) == (CLASSES[row.group] in ("agree", "boundary"))
        if CLASSES[row.group] == "agree":
            assert other["partner"] == row.Index


def merged(rows: list[Row]) -> list[Row]:
    owners = sorted({(d, coder, code) for d, _s, _e, code, coder in rows})
    return [
        (d, s, e, code, coder)
        for d, coder, code in owners
        for s, e in merge(r[1:3] for r in rows if (r[0], r[4], r[3]) == (d, coder, code))
    ]


def sentences(row: Row) -> set[int]:
    return {n for n, u in enumerate(UNITS) if u[0] == row[0] and overlap(row[1:3], u[1:])}


def shared(x: Row, y: Row) -> int:
    return intersection(x[1:3], y[1:3]) if x[0] == y[0] else 0


def iou(x: Row, y: Row) -> Fraction:
    both = shared(x, y)
    return Fraction(both, x[2] - x[1] + y[2] - y[1] - both)


def by_brute_force(rows: list[Row]) -> dict[Row, tuple[str, str]]:
    spans = [row for row in merged(rows) if sentences(row)]
    pairs = [
        (x, y)
        for x in spans if x[4] == A
        for y in spans if y[4] == B and x[3] == y[3] and sentences(x) & sentences(y)
    ]  # fmt: skip
    candidates = {span for pair in pairs for span in pair}
    match: dict[Row, Row] = {}
    while pairs:
        best = max(pairs, key=lambda p: (iou(*p), -min(p[0][1], p[1][1]), -max(p[0][1], p[1][1])))
        match |= {best[0]: best[1], best[1]: best[0]}
        pairs = [p for p in pairs if not set(p) & set(best)]
    free = [span for span in spans if span not in candidates]
    return {span: one_class(span, match, candidates, free, spans) for span in spans}


def one_class(span, match, candidates, free, spans) -> tuple[str, str]:
    if span in match:
        other = match[span]
        if sentences(span) == sentences(other) or iou(span, other) >= Fraction(9, 10):
            return "agree", ""
        if span[1] <= other[1] and span[2] >= other[2]:
            return "boundary", "wider"
        inside = other[1] <= span[1] and other[2] >= span[2]
        return "boundary", "narrower" if inside else "shifted"
    if span in candidates:
        return "boundary", "piece"
    others = [s for s in spans if s[4] != span[4] and s[3] != span[3]]
    if any(2 * shared(s, span) >= min(s[2] - s[1], span[2] - span[1]) for s in others if s in free):
        return "other code", ""
    if any(sentences(s) & sentences(span) for s in others):
        return "missed code", ""
    return "missed passage", ""


ranges = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), max_size=12)


@given(ranges, ranges)
def test_meeting_is_every_pair_that_overlaps_once(a, b) -> None:
    edges = [np.array([(s, s + n) for s, n in side]).reshape(-1, 2).T for side in (a, b)]
    i, j = meeting(*(edge.astype(np.int64) for side in edges for edge in side))
    found = sorted(zip(i.tolist(), j.tolist(), strict=True))
    assert found == [
        (x, y)
        for x, (s, n) in enumerate(a)
        for y, (t, m) in enumerate(b)
        if overlap((s, s + n), (t, t + m))
    ]


def test_half_a_million_spans() -> None:
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
    many = pd.DataFrame(
        {"document": np.repeat(np.arange(1000), 600), "start": np.tile(np.arange(600) * 80, 1000)}
    )
    many["end"] = many["start"] + 79
    began = time.process_time()
    found = classify(codings, many, (A, B))
    assert time.process_time() - began < 5
    assert len(found) > 490_000
    assert (found["group"] >= 0).all()
