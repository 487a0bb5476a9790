"""themes: named claims with their codes, who carries them, what speaks for and against them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kwalcode.cli.analysing import csv_option, rule_option, sub_codes_option, what_counts
from kwalcode.cli.commands import Commands
from kwalcode.cli.common import (
    acting_study,
    as_option,
    json_option,
    output_option,
    print_json,
    reading_study,
    say,
    study_argument,
    table,
    write_text,
)
from kwalcode.cli.figures import form_of, head, tell, write_csv
from kwalcode.cli.subjects import Quotes, codes_named, passage, quotation_among, theme_named
from kwalcode.errors import NotFound
from kwalcode.i18n import _, counted

if TYPE_CHECKING:
    from kwalcode.project.analyses.filtering import Asked
    from kwalcode.project.analyses.themes import StudyThemes, ThemeRow

RULE = "quotations"
"""What a cell of the table counts: distinct quotations with a code of the theme."""
theme_argument = click.argument("theme", metavar="THEME")
side_option = click.option(
    "--against", is_flag=True, help=_("It speaks against it; without this for it.")
)


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
@output_option
def proposals_command(
    study: Path,
    rule: str,
    asked: Asked,
    sub_codes: bool,
    minimum: int,
    seed: int,
    as_json: bool,
    output: Path | None,
) -> None:
    """Print proposals; `themes new --proposal` makes a theme of one."""
    from kwalcode.project.analyses.themes import study_proposals
    from kwalcode.project.reads.notes import all_themes

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
    if as_json:
        more: dict[str, Any] = {"minimum": minimum, "seed": seed, "modularity": found.modularity}
        more |= {"stability": found.stability, "reason": found.reason or None}
        about = head(found.counted, rule, **more, sub_codes=sub_codes)
        print_json(about | {"proposals": rows}, output)
    else:
        lines = [(row["proposal"], ", ".join(row["codes"]), row["theme"] or "") for row in rows]
        write_text(table((_("proposal"), _("codes"), _("theme")), lines), output)
    reason = [found.reason] if found.reason else []
    name_one = _("A proposal becomes a theme when you name it: kwalcode themes new --proposal N.")
    tell(found.counted, rule, *reason, *([name_one] if rows else []))


@themes.command("new", help=_("Make a theme: its name and its central claim."))
@study_argument
@theme_argument
@click.argument("claim", default="")
@click.option("--code", "codes", multiple=True, metavar="CODE", help=_("Put this code in."))
@click.option("--under", metavar="THEME", help=_("Nest it in this theme."))
@click.option("--proposal", type=int, metavar="N", help=_("Put in the codes of this proposal."))
@rule_option
@click.option("--minimum", default=2, show_default=True, help=_("Fewest respondents for an edge."))
@click.option("--seed", default=1, show_default=True, help=_("Seed of the communities."))
@as_option
def new_command(
    study: Path,
    theme: str,
    claim: str,
    codes: tuple[str, ...],
    under: str | None,
    proposal: int | None,
    rule: str,
    minimum: int,
    seed: int,
    actor: str | None,
) -> None:
    """Make a theme, of a proposal or of codes."""
    from kwalcode.project.acts import themes as acts
    from kwalcode.project.analyses.themes import study_proposals

    with acting_study(study, actor) as opened:
        members = codes_named(opened, codes)
        parent = theme_named(opened, under).id if under is not None else None
        if proposal is None:
            acts.create_theme(opened, theme, claim, members, parent=parent)
        else:
            with opened.reading() as connection:
                found = study_proposals(connection, rule=rule, minimum=minimum, seed=seed)
            if not 1 <= proposal <= len(found.proposals):
                raise NotFound(
                    _("There is no proposal {n}: 'kwalcode themes proposals' lists them.").format(
                        n=proposal
                    )
                )
            members += found.proposals[proposal - 1].codes
            number = acts.adopt_proposal(opened, theme, claim, members)
            if parent is not None:
                acts.nest_theme(opened, number, parent)
    say(_("Made the theme {theme}.").format(theme=theme))


@themes.command("edit", help=_("Change a theme: name, claim, codes, patterns, where it is nested."))
@study_argument
@theme_argument
@click.option("--name", metavar="NAME", help=_("Another name."))
@click.option("--claim", metavar="TEXT", help=_("Another central claim."))
@click.option("--add", multiple=True, metavar="CODE", help=_("Put this code in."))
@click.option("--remove", multiple=True, metavar="CODE", help=_("Take this code out."))
@click.option("--pattern", multiple=True, type=int, metavar="N", help=_("Put this pattern in."))
@click.option("--without", multiple=True, type=int, metavar="N", help=_("Take this pattern out."))
@click.option("--under", metavar="THEME", help=_("Nest it in this theme."))
@click.option("--top", is_flag=True, help=_("Put it at the top."))
@click.option(
    "--searched/--not-searched",
    default=None,
    help=_("You looked for what speaks against it and found nothing."),
)
@as_option
def edit_command(study: Path, theme: str, actor: str | None, **wanted: Any) -> None:
    """Do what is asked, an act for each."""
    from kwalcode.project.acts import themes as acts

    with acting_study(study, actor) as opened:
        number = theme_named(opened, theme).id
        inside, outside = (codes_named(opened, wanted[name]) for name in ("add", "remove"))
        parent = theme_named(opened, wanted["under"]).id if wanted["under"] is not None else None
        if wanted["name"] is not None or wanted["claim"] is not None:
            acts.edit_theme(opened, number, name=wanted["name"], claim=wanted["claim"])
        if inside:
            acts.put_in_theme(opened, number, inside)
        if outside:
            acts.take_from_theme(opened, number, outside)
        if wanted["pattern"]:
            acts.put_patterns_in_theme(opened, number, wanted["pattern"])
        if wanted["without"]:
            acts.take_patterns_from_theme(opened, number, wanted["without"])
        if parent is not None or wanted["top"]:
            acts.nest_theme(opened, number, parent)
        if wanted["searched"] is not None:
            acts.mark_theme_searched(opened, number, searched=wanted["searched"])
    say(_("Changed the theme {theme}.").format(theme=wanted["name"] or theme))


@themes.command("quote", help=_("Put a passage with what speaks for a theme, or against it."))
@study_argument
@theme_argument
@click.argument("document")
@click.argument("words", metavar="START:END|WORDS")
@side_option
@click.option("--note", metavar="TEXT", default="", help=_("A note for yourself."))
@click.option("--remove", is_flag=True, help=_("Take it away again."))
@as_option
def quote_command(
    study: Path,
    theme: str,
    document: str,
    words: str,
    against: bool,
    note: str,
    remove: bool,
    actor: str | None,
) -> None:
    """Cite a passage for a theme, or take it away."""
    from kwalcode.project.acts import themes as acts
    from kwalcode.project.reads.themes import theme_quotes

    with acting_study(study, actor) as opened:
        number, place = theme_named(opened, theme).id, passage(opened, document, words)
        if remove:
            with opened.reading() as connection:
                known = quotation_among(theme_quotes(connection, number), place)
            acts.unquote_for_theme(opened, number, known)
            say(_("Taken away."))
            return
        side = "contradicting" if against else "supporting"
        acts.quote_for_theme(opened, number, *place, side, note)
    say(_("Put with the theme {theme}.").format(theme=theme))


@themes.command("delete", help=_("Delete a theme; its codes and patterns stay."))
@study_argument
@theme_argument
@as_option
def delete_command(study: Path, theme: str, actor: str | None) -> None:
    """Delete a theme."""
    from kwalcode.project.acts import themes as acts

    with acting_study(study, actor) as opened:
        acts.delete_theme(opened, theme_named(opened, theme).id)
    say(_("Deleted the theme {theme}.").format(theme=theme))


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
