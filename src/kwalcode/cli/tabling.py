"""table: codes x documents, respondents or groups; also as 0 and 1 for statistics programs."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kwalcode.cli.analysing import (
    chosen_roles,
    coder_option,
    csv_option,
    role_option,
    sub_codes_option,
    where_option,
)
from kwalcode.cli.common import (
    json_option,
    output_option,
    print_json,
    reading_study,
    study_argument,
    write_text,
)
from kwalcode.cli.common import table as as_table
from kwalcode.cli.figures import form_of, head, tell, write_csv
from kwalcode.i18n import _

if TYPE_CHECKING:
    from kwalcode.project.code_table import StudyTable

_WIDE = 60
"""Titles of columns that are wider together are numbered in text."""


@click.command(help=_("Count codes per document, respondent or group."))
@study_argument
@click.option(
    "--by",
    default="document",
    show_default=True,
    metavar="document|respondent|ATTRIBUTE",
    help=_("What the columns are."),
)
@click.option(
    "--unit",
    type=click.Choice(["quotations", "respondents", "words"]),
    default="quotations",
    show_default=True,
    help=_("What is counted."),
)
@click.option(
    "--share",
    type=click.Choice(["none", "row", "column", "total"]),
    default="none",
    show_default=True,
    help=_("Divide by the sum of the row, the column or the table."),
)
@click.option(
    "--binary", is_flag=True, help=_("1 where a code occurs, else 0; CSV: cases as rows.")
)
@sub_codes_option
@coder_option
@role_option
@where_option
@json_option
@csv_option
@output_option
def table(
    study: Path,
    by: str,
    unit: str,
    share: str,
    binary: bool,
    sub_codes: bool,
    coder: str | None,
    roles: tuple[str, ...],
    where: tuple[str, ...],
    as_json: bool,
    as_csv: bool,
    output: Path | None,
) -> None:
    """Print codes by documents, respondents or groups."""
    from kwalcode.project.code_table import study_table

    form = form_of(as_json, as_csv)
    with reading_study(study) as opened, opened.reading() as connection:
        found = study_table(
            connection,
            by=by,
            unit=unit,
            share=share,
            binary=binary,
            sub_codes=sub_codes,
            coder=coder,
            roles=chosen_roles(roles),
            where=where,
        )
    rule = "0/1" if binary else unit if share == "none" else f"{unit}, share of {share}"
    choices = {"by": found.by, "unit": unit, "share": share, "binary": binary}
    about = head(found.counted, rule, where, **choices, sub_codes=sub_codes)
    if form == "json":
        codes = [{"code": name, "cells": cells} for name, cells in _rows(found)]
        shape = {"reason": found.reason or None, "columns": list(found.columns), "codes": codes}
        print_json(about | shape, output)
    elif form == "csv" and binary:
        _write_cases(found, about, output)
    elif form == "csv":
        rows = [(name, *cells) for name, cells in _rows(found)]
        write_csv(("code", *found.columns), rows, about, output)
    else:
        write_text(_text(found), output)
    doubled = sub_codes and share != "none"
    more = [_("With sub-codes a coding is in several rows, so sums count it more than once.")]
    tell(found.counted, rule, where, *_remarks(found), *(more if doubled else []))


def _rows(found: StudyTable) -> list[tuple[str, list[Any]]]:
    cells = found.cells.to_numpy().tolist()
    return [(found.names[c], row) for c, row in zip(found.cells.index.tolist(), cells, strict=True)]


def _write_cases(found: StudyTable, about: dict[str, Any], output: Path | None) -> None:
    """Write a case per row and a code per column: what statistics programs read."""
    names = [found.names[code] for code in found.cells.index.tolist()]
    cases = zip(found.columns, found.cells.to_numpy().T.tolist(), strict=True)
    write_csv((found.by, *names), [(case, *cells) for case, cells in cases], about, output)


def _occurs(cells: list[float]) -> bool:
    return any(cell > 0 for cell in cells)  # NaN is not


def _text(found: StudyTable) -> str:
    """Return the codes that occur; long titles are numbered and listed below."""
    rows = [(name, *cells) for name, cells in _rows(found) if _occurs(cells)]
    if sum(map(len, found.columns)) <= _WIDE:
        return as_table((_("code"), *found.columns), rows)
    numbers = tuple(str(n) for n in range(1, len(found.columns) + 1))
    legend = [f"{n} = {name}" for n, name in zip(numbers, found.columns, strict=True)]
    return as_table((_("code"), *numbers), rows) + "\n" + "\n".join(legend) + "\n"


def _remarks(found: StudyTable) -> list[str]:
    lines = []
    if found.reason:
        lines.append(_("Table: n.a. ({reason}).").format(reason=found.reason))
    rows = _rows(found)
    empty = sum(not _occurs(cells) for _name, cells in rows)
    if empty and found.columns:
        lines.append(_("{n} codes without codings: not listed.").format(n=empty))
    if any(math.isnan(cell) for _name, cells in rows for cell in cells):
        lines.append(_("A share of nothing is n.a."))
    return lines


COMMANDS = (table,)
