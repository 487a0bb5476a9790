"""The printed transcript for Word: a row per turn, its codes in the column at the right.

The tables are put together as text and set into the file that python-docx makes: of thousands
of rows it would take minutes to build them, and half a minute to move them into place.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any, BinaryIO, Final
from xml.sax.saxutils import escape

from docx.shared import Cm

from kwalcode.i18n import _
from kwalcode.report.coded.layout import Placed, Sign, Words, pieces
from kwalcode.report.coded.sheet import Book, Mark, Note, PrintedCode, Sheet
from kwalcode.report.output import without_dates
from kwalcode.report.quotes.word import new_document
from kwalcode.report.xmltext import XmlCleaner

_COLUMNS: Final = (620, 1300, 5300, 2420)
"""Widths in twentieths of a point: turn, speaker, text, codes."""
_LEGEND: Final = (800, 3300, 1000, 4540)
_BODY: Final = "word/document.xml"
_FAINT, _ASIDE = "5B6670", "56616A"
_GOING_ON: Final = 8
"""So many marks that go on from an earlier turn are named beside a turn."""


def write(book: Book, out: BinaryIO) -> tuple[str, ...]:
    """Write a Word document; see `write_book`."""
    clean = XmlCleaner()
    document = new_document(clean(book.title), book.language)
    _narrow(document)
    shown = _Shown(book, clean)
    body: list[str] = []
    for number, sheet in enumerate(book.sheets):
        body += shown.sheet(sheet, new_page=number > 0)
    if book.codes:
        body += shown.legend()
    held = BytesIO()
    document.save(held)
    without_dates(held, out, {_BODY: _filled(held, "".join(body))})
    return clean.notices()


def _filled(archive: BytesIO, body: str) -> bytes:
    """Return the text of a Word file with `body` at its end, before the section's properties."""
    with zipfile.ZipFile(archive) as source:
        text = source.read(_BODY)
    at = text.rindex(b"<w:sectPr")
    return text[:at] + body.encode("utf-8") + text[at:]


def _narrow(document: Any) -> None:
    section = document.sections[0]
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)


class _Shown:
    """Turns a book into the XML of Word; everything from outside is escaped here."""

    def __init__(self, book: Book, clean: XmlCleaner) -> None:
        self._codes, self._clean = book.codes, clean

    def sheet(self, sheet: Sheet, *, new_page: bool) -> Iterator[str]:
        """Yield the elements of one document."""
        yield _paragraph(self._run(sheet.name), "Heading1", new_page=new_page)
        facts = " · ".join(f"{name}: {value}" for name, value in sheet.facts)
        yield _paragraph(self._run(facts), "Caption")
        if sheet.stretches:
            head = (_("Turn"), _("Speaker"), _("Text"), _("Codes"))
            yield _table(_COLUMNS, self._head(head), self._turns(sheet))
        if sheet.notes:
            yield _paragraph(self._run(_("Memos")), "Heading2")
            yield from map(self._note, sheet.notes)

    def legend(self) -> Iterator[str]:
        """Yield the elements of the list of codes."""
        yield _paragraph(self._run(_("Codes")), "Heading1", new_page=True)
        told = _("Letters in brackets beside a turn: the code goes on from an earlier turn.")
        yield _paragraph(self._run(told), "Caption")
        head = ("", _("Code"), _("Codings"), _("Definition"))
        yield _table(_LEGEND, self._head(head), map(self._legend_row, self._codes.values()))
        yield _paragraph("")  # Word wants one behind the last table

    def _legend_row(self, code: PrintedCode) -> str:
        cells = (
            _paragraph(self._letters(code.id)),
            _paragraph(self._run(code.path)),
            _paragraph(self._run(str(code.codings))),
            _paragraph(self._run(code.definition)),
        )
        return _row(_LEGEND, cells)

    def _head(self, names: Iterable[str]) -> list[str]:
        return [_paragraph(self._run(name, _bold(_FAINT))) for name in names]

    def _turns(self, sheet: Sheet) -> Iterator[str]:
        placed = Placed(sheet)
        depth = 0
        for number, (beginning, going) in enumerate(placed.stretches_of()):
            stretch = sheet.stretches[number]
            found, depth = pieces(
                sheet.text, stretch.start, stretch.end, placed.signs(number), depth
            )
            look = f'<w:color w:val="{_ASIDE}"/>' if stretch.aside else ""
            text = "".join(self._piece(piece, look) for piece in found)
            yield _row(
                _COLUMNS,
                (
                    _paragraph(self._run(str(stretch.number or ""), _small(_FAINT))),
                    _paragraph(self._run(stretch.speaker, _small(_FAINT))),
                    _paragraph(text),
                    "".join(self._margin(beginning, going)) or _paragraph(""),
                ),
            )

    def _piece(self, piece: Sign | Words, look: str) -> str:
        if isinstance(piece, Words):
            under = '<w:u w:val="dotted" w:color="9AA2A8"/>' if piece.coded else ""
            return self._run(piece.text, look + under)
        raised = '<w:vertAlign w:val="superscript"/>'
        if piece.kind == "note":
            return self._run(f"({piece.note})", "<w:b/>" + raised)
        codes = [self._codes[number] for number in dict.fromkeys(m.code for m in piece.marks)]
        letters = self._run("·".join(code.letters for code in codes), "<w:b/>" + raised)
        color = f'<w:b/><w:color w:val="{codes[0].color.lstrip("#")}"/>'
        if piece.kind == "open":
            return letters + self._run("[", color)
        return self._run("]", color) + letters

    def _margin(self, beginning: Sequence[Mark], going: Sequence[Mark]) -> Iterator[str]:
        """Yield the paragraphs beside a turn: codes that go on, and each that begins here."""
        if going:
            codes = list(dict.fromkeys(mark.code for mark in going))
            letters = " ".join(self._codes[code].letters for code in codes[:_GOING_ON])
            more = " +" if len(codes) > _GOING_ON else ""
            yield _paragraph(self._run(f"({letters}{more})", _small(_FAINT)))
        for mark in beginning:
            by = self._run(f" {mark.coders}", _small(_FAINT)) if mark.coders else ""
            name = self._run(f" {self._codes[mark.code].name}", _small())
            yield _paragraph(self._letters(mark.code) + name + by)

    def _letters(self, number: int) -> str:
        code = self._codes[number]
        fill = code.color.lstrip("#")
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
        return self._run(f" {code.letters} ", _bold(_ink(fill)) + shade)

    def _note(self, note: Note) -> str:
        number = self._run(f"({note.number}) ", "<w:b/>") if note.number else ""
        title = self._run(f"{note.title} ", "<w:b/>") if note.title else ""
        author = self._run(f" {note.author}", _small(_FAINT))
        return _paragraph(number + title + self._run(note.text) + author)

    def _run(self, text: str, look: str = "") -> str:
        """Return a run; line feeds in its text become line breaks."""
        if not text:
            return ""
        lines = self._clean(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        parts = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
        properties = f"<w:rPr>{look}</w:rPr>" if look else ""
        return f"<w:r>{properties}{'<w:br/>'.join(parts)}</w:r>"


def _bold(color: str) -> str:
    return f'<w:b/><w:color w:val="{color}"/><w:sz w:val="16"/>'


def _small(color: str = "1D2730") -> str:
    return f'<w:color w:val="{color}"/><w:sz w:val="16"/>'


def _ink(fill: str) -> str:
    """Return black or white, whichever can be read on a colour ("rrggbb")."""
    red, green, blue = (int(fill[at : at + 2], 16) for at in (0, 2, 4))
    return "000000" if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else "FFFFFF"


def _paragraph(content: str, style: str = "", *, new_page: bool = False) -> str:
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties += "<w:pageBreakBefore/>" if new_page else ""
    if not style:
        properties += '<w:spacing w:after="40"/>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def _table(widths: Sequence[int], head: Sequence[str], rows: Iterable[str]) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    line = '<w:insideH w:val="single" w:sz="2" w:space="0" w:color="D5D9DC"/>'
    return (
        "<w:tbl><w:tblPr>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{line}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{_row(widths, head, header=True)}{''.join(rows)}</w:tbl>"
    )


def _row(widths: Sequence[int], cells: Iterable[str], *, header: bool = False) -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
        for width, cell in zip(widths, cells, strict=True)
    )
    repeated = "<w:trPr><w:tblHeader/></w:trPr>" if header else ""
    return f"<w:tr>{repeated}{made}</w:tr>"
