"""How much was said under each code, by whom: against counting character by character."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.analysis.amounts import amounts

WORDS = pd.DataFrame(
    [(d, start, start + 3, d) for d in (1, 2) for start in range(0, 40, 4)],
    columns=["document", "start", "end", "respondent"],
)
COLUMNS = ["document", "start", "end", "code", "respondent"]
ROWS = st.lists(
    st.tuples(st.integers(1, 2), st.integers(0, 38), st.integers(0, 12), st.integers(1, 3)),
    max_size=12,
)


def frame(rows) -> pd.DataFrame:
    made = [(d, start, start + length, code, d) for d, start, length, code in rows]
    return pd.DataFrame(made, columns=COLUMNS).astype("int64")


@given(ROWS)
def test_against_brute_force(rows) -> None:
    found = amounts(frame(rows), WORDS)
    seen = {}
    for d, start, length, code in rows:
        if length:
            seen.setdefault((code, d), set()).add((start, start + length))
    expected = []
    for (code, d), places in sorted(seen.items()):
        touched = {w for w in range(10) if any(s < 4 * w + 3 and 4 * w < e for s, e in places)}
        expected.append([code, d, len(places), 1, len(touched)])
    assert found.to_numpy().tolist() == expected


def test_a_word_cut_by_two_quotations_is_one_word() -> None:
    found = amounts(frame([(1, 0, 1, 7), (1, 2, 1, 7)]), WORDS)
    assert found.to_numpy().tolist() == [[7, 1, 2, 1, 1]]


def test_a_quotation_of_two_respondents_counts_once_in_what_they_share() -> None:
    codings = frame([(1, 0, 8, 7), (1, 0, 8, 7)]).assign(respondent=[1, 2], group=0)
    words = WORDS.assign(group=0)
    assert amounts(codings, words, by="group").to_numpy().tolist() == [[7, 0, 1, 2, 2]]


def test_who_counts_for_nobody_is_left_out() -> None:
    codings = frame([(1, 0, 8, 7)]).assign(respondent=-1)
    assert amounts(codings, WORDS).empty
    assert amounts(frame([]), WORDS).empty
