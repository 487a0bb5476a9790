"""agreement, disagreements: coders compared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kwalcode.cli.analysing import chosen_roles, csv_option, role_option, where_option
from kwalcode.cli.common import (
    documents_named,
    json_option,
    out_path,
    output_option,
    print_json,
    reading_study,
    say,
    study_argument,
    write_text,
)
from kwalcode.errors import UsageError
from kwalcode.i18n import _

if TYPE_CHECKING:
    from kwalcode.project.reads import Connection
    from kwalcode.report.agreement import AgreementSheet

CLASSES = ("agree", "boundary", "other code", "missed code", "missed passage")
"""As in the room `agreement`, which is too heavy to ask here."""

coders_option = click.option(
    "--coders", metavar="A,B", help=_("Which coders (by default all who coded).")
)


@click.command(
    help=_("Show how far coders agree, per code and pooled, with the sentence for a report.")
)
@study_argument
@coders_option
@click.option(
    "--unit",
    default="sentence",
    show_default=True,
    metavar="sentence|turn|document|character|token",
    help=_("What is compared: each code yes or no per unit."),
)
@click.option(
    "--by",
    default="code",
    show_default=True,
    metavar="code|document|pair",
    help=_("A row per code, per document or per pair of coders."),
)
@click.option("--sub-codes", is_flag=True, help=_("Count codings for the main code of a branch."))
@role_option
@where_option
@click.option(
    "--replicates",
    type=click.IntRange(0, 100_000),
    default=1000,
    show_default=True,
    help=_("Resamples for the intervals; 0 for none."),
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help=_("Seed of the resamples."),
)
@click.option(
    "--format",
    "form",
    metavar="text|json|csv|xlsx|html|docx",
    help=_("By default from -o, else text."),
)
@json_option
@output_option
def agreement(
    study: Path,
    coders: str | None,
    unit: str,
    by: str,
    sub_codes: bool,
    roles: tuple[str, ...],
    where: tuple[str, ...],
    replicates: int,
    seed: int,
    form: str | None,
    as_json: bool,
    output: Path | None,
) -> None:
    """Print or write the table of agreement."""
    from kwalcode.project.agreement.agreements import study_agreement
    from kwalcode.report.agreement import sheet_of

    chosen = _format(form, as_json, output)
    with reading_study(study) as opened, opened.reading() as connection:
        found = study_agreement(
            connection,
            coders=named_coders(coders),
            unit=unit,
            roles=chosen_roles(roles),
            where=where,
            sub_codes=sub_codes,
            replicates=replicates,
            seed=seed,
        )
    _write(sheet_of(found, by), chosen, output)


def named_coders(coders: str | None) -> list[str] | None:
    """Return the names in "A,B"; None when nobody is named."""
    names = [name.strip() for name in (coders or "").split(",")]
    return [name for name in names if name] or None


def _format(form: str | None, as_json: bool, output: Path | None) -> str:
    """Return the format asked for, or that of the file's name. Raises UsageError."""
    from kwalcode.report.agreement import AGREEMENT_FORMATS

    known = ("text", *AGREEMENT_FORMATS)
    if as_json:
        return "json"
    if form is None:
        ending = output.suffix.lstrip(".").lower() if output else ""
        return ending if ending in AGREEMENT_FORMATS else "text"
    if form.lower() not in known:
        raise UsageError(
            _("'{form}' is no format for agreement; there are: {known}.").format(
                form=form, known=", ".join(known)
            )
        )
    return form.lower()


def _write(sheet: AgreementSheet, form: str, output: Path | None) -> None:
    from kwalcode.cli.agreeing import as_text
    from kwalcode.report.agreement import AGREEMENT_FORMATS, agreement_bytes

    if form == "text":
        write_text(as_text(sheet), output)
        return
    if output is None and not AGREEMENT_FORMATS[form].text:
        raise UsageError(
            _("A {form} file cannot be shown here; name a file with -o.").format(form=form)
        )
    content, notices = agreement_bytes(sheet, form, file=output is not None)
    if output is None:
        write_text(content.decode("utf-8"), None)
    else:
        with out_path(output) as making:
            making.write_bytes(content)
        if form != "json":
            say(sheet.sentence)
    for notice in notices:
        say(notice)


@click.command(
    help=_("List where two coders disagree, with the passage and what each of them did.")
)
@study_argument
@coders_option
@click.option("--code", "names", metavar="CODE", multiple=True, help=_("Only of this code."))
@click.option("--sub-codes", is_flag=True, help=_("And of the codes below it."))
@click.option(
    "--document", "documents", metavar="NAME", multiple=True, help=_("Only of this document.")
)
@click.option(
    "--class",
    "groups",
    multiple=True,
    type=click.Choice(CLASSES),
    help=_("Only of this class (by default all but agree)."),
)
@role_option
@where_option
@json_option
@csv_option
@output_option
def disagreements(
    study: Path,
    coders: str | None,
    names: tuple[str, ...],
    sub_codes: bool,
    documents: tuple[str, ...],
    groups: tuple[str, ...],
    roles: tuple[str, ...],
    where: tuple[str, ...],
    as_json: bool,
    as_csv: bool,
    output: Path | None,
) -> None:
    """Print the list for a meeting."""
    from kwalcode.cli import disagreeing
    from kwalcode.project.agreement.disagreements import study_disagreements

    with reading_study(study) as opened:
        chosen = {d.id for d in documents_named(opened, documents)} if documents else None
        with opened.reading() as connection:
            found = study_disagreements(
                connection,
                coders=named_coders(coders),
                codes=code_ids(connection, names, sub_codes),
                documents=chosen,
                groups=groups or CLASSES[1:],
                roles=chosen_roles(roles),
                where=where,
            )
    if as_json:
        print_json(disagreeing.as_contract(found), output)
        return
    write_text(disagreeing.as_csv(found) if as_csv else disagreeing.as_text(found), output)
    if as_csv:
        say(disagreeing.facts(found))


def code_ids(connection: Connection, names: tuple[str, ...], sub_codes: bool) -> set[int] | None:
    """Return the ids of the codes named, with those below them if asked; None for all."""
    from kwalcode.project.reads.codes import all_codes, find_code, subtree

    if not names:
        return None
    known = all_codes(connection)
    wanted = {find_code(known, name).id for name in names}
    return set().union(*(subtree(known, code) for code in wanted)) if sub_codes else wanted


COMMANDS = (agreement, disagreements)
