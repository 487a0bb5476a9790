"""erase: what a respondent withdraws leaves the file for good."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kwalcode.cli.common import (
    acting_study,
    as_option,
    documents_named,
    reason_option,
    say,
    study_argument,
)
from kwalcode.cli.output import printable
from kwalcode.errors import NotFound, UsageError
from kwalcode.i18n import _

if TYPE_CHECKING:
    from kwalcode.model import Document
    from kwalcode.project.erasing.erasure import Erased
    from kwalcode.project.study import Study


@click.command(
    short_help=_("Erase a respondent, documents or a passage for good."),
    help=_(
        "Erase a respondent, documents or a passage for good.\n\n"
        "This cannot be undone: the text leaves the file, its history and its free space."
    ),
)
@study_argument
@click.option("--respondent", metavar="NAME", help=_("The respondent with all documents."))
@click.option("--document", "names", metavar="NAME", multiple=True, help=_("A document."))
@click.option("--passage", metavar="START:END", help=_("Only this passage of the document."))
@click.option(
    "--versions", is_flag=True, help=_("Only the document's texts from before its corrections.")
)
@click.option(
    "--leftovers", is_flag=True, help=_("Texts of imports and corrections that were undone.")
)
@click.option("--yes", is_flag=True, help=_("Do not ask."))
@reason_option
@as_option
def erase(
    study: Path,
    respondent: str | None,
    names: tuple[str, ...],
    passage: str | None,
    versions: bool,
    leftovers: bool,
    yes: bool,
    reason: str,
    actor: str | None,
) -> None:
    """Ask, erase, and name the backups that still hold what was erased."""
    if passage is not None and len(names) != 1:
        raise UsageError(_("--passage goes with one --document."))
    if versions and (not names or passage is not None):
        raise UsageError(_("--versions goes with --document, and not with --passage."))
    if sum((respondent is not None, bool(names), leftovers)) != 1:
        raise UsageError(_("Say what to erase: --respondent, --document or --leftovers."))
    if not (yes or sys.stdin.isatty()):
        raise UsageError(_("Nothing was erased: no terminal to ask in. Say --yes to go ahead."))
    place = None if passage is None else _range(passage)
    with acting_study(study, actor) as opened:
        if leftovers and not _leftovers(opened):
            say(_("There are no texts of undone imports or corrections in this study."))
            return
        what, act = _erasure(opened, respondent, names, place, reason, versions)
        if not yes:
            _ask(what)
        _tell(what, act())
        _tell_of_backups(opened)


def _erasure(
    study: Study,
    respondent: str | None,
    names: tuple[str, ...],
    place: tuple[int, int] | None,
    reason: str,
    versions: bool,
) -> tuple[str, Callable[[], Erased]]:
    """Return what is to be erased, in words, and the act that does it."""
    from kwalcode.project.erasing import erasure as erasing

    if respondent is not None:
        what = _("respondent {name} with all documents").format(name=respondent)
        return what, lambda: erasing.erase_respondent(study, respondent, reason=reason)
    if not names:
        what = _("texts of undone imports and corrections")
        return what, lambda: erasing.erase_leftovers(study, reason=reason)
    chosen = documents_named(study, names)
    titles = ", ".join(document.name for document in chosen)
    ids = [document.id for document in chosen]
    if versions:
        what = _("the earlier texts of {names}").format(names=titles)
        return what, lambda: erasing.erase_versions(study, ids, reason=reason)
    if place is None:
        return titles, lambda: erasing.erase_documents(study, ids, reason=reason)
    start, end = _within(chosen[0], place)
    what = _("characters {start} to {end} of {name}").format(start=start, end=end, name=titles)
    return what, lambda: erasing.erase_passage(study, chosen[0].id, start, end, reason=reason)


def _leftovers(study: Study) -> int:
    from kwalcode.project.history.check import leftover_texts

    with study.reading() as connection:
        return len(leftover_texts(connection))


def _within(document: Document, place: tuple[int, int]) -> tuple[int, int]:
    start, end = place
    if not start < end <= document.length:
        raise NotFound(
            _("[{start}, {end}) is not a passage of {name} (0 to {length}).").format(
                start=start, end=end, name=document.name, length=document.length
            )
        )
    return place


def _ask(what: str) -> None:
    question = _("This cannot be undone. Erase {what}?").format(what=what)
    click.confirm(printable(question), abort=True, err=True)


def _tell(what: str, done: Erased) -> None:
    say(
        _(
            "Erased: {what} ({d} documents, {c} codings, {m} memos; {e} entries of the history "
            "blanked)."
        ).format(what=what, d=done.documents, c=done.codings, m=done.memos, e=done.entries)
    )


def _tell_of_backups(study: Study) -> None:
    from kwalcode.project.backup import backups
    from kwalcode.store.migrations import backups_before

    for path in [*backups(study), *backups_before(study.path)]:
        say(_("This backup still holds what was erased: {path}").format(path=path))


def _range(passage: str) -> tuple[int, int]:
    start, colon, end = passage.partition(":")
    numbers = (start + end).isascii() and start.isdecimal() and end.isdecimal()
    if not (colon and numbers and len(passage) < 30):
        raise UsageError(_("--passage takes START:END, in characters, as in 120:180."))
    return int(start), int(end)


COMMANDS = (erase,)
