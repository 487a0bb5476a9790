"""search: find what was said in all documents."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kwalcode.cells import safe_cell
from kwalcode.cli.analyses.analysing import chosen_roles, csv_option, where_option
from kwalcode.cli.common import (
    documents_named,
    json_option,
    out_stream,
    output_option,
    print_json,
    printable,
    reading_study,
    say,
    study_argument,
)
from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.model import ROLES

if TYPE_CHECKING:
    from kwalcode.language.queries import Query
    from kwalcode.project.search.hits import Hit, Scope, Search
    from kwalcode.project.search.lines import Line
    from kwalcode.project.study import Study

_Command = TypeVar("_Command", bound=Callable[..., Any])
_AT_A_TIME = 500
_COLUMNS = (
    "document", "start", "end", "turn", "speaker", "role", "respondent", "left", "match", "right",
)  # fmt: skip


def asking(command: _Command) -> _Command:
    """Add the options that say what to search for, and where."""
    for option in reversed(
        (
            click.option("--phrase", "kind", flag_value="phrase",
                         help=_("These words, one after the other.")),
            click.option("--regex", "kind", flag_value="regex", help=_("A regular expression.")),
            click.option("--lemma", "kind", flag_value="lemma",
                         help=_("All forms of the words: melden, meldt, gemeld.")),
            click.option("--document", "documents", metavar="NAME", multiple=True,
                         help=_("Only in this document.")),
            click.option("--group", metavar="NAME", help=_("Only in this group of documents.")),
            where_option,
            click.option("--within", metavar="CODE", help=_("Only in passages with this code.")),
            click.option("--without", metavar="CODE",
                         help=_("Only what does not have this code yet.")),
            click.option("--sub-codes", is_flag=True,
                         help=_("Codings of the codes below these count too.")),
            click.option("--coder", metavar="NAME",
                         help=_("Whose codings count for these (by default everybody's).")),
        )
    ):  # fmt: skip
        command = option(command)
    return command


def role_option(told: str) -> Callable[[_Command], _Command]:
    """Return the option that says whose talk; `told` is its help."""
    return click.option(
        "--role", "roles", multiple=True, type=click.Choice([*ROLES, "all"]), help=told
    )


@click.command(
    short_help=_("Find words in all that was said."),
    help=_(
        "Find words in all that was said, each with what stands around it.\n\n"
        'TERM is words (all in one turn, in any order), a "phrase", the beginning of a word as in'
        " 'meld*', or a pattern as in /m[ae]ld/. Capitals and accents make no difference."
    ),
)
@study_argument
@click.argument("term")
@asking
@role_option(_("Whose talk is searched (by default all)."))
@click.option(
    "--context",
    type=click.IntRange(0, 2000),
    default=40,
    show_default=True,
    metavar="N",
    help=_("So many characters before and after."),
)
@json_option
@csv_option
@output_option
def search(
    study: Path,
    term: str,
    roles: tuple[str, ...],
    context: int,
    as_json: bool,
    as_csv: bool,
    output: Path | None,
    **asked: Any,
) -> None:
    """Print the hits."""
    if as_json and as_csv:
        raise UsageError(_("--json or --csv, not both."))
    query = query_of(term, asked["kind"])
    with reading_study(study) as opened:
        hits, done = find_hits(opened, query, roles or ("all",), asked)
        rows = _rows(opened, hits, context)
        if as_json:
            print_json(_contract(done, list(rows)), output)
        elif as_csv:
            _write_csv(rows, output)
        else:
            _write_text(rows, _widest(opened, hits), context, output)
    tell_found(done)


# What to search for, and where


def query_of(term: str, kind: Any) -> Query:
    """Return the query of a command. Raises UsageError."""
    from kwalcode.language.queries import parse_query

    return parse_query(term, kind)


def find_hits(
    study: Study, query: Query, roles: Sequence[str], asked: dict[str, Any]
) -> tuple[list[Hit], Search]:
    """Return the hits in the talk of `roles`, and what goes along with them. Raises KwalcodeError.

    `asked` are the options of `asking`.
    """
    from kwalcode.project.search.hits import search as find
    from kwalcode.project.search.index import refresh

    scope = _scope(study, roles, asked)
    refresh(study)
    return find(study, query, scope)


def _scope(study: Study, roles: Sequence[str], asked: dict[str, Any]) -> Scope:
    from kwalcode.project.analyses.layers import documents_where
    from kwalcode.project.reads.codes import all_codes, find_code, subtree
    from kwalcode.project.reads.documents import find_group
    from kwalcode.project.reads.people import find_coder
    from kwalcode.project.search.hits import Scope

    documents: frozenset[int] | None = None
    if asked["documents"]:
        documents = frozenset(d.id for d in documents_named(study, asked["documents"]))
    with study.reading() as connection:
        if asked["where"]:
            fitting = frozenset(d.id for d in documents_where(connection, asked["where"]))
            documents = fitting if documents is None else documents & fitting
        known = all_codes(connection)

        def codes(name: str | None) -> frozenset[int] | None:
            if name is None:
                return None
            code = find_code(known, name).id
            return frozenset(subtree(known, code) if asked["sub_codes"] else (code,))

        coder, group = asked["coder"], asked["group"]
        return Scope(
            roles=frozenset(chosen_roles(tuple(roles))),
            documents=documents,
            group=None if group is None else find_group(connection, group).id,
            within=codes(asked["within"]),
            without=codes(asked["without"]) or frozenset(),
            coders=None if coder is None else frozenset((find_coder(connection, coder).id,)),
        )


# What was found


def _rows(study: Study, hits: Sequence[Hit], context: int) -> Iterator[tuple[Hit, Line]]:
    from kwalcode.project.search.lines import lines_of

    for at in range(0, len(hits), _AT_A_TIME):
        part = hits[at : at + _AT_A_TIME]
        with study.reading() as connection:
            lines = lines_of(connection, part, context)
        yield from ((hit, line) for hit, line in zip(part, lines, strict=True) if line is not None)


def _cells(hit: Hit, line: Line) -> tuple[Any, ...]:
    who = (line.speaker, line.role, line.respondent)
    return (line.document, hit.start, hit.end, hit.turn, *who, line.left, line.match, line.right)


def _contract(done: Search, rows: list[tuple[Hit, Line]]) -> dict[str, Any]:
    return {
        "query": done.query.text,
        "kind": done.query.kind,
        "roles": [role for role in ROLES if role in done.scope.roles],
        "hits": done.facts.hits,
        "documents": len(done.facts.documents),
        "respondents": len(done.facts.respondents),
        "forms": {word: list(forms) for word, forms in done.forms.items()},
        "results": [
            dict(zip(_COLUMNS, _cells(hit, line), strict=True)) | {"codes": list(line.codes)}
            for hit, line in rows
        ],
    }


def _write_csv(rows: Iterator[tuple[Hit, Line]], output: Path | None) -> None:
    with out_stream(output) as stream:
        writer = csv.writer(stream)
        writer.writerow((*_COLUMNS, "codes"))
        for hit, line in rows:
            writer.writerow(map(safe_cell, (*_cells(hit, line), "; ".join(line.codes))))


def _widest(study: Study, hits: Sequence[Hit]) -> int:
    """Return how long the places are that the lines begin with."""
    from kwalcode.project.reads.documents import all_documents

    with study.reading() as connection:
        names = {d.id: printable(d.name) for d in all_documents(connection)}
    return max((len(f"{names.get(h.document, '')}:{h.turn}") for h in hits), default=0)


def _write_text(
    rows: Iterator[tuple[Hit, Line]], wide: int, context: int, output: Path | None
) -> None:
    """Write a line per hit: place, and the match between brackets in a column of its own."""
    with out_stream(output) as stream:
        for hit, line in rows:
            place = f"{printable(line.document)}:{hit.turn}"
            left, match, right = (flat(t) for t in (line.left, line.match, line.right))
            stream.write(f"{place:<{wide}}  {left:>{context}}[{match}]{right}".rstrip() + "\n")


def flat(text: str) -> str:
    """Return words from a transcript on one line."""
    return printable(text.replace("\n", " "))


def tell_found(done: Search) -> None:
    """Say on stderr how much was found."""
    from kwalcode.project.search.told import facts_told, forms_told

    say(facts_told(done.facts))
    for forms in done.forms.values():
        say(forms_told(forms))


COMMANDS = (search,)
