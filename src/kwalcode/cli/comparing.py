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
    from collections.abc import Mapping

    from kwalcode.project.agreement.disagreements import StudyDisagreements
    from kwalcode.project.reads import Connection
    from kwalcode.report.agreement import AgreementSheet

CLASSES = ("agree", "boundary", "other code", "missed code", "missed passage")
"""As in the room `agreement`, which is too heavy to ask here."""

coders_option = click.option(
    "--coders", metavar="A,B", help=_("Which coders (by default all who coded).")
)
document_option = click.option(
    "--document", "documents", metavar="NAME", multiple=True, help=_("Only of this document.")
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
    metavar="code|document|pair|group|round|ATTRIBUTE",
    help=_(
        "A row per code, document, pair of coders, group of documents, round, or value of an"
        " attribute of respondents."
    ),
)
@document_option
@click.option("--group", "groups", metavar="NAME", multiple=True,
              help=_("Only documents of this group."))  # fmt: skip
@click.option("--round", "round_name", metavar="ROUND",
              help=_("Only what this round assigned to two coders or more."))  # fmt: skip
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
    documents: tuple[str, ...],
    groups: tuple[str, ...],
    round_name: str | None,
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
    from kwalcode.cli.agreement_rows import other_rows, within
    from kwalcode.project.agreement.agreements import study_agreement
    from kwalcode.report.agreement import sheet_of

    chosen = _format(form, as_json, output)
    with reading_study(study) as opened:
        named = {d.id for d in documents_named(opened, documents)} if documents else None
        with opened.reading() as connection:
            found = study_agreement(
                connection,
                coders=named_coders(coders),
                unit=unit,
                roles=chosen_roles(roles),
                where=where,
                sub_codes=sub_codes,
                replicates=replicates,
                seed=seed,
                further=True,
                within=within(connection, named, groups, round_name),
            )
            others = other_rows(connection, found, by, unit, named_coders(coders), sub_codes)
    _write(sheet_of(found, by, others, ordered=by == "round"), chosen, output)


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
@document_option
@click.option(
    "--class",
    "groups",
    multiple=True,
    type=click.Choice(CLASSES),
    help=_("Only of this class (by default all but agree)."),
)
@role_option
@where_option
@click.option(
    "--format",
    "form",
    metavar="text|json|csv|docx|xlsx|html",
    help=_("By default from -o, else text."),
)
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
    form: str | None,
    as_json: bool,
    as_csv: bool,
    output: Path | None,
) -> None:
    """Print or write the list for a meeting."""
    from kwalcode.project.agreement.disagreements import study_disagreements
    from kwalcode.project.reads.codes import all_codes

    chosen_form = _meeting_format("json" if as_json else "csv" if as_csv else form, output)
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
            definitions = {code.path: code.definition for code in all_codes(connection)}
    _write_meeting(found, definitions, chosen_form, output)


def _meeting_format(form: str | None, output: Path | None) -> str:
    """Return the format asked for, or that of the file's name. Raises UsageError."""
    known = ("text", "json", "csv", "docx", "xlsx", "html")
    ending = output.suffix.lstrip(".").lower() if output else ""
    chosen = form.lower() if form else (ending if ending in known else "text")
    if chosen not in known:
        raise UsageError(
            _("'{form}' is no format for a list of disagreements; there are: {known}.").format(
                form=form, known=", ".join(known)
            )
        )
    if output is None and chosen in ("docx", "xlsx"):
        raise UsageError(
            _("A {form} file cannot be shown here; name a file with -o.").format(form=chosen)
        )
    return chosen


def _write_meeting(
    found: StudyDisagreements, definitions: Mapping[str, str], form: str, output: Path | None
) -> None:
    from kwalcode.cli import disagreeing
    from kwalcode.report.agreement.meeting import meeting_facts, meeting_of
    from kwalcode.report.agreement.meeting_files import meeting_bytes

    if form == "json":
        print_json(disagreeing.as_contract(found), output)
        return
    if form in ("text", "csv"):
        told = disagreeing.as_csv(found) if form == "csv" else disagreeing.as_text(found)
        write_text(told, output)
        if form == "csv":
            say(meeting_facts(found))
        return
    content, notices = meeting_bytes(meeting_of(found, definitions), form)
    if output is None:
        write_text(content.decode("utf-8"), None)
    else:
        with out_path(output) as making:
            making.write_bytes(content)
        say(meeting_facts(found))
    for notice in notices:
        say(notice)


def code_ids(connection: Connection, names: tuple[str, ...], sub_codes: bool) -> set[int] | None:
    """Return the ids of the codes named, with those below them if asked; None for all."""
    from kwalcode.project.reads.codes import all_codes, find_code, subtree

    if not names:
        return None
    known = all_codes(connection)
    wanted = {find_code(known, name).id for name in names}
    return set().union(*(subtree(known, code) for code in wanted)) if sub_codes else wanted


COMMANDS = (agreement, disagreements)
