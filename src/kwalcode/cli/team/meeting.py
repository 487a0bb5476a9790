"""disagreements: the list for a meeting of two coders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kwalcode.cli.analyses.analysing import chosen_roles, csv_option, role_option, where_option
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
from kwalcode.cli.team.coder_options import (
    CLASSES,
    code_ids,
    coders_option,
    document_option,
    format_of_file,
    named_coders,
)
from kwalcode.errors import UsageError
from kwalcode.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kwalcode.project.agreement.disagreements import StudyDisagreements


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
    chosen = form.lower() if form else format_of_file(output)
    if chosen not in known:
        raise UsageError(
            _("'{form}' is no format for a list of disagreements; there are: {known}.").format(
                form=chosen, known=", ".join(known)
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
    from kwalcode.cli.team import disagreeing
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


COMMANDS = (disagreements,)
