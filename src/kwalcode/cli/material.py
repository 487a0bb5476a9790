"""import, documents, speakers, complete: the transcripts and the people in them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kwalcode.cli.common import (
    acting,
    acting_study,
    as_option,
    documents_named,
    json_option,
    print_json,
    reading_study,
    say,
    study_argument,
    table,
)
from kwalcode.errors import KwalcodeError, UsageError
from kwalcode.i18n import _, counted
from kwalcode.model import ROLES, Role

if TYPE_CHECKING:
    from kwalcode.project.importing import Report
    from kwalcode.project.study import Study


@click.command(
    "import", help=_("Import transcripts (txt, md, docx, vtt, srt), or folders of them.")
)
@study_argument
@click.argument("files", nargs=-1, required=False, type=click.Path(path_type=Path))
@click.option(
    "--attributes",
    type=click.Path(path_type=Path),
    help=_("CSV of respondents' attributes; the first column names the document."),
)
@click.option("--interviewer", metavar="LABEL", help=_("The interviewer's label in the files."))
@as_option
def import_command(
    study: Path,
    files: tuple[Path, ...],
    attributes: Path | None,
    interviewer: str | None,
    actor: str | None,
) -> None:
    """Import; bad files are named and the rest go in."""
    if not files and attributes is None:
        raise UsageError(_("Name the files to import, or --attributes FILE.csv."))
    with acting_study(study, actor) as opened:
        report = import_with_progress(opened, files, interviewer)
        if attributes is not None:
            from kwalcode.exchange.attributes_csv import import_attributes

            result = import_attributes(opened, attributes)
            say(_("Attributes: {n} values set.").format(n=result.values))
    if report.failed:
        raise KwalcodeError(
            counted(
                "{n} file was not imported.", "{n} files were not imported.", len(report.failed)
            )
        )


def import_with_progress(
    study: Study, files: tuple[Path, ...], interviewer: str | None = None
) -> Report:
    """Import files, telling on stderr how it goes."""
    from kwalcode.project.importing import import_files

    report = import_files(study, files, interviewer=interviewer, progress=_progress)
    if sys.stderr.isatty():
        click.echo("\r\033[K", err=True, nl=False)
    for path, notice in report.notices:
        say(f"{path.name}: {notice}")
    for path, done in report.known:
        say(_("{file}: is in the project already, as {name}.").format(file=path, name=done.name))
    for _path, line in report.failed:
        say(line)
    say(counted("{n} document imported.", "{n} documents imported.", len(report.imported)))
    return report


def _progress(number: int, count: int, path: Path) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{number}/{count} {path.name}", err=True, nl=False)
    elif count >= 100 and number % 100 == 0:
        say(f"{number}/{count}")


@click.command(help=_("List the documents with each coder's progress."))
@study_argument
@json_option
def documents(study: Path, as_json: bool) -> None:
    """List documents."""
    from kwalcode.project.reads.codings import coding_counts_by_document
    from kwalcode.project.reads.documents import all_documents
    from kwalcode.project.reads.people import (
        all_coders,
        attributes_by_respondent,
        completed,
        respondent_names,
    )

    with reading_study(study) as opened, opened.reading() as connection:
        coders = all_coders(connection)
        counts = coding_counts_by_document(connection)
        done = completed(connection)
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
            for d in all_documents(connection)
        ]
    if as_json:
        print_json(rows, None)
        return
    header = (_("document"), _("respondent"), _("characters"), *(c.name for c in coders))
    lines = [
        (
            row["document"],
            row["respondent"],
            row["characters"],
            *(
                f"{facts['codings']}{' ✓' if facts['complete'] else ''}"
                for facts in row["coders"].values()  # type: ignore[union-attr, attr-defined]
            ),
        )
        for row in rows
    ]
    click.echo(table(header, lines), nl=False)


@click.command(help=_("Show the speakers of documents, or correct their role or name."))
@study_argument
@click.argument("names", metavar="[DOCUMENT]...", nargs=-1)
@click.option(
    "--role", "roles", metavar="LABEL=ROLE", multiple=True, help=_("As in I=interviewer.")
)
@click.option("--rename", "renames", metavar="LABEL=NAME", multiple=True, help=_("Another name."))
@as_option
@json_option
def speakers(
    study: Path,
    names: tuple[str, ...],
    roles: tuple[str, ...],
    renames: tuple[str, ...],
    actor: str | None,
    as_json: bool,
) -> None:
    """Correct speakers where asked to, then list them."""
    from kwalcode.project.acts.documents import rename_speaker, set_role
    from kwalcode.project.reads.documents import speakers_of, turns_of

    with acting_study(study, actor) if roles or renames else reading_study(study) as opened:
        chosen = documents_named(opened, names)
        for label, to in map(_pair, roles):
            for number in _with_speaker(opened, [d.id for d in chosen], label):
                set_role(opened, number, label, _role(to))
        for label, to in map(_pair, renames):
            for number in _with_speaker(opened, [d.id for d in chosen], label):
                rename_speaker(opened, number, label, to)
        rows = []
        with opened.reading() as connection:
            for document in chosen:
                turns = [turn.speaker for turn in turns_of(connection, document.id)]
                rows += [
                    (document.name, s.label, s.role, turns.count(s.label))
                    for s in speakers_of(connection, document.id)
                ]
    header = (_("document"), _("speaker"), _("role"), _("turns"))
    if as_json:
        keys = ("document", "speaker", "role", "turns")
        print_json([dict(zip(keys, row, strict=True)) for row in rows], None)
        return
    click.echo(table(header, rows), nl=False)


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
        who = coder or acting(actor)
        changed = mark_complete(opened, who, ids, complete=not take_back)
    say(counted("{n} mark changed.", "{n} marks changed.", changed))


def _pair(text: str) -> tuple[str, str]:
    label, equals, value = text.rpartition("=")
    if not equals or not value.strip():
        raise UsageError(_("'{text}' should be LABEL=VALUE.").format(text=text))
    return label.strip(), value.strip()


def _role(name: str) -> Role:
    for role in ROLES:
        if role.startswith(name.casefold()):
            return role
    raise UsageError(
        _("'{name}' is no role; there are: {roles}.").format(name=name, roles=", ".join(ROLES))
    )


def _with_speaker(study: Study, ids: list[int], label: str) -> list[int]:
    """Return the documents that have the speaker; all of them when none has, for the error."""
    from kwalcode.project.reads.documents import speakers_of

    with study.reading() as connection:
        having = [
            number
            for number in ids
            if label.casefold() in {s.label.casefold() for s in speakers_of(connection, number)}
        ]
    return having or ids[:1]


COMMANDS = (import_command, documents, speakers, complete)
