"""What follows what in talk, against a plain count turn by turn."""

from __future__ import annotations

import math

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.analysis.sequences import answers, sequences

CODES = ("A", "B", "C")
WIDTH = 10
"""Every turn has so many characters."""

# A turn: which codes which coder put on it.
turn = st.sets(st.tuples(st.sampled_from(CODES), st.integers(1, 2)), max_size=4)
talk = st.lists(st.lists(turn, max_size=7), min_size=1, max_size=3)
parts = st.lists(
    st.lists(st.tuples(turn, st.sampled_from(["ask", "remark", "say", "other"])), max_size=7),
    min_size=1,
    max_size=3,
)


def frames(documents: list[list[set[tuple[str, int]]]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    codings, turns = [], []
    for number, document in enumerate(documents):
        for at, codes in enumerate(document):
            place = (number, at * WIDTH, at * WIDTH + WIDTH)
            turns.append((*place, number))
            codings += [(*place, code, coder, number) for code, coder in sorted(codes)]
    columns = ["document", "start", "end"]
    return (
        pd.DataFrame(codings, columns=[*columns, "code", "coder", "respondent"]),
        pd.DataFrame(turns, columns=[*columns, "respondent"]),
    )


@given(talk, st.integers(1, 4), st.booleans())
def test_against_a_plain_count(documents, within: int, pool: bool) -> None:
    found = sequences(*frames(documents), within=within, pool_coders=pool).pairs
    rows = {(r["a"], r["b"]): r for r in found.to_dict("records")}
    for a in CODES:
        for b in CODES:
            if a == b:
                continue
            followed, people = 0, set()
            for number, document in enumerate(documents):
                for at, codes in enumerate(document):
                    later = [code for codes in document[at + 1 : at + 1 + within] for code in codes]
                    coders = {who for code, who in codes if code == a}
                    then = {who for code, who in later if code == b}
                    if coders & then if pool else coders and then:
                        followed += 1
                        people.add(number)
            carrying = sum(a in {c for c, _ in codes} for d in documents for codes in d)
            if not followed:
                assert (a, b) not in rows
                continue
            row = rows[a, b]
            assert (row["followed"], row["respondents"]) == (followed, len(people))
            assert row["turns_a"] == carrying
            assert math.isclose(row["share"], followed / carrying)
            other = rows.get((b, a))
            assert row["back"] == (other["followed"] if other else 0)
            assert row["back_respondents"] == (other["respondents"] if other else 0)


def test_nothing_follows_over_the_end_of_a_document_or_in_the_same_turn() -> None:
    documents = [[{("A", 1), ("B", 1)}, set()], [{("B", 1)}]]
    assert sequences(*frames(documents), within=5).pairs.empty


def test_a_code_and_its_ancestor_are_no_pair() -> None:
    documents = [[{("A", 1)}, {("B", 1)}, {("C", 1)}]]
    found = sequences(*frames(documents), related=[("B", "A")]).pairs
    assert list(zip(found["a"], found["b"], strict=True)) == [("A", "C"), ("B", "C")]


@given(parts)
def test_answers_against_a_plain_count(documents) -> None:
    codings, turns = frames([[codes for codes, _ in document] for document in documents])
    kinds = [kind for document in documents for _, kind in document]
    roles = {"ask": "interviewer", "remark": "interviewer", "say": "respondent", "other": "other"}
    turns["role"] = [roles[kind] for kind in kinds]
    turns["question"] = [kind == "ask" for kind in kinds]
    found = answers(codings, turns, codes=CODES)
    answering = []
    for number, document in enumerate(documents):
        waiting = False
        for codes, kind in document:
            if kind == "ask":
                waiting = True
            elif kind == "say":
                if waiting:
                    answering.append((number, {code for code, _ in codes}))
                waiting = False
    assert found.answers == len(answering)
    assert found.questions == kinds.count("ask")
    assert found.turns == kinds.count("say")
    for row in found.codes.to_dict("records"):
        code = row["code"]
        having = [number for number, codes in answering if code in codes]
        said = sum(
            kind == "say" and code in {c for c, _ in codes} for d in documents for codes, kind in d
        )
        assert (row["answers"], row["respondents"]) == (len(having), len(set(having)))
        assert row["turns"] == said
        assert math.isnan(row["share"]) if not said else row["share"] == len(having) / said


def test_no_turns_at_all() -> None:
    codings, turns = frames([[]])
    assert sequences(codings, turns).pairs.empty
    turns["role"], turns["question"] = [], []
    assert answers(codings, turns).answers == 0
