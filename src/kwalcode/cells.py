"""Cells of tables that leave the program, so that a spreadsheet shows them and runs nothing."""

from __future__ import annotations

import re
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


def original_cell(cell: str) -> str:
    """Return the text that `safe_cell` was given: `original_cell(safe_cell(x)) == x`."""
    return cell[1:] if cell.startswith("'") and _AT_RISK.match(cell, 1) else cell
