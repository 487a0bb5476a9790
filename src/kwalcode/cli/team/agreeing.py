"""Agreement in words and in a table, for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kwalcode.cli.common import table
from kwalcode.report.agreement.jsonform import as_contract
from kwalcode.report.agreement.sentence import further_words, summary_line

if TYPE_CHECKING:
    from kwalcode.report.agreement.sheet import AgreementSheet

__all__ = ["as_contract", "as_text", "summary_line"]

_SHOWN = (
    "name", "alpha", "low", "high", "documents", "n", "a_only", "b_only", "both", "observed",
    "kappa", "fleiss_kappa", "ac1", "dice", "bar_u_alpha", "k_u_alpha", "remark",
)  # fmt: skip
"""The columns that fit a terminal; the other formats have them all."""


def as_text(sheet: AgreementSheet) -> str:
    """Return the table, worst first, what has no figure last, then all codes together, and the
    sentence."""
    chosen = [at for at, column in enumerate(sheet.columns) if column.name in _SHOWN]
    header = tuple(sheet.columns[at].title for at in chosen)
    every = (*sheet.rows, *((sheet.total,) if sheet.total else ()))
    rows = [tuple(row[at] for at in chosen) for row in every]
    more = [f"{line}." for line in further_words(sheet.found)]
    lines = [table(header, rows), *more, sheet.sentence]
    return "\n".join(lines) + "\n"
