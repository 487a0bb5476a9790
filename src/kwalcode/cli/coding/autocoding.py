"""autocode: put a code on what a search finds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kwalcode.cli.analyses.analysing import chosen_roles
from kwalcode.cli.coding.searching import asking, find_hits, flat, query_of, role_option, tell_found
from kwalcode.cli.common import (
    acting_study,
    as_option,
    out_stream,
    printable,
    say,
    study_argument,
)
from kwalcode.i18n import _, counted

if TYPE_CHECKING:
    from kwalcode.project.search.hits import Hit
    from kwalcode.project.search.passages import Extent, Passage
    from kwalcode.project.study import Study

_EXTENTS = ("match", "sentence", "turn")


@click.command(
    short_help=_("Put a code on all that a search finds."),
    help=_(
        "Put a code on all that a search finds, as one act that one undo takes back.\n\n"
        "TERM is as in 'kwalcode search'. Look first: with --dry-run nothing is coded."
    ),
)
@study_argument
@click.argument("term")
@click.option("--code", metavar="CODE", required=True, help=_("The code's name or path."))
@click.option("--new", is_flag=True, help=_("Make the code where there is none of that path."))
@click.option(
    "--extent",
    type=click.Choice(_EXTENTS),
    default="sentence",
    show_default=True,
    help=_("How much of each hit is coded."),
)
@click.option("--dry-run", is_flag=True, help=_("Print what would be coded, and code nothing."))
@asking
@role_option(_("Whose talk is coded (by default the respondents')."))
@as_option
def autocode(
    study: Path,
    term: str,
    code: str,
    new: bool,
    extent: Extent,
    dry_run: bool,
    roles: tuple[str, ...],
    actor: str | None,
    **asked: Any,
) -> None:
    """Code the hits."""
    from kwalcode.project.acts.autocoding import autocode as code_them

    query = query_of(term, asked["kind"])
    with acting_study(study, actor) as opened:
        chosen = _code(opened, code, new)
        hits, done = find_hits(opened, query, chosen_roles(roles), asked)
        passages, there = _passages(opened, hits, extent, chosen)
        tell_found(done)
        if there:
            say(counted("{n} passage is coded so already.", "{n} passages are coded so already.",
                        there))  # fmt: skip
        if dry_run:
            _print_passages(opened, passages)
            say(counted("{n} passage would be coded.", "{n} passages would be coded.",
                        len(passages)))  # fmt: skip
            return
        if not passages:
            say(_("Nothing to code."))
            return
        result = code_them(opened, passages, chosen, query, extent)
        say(
            _("{code}: {codings} put in.").format(
                code=result.path,
                codings=counted("{n} coding", "{n} codings", result.codings),
            )
        )


def _code(study: Study, name: str, new: bool) -> int | str:
    """Return the id of the code of that name; with `new`, its path where there is none."""
    from kwalcode.errors import NotFound
    from kwalcode.project.reads.codes import all_codes, find_code

    with study.reading() as connection:
        known = all_codes(connection)
    try:
        return find_code(known, name).id
    except NotFound as error:
        if new:
            return name
        raise NotFound(_("{reason} --new makes it.").format(reason=error)) from error


def _passages(
    study: Study, hits: Sequence[Hit], extent: Extent, chosen: int | str
) -> tuple[list[Passage], int]:
    """Return the passages to be coded, and how many are coded so already."""
    from kwalcode.project.reads.people import all_coders
    from kwalcode.project.search.passages import passages_of

    code = chosen if isinstance(chosen, int) else None
    with study.reading() as connection:
        coder = next((c.id for c in all_coders(connection) if c.name == study.actor), None)
        found = passages_of(connection, hits, extent, code=code, coder=coder)
    left = [passage for passage in found if passage.coded != "wholly"]
    return left, len(found) - len(left)


def _print_passages(study: Study, passages: Sequence[Passage]) -> None:
    from kwalcode.project.reads.documents import document, text_of

    with study.reading() as connection, out_stream(None) as stream:
        number, name, text = 0, "", ""
        for passage in passages:
            if passage.document != number:
                number = passage.document
                name, text = document(connection, number).name, text_of(connection, number)
            said = flat(text[passage.start : passage.end])
            stream.write(f"{printable(name)}:{passage.hit.turn}  {said}\n")


COMMANDS = (autocode,)
