"""query, queries: quotations found by a query, and the queries that were saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from kwalcode.cli.analyses.analysing import coder_option, narrate, role_option, where_option
from kwalcode.cli.common import (
    acting_study,
    as_option,
    json_option,
    out_stream,
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
from kwalcode.model import ROLES, Role

if TYPE_CHECKING:
    from kwalcode.project.reads import Connection
    from kwalcode.project.retrieval.pages import Listed
    from kwalcode.project.retrieval.querying import Results
    from kwalcode.project.study import Study

ORDERS = ("place", "respondent", "code", "coder", "role", "length")
FORMATS = ("csv", "xlsx", "docx", "html", "md")


@click.command(
    help=_(
        'Find quotations by a query, such as "angst AND NOT melden".\n\n'
        "Codes (with sub-codes), code groups, themes, “words”, coders, roles, documents and"
        " conditions such as domain = politie are joined by AND, OR, NOT, ONE OF(a, b), WITHIN,"
        " ENCLOSES, OVERLAPS, OVERLAPPED BY, FOLLOWS(2 turns), PRECEDES, COOCCURS, or by the Dutch"
        " words. All of it: docs/queries.md."
    )
)
@study_argument
@click.argument("query", required=False)
@click.option("--saved", metavar="NAME", help=_("Ask a saved query."))
@click.option("--save", metavar="NAME", help=_("Save the query under this name."))
@coder_option
@role_option
@where_option
@click.option("--unfinished", is_flag=True, help=_("Documents not marked complete count too."))
@click.option(
    "--order", type=click.Choice(ORDERS), default="place", show_default=True,
    help=_("The order of the quotations."),
)  # fmt: skip
@click.option("--attribution", metavar="TEMPLATE", help=_('As in "{domain}, {respondent}".'))
@json_option
@click.option("--csv", "as_csv", is_flag=True, help=_("Print CSV."))
@output_option
@click.option("--theme", metavar="NAME", help=_("Put what is found with this theme, or a new one."))
@click.option("--against", is_flag=True, help=_("With --theme: they speak against it."))
@as_option
def query(
    study: Path,
    query: str | None,
    saved: str | None,
    save: str | None,
    coder: str | None,
    roles: tuple[str, ...],
    where: tuple[str, ...],
    unfinished: bool,
    order: str,
    attribution: str | None,
    as_json: bool,
    as_csv: bool,
    output: Path | None,
    theme: str | None,
    against: bool,
    actor: str | None,
) -> None:
    """Ask a query, and print or write what it finds."""
    if against and theme is None:
        raise UsageError(_("--against needs --theme."))
    if (query is None) == (saved is None):
        raise UsageError(_("Give a query, or the name of a saved one with --saved."))
    if as_json and as_csv:
        raise UsageError(_("--json or --csv, not both."))
    form = "csv" if as_csv else _form_of(output)
    from kwalcode.project.retrieval.querying import Scope

    scope = Scope(coder, _roles(roles), where, unfinished)
    if save is not None and query is not None:
        _save(study, actor, save, query)
    with reading_study(study) as opened, opened.reading() as connection:
        text = query if query is not None else _saved(connection, saved or "")
        results = _ask(connection, text, scope, order)
        if as_json:
            print_json(_as_contract(connection, text, results), output)
        elif form is not None:
            from kwalcode.report.found import write_found

            for notice in write_found(
                connection, results, output, form, query=text, template=attribution
            ):
                say(notice)
        else:
            write_text(_as_text(connection, results, attribution), output)
    if output is not None:
        say(_("Written: {path}").format(path=output))
    _tell(results)
    if theme is not None:
        _put_with_theme(study, actor, results, theme, against=against)


def _form_of(output: Path | None) -> str | None:
    """Return the format that a file's ending asks for; None prints text."""
    ending = "" if output is None else output.suffix.lstrip(".").lower()
    return ending if ending in FORMATS else None


def _roles(roles: tuple[str, ...]) -> tuple[Role, ...] | None:
    """Return the roles asked for; None leaves it to the query."""
    if "all" in roles:
        return ROLES
    return tuple(role for role in ROLES if role in roles) or None


def _ask(connection: Connection, text: str, scope: Any, order: str) -> Results:
    from kwalcode.analysis.query.parsing import parse
    from kwalcode.project.retrieval.ordering import Order
    from kwalcode.project.retrieval.querying import ask

    wanted: Order = next(known for known in get_args(Order) if known == order)
    return ask(connection, parse(text), scope, order=wanted)


def _saved(connection: Connection, name: str) -> str:
    from kwalcode.project.reads.queries import all_saved_queries, find_saved_query

    return find_saved_query(all_saved_queries(connection), name).text


def _save(study: Path, actor: str | None, name: str, text: str) -> None:
    """Save a query, once its names are known to be in the study."""
    from kwalcode.analysis.query.names import bind
    from kwalcode.analysis.query.parsing import parse
    from kwalcode.project.acts.queries import save_query
    from kwalcode.project.reads.queries import vocabulary

    with acting_study(study, actor) as opened:
        with opened.reading() as connection:
            bind(parse(text), vocabulary(connection))
        save_query(opened, name, text)
    say(_("Saved: {name}").format(name=name))


def _put_with_theme(
    study: Path, actor: str | None, results: Results, theme: str, *, against: bool
) -> None:
    from kwalcode.project.acts.theme_quoting import quote_all_for_theme
    from kwalcode.project.reads.findings import SIDES
    from kwalcode.project.retrieval.pages import places_of

    with acting_study(study, actor) as opened:
        n = quote_all_for_theme(opened, theme, places_of(results), SIDES[against])
    put = counted("{n} quotation put with", "{n} quotations put with", n)
    say(_("{put} “{theme}”.").format(put=put, theme=theme))


# What is printed


def _as_text(connection: Connection, results: Results, template: str | None) -> str:
    """Return the quotations with what was said around them, and their codes."""
    from kwalcode.project.retrieval.pages import everything
    from kwalcode.report.labelling import attribution_of, whose

    label = attribution_of(connection, template)
    lines: list[str] = []
    for one in everything(connection, results):
        excerpt = one.excerpt
        lines += [
            f"{excerpt.document} [{one.start}, {one.end})  {', '.join(excerpt.codes)}"
            f"  ({', '.join(excerpt.coders)})",
            *([f"    {one.before}"] if one.before else []),
            f"  “{excerpt.text}” ({whose(excerpt, label)})",
            *([f"    {one.after}"] if one.after else []),
            "",
        ]
    return "\n".join(lines)


def _as_contract(connection: Connection, text: str, results: Results) -> dict[str, Any]:
    """Return the JSON that is documented and kept."""
    from kwalcode.project.retrieval.pages import everything

    about = results.counted
    return {
        "query": text,
        "order": results.order,
        "layer": about.layer,
        "roles": list(about.roles),
        "where": list(results.material.scope.where),
        "documents": about.documents,
        "respondents": about.respondents,
        "found": {
            "quotations": len(results),
            "documents": results.documents,
            "respondents": results.respondents,
        },
        "notes": list(about.notes),
        "not_coded": list(about.not_coded),
        "quotations": [_as_object(one) for one in everything(connection, results)],
    }


def _as_object(one: Listed) -> dict[str, Any]:
    excerpt = one.excerpt
    return {
        "document": excerpt.document,
        "start": one.start,
        "end": one.end,
        "text": excerpt.text,
        "before": one.before,
        "after": one.after,
        "codes": list(excerpt.codes),
        "coders": list(excerpt.coders),
        "speaker": excerpt.speaker,
        "role": excerpt.role,
        "respondent": excerpt.respondent,
        "turn": excerpt.turn,
        "attributes": dict(excerpt.attributes),
    }


def _tell(results: Results) -> None:
    quotations = counted("{n} quotation", "{n} quotations", len(results))
    say(
        _("{quotations} found, in {n} of {total} respondents.").format(
            quotations=quotations, n=results.respondents, total=results.counted.respondents
        )
    )
    narrate(results.counted)


@click.command(help=_("List the saved queries, or rename or delete one."))
@study_argument
@click.option("--rename", nargs=2, metavar="OLD NEW", help=_("Give a query another name."))
@click.option("--delete", metavar="NAME", help=_("Delete a query."))
@json_option
@output_option
@as_option
def queries(
    study: Path,
    rename: tuple[str, str] | None,
    delete: str | None,
    as_json: bool,
    output: Path | None,
    actor: str | None,
) -> None:
    """Show or change the saved queries."""
    from kwalcode.project.reads.queries import all_saved_queries

    if rename or delete:
        with acting_study(study, actor) as opened:
            _change(opened, rename, delete)
        return
    with reading_study(study) as opened, opened.reading() as connection:
        known = all_saved_queries(connection)
    if as_json:
        print_json([{"name": one.name, "query": one.text} for one in known], output)
        return
    with out_stream(output) as stream:
        if known:
            rows = [(one.name, one.text) for one in known]
            stream.write(table((_("name"), _("query")), rows))
    if not known:
        say(_("No query was saved yet: kwalcode query STUDY QUERY --save NAME."))


def _change(opened: Study, rename: tuple[str, str] | None, delete: str | None) -> None:
    from kwalcode.project.acts.queries import delete_query, rename_query
    from kwalcode.project.reads.queries import all_saved_queries, find_saved_query

    with opened.reading() as connection:
        known = all_saved_queries(connection)
    if rename:
        rename_query(opened, find_saved_query(known, rename[0]).id, rename[1])
        say(_("Renamed: {name}").format(name=rename[1]))
    if delete:
        delete_query(opened, find_saved_query(known, delete).id)
        say(_("Deleted: {name}").format(name=delete))


COMMANDS = (query, queries)
