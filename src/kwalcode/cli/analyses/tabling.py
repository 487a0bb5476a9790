"""table: codes x documents, respondents or groups; also as 0 and 1 for statistics programs."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kwalcode.cli.analyses.analysing import csv_option, sub_codes_option, what_counts
from kwalcode.cli.analyses.figures import form_of, head, tell, write_csv
from kwalcode.cli.analyses.tabling_cases import write_cases
from kwalcode.cli.common import (
    json_option,
    output_option,
    print_json,
    reading_study,
    study_argument,
    write_text,
)
from kwalcode.cli.common import table as as_table
from kwalcode.errors import UsageError
from kwalcode.i18n import _, counted

if TYPE_CHECKING:
    from kwalcode.project.analyses.code_table import StudyTable
    from kwalcode.project.analyses.filtering import Asked

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
    "--normalise",
    type=click.Choice(["none", "largest", "words"]),
    default="none",
    show_default=True,
    help=_("Level columns: up to the largest sum (as ATLAS.ti does), or per 1,000 words said."),
)
@click.option(
    "--binary", is_flag=True, help=_("1 where a code occurs, else 0; CSV: cases as rows.")
)
@click.option(
    "--key",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.csv",
    help=_("CSV with cases as rows and short names of variables, explained in this file."),
)
@click.option("--totals", is_flag=True, help=_("Add sums of rows and columns to the CSV."))
@sub_codes_option
@what_counts
@json_option
@csv_option
@output_option
def table(
    study: Path,
    by: str,
    unit: str,
    share: str,
    normalise: str,
    binary: bool,
    key: Path | None,
    totals: bool,
    sub_codes: bool,
    asked: Asked,
    as_json: bool,
    as_csv: bool,
    output: Path | None,
) -> None:
    """Print codes by documents, respondents or groups."""
    from kwalcode.project.analyses.code_table import study_table

    form = form_of(as_json, as_csv)
    _check_csv_choices(form, key, totals, binary)
    how: dict[str, Any] = {
        "unit": unit, "share": share, "normalise": normalise, "binary": binary,
        "sub_codes": sub_codes,
    }  # fmt: skip
    with reading_study(study) as opened, opened.reading() as connection:
        found = study_table(connection, by=by, **how, **asked)
    rule = _rule(unit, share, normalise, binary)
    about = head(found.counted, rule, by=found.by, **how)
    if form == "json":
        print_json(about | _contract(found), output)
    elif form == "csv" and (binary or key):
        write_cases(found, about, output, key)
    elif form == "csv":
        columns, rows = _csv(found, totals)
        write_csv(columns, rows, about, output)
    else:
        write_text(_text(found), output)
    doubled = sub_codes and share != "none"
    more = [_("With sub-codes a coding is in several rows, so sums count it more than once.")]
    tell(found.counted, rule, *_remarks(found), *(more if doubled else []))


def _check_csv_choices(form: str, key: Path | None, totals: bool, binary: bool) -> None:
    if (key or totals) and form != "csv":
        raise UsageError(_("--key and --totals go with --csv."))
    if totals and (key or binary):
        raise UsageError(_("Cases as rows have no totals."))


def _rule(unit: str, share: str, normalise: str, binary: bool) -> str:
    if binary:
        return "0/1"
    ways = {
        "none": "",
        "largest": ", columns levelled to the largest sum",
        "words": " per 1,000 words",
    }
    return unit + ways[normalise] + ("" if share == "none" else f", share of {share}")


def _contract(found: StudyTable) -> dict[str, Any]:
    """Return the JSON that is documented and kept."""
    from kwalcode.analysis.code_table import totals

    rows, columns, total = totals(found.cells)
    return {
        "reason": found.reason or None,
        "columns": list(found.columns),
        "words_said": list(found.sizes) or None,
        "codes": [
            {"code": name, "cells": cells, "total": whole}
            for (name, cells), whole in zip(_rows(found), rows.tolist(), strict=True)
        ],
        "column_totals": columns.tolist(),
        "total": total,
    }


def _csv(found: StudyTable, totals: bool) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Return the columns' names and the rows."""
    if totals:
        return ("code", *found.columns, "total"), _with_totals(found, _rows(found), "total")
    return ("code", *found.columns), [(name, *cells) for name, cells in _rows(found)]


def _with_totals(
    found: StudyTable, rows: list[tuple[str, list[Any]]], label: str
) -> list[tuple[Any, ...]]:
    """Add the sum of each row, and a row of sums of all codes."""
    from kwalcode.analysis.code_table import totals

    by_row, by_column, total = totals(found.cells)
    names = [found.names[code] for code in by_row.index.tolist()]
    sums = dict(zip(names, by_row.tolist(), strict=True))
    body = [(name, *cells, sums[name]) for name, cells in rows]
    return [*body, (label, *by_column.tolist(), _plain(total))]


def _plain(total: float) -> float | int:
    """Return a whole sum as a whole number."""
    return int(total) if total == total and total.is_integer() else total


def _rows(found: StudyTable) -> list[tuple[str, list[Any]]]:
    cells = found.cells.to_numpy().tolist()
    return [(found.names[c], row) for c, row in zip(found.cells.index.tolist(), cells, strict=True)]


def _occurs(cells: list[float]) -> bool:
    return any(cell > 0 for cell in cells)  # NaN is not


def _text(found: StudyTable) -> str:
    """Return the codes that occur, with sums; long titles are numbered and listed below."""
    occurring = [(name, cells) for name, cells in _rows(found) if _occurs(cells)]
    rows = _with_totals(found, occurring, _("sum"))
    if sum(map(len, found.columns)) <= _WIDE:
        return as_table((_("code"), *found.columns, _("sum")), rows)
    numbers = tuple(str(n) for n in range(1, len(found.columns) + 1))
    legend = [f"{n} = {name}" for n, name in zip(numbers, found.columns, strict=True)]
    return as_table((_("code"), *numbers, _("sum")), rows) + "\n" + "\n".join(legend) + "\n"


def _remarks(found: StudyTable) -> list[str]:
    lines = []
    if found.reason:
        lines.append(_("Table: n.a. ({reason}).").format(reason=found.reason))
    rows = _rows(found)
    empty = sum(not _occurs(cells) for _name, cells in rows)
    if empty and found.columns:
        lines.append(
            counted(
                "{n} code without codings: not listed.",
                "{n} codes without codings: not listed.",
                empty,
            )
        )
    if any(math.isnan(cell) for _name, cells in rows for cell in cells):
        lines.append(_("A share of nothing is n.a."))
    return lines


COMMANDS = (table,)
