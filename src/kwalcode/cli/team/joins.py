"""joins: the copies that were joined, and what was done in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kwalcode.cli.common import (
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

if TYPE_CHECKING:
    from kwalcode.project.reads.history import Event
    from kwalcode.project.reads.joined import JoinedCopy


@click.command(
    short_help=_("List the copies that were joined, or what was done in them."),
    help=_(
        "List the copies that were joined, or what was done in them.\n\n"
        "With --history: who did what when in the copies, as their own history told it."
    ),
)
@study_argument
@click.option("--history", "told", is_flag=True, help=_("What was done in them."))
@json_option
@output_option
def joins(study: Path, told: bool, as_json: bool, output: Path | None) -> None:
    """List joined copies, or their history."""
    from kwalcode.project.reads.joined import joined_copies, joined_history

    with reading_study(study) as opened, opened.reading() as connection:
        copies = joined_copies(connection)
        events = [(c, e) for c in copies for e in joined_history(connection, c.id)] if told else []
    if not copies:
        say(_("No copy was joined yet."))
    if as_json:
        print_json(
            [_event(c, e) for c, e in events]
            if told
            else [
                {"file": c.file, "joined": c.joined, "entries": c.entries, "head": c.head.hex()}
                for c in copies
            ],
            output,
        )
    elif told:
        header = (_("file"), _("entry"), _("time"), _("actor"), _("what"))
        write_text(table(header, [_line(c, e) for c, e in events]), output)
    elif copies:
        short = (_("file"), _("joined"), _("entries"))
        write_text(table(short, [(c.file, c.joined, c.entries) for c in copies]), output)


def _event(copy: JoinedCopy, event: Event) -> dict[str, Any]:
    entry = event.entry
    return {
        "file": copy.file, "entry": entry.id, "time": entry.time, "actor": entry.actor_name,
        "act": entry.name, "arguments": entry.arguments, "reason": entry.reason,
        "undone": event.undone, "blanked": entry.blanked, "hash": entry.hash.hex(),
    }  # fmt: skip


def _line(copy: JoinedCopy, event: Event) -> tuple[object, ...]:
    from kwalcode.project.telling.phrases import phrase

    entry = event.entry
    told = phrase(entry, event.base)
    told = f"{told} ({_('undone')})" if event.undone else told
    return copy.file, entry.id, entry.time, entry.actor_name, told
