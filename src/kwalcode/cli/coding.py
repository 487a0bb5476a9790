"""codings import, export."""

from __future__ import annotations

from pathlib import Path

import click

from kwalcode.cli.common import (
    acting,
    acting_study,
    as_option,
    out_stream,
    output_option,
    reading_study,
    say,
    study_argument,
)
from kwalcode.i18n import _, counted


@click.group(help=_("Import or export codings."))
def codings() -> None:
    """Group the codings' commands."""


@codings.command(
    "import", help=_("Put codings in from CSV: document, start+end or quote, code, coder.")
)
@study_argument
@click.argument("file", type=click.Path(path_type=Path))
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
            opened, file, skip_bad=skip_bad, complete=complete, default_coder=acting(actor)
        )
    if done.ignored:
        names = ", ".join(done.ignored)
        say(_("{file}: columns left unread: {names}").format(file=file, names=names))
    for number, reason in done.bad:
        say(_("{file}, row {n}: {reason}").format(file=file, n=number, reason=reason))
    say(
        _(
            "{file}: {added} codings put in, {there} were there already, {bad} rows left out."
        ).format(file=file, added=done.added, there=done.already_there, bad=len(done.bad))
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
