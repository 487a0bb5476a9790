"""themes new, edit, quote, delete: what people make of proposals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kwalcode.cli.analyses.analysing import rule_option
from kwalcode.cli.analyses.citing import Citations, cite, quote_options
from kwalcode.cli.analyses.subjects import codes_named, theme_named
from kwalcode.cli.analyses.theming import themes
from kwalcode.cli.common import acting_study, as_option, say, study_argument
from kwalcode.errors import NotFound
from kwalcode.i18n import _

theme_argument = click.argument("theme", metavar="THEME")


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
@quote_options
def quote_command(study: Path, theme: str, **cited: Any) -> None:
    """Cite a passage for a theme, or take it away."""
    from kwalcode.project.acts import themes as acts
    from kwalcode.project.reads.themes import theme_quotes

    citations = Citations(theme_quotes, acts.quote_for_theme, acts.unquote_for_theme)
    told = _("Put with the theme {theme}.").format(theme=theme)
    cite(study, lambda opened: theme_named(opened, theme).id, citations, told, **cited)


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
