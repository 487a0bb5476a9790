"""The audit trail as a Word document."""

from __future__ import annotations

from io import BytesIO
from typing import Any, BinaryIO

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from kwalcode.i18n import current
from kwalcode.project.telling.audit import Trail
from kwalcode.report.audit_page import Heading, Paragraph, Table, blocks, title
from kwalcode.report.output import without_dates
from kwalcode.report.quotes.word import new_document
from kwalcode.report.xmltext import XmlCleaner


def write_word(trail: Trail, out: BinaryIO) -> tuple[str, ...]:
    """Write the trail as a Word document; see `report.audit.write_trail`."""
    clean = XmlCleaner()
    document = new_document(clean(title(trail)), current())
    for block in blocks(trail):
        match block:
            case Heading(text):
                document.add_paragraph(clean(text), style="Heading 1")
            case Paragraph(text):
                document.add_paragraph(clean(text))
            case Table():
                _add_table(document, block, clean)
    held = BytesIO()
    document.save(held)
    without_dates(held, out)
    return clean.notices()


def _add_table(document: Any, block: Table, clean: XmlCleaner) -> None:
    """Add a table; its cells are taken once, since python-docx finds them anew every time."""
    table = document.add_table(
        rows=len(block.rows) + 1, cols=len(block.columns), style="Light List"
    )
    cells = iter(table._cells)
    for row in (block.columns, *block.rows):
        for value in row:
            paragraph = next(cells).paragraphs[0]
            paragraph.add_run(clean(str(value))).font.size = Pt(8)
            if isinstance(value, int):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph()
