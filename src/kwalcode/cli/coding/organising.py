"""codes: what is done with single codes: made, named, moved, deleted, looked up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kwalcode.cli.coding.codebooks import list_command
from kwalcode.cli.commands import Commands
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
from kwalcode.errors import UsageError
from kwalcode.i18n import _, counted

if TYPE_CHECKING:
    from kwalcode.model import Code
    from kwalcode.project.study import Study

Command = TypeVar("Command", bound=Callable[..., object])

FIELDS = {
    "definition": _("What the code means."),
    "include": _("What belongs to it."),
    "exclude": _("What does not."),
    "example": _("An example."),
    "question": _("The question of the topic list it belongs to."),
    "keywords": _("Words to find it by, between commas."),
    "color": _("A colour, like #3b82c4."),
    "origin": _("deductive, inductive or 'in vivo'."),
    "key": _("The key by which an import finds it again."),
}


def fields_options(command: Command) -> Command:
    """Give a command an option for each field of a code."""
    for name, about in reversed(FIELDS.items()):
        command = click.option(f"--{name}", metavar="TEXT", help=about)(command)
    return command


@click.group(cls=Commands, help=_("Make, name, move, merge, split or delete codes."))
def codes() -> None:
    """Group the commands on single codes."""


codes.add_command(list_command)


@codes.command("new", help=_("Make a code."))
@study_argument
@click.argument("name", metavar="NAME")
@click.option("--under", metavar="CODE", help=_("The code it will hang under."))
@fields_options
@as_option
def new(study: Path, name: str, under: str | None, actor: str | None, **fields: str | None) -> None:
    """Make a code with its fields, as one act."""
    from kwalcode.project.acts.codes import create_code

    with acting_study(study, actor) as opened:
        parent = found(opened, under).id if under is not None else None
        values = _values(fields)
        origin = values.pop("origin", "inductive")
        create_code(opened, name, parent=parent, origin=origin, **values)
        say(_("Made: {code}").format(code=name))


@codes.command("rename", help=_("Give a code another name."))
@study_argument
@click.argument("code", metavar="CODE")
@click.argument("name", metavar="NAME")
@as_option
def rename(study: Path, code: str, name: str, actor: str | None) -> None:
    """Rename a code."""
    from kwalcode.project.acts.codes import rename_code

    with acting_study(study, actor) as opened:
        shown = found(opened, code)
        rename_code(opened, shown.id, name)
        say(_("Renamed: {code}").format(code=shown.path))


@codes.command("edit", help=_("Change fields of a code; an empty text empties the field."))
@study_argument
@click.argument("code", metavar="CODE")
@fields_options
@as_option
def edit(study: Path, code: str, actor: str | None, **fields: str | None) -> None:
    """Change the fields that are given."""
    from kwalcode.project.acts.codes import edit_code

    values = _values(fields)
    if not values:
        options = ", ".join(f"--{name}" for name in FIELDS)
        raise UsageError(_("Nothing to change: give one of {options}.").format(options=options))
    with acting_study(study, actor) as opened:
        shown = found(opened, code)
        edit_code(opened, shown.id, **values)
        say(_("Changed: {code}").format(code=shown.path))


@codes.command("move", help=_("Hang a code under another one, or put it elsewhere in the order."))
@study_argument
@click.argument("code", metavar="CODE")
@click.option("--under", metavar="CODE", help=_("The code it will hang under."))
@click.option("--top", is_flag=True, help=_("Put it at the top level."))
@click.option("--before", metavar="CODE", help=_("Put it before this code, where that hangs."))
@click.option("--after", metavar="CODE", help=_("Put it after this code, where that hangs."))
@as_option
def move(
    study: Path,
    code: str,
    under: str | None,
    top: bool,
    before: str | None,
    after: str | None,
    actor: str | None,
) -> None:
    """Move a code with all below it."""
    from kwalcode.project.acts.codes import move_code

    if sum((under is not None, top, before is not None, after is not None)) != 1:
        raise UsageError(_("Where to? Give one of --under, --top, --before, --after."))
    with acting_study(study, actor) as opened:
        shown = found(opened, code)
        beside = before if before is not None else after
        if beside is not None:
            other = found(opened, beside)
            place = {"before" if before is not None else "after": other.id}
            move_code(opened, shown.id, other.parent, **place)
        else:
            move_code(opened, shown.id, None if under is None else found(opened, under).id)
        say(_("Moved: {code}").format(code=shown.path))


@codes.command("delete", help=_("Delete a code with all below it and their codings."))
@study_argument
@click.argument("code", metavar="CODE")
@as_option
def delete(study: Path, code: str, actor: str | None) -> None:
    """Delete a code; undo brings it back."""
    from kwalcode.project.acts.codes import delete_code

    with acting_study(study, actor) as opened:
        shown = found(opened, code)
        removed = delete_code(opened, shown.id)
        gone = counted("{n} coding", "{n} codings", removed)
        say(_("Deleted: {code}, with {codings}.").format(code=shown.path, codings=gone))


@codes.command("history", help=_("Show what was done with a code, oldest first."))
@study_argument
@click.argument("code", metavar="CODE")
@json_option
@output_option
def history(study: Path, code: str, as_json: bool, output: Path | None) -> None:
    """Print the history of a code."""
    from kwalcode.project.telling.code_history import history_of_code

    with reading_study(study) as opened, opened.reading() as connection:
        events = history_of_code(connection, found(opened, code).id)
    if as_json:
        rows: list[dict[str, Any]] = [
            {
                "entry": event.entry,
                "time": event.time,
                "actor": event.actor,
                "act": event.act,
                "said": event.said,
                "reason": event.reason,
                "undone": event.undone,
                "changes": [
                    {"field": field, "before": before, "after": after}
                    for field, before, after in event.changes
                ],
            }
            for event in events
        ]
        print_json(rows, output)
        return
    header = (_("entry"), _("time"), _("actor"), _("what"), _("why"))
    lines = [
        (e.entry, e.time, e.actor, f"{e.said} ({_('undone')})" if e.undone else e.said, e.reason)
        for e in events
    ]
    write_text(table(header, lines), output)


def found(opened: Study, name: str) -> Code:
    """Return the code of that name. Raises NotFound."""
    from kwalcode.project.reads.codes import all_codes, find_code

    with opened.reading() as connection:
        return find_code(all_codes(connection), name)


def _values(fields: dict[str, str | None]) -> dict[str, Any]:
    """Return the fields that were given, keywords apart."""
    values: dict[str, Any] = {name: text for name, text in fields.items() if text is not None}
    if "keywords" in values:
        words = (" ".join(word.split()) for word in values["keywords"].split(","))
        values["keywords"] = tuple(filter(None, words))
    return values


COMMANDS = (codes,)
