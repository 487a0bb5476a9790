"""Topic coverage of a project. Heavy (pandas); imported only where needed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Unpack

from sqlalchemy import Connection

from kwalcode.analysis.coverage import Coverage, coverage, openings, topics_of
from kwalcode.model import Counted
from kwalcode.project.analyses.filtering import Asked
from kwalcode.project.analyses.frames import turns_frame
from kwalcode.project.analyses.talk import Talk, talk, words_frame
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.documents import all_documents, text_of


@dataclass(frozen=True, slots=True)
class Opening:
    """What the interviewer said before a topic first came up in an interview.

    `topic` and `respondent` are ids; `turn` is the respondent's turn in which it came up,
    counted from 1 in the document; `question_turn` and `question` are the interviewer's last
    turn before it, None and "" where there is none. `place` is the document (id) and the range of
    that question, or of the turn itself where nobody asked.
    """

    topic: int
    document: str
    respondent: int
    turn: int
    question_turn: int | None
    question: str
    place: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class StudyCoverage:
    """Coverage in a project, with the topics' paths and questions and the respondents by id."""

    result: Coverage
    counted: Counted
    names: Mapping[int, str]
    questions: Mapping[int, str]
    respondents: Mapping[int, str]
    openings: tuple[Opening, ...] = ()


def study_coverage(connection: Connection, **asked: Unpack[Asked]) -> StudyCoverage:
    """Count which topics were spoken of by whom, and what the interviewer asked before it.

    Arguments as in `filtering.Asked`; a topic counts with those of its codes that were asked
    for. Raises NotFound, UsageError.
    """
    found = talk(connection, **asked)
    codes = all_codes(connection)
    asked_of = {code.id: code.question for code in codes if code.question.strip()}
    topics = topics_of({code.id: code.parent for code in codes}, asked_of)
    topics = {code: topics[code] for code in found.listed(codes) if code in topics}
    words = words_frame(connection, found.turns)
    result = coverage(found.codings, words, topics, list(found.respondents))
    names = {code.id: code.path for code in codes}
    opened = _openings(connection, found, topics)
    return StudyCoverage(result, found.counted, names, asked_of, found.respondents, opened)


def _openings(
    connection: Connection, found: Talk, topics: Mapping[int, int]
) -> tuple[Opening, ...]:
    """Return the question before each topic in each interview, in the order of the interviews."""
    turns = turns_frame(connection)
    turns = turns[turns["document"].isin(found.documents)].reset_index(drop=True)
    codings = found.codings[found.codings["respondent"].isin(list(found.respondents))]
    first = openings(codings, turns, topics)
    titles = {d.id: d.name for d in all_documents(connection)}
    answer = []
    for number in found.documents:
        rows = first[first["document"] == number]
        text = text_of(connection, number) if len(rows) else ""
        said = turns.loc[turns["document"] == number, ["start", "end"]].to_numpy().tolist()
        answer += [_opening(row, text, titles[number], said) for row in rows.to_dict("records")]
    return tuple(answer)


def _opening(
    row: Mapping[Hashable, Any], text: str, document: str, said: Sequence[Sequence[int]]
) -> Opening:
    """Return the question before a topic; `said` are the ranges of the document's turns."""
    asked = row["question_start"] >= 0
    start, end = said[int(row["question_turn"] if asked else row["turn"])]
    return Opening(
        int(row["topic"]),
        document,
        int(row["respondent"]),
        int(row["turn"]) + 1,
        int(row["question_turn"]) + 1 if asked else None,
        text[start:end] if asked else "",
        (int(row["document"]), int(start), int(end)),
    )
