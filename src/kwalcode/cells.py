"""Cells of tables that leave the program, so that a spreadsheet shows them and runs nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

_FIRST = frozenset("'=+-@\t\r")  # looked up before the pattern: exports have millions of cells
_AT_RISK = re.compile(r"'*[=+\-@\t\r]")

T = TypeVar("T")


def safe_cell(value: T) -> T | str:
    """Return a cell's value so that no spreadsheet runs it as a formula.

    Only text is changed: an apostrophe goes before what begins with `= + - @`, tab or CR
    (after apostrophes of its own, if any). Numbers stay numbers.
    """
    if isinstance(value, str) and value[:1] in _FIRST and _AT_RISK.match(value):
        return "'" + value
    return value


def safe_row(cells: Iterable[T]) -> list[T | str]:
    """Return a row of cells, each as `safe_cell` gives it."""
    # Most cells are looked at here: a call for each would take as long as all else of a row.
    return [
        safe_cell(cell) if isinstance(cell, str) and cell[:1] in _FIRST else cell for cell in cells
    ]


def original_cell(cell: str) -> str:
    """Return the text that `safe_cell` was given: `original_cell(safe_cell(x)) == x`."""
    return cell[1:] if cell.startswith("'") and _AT_RISK.match(cell, 1) else cell
