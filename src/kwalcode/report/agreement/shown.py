"""Cells as people read them."""

from __future__ import annotations

from kwalcode.decimals import number
from kwalcode.i18n import _
from kwalcode.report.agreement.sheet import Cell


def shown(cell: Cell) -> str:
    """Return a cell as text: three decimals, and n.a. for what there is not."""
    if cell is None:
        return _("n.a.")
    return number(cell, 3) if isinstance(cell, float) else str(cell)
