"""Agreement as a CSV table; what was compared stands in the last columns."""

from __future__ import annotations

import csv
from typing import BinaryIO

from kwalcode.cells import safe_cell
from kwalcode.report.agreement.sheet import AgreementSheet, Cell
from kwalcode.report.output import text_stream

ABOUT = ("unit", "coders", "documents_n", "units_n", "roles", "where", "seed")
"""The columns that say what was compared, the same in every row."""


def write(sheet: AgreementSheet, out: BinaryIO) -> tuple[str, ...]:
    """Write a CSV table with the columns' names for programs; n.a. is an empty cell.

    Cells that a spreadsheet program would take for a formula get an apostrophe.
    """
    found = sheet.found
    tail = (
        found.table.unit,
        "; ".join(found.coders),
        len(found.documents),
        found.table.n,
        " ".join(found.roles),
        "; ".join(found.where),
        None if found.uncertainty is None else found.uncertainty.seed,
    )
    with text_stream(out) as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow([*(column.name for column in sheet.columns), *ABOUT])
        table.writerows([_cell(cell) for cell in (*row, *tail)] for row in sheet.rows)
    return ()


def _cell(cell: Cell) -> Cell:
    return round(cell, 6) if isinstance(cell, float) else safe_cell(cell)
