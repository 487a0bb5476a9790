"""themes: named claims with their codes, who carries them, what speaks for and against them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kwalcode.cli.analyses.analysing import csv_option, rule_option, sub_codes_option, what_counts
from kwalcode.cli.analyses.figures import form_of, head, tell, write_csv
from kwalcode.cli.analyses.subjects import Quotes
from kwalcode.cli.commands import Commands
from kwalcode.cli.common import (
    json_option,
    output_option,
    print_json,
    reading_study,
    study_argument,
    table,
    write_text,
)
from kwalcode.i18n import _, counted

if TYPE_CHECKING:
    from kwalcode.project.analyses.filtering import Asked
    from kwalcode.project.analyses.themes import StudyThemes, ThemeRow

RULE = "quotations"
"""What a cell of the table counts: distinct quotations with a code of the theme."""


@click.group(
    cls=Commands, help=_("Themes: claims with their codes, respondents, patterns, quotations.")
)
def themes() -> None:
    """Hold the commands on themes."""


@themes.command("list", help=_("List the themes, what carries them, and what they lack."))
@study_argument
@what_counts
@sub_codes_option
@json_option
@csv_option
@output_option
def list_command(
    study: Path,
    asked: Asked,
    sub_codes: bool,
    as_json: bool,
    as_csv: bool,
    output: Path | None,
) -> None:
    """Print the themes."""
    from kwalcode.project.analyses.themes import study_themes

    form = form_of(as_json, as_csv)
    with reading_study(study) as opened, opened.reading() as connection:
        found = study_themes(connection, sub_codes=sub_codes, **asked)
        quotes = _quotes(connection, found) if form == "json" else {}
    about = head(found.counted, RULE, sub_codes=sub_codes)
    if form == "json":
        rows = [_row(found, row) | {"quotes": quotes[row.theme.id]} for row in found.rows]
        orphans = [found.names[code] for code in found.orphans]
        print_json(about | {"themes": rows, "codes_in_no_theme": orphans}, output)
    elif form == "csv":
        cells = [tuple(_row(found, row)[name] for name in _COLUMNS) for row in found.rows]
        write_csv(_COLUMNS, cells, about, output)
    else:
        write_text(_text(found), output)
    tell(found.counted, RULE, *_remarks(found))


@themes.command("table", help=_("Count the quotations of each theme by respondent."))
@study_argument
@what_counts
@sub_codes_option
@json_option
@csv_option
@output_option
def table_command(
    study: Path,
    asked: Asked,
    sub_codes: bool,
    as_json: bool,
    as_csv: bool,
    output: Path | None,
) -> None:
    """Print themes by respondents."""
    from kwalcode.project.analyses.themes import study_themes

    form = form_of(as_json, as_csv)
    with reading_study(study) as opened, opened.reading() as connection:
        found = study_themes(connection, sub_codes=sub_codes, **asked)
    people = list(found.respondents)
    cells = [(row, [row.cells.get(person, 0) for person in people]) for row in found.rows]
    about = head(found.counted, RULE, sub_codes=sub_codes)
    names = list(found.respondents.values())
    if form == "json":
        rows: list[dict[str, Any]] = [
            {"theme": row.theme.name, "respondents": len(row.cells), "cells": numbers}
            for row, numbers in cells
        ]
        print_json(about | {"columns": names, "themes": rows}, output)
    elif form == "csv":
        lines = [(row.theme.name, *numbers) for row, numbers in cells]
        write_csv(("theme", *names), lines, about, output)
    else:
        head_line = (_("theme"), *names, _("respondents"))
        shown = [("  " * r.depth + r.theme.name, *numbers, len(r.cells)) for r, numbers in cells]
        write_text(table(head_line, shown), output)
    tell(found.counted, RULE)


@themes.command("proposals", help=_("Propose themes: codes that go together."))
@study_argument
@rule_option
@what_counts
@sub_codes_option
@click.option("--minimum", default=2, show_default=True, help=_("Fewest respondents for an edge."))
@click.option("--seed", default=1, show_default=True, help=_("Seed of the communities."))
@json_option
@csv_option
@output_option
def proposals_command(
    study: Path,
    rule: str,
    asked: Asked,
    sub_codes: bool,
    minimum: int,
    seed: int,
    as_json: bool,
    as_csv: bool,
    output: Path | None,
) -> None:
    """Print proposals; `themes new --proposal` makes a theme of one."""
    from kwalcode.project.analyses.themes import study_proposals
    from kwalcode.project.reads.notes import all_themes

    form = form_of(as_json, as_csv)
    with reading_study(study) as opened, opened.reading() as connection:
        found = study_proposals(
            connection, rule=rule, minimum=minimum, seed=seed, sub_codes=sub_codes, **asked
        )
        names = {theme.id: theme.name for theme in all_themes(connection)}
    rows: list[dict[str, Any]] = [
        {
            "proposal": number,
            "codes": [found.names[code] for code in one.codes],
            "theme": None if one.theme is None else names[one.theme],
        }
        for number, one in enumerate(found.proposals, start=1)
    ]
    more: dict[str, Any] = {"minimum": minimum, "seed": seed, "modularity": found.modularity}
    more |= {"stability": found.stability, "reason": found.reason or None}
    about = head(found.counted, rule, **more, sub_codes=sub_codes)
    if form == "json":
        print_json(about | {"proposals": rows}, output)
    elif form == "csv":
        each = [(row["proposal"], code, row["theme"]) for row in rows for code in row["codes"]]
        write_csv(("proposal", "code", "theme"), each, about, output)
    else:
        lines = [(row["proposal"], ", ".join(row["codes"]), row["theme"] or "") for row in rows]
        write_text(table((_("proposal"), _("codes"), _("theme")), lines), output)
    reason = [found.reason] if found.reason else []
    name_one = _("A proposal becomes a theme when you name it: kwalcode themes new --proposal N.")
    tell(found.counted, rule, *reason, *([name_one] if rows else []))


_COLUMNS = (
    "theme", "parent", "claim", "codes", "respondents", "quotations", "supporting",
    "contradicting", "patterns", "warnings",
)  # fmt: skip


def _row(found: StudyThemes, row: ThemeRow) -> dict[str, Any]:
    names = {one.theme.id: one.theme.name for one in found.rows}
    parent = row.theme.parent
    return {
        "theme": row.theme.name,
        "parent": None if parent is None else names[parent],
        "claim": row.theme.claim,
        "codes": [found.names[code] for code in row.codes],
        "respondents": [found.respondents[person] for person in row.cells],
        "quotations": row.quotations,
        "supporting": row.supporting,
        "contradicting": row.contradicting,
        "patterns": list(row.patterns),
        "warnings": list(row.warnings),
    }


def _quotes(connection: Any, found: StudyThemes) -> dict[int, list[dict[str, Any]]]:
    from kwalcode.project.reads.themes import theme_quotes

    quotes = Quotes(connection)
    return {
        row.theme.id: [
            {"side": one.side, "note": one.note} | quotes.place(one.document, one.start, one.end)
            for one in theme_quotes(connection, row.theme.id)
        ]
        for row in found.rows
    }


def _text(found: StudyThemes) -> str:
    header = (_("theme"), _("codes"), _("respondents"), _("quotations"), _("for"), _("against"))
    rows = [
        (
            "  " * row.depth + row.theme.name,
            len(row.codes),
            len(row.cells),
            row.quotations,
            row.supporting,
            row.contradicting,
            row.theme.claim,
        )
        for row in found.rows
    ]
    return table((*header, _("claim")), rows)


def _remarks(found: StudyThemes) -> list[str]:
    from kwalcode.project.analyses.themes import warning_words

    lines = [
        _("{theme}: {warnings}.").format(
            theme=row.theme.name, warnings=", ".join(map(warning_words, row.warnings))
        )
        for row in found.rows
        if row.warnings
    ]
    if found.rows and found.orphans:
        n = len(found.orphans)
        lines.append(counted("{n} code is in no theme.", "{n} codes are in no theme.", n))
    if not found.rows:
        lines.append(_("No themes yet: 'kwalcode themes proposals' proposes some."))
    return lines


COMMANDS = (themes,)
