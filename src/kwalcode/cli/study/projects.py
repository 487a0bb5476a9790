"""new, open, copy, check: a project as a whole."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from kwalcode.cli.common import (
    FilePath,
    acting,
    as_option,
    printable,
    quoted,
    reading_study,
    say,
    study_argument,
    write_text,
)
from kwalcode.errors import KwalcodeError, NotAProject
from kwalcode.i18n import _, counted


@click.command(help=_("Make a new, empty study."))
@study_argument
@click.option(
    "--codebook", metavar="FILE", type=FilePath(), help=_("Start with the codes of this codebook.")
)
@as_option
def new(study: Path, codebook: Path | None, actor: str | None) -> None:
    """Make a project; a codebook that cannot be read leaves none behind."""
    from kwalcode.project.study import create
    from kwalcode.store.opening import synchronised

    path = _as_study(study)
    name = acting(actor)
    specs = None
    if codebook is not None:
        from kwalcode.exchange.codebooks import read_codebook

        specs = read_codebook(codebook)
    _check_folder(path)
    with create(path, name) as made:
        if specs is not None and codebook is not None:
            from kwalcode.project.acts.codes import import_codebook

            import_codebook(made, specs, source=codebook.name)
    say(_("Made {path}. Next: kwalcode import {typed} FILES").format(path=path, typed=quoted(path)))
    cloud = synchronised(path)
    if cloud:
        say(
            _("Mind: '{folder}' is synchronised; such programs can damage a study in use.").format(
                folder=cloud
            )
        )


def _as_study(path: Path) -> Path:
    """Return the path with the ending .kwal; `Interviews 2.0` has none, whatever Path thinks."""
    if path.name in ("", "..") or path.is_dir():
        raise NotAProject(
            _("{path}: this is a folder. Give the study a name in it.").format(path=path)
        )
    return path if path.suffix.lower() == ".kwal" else path.with_name(path.name + ".kwal")


def _check_folder(path: Path) -> None:
    """Raise NotAProject when a study cannot be put in its folder."""
    folder = path.parent
    if not folder.is_dir():
        raise NotAProject(
            _("{path}: there is no folder {folder}; make it first.").format(
                path=path, folder=folder
            )
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        raise NotAProject(
            _("{path}: its folder is read-only. Choose another one.").format(path=path)
        )


@click.command("open", help=_("Open a study in the app."))
@study_argument
@as_option
def open_command(study: Path, actor: str | None) -> None:
    """Open the app; without a terminal, say so instead of failing in it."""
    from kwalcode.store.opening import examine

    examine(study)
    name = acting(actor)
    in_browser = "TEXTUAL_DRIVER" in os.environ  # set by `kwalcode serve`
    if not (in_browser or (sys.stdin.isatty() and sys.stdout.isatty())):
        raise KwalcodeError(
            _("{path}: the app needs a terminal. Other commands: kwalcode --help").format(
                path=study
            )
        )
    from kwalcode.tui.app import run_app

    run_app(study, name)


@click.command("copy", help=_("Copy a study to a new file, also while it is in use."))
@study_argument
@click.argument("target", type=FilePath())
def copy_command(study: Path, target: Path) -> None:
    """Copy by the backup API."""
    from kwalcode.project.backup import copy_study
    from kwalcode.project.study import open_study

    if not target.is_dir():
        _check_folder(target)
    with open_study(study) as opened:  # not `reading_study`: what goes wrong is about the target
        say(_("Copied to {path}.").format(path=copy_study(opened, target)))


@click.command(help=_("Verify the history, texts, anchors and references."))
@study_argument
def check(study: Path) -> None:
    """Print what is wrong, a line each; exit 1 when anything is."""
    from kwalcode.project.history import check as checking

    with reading_study(study) as opened:
        found = checking.check(opened)
        with opened.reading() as connection:
            leftover = len(checking.leftover_texts(connection))
    if leftover:
        say(
            counted(
                "{n} text of an undone import is still in the file ('kwalcode erase --leftovers').",
                "{n} texts of undone imports are still in the file ('kwalcode erase --leftovers').",
                leftover,
            )
        )
    if found:
        write_text("".join(f"{printable(line)}\n" for line in found), None)
        raise KwalcodeError(
            f"{study}: "
            + counted("{n} thing is wrong.", "{n} things are wrong.", len(found))
            + " "
            + _("Work on a copy, or go back to a backup.")
        )
    write_text(_("All is well: history, texts, anchors and references agree.") + "\n", None)


COMMANDS = (new, open_command, copy_command, check)
