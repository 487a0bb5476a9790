"""Quotations as an Excel workbook: one row per quotation, and a sheet that says what it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO, Final

import xlsxwriter

from kwalcode.cells import safe_cell
from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _, counted
from kwalcode.model import Excerpt
from kwalcode.report.output import NO_DATE
from kwalcode.report.quotes.csvtable import columns, row
from kwalcode.report.quotes.heading import QuoteHeading
from kwalcode.report.xmltext import XmlCleaner

LONGEST: Final = 32_767
"""A cell of Excel holds so many UTF-16 units, not more."""
MOST_ROWS: Final = 1_048_575
"""A sheet of Excel holds so many rows below its header."""
_WIDTHS: Final = {"text": 80, "codes": 36, "document": 24, "start": 8, "end": 8, "turn": 6}


def write(excerpts: Iterable[Excerpt], heading: QuoteHeading, out: BinaryIO) -> tuple[str, ...]:
    """Write a workbook in flat memory; see `write_list`.

    Every text is a text cell, so nothing is run as a formula; one that looks like a formula
    is also marked as text for when it is edited.
    """
    options = {"constant_memory": True, "in_memory": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": heading.title, "created": NO_DATE})
        sheet = _Sheet(book, heading)
        for excerpt in excerpts:
            sheet.add(row(excerpt, heading))
        _about(book, heading, sheet)
    return sheet.notices()


class _Sheet:
    """The sheet with the quotations, filled from top to bottom."""

    def __init__(self, book: Any, heading: QuoteHeading) -> None:
        text = {"num_format": "@", "text_wrap": True, "valign": "top"}
        self.plain = book.add_format(text)
        self.marked = book.add_format({**text, "quote_prefix": True})
        self.number = book.add_format({"valign": "top"})
        self.clean = XmlCleaner()
        self.rows = 0
        self.cut = 0
        self.sheet = book.add_worksheet(_("Quotations"))
        names = columns(heading)
        for at, name in enumerate(names):
            self.sheet.set_column(at, at, _WIDTHS.get(name, 16))
        bold = book.add_format({"bold": True, "num_format": "@", "bottom": 1})
        for at, name in enumerate(names):
            self.sheet.write_string(0, at, self.clean(name), bold)
        self.sheet.freeze_panes(1, 0)
        self.last_column = len(names) - 1

    def add(self, cells: Iterable[str | int | float | None]) -> None:
        if self.rows == MOST_ROWS:
            raise KwalcodeError(
                _("An Excel sheet holds {n} rows and there are more; take csv or json.").format(
                    n=MOST_ROWS
                )
            )
        self.rows += 1
        for at, cell in enumerate(cells):
            if isinstance(cell, str):
                self._text(at, cell)
            elif cell is not None:
                self.sheet.write_number(self.rows, at, cell, self.number)

    def _text(self, at: int, text: str) -> None:
        text = self._fitting(self.clean(text))
        form = self.plain if safe_cell(text) == text else self.marked
        if text:
            self.sheet.write_string(self.rows, at, text, form)

    def _fitting(self, text: str) -> str:
        if len(text) * 2 <= LONGEST or len(text.encode("utf-16-le")) // 2 <= LONGEST:
            return text
        self.cut += 1
        units = text.encode("utf-16-le")[: (LONGEST - 1) * 2]
        return units.decode("utf-16-le", errors="ignore") + "…"

    def notices(self) -> tuple[str, ...]:
        if not self.cut:
            return self.clean.notices()
        cut = counted(
            "{n} text was too long for an Excel cell and ends in “…”; csv and json hold it whole.",
            "{n} texts were too long for an Excel cell and end in “…”; csv and json hold them"
            " whole.",
            self.cut,
        )
        return (*self.clean.notices(), cut)


def _about(book: Any, heading: QuoteHeading, quotations: _Sheet) -> None:
    """Finish the first sheet, and say on a second one what was counted."""
    quotations.sheet.autofilter(0, 0, quotations.rows, quotations.last_column)
    sheet = book.add_worksheet(_("About"))
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 100)
    facts = [(_("Title"), heading.title), *heading.facts(quotations.rows)]
    for at, (name, value) in enumerate(facts):
        sheet.write_string(at, 0, name)
        sheet.write_string(at, 1, quotations.clean(value), quotations.plain)
