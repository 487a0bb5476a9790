"""rounds, assign, coders: how a team works: who codes which document, and in which round."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

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
    from collections.abc import Mapping

    from kwalcode.project.study import Study


@click.group(cls=Commands, help=_("List the rounds of coding, or start one."))
def rounds() -> None:
    """Group the commands on rounds."""


@rounds.command("list", help=_("List the rounds with what was assigned and completed."))
@study_argument
@json_option
@output_option
def list_command(study: Path, as_json: bool, output: Path | None) -> None:
    """List the rounds."""
    from kwalcode.project.reads.rounds import all_rounds, assignments_of, round_work

    rows = []
    with reading_study(study) as opened, opened.reading() as connection:
        for found in all_rounds(connection):
            given = assignments_of(connection, found.id)
            work = round_work(connection, found.id)
            rows.append(
                {
                    "round": found.name,
                    "started": found.started,
                    "codebook": found.codebook,
                    "blind": found.blind,
                    "documents": len({a.document for a in given}),
                    "double": len(work.coded_by) + len(work.unfinished),
                    "to_do": sum(not a.complete for a in given),
                    "note": found.note,
                }
            )
    if as_json:
        print_json(rows, output)
        return
    header = (
        _("round"), _("started"), _("codebook"), _("blind"), _("documents"), _("double"),
        _("to do"), _("note"),
    )  # fmt: skip
    lines = [
        (
            row["round"],
            str(row["started"])[:10],
            "" if row["codebook"] is None else _("entry {n}").format(n=row["codebook"]),
            _("yes") if row["blind"] else "",
            row["documents"],
            row["double"],
            row["to_do"],
            row["note"],
        )
        for row in rows
    ]
    write_text(table(header, lines), output)


@rounds.command("start", help=_("Start a round of coding, with the codebook as it is now."))
@study_argument
@click.argument("name", metavar="ROUND")
@click.option("--note", metavar="TEXT", default="", help=_("A note for yourself."))
@click.option("--open", "is_open", is_flag=True, help=_("Coders see each other's work at once."))
@as_option
def start(study: Path, name: str, note: str, is_open: bool, actor: str | None) -> None:
    """Start a round."""
    from kwalcode.project.acts.rounds import start_round

    with acting_study(study, actor) as opened:
        start_round(opened, name, note=note, blind=not is_open)
    say(_("Started the round {name}.").format(name=name))


@click.command(
    short_help=_("Divide documents over coders, a part of them twice."),
    help=_(
        "Divide documents over coders, a part of them twice.\n\n"
        "The division is drawn at random from the seed, and the documents that two coders code"
        " are spread over the values of --by. What the round has divided already stays as it is."
    ),
)
@study_argument
@click.option("--coders", metavar="NAME,NAME", help=_("Who codes."))
@click.option("--overlap", metavar="PERCENT", default="0%", help=_("How much two coders code."))
@click.option("--seed", type=int, default=1, show_default=True, help=_("Where the draw begins."))
@click.option("--by", metavar="ATTRIBUTE", help=_("Spread the overlap over this attribute."))
@click.option("--round", "name", metavar="ROUND", help=_("The round; else the newest."))
@click.option("--anew", is_flag=True, help=_("Divide anew what the round has divided."))
@click.option("--list", "listing", is_flag=True, help=_("Only list who codes what."))
@json_option
@output_option
@as_option
def assign(
    study: Path,
    coders: str | None,
    overlap: str,
    seed: int,
    by: str | None,
    name: str | None,
    anew: bool,
    listing: bool,
    as_json: bool,
    output: Path | None,
    actor: str | None,
) -> None:
    """Assign, and print who codes what."""
    from kwalcode.project.acts.rounds import assign_documents, start_round

    if listing == (coders is not None):
        raise UsageError(_("Say who codes, as in --coders Anna,Bram, or --list."))
    if coders is None:
        with reading_study(study) as opened:
            _print(opened, _round_of(opened, name), as_json, output)
        return
    share = _share(overlap)
    with acting_study(study, actor) as opened:
        number = _round_of(opened, name)
        if number is None:
            number = start_round(opened, _("Round {n}").format(n=1))
        people = [part.strip() for part in coders.split(",") if part.strip()]
        drawn = assign_documents(opened, number, people, overlap=share, seed=seed, by=by, anew=anew)
        say(_drawn(drawn, seed))
        _print(opened, number, as_json, output)


def _drawn(drawn: Mapping[int, tuple[int, ...]], seed: int) -> str:
    """Return how many documents were assigned."""
    if not drawn:
        return _("All documents were divided in this round before; --anew divides them anew.")
    double = sum(len(who) > 1 for who in drawn.values())
    documents = counted("{n} document", "{n} documents", len(drawn))
    return _("Assigned {documents}, {d} of them to two coders (seed {seed}).").format(
        documents=documents, d=double, seed=seed
    )


def _round_of(study: Study, name: str | None) -> int | None:
    """Return the round of that name, else the newest; None where there is none."""
    from kwalcode.project.reads.rounds import all_rounds, find_round

    with study.reading() as connection:
        if name is not None:
            return find_round(connection, name).id
        found = all_rounds(connection)
    return found[-1].id if found else None


def _print(study: Study, number: int | None, as_json: bool, output: Path | None) -> None:
    """Print a round's documents with their coders; all rounds where none is given."""
    from kwalcode.project.reads.documents import all_documents
    from kwalcode.project.reads.people import all_coders
    from kwalcode.project.reads.rounds import all_rounds, assignments_of

    with study.reading() as connection:
        given = assignments_of(connection, number)
        documents = {d.id: d.name for d in all_documents(connection)}
        people = {c.id: c.name for c in all_coders(connection)}
        names = {r.id: r.name for r in all_rounds(connection)}
    order = {document: at for at, document in enumerate(documents)}
    given.sort(key=lambda a: (a.round, order[a.document], people[a.coder]))
    rows = [(names[a.round], documents[a.document], people[a.coder], a.complete) for a in given]
    if as_json:
        keys = ("round", "document", "coder", "complete")
        print_json([dict(zip(keys, row, strict=True)) for row in rows], output)
        return
    header = (_("round"), _("document"), _("coder"), _("complete"))
    write_text(table(header, [(*row[:3], _("yes") if row[3] else "") for row in rows]), output)


def _share(text: str) -> float:
    """Return a share as a number: "20%", "20 %" or "0.2"."""
    number, percent, rest = text.strip().replace(",", ".").partition("%")
    try:
        value = float(number)
    except ValueError:
        value = -1.0
    if percent:
        value /= 100
    if rest.strip() or not 0 <= value <= 1:
        raise UsageError(_("--overlap takes a share of the documents, as in 20%."))
    return value


@click.command(
    short_help=_("List the coders, add one, or say who supervises."),
    help=_(
        "List the coders, add one, or say who supervises.\n\n"
        "Only coders are compared in agreement, not the supervisor and the consensus."
    ),
)
@study_argument
@click.option("--add", "added", metavar="NAME", multiple=True, help=_("Somebody who is to code."))
@click.option(
    "--kind",
    "kinds",
    metavar="NAME=KIND",
    multiple=True,
    help=_("What somebody is: coder, supervisor or consensus."),
)
@json_option
@output_option
@as_option
def coders(
    study: Path,
    added: tuple[str, ...],
    kinds: tuple[str, ...],
    as_json: bool,
    output: Path | None,
    actor: str | None,
) -> None:
    """Add coders and set kinds where asked; else list."""
    from kwalcode.project.acts.coders import add_coder

    if not (added or kinds):
        with reading_study(study) as opened:
            _print_coders(opened, as_json, output)
        return
    with acting_study(study, actor) as opened:
        for name in added:
            say(_("Added the coder {name}.").format(name=add_coder(opened, name)))
        for pair in kinds:
            _set_kind(opened, pair)


def _set_kind(study: Study, pair: str) -> None:
    from kwalcode.project.acts.rounds import set_coder_kind

    name, equals, kind = pair.rpartition("=")
    if not equals:
        raise UsageError(_("--kind takes NAME=KIND, as in Anna=supervisor."))
    named = set_coder_kind(study, name.strip(), kind.strip())
    say(_("{name} is {kind} now.").format(name=named, kind=kind.strip()))


def _print_coders(study: Study, as_json: bool, output: Path | None) -> None:
    """Print everybody with how much they did."""
    from kwalcode.project.reads.people import all_coders, work_of

    with study.reading() as connection:
        people, work = all_coders(connection), work_of(connection)
    rows = [
        (one.name, one.kind, own.codings, own.complete, own.assigned)
        for one in people
        for own in [work[one.id]]
    ]
    if as_json:
        keys = ("coder", "kind", "codings", "complete", "assigned")
        print_json([dict(zip(keys, row, strict=True)) for row in rows], output)
        return
    header = (_("coder"), _("kind"), _("codings"), _("complete"), _("assigned"))
    write_text(table(header, rows), output)


COMMANDS = (rounds, assign, coders)
