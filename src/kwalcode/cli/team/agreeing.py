"""Agreement in words and in a table, for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kwalcode.cli.common import printable, table
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
    """Return the table, worst first, then all codes together, the codes that have no figure, and
    the sentence; that alone where nothing was compared."""
    if not sheet.found.table.documents and not sheet.used:
        return f"{sheet.sentence}\n"
    names = [column.name for column in sheet.columns]
    wanted = _SHOWN if "a_only" in names else (*_SHOWN, "positives")
    chosen = [at for at, name in enumerate(names) if name in wanted]
    header = tuple(sheet.columns[at].title for at in chosen)
    every = (*sheet.used, *((sheet.total,) if sheet.total else ()))
    rows = [tuple(row[at] for at in chosen) for row in every]
    more = [f"{line}." for line in further_words(sheet.found)]
    lines = [table(header, rows), *filter(None, (printable(sheet.unused),)), *more, sheet.sentence]
    return "\n".join(lines) + "\n"
