"""documents, complete: the transcripts, and how far they are coded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kwalcode.cli.common import (
    acting_study,
    as_option,
    documents_named,
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
    from kwalcode.project.study import Study


@click.command(
    help=_(
        "List the documents with each coder's progress; name, order or remove them.\n\n"
        "What is asked for is done first, in the order of the options here."
    )
)
@study_argument
@click.option(
    "--rename", "renames", metavar="DOCUMENT=NAME", multiple=True, help=_("Another name.")
)
@click.option(
    "--respondent",
    "people",
    metavar="DOCUMENT=NAME",
    multiple=True,
    help=_("Whose document this is; a name may stand for several documents."),
)
@click.option(
    "--first", metavar="DOCUMENT", multiple=True, help=_("Put first; several in this order.")
)
@click.option(
    "--remove",
    metavar="DOCUMENT",
    multiple=True,
    help=_("Take out with its codings; 'undo' brings it back."),
)
@click.option("--group", metavar="NAME", help=_("List the documents of this group only."))
@json_option
@output_option
@as_option
def documents(
    study: Path,
    renames: tuple[str, ...],
    people: tuple[str, ...],
    first: tuple[str, ...],
    remove: tuple[str, ...],
    group: str | None,
    as_json: bool,
    output: Path | None,
    actor: str | None,
) -> None:
    """Change documents where asked to, then list them."""
    named = [pair("--rename", text) for text in renames]
    given = [pair("--respondent", text) for text in people]
    acting = named or given or first or remove
    with acting_study(study, actor) if acting else reading_study(study) as opened:
        _change_documents(opened, named, given, first, remove)
        coders, rows = _document_rows(opened, group)
    if as_json:
        print_json(rows, output)
        return
    grouped = any(row["groups"] for row in rows)
    middle = (_("groups"),) if grouped else ()
    header = (_("document"), _("respondent"), *middle, _("characters"), *coders)
    lines = [
        (
            row["document"],
            row["respondent"],
            *((", ".join(row["groups"]),) if grouped else ()),
            row["characters"],
            *(_progress_cell(row["coders"][name]) for name in coders),
        )
        for row in rows
    ]
    write_text(table(header, lines), output)


def _change_documents(
    study: Study,
    names: Sequence[tuple[str, str]],
    people: Sequence[tuple[str, str]],
    first: tuple[str, ...],
    remove: tuple[str, ...],
) -> None:
    """Do what was asked, after looking whether all the documents are there."""
    from kwalcode.project.acts.documents import order_documents, rename_document
    from kwalcode.project.acts.removing import remove_documents
    from kwalcode.project.acts.respondents import give_documents

    called = [(documents_named(study, (old,))[0].id, new) for old, new in names]
    theirs = [(documents_named(study, (name,))[0].id, person) for name, person in people]
    ahead = [d.id for d in documents_named(study, first)] if first else []
    gone = [d.id for d in documents_named(study, remove)] if remove else []
    for number, name in called:
        rename_document(study, number, name)
    for number, person in theirs:
        give_documents(study, [number], person)
    if ahead:
        order_documents(study, ahead)
    if gone:
        n = remove_documents(study, gone)
        say(counted("Removed with {n} coding.", "Removed with {n} codings.", n))


def _document_rows(
    study: Study, group: str | None = None
) -> tuple[list[str], list[dict[str, Any]]]:
    """Return the names of the coders who have begun, and a row per document, of all coders."""
    from kwalcode.project.reads.codings import coding_counts_by_document
    from kwalcode.project.reads.documents import all_documents, document_groups_of, find_group
    from kwalcode.project.reads.people import (
        all_coders,
        attributes_by_respondent,
        completed,
        respondent_names,
    )

    with study.reading() as connection:
        documents = all_documents(connection)
        groups = document_groups_of(connection)
        if group is not None:
            inside = set(find_group(connection, group).documents)
            documents = [d for d in documents if d.id in inside]
        counts = coding_counts_by_document(connection)
        done = completed(connection)
        coders = all_coders(connection)
        names = respondent_names(connection)
        values = attributes_by_respondent(connection)
    rows = [
        {
            "document": d.name,
            "respondent": names.get(d.respondent or 0, ""),
            "attributes": values.get(d.respondent or 0, {}),
            "groups": [g.name for g in groups if d.id in g.documents],
            "characters": d.length,
            "format": d.format,
            "coders": {
                c.name: {
                    "codings": counts.get((d.id, c.id), 0),
                    "complete": (d.id, c.id) in done,
                }
                for c in coders
            },
        }
        for d in documents
    ]
    busy = {coder for _document, coder in (*counts, *done)}
    return [coder.name for coder in coders if coder.id in busy], rows


def _progress_cell(facts: dict[str, Any]) -> str:
    return f"{facts['codings']}{' ✓' if facts['complete'] else ''}"


@click.command(help=_("Mark documents as completely coded by a coder."))
@study_argument
@click.argument("names", metavar="[DOCUMENT]...", nargs=-1)
@click.option("--coder", metavar="NAME", help=_("Whose work is complete (by default, yours)."))
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help=_("All documents; where some were assigned to the coder, all of those."),
)
@click.option("--undo", "take_back", is_flag=True, help=_("Take the mark back."))
@as_option
def complete(
    study: Path,
    names: tuple[str, ...],
    coder: str | None,
    everything: bool,
    take_back: bool,
    actor: str | None,
) -> None:
    """Mark documents complete."""
    from kwalcode.project.acts.people import mark_complete

    if bool(names) == everything:
        raise UsageError(_("Name the documents, or say --all."))
    from kwalcode.project.reads.rounds import assigned_to

    with acting_study(study, actor) as opened:
        ids = [document.id for document in documents_named(opened, names)]
        who = opened.require_actor() if coder is None else coder
        if everything:
            with opened.reading() as connection:
                theirs = assigned_to(connection, who)
            ids = [number for number in ids if not theirs or number in theirs]
        changed = mark_complete(opened, who, ids, complete=not take_back)
    say(counted("{n} mark changed.", "{n} marks changed.", changed))


def pair(option: str, text: str, *, empty: bool = False) -> tuple[str, str]:
    """Return the two sides of LABEL=VALUE; the value may be `empty`. Raises UsageError."""
    label, equals, value = text.rpartition("=")
    if not (equals and label.strip() and (empty or value.strip())):
        raise UsageError(
            _("{option} takes LABEL=VALUE, not '{text}'.").format(option=option, text=text)
        )
    return label.strip(), value.strip()


COMMANDS = (documents, complete)
