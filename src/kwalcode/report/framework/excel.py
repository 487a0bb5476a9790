"""The framework matrix as an Excel workbook: one sheet to read, one that says what was counted."""

from __future__ import annotations

from typing import BinaryIO

import xlsxwriter

from kwalcode.cells import safe_cell
from kwalcode.i18n import _
from kwalcode.report.framework.sheet import FrameworkSheet, SheetCell
from kwalcode.report.output import NO_DATE
from kwalcode.report.xmltext import XmlCleaner

MOST: int = 32_767
"""So many characters a cell of Excel holds."""


def write(sheet: FrameworkSheet, out: BinaryIO) -> tuple[str, ...]:
    """Write a workbook; every text is a text cell, wrapped, with the header frozen."""
    clean = XmlCleaner()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": clean(sheet.title), "created": NO_DATE})
        page = book.add_worksheet(_("Framework"))
        wrapped = {"num_format": "@", "text_wrap": True, "valign": "top"}
        text = book.add_format(wrapped)
        bold = book.add_format({**wrapped, "bold": True, "bottom": 1})
        titles = (_("respondent"), *sheet.columns)
        for at, title in enumerate(titles):
            page.write_string(0, at, clean(title)[:MOST], bold)
        page.set_column(0, 0, 22)
        if sheet.columns:
            page.set_column(1, len(sheet.columns), 42)
        page.freeze_panes(1, 1)
        for row, (name, cells) in enumerate(sheet.rows, start=1):
            page.write_string(row, 0, clean(name), bold)
            for at, cell in enumerate(cells, start=1):
                page.write_string(row, at, str(safe_cell(clean(cell_text(cell))))[:MOST], text)
        about = book.add_worksheet(_("What was counted"))
        about.set_column(0, 0, 20)
        about.set_column(1, 1, 100)
        for at, (name, value) in enumerate(sheet.facts):
            about.write_string(at, 0, name)
            about.write_string(at, 1, clean(value), text)
    return clean.notices()


def cell_text(cell: SheetCell) -> str:
    """Return all that a cell says: the summary, its state, what it rests on."""
    state = f"[{cell.state}]" if cell.state else ""
    places = _("Rests on turns: {places}").format(places=cell.places) if cell.links else ""
    return "\n".join(part for part in (cell.summary, state, places) if part)
