"""codebook import, export, list."""

from __future__ import annotations

from pathlib import Path

import click

from kwalcode.cli.commands import Commands
from kwalcode.cli.common import (
    FilePath,
    acting_study,
    as_option,
    json_option,
    output_option,
    print_json,
    printable,
    reading_study,
    say,
    study_argument,
    table,
    write_text,
)
from kwalcode.errors import UsageError
from kwalcode.i18n import _


@click.group(cls=Commands, help=_("Import, export or list the codebook."))
def codebook() -> None:
    """Group the codebook's commands."""


@codebook.command("import", help=_("Put in codes from YAML or CSV, or bring them up to date."))
@study_argument
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=FilePath())
@as_option
def import_command(study: Path, files: tuple[Path, ...], actor: str | None) -> None:
    """Import codebooks; a code that the file lacks stays."""
    from kwalcode.exchange.codebooks import read_codebook
    from kwalcode.project.acts.codes import import_codebook

    specs = [(path, read_codebook(path)) for path in files]
    with acting_study(study, actor) as opened:
        for path, codes in specs:
            done = import_codebook(opened, codes, source=path.name)
            say(
                _(
                    "{file}: {new} codes made, {changed} changed, {kept} others left as they were."
                ).format(
                    file=path, new=len(done.created), changed=len(done.updated), kept=len(done.kept)
                )
            )


@codebook.command("export", help=_("Write the codebook as YAML or CSV."))
@study_argument
@click.option("--format", "form", metavar="yaml|csv", help=_("By default from -o, else yaml."))
@output_option
def export(study: Path, form: str | None, output: Path | None) -> None:
    """Export the codebook."""
    from kwalcode.exchange.codebooks import FORMATS, write_codebook
    from kwalcode.project.reads.codes import all_codes

    chosen = (form or (output.suffix.lstrip(".") if output else "") or "yaml").lower()
    if chosen not in FORMATS:
        raise UsageError(
            _("'{form}' is no format of a codebook; there are: {known}.").format(
                form=chosen, known=", ".join(FORMATS)
            )
        )
    with reading_study(study) as opened, opened.reading() as connection:
        codes = all_codes(connection)
    write_text(write_codebook(codes, chosen), output)


@codebook.command("list", help=_("List the codes with how often they were used."))
@study_argument
@json_option
@output_option
def list_command(study: Path, as_json: bool, output: Path | None) -> None:
    """List the codes as a tree."""
    from kwalcode.project.reads.codes import all_codes, coding_counts

    with reading_study(study) as opened, opened.reading() as connection:
        codes = all_codes(connection)
        counts = coding_counts(connection)
    if as_json:
        rows = [
            {
                "code": code.path,
                "key": code.key,
                "origin": code.origin,
                "definition": code.definition,
                "codings": counts.get(code.id, 0),
            }
            for code in codes
        ]
        print_json(rows, output)
        return
    lines = []
    for code in codes:
        missing = "" if code.definition else "  " + _("(no definition)")
        name = "  " * code.depth + printable(code.name)
        lines.append(f"{counts.get(code.id, 0):6d}  {name}{missing}\n")
    write_text("".join(lines), output)


@codebook.command(
    "check",
    help=_(
        "Point out unused codes, codes without a definition, codes that one coder put twice on"
        " the same words, and two codes of an exclusive group on the same words."
    ),
)
@study_argument
@json_option
@output_option
def check_command(study: Path, as_json: bool, output: Path | None) -> None:
    """Tell what the codebook is checked for; what is found is no error."""
    from kwalcode.project.reads.code_checks import twice_coded
    from kwalcode.project.reads.codes import all_codes, coding_counts, unused_codes
    from kwalcode.project.reads.documents import all_documents
    from kwalcode.project.reads.exclusive import clashes
    from kwalcode.project.reads.people import all_coders

    with reading_study(study) as opened, opened.reading() as connection:
        codes = all_codes(connection)
        apart = clashes(connection)
        unused = unused_codes(codes, coding_counts(connection))
        twice = twice_coded(connection)
        documents = {document.id: document.name for document in all_documents(connection)}
        coders = {coder.id: coder.name for coder in all_coders(connection)}
    paths = {code.id: code.path for code in codes}
    idle = [code.path for code in codes if code.id in unused]
    undefined = [code.path for code in codes if not code.definition.strip()]
    found = {
        "unused": idle,
        "undefined": undefined,
        "twice": [
            {
                "code": paths[t.code],
                "coder": coders[t.coder],
                "document": documents[t.document],
                "start": t.start,
                "end": t.covered,
            }
            for t in twice
        ],
        "clashing": [
            {
                "group": c.group,
                "codes": [paths[c.code], paths[c.other_code]],
                "coder": coders[c.coder],
                "document": documents[c.document],
                "start": c.start,
                "end": c.end,
            }
            for c in apart
        ],
    }
    if as_json:
        print_json(found, output)
        return
    rows = [(_("unused"), path, "") for path in idle]
    rows += [(_("no definition"), path, "") for path in undefined]
    rows += [
        (
            _("twice on the same words"),
            paths[t.code],
            f"{coders[t.coder]}, {documents[t.document]} [{t.start}, {t.covered})",
        )
        for t in twice
    ]
    rows += [
        (
            _("not exclusive in “{group}”").format(group=c.group),
            f"{paths[c.code]} + {paths[c.other_code]}",
            f"{coders[c.coder]}, {documents[c.document]} [{c.start}, {c.end})",
        )
        for c in apart
    ]
    if rows:
        write_text(table((_("what"), _("code"), _("where")), rows), output)
    else:
        say(_("Nothing to point out: all codes are used and defined."))


COMMANDS = (codebook,)
