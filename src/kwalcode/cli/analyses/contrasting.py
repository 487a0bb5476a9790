"""contrast: what differs between groups of respondents, and what does not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kwalcode.cli.analyses.analysing import csv_option, sub_codes_option, what_counts
from kwalcode.cli.analyses.figures import column, form_of, head, tell, write_csv
from kwalcode.cli.analyses.marking_words import write_code_words, write_words
from kwalcode.cli.common import (
    json_option,
    output_option,
    print_json,
    reading_study,
    study_argument,
    table,
    write_text,
)
from kwalcode.decimals import significant
from kwalcode.errors import UsageError
from kwalcode.i18n import _, counted

if TYPE_CHECKING:
    from kwalcode.project.analyses.contrasts import StudyContrast
    from kwalcode.project.analyses.filtering import Asked

_OF = {"code": _("code"), "theme": _("theme"), "pattern": _("pattern")}
_CODE = ("amount", "p", "holm", "bh", "smallest_p", "everywhere", "reason")
_CELL = (
    "value", "amount", "with", "level", "low", "high", "difference", "difference_low",
    "difference_high",
)  # fmt: skip
_CSV = ("code", *_CELL, "p", "holm", "bh", "code_smallest_p", "everywhere", "reason")


@click.command(help=_("Compare groups of respondents, code by code, or in their words."))
@study_argument
@click.option("--by", metavar="ATTRIBUTE", help=_("The attribute that makes the groups."))
@click.option(
    "--of",
    type=click.Choice(["code", "theme", "pattern"]),
    default="code",
    show_default=True,
    help=_("What is compared."),
)
@click.option(
    "--unit",
    type=click.Choice(["respondents", "quotations", "words"]),
    default="respondents",
    show_default=True,
    help=_("What is counted."),
)
@sub_codes_option
@click.option("--words", "in_words", is_flag=True, help=_("Show the words that mark a group."))
@click.option(
    "--words-of", metavar="PATH", help=_("Show the words that mark this code (without --by).")
)
@click.option("--seed", default=1, show_default=True, help=_("Seed of the shuffles."))
@what_counts
@json_option
@csv_option
@output_option
def contrast(
    study: Path,
    by: str | None,
    of: str,
    unit: str,
    sub_codes: bool,
    in_words: bool,
    words_of: str | None,
    seed: int,
    asked: Asked,
    as_json: bool,
    as_csv: bool,
    output: Path | None,
) -> None:
    """Print codes by groups, or the words that mark groups or a code."""
    from kwalcode.project.analyses.code_words import study_code_words
    from kwalcode.project.analyses.contrasts import study_contrast, study_words

    form = form_of(as_json, as_csv)
    if words_of is not None and (by is not None or in_words):
        raise UsageError(_("Ask for --words-of or for --by, not for both."))
    with reading_study(study) as opened, opened.reading() as connection:
        if words_of is not None:
            marked = study_code_words(connection, words_of, sub_codes=sub_codes, **asked)
        elif by is None:
            raise UsageError(
                _("Say which groups: --by ATTRIBUTE; or --words-of CODE for the words of a code.")
            )
        elif in_words:
            marking = study_words(connection, by, **asked)
        else:
            found = study_contrast(
                connection, by, of=of, unit=unit, sub_codes=sub_codes, seed=seed, **asked
            )
    if words_of is not None:
        write_code_words(marked, form, output)
    elif in_words:
        write_words(marking, form, output)
    else:
        _write(found, form, output)


def _write(found: StudyContrast, form: str, output: Path | None) -> None:
    result = found.result
    about = head(
        found.counted,
        result.test,
        by=found.attribute,
        of=found.of,
        unit=result.unit,
        sub_codes=found.sub_codes,
        seed=result.seed,
        runs=result.runs,
        tests=result.tests,
        smallest_p=result.smallest_p,
        intervals=_intervals(result.unit),
        status="exploratory",
    )
    if form == "json":
        print_json(about | _contract(found), output)
    elif form == "csv":
        write_csv(_CSV, _csv_rows(found), about, output)
    else:
        write_text(_text(found), output)
    tell(found.counted, result.test or _("none"), *_remarks(found))


def _intervals(unit: str) -> str:
    """Name the intervals of 95 % around levels and around their differences."""
    return "Wilson; Newcombe 10" if unit == "respondents" else "Student t; Welch"


def _contract(found: StudyContrast) -> dict[str, Any]:
    """Return the JSON that is documented and kept."""
    result = found.result
    cells: dict[int, list[dict[str, Any]]] = {}
    for code, *rest in column(result.cells, "code", *_CELL):
        cells.setdefault(code, []).append(dict(zip(_CELL, rest, strict=True)))
    return {
        "reason": result.reason or None,
        "groups": [
            {"value": value, "respondents": n}
            for value, n in column(result.groups, "value", "respondents")
        ],
        "codes": [
            {"code": found.names[code]}
            | dict(zip(_CODE, rest, strict=True))
            | {"reason": rest[-1] or None, "cells": cells.get(code, [])}
            for code, *rest in column(result.codes, "code", *_CODE)
        ],
        "in_every_group": [found.names[code] for code in _everywhere(found)],
    }


def _everywhere(found: StudyContrast) -> list[int]:
    return [code for code, yes in column(found.result.codes, "code", "everywhere") if yes]


def _csv_rows(found: StudyContrast) -> list[tuple[Any, ...]]:
    """Return a row per code and group."""
    codes = {code: rest for code, *rest in column(found.result.codes, "code", *_CODE[1:])}
    cells = column(found.result.cells, "code", *_CELL)
    return [(found.names[code], *cell, *codes[code]) for code, *cell in cells]


def _text(found: StudyContrast) -> str:
    """Return the codes that occur, those with the smallest p first, then what all groups share."""
    result = found.result
    sizes = dict(column(result.groups, "value", "respondents"))
    shown: dict[int, list[str]] = {}
    for code, value, amount in column(result.cells, "code", "value", "amount"):
        people = result.unit == "respondents"
        shown.setdefault(code, []).append(f"{amount}/{sizes[value]}" if people else str(amount))
    rows = [
        (found.names[code], *shown.get(code, ()), p, by_holm, by_bh)
        for code, amount, p, by_holm, by_bh in column(
            result.codes, "code", "amount", "p", "holm", "bh"
        )
        if amount
    ]
    rows.sort(key=lambda row: (row[-3] if row[-3] == row[-3] else 2.0, row[0]))
    header = (_OF[found.of], *sizes, "p", "Holm", "BH")
    shared = [f"  {found.names[code]}" for code in _everywhere(found)]
    lines = [_("Present in every group: {n}.").format(n=len(shared)), *shared]
    return table(header, rows) + "\n" + "\n".join(lines) + "\n"


def _remarks(found: StudyContrast) -> list[str]:
    result = found.result
    if result.reason:
        return [_("Contrast: n.a. ({reason}).").format(reason=result.reason)]
    lines = [
        _(
            "By {attribute}, in {unit}; p is exploratory: {tests} tested, the smallest p "
            "attainable is {least}; seed {seed}."
        ).format(
            attribute=found.attribute,
            unit=result.unit,
            tests=result.tests,
            least=significant(result.smallest_p),
            seed=result.seed,
        )
    ]
    empty = int((result.codes["amount"] == 0).sum())
    if empty:
        lines.append(
            counted(
                "{n} code without codings: n.a., not listed.",
                "{n} codes without codings: n.a., not listed.",
                empty,
            )
        )
    return lines


COMMANDS = (contrast,)
