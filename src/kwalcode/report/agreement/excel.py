"""Agreement as an Excel workbook: the table, and a sheet that says what was compared."""

from __future__ import annotations

from typing import Any, BinaryIO

import xlsxwriter

from kwalcode.cells import safe_cell
from kwalcode.i18n import _
from kwalcode.report.agreement.sheet import AgreementSheet, Cell
from kwalcode.report.output import NO_DATE
from kwalcode.report.xmltext import XmlCleaner


def write(sheet: AgreementSheet, out: BinaryIO) -> tuple[str, ...]:
    """Write a workbook; every text is a text cell, numbers are numbers, n.a. says so."""
    clean = XmlCleaner()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": sheet.title, "created": NO_DATE})
        page = book.add_worksheet(_("Agreement"))
        bold = book.add_format({"bold": True, "num_format": "@", "bottom": 1, "text_wrap": True})
        for at, column in enumerate(sheet.columns):
            page.set_column(at, at, {"name": 44, "remark": 60}.get(column.name, 11))
            page.write_string(0, at, clean(column.title), bold)
        page.freeze_panes(1, 1)
        formats = _formats(book)
        for number, row in enumerate(sheet.rows, start=1):
            for at, cell in enumerate(row):
                _write(page, number, at, cell, formats, clean)
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
        for at, cell in enumerate(sheet.total or ()):
            _write(page, len(sheet.rows) + 1, at, cell, formats, clean)
        _about(book, sheet, clean, formats["text"])
    return clean.notices()


def _formats(book: Any) -> dict[str, Any]:
    text = {"num_format": "@", "text_wrap": True, "valign": "top"}
    return {
        "text": book.add_format(text),
        "marked": book.add_format({**text, "quote_prefix": True}),
        "share": book.add_format({"num_format": "0.000", "valign": "top"}),
        "count": book.add_format({"num_format": "0", "valign": "top"}),
        "none": book.add_format({"num_format": "@", "align": "right", "valign": "top"}),
    }


def _write(
    page: Any, row: int, at: int, cell: Cell, formats: dict[str, Any], clean: XmlCleaner
) -> None:
    if cell is None:
        page.write_string(row, at, _("n.a."), formats["none"])
    elif isinstance(cell, str):
        text = clean(cell)
        page.write_string(row, at, text, formats["text" if safe_cell(text) == text else "marked"])
    else:
        kind = "share" if isinstance(cell, float) else "count"
        page.write_number(row, at, cell, formats[kind])


def _about(book: Any, sheet: AgreementSheet, clean: XmlCleaner, text: Any) -> None:
    page = book.add_worksheet(_("About"))
    page.set_column(0, 0, 20)
    page.set_column(1, 1, 100)
    for at, (name, value) in enumerate(((_("Sentence"), sheet.sentence), *sheet.facts)):
        page.write_string(at, 0, name)
        page.write_string(at, 1, clean(value), text)
