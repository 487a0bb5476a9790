"""undo, redo, history, as-of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kwalcode.cli.common import (
    FilePath,
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
from kwalcode.errors import UsageError
from kwalcode.i18n import _, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kwalcode.project.history.journal import Entry
    from kwalcode.project.reads.history import Event, Sought
    from kwalcode.project.study import Study

steps_option = click.option(
    "--steps", metavar="N", default=1, type=click.IntRange(min=1), help=_("How many acts.")
)


@click.command(help=_("Take back your newest act that is not undone."))
@study_argument
@steps_option
@click.option(
    "--to",
    "point",
    metavar="ENTRY",
    type=click.IntRange(min=1),
    help=_("All your acts from this entry of the history on, that one included."),
)
@click.option("--dry-run", is_flag=True, help=_("With --to: only list what would be undone."))
@as_option
def undo(study: Path, steps: int, point: int | None, dry_run: bool, actor: str | None) -> None:
    """Undo acts of the actor, newest first."""
    from kwalcode.project.history import undo as undoing

    if dry_run and point is None:
        raise UsageError(_("--dry-run needs --to."))
    with acting_study(study, actor) as opened:
        if point is not None:
            _undo_to(opened, point, dry_run=dry_run)
            return
        for _step in range(steps):
            _say_acts(_("Undone: {act} ({time})."), undoing.undo_stroke(opened))


def _undo_to(study: Study, point: int, *, dry_run: bool) -> None:
    from kwalcode.errors import Refused
    from kwalcode.project.history.undo import to_undo, undo_to

    if dry_run:
        with study.reading() as connection:
            acts = to_undo(connection, study.require_actor(), point)
        for entry in acts:
            _say_acts(_("Would undo: {act} ({time})."), [entry])
        say(counted("{n} act.", "{n} acts.", len(acts)))
        return
    done = undo_to(study, point)
    for entry in done.done:
        _say_acts(_("Undone: {act} ({time})."), [entry])
    if done.refused:
        raise Refused(done.refused)


@click.command(help=_("Do again what you undid last."))
@study_argument
@steps_option
@as_option
def redo(study: Path, steps: int, actor: str | None) -> None:
    """Redo acts of the actor."""
    from kwalcode.project.history import undo as undoing

    with acting_study(study, actor) as opened:
        for _step in range(steps):
            _say_acts(_("Done again: {act} ({time})."), undoing.redo_stroke(opened))


def _say_acts(line: str, entries: Sequence[Entry]) -> None:
    from kwalcode.project.telling.phrases import told_together

    say(line.format(act=told_together(entries), time=entries[0].time))


@click.command(
    help=_(
        "Show who did what when, newest first, or write the audit trail of a methods section."
        "\n\n"
        "With --format md, docx or json the trail tells how the study came about; csv is the"
        " history itself, an entry per row."
    )
)
@study_argument
@click.option(
    "--limit", metavar="N", type=click.IntRange(min=1), help=_("At most so many entries.")
)
@click.option("--by", "who", metavar="NAME", help=_("Only what this person did."))
@click.option("--act", "acts", metavar="ACT", multiple=True, help=_("Only this act: 'apply code'."))
@click.option("--search", "words", metavar="WORDS", default="", help=_("Only with these words."))
@click.option("--since", metavar="DATE", help=_("From this day or time on."))
@click.option("--until", metavar="DATE", help=_("Up to and with this day or time."))
@click.option(
    "--format", "form", metavar="md|docx|csv|json", help=_("Write the audit trail (see -o).")
)
@json_option
@output_option
def history(
    study: Path,
    limit: int | None,
    who: str | None,
    acts: tuple[str, ...],
    words: str,
    since: str | None,
    until: str | None,
    form: str | None,
    as_json: bool,
    output: Path | None,
) -> None:
    """Print the journal, or the trail."""
    from itertools import islice

    from kwalcode.project.reads.history import events

    if form and as_json:
        raise UsageError(_("--json lists the entries, --format writes the trail: take one."))
    with reading_study(study) as opened:
        sought = _sought(opened, who, acts, words, since, until)
        if form:
            _write_trail(opened, form.lower(), sought, output, narrowed=limit is not None)
            return
        with opened.reading() as connection:
            found = islice(events(connection, sought), limit)
            if as_json:
                print_json([_object(event) for event in found], output)
                return
            header = (_("entry"), _("time"), _("actor"), _("what"))
            write_text(table(header, list(_lines(found))), output)


def _sought(
    study: Study,
    who: str | None,
    acts: tuple[str, ...],
    words: str,
    since: str | None,
    until: str | None,
) -> Sought:
    from kwalcode.project.moments import begins, ends
    from kwalcode.project.reads.history import Sought
    from kwalcode.project.reads.people import find_coder

    with study.reading() as connection:
        actor = find_coder(connection, who).uuid if who else None
    return Sought(
        actor=actor,
        names=frozenset(acts),
        text=words,
        since=begins(since) if since else "",
        until=ends(until) if until else "",
    )


def _write_trail(
    study: Study, form: str, sought: Sought, output: Path | None, *, narrowed: bool
) -> None:
    from kwalcode.cli.writing import write_format
    from kwalcode.project.reads.history import EVERYTHING
    from kwalcode.report.audit import TRAIL_FORMATS, write_trail

    if narrowed or (form != "csv" and sought != EVERYTHING):
        raise UsageError(_("The audit trail is about the whole study: leave the filters out."))
    known = {name: its.text for name, its in TRAIL_FORMATS.items()}
    write_format(form, known, output, lambda target: write_trail(study, form, target, sought))


def _object(event: Event) -> dict[str, Any]:
    return {
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


def _lines(events: Iterable[Event]) -> Iterable[tuple[object, ...]]:
    from kwalcode.project.telling.phrases import phrase

    for event in events:
        told = phrase(event.entry, event.base)
        told = f"{told} ({_('undone')})" if event.undone else told
        yield event.entry.id, event.entry.time, event.entry.actor_name, told


@click.command(
    "as-of",
    help=_(
        "Write the project as it was at a moment to a new file.\n\n"
        "WHEN is a day (2026-03-01: how it was at the end of it), a time (2026-03-01T14:30), or"
        " the number of an entry of the history."
    ),
)
@study_argument
@click.argument("when")
@click.option(
    "-o", "--output", type=FilePath(), metavar="FILE", required=True, help=_("The new study.")
)
def as_of(study: Path, when: str, output: Path) -> None:
    """Rebuild the project from its journal."""
    from kwalcode.project.history.as_of import entry_at, study_as_of
    from kwalcode.project.telling.phrases import phrase

    with reading_study(study) as opened:
        with opened.reading() as connection:
            entry = entry_at(connection, when)
        written = study_as_of(opened, entry.id, output)
    say(
        _("Written: {path}, as of entry {n} of {time}: {who} {what}.").format(
            path=written, n=entry.id, time=entry.time, who=entry.actor_name, what=phrase(entry)
        )
    )


COMMANDS = (undo, redo, history, as_of)
