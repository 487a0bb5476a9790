"""Attributes of respondents as a table that `attributes_csv` can read again: CSV or Excel."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO, TextIO

from kwalcode.cells import safe_cell
from kwalcode.exchange.attributes_csv import RESPONDENT, SPEAKER
from kwalcode.i18n import _
from kwalcode.project.reads.documents import all_documents, speakers_of
from kwalcode.project.reads.people import (
    attribute_names,
    attributes_by_respondent,
    respondent_names,
)
from kwalcode.project.study import Study

_NO_DATE = datetime(1980, 1, 1)
_WIDTHS = (28, 20)
_WIDTH = 16
_MOST = 32_767
"""So many characters a cell of Excel holds."""


def attribute_table(study: Study) -> list[list[str]]:
    """Return the table, its header first: a row per document, in the project's order.

    Where speakers are respondents of their own, each has a row after the document's, and there
    is a column `speaker`.
    """
    with study.reading() as connection:
        names, values = respondent_names(connection), attributes_by_respondent(connection)
        attributes = attribute_names(connection)
        documents = all_documents(connection)
        mapped = [s for s in speakers_of(connection) if s.respondent is not None]

    def row(document: str, label: str, respondent: int | None) -> list[str]:
        held = values.get(respondent or 0, {})
        lead = [document, *([label] if mapped else []), names.get(respondent or 0, "")]
        return [*lead, *(held.get(name, "") for name in attributes)]

    found = [["document", *([SPEAKER] if mapped else []), RESPONDENT, *attributes]]
    for document in documents:
        found.append(row(document.name, "", document.respondent))
        found += [
            row(document.name, s.label, s.respondent) for s in mapped if s.document == document.id
        ]
    return found


def write_csv(table: Sequence[Sequence[str]], out: TextIO) -> None:
    """Write the table as CSV; no spreadsheet will run a cell of it as a formula."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([safe_cell(cell) for cell in row] for row in table)


def write_excel(table: Sequence[Sequence[str]], out: BinaryIO) -> None:
    """Write the table as an Excel workbook; every cell is text."""
    import xlsxwriter

    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": _NO_DATE})
        sheet = book.add_worksheet(_("Attributes"))
        bold = book.add_format({"bold": True, "num_format": "@", "bottom": 1})
        text = book.add_format({"num_format": "@"})
        marked = book.add_format({"num_format": "@", "quote_prefix": True})
        for number, row in enumerate(table):
            for column, cell in enumerate(row):
                form = text if safe_cell(cell) == cell else marked
                if cell:
                    sheet.write_string(number, column, cell[:_MOST], form if number else bold)
        for column in range(len(table[0])):
            sheet.set_column(column, column, _WIDTHS[column] if column < 2 else _WIDTH)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(1, len(table) - 1), len(table[0]) - 1)
