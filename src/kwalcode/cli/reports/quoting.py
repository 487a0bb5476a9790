"""quotes, report: what leaves as a document."""

from __future__ import annotations

from pathlib import Path

import click

from kwalcode.cli.analyses.analysing import (
    chosen_roles,
    coder_option,
    narrate,
    role_option,
    where_option,
)
from kwalcode.cli.common import output_option, reading_study, say, study_argument
from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.model import Filter


@click.command(help=_("Take out quotations with their attribution."))
@study_argument
@click.option("--code", "names", metavar="CODE", multiple=True, help=_("Only of this code."))
@click.option("--sub-codes", is_flag=True, help=_("And of the codes below it."))
@coder_option
@role_option
@where_option
@click.option(
    "--format", "form", metavar="md|docx|html|csv|xlsx|json", help=_("By default from -o, else md.")
)
@click.option("--attribution", metavar="TEMPLATE", help=_('As in "{domain}, {respondent}".'))
@click.option("--marked", is_flag=True, help=_("Those marked for the report, with their edits."))
@click.option("--unedited", is_flag=True, help=_("With --marked: the edits taken back."))
@output_option
def quotes(
    study: Path,
    names: tuple[str, ...],
    sub_codes: bool,
    coder: str | None,
    roles: tuple[str, ...],
    where: tuple[str, ...],
    form: str | None,
    attribution: str | None,
    marked: bool,
    unedited: bool,
    output: Path | None,
) -> None:
    """Write quotations."""
    from kwalcode.report.quotes import QUOTE_FORMATS, write_quotes

    chosen = (form or (output.suffix.lstrip(".") if output else "") or "md").lower()
    if chosen not in QUOTE_FORMATS:
        raise UsageError(
            _("'{form}' is no format for quotations; there are: {known}.").format(
                form=chosen, known=", ".join(QUOTE_FORMATS)
            )
        )
    if unedited and not marked:
        raise UsageError(_("--unedited goes with --marked."))
    with reading_study(study) as opened, opened.reading() as connection:
        from kwalcode.project.analyses.layers import counted_of
        from kwalcode.project.reads.codes import all_codes, find_code, subtree
        from kwalcode.project.retrieval.quotations import excerpts, marked_excerpts
        from kwalcode.report.labelling import attribution_of, may_be_quoted, rare_notices

        known = all_codes(connection)
        wanted: set[int] | None = None
        if names:
            wanted = {find_code(known, name).id for name in names}
            if sub_codes:
                wanted = set().union(*(subtree(known, code) for code in wanted))
        # Whoever said it: a quotation that was marked was chosen one by one.
        talk = chosen_roles(roles or ("all",) if marked else roles)
        if marked:
            layer, stream = marked_excerpts(
                connection,
                coder=coder,
                roles=talk,
                where=where,
                codes=wanted,
                edited=not unedited,
            )
        else:
            layer, stream = excerpts(connection, coder=coder, roles=talk, where=where, codes=wanted)
        people = may_be_quoted(connection, layer, where=where, codes=wanted, chosen=marked)
        for notice in rare_notices(connection, attribution_of(connection, attribution), people):
            say(notice)
        notices = write_quotes(
            connection,
            layer,
            stream,
            chosen,
            output,
            template=attribution,
            roles=talk,
            where=where,
            marked=marked,
            rare=False,
        )
        counted = counted_of(connection, layer, talk, Filter(where=where))
    if output is not None:
        say(_("Written: {path}").format(path=output))
    for notice in notices:
        say(notice)
    narrate(counted)


COMMANDS = (quotes,)
