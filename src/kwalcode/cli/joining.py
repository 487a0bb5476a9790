"""handout, join: copies of a study for coders, and their work brought together again."""

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
    printable,
    say,
    study_argument,
    table,
    write_text,
)
from kwalcode.i18n import _, counted

if TYPE_CHECKING:
    from kwalcode.project.acts.joining import Joined


@click.command(
    short_help=_("Give a coder a copy of the study, to be joined back."),
    help=_(
        "Give a coder a copy of the study, to be joined back.\n\n"
        "With --without-others nothing that other coders did is anywhere in the copy: their"
        " codings, memos on the material and the history stay behind."
    ),
)
@study_argument
@click.option("--coder", required=True, metavar="NAME", help=_("Who gets the copy."))
@click.option("-o", "--output", "target", type=FilePath(), required=True, metavar="FILE",
              help=_("The copy: a new file."))  # fmt: skip
@click.option("--without-others", "alone", is_flag=True, help=_("Leave out what others did."))
@as_option
def handout(study: Path, coder: str, target: Path, alone: bool, actor: str | None) -> None:
    """Write the copy, and say how it is used."""
    from kwalcode.project.acts.joining import hand_out

    with acting_study(study, actor) as opened:
        path = hand_out(opened, " ".join(coder.split()), target, alone=alone)
    say(
        _("Made {path} for {coder}. When it is back: 'kwalcode join {study} {path}'.").format(
            path=path, coder=coder, study=study
        )
    )


@click.command(
    short_help=_("Join copies of a study that were coded apart."),
    help=_(
        "Join copies of a study that were coded apart.\n\n"
        "Each copy is one act, which can be undone; the copies stay as they are. Where two"
        " copies changed one thing, the newest value holds; what one removed and the other went"
        " on with stays. --take ours (or theirs) decides otherwise, --take changed=theirs for one"
        " kind: changed, removed or text."
    ),
)
@study_argument
@click.argument("others", metavar="OTHER...", nargs=-1, required=True, type=FilePath())
@click.option("--take", multiple=True, metavar="[KIND=]SIDE", help=_("Who is right."))
@click.option("--dry-run", is_flag=True, help=_("Only tell what would be done."))
@json_option
@output_option
@as_option
def join(
    study: Path,
    others: tuple[Path, ...],
    take: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
    output: Path | None,
    actor: str | None,
) -> None:
    """Join one copy after the other, and report on each."""
    from kwalcode.project.acts.joining import join_copy
    from kwalcode.project.joining.choices import read_choices

    choices = read_choices(take)
    with acting_study(study, actor) as opened:
        done = [join_copy(opened, other, choices, dry_run=dry_run) for other in others]
    if as_json:
        print_json([_as_json(one) for one in done], output)
        return
    for one in done:
        _tell(one, dry_run)
    rows = [
        (printable(one.file), c.kind, c.what, c.name, c.field, c.ours, c.theirs, c.take)
        for one in done
        for c in one.conflicts
    ]
    if rows:
        header = (
            _("file"), _("conflict"), _("what"), _("name"), _("field"), _("ours"), _("theirs"),
            _("taken"),
        )  # fmt: skip
        write_text(table(header, rows), output)


def _tell(done: Joined, dry_run: bool) -> None:
    if done.nothing:
        say(_("{file}: nothing new; all of it is here already.").format(file=done.file))
        return
    line = (
        _("{file}: would bring {codings}; rows added {a}, changed {c}, removed {r}.")
        if dry_run
        else _("{file}: brought {codings}; rows added {a}, changed {c}, removed {r}.")
    )
    codings = counted("{n} coding", "{n} codings", done.added.get("codings", 0))
    say(
        line.format(
            file=done.file,
            codings=codings,
            a=sum(done.added.values()),
            c=sum(done.changed.values()),
            r=sum(done.removed.values()),
        )
    )
    for match in done.matched:
        say(
            _("Made in both copies and taken for one: '{theirs}' there, '{ours}' here.").format(
                theirs=match.theirs, ours=match.ours
            )
        )
    for left in done.lost:
        say(_("Not taken: {what}").format(what=left))
    for note in done.notes:
        say(note)
    if any(conflict.kind == "text" for conflict in done.conflicts):
        say(_("What a corrected text left open: 'kwalcode uncarried list'."))


def _as_json(done: Joined) -> dict[str, Any]:
    return {
        "file": done.file,
        "entries": done.entries,
        "added": dict(done.added),
        "changed": dict(done.changed),
        "removed": dict(done.removed),
        "matched": [
            {"what": m.what, "theirs": m.theirs, "ours": m.ours} for m in done.matched
        ],
        "conflicts": [
            {
                "kind": c.kind, "what": c.what, "name": c.name, "field": c.field,
                "ours": c.ours, "theirs": c.theirs, "taken": c.take,
            }
            for c in done.conflicts
        ],
        "not_taken": list(done.lost),
        "notes": list(done.notes),
    }  # fmt: skip


COMMANDS = (handout, join)
