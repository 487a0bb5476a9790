"""The framework matrix as CSV: a row per cell, with what was counted in the last columns."""

from __future__ import annotations

import csv
from typing import BinaryIO

from kwalcode.cells import safe_cell
from kwalcode.report.framework.sheet import FrameworkSheet
from kwalcode.report.output import text_stream

COLUMNS = (
    "respondent", "kind", "subject", "summary", "author", "quotations", "linked", "read_by",
    "warning",
)  # fmt: skip
ABOUT = ("layer", "roles", "documents_n", "respondents_n", "sub_codes")


def write(sheet: FrameworkSheet, out: BinaryIO) -> tuple[str, ...]:
    """Write a CSV table; cells that a spreadsheet would run get an apostrophe."""
    about = sheet.found.counted
    tail = (
        about.layer,
        " ".join(about.roles),
        about.documents,
        about.respondents,
        int(sheet.found.sub_codes),
    )
    with text_stream(out) as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow((*COLUMNS, *ABOUT))
        for _name, cells in sheet.rows:
            for cell in cells:
                row = (
                    cell.respondent, cell.kind, cell.subject, cell.summary, cell.author,
                    cell.quotations, cell.places, "; ".join(cell.readers), cell.warning,
                )  # fmt: skip
                table.writerow([safe_cell(value) for value in (*row, *tail)])
    return ()
