"""Agreement as a Word document: the sentence, and a table fit for a methods section."""

from __future__ import annotations

from io import BytesIO
from typing import Any, BinaryIO

from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from kwalcode.report.agreement.sheet import AgreementSheet
from kwalcode.report.agreement.shown import shown
from kwalcode.report.facts import facts_line
from kwalcode.report.output import without_dates
from kwalcode.report.quotes.word import new_document
from kwalcode.report.xmltext import XmlCleaner


def write(sheet: AgreementSheet, out: BinaryIO) -> tuple[str, ...]:
    """Write a Word document; see `agreement_bytes`."""
    clean = XmlCleaner()
    document = new_document(clean(sheet.title), sheet.language)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.add_paragraph(clean(sheet.sentence))
    document.add_paragraph(clean(facts_line(sheet.facts)), style="Subtitle")
    table = document.add_table(rows=1, cols=len(sheet.columns), style="Light List")
    _fill(table.rows[0].cells, [clean(column.title) for column in sheet.columns])
    for row in (*sheet.used, *((sheet.total,) if sheet.total else ())):
        texts = [clean(shown(cell)) for cell in row]
        _fill(table.add_row().cells, texts, [not isinstance(cell, str) for cell in row])
    if sheet.unused:
        document.add_paragraph(clean(sheet.unused))
    held = BytesIO()
    document.save(held)
    without_dates(held, out)
    return clean.notices()


def _fill(cells: Any, texts: list[str], right: list[bool] | None = None) -> None:
    """Write texts into the cells of a row, figures to the right."""
    for at, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.add_run(text).font.size = Pt(8)
        if right is not None and right[at]:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
