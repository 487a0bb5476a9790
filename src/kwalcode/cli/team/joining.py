"""handout, join: copies of a study for coders, and their work brought together again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kwalcode.cli.common import (
    FilePath,
    OutputPath,
    acting_study,
    as_option,
    json_option,
    out_stream,
    output_option,
    print_json,
    printable,
    say,
    study_argument,
    table,
    write_text,
)
from kwalcode.cli.output import check_folder
from kwalcode.cli.team.joins import joins
from kwalcode.errors import KwalcodeError, UsageError
from kwalcode.i18n import _, counted

if TYPE_CHECKING:
    from kwalcode.exchange.conflicts_csv import Decisions
    from kwalcode.project.acts.joining import Joined
    from kwalcode.project.joining.choices import Choices, Conflict, Take
    from kwalcode.project.study import Study


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
    from kwalcode.project.reads.people import find_coder

    check_folder(target)
    with acting_study(study, actor) as opened:
        path = hand_out(opened, " ".join(coder.split()), target, alone=alone)
        with opened.reading() as connection:
            name = find_coder(connection, " ".join(coder.split())).name
    say(
        _("Made {path} for {coder}. When it is back: 'kwalcode join {study} {path}'.").format(
            path=path, coder=name, study=study
        )
    )


@click.command(
    short_help=_("Join copies of a study that were coded apart."),
    help=_(
        "Join copies of a study that were coded apart.\n\n"
        "Each copy is one act, which can be undone; the copies stay as they are. Where two"
        " copies changed one thing, the newest value holds; what one removed and the other went"
        " on with stays. --take ours (or theirs) decides otherwise, --take changed=theirs for one"
        " kind: changed, removed, text or merged.\n\n"
        "One by one: --dry-run --conflicts-to FILE writes the conflicts as a table; change its"
        " column 'decision' to ours or theirs, and join with --decisions FILE. Or --ask."
    ),
)
@study_argument
@click.argument("others", metavar="OTHER...", nargs=-1, required=True, type=FilePath())
@click.option("--take", multiple=True, metavar="[KIND=]SIDE", help=_("Who is right."))
@click.option("--dry-run", is_flag=True, help=_("Only tell what would be done."))
@click.option("--conflicts-to", "conflicts", type=OutputPath(), metavar="FILE",
              help=_("Write the conflicts, a row each, to decide on (CSV)."))  # fmt: skip
@click.option("--decisions", type=FilePath(), metavar="FILE",
              help=_("What was decided in such a file."))  # fmt: skip
@click.option("--ask", is_flag=True, help=_("Ask about the conflicts, one by one."))
@json_option
@output_option
@as_option
def join(
    study: Path,
    others: tuple[Path, ...],
    take: tuple[str, ...],
    dry_run: bool,
    conflicts: Path | None,
    decisions: Path | None,
    ask: bool,
    as_json: bool,
    output: Path | None,
    actor: str | None,
) -> None:
    """Join one copy after the other, and report on each."""
    from kwalcode.exchange.conflicts_csv import read_decisions
    from kwalcode.project.acts.joining import look_at
    from kwalcode.project.joining.choices import read_choices

    if ask and (dry_run or decisions):
        raise UsageError(_("--ask goes with neither --dry-run nor --decisions: take one."))
    choices = read_choices(take)
    decided = read_decisions(decisions) if decisions else {}
    with acting_study(study, actor) as opened:
        look_at(opened, others)
        done: list[Joined] = []
        try:
            for one in _joined(opened, others, choices, decided, dry_run=dry_run, ask=ask):
                done.append(one)
        except KwalcodeError:
            for one in done:
                _tell(one, dry_run)
            raise
    _tell_unused(decided, done)
    if conflicts is not None:
        _write_conflicts(done, conflicts)
    if as_json:
        print_json([_as_json(one) for one in done], output)
        return
    for one in done:
        _tell(one, dry_run)
    rows = [
        (printable(one.file), c.id, c.kind, c.what, c.name, c.field, c.ours, c.theirs, c.take)
        for one in done
        for c in one.conflicts
    ]
    if rows:
        header = (
            _("file"), _("id"), _("conflict"), _("what"), _("name"), _("field"), _("ours"),
            _("theirs"), _("taken"),
        )  # fmt: skip
        write_text(table(header, rows), output)


def _joined(
    study: Study,
    others: Sequence[Path],
    choices: Choices,
    decided: Decisions,
    *,
    dry_run: bool,
    ask: bool,
) -> Iterator[Joined]:
    """Join the copies; several are tried out on a copy of the study, each after the others."""
    from kwalcode.project.acts.joining import join_copy, trial

    if dry_run and len(others) > 1:
        with trial(study) as scratch:
            yield from _joined(scratch, others, choices, decided, dry_run=False, ask=False)
        return
    for other in others:
        own: Mapping[str, Take] = decided.get(other.name, {})
        if ask:
            own = _asked(join_copy(study, other, choices, dry_run=True))
        yield join_copy(study, other, choices.decided(own), dry_run=dry_run)


def _asked(found: Joined) -> dict[str, Take]:
    """Ask about the conflicts that can be decided; return the decisions by id."""
    answers: dict[str, Take] = {}
    open_ones = [one for one in found.conflicts if one.open]
    for n, one in enumerate(open_ones, start=1):
        say(_("{file}, conflict {n} of {total}: {conflict}").format(
            file=found.file, n=n, total=len(open_ones), conflict=_in_words(one)
        ))  # fmt: skip
        sides: tuple[Take, ...] = ("ours", "theirs")
        answer = click.prompt(
            _("ours or theirs"),
            type=click.Choice(("ours", "theirs", "o", "t")),
            default=one.take,
            show_choices=False,
            err=True,
        )
        answers[one.id] = next(side for side in sides if side.startswith(answer))
    return answers


def _in_words(one: Conflict) -> str:
    what = " ".join(part for part in (one.what, f"'{one.name}'", one.field) if part)
    return _("{what}: ours '{ours}', theirs '{theirs}'").format(
        what=what, ours=one.ours, theirs=one.theirs
    )


def _tell_unused(decided: Decisions, done: Sequence[Joined]) -> None:
    """Say how many decisions were on conflicts that there are not (any more)."""
    there = {(one.file, conflict.id) for one in done for conflict in one.conflicts}
    given = {(file, number) for file, own in decided.items() for number in own}
    n = len(given - there)
    if n:
        say(
            counted(
                "{n} decision is on a conflict that there is not (any more).",
                "{n} decisions are on conflicts that there are not (any more).",
                n,
            )
        )


def _write_conflicts(done: Sequence[Joined], target: Path) -> None:
    from kwalcode.exchange.conflicts_csv import write_conflicts

    with out_stream(target) as out:
        n = write_conflicts(out, [(one.file, c) for one in done for c in one.conflicts])
    told = counted("{n} conflict to decide on", "{n} conflicts to decide on", n)
    say(_("{n_conflicts}: {path}").format(n_conflicts=told, path=target))


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
    if done.waiting:
        say(_("What a corrected text left open: 'kwalcode uncarried'."))


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
                "id": c.id, "kind": c.kind, "what": c.what, "name": c.name, "field": c.field,
                "ours": c.ours, "theirs": c.theirs, "taken": c.take,
            }
            for c in done.conflicts
        ],
        "not_taken": list(done.lost),
        "notes": list(done.notes),
        "waiting": done.waiting,
    }  # fmt: skip


COMMANDS = (handout, join, joins)
