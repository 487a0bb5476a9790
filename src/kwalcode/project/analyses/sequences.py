"""What follows what in the talk of a project, and what answers bring up. Heavy (pandas)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Unpack

import pandas as pd
from sqlalchemy import Connection

from kwalcode.analysis.rollup import lineage
from kwalcode.analysis.sequences import WITHIN, Answers, Sequences, answers, sequences
from kwalcode.model import Counted
from kwalcode.project.analyses.cooccurrence import code_names
from kwalcode.project.analyses.filtering import Asked
from kwalcode.project.analyses.frames import Evidence, evidence, turns_frame
from kwalcode.project.reads.documents import text_of

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
