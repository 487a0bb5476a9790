"""Cells as people read them."""

from __future__ import annotations

from kwalcode.i18n import _
from kwalcode.report.agreement.sheet import Cell


def shown(cell: Cell) -> str:
    """Return a cell as text: three decimals, and n.a. for what there is not."""
    if cell is None:
        return _("n.a.")
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)
