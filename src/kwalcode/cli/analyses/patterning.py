"""patterns: cards with a claim, what is counted for it, and its negative cases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kwalcode.cli.analyses.analysing import csv_option, what_counts
from kwalcode.cli.analyses.figures import form_of, head, tell, write_csv
from kwalcode.cli.analyses.subjects import Quotes
from kwalcode.cli.commands import Commands
from kwalcode.cli.common import (
    json_option,
    output_option,
    print_json,
    reading_study,
    study_argument,
    table,
    write_text,
)
from kwalcode.i18n import _

if TYPE_CHECKING:
    from kwalcode.project.analyses.filtering import Asked
    from kwalcode.project.analyses.patterns import Card

number_argument = click.argument("number", type=int)


@click.group(cls=Commands, help=_("Pattern cards: claims about codes, with their evidence."))
def patterns() -> None:
    """Hold the commands on patterns."""


@patterns.command("list", help=_("List the pattern cards with what is counted for them."))
@study_argument
@what_counts
@json_option
@csv_option
@output_option
def list_command(
    study: Path, asked: Asked, as_json: bool, as_csv: bool, output: Path | None
) -> None:
    """Print the cards."""
    from kwalcode.project.analyses.patterns import study_pattern
    from kwalcode.project.reads.patterns import all_patterns

    form = form_of(as_json, as_csv)
    with reading_study(study) as opened, opened.reading() as connection:
        numbers = [one.id for one in all_patterns(connection)]
        cards = [study_pattern(connection, number, **asked) for number in numbers]
    if form == "json":
        print_json([_as_data(card) for card in cards], output)
    elif form == "csv":
        columns = ("number", *_LISTED, "rule", "layer", "roles", "respondents_n")
        rows = [(*_listed(card), *_counted(card)) for card in cards]
        _write_rows(columns, rows, output)
    else:
        header = (
            _("number"), _("kind"), _("status"), "A", "B", _("together"), _("against"),
            _("unopened"), _("claim"),
        )  # fmt: skip
        write_text(table(header, [_listed(card) for card in cards]), output)
    if cards:
        tell(cards[0].found.counted, _("of each card its own"))


@patterns.command("show", help=_("Show a pattern card: its respondents and its quotations."))
@study_argument
@number_argument
@what_counts
@json_option
@csv_option
@output_option
def show_command(
    study: Path, number: int, asked: Asked, as_json: bool, as_csv: bool, output: Path | None
) -> None:
    """Print one card."""
    from kwalcode.project.analyses.patterns import study_pattern

    form = form_of(as_json, as_csv)
    with reading_study(study) as opened, opened.reading() as connection:
        card = study_pattern(connection, number, **asked)
        quotes = Quotes(connection)
        meeting = [
            {"side": one.side, "respondent": card.found.respondents[one.respondent]}
            | quotes.place(one.document, one.start, one.end)
            for one in card.found.meeting
        ]
        chosen = [
            {"side": one.side, "note": one.note} | quotes.place(one.document, one.start, one.end)
            for one in card.quoted
        ]
    if form == "json":
        print_json(_as_data(card) | {"meeting": meeting, "quotes": chosen}, output)
    elif form == "csv":
        cells = _respondents(card)
        write_csv(tuple(_CELL), [tuple(c.values()) for c in cells], _about(card), output)
    else:
        write_text(_text(card, meeting, chosen), output)
    tell(card.found.counted, card.found.rule, *card.missing)


def cell_name(cell: str) -> str:
    """Return where a respondent stands, in the interface language."""
    return {
        "together": _("both, together"),
        "apart": _("both, never together"),
        "only a": _("only A"),
        "only b": _("only B"),
        "neither": _("neither"),
        "with": _("with A"),
        "without": _("without A"),
    }[cell]


_LISTED = ("kind", "status", "a", "b", "together", "against", "unopened", "claim")
_CELL = ("respondent", "cell", "quotations_a", "quotations_b", "negative", "opened")


def _listed(card: Card) -> tuple[Any, ...]:
    p = card.pattern
    together = len(card.found.of("together", "with"))
    numbers = together, len(card.negative), len(card.unopened)
    return p.id, p.kind, p.status, card.a, card.b, *numbers, p.claim


def _counted(card: Card) -> tuple[Any, ...]:
    counts = card.found.counted
    return card.found.rule, counts.layer, " ".join(counts.roles), counts.respondents


def _write_rows(columns: tuple[str, ...], rows: list[Any], output: Path | None) -> None:
    import csv

    from kwalcode.cells import safe_cell
    from kwalcode.cli.common import out_stream

    with out_stream(output) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([safe_cell(cell) for cell in row] for row in rows)


def _about(card: Card) -> dict[str, Any]:
    p = card.pattern
    choices = {"pattern": p.id, "kind": p.kind, "status": p.status, "claim": p.claim}
    return head(card.found.counted, card.found.rule, **choices, sub_codes=card.found.sub_codes)


def _as_data(card: Card) -> dict[str, Any]:
    sides = {"a": card.a or None, "b": card.b or None, "searched": bool(card.pattern.searched)}
    more = {"respondents_by_cell": _respondents(card), "missing": list(card.missing)}
    return _about(card) | sides | more


def _respondents(card: Card) -> list[dict[str, Any]]:
    rows = []
    for person, cell in card.found.cells.items():
        sides = [place.side for place in card.found.places_of(person)]
        values = (
            card.found.respondents[person],
            cell,
            sides.count("a"),
            sides.count("b"),
            person in card.negative,
            [name for name, _time in card.opened.get(person, ())],
        )
        rows.append(dict(zip(_CELL, values, strict=True)))
    return rows


def _text(card: Card, meeting: list[dict[str, Any]], chosen: list[dict[str, Any]]) -> str:
    from kwalcode.project.reads.patterns import kind_name, status_name

    p = card.pattern
    lines = [f"{p.claim} ({kind_name(p.kind)}, {status_name(p.status)})", ""]
    lines += [f"A  {card.a}", *([f"B  {card.b}"] if card.b else []), ""]
    header = (_("respondent"), _("where"), "A", "B", _("against"), _("opened by"))
    rows = [
        (
            one["respondent"], cell_name(one["cell"]), one["quotations_a"], one["quotations_b"],
            _("yes") if one["negative"] else "", ", ".join(one["opened"]),
        )
        for one in _respondents(card)
    ]  # fmt: skip
    text = "\n".join(lines) + "\n" + table(header, rows)
    if meeting:
        told = [(q["side"].upper(), q["respondent"], q["turn"], q["text"]) for q in meeting]
        text += "\n" + table((_("side"), _("respondent"), _("turn"), _("quotation")), told)
    if chosen:
        names = ("side", "document", "turn", "text", "note")
        titles = (_("side"), _("document"), _("turn"), _("quotation"), _("note"))
        text += "\n" + table(titles, [tuple(q[name] for name in names) for q in chosen])
    return text


COMMANDS = (patterns,)
