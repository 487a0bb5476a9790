"""The quotations behind pairs, held against what the analysis counts."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.analysis.pairing import cooccurrence
from kwalcode.report.behind import quotations_behind

COLUMNS = ["document", "start", "end", "code", "coder"]
UNITS = pd.DataFrame(
    [(d, s, s + 10) for d in (1, 2) for s in range(0, 60, 10)], columns=["document", "start", "end"]
)
# the first corpus of METHOD section 2; A is 1, B is 2
CORPUS = pd.DataFrame(
    [
        (1, 0, 10, 1, 1),
        (1, 0, 10, 2, 1),
        (1, 5, 15, 2, 1),
        (1, 15, 20, 1, 1),
        (1, 30, 50, 1, 1),
        (1, 35, 40, 2, 1),
        (2, 0, 10, 1, 1),
        (2, 12, 20, 2, 1),
    ],
    columns=COLUMNS,
)


@pytest.mark.parametrize(
    ("rule", "places"),
    [
        ("overlap", {(1, 0, 10), (1, 5, 15), (1, 30, 50), (1, 35, 40)}),
        ("same-quotation", {(1, 0, 10)}),
        (
            "turn",
            {(1, 0, 10), (1, 5, 15), (1, 15, 20), (1, 30, 50), (1, 35, 40)},
        ),
        ("near(1)", {(d, s, e) for d, s, e, _c, _p in CORPUS.itertuples(index=False)}),
        ("document", {(d, s, e) for d, s, e, _c, _p in CORPUS.itertuples(index=False)}),
    ],
)
def test_the_corpus_of_the_method(rule: str, places: set[tuple[int, int, int]]) -> None:
    found = quotations_behind(CORPUS, UNITS, rule, [(1, 2)], by_coder=False)
    assert found == {(1, 2): places}


spans = st.lists(
    st.tuples(
        st.integers(1, 2),
        st.integers(0, 50),
        st.integers(1, 15),
        st.integers(1, 3),
        st.integers(1, 2),
    ),
    max_size=12,
)


@given(
    spans,
    st.sampled_from(["overlap", "same-quotation", "turn", "near(0)", "near(2)", "document"]),
    st.booleans(),
)
def test_a_pair_has_quotations_if_and_only_if_it_was_counted(
    found: list[tuple[int, int, int, int, int]], rule: str, by_coder: bool
) -> None:
    rows = [(d, s, min(s + n, 60), c, who) for d, s, n, c, who in found]
    codings = pd.DataFrame(rows, columns=COLUMNS).astype("int64")
    counted = cooccurrence(codings, rule=rule, units=UNITS, pool_coders=by_coder).pairs
    pairs = [(1, 2), (1, 3), (2, 3)]
    behind = quotations_behind(codings, UNITS, rule, pairs, by_coder=by_coder)
    assert {pair for pair, places in behind.items() if places} == set(
        zip(counted["a"], counted["b"], strict=True)
    )
    known = {(d, s, e): set() for d, s, e, _c, _w in rows}  # type: ignore[var-annotated]
    for d, s, e, c, _w in rows:
        known[d, s, e].add(c)
    for pair, places in behind.items():
        assert all(known[place] & set(pair) for place in places)
        assert not places or set(pair) <= set().union(*(known[place] for place in places))
