"""undo, redo, history."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

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
from kwalcode.i18n import _

steps_option = click.option(
    "--steps", metavar="N", default=1, type=click.IntRange(min=1), help=_("How many acts.")
)


@click.command(help=_("Take back your newest act that is not undone."))
@study_argument
@steps_option
@as_option
def undo(study: Path, steps: int, actor: str | None) -> None:
    """Undo acts of the actor, newest first."""
    from kwalcode.project import undo as undoing

    with acting_study(study, actor) as opened:
        for _step in range(steps):
            entry = undoing.undo(opened)
            say(_("Undone: {act} ({time}).").format(act=entry.name, time=entry.time))


@click.command(help=_("Do again what you undid last."))
@study_argument
@steps_option
@as_option
def redo(study: Path, steps: int, actor: str | None) -> None:
    """Redo acts of the actor."""
    from kwalcode.project import undo as undoing

    with acting_study(study, actor) as opened:
        for _step in range(steps):
            entry = undoing.redo(opened)
            say(_("Done again: {act} ({time}).").format(act=entry.name, time=entry.time))


@click.command(help=_("Show who did what when, newest first."))
@study_argument
@click.option(
    "--limit", metavar="N", type=click.IntRange(min=1), help=_("At most so many entries.")
)
@json_option
@output_option
def history(study: Path, limit: int | None, as_json: bool, output: Path | None) -> None:
    """Print the journal."""
    from kwalcode.project.reads.history import history as read_history

    with reading_study(study) as opened, opened.reading() as connection:
        events = read_history(connection, limit=limit)
    rows = [
        {
            "entry": event.entry.id,
            "time": event.entry.time,
            "actor": event.entry.actor_name,
            "act": event.entry.name,
            "arguments": event.entry.arguments,
            "reason": event.entry.reason,
            "undoes": event.entry.undoes,
            "undone": event.undone,
            "blanked": event.entry.blanked,
            "hash": event.entry.hash.hex(),
        }
        for event in events
    ]
    if as_json:
        print_json(rows, output)
        return
    header = (_("entry"), _("time"), _("actor"), _("act"), _("what"))
    lines = [
        (row["entry"], row["time"], row["actor"], _act(row), _what(row["arguments"]))
        for row in rows
    ]
    write_text(table(header, lines), output)


def _act(row: Mapping[str, object]) -> str:
    return f"{row['act']} ({_('undone')})" if row["undone"] else str(row["act"])


def _what(arguments: object) -> str:
    assert isinstance(arguments, dict)
    return ", ".join(f"{key}: {value}" for key, value in arguments.items())


COMMANDS = (undo, redo, history)
