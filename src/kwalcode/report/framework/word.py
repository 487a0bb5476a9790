"""The framework matrix as a Word document: a wide table, then the quotations it rests on."""

from __future__ import annotations

from io import BytesIO
from typing import Any, BinaryIO

from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from kwalcode.i18n import _
from kwalcode.report.facts import facts_line
from kwalcode.report.framework.sheet import FrameworkSheet, SheetCell
from kwalcode.report.output import without_dates
from kwalcode.report.quotes.word import new_document
from kwalcode.report.xmltext import XmlCleaner


def write(sheet: FrameworkSheet, out: BinaryIO) -> tuple[str, ...]:
    """Write a Word document with real headings, landscape, the header row on every page."""
    clean = XmlCleaner()
    document = new_document(clean(sheet.title), sheet.language)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = Cm(1.5)
    document.add_paragraph(clean(facts_line(sheet.facts)), style="Subtitle")
    document.add_heading(_("Summaries"), level=1)
    table = document.add_table(rows=1, cols=1 + len(sheet.columns), style="Table Grid")
    titles = (_("respondent"), *sheet.columns)
    for cell, title in zip(table.rows[0].cells, titles, strict=True):
        _write(cell, clean(title), bold=True)
    _repeat(table.rows[0])
    for name, cells in sheet.rows:
        row = table.add_row().cells
        _write(row[0], clean(name), bold=True)
        for target, cell in zip(row[1:], cells, strict=True):
            _fill(target, cell, clean)
    _quotations(document, sheet, clean)
    held = BytesIO()
    document.save(held)
    without_dates(held, out)
    return clean.notices()


def _fill(target: Any, cell: SheetCell, clean: XmlCleaner) -> None:
    """Write the summary, and under it in small letters what it rests on."""
    _write(target, clean(cell.summary))
    small = "\n".join(part for part in (cell.state, cell.places) if part)
    if small:
        paragraph = target.add_paragraph() if cell.summary else target.paragraphs[0]
        run = paragraph.add_run(clean(small))
        run.font.size, run.italic = Pt(7), True


def _write(target: Any, text: str, *, bold: bool = False) -> None:
    run = target.paragraphs[0].add_run(text)
    run.font.size, run.bold = Pt(9), bold


def _repeat(row: Any) -> None:
    """Let a row stand at the head of the table on every page."""
    properties = row._tr.get_or_add_trPr()
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    properties.append(mark)


def _quotations(document: Any, sheet: FrameworkSheet, clean: XmlCleaner) -> None:
    """Write the quotations that summaries rest on, by column and respondent."""
    cells = [cell for _name, row in sheet.rows for cell in row if cell.links]
    if not cells:
        return
    document.add_heading(_("Quotations"), level=1)
    for column in sheet.columns:
        mine = [cell for cell in cells if cell.subject == column]
        if mine:
            document.add_heading(clean(column), level=2)
        for cell in mine:
            for link in cell.links:
                place = _("turn {n}").format(n=link.turn) if link.turn else ""
                label = ", ".join(part for part in (cell.respondent, place) if part)
                text = clean(f"“{link.text}” ({label})")
                document.add_paragraph(text, style="Quote")
