"""new, open, copy, check, erase: a project as a whole."""

from __future__ import annotations

from pathlib import Path

import click

from kwalcode.cli.common import (
    acting,
    acting_study,
    as_option,
    documents_named,
    reading_study,
    reason_option,
    say,
    study_argument,
)
from kwalcode.errors import KwalcodeError, UsageError
from kwalcode.i18n import _, counted


@click.command(help=_("Make a new, empty study."))
@study_argument
@click.option("--codebook", type=click.Path(path_type=Path), help=_("Start with this codebook."))
@as_option
def new(study: Path, codebook: Path | None, actor: str | None) -> None:
    """Make a project; a codebook that cannot be read leaves none behind."""
    from kwalcode.project.study import create
    from kwalcode.store.opening import synchronised

    name = acting(actor)
    specs = None
    if codebook is not None:
        from kwalcode.exchange.codebooks import read_codebook

        specs = read_codebook(codebook)
    with create(study, name) as made:
        if specs is not None:
            from kwalcode.project.acts.codes import import_codebook

            import_codebook(made, specs, source=str(codebook))
        say(_("Made {path}. Next: kwalcode import {path} FILES").format(path=made.path))
        cloud = synchronised(made.path)
    if cloud:
        say(
            _("Mind: '{folder}' is synchronised; such programs can damage a study in use.").format(
                folder=cloud
            )
        )


@click.command("open", help=_("Open a study in the app."))
@study_argument
@as_option
def open_command(study: Path, actor: str | None) -> None:
    """Open the app; without a terminal, say so instead of failing in it."""
    import sys

    from kwalcode.store.opening import examine

    examine(study)
    name = acting(actor)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise KwalcodeError(_("The app needs a terminal. Commands: kwalcode --help"))
    from kwalcode.tui.app import run_app

    run_app(study, name)


@click.command("copy", help=_("Copy a study to a new file, safely, also while it is in use."))
@study_argument
@click.argument("target", type=click.Path(path_type=Path))
def copy_command(study: Path, target: Path) -> None:
    """Copy by the backup API."""
    from kwalcode.project.backup import copy_study

    with reading_study(study) as opened:
        say(_("Copied to {path}.").format(path=copy_study(opened, target)))


@click.command(help=_("Verify the history, texts, anchors and references of a study."))
@study_argument
def check(study: Path) -> None:
    """Print what is wrong, a line each; exit 1 when anything is."""
    from kwalcode.project import check as checking

    with reading_study(study) as opened:
        found = checking.check(opened)
        with opened.reading() as connection:
            leftover = len(checking.leftover_texts(connection))
    for line in found:
        click.echo(line)
    if leftover:
        say(
            counted(
                "{n} text of an undone import is still in the file ('kwalcode erase --leftovers').",
                "{n} texts of undone imports are still in the file ('kwalcode erase --leftovers').",
                leftover,
            )
        )
    if found:
        raise KwalcodeError(
            counted("{n} thing is wrong.", "{n} things are wrong.", len(found))
            + " "
            + _("Work on a copy, or go back to a backup.")
        )
    click.echo(_("All is well: history, texts, anchors and references agree."))


@click.command(
    help=_(
        "Erase a respondent, documents or a passage for good. Cannot be undone: the text leaves "
        "the file, its history and its free space."
    )
)
@study_argument
@click.option("--respondent", metavar="NAME", help=_("The respondent with all documents."))
@click.option("--document", "names", metavar="NAME", multiple=True, help=_("A document."))
@click.option("--passage", metavar="START:END", help=_("Only this passage of the document."))
@click.option("--leftovers", is_flag=True, help=_("Texts of imports that were undone."))
@click.option("--yes", is_flag=True, help=_("Do not ask."))
@reason_option
@as_option
def erase(
    study: Path,
    respondent: str | None,
    names: tuple[str, ...],
    passage: str | None,
    leftovers: bool,
    yes: bool,
    reason: str,
    actor: str | None,
) -> None:
    """Ask, erase, and name the backups that still hold what was erased."""
    from kwalcode.project import erase as erasing
    from kwalcode.project.backup import backups

    if sum((respondent is not None, bool(names), leftovers)) != 1:
        raise UsageError(_("Say what to erase: --respondent, --document or --leftovers."))
    if passage is not None and len(names) != 1:
        raise UsageError(_("--passage goes with one --document."))
    with acting_study(study, actor) as opened:
        chosen = documents_named(opened, names) if names else []
        if not yes:
            click.confirm(_("This cannot be undone. Erase?"), abort=True, err=True)
        if respondent is not None:
            done = erasing.erase_respondent(opened, respondent, reason=reason)
        elif leftovers:
            done = erasing.erase_leftovers(opened, reason=reason)
        elif passage is not None:
            start, end = _range(passage)
            done = erasing.erase_passage(opened, chosen[0].id, start, end, reason=reason)
        else:
            done = erasing.erase_documents(opened, [d.id for d in chosen], reason=reason)
        say(
            _(
                "Erased: {d} documents, {c} codings, {m} memos; {e} entries of the history blanked."
            ).format(d=done.documents, c=done.codings, m=done.memos, e=done.entries)
        )
        for path in backups(opened):
            say(_("This backup still holds what was erased: {path}").format(path=path))


def _range(passage: str) -> tuple[int, int]:
    start, colon, end = passage.partition(":")
    if not (colon and start.isdigit() and end.isdigit()):
        raise UsageError(_("--passage takes START:END, in characters, as in 120:180."))
    return int(start), int(end)


COMMANDS = (new, open_command, copy_command, check, erase)
