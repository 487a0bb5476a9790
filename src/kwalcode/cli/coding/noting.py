"""memos, memo: what was noted, and noting something."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kwalcode.cli.common import (
    acting_study,
    as_option,
    json_option,
    output_option,
    reading_study,
    say,
    study_argument,
    table,
    write_text,
)
from kwalcode.errors import NotFound, UsageError
from kwalcode.i18n import _, counted

if TYPE_CHECKING:
    from kwalcode.project.memos import Noted
    from kwalcode.project.study import Study

_KINDS = ("project", "document", "quotation", "code", "theme", "respondent", "pattern")


@click.command(help=_("List the memos, by what they are about, or write them to a file."))
@study_argument
@click.option("--about", type=click.Choice(_KINDS), help=_("Only about this kind of thing."))
@click.option("--by", "author", metavar="NAME", help=_("Only by this author."))
@click.option("--search", "needle", metavar="WORDS", default="", help=_("Only with these words."))
@click.option(
    "--format", "form", metavar="md|docx|csv|json", help=_("By default from -o, else a table.")
)
@json_option
@click.option("--csv", "as_csv", is_flag=True, help=_("Print CSV."))
@output_option
def memos(
    study: Path,
    about: str | None,
    author: str | None,
    needle: str,
    form: str | None,
    as_json: bool,
    as_csv: bool,
    output: Path | None,
) -> None:
    """Print or write memos."""
    wanted = "json" if as_json else "csv" if as_csv else form
    wanted = (wanted or (output.suffix.lstrip(".") if output else "")).lower()
    with reading_study(study) as opened:
        found = _chosen(opened, about, author, needle)
        if wanted:
            _write(opened, found, wanted, output)
        else:
            header = (_("number"), _("about"), _("subject"), _("author"), _("changed"), _("memo"))
            write_text(table(header, [_row(one) for one in found]), output)
    say(counted("{n} memo.", "{n} memos.", len(found)))


def _chosen(study: Study, about: str | None, author: str | None, needle: str) -> list[Noted]:
    from kwalcode.project.memos import all_noted, chosen
    from kwalcode.project.reads.people import find_coder

    with study.reading() as connection:
        name = find_coder(connection, author).name if author else ""
        return chosen(all_noted(connection), about=about or "", author=name, needle=needle)


def _row(one: Noted) -> tuple[object, ...]:
    memo = one.memo
    title = f"{memo.title}: " if memo.title else ""
    return memo.id, memo.about, one.subject, one.author, memo.changed, f"{title}{memo.text}"


def _write(study: Study, found: list[Noted], form: str, output: Path | None) -> None:
    from kwalcode.cli.writing import write_format
    from kwalcode.report.memos import MEMO_FORMATS, sheets, write_memos

    with study.reading() as connection:
        memo_sheets = sheets(connection, found)
    title = _("Memos: {study}").format(study=study.path.stem)
    write_format(
        form,
        {name: known.text for name, known in MEMO_FORMATS.items()},
        output,
        lambda target: write_memos(title, memo_sheets, form, target),
    )


@click.command(
    help=_("Write a memo: a free note, or one about a code, a document, a theme or a respondent.")
)
@study_argument
@click.argument("text")
@click.option("--code", metavar="CODE", help=_("About this code."))
@click.option("--document", metavar="NAME", help=_("About this document."))
@click.option(
    "--place",
    metavar="START:END",
    help=_("About this passage of the document, in characters; of a free note: linked to it."),
)
@click.option("--theme", metavar="NAME", help=_("About this theme."))
@click.option("--respondent", metavar="NAME", help=_("About this respondent."))
@click.option("--free", is_flag=True, help=_("A free note; the default without the others."))
@click.option("--title", metavar="TITLE", default="", help=_("The memo's title."))
@as_option
def memo(
    study: Path,
    text: str,
    code: str | None,
    document: str | None,
    place: str | None,
    theme: str | None,
    respondent: str | None,
    free: bool,
    title: str,
    actor: str | None,
) -> None:
    """Write one memo."""
    named = {"code": code, "document": document, "theme": theme, "respondent": respondent}
    about = {kind: name for kind, name in named.items() if name}
    linked = free and set(about) == {"document"} and place is not None
    if len(about) > 1 or (free and about and not linked):
        raise UsageError(_("A memo is about one thing; name one of them."))
    if place is not None and "document" not in about:
        raise UsageError(_("--place needs --document."))
    from kwalcode.project.acts import notes

    with acting_study(study, actor) as opened:
        if not about or linked:
            number = notes.write_memo(opened, "project", None, text, title=title)
            if linked:
                notes.link_memo(opened, number, *_place(opened, about["document"], place))
        elif place is not None:
            at = _place(opened, about["document"], place)
            number = notes.write_memo_on_passage(opened, *at, text, title=title)
        else:
            ((kind, name),) = about.items()
            number = notes.write_memo(opened, kind, _found(opened, kind, name), text, title=title)
    say(_("Memo {n} written.").format(n=number))


def _place(study: Study, document: str, place: str | None) -> tuple[int, int, int]:
    """Return the document's id and the range. Raises UsageError, NotFound."""
    first, colon, last = (place or "").partition(":")
    if not (colon and first.strip().isdecimal() and last.strip().isdecimal()):
        raise UsageError(
            _("'{place}' is no passage. Write it like 120:180.").format(place=place or "")
        )
    return _found(study, "document", document), int(first), int(last)


def _found(study: Study, kind: str, name: str) -> int:
    """Return the id of what is called so. Raises NotFound."""
    from kwalcode.cli.common import documents_named
    from kwalcode.project.reads.codes import all_codes, find_code
    from kwalcode.project.reads.notes import all_themes
    from kwalcode.project.reads.people import respondent_names

    if kind == "document":
        return documents_named(study, (name,))[0].id
    with study.reading() as connection:
        if kind == "code":
            return find_code(all_codes(connection), name).id
        known = (
            {theme.name: theme.id for theme in all_themes(connection)}
            if kind == "theme"
            else {its: number for number, its in respondent_names(connection).items()}
        )
    folded = {its.casefold(): number for its, number in known.items()}
    if name.casefold() not in folded:
        names = ", ".join(known)
        line = (
            _("There is no theme '{name}' in this project; there are: {names}.")
            if kind == "theme"
            else _("There is no respondent '{name}' in this project; there are: {names}.")
        )
        raise NotFound(line.format(name=name, names=names))
    return folded[name.casefold()]


COMMANDS = (memos, memo)
