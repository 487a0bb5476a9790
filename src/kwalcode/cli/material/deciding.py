"""uncarried: decide on what corrections of texts left open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kwalcode.cli.common import (
    acting_study,
    as_option,
    json_option,
    print_json,
    reading_study,
    reason_option,
    say,
    study_argument,
    table,
    write_text,
)
from kwalcode.cli.material.changed_words import marked
from kwalcode.errors import UsageError
from kwalcode.i18n import _, counted

if TYPE_CHECKING:
    from kwalcode.project.reads.versions import Waiting
    from kwalcode.project.study import Study


@click.command(
    short_help=_("List and decide what corrections left open."),
    help=_(
        "List what corrections could not carry over, with the words that took the place of its"
        " own, and decide on it.\n\n"
        "[-so-] was taken out, {+so+} was put in."
    ),
)
@study_argument
@click.option("--accept", "accepted", metavar="N", type=int, multiple=True,
              help=_("Put number N on the words proposed."))  # fmt: skip
@click.option("--all", "everything", is_flag=True, help=_("Put all on the words proposed."))
@click.option("--place", "placed", metavar="N=START:END", multiple=True,
              help=_("Put number N on another passage."))  # fmt: skip
@click.option("--drop", "dropped", metavar="N", type=int, multiple=True,
              help=_("Give number N up."))  # fmt: skip
@reason_option
@json_option
@as_option
def uncarried(
    study: Path,
    accepted: tuple[int, ...],
    everything: bool,
    placed: tuple[str, ...],
    dropped: tuple[int, ...],
    reason: str,
    as_json: bool,
    actor: str | None,
) -> None:
    """List what waits, or decide on some or all of it."""
    ranges = dict(map(_placed, placed))
    if not (accepted or everything or ranges or dropped):
        with reading_study(study) as opened:
            _list(_waiting(opened), as_json=as_json)
        return
    if len([*accepted, *ranges, *dropped]) > len({*accepted, *ranges, *dropped}):
        raise UsageError(_("One number is named twice: decide once on each."))
    with acting_study(study, actor) as opened:
        if everything:
            named = {*ranges, *dropped}
            found = [one for one in _waiting(opened) if one.id not in named]
            accepted = tuple(one.id for one in found if one.proposal is not None)
            _tell_left(len(found) - len(accepted))
        _decide(opened, accepted, ranges, dropped, reason)


def _waiting(study: Study) -> list[Waiting]:
    from kwalcode.project.reads.versions import list_uncarried

    with study.reading() as connection:
        return list_uncarried(connection)


def _list(found: Sequence[Waiting], *, as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {
                    "number": one.id, "document": one.document_name, "kind": one.kind,
                    "code": one.code, "coder": one.coder, "words": one.words,
                    "proposal": one.proposal, "proposed": one.proposed, "note": one.note,
                }
                for one in found
            ],
            None,
        )  # fmt: skip
    elif found:
        header = (_("n"), _("document"), _("what"), _("coder"), _("words"))
        rows: list[tuple[Any, ...]] = [
            (one.id, one.document_name, one.code or told_kind(one.kind), one.coder,
             marked(one.words, one.proposed))
            for one in found
        ]  # fmt: skip
        write_text(table(header, rows), None)
    else:
        say(_("Nothing waits for a decision."))


def told_kind(kind: str) -> str:
    """Return in words what waits, where it is no coding."""
    told = {
        "memo": _("memo"),
        "link": _("link of a note"),
        "mark": _("mark for the report"),
    }
    return told.get(kind, _("coding"))


def _decide(
    study: Study,
    accepted: tuple[int, ...],
    ranges: dict[int, tuple[int, int]],
    dropped: tuple[int, ...],
    reason: str,
) -> None:
    from kwalcode.project.acts.deciding import drop_uncarried, place_uncarried

    if ranges:
        place_uncarried(study, ranges, reason=reason)
    if accepted:
        done = place_uncarried(study, accepted, reason=reason)
        if done.doubles:
            say(counted("{n} was there already.", "{n} were there already.", done.doubles))
        if done.edits_lost:
            say(
                counted(
                    "{n} mark for the report lost its edits: its words are others now.",
                    "{n} marks for the report lost their edits: their words are others now.",
                    done.edits_lost,
                )
            )
    if dropped:
        drop_uncarried(study, dropped, reason=reason)
    n = len(accepted) + len(ranges)
    say(_("{placed} put back, {dropped} given up.").format(placed=n, dropped=len(dropped)))


def _tell_left(n: int) -> None:
    if n:
        say(
            counted(
                "For {n} nothing is proposed: give a passage (--place) or give it up (--drop).",
                "For {n} nothing is proposed: give a passage (--place) or give them up (--drop).",
                n,
            )
        )


def _placed(text: str) -> tuple[int, tuple[int, int]]:
    number, equals, place = text.partition("=")
    start, colon, end = place.partition(":")
    parts = (number, start, end)
    if not (equals and colon and all(p.isascii() and p.isdecimal() and len(p) < 15 for p in parts)):
        raise UsageError(_("--place takes N=START:END, as in 3=120:180."))
    return int(number), (int(start), int(end))


COMMANDS = (uncarried,)
