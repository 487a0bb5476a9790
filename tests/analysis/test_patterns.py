"""Who has both sides of a pattern: against the co-occurrence of the two, and by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.analysis.pairing import cooccurrence
from kwalcode.analysis.patterns import cells, follows, meetings, negative, with_or_without
from kwalcode.errors import UsageError

RULES = ("overlap", "same-quotation", "sentence", "turn", "document", "near(0)", "near(2)")
UNIT = 10
UNITS = pd.DataFrame(
    [(d, n * UNIT, (n + 1) * UNIT, d * 10 + n % 2) for d in (1, 2, 3) for n in range(6)],
    columns=["document", "start", "end", "respondent"],
)
"""Six turns in each of three documents, two respondents who take turns."""
coding = st.tuples(
    st.integers(1, 3), st.integers(0, 50), st.integers(1, 15), st.sampled_from("AB"),
    st.integers(1, 2), st.integers(0, 1),
)  # fmt: skip


def frame(rows) -> pd.DataFrame:
    made = [(d, s, min(s + n, 60), c, who, d * 10 + p) for d, s, n, c, who, p in rows]
    columns = ["document", "start", "end", "code", "coder", "respondent"]
    return pd.DataFrame(made, columns=columns)


def units(rule: str) -> pd.DataFrame | None:
    return None if rule in ("overlap", "same-quotation", "document") else UNITS


@given(st.lists(coding, max_size=25), st.sampled_from(RULES), st.booleans())
def test_as_many_respondents_as_the_matrix_says(rows, rule: str, pool: bool) -> None:
    codings = frame(rows)
    found = meetings(codings, ["A"], ["B"], rule=rule, units=units(rule), pool_coders=pool)
    pairs = cooccurrence(codings, rule=rule, units=units(rule), pool_coders=pool).pairs
    expected = 0 if pairs.empty else int(pairs["respondents"].iloc[0])
    assert len(found.respondents) == expected
    assert set(found.codings["respondent"]) == found.respondents
    for person in found.respondents:
        here = found.codings[found.codings["respondent"] == person]
        assert set(here["side"]) == {"a", "b"}


@given(st.lists(coding, max_size=15), st.integers(1, 4))
def test_what_follows_against_a_plain_look(rows, reach: int) -> None:
    codings = frame(rows)
    found = meetings(codings, ["A"], ["B"], rule=f"follows({reach})", units=UNITS)
    turns = UNITS.to_dict("records")
    expected = set()
    for d in (1, 2, 3):
        carried = [
            (n, turn["respondent"], row["code"], row["coder"])
            for n, turn in enumerate(t for t in turns if t["document"] == d)
            for row in codings[codings["document"] == d].to_dict("records")
            if row["start"] < turn["end"] and turn["start"] < row["end"]
        ]
        for n, person, code, who in carried:
            for m, other, then, whose in carried:
                in_order = (code, then) == ("A", "B") and 0 < m - n <= reach
                if in_order and (who, person) == (whose, other):
                    expected.add(person)
    assert found.respondents == expected


def test_the_first_corpus_of_the_method() -> None:
    rows = [
        (1, 0, 10, "A"), (1, 0, 10, "B"), (1, 5, 15, "B"), (1, 15, 20, "A"), (1, 30, 50, "A"),
        (1, 35, 40, "B"), (2, 0, 10, "A"), (2, 12, 20, "B"),
    ]  # fmt: skip
    codings = pd.DataFrame(
        [(*row, 1) for row in rows], columns=["document", "start", "end", "code", "coder"]
    )
    found = meetings(codings, ["A"], ["B"], rule="overlap")
    assert found.respondents == {1}
    places = found.codings[["start", "end", "side"]].itertuples(index=False, name=None)
    assert list(places) == [
        (0, 10, "a"), (0, 10, "b"), (5, 15, "b"), (30, 50, "a"), (35, 40, "b"),
    ]  # fmt: skip
    assert meetings(codings, ["A"], ["B"], rule="document").respondents == {1, 2}
    assert cells([1, 2, 3], {1, 2}, {1, 2}, found.respondents) == {
        1: "together", 2: "apart", 3: "neither",
    }  # fmt: skip


def test_where_respondents_stand_and_who_speaks_against() -> None:
    found = cells([1, 2, 3, 4, 5], {1, 2, 3}, {1, 2, 4}, {1})
    assert list(found.values()) == ["together", "apart", "only a", "only b", "neither"]
    assert negative("similarity", found) == (2, 3, 4)
    assert negative("difference", found) == (1, 2)
    alone = with_or_without([1, 2], {2})
    assert negative("frequency", alone) == (1,)


def test_rules_that_are_none() -> None:
    assert follows("follows(3)") == 3
    assert follows("near(3)") is None
    empty = frame([])
    with pytest.raises(UsageError, match="no rule"):
        meetings(empty, ["A"], ["B"], rule="follows")
    with pytest.raises(UsageError, match="bounds"):
        meetings(empty, ["A"], ["B"], rule="follows(2)")
    assert meetings(empty, ["A"], ["B"], rule="overlap").respondents == frozenset()
