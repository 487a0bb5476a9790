"""patterns new, edit, open, quote, delete: writing cards, and what was looked at for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kwalcode.cli.analyses.analysing import sub_codes_option
from kwalcode.cli.analyses.citing import Citations, cite, quote_options
from kwalcode.cli.analyses.patterning import cell_name, number_argument, patterns
from kwalcode.cli.analyses.subjects import Quotes, respondent_named, subject_named
from kwalcode.cli.common import acting_study, as_option, say, study_argument, write_text
from kwalcode.i18n import _, counted

_KINDS = ("similarity", "difference", "frequency", "sequence", "correspondence", "causation")
_STATUSES = ("draft", "checked", "final")
_RULE = "overlap|same-quotation|sentence|turn|document|near(N)|follows(N)"


@patterns.command("new", help=_("Write a pattern card: a claim about codes or themes."))
@study_argument
@click.argument("kind", type=click.Choice(_KINDS), metavar="KIND")
@click.argument("claim")
@click.argument("a", metavar="CODE|THEME")
@click.argument("b", metavar="[CODE|THEME]", required=False)
@click.option(
    "--rule", default="sentence", show_default=True, metavar=_RULE,
    help=_("What going together means."),
)  # fmt: skip
@sub_codes_option
@as_option
def new_command(
    study: Path,
    kind: str,
    claim: str,
    a: str,
    b: str | None,
    rule: str,
    sub_codes: bool,
    actor: str | None,
) -> None:
    """Write a card."""
    from kwalcode.project.acts.patterns import write_pattern

    with acting_study(study, actor) as opened:
        first = subject_named(opened, a)
        second = subject_named(opened, b) if b else None
        number = write_pattern(opened, kind, claim, first, second, rule=rule, sub_codes=sub_codes)
    say(_("Pattern {n} written.").format(n=number))


@patterns.command("edit", help=_("Change a pattern card, its status, or that none was found."))
@study_argument
@number_argument
@click.option("--claim", metavar="TEXT", help=_("Another claim."))
@click.option("--kind", type=click.Choice(_KINDS), help=_("Another kind."))
@click.option("--rule", metavar=_RULE, help=_("Another rule."))
@click.option(
    "--searched/--not-searched",
    default=None,
    help=_("You searched for negative cases and found none."),
)
@click.option("--status", type=click.Choice(_STATUSES), help=_("How sure you are."))
@as_option
def edit_command(
    study: Path,
    number: int,
    searched: bool | None,
    status: str | None,
    actor: str | None,
    **values: str | None,
) -> None:
    """Do what is asked, an act for each."""
    from kwalcode.project.acts import patterns as acts

    wanted = {name: value for name, value in values.items() if value is not None}
    with acting_study(study, actor) as opened:
        if wanted:
            acts.edit_pattern(opened, number, **wanted)
        if searched is not None:
            acts.mark_pattern_searched(opened, number, searched=searched)
        if status is not None:
            acts.set_status(opened, number, status)
    say(_("Pattern {n} changed.").format(n=number))


@patterns.command("open", help=_("Say that you looked at respondents for a pattern."))
@study_argument
@number_argument
@click.argument("respondents", nargs=-1)
@click.option("--negative", is_flag=True, help=_("All who speak against it by the count."))
@as_option
def open_command(
    study: Path, number: int, respondents: tuple[str, ...], negative: bool, actor: str | None
) -> None:
    """Print what they say with either side, and note that it was looked at."""
    from kwalcode.project.acts.patterns import open_cases
    from kwalcode.project.analyses.patterns import study_pattern

    with acting_study(study, actor) as opened:
        chosen = [respondent_named(opened, name) for name in respondents]
        with opened.reading() as connection:
            card = study_pattern(connection, number)
            chosen += [person for person in card.negative if negative and person not in chosen]
            quotes, lines = Quotes(connection), []
            for person in chosen:
                cell = card.found.cells.get(person, "neither")
                lines.append(f"{card.found.respondents.get(person, '')}: {cell_name(cell)}")
                for place in card.found.places_of(person):
                    told = quotes.place(place.document, place.start, place.end)
                    lines.append(f"  {place.side.upper()}  {told['text']}")
        write_text("".join(f"{line}\n" for line in lines), None)
        n = open_cases(opened, number, chosen)
    say(counted("{n} case opened.", "{n} cases opened.", n))


@patterns.command("quote", help=_("Put a passage with what speaks for a pattern, or against it."))
@study_argument
@number_argument
@quote_options
def quote_command(study: Path, number: int, **cited: Any) -> None:
    """Cite a passage for a pattern, or take it away."""
    from kwalcode.project.acts import patterns as acts
    from kwalcode.project.reads.patterns import pattern_quotes

    citations = Citations(pattern_quotes, acts.quote_for_pattern, acts.unquote_for_pattern)
    told = _("Put with pattern {n}.").format(n=number)
    cite(study, lambda _opened: number, citations, told, **cited)


@patterns.command("delete", help=_("Delete a pattern card."))
@study_argument
@number_argument
@as_option
def delete_command(study: Path, number: int, actor: str | None) -> None:
    """Delete a card."""
    from kwalcode.project.acts.patterns import delete_pattern

    with acting_study(study, actor) as opened:
        delete_pattern(opened, number)
    say(_("Pattern {n} deleted.").format(n=number))
