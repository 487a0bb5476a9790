"""documents, speakers, complete: the transcripts and the people in them."""

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
from kwalcode.errors import NotFound, UsageError
from kwalcode.i18n import _, counted
from kwalcode.model import ROLES, Role

if TYPE_CHECKING:
    from kwalcode.model import Document
    from kwalcode.project.study import Study


@click.command(help=_("List the documents with each coder's progress."))
@study_argument
@json_option
@output_option
def documents(study: Path, as_json: bool, output: Path | None) -> None:
    """List documents."""
    with reading_study(study) as opened:
        coders, rows = _document_rows(opened)
    if as_json:
        print_json(rows, output)
        return
    header = (_("document"), _("respondent"), _("characters"), *coders)
    lines = [
        (
            row["document"],
            row["respondent"],
            row["characters"],
            *(_progress_cell(row["coders"][name]) for name in coders),
        )
        for row in rows
    ]
    write_text(table(header, lines), output)


def _document_rows(study: Study) -> tuple[list[str], list[dict[str, Any]]]:
    """Return the names of the coders who have begun, and a row per document, of all coders."""
    from kwalcode.project.reads.codings import coding_counts_by_document
    from kwalcode.project.reads.documents import all_documents
    from kwalcode.project.reads.people import (
        all_coders,
        attributes_by_respondent,
        completed,
        respondent_names,
    )

    with study.reading() as connection:
        documents = all_documents(connection)
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


@click.command(help=_("Show the speakers of documents, or correct their roles and names."))
@study_argument
@click.argument("names", metavar="[DOCUMENT]...", nargs=-1)
@click.option(
    "--role", "roles", metavar="LABEL=ROLE", multiple=True, help=_("As in I=interviewer.")
)
@click.option("--rename", "renames", metavar="LABEL=NAME", multiple=True, help=_("Another name."))
@json_option
@output_option
@as_option
def speakers(
    study: Path,
    names: tuple[str, ...],
    roles: tuple[str, ...],
    renames: tuple[str, ...],
    as_json: bool,
    output: Path | None,
    actor: str | None,
) -> None:
    """Correct speakers where asked to, then list them."""
    wanted = [(label, _role(to)) for label, to in (_pair("--role", text) for text in roles)]
    named = [_pair("--rename", text) for text in renames]
    with acting_study(study, actor) if wanted or named else reading_study(study) as opened:
        chosen = documents_named(opened, names)
        _correct_speakers(opened, chosen, wanted, named)
        rows = _speaker_rows(opened, chosen)
    if as_json:
        keys = ("document", "speaker", "role", "turns")
        print_json([dict(zip(keys, row, strict=True)) for row in rows], output)
        return
    header = (_("document"), _("speaker"), _("role"), _("turns"))
    write_text(table(header, rows), output)


def _correct_speakers(
    study: Study,
    chosen: Sequence[Document],
    roles: Sequence[tuple[str, Role]],
    names: Sequence[tuple[str, str]],
) -> None:
    """Give roles and names, after looking whether all the labels are there."""
    from kwalcode.project.acts.documents import rename_speaker, set_role

    given = [(_with_speaker(study, chosen, label), label, role) for label, role in roles]
    called = [(_with_speaker(study, chosen, label), label, name) for label, name in names]
    for ids, label, role in given:
        for number in ids:
            set_role(study, number, label, role)
    for ids, label, name in called:
        for number in ids:
            rename_speaker(study, number, label, name)


def _speaker_rows(study: Study, chosen: Sequence[Document]) -> list[tuple[str, str, str, int]]:
    from collections import Counter

    from kwalcode.project.reads.documents import speakers_of, turns_of

    rows = []
    with study.reading() as connection:
        for document in chosen:
            turns = Counter(turn.speaker for turn in turns_of(connection, document.id))
            rows += [
                (document.name, s.label, str(s.role), turns[s.label])
                for s in speakers_of(connection, document.id)
            ]
    return rows


def _with_speaker(study: Study, chosen: Sequence[Document], label: str) -> list[int]:
    """Return the documents (by id) that have the speaker. Raises NotFound when none has."""
    from kwalcode.project.reads.documents import speakers_of

    with study.reading() as connection:
        labels = {d.id: [s.label for s in speakers_of(connection, d.id)] for d in chosen}
    wanted = label.casefold()
    having = [number for number, known in labels.items() if wanted in map(str.casefold, known)]
    if having:
        return having
    known = dict.fromkeys(f"'{name}'" for names in labels.values() for name in names)
    raise NotFound(
        _("There is no speaker '{label}' in {documents}; there are: {labels}.").format(
            label=label,
            documents=chosen[0].name if len(chosen) == 1 else _("these documents"),
            labels=", ".join(known) or _("none"),
        )
    )


@click.command(help=_("Mark documents as completely coded by a coder."))
@study_argument
@click.argument("names", metavar="[DOCUMENT]...", nargs=-1)
@click.option("--coder", metavar="NAME", help=_("Whose work is complete (by default, yours)."))
@click.option("--all", "everything", is_flag=True, help=_("All documents."))
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
    with acting_study(study, actor) as opened:
        ids = [document.id for document in documents_named(opened, names)]
        who = opened.require_actor() if coder is None else coder
        changed = mark_complete(opened, who, ids, complete=not take_back)
    say(counted("{n} mark changed.", "{n} marks changed.", changed))


def _pair(option: str, text: str) -> tuple[str, str]:
    label, equals, value = text.rpartition("=")
    if not (equals and label.strip() and value.strip()):
        raise UsageError(
            _("{option} takes LABEL=VALUE, not '{text}'.").format(option=option, text=text)
        )
    return label.strip(), value.strip()


def _role(name: str) -> Role:
    for role in ROLES:
        if role.startswith(name.casefold()):
            return role
    raise UsageError(
        _("'{name}' is no role; there are: {roles}.").format(name=name, roles=", ".join(ROLES))
    )


COMMANDS = (documents, speakers, complete)
