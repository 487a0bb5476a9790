"""codings import, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kwalcode.cli.commands import Commands
from kwalcode.cli.common import (
    FilePath,
    acting_study,
    as_option,
    out_stream,
    output_option,
    reading_study,
    say,
    study_argument,
)
from kwalcode.i18n import _, counted

if TYPE_CHECKING:
    from kwalcode.exchange.codings_csv import Result


@click.group(cls=Commands, help=_("Import or export codings."))
def codings() -> None:
    """Group the codings' commands."""


@codings.command(
    "import",
    short_help=_("Put in codings from CSV."),
    help=_(
        "Put in codings from CSV.\n\n"
        "Columns: document, start and end (or quote, and occurrence), code, coder."
    ),
)
@study_argument
@click.argument("file", type=FilePath())
@click.option("--skip-bad", is_flag=True, help=_("Leave bad rows out instead of refusing all."))
@click.option(
    "--complete", is_flag=True, help=_("Mark the file's documents complete for its coders.")
)
@as_option
def import_command(
    study: Path, file: Path, skip_bad: bool, complete: bool, actor: str | None
) -> None:
    """Import codings as one act."""
    from kwalcode.exchange.codings_csv import import_codings

    with acting_study(study, actor) as opened:
        done = import_codings(
            opened, file, skip_bad=skip_bad, complete=complete, default_coder=opened.actor
        )
    _tell(file, done)


def _tell(file: Path, done: Result) -> None:
    for number, reason in done.bad:
        say(_("{file}, row {n}: {reason}").format(file=file, n=number, reason=reason))
    if done.ignored:
        names = ", ".join(f"'{name}'" for name in done.ignored)
        say(_("{file}: columns that mean nothing here: {names}.").format(file=file, names=names))
    say(
        _(
            "{file}: {added} codings put in, {there} were there already, {bad} rows left out."
        ).format(file=file, added=done.added, there=done.already_there, bad=len(done.bad))
    )
    if done.completed:
        say(
            counted(
                "{n} mark of a complete document set.",
                "{n} marks of complete documents set.",
                done.completed,
            )
        )


@codings.command("export", help=_("Write codings as CSV."))
@study_argument
@click.option("--coder", metavar="NAME", help=_("Only of this coder."))
@click.option("--code", metavar="CODE", help=_("Only of this code."))
@output_option
def export(study: Path, coder: str | None, code: str | None, output: Path | None) -> None:
    """Export codings, streamed."""
    from kwalcode.exchange.codings_csv import export_codings

    with reading_study(study) as opened, out_stream(output) as stream:
        n = export_codings(opened, stream, coder=coder, code=code)
    say(counted("{n} coding written.", "{n} codings written.", n))


COMMANDS = (codings,)
