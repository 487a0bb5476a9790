"""patterns sequences, patterns answers: what follows what in talk, what questions bring up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kwalcode.cli.analyses.analysing import csv_option, sub_codes_option, what_counts
from kwalcode.cli.analyses.figures import column, form_of, head, tell, write_csv
from kwalcode.cli.analyses.patterning import patterns
from kwalcode.cli.common import (
    json_option,
    output_option,
    print_json,
    reading_study,
    study_argument,
    table,
    write_text,
)
from kwalcode.i18n import _

if TYPE_CHECKING:
    from kwalcode.project.analyses.filtering import Asked

ANSWERS = "first-turn-after-question"
"""An answer is the first turn of a respondent after a question of the interviewer."""
_PAIR = (
    "a", "b", "followed", "turns_a", "share", "respondents", "back", "turns_b", "back_share",
    "back_respondents",
)  # fmt: skip
_CODE = ("code", "answers", "turns", "share", "of_answers", "respondents")


@patterns.command("sequences", help=_("Show which code follows which in talk."))
@study_argument
@click.option(
    "--within",
    type=click.IntRange(1, 100),
    default=2,
    show_default=True,
    help=_("So many turns later, the interviewer's included."),
)
@click.option(
    "--least",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    help=_("Fewest respondents for a line."),
)
@what_counts
@sub_codes_option
@json_option
@csv_option
@output_option
def sequences(
    study: Path,
    within: int,
    least: int,
    asked: Asked,
    sub_codes: bool,
    as_json: bool,
    as_csv: bool,
    output: Path | None,
) -> None:
    """Print pairs, those in most respondents first."""
    from kwalcode.project.analyses.sequences import study_sequences

    form = form_of(as_json, as_csv)
    with reading_study(study) as opened, opened.reading() as connection:
        found = study_sequences(connection, within=within, sub_codes=sub_codes, **asked)
    pairs = found.result.pairs[found.result.pairs["respondents"] >= least]
    rows = [(found.names[a], found.names[b], *rest) for a, b, *rest in column(pairs, *_PAIR)]
    rows.sort(key=lambda row: (-row[5], -row[2], row[0], row[1]))
    rule = f"follows({within})"
    about = head(found.counted, rule, turns=found.result.turns, least=least, sub_codes=sub_codes)
    if form == "json":
        data = [dict(zip(_PAIR, row, strict=True)) for row in rows]
        print_json(about | {"pairs": data}, output)
    elif form == "csv":
        write_csv(_PAIR, rows, about, output)
    else:
        header = (
            "a", "b", _("a then b"), _("turns a"), "P(b>a)", _("respondents"), _("b then a"),
            _("turns b"), "P(a>b)", _("respondents"),
        )  # fmt: skip
        write_text(table(header, rows), output)
    tell(found.counted, rule)


@patterns.command("answers", help=_("Show which codes are in the answers to questions."))
@study_argument
@what_counts
@sub_codes_option
@json_option
@csv_option
@output_option
def answers(
    study: Path,
    asked: Asked,
    sub_codes: bool,
    as_json: bool,
    as_csv: bool,
    output: Path | None,
) -> None:
    """Print codes, those in most answers first."""
    from kwalcode.project.analyses.sequences import study_answers

    form = form_of(as_json, as_csv)
    with reading_study(study) as opened, opened.reading() as connection:
        found = study_answers(connection, sub_codes=sub_codes, **asked)
    result = found.result
    rows = [(found.names[code], *rest) for code, *rest in column(result.codes, *_CODE)]
    rows.sort(key=lambda row: (-row[1], -row[2], row[0]))
    numbers = {"questions": result.questions, "answers": result.answers, "turns": result.turns}
    about = head(found.counted, ANSWERS, **numbers, sub_codes=sub_codes)
    if form == "json":
        data = [dict(zip(_CODE, row, strict=True)) for row in rows]
        print_json(about | {"codes": data}, output)
    elif form == "csv":
        write_csv(_CODE, rows, about, output)
    else:
        header = (
            _("code"), _("in answers"), _("in turns"), _("share in answers"),
            _("share of answers"), _("respondents"),
        )  # fmt: skip
        write_text(table(header, [row for row in rows if row[2]]), output)
    line = _("{q} questions, {a} answers, {t} turns of respondents.")
    tell(found.counted, ANSWERS, line.format(q=result.questions, a=result.answers, t=result.turns))
