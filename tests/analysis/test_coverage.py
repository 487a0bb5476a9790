"""Topics x respondents: inherited questions, what was never spoken of, nobody who counts."""

import pandas as pd
import pytest

from kwalcode.analysis.coverage import coverage, openings, topics_of

PARENTS = {1: None, 2: 1, 3: 2, 4: None, 5: 1}
WORDS = pd.DataFrame(
    [(d, start, start + 3, d) for d in (1, 2, 3) for start in range(0, 40, 4)],
    columns=["document", "start", "end", "respondent"],
)
CODINGS = pd.DataFrame(
    [(1, 0, 7, 2, 1), (1, 0, 7, 3, 1), (1, 8, 11, 1, 1), (2, 0, 3, 3, 2), (2, 0, 3, 4, 2)],
    columns=["document", "start", "end", "code", "respondent"],
)


def test_a_code_without_a_question_inherits_the_nearest() -> None:
    assert topics_of(PARENTS, {1}) == {1: 1, 2: 1, 3: 1, 5: 1}
    assert topics_of(PARENTS, {1, 2}) == {1: 1, 2: 2, 3: 2, 5: 1}
    assert topics_of(PARENTS, set()) == {}


def test_a_topic_counts_once_per_quotation_and_never_is_zero() -> None:
    found = coverage(CODINGS, WORDS, topics_of(PARENTS, {1, 5}), [1, 2, 3])
    assert found.reason == ""
    assert found.topics.to_numpy().tolist() == [[1, 2, 3, 4], [5, 0, 0, 0]]
    assert found.cells.to_numpy().tolist() == [
        [1, 1, 2, 3], [1, 2, 1, 1], [1, 3, 0, 0], [5, 1, 0, 0], [5, 2, 0, 0], [5, 3, 0, 0],
    ]  # fmt: skip


@pytest.mark.parametrize(("topics", "people"), [({}, [1]), ({1: 1}, [])])
def test_without_topics_or_respondents_it_is_not_available(topics, people) -> None:
    found = coverage(CODINGS, WORDS, topics, people)
    assert found.reason
    assert found.topics["respondents"].isna().all()
    assert len(found.topics) == len(topics)
    assert found.cells.empty


TURNS = pd.DataFrame(
    [
        (1, 0, 8, "respondent", 1), (1, 10, 18, "interviewer", 1), (1, 20, 28, "respondent", 1),
        (1, 30, 38, "interviewer", 1), (1, 40, 48, "respondent", 1),
        (2, 0, 8, "interviewer", 7), (2, 10, 18, "respondent", 2), (2, 20, 28, "respondent", 3),
    ],
    columns=["document", "start", "end", "role", "respondent"],
)  # fmt: skip


def opened(rows, topics):
    codings = pd.DataFrame(rows, columns=["document", "start", "end", "code", "respondent"])
    return openings(codings.astype("int64"), TURNS, topics).to_numpy().tolist()


def test_the_question_before_a_topic_came_up() -> None:
    topics = {1: 1, 2: 1, 5: 5}
    rows = [(1, 42, 44, 1, 1), (1, 22, 44, 2, 1), (1, 2, 4, 5, 1), (1, 41, 42, 9, 1)]
    assert opened(rows, topics) == [
        [1, 5, 1, 0, -1, -1, -1],  # nobody had asked anything
        [1, 1, 1, 2, 1, 10, 18],
    ]
    # the interviewer's own words are no answer: it came up two turns on
    assert opened([(1, 12, 14, 1, 1), (1, 10, 46, 1, 1)], {1: 1}) == [[1, 1, 1, 2, 1, 10, 18]]
    assert opened([(1, 12, 14, 1, 1)], {1: 1}) == []


def test_in_a_group_interview_it_is_the_turn_of_who_spoke_of_it() -> None:
    assert opened([(2, 12, 26, 1, 3)], {1: 1}) == [[2, 1, 3, 2, 0, 0, 8]]
    assert opened([], {1: 1}) == []
