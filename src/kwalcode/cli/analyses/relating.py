"""relations: typed relations between codes, and between themes."""

from __future__ import annotations

from pathlib import Path

import click

from kwalcode.cli.analyses.analysing import csv_option
from kwalcode.cli.analyses.figures import form_of
from kwalcode.cli.analyses.subjects import subject_named
from kwalcode.cli.commands import Commands
from kwalcode.cli.common import (
    acting_study,
    as_option,
    json_option,
    out_stream,
    output_option,
    print_json,
    reading_study,
    say,
    study_argument,
    table,
    write_text,
)
from kwalcode.errors import UsageError
from kwalcode.i18n import _

_TYPES = ("associated", "part of", "cause of", "contradicts", "is a", "property of", "own")
_COLUMNS = ("number", "between", "a", "type", "label", "directed", "b", "note")


@click.group(cls=Commands, help=_("Relations between codes, and between themes."))
def relations() -> None:
    """Hold the commands on relations."""


@relations.command("list", help=_("List the relations."))
@study_argument
@json_option
@csv_option
@output_option
def list_command(study: Path, as_json: bool, as_csv: bool, output: Path | None) -> None:
    """Print the relations."""
    import csv

    from kwalcode.cells import safe_cell
    from kwalcode.project.reads.findings import subject_names
    from kwalcode.project.reads.relations import all_relations

    form = form_of(as_json, as_csv)
    with reading_study(study) as opened, opened.reading() as connection:
        found, names = all_relations(connection), subject_names(connection)
    rows = [
        (r.id, r.a.kind, names[r.a], r.type, r.label, r.directed, names[r.b], r.note) for r in found
    ]
    if form == "json":
        print_json([dict(zip(_COLUMNS, row, strict=True)) for row in rows], output)
    elif form == "csv":
        with out_stream(output) as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(_COLUMNS)
            writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    else:
        shown = [(r.id, names[r.a], r.title, names[r.b], r.note) for r in found]
        write_text(table((_("number"), "a", _("relation"), "b", _("note")), shown), output)


@relations.command("add", help=_("Relate two codes, or two themes, as in A 'cause of' B."))
@study_argument
@click.argument("a")
@click.argument("kind", metavar="|".join(_TYPES), type=click.Choice(_TYPES))
@click.argument("b")
@click.option("--label", default="", metavar="TEXT", help=_("What an own relation is called."))
@click.option("--note", default="", metavar="TEXT", help=_("A note for yourself."))
@as_option
def add_command(
    study: Path, a: str, kind: str, b: str, label: str, note: str, actor: str | None
) -> None:
    """Add a relation."""
    from kwalcode.project.acts.relations import relate

    with acting_study(study, actor) as opened:
        ends = subject_named(opened, a), subject_named(opened, b)
        number = relate(opened, *ends, kind, label=label, note=note)
    say(_("Relation {n} added.").format(n=number))


@relations.command("edit", help=_("Change a relation, by its number: its type, way or note."))
@study_argument
@click.argument("number", type=int)
@click.option("--type", "kind", type=click.Choice(_TYPES), help=_("Another type."))
@click.option("--label", default="", metavar="TEXT", help=_("What an own relation is called."))
@click.option("--turn", is_flag=True, help=_("Let it go from B to A; with --type."))
@click.option("--note", metavar="TEXT", help=_("Another note; '' for none."))
@as_option
def edit_command(
    study: Path,
    number: int,
    kind: str | None,
    label: str,
    turn: bool,
    note: str | None,
    actor: str | None,
) -> None:
    """Change a relation."""
    from kwalcode.project.acts.relations import edit_relation

    if kind is None and note is None:
        raise UsageError(_("Say what changes: --type or --note."))
    if kind is None and (label or turn):
        raise UsageError(_("--label and --turn go with --type."))
    with acting_study(study, actor) as opened:
        edit_relation(opened, number, note=note, kind=kind, label=label, turned=turn)
    say(_("Relation {n} changed.").format(n=number))


@relations.command("remove", help=_("Take a relation away, by its number."))
@study_argument
@click.argument("number", type=int)
@as_option
def remove_command(study: Path, number: int, actor: str | None) -> None:
    """Remove a relation."""
    from kwalcode.project.acts.relations import remove_relation

    with acting_study(study, actor) as opened:
        remove_relation(opened, number)
    say(_("Relation {n} taken away.").format(n=number))


COMMANDS = (relations,)
