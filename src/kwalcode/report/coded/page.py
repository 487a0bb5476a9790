"""The printed transcript as one HTML page that needs nothing else, made for paper.

Rows are cut here and not by the browser, so that the stripes stand beside what they mark on
every screen and on every paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO

from markupsafe import Markup, escape

from kwalcode.report.coded.layout import Piece, Row, Sign, Words, rows
from kwalcode.report.coded.sheet import Book, Mark, Sheet
from kwalcode.report.output import text_stream
from kwalcode.report.pages import environment
from kwalcode.report.xmltext import XmlCleaner

_LANE = 17
"""Width of a stripe with its letters, in pixels of a page."""


def write(book: Book, out: BinaryIO) -> tuple[str, ...]:
    """Write an HTML page; see `write_book`."""
    clean = XmlCleaner()
    shown = _Page(book, clean)
    template = environment(clean).get_template("coded.html.j2")
    with text_stream(out) as stream:
        pieces = template.stream(book=book, rows=shown.rows, measures=shown.measures)
        pieces.enable_buffering(256)
        stream.writelines(pieces)
    return clean.notices()


class _Page:
    """Turns rows into markup; everything that comes from outside is escaped here."""

    def __init__(self, book: Book, clean: XmlCleaner) -> None:
        self._codes, self._clean = book.codes, clean
        self._laid_out: tuple[Sheet, list[Row]] | None = None
        self._letters = {number: escape(code.letters) for number, code in book.codes.items()}

    def _of(self, sheet: Sheet) -> list[Row]:
        if self._laid_out is None or self._laid_out[0] is not sheet:
            self._laid_out = sheet, rows(sheet)
        return self._laid_out[1]

    def measures(self, sheet: Sheet) -> str:
        """Return how wide the columns of speakers and stripes have to be on a sheet."""
        stripes = max((lane for row in self._of(sheet) for lane, *_ in row.stripes), default=0) + 1
        label = max((len(stretch.speaker) for stretch in sheet.stretches), default=0)
        return f"--s: {min(21, 3 + 2 * label)}mm; --m: {stripes * _LANE}px"

    def rows(self, sheet: Sheet) -> Iterator[Markup]:
        """Yield the rows of a sheet."""
        for row in self._of(sheet):
            yield Markup(self._row(row))  # all its parts are escaped

    def _row(self, row: Row) -> str:
        kind = " a" if row.stretch.aside else ""
        kind += " f" if row.first else ""
        number = str(row.stretch.number or "") if row.first else ""
        speaker = self._safe(row.stretch.speaker) if row.first else ""
        text = "".join(map(self._piece, _without_end(row.pieces)))
        return (
            f'<div class="r{kind}"><span class="n">{number}</span>'
            f'<span class="s">{speaker}</span><span class="m">{self._stripes(row)}</span>'
            f'<span class="x">{text}</span>'
            f'<span class="c">{"".join(map(self._told, row.told))}</span></div>\n'
        )

    def _stripes(self, row: Row) -> str:
        found = [
            f'<i class="k{mark.code}{" b" if begins else ""}{" e" if ends else ""}"'
            f' style="right:{lane * _LANE}px">{self._letters[mark.code] if begins else ""}</i>'
            for lane, mark, begins, ends in row.stripes
        ]
        return "".join(found) + ('<i class="more">+</i>' if row.more else "")

    def _piece(self, piece: Sign | Words) -> str:
        if isinstance(piece, Words):
            text = self._safe(piece.text)
            return f"<u>{text}</u>" if piece.coded else text
        if piece.kind == "note":
            return f'<span class="note">{piece.note}</span>'
        letters = "·".join(dict.fromkeys(self._letters[mark.code] for mark in piece.marks))
        sign = f'<b class="k{piece.marks[0].code}">{"[" if piece.kind == "open" else "]"}</b>'
        name = f"<sup>{letters}</sup>"
        return name + sign if piece.kind == "open" else sign + name

    def _told(self, mark: Mark) -> str:
        name = self._safe(self._codes[mark.code].name)
        by = f"<em>{self._safe(mark.coders)}</em>" if mark.coders else ""
        letters = self._letters[mark.code]
        return f'<span class="k{mark.code}"><b>{letters}</b> <span>{name}</span> {by}</span>'

    def _safe(self, text: str) -> str:
        return str(escape(self._clean(text)))


def _without_end(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces of a row without the space or line feed that ends it."""
    found = list(pieces)
    if found and isinstance(found[-1], Words):
        found[-1] = replace(found[-1], text=found[-1].text.rstrip())
    return found
