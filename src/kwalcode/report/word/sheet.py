"""A Word document to write on: headings, quotations, tables and pictures with their captions.

Paragraphs and tables are put in as elements of their own: python-docx looks its styles and its
cells up through the whole document, which takes minutes for a study of some size.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, BinaryIO, Final
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm
from docx.text.paragraph import Paragraph

from kwalcode.i18n import _
from kwalcode.report.output import without_dates
from kwalcode.report.parts.values import Cell, Column, Table
from kwalcode.report.quotes.word import new_document
from kwalcode.report.xmltext import XmlCleaner

_WIDTH: Final = 16.0
"""Room between the margins, in centimetres."""
_TWIPS: Final = 9070
"""The same in twentieths of a point."""
_LETTERS: Final = (6, 40)
"""A column is as wide as its longest cell, but at least and at most so many letters count."""
_UPRIGHT: Final = 24
"""So many letters of a head that stands upright go on one line."""
_FAINT: Final = "5B6670"


class WordSheet:
    """Writes at the end of a Word document."""

    def __init__(self, title: str, language: str) -> None:
        self.clean = XmlCleaner()
        self._document = new_document(self.clean(title), language)
        self._numbers = {"table": 0, "figure": 0}
        self._add(_footer_xml(), self._document.sections[0].footer._element)

    def heading(self, text: str, level: int = 1) -> None:
        """Add a heading of level 1 to 3."""
        self._paragraph(_run(self.clean(" ".join(text.split()))), f"Heading{level}")

    def text(self, text: str, style: str = "") -> None:
        """Add a paragraph; newlines become line breaks."""
        self._paragraph(_run(self.clean(text)), style)

    def facts(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Add a small line of names and values."""
        runs = [
            _run(self.clean(name), "<w:b/>") + _run(self.clean(f" {value}   "))
            for name, value in pairs
        ]
        if runs:
            self._paragraph("".join(runs), "Caption")

    def quote(self, text: str, label: str, note: str = "") -> None:
        """Add a quotation with its attribution after it, and below it why it was chosen."""
        said = _run(self.clean(f"“{text}”")) + _run(self.clean(f" ({label})"), '<w:i w:val="0"/>')
        why = f"<w:r><w:br/></w:r>{_run(self.clean(note), _small())}" if note else ""
        self._paragraph(said + why, "Quote")

    def table(self, table: Table) -> None:
        """Add a table below its caption; its head comes again on every page."""
        self._caption("table", _("Table"), table.caption, keep=True)
        self._add(self._table_xml(table))
        for note in table.notes or ("",):
            self.text(note, "Caption")

    def picture(self, png: bytes, caption: str, width: float = _WIDTH) -> None:
        """Add a picture of at most `width` centimetres with a caption, which describes it too."""
        paragraph = self._paragraph("", keep=True)
        shape = (
            Paragraph(paragraph, self._document)
            .add_run()
            .add_picture(BytesIO(png), width=Cm(width))
        )
        shape._inline.docPr.set("descr", self.clean(caption))
        self._caption("figure", _("Figure"), caption)

    def save(self, out: BinaryIO) -> tuple[str, ...]:
        """Write the document; return what the reader must know."""
        held = BytesIO()
        self._document.save(held)
        without_dates(held, out)
        return self.clean.notices()

    def _caption(self, kind: str, name: str, text: str, *, keep: bool = False) -> None:
        """Add a caption whose number is a field, so that Word renumbers and lists them."""
        self._numbers[kind] += 1
        field = (
            f'<w:fldSimple w:instr=" SEQ {escape(name)} \\* ARABIC ">'
            f"{_run(str(self._numbers[kind]), _BOLD)}</w:fldSimple>"
        )
        content = _run(f"{name} ", _BOLD) + field + _run(self.clean(f". {text}"))
        self._paragraph(content, "Caption", keep=keep)

    def _paragraph(self, content: str, style: str = "", *, keep: bool = False) -> Any:
        look = f'<w:pStyle w:val="{style}"/>' if style else ""
        look += "<w:keepNext/>" if keep else ""
        return self._add(f"<w:p {nsdecls('w')}><w:pPr>{look}</w:pPr>{content}</w:p>")

    def _add(self, xml: str, parent: Any = None) -> Any:
        element = parse_xml(xml)
        if parent is None:
            # before the properties of the last section, which must stay last
            self._document.element.body[-1].addprevious(element)
        else:
            parent.append(element)
        return element

    def _table_xml(self, table: Table) -> str:
        widths = _widths(table)
        line = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="9AA2A8"/>'
        borders = "".join(line.format(side) for side in ("top", "bottom", "insideH"))
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        head = self._row([Cell(c.name) for c in table.columns], table.columns, widths, head=True)
        rows = (self._row(row, table.columns, widths) for row in table.rows)
        return (
            f"<w:tbl {nsdecls('w')}><w:tblPr>"
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
            f"{head}{''.join(rows)}</w:tbl>"
        )

    def _row(
        self,
        cells: Sequence[Cell],
        columns: Sequence[Column],
        widths: Sequence[int],
        *,
        head: bool = False,
    ) -> str:
        made = "".join(
            self._cell(cell, column, width, head=head)
            for cell, column, width in zip(cells, columns, widths, strict=True)
        )
        look = "<w:cantSplit/>"
        if head:
            look += "<w:tblHeader/>"
            high = max((len(column.name) for column in columns if column.upright), default=0)
            # Word makes no room by itself for a head that stands upright
            look += (
                f'<w:trHeight w:val="{200 + 110 * min(high, _UPRIGHT)}" w:hRule="atLeast"/>'
                if high
                else ""
            )
        return f"<w:tr><w:trPr>{look}</w:trPr>{made}</w:tr>"

    def _cell(self, cell: Cell, column: Column, width: int, *, head: bool) -> str:
        look = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        if cell.shade:
            look += f'<w:shd w:val="clear" w:color="auto" w:fill="{_ground(cell.shade)}"/>'
        if head and column.upright:
            look += '<w:textDirection w:val="btLr"/>'
        side = '<w:jc w:val="right"/>' if column.numeric and not column.upright else ""
        style = f'<w:spacing w:before="20" w:after="20"/>{side}'
        text = _run(self.clean(cell.text), ("<w:b/>" if head else "") + '<w:sz w:val="17"/>')
        return f"<w:tc><w:tcPr>{look}</w:tcPr><w:p><w:pPr>{style}</w:pPr>{text}</w:p></w:tc>"


_BOLD: Final = "<w:b/>"


def _small() -> str:
    return f'<w:i w:val="0"/><w:color w:val="{_FAINT}"/><w:sz w:val="18"/>'


def _run(text: str, look: str = "") -> str:
    """Return a run; line feeds in its text become line breaks."""
    if not text:
        return ""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    parts = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f"<w:r>{properties}{'<w:br/>'.join(parts)}</w:r>"


def _ground(shade: float) -> str:
    """Return a ground from white to a blue on which black can be read."""
    ends = ((255, 130), (255, 180), (255, 206))
    return "".join(f"{round(light + (dark - light) * min(shade, 1)):02X}" for light, dark in ends)


def _widths(table: Table) -> list[int]:
    """Share the room between the columns by their longest cells."""
    least, most = _LETTERS
    letters = []
    for at, column in enumerate(table.columns):
        head = 0 if column.upright else len(column.name)
        longest = max([head, *(len(row[at].text) for row in table.rows)])
        letters.append(min(max(longest, 3 if column.upright else least), most))
    whole = sum(letters)
    return [_TWIPS * n // whole for n in letters]


def _footer_xml() -> str:
    field = f'<w:fldSimple w:instr=" PAGE ">{_run("1", _small())}</w:fldSimple>'
    return f'<w:p {nsdecls("w")}><w:pPr><w:jc w:val="center"/></w:pPr>{field}</w:p>'
