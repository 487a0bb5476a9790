"""What follows what in talk: codes in later turns, and codes in the answers to questions.

A turn carries a code if any of its non-space characters lies in a span of that code. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from kwalcode.analysis.joins import Spread, portions, tally
from kwalcode.analysis.rows import numbered, rows
from kwalcode.analysis.together import Presence, in_units
from kwalcode.units import Ints, distinct

WITHIN: Final = 2
"""How many turns later still counts as following: the next answer, past one question."""
Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sequences:
    """What follows what within so many turns.

    `pairs`: a, b (ordered, different codes; those that follow at least once), turns_a, turns_b
    (turns with the code), followed (turns with a that have b in one of the next `within` turns
    of the document), share (followed / turns_a: P(b follows a)), respondents (in whose talk);
    back, back_share, back_respondents say the same of a following b. Turns of both roles count
    as steps. `turns` is the number of all turns.
    """

    within: int
    turns: int
    pairs: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Answers:
    """Which codes are in the answers to questions.

    An answer is the first turn of a respondent after a question. `codes`: code, turns (of
    respondents, with the code), answers (of these), share (answers / turns; NaN where there is
    no turn), of_answers (answers / all answers), respondents (in whose answers). `answers` and
    `turns` are the numbers of all answers and of all turns of respondents.
    """

    questions: int
    answers: int
    turns: int
    codes: pd.DataFrame


def sequences(
    codings: pd.DataFrame,
    turns: pd.DataFrame,
    *,
    within: int = WITHIN,
    pool_coders: bool = True,
    related: Collection[tuple[object, object]] = (),
) -> Sequences:
    """Count how often a code comes in one of the next `within` turns after another.

    `codings` as in `pairing.cooccurrence`; `turns`: document, start, end, optionally
    respondent; all turns, of all roles. Codes in one turn do not follow each other. Only codes
    of one coder do (`pool_coders`), and a respondent counts where both turns are his or hers.
    `related` pairs (a code and its ancestor) are left out.
    """
    turns = turns.sort_values(["document", "start"], kind="stable", ignore_index=True)
    table = rows(codings, by_coder=pool_coders)
    present = in_units(table, turns)
    k = len(table.codes)
    steps = _Steps.of(present, numbered(turns["document"])[0], within)
    followed, spread = np.zeros(k * k, dtype=np.int64), Spread(k * k, present.respondents)
    for i, j in portions(steps.count, steps.place):
        kept = (steps.coder[i] == steps.coder[j]) & (steps.place[i] < steps.place[j])
        first, then = i[kept], j[kept]
        pair = steps.code[first] * k + steps.code[then]
        followed += tally(distinct(steps.place[first], pair)[1], k * k)
        spread.add(pair, steps.respondent[first], steps.respondent[then])
    followed[:: k + 1] = 0
    carrying = tally(distinct(present.code, present.unit)[0], k)
    pairs = _pairs(table.codes, carrying, followed, spread.count(), related)
    return Sequences(within, len(turns), pairs)


@dataclass(frozen=True, slots=True)
class _Steps:
    """Codes in turns, sorted by place: the turn's number, with a gap between documents that
    nothing reaches over. `count`: so many later rows are in reach of a row."""

    place: Ints
    coder: Ints
    code: Ints
    respondent: Ints
    count: Ints

    @classmethod
    def of(cls, present: Presence, document: Ints, within: int) -> _Steps:
        place = present.unit + document[present.unit] * (within + 1)
        place, coder, code, respondent = distinct(
            place, present.coder, present.code, present.respondent
        )
        reach = np.searchsorted(place, place + within, side="right").astype(np.int64)
        later = reach - np.arange(len(place), dtype=np.int64) - 1
        return cls(place, coder, code, respondent, later)


def _pairs(
    codes: pd.Index,
    carrying: Ints,
    followed: Ints,
    respondents: Ints,
    related: Collection[tuple[object, object]],
) -> pd.DataFrame:
    k = len(codes)
    chosen = np.flatnonzero(followed).astype(np.int64)
    a, b = chosen // max(k, 1), chosen % max(k, 1)
    frame = pd.DataFrame(
        {
            "a": codes.take(a),
            "b": codes.take(b),
            "turns_a": carrying[a],
            "turns_b": carrying[b],
            "followed": followed[chosen],
            "share": followed[chosen] / np.maximum(carrying[a], 1),
            "respondents": respondents[chosen],
            "back": followed[b * k + a],
            "back_share": followed[b * k + a] / np.maximum(carrying[b], 1),
            "back_respondents": respondents[b * k + a],
        }
    )
    kin = {frozenset(pair) for pair in related}
    if kin:
        kept = [frozenset(pair) not in kin for pair in zip(frame["a"], frame["b"], strict=True)]
        frame = frame[kept].reset_index(drop=True)
    return frame


def answers(
    codings: pd.DataFrame,
    turns: pd.DataFrame,
    *,
    codes: Iterable[object] | None = None,
    pool_coders: bool = True,
) -> Answers:
    """Count which codes are in the answers to questions.

    `turns`: document, start, end, role, question (True where the turn is a question of the
    interviewer), optionally respondent; all turns. The other arguments as in `sequences`.
    """
    turns = turns.sort_values(["document", "start"], kind="stable", ignore_index=True)
    theirs = turns["role"].to_numpy() == "respondent"
    asked = turns["question"].to_numpy(dtype=np.bool_)
    answering = answering_turns(turns)
    table = rows(codings, codes=codes, by_coder=pool_coders)
    present = in_units(table, turns)
    k = len(table.codes)
    said, opened = theirs[present.unit], answering[present.unit]
    turns_with = _tally_once(present, said, k)
    answers_with = _tally_once(present, opened, k)
    spread = Spread(k, present.respondents)
    spread.add(present.code[opened], present.respondent[opened], present.respondent[opened])
    total = int(answering.sum())
    frame = pd.DataFrame(
        {
            "code": table.codes,
            "turns": turns_with,
            "answers": answers_with,
            "share": _share(answers_with, turns_with),
            "of_answers": _share(answers_with, np.full(k, total, dtype=np.int64)),
            "respondents": spread.count(),
        }
    )
    return Answers(int(asked.sum()), total, int(theirs.sum()), frame)


def answering_turns(turns: pd.DataFrame) -> Marks:
    """Mark the turns that answer a question: the first of a respondent after it.

    `turns` as in `answers`, sorted by document and place.
    """
    theirs = turns["role"].to_numpy() == "respondent"
    asked = turns["question"].to_numpy(dtype=np.bool_)
    marks: Marks = theirs & _after_question(numbered(turns["document"])[0], theirs, asked)
    return marks


def _after_question(document: Ints, theirs: Marks, asked: Marks) -> Marks:
    """Mark the turns before which, back to the respondent's turn before, a question was asked."""
    n = len(theirs)
    place = np.arange(n, dtype=np.int64)
    new = np.ones(n, dtype=np.bool_)
    new[1:] = document[1:] != document[:-1]
    last_said = np.maximum.accumulate(np.where(theirs, place, -1)) if n else place
    last_asked = np.maximum.accumulate(np.where(asked, place, -1)) if n else place
    first = np.maximum.accumulate(np.where(new, place, 0)) if n else place
    said_before = np.r_[-1, last_said[:-1]] if n else place
    marks: Marks = (last_asked > said_before) & (last_asked >= first) & (last_asked < place)
    return marks


def _tally_once(present: Presence, kept: Marks, k: int) -> Ints:
    return tally(distinct(present.code[kept], present.unit[kept])[0], k)


def _share(part: Ints, whole: Ints) -> npt.NDArray[np.float64]:
    share: npt.NDArray[np.float64] = np.full(len(part), np.nan)
    np.divide(part, whole, out=share, where=whole > 0)
    return share
