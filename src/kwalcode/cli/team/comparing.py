"""agreement: coders compared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kwalcode.cli.analyses.analysing import chosen_roles, role_option, where_option
from kwalcode.cli.common import (
    documents_named,
    json_option,
    out_path,
    output_option,
    reading_study,
    say,
    study_argument,
    write_text,
)
from kwalcode.cli.team.coder_options import (
    coders_option,
    document_option,
    format_of_file,
    named_coders,
)
from kwalcode.errors import UsageError
from kwalcode.i18n import _

if TYPE_CHECKING:
    from kwalcode.report.agreement import AgreementSheet


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
    from kwalcode.cli.team.agreement_rows import other_rows, within
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
            others = other_rows(connection, found, by, named_coders(coders))
    _write(sheet_of(found, by, others, ordered=by == "round"), chosen, output)


def _format(form: str | None, as_json: bool, output: Path | None) -> str:
    """Return the format asked for, or that of the file's name. Raises UsageError."""
    from kwalcode.report.agreement import AGREEMENT_FORMATS

    known = ("text", *AGREEMENT_FORMATS)
    if as_json:
        return "json"
    if form is None:
        form = format_of_file(output)
    if form.lower() not in known:
        raise UsageError(
            _("'{form}' is no format for agreement; there are: {known}.").format(
                form=form, known=", ".join(known)
            )
        )
    return form.lower()


def _write(sheet: AgreementSheet, form: str, output: Path | None) -> None:
    from kwalcode.cli.team.agreeing import as_text
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


COMMANDS = (agreement,)
