"""What follows what in the talk of a project, and what answers bring up. Heavy (pandas)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Unpack

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from kwalcode.analysis.patterns import meetings
from kwalcode.analysis.rollup import lineage
from kwalcode.analysis.sequences import (
    WITHIN,
    Answers,
    Sequences,
    answering_turns,
    answers,
    sequences,
)
from kwalcode.model import Counted
from kwalcode.project.analyses.cooccurrence import code_names, units_of
from kwalcode.project.analyses.filtering import Asked
from kwalcode.project.analyses.frames import Evidence, evidence, turns_frame
from kwalcode.project.reads.documents import text_of
from kwalcode.units import cut, trimmed

Place = tuple[int, int, int]
"""A quotation: document (id), start, end."""
_PLACE: Final = ("document", "start", "end")
_CLOSING: Final = " \t\r\n\"'’”»)]*_"
"""May stand after the question mark that ends a question."""


@dataclass(frozen=True, slots=True)
class StudySequences:
    """What follows what in a project, what was counted, and the codes' paths by id."""

    result: Sequences
    counted: Counted
    names: Mapping[int, str]
    sub_codes: bool


@dataclass(frozen=True, slots=True)
class StudyAnswers:
    """Which codes are in answers to questions in a project."""

    result: Answers
    counted: Counted
    names: Mapping[int, str]
    sub_codes: bool


def study_sequences(
    connection: Connection,
    *,
    within: int = WITHIN,
    sub_codes: bool = False,
    **asked: Unpack[Asked],
) -> StudySequences:
    """Count how often a code comes in one of the next `within` turns after another.

    All turns are steps, the interviewer's too. `sub_codes` lets a coding count for the codes
    above it; the rest as in `filtering.Asked`. Raises NotFound, UsageError.
    """
    found = evidence(connection, sub_codes=sub_codes, **asked)
    result = sequences(
        found.codings,
        _turns(connection, found),
        within=within,
        pool_coders=found.layer.pooled,
        related=lineage(found.parents),
    )
    return StudySequences(result, found.counted, code_names(connection), sub_codes)


def followed_places(
    connection: Connection,
    pairs: Iterable[tuple[int, int]],
    *,
    within: int = WITHIN,
    **asked: Unpack[Asked],
) -> dict[tuple[int, int], tuple[tuple[int, int, int], ...]]:
    """Return per pair of codes (ids) the quotations with which the second follows the first.

    Each as document (id), start and end, in order. Arguments as in `study_sequences`.
    """
    found = evidence(connection, **asked)
    turns = units_of(connection, "near(0)", found)
    answer = {}
    for a, b in pairs:
        met = meetings(
            found.codings,
            {a},
            {b},
            rule=f"follows({within})",
            units=turns,
            pool_coders=found.layer.pooled,
        )
        rows = met.codings[["document", "start", "end"]].drop_duplicates()
        answer[a, b] = tuple(sorted(rows.itertuples(index=False, name=None)))
    return answer


def study_answers(
    connection: Connection,
    *,
    sub_codes: bool = False,
    **asked: Unpack[Asked],
) -> StudyAnswers:
    """Count which codes are in the answers to questions, in the respondents' talk.

    A question is a turn of the interviewer that ends in a question mark; its answer is the
    first turn of a respondent after it. Raises NotFound, UsageError.
    """
    found = evidence(connection, sub_codes=sub_codes, **asked)
    turns = _turns(connection, found)
    turns["question"] = _questions(connection, turns)
    names = code_names(connection)
    result = answers(found.codings, turns, codes=list(names), pool_coders=found.layer.pooled)
    return StudyAnswers(result, found.counted, names, sub_codes)


def follow_places(
    connection: Connection,
    a: int,
    b: int,
    *,
    within: int = WITHIN,
    sub_codes: bool = False,
    **asked: Unpack[Asked],
) -> tuple[list[Place], list[Place]]:
    """Return the quotations of code A (id) that code B follows, and those of B that follow.

    Arguments as in `study_sequences`. Raises NotFound, UsageError.
    """
    found = evidence(connection, sub_codes=sub_codes, **asked)
    turns = _turns(connection, found)
    met = meetings(
        found.codings,
        [a],
        [b],
        rule=f"follows({within})",
        units=turns[["document", "start", "end", "respondent"]],
        pool_coders=found.layer.pooled,
    ).codings
    return places_in(met[met["side"] == "a"]), places_in(met[met["side"] == "b"])


def answer_places(
    connection: Connection, code: int, *, sub_codes: bool = False, **asked: Unpack[Asked]
) -> tuple[list[Place], list[Place]]:
    """Return the quotations of a code (id) that lie in an answer to a question, and the others.

    Arguments as in `study_answers`. Raises NotFound, UsageError.
    """
    found = evidence(connection, sub_codes=sub_codes, **asked)
    turns = _turns(connection, found)
    turns["question"] = _questions(connection, turns)
    turns = turns.sort_values(["document", "start"], kind="stable", ignore_index=True)
    mine = found.codings[found.codings["code"] == code]
    spans = (mine["document"].to_numpy(dtype=np.int64), *trimmed(mine))
    replies = turns[answering_turns(turns)]
    row, _turn = cut(*spans, *(replies[c].to_numpy(dtype=np.int64) for c in _PLACE))
    inside = np.isin(np.arange(len(mine)), row)
    return places_in(mine[inside]), places_in(mine[~inside])


def places_in(frame: pd.DataFrame) -> list[Place]:
    """Return the distinct ranges in a frame with document, start and end, in order."""
    columns = (frame[name].tolist() for name in _PLACE)
    return sorted(set(zip(*columns, strict=True)))


def _turns(connection: Connection, found: Evidence) -> pd.DataFrame:
    turns = turns_frame(connection)
    return turns[turns["document"].isin(found.documents)].reset_index(drop=True)


def _questions(connection: Connection, turns: pd.DataFrame) -> list[bool]:
    """Tell of each turn whether it is a question of the interviewer."""
    asked = []
    texts: dict[int, str] = {}
    columns = (turns[name].tolist() for name in ("document", "start", "end", "role"))
    for document, start, end, role in zip(*columns, strict=True):
        if role != "interviewer":
            asked.append(False)
            continue
        if document not in texts:
            texts = {document: text_of(connection, document)}
        asked.append(texts[document][start:end].rstrip(_CLOSING).endswith("?"))
    return asked
