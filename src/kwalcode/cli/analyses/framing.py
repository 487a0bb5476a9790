"""framework: respondents by themes or codes, with typed summaries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kwalcode.cli.analyses.analysing import (
    chosen_roles,
    coder_option,
    narrate,
    role_option,
    where_option,
)
from kwalcode.cli.analyses.subjects import passage, respondent_named, subject_named
from kwalcode.cli.common import (
    acting_study,
    as_option,
    output_option,
    reading_study,
    say,
    study_argument,
    table,
    write_text,
)
from kwalcode.errors import UsageError
from kwalcode.i18n import _, counted

if TYPE_CHECKING:
    from kwalcode.project.analyses.framework import Framework
    from kwalcode.project.study import Study

_SHOWN = 30
"""So many characters of a summary stand in a cell of the table on screen."""


@click.command(
    short_help=_("Show or fill the framework matrix: respondents by themes or codes."),
    help=_(
        "Show or fill the framework matrix: respondents by themes or codes.\n\n"
        "Without --theme or --code the columns are the themes, or else the codes at the top; a"
        " code counts with those below it. Cells hold typed summaries, linked to quotations."
    ),
)
@study_argument
@click.option("--themes", "all_themes", is_flag=True, help=_("All themes as columns."))
@click.option("--codes", "all_codes", is_flag=True, help=_("All codes as columns."))
@click.option("--theme", "themes", multiple=True, metavar="THEME", help=_("A column."))
@click.option("--code", "codes", multiple=True, metavar="CODE", help=_("A column."))
@click.option(
    "--write",
    nargs=3,
    multiple=True,
    metavar="RESPONDENT CODE|THEME TEXT",
    help=_("Write the summary of a cell; no text empties it."),
)
@click.option(
    "--link",
    nargs=4,
    multiple=True,
    metavar="RESPONDENT CODE|THEME DOCUMENT START:END|WORDS",
    help=_("Link a passage to the summary of a cell."),
)
@click.option(
    "--read",
    nargs=2,
    multiple=True,
    metavar="RESPONDENT CODE|THEME",
    help=_("You have read the quotations of a cell."),
)
@click.option("--own", is_flag=True, help=_("Codes count without those below them."))
@coder_option
@role_option
@where_option
@click.option(
    "--format", "form", metavar="docx|xlsx|csv|html|json", help=_("By default from -o, or a table.")
)
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
@click.option("--csv", "as_csv", is_flag=True, help=_("Print CSV."))
@output_option
@as_option
def framework(
    study: Path,
    form: str | None,
    as_json: bool,
    as_csv: bool,
    output: Path | None,
    actor: str | None,
    **wanted: Any,
) -> None:
    """Do what is asked in cells, else write the matrix."""
    if wanted["write"] or wanted["link"] or wanted["read"]:
        with acting_study(study, actor) as opened:
            _fill(opened, wanted)
        if output is None and not (form or as_json or as_csv):
            return
    if as_json and as_csv:
        raise UsageError(_("--json or --csv, not both."))
    chosen = "json" if as_json else "csv" if as_csv else form
    chosen = (chosen or (output.suffix.lstrip(".") if output else "")).lower()
    with reading_study(study) as opened:
        found = _found(opened, wanted)
        if chosen:
            _write(opened, found, chosen, output)
        else:
            write_text(_text(found), output)
    narrate(found.counted)
    for line in _remarks(found):
        say(line)


def _found(study: Study, wanted: dict[str, Any]) -> Framework:
    from kwalcode.project.analyses.framework import study_framework
    from kwalcode.project.reads.codes import all_codes
    from kwalcode.project.reads.findings import Subject
    from kwalcode.project.reads.notes import all_themes
    from kwalcode.project.reads.themes import in_order

    subjects = [subject_named(study, f"theme:{name}") for name in wanted["themes"]]
    subjects += [subject_named(study, f"code:{name}") for name in wanted["codes"]]
    with study.reading() as connection:
        if wanted["all_themes"]:
            subjects += [Subject("theme", t.id) for t, _n in in_order(all_themes(connection))]
        if wanted["all_codes"]:
            subjects += [Subject("code", code.id) for code in all_codes(connection)]
        return study_framework(
            connection,
            subjects or None,
            coder=wanted["coder"],
            roles=chosen_roles(wanted["roles"]),
            where=wanted["where"],
            sub_codes=not wanted["own"],
        )


def _fill(study: Study, wanted: dict[str, Any]) -> None:
    """Do the acts asked for, one for each."""
    from kwalcode.project.acts import framework as acts

    for name, subject, text in wanted["write"]:
        cell = respondent_named(study, name), subject_named(study, subject)
        if text.strip():
            acts.write_summary(study, *cell, text)
        else:
            acts.delete_summary(study, *cell)
        say(_("{respondent} on {subject}: written.").format(respondent=name, subject=subject))
    for name, subject, document, words in wanted["link"]:
        cell = respondent_named(study, name), subject_named(study, subject)
        acts.link_quotation(study, *cell, *passage(study, document, words))
        say(_("{respondent} on {subject}: linked.").format(respondent=name, subject=subject))
    for name, subject in wanted["read"]:
        cell = respondent_named(study, name), subject_named(study, subject)
        found = _found(study, wanted | {"themes": (), "codes": (), **_only(cell[1], subject)})
        there = found.cells.get(cell)
        acts.mark_read(study, *cell, len(there.quotations) if there else 0)
        say(_("{respondent} on {subject}: read.").format(respondent=name, subject=subject))


def _only(subject: Any, name: str) -> dict[str, Any]:
    """Return the option that asks for this one column."""
    bare = name.partition(":")[2] or name if name.casefold().startswith(subject.kind) else name
    kind = "themes" if subject.kind == "theme" else "codes"
    return {kind: (bare,), "all_themes": False, "all_codes": False}


def _write(study: Study, found: Framework, form: str, output: Path | None) -> None:
    from kwalcode.cli.writing import write_format
    from kwalcode.report.framework.formats import FRAMEWORK_FORMATS, write_framework
    from kwalcode.report.framework.sheet import sheet_of

    sheet = sheet_of(study, found, _("Framework matrix: {study}").format(study=study.path.stem))
    known = {name: one.text for name, one in FRAMEWORK_FORMATS.items()}
    if found.respondents:
        say(
            _(
                "Each row is one respondent, and places name the documents: what is in it may tell "
                "who spoke. Look at it before it leaves."
            )
        )
    write_format(form, known, output, lambda target: write_framework(sheet, form, target))


def _text(found: Framework) -> str:
    """Return a row per cell that holds something."""
    rows = []
    for person, name in found.respondents.items():
        for subject, column in found.columns:
            cell = found.cells[person, subject]
            if cell.quotations or cell.summary:
                text = cell.summary.text if cell.summary else ""
                short = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
                linked = len(cell.summary.linked) if cell.summary else 0
                read = ", ".join(cell.readers)
                rows.append((len(cell.quotations), name, column, linked, read, short))
    header = (
        _("quotations"), _("respondent"), _("column"), _("linked"), _("read by"), _("summary"),
    )  # fmt: skip
    return table(header, rows)


def _remarks(found: Framework) -> list[str]:
    cells = list(found.cells.values())
    lines = []
    bare = sum(bool(cell.warning) for cell in cells)
    if bare:
        lines.append(
            counted("{n} summary without quotation.", "{n} summaries without quotation.", bare)
        )
    unread = sum(bool(cell.quotations) and not cell.read for cell in cells)
    if unread:
        lines.append(counted("{n} cell nobody has read.", "{n} cells nobody has read.", unread))
    return lines


COMMANDS = (framework,)
