"""privacy: what in the documents may still identify somebody; a person decides every hit."""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kwalcode.cli.common import (
    documents_named,
    json_option,
    print_json,
    reading_study,
    say,
    study_argument,
    table,
)
from kwalcode.i18n import _, counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kwalcode.model import Document, Turn
    from kwalcode.project.study import Study

_CONTEXT = 25
_LARGEST_LIST = 5_000_000


@click.command(help=_("List what rules can see of what may identify somebody."))
@study_argument
@click.argument("names", metavar="[DOCUMENT]...", nargs=-1)
@click.option(
    "--names",
    "list_file",
    metavar="FILE.txt",
    type=click.Path(path_type=Path),
    help=_("Names to look for as well, one per line."),
)
@json_option
def privacy(study: Path, names: tuple[str, ...], list_file: Path | None, as_json: bool) -> None:
    """List the hits; nothing is changed."""
    people = _listed_names(list_file) if list_file else []
    with reading_study(study) as opened:
        chosen = documents_named(opened, names)
        rows = [row for document in chosen for row in _hits(opened, document, people)]
    if as_json:
        print_json(rows, None)
    elif rows:
        header = (_("document"), _("turn"), _("place"), _("kind"), _("in the text"))
        click.echo(table(header, [_line(row) for row in rows]), nl=False)
    _summary(len(rows), len(chosen), bool(people))


def _listed_names(path: Path) -> list[str]:
    """Return the names in a file, one per line. Raises UnreadableFile."""
    from kwalcode.exchange.files import read_text

    text = read_text(path, limit=_LARGEST_LIST, kind=_("plain text"))
    return [line.strip() for line in text.splitlines() if line.strip()]


def _hits(study: Study, document: Document, people: Sequence[str]) -> list[dict[str, Any]]:
    from kwalcode.privacy.found import apart
    from kwalcode.privacy.identifiers import identifiers
    from kwalcode.privacy.names import names_in
    from kwalcode.project.reads.documents import text_of, turns_of

    with study.reading() as connection:
        text = text_of(connection, document.id)
        turns = turns_of(connection, document.id)
    starts = [turn.start for turn in turns]
    return [
        {
            "document": document.name,
            "turn": _turn_at(turns, starts, hit.start),
            "start": hit.start,
            "end": hit.end,
            "kind": hit.kind,
            "text": text[hit.start : hit.end],
            "before": text[max(0, hit.start - _CONTEXT) : hit.start],
            "after": text[hit.end : hit.end + _CONTEXT],
        }
        for hit in apart(len(text), [*identifiers(text), *names_in(text, people)])
    ]


def _turn_at(turns: Sequence[Turn], starts: Sequence[int], place: int) -> int | None:
    """Return the number, from 1, of the turn that holds the place; None outside all turns."""
    number = bisect_right(starts, place)
    return number if number and place < turns[number - 1].end else None


def _line(row: dict[str, Any]) -> tuple[Any, ...]:
    shown = f"{row['before']}«{row['text']}»{row['after']}"
    turn = "-" if row["turn"] is None else str(row["turn"])
    place = f"{row['start']}-{row['end']}"
    return row["document"], turn, place, _kind_name(row["kind"]), " ".join(shown.split())


def _kind_name(kind: str) -> str:
    return {
        "e-mail": _("e-mail"),
        "URL": _("URL"),
        "IBAN": _("IBAN"),
        "BSN": _("BSN"),
        "phone": _("phone"),
        "date of birth": _("date of birth"),
        "address": _("address"),
        "postcode": _("postcode"),
        "number plate": _("number plate"),
        "name": _("name"),
    }[kind]


def _summary(hits: int, documents: int, with_names: bool) -> None:
    found = counted("{n} place found", "{n} places found", hits)
    where = counted("in {n} document", "in {n} documents", documents)
    say(
        _(
            "{found} {where}. These are only what rules can see; names, places, jobs and events"
            " can still identify somebody. Read the text, and decide on every hit yourself."
        ).format(found=found, where=where)
    )
    if not with_names:
        say(_("No names were looked for; give a list of them with --names FILE.txt."))


COMMANDS = (privacy,)
