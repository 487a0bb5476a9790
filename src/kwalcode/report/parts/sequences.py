"""What follows what in talk, and what questions of the interviewer bring up."""

from __future__ import annotations

from typing import Any, Final

from kwalcode.i18n import _, counted
from kwalcode.project.analyses.sequences import (
    StudyAnswers,
    StudySequences,
    followed_places,
    study_answers,
    study_sequences,
)
from kwalcode.report.facts import facts
from kwalcode.report.parts.basis import Basis
from kwalcode.report.parts.values import (
    Column,
    Section,
    Table,
    count_cell,
    number_cell,
    text_cell,
)

LEAST: Final = 2
"""A sequence is shown from so many respondents up: in one interview it is no pattern."""
MOST_ROWS: Final = 20


def sequence_sections(basis: Basis) -> tuple[Section, ...]:
    """Return the section; none where nothing follows anything and no question has an answer."""
    asked = basis.choices.asked
    after = study_sequences(basis.connection, **asked)
    tables = (*_sequences(basis, after), *_answers(basis, study_answers(basis.connection, **asked)))
    if not tables:
        return ()
    told = _(
        "A code follows another when it comes in one of the next {n} turns of the interview, the "
        "interviewer's turns included. Shown is what does so in {least} respondents or more. An "
        "answer is the first turn of a respondent after a question of the interviewer."
    ).format(n=after.result.within, least=LEAST)
    about = facts(after.counted, unit=_("turn"), filters=tuple(basis.choices.where))
    return (Section("sequences", _("Sequences in talk"), (told,), tables, about),)


def _sequences(basis: Basis, found: StudySequences) -> list[Table]:
    pairs = found.result.pairs
    records: list[dict[Any, Any]] = pairs[pairs["respondents"] >= LEAST].to_dict("records")
    records.sort(key=lambda row: (-row["respondents"], -row["followed"], row["a"], row["b"]))
    if not records:
        return []
    head = (
        Column(_("A then B")),
        Column(_("times"), numeric=True),
        Column(_("share of A"), numeric=True),
        Column(_("respondents"), numeric=True),
        Column(_("B then A"), numeric=True),
    )
    shown, within = records[:MOST_ROWS], found.result.within
    wanted = [(row["a"], row["b"]) for row in shown]
    behind = followed_places(basis.connection, wanted, within=within, **basis.choices.asked)
    rows = tuple(
        (
            text_cell(f"{basis.codes[row['a']].name} → {basis.codes[row['b']].name}"),
            count_cell(row["followed"], basis.shown(behind[row["a"], row["b"]])),
            number_cell(row["share"], 2),
            count_cell(row["respondents"]),
            count_cell(row["back"]),
        )
        for row in shown
    )
    caption = _("What follows what in the next {n} turns").format(n=within)
    return [Table("sequences-pairs", caption, head, rows, _rest(len(records), "sequence"))]


def _answers(basis: Basis, found: StudyAnswers) -> list[Table]:
    records: list[dict[Any, Any]] = found.result.codes.to_dict("records")
    records = [row for row in records if row["answers"]]
    records.sort(key=lambda row: (-row["answers"], -row["turns"], row["code"]))
    if not records:
        return []
    head = (
        Column(_("code")),
        Column(_("in answers"), numeric=True),
        Column(_("in turns"), numeric=True),
        Column(_("share in answers"), numeric=True),
        Column(_("respondents"), numeric=True),
    )
    rows = tuple(
        (
            text_cell(basis.codes[row["code"]].name),
            count_cell(row["answers"]),
            count_cell(row["turns"]),
            number_cell(row["share"], 2),
            count_cell(row["respondents"]),
        )
        for row in records[:MOST_ROWS]
    )
    numbers = _("{q} questions, {a} answers, {t} turns of respondents.").format(
        q=found.result.questions, a=found.result.answers, t=found.result.turns
    )
    caption = _("Codes in answers to questions of the interviewer")
    notes = (numbers, *_rest(len(records), "code"))
    return [Table("sequences-answers", caption, head, rows, notes)]


def _rest(found: int, kind: str) -> tuple[str, ...]:
    left = found - MOST_ROWS
    if left <= 0:
        return ()
    if kind == "code":
        return (counted("{n} code is not shown.", "{n} codes are not shown.", left),)
    return (counted("{n} sequence is not shown.", "{n} sequences are not shown.", left),)
