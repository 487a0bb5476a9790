from __future__ import annotations

import itertools
import math
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kwalcode.analysis import joins
from kwalcode.analysis.pairing import RULES, Cooccurrence, cooccurrence
from kwalcode.analysis.rollup import lineage, roll_up
from kwalcode.errors import UsageError
from kwalcode.spans import overlap

Row = tuple[int, int, int, int, int, int]  # document, start, end, code, coder, respondent
COLUMNS = ["document", "start", "end", "code", "coder", "respondent"]
A, B, C = 1, 2, 3


def frame(rows: list[Row]) -> pd.DataFrame:
    return pd.DataFrame(np.array(rows, dtype=np.int64).reshape(-1, 6), columns=COLUMNS)


def one_coder(*ranges: tuple[int, int, int, str]) -> pd.DataFrame:
    codes = {"A": A, "B": B, "C": C}
    return frame([(d, s, e, codes[c], 1, d) for d, s, e, names in ranges for c in names])


FIRST = one_coder(
    (1, 0, 10, "AB"), (1, 5, 15, "B"), (1, 15, 20, "A"), (1, 30, 50, "A"), (1, 35, 40, "B"),
    (2, 0, 10, "A"), (2, 12, 20, "B"),
)  # fmt: skip


def only_pair(result: Cooccurrence) -> dict[str, object]:
    assert len(result.pairs) == 1
    return {str(k): v for k, v in result.pairs.iloc[0].items()}


def test_the_first_corpus_by_overlap() -> None:
    result = cooccurrence(FIRST)
    pair = only_pair(result)
    assert result.codes["quotations"].tolist() == [4, 4]
    assert result.codes["respondents"].tolist() == [2, 2]
    assert (pair["a"], pair["b"], pair["events"], pair["respondents"]) == (A, B, 3, 1)
    assert pair["c_atlas"] == pytest.approx(0.6)
    assert pair["jaccard"] == pytest.approx(15 / 58)
    assert pair["p_b_given_a"] == pytest.approx(2 / 4)
    assert pair["p_a_given_b"] == pytest.approx(3 / 4)
    assert result.n is None
    assert math.isnan(pair["phi"])  # type: ignore[arg-type]
    assert pair["flags"] == ()


def test_the_unit_decides_the_answer() -> None:
    same = cooccurrence(FIRST, rule="same-quotation")
    assert same.n == 7
    assert only_pair(same)["jaccard"] == pytest.approx(1 / 7)
    document = cooccurrence(FIRST, rule="document")
    assert document.n == 2
    assert only_pair(document)["jaccard"] == 1
    assert only_pair(document)["respondents"] == 2
    assert only_pair(document)["events"] == 3


def test_the_second_corpus() -> None:
    pair = only_pair(cooccurrence(one_coder((1, 0, 10, "AB"), (1, 5, 15, "B"))))
    assert (pair["events"], pair["c_atlas"]) == (2, 2.0)
    assert pair["jaccard"] == pytest.approx(0.6667, abs=1e-4)
    assert pair["flags"] == ("above 1",)


def test_four_quotations_with_both_codes_have_ten_events() -> None:
    pair = only_pair(cooccurrence(one_coder(*[(1, i, 10 + i, "AB") for i in range(4)])))
    assert pair["events"] == 10
    assert math.isnan(pair["c_atlas"])  # type: ignore[arg-type]
    assert pair["flags"] == ("n.a.",)


def test_touching_is_not_overlapping() -> None:
    assert cooccurrence(one_coder((1, 0, 5, "A"), (1, 5, 9, "B"))).pairs.empty


def test_pairs_form_within_one_coder_only() -> None:
    two = frame([(1, 0, 9, A, 1, 1), (1, 0, 9, B, 2, 1)])
    assert cooccurrence(two).pairs.empty
    assert cooccurrence(two, rule="document").pairs.empty
    assert only_pair(cooccurrence(two, pool_coders=False))["events"] == 1
    doubled = pd.concat([FIRST, FIRST.assign(coder=2)])
    pd.testing.assert_frame_equal(cooccurrence(doubled).pairs, cooccurrence(FIRST).pairs)
    pd.testing.assert_frame_equal(cooccurrence(doubled).codes, cooccurrence(FIRST).codes)


def test_white_space_at_the_edges_carries_nothing() -> None:
    # A's quotation runs on to the space in front of the second sentence; C is space only
    codings = one_coder((1, 0, 6, "A"), (1, 6, 9, "B"), (1, 5, 6, "C"))
    codings["trimmed_start"] = codings["start"]
    codings["trimmed_end"] = [5, 9, 5]
    sentences = pd.DataFrame({"document": [1, 1], "start": [0, 6], "end": [5, 9]})
    result = cooccurrence(codings, rule="sentence", units=sentences, all_pairs=True)
    assert result.pairs["units_both"].tolist() == [0, 0, 0]
    assert result.pairs[["n1", "n2"]].to_numpy().tolist() == [[1, 1], [1, 0], [1, 0]]
    assert cooccurrence(codings, rule="document", all_pairs=True).pairs["n2"].tolist() == [1, 0, 0]


def test_a_speaker_in_a_group_interview_is_a_respondent() -> None:
    codings = frame([(1, 0, 9, A, 1, 11), (1, 0, 9, B, 1, 11), (1, 0, 9, B, 1, 12)])
    assert only_pair(cooccurrence(codings))["respondents"] == 1
    apart = frame([(1, 0, 9, A, 1, 11), (1, 5, 9, B, 1, 12)])
    assert only_pair(cooccurrence(apart))["respondents"] == 0
    turns = pd.DataFrame(
        {"document": [1, 1], "start": [0, 6], "end": [5, 9], "respondent": [11, 12]}
    )
    both = cooccurrence(apart, rule="turn", units=turns)
    assert only_pair(both)["respondents"] == 1
    assert only_pair(both)["units_both"] == 1


def test_somebody_who_is_no_respondent_is_not_counted() -> None:
    codings = FIRST.assign(respondent=[7.0, 7, 7, 7, 7, 7, None, None])
    assert cooccurrence(codings).codes["respondents"].tolist() == [1, 1]


def test_documents_without_codings_count_as_units() -> None:
    documents = pd.DataFrame({"document": [1, 2, 3, 4]})
    result = cooccurrence(FIRST, rule="document", units=documents)
    assert result.n == 4
    assert only_pair(result)["phi"] == pytest.approx(1)
    fewer = cooccurrence(FIRST, rule="document", units=pd.DataFrame({"document": [2, 9]}))
    assert only_pair(fewer)["units_both"] == 1


@pytest.mark.parametrize("rule", [*RULES, "near(2)"])
def test_nothing_is_not_a_crash(rule: str) -> None:
    units = pd.DataFrame({"document": [], "start": [], "end": []}, dtype=np.int64)
    result = cooccurrence(frame([]), rule=rule, units=units, codes=[A, B], all_pairs=True)
    assert result.codes["quotations"].tolist() == [0, 0]
    assert np.isnan(only_pair(result)["jaccard"])  # type: ignore[call-overload]
    assert only_pair(result)["flags"] == ("n.a.",)
    assert cooccurrence(frame([]), rule=rule, units=units).pairs.empty
    alone = cooccurrence(one_coder((1, 0, 5, "A")), rule=rule, units=units)
    assert alone.pairs.empty
    assert alone.codes["quotations"].tolist() == [1]


def test_wrong_requests_are_told() -> None:
    with pytest.raises(UsageError, match="overlap, same-quotation"):
        cooccurrence(FIRST, rule="nearby")
    with pytest.raises(UsageError, match="sentence"):
        cooccurrence(FIRST, rule="sentence")


@pytest.mark.parametrize(
    ("codings", "told"),
    [
        (FIRST.drop(columns="start"), "no column “start”"),
        (FIRST.drop(columns="coder"), "no column “coder”"),
        (FIRST.assign(code=[None, *FIRST["code"][1:]]), "“code” has empty cells"),
        (FIRST.assign(start=[math.nan, *FIRST["start"][1:]]), "“start” has empty cells"),
        (FIRST.assign(start="here"), "“start” must hold whole numbers"),
        (FIRST.assign(end=FIRST["end"] + 0.5), "“end” must hold whole numbers"),
    ],
)
def test_a_frame_from_elsewhere_that_cannot_be_counted_is_told(
    codings: pd.DataFrame, told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        cooccurrence(codings)


def test_whole_numbers_as_floats_and_one_layer_without_coders_are_counted() -> None:
    places = FIRST.astype({"start": float, "end": float}).drop(columns="coder")
    found = cooccurrence(places, pool_coders=False)
    pd.testing.assert_frame_equal(found.pairs, cooccurrence(FIRST).pairs)


def test_units_without_bounds_are_told() -> None:
    with pytest.raises(UsageError, match="no column “end”"):
        cooccurrence(FIRST, rule="turn", units=FIRST[["document", "start"]])


def test_labels_may_be_text() -> None:
    codings = FIRST.assign(
        document=FIRST["document"].map({1: "een", 2: "twee"}),
        code=FIRST["code"].map({A: "angst", B: "boosheid"}),
        coder="Noor",
    )
    assert only_pair(cooccurrence(codings))["b"] == "boosheid"
    assert only_pair(cooccurrence(codings, rule="document"))["units_both"] == 2


def test_rolled_up_a_parent_counts_once_and_is_no_pair_with_its_child() -> None:
    parents = {10: None, 11: 10, 12: 10, 20: None}
    codings = frame([(1, 0, 9, 11, 1, 1), (1, 0, 9, 12, 1, 1), (1, 3, 5, 20, 1, 1)])
    rolled = roll_up(codings, parents)
    result = cooccurrence(rolled, related=lineage(parents))
    assert result.codes.set_index("code")["quotations"].to_dict() == {10: 1, 11: 1, 12: 1, 20: 1}
    assert set(zip(result.pairs["a"], result.pairs["b"], strict=True)) == {
        (11, 12), (10, 20), (11, 20), (12, 20),
    }  # fmt: skip
    assert roll_up(frame([]), parents).empty
    assert lineage({1: 2, 2: 1}) == {(1, 2), (2, 1)}


# Two ways to the same count: the joins against counting by hand.

codings_strategy = st.lists(
    st.tuples(
        st.integers(1, 3), st.integers(0, 12), st.integers(0, 8), st.integers(1, 4),
        st.integers(1, 2), st.integers(1, 2),
    ).map(lambda t: (t[0], t[1], t[1] + t[2], t[3], t[4], t[5])),
    max_size=14,
)  # fmt: skip


def brute_overlap(rows: list[Row], a: int, b: int) -> dict[str, object]:
    rows = [r for r in rows if r[1] < r[2]]
    meet = [
        (x, y)
        for x, y in itertools.product(rows, rows)
        if x[3] == a and y[3] == b and x[4] == y[4] and x[0] == y[0] and overlap(x[1:3], y[1:3])
    ]
    quotations = {c: {r[:3] for r in rows if r[3] == c} for c in (a, b)}
    chars = {
        (c, k): {(r[0], i) for r in rows if r[3] == c and r[4] == k for i in range(r[1], r[2])}
        for c in (a, b)
        for k in (1, 2)
    }
    shared = (chars[a, 1] & chars[b, 1]) | (chars[a, 2] & chars[b, 2])
    lengths = [len(chars[c, 1] | chars[c, 2]) for c in (a, b)]
    return {
        "events": len({frozenset([x[:3], y[:3]]) for x, y in meet}),
        "respondents": len({x[5] for x, y in meet if x[5] == y[5]}),
        "n1": len(quotations[a]),
        "n2": len(quotations[b]),
        "p_b_given_a": len({x[:3] for x, _ in meet}) / len(quotations[a]),
        "p_a_given_b": len({y[:3] for _, y in meet}) / len(quotations[b]),
        "jaccard": len(shared) / (sum(lengths) - len(shared)),
    }


@pytest.mark.parametrize("portion", [1, 30, joins.PORTION])
def test_a_crowded_document_equals_counting_by_hand(
    portion: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joins, "PORTION", portion)
    rng = np.random.default_rng(4)
    start, length = rng.integers(0, 12, 150), rng.integers(1, 9, 150)
    labels = rng.integers(1, [[5], [3], [3]], (3, 150))
    columns = (rng.integers(1, 3, 150), start, start + length, *labels)
    rows: list[Row] = [tuple(row) for row in np.stack(columns, axis=1).tolist()]
    pairs = cooccurrence(frame(rows)).pairs
    assert len(pairs) == 6
    for pair in pairs.itertuples():
        expected = brute_overlap(rows, pair.a, pair.b)
        assert {name: getattr(pair, name) for name in expected} == pytest.approx(expected)


@pytest.mark.parametrize("portion", [1, 3, joins.PORTION])
@settings(max_examples=60)
@given(rows=codings_strategy)
def test_overlap_equals_counting_by_hand(portion: int, rows: list[Row]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joins, "PORTION", portion)
        result = cooccurrence(frame(rows))
        patch.setattr(joins, "_BITMAP", 0)
        pd.testing.assert_frame_equal(result.pairs, cooccurrence(frame(rows)).pairs)
    pairs = {(p.a, p.b): p for p in result.pairs.itertuples()}
    codes = sorted({r[3] for r in rows if r[1] < r[2]})
    for a, b in itertools.combinations(codes, 2):
        expected = brute_overlap(rows, a, b)
        if not expected["events"]:
            assert (a, b) not in pairs
            continue
        got = {name: getattr(pairs[a, b], name) for name in expected}
        assert got == pytest.approx(expected)


UNITS = pd.DataFrame(
    {"document": [1, 1, 1, 2, 3, 3], "start": [0, 5, 9, 2, 0, 8], "end": [4, 9, 12, 16, 7, 20]}
)


def brute_units(
    rows: list[Row], windows: list[list[tuple[int, int, int]]], a: int, b: int
) -> tuple[int, int, int, int]:
    def carry(window: list[tuple[int, int, int]], code: int) -> set[tuple[int, int]]:
        return {
            (r[4], r[5])
            for r in rows
            for u in window
            if r[3] == code and r[1] < r[2] and r[0] == u[0] and overlap(r[1:3], u[1:])
        }

    carried = [(carry(w, a), carry(w, b)) for w in windows]
    both = [{x[0] for x in p} & {y[0] for y in q} for p, q in carried]
    respondents = set().union(*({r for _, r in p & q} for p, q in carried))
    return (
        sum(bool(p) for p, _ in carried),
        sum(bool(q) for _, q in carried),
        sum(bool(x) for x in both),
        len(respondents),
    )


@pytest.mark.parametrize("rule", ["turn", "sentence", "near(0)", "near(1)", "near(2)"])
@settings(max_examples=50)
@given(rows=codings_strategy)
def test_unit_rules_equal_counting_by_hand(rule: str, rows: list[Row]) -> None:
    reach = int(rule[5]) if rule.startswith("near") else 0
    windows = []
    for _, group in UNITS.groupby("document"):
        turns = [tuple(r) for r in group.to_numpy().tolist()]
        windows += [turns[i : i + reach + 1] for i in range(max(1, len(turns) - reach))]
    shuffled = UNITS.sample(frac=1, random_state=1)
    result = cooccurrence(frame(rows), rule=rule, units=shuffled, all_pairs=True)
    assert result.n == len(windows)
    for p in result.pairs.itertuples():
        got = (p.n1, p.n2, p.units_both, p.respondents)
        assert got == brute_units(rows, windows, p.a, p.b)


@settings(max_examples=60)
@given(codings_strategy)
def test_the_order_of_the_rows_does_not_matter(rows: list[Row]) -> None:
    first, second = cooccurrence(frame(rows)), cooccurrence(frame(rows[::-1]))
    pd.testing.assert_frame_equal(first.pairs, second.pairs)


@settings(max_examples=60)
@given(codings_strategy)
def test_merging_two_codes_never_lowers_respondents(rows: list[Row]) -> None:
    def respondents(given_rows: list[Row]) -> dict[tuple[int, int], int]:
        pairs = cooccurrence(frame(given_rows)).pairs
        return {(p.a, p.b): p.respondents for p in pairs.itertuples()}

    before = respondents(rows)
    after = respondents([(*r[:3], 3 if r[3] == 4 else r[3], *r[4:]) for r in rows])
    for pair in ((1, 3), (2, 3)):
        assert after.get(pair, 0) >= max(before.get(pair, 0), before.get((pair[0], 4), 0))


def test_half_a_million_codings_within_a_second_or_so() -> None:
    rng = np.random.default_rng(1)
    start = rng.integers(0, 47_000, 500_000)
    codings = pd.DataFrame(
        {
            "document": np.repeat(np.arange(1000), 500),
            "start": start,
            "end": start + rng.integers(10, 300, 500_000),
            "code": rng.integers(0, 200, 500_000),
            "coder": 1,
        }
    )
    began = time.process_time()
    result = cooccurrence(codings)
    assert time.process_time() - began < 1.5
    assert len(result.pairs) == 200 * 199 // 2


@settings(max_examples=60)
@given(codings_strategy)
def test_near_nothing_is_the_turn(rows: list[Row]) -> None:
    near = cooccurrence(frame(rows), rule="near(0)", units=UNITS, all_pairs=True)
    turn = cooccurrence(frame(rows), rule="turn", units=UNITS, all_pairs=True)
    assert near.n == turn.n
    pd.testing.assert_frame_equal(near.pairs, turn.pairs)


@pytest.mark.parametrize("rule", [*RULES, "near(1)"])
def test_two_identical_codes(rule: str) -> None:
    codings = one_coder((1, 0, 10, "AB"), (1, 20, 30, "AB"), (2, 0, 10, "AB"))
    units = pd.DataFrame({"document": [1, 1, 2], "start": [0, 20, 0], "end": [10, 30, 10]})
    pair = only_pair(cooccurrence(codings, rule=rule, units=units))
    assert (pair["jaccard"], pair["p_b_given_a"], pair["p_a_given_b"]) == (1, 1, 1)
    assert pair["respondents"] == 2
    assert pair["c_atlas"] == 1  # three events on three quotations of each


def test_a_negative_number_is_nobody() -> None:
    codings = FIRST.assign(respondent=[-1, -1, -1, -1, -1, -1, 2, 2])
    found = cooccurrence(codings, rule="document")
    assert found.codes["respondents"].tolist() == [1, 1]
    assert only_pair(found)["respondents"] == 1
