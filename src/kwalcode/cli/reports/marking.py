"""mark, unmark: quotations for the report, with elisions, insertions and pseudonyms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kwalcode.cli.common import (
    acting_study,
    as_option,
    documents_named,
    say,
    study_argument,
)
from kwalcode.errors import NotFound, UsageError
from kwalcode.i18n import _

if TYPE_CHECKING:
    from kwalcode.model import Document, Edit
    from kwalcode.project.study import Study
    from kwalcode.spans import Range

_PLACE = re.compile(r"(\d+):(\d+)")

document_argument = click.argument("document")
passage_argument = click.argument("passage", metavar="START:END|WORDS")


@click.command(
    short_help=_("Mark a passage for the report, with edits."),
    help=_(
        "Mark a passage for the report, with edits.\n\n"
        "The passage is a place in the document's text, START:END, or its words, where they"
        " occur once. Edits are added to those it has; 'kwalcode quotes --marked' shows them."
    ),
)
@study_argument
@document_argument
@passage_argument
@click.option("--elide", multiple=True, metavar="WORDS", help=_("Leave these words out."))
@click.option(
    "--insert",
    nargs=2,
    multiple=True,
    metavar="WORDS TEXT",
    help=_("Put [TEXT] before these words."),
)
@click.option(
    "--pseudonym",
    nargs=2,
    multiple=True,
    metavar="NAME TEXT",
    help=_("Put TEXT for this name, wherever it occurs in the passage."),
)
@click.option("--plain", is_flag=True, help=_("Take the edits that it has back first."))
@click.option("--note", metavar="TEXT", help=_("A note for yourself."))
@as_option
def mark(
    study: Path,
    document: str,
    passage: str,
    elide: tuple[str, ...],
    insert: tuple[tuple[str, str], ...],
    pseudonym: tuple[tuple[str, str], ...],
    plain: bool,
    note: str | None,
    actor: str | None,
) -> None:
    """Mark a passage, and tell what the report shows of it."""
    from kwalcode import edits as editing
    from kwalcode.project.acts.quoting import mark_passage

    with acting_study(study, actor) as opened:
        (found,) = documents_named(opened, (document,))
        start, end, source = passage_in(opened, found, passage)
        edits = [] if plain else list(_present(opened, found.id, (start, end)))
        for edit in _asked(source, start, elide, insert, pseudonym):
            edits = editing.added(edits, edit)
        number = mark_passage(opened, found.id, start, end, edits, note)
        _tell(opened, number)


@click.command(help=_("Take a passage's mark for the report back, with its edits."))
@study_argument
@document_argument
@passage_argument
@as_option
def unmark(study: Path, document: str, passage: str, actor: str | None) -> None:
    """Take a mark back."""
    from kwalcode.project.acts.quoting import unmark_for_report
    from kwalcode.project.reads.quoting import marked

    with acting_study(study, actor) as opened:
        (found,) = documents_named(opened, (document,))
        start, end, _source = passage_in(opened, found, passage)
        with opened.reading() as connection:
            known = {(m.start, m.end): m.quotation for m in marked(connection, found.id)}
        if (start, end) not in known:
            raise NotFound(
                _("{document}: [{start}, {end}) is not marked for the report.").format(
                    document=found.name, start=start, end=end
                )
            )
        unmark_for_report(opened, [known[start, end]])
    say(_("Not marked any more."))


def passage_in(study: Study, document: Document, asked: str) -> tuple[int, int, str]:
    """Return the place of a passage in the document and its text. Raises NotFound."""
    from kwalcode.project.reads.documents import text_of

    with study.reading() as connection:
        text = text_of(connection, document.id)
    start, end = _place(text, asked, 0, document.name)
    return start, end, text[start:end]


def _place(text: str, asked: str, offset: int, where: str) -> Range:
    """Return a place in `text`, which begins at `offset`: as numbers, or the words' own.

    Numbers count from the start of the document. Raises NotFound.
    """
    from kwalcode.exchange.passages import Passages
    from kwalcode.exchange.tables import RowError, excerpt

    numbers = _PLACE.fullmatch(asked.strip())
    if numbers is not None:
        start, end = int(numbers[1]) - offset, int(numbers[2]) - offset
        if not 0 <= start < end <= len(text):
            raise NotFound(
                _("{document}: {place} is not a passage here.").format(
                    document=where, place=asked.strip()
                )
            )
        return start, end
    try:
        return Passages(text).find(asked)
    except RowError:
        raise NotFound(
            _("{document}: '{words}' must occur here, once. Give START:END instead.").format(
                document=where, words=excerpt(asked)
            )
        ) from None


def _present(study: Study, document: int, place: Range) -> tuple[Edit, ...]:
    from kwalcode.project.reads.quoting import marked

    with study.reading() as connection:
        found = marked(connection, document)
    return next((m.edits for m in found if (m.start, m.end) == place), ())


def _asked(
    source: str,
    offset: int,
    elide: Iterable[str],
    insert: Iterable[tuple[str, str]],
    pseudonym: Iterable[tuple[str, str]],
) -> Iterator[Edit]:
    """Yield the edits of the options. Raises NotFound for words that are not in the passage."""
    from kwalcode.model import Edit

    here = _("in the passage")
    for words in elide:
        yield Edit("elision", *_place(source, words, offset, here))
    for words, text in insert:
        at = _place(source, words, offset, here)[0]
        yield Edit("insertion", at, at, text)
    for name, text in pseudonym:
        places = list(_occurrences(source, name))
        if not places:
            raise NotFound(_("The name '{name}' is not in the passage.").format(name=name))
        for start, end in places:
            yield Edit("pseudonym", start, end, text)


def _occurrences(source: str, name: str) -> Iterator[Range]:
    """Yield where a name stands by itself, not as a part of another word."""
    if not name.strip():
        raise UsageError(_("A name is empty."))
    for found in re.finditer(rf"(?<!\w){re.escape(name.strip())}(?!\w)", source):
        yield found.span()


def _tell(study: Study, quotation: int) -> None:
    from kwalcode.project.retrieval.marking import draft_of
    from kwalcode.report.labelling import attribution_of, whose

    with study.reading() as connection:
        draft = draft_of(connection, quotation)
        label = whose(draft.excerpt, attribution_of(connection))
    shown = draft.edited(draft.edits).text
    say(_("For the report: “{text}” ({label})").format(text=" ".join(shown.split()), label=label))


COMMANDS = (mark, unmark)
