"""patterns: cards with a claim, what is counted for it, and its negative cases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kwalcode.cli.analysing import csv_option, sub_codes_option, what_counts
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
from kwalcode.cli.figures import form_of, head, tell, write_csv
from kwalcode.cli.subjects import (
    Quotes,
    passage,
    quotation_among,
    respondent_named,
    subject_named,
)
from kwalcode.i18n import _, counted

if TYPE_CHECKING:
    from kwalcode.project.analyses.filtering import Asked
    from kwalcode.project.analyses.patterns import Card

_KINDS = ("similarity", "difference", "frequency", "sequence", "correspondence", "causation")
_STATUSES = ("draft", "checked", "final")
_RULE = "overlap|same-quotation|sentence|turn|document|near(N)|follows(N)"
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


@patterns.command("new", help=_("Write a pattern card: a claim about codes or themes."))
@study_argument
@click.argument("kind", type=click.Choice(_KINDS), metavar="KIND")
@click.argument("claim")
@click.argument("a", metavar="CODE|THEME")
@click.argument("b", metavar="[CODE|THEME]", required=False)
@click.option(
    "--rule", default="sentence", show_default=True, metavar=_RULE,
    help=_("What going together means."),
)  # fmt: skip
@sub_codes_option
@as_option
def new_command(
    study: Path,
    kind: str,
    claim: str,
    a: str,
    b: str | None,
    rule: str,
    sub_codes: bool,
    actor: str | None,
) -> None:
    """Write a card."""
    from kwalcode.project.acts.patterns import write_pattern

    with acting_study(study, actor) as opened:
        first = subject_named(opened, a)
        second = subject_named(opened, b) if b else None
        number = write_pattern(opened, kind, claim, first, second, rule=rule, sub_codes=sub_codes)
    say(_("Pattern {n} written.").format(n=number))


@patterns.command("edit", help=_("Change a pattern card, its status, or that none was found."))
@study_argument
@number_argument
@click.option("--claim", metavar="TEXT", help=_("Another claim."))
@click.option("--kind", type=click.Choice(_KINDS), help=_("Another kind."))
@click.option("--rule", metavar=_RULE, help=_("Another rule."))
@click.option(
    "--searched/--not-searched",
    default=None,
    help=_("You searched for negative cases and found none."),
)
@click.option("--status", type=click.Choice(_STATUSES), help=_("How sure you are."))
@as_option
def edit_command(
    study: Path,
    number: int,
    searched: bool | None,
    status: str | None,
    actor: str | None,
    **values: str | None,
) -> None:
    """Do what is asked, an act for each."""
    from kwalcode.project.acts import patterns as acts

    wanted = {name: value for name, value in values.items() if value is not None}
    with acting_study(study, actor) as opened:
        if wanted:
            acts.edit_pattern(opened, number, **wanted)
        if searched is not None:
            acts.mark_pattern_searched(opened, number, searched=searched)
        if status is not None:
            acts.set_status(opened, number, status)
    say(_("Pattern {n} changed.").format(n=number))


@patterns.command("open", help=_("Say that you looked at respondents for a pattern."))
@study_argument
@number_argument
@click.argument("respondents", nargs=-1)
@click.option("--negative", is_flag=True, help=_("All who speak against it by the count."))
@as_option
def open_command(
    study: Path, number: int, respondents: tuple[str, ...], negative: bool, actor: str | None
) -> None:
    """Print what they say with either side, and note that it was looked at."""
    from kwalcode.project.acts.patterns import open_cases
    from kwalcode.project.analyses.patterns import study_pattern

    with acting_study(study, actor) as opened:
        chosen = [respondent_named(opened, name) for name in respondents]
        with opened.reading() as connection:
            card = study_pattern(connection, number)
            chosen += [person for person in card.negative if negative and person not in chosen]
            quotes, lines = Quotes(connection), []
            for person in chosen:
                cell = card.found.cells.get(person, "neither")
                lines.append(f"{card.found.respondents.get(person, '')}: {cell_name(cell)}")
                for place in card.found.places_of(person):
                    told = quotes.place(place.document, place.start, place.end)
                    lines.append(f"  {place.side.upper()}  {told['text']}")
        write_text("".join(f"{line}\n" for line in lines), None)
        n = open_cases(opened, number, chosen)
    say(counted("{n} case opened.", "{n} cases opened.", n))


@patterns.command("quote", help=_("Put a passage with what speaks for a pattern, or against it."))
@study_argument
@number_argument
@click.argument("document")
@click.argument("words", metavar="START:END|WORDS")
@click.option("--against", is_flag=True, help=_("It speaks against it; without this for it."))
@click.option("--note", metavar="TEXT", default="", help=_("A note for yourself."))
@click.option("--remove", is_flag=True, help=_("Take it away again."))
@as_option
def quote_command(
    study: Path,
    number: int,
    document: str,
    words: str,
    against: bool,
    note: str,
    remove: bool,
    actor: str | None,
) -> None:
    """Cite a passage for a pattern, or take it away."""
    from kwalcode.project.acts import patterns as acts
    from kwalcode.project.reads.patterns import pattern_quotes

    with acting_study(study, actor) as opened:
        place = passage(opened, document, words)
        if remove:
            with opened.reading() as connection:
                known = quotation_among(pattern_quotes(connection, number), place)
            acts.unquote_for_pattern(opened, number, known)
            say(_("Taken away."))
            return
        side = "contradicting" if against else "supporting"
        acts.quote_for_pattern(opened, number, *place, side, note)
    say(_("Put with pattern {n}.").format(n=number))


@patterns.command("delete", help=_("Delete a pattern card."))
@study_argument
@number_argument
@as_option
def delete_command(study: Path, number: int, actor: str | None) -> None:
    """Delete a card."""
    from kwalcode.project.acts.patterns import delete_pattern

    with acting_study(study, actor) as opened:
        delete_pattern(opened, number)
    say(_("Pattern {n} deleted.").format(n=number))


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
