"""The code-document table: codes x documents, respondents or groups, in one unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from kwalcode.errors import UsageError
from kwalcode.i18n import _

UNITS: Final = ("quotations", "respondents", "words")
SHARES: Final = ("none", "row", "column", "total")


def code_table(
    amounts: pd.DataFrame,
    codes: Sequence[int],
    columns: Sequence[int],
    *,
    by: str,
    unit: str = "quotations",
    share: str = "none",
    binary: bool = False,
) -> pd.DataFrame:
    """Return a table with a row per code and a column per value of `by`.

    `amounts` as `analysis.amounts` gives them for `by`; `codes` and `columns` are all that
    count, in order, also those without codings: they get 0. `share` divides by the sum of the
    row, the column or the table; where that is 0 the share is NaN, which is n.a. `binary` gives
    1 where anything was said, else 0. Raises UsageError for an unknown unit or share, and for
    both a share and `binary`.
    """
    _check(unit, share, binary)
    table = np.zeros((len(codes), len(columns)))
    row = pd.Index(codes).get_indexer(pd.Index(amounts["code"]))
    place = pd.Index(columns).get_indexer(pd.Index(amounts[by]))
    known = (row >= 0) & (place >= 0)
    table[row[known], place[known]] = amounts[unit].to_numpy()[known]
    if binary:
        table = np.minimum(table, 1)
    frame = pd.DataFrame(table, index=pd.Index(codes), columns=pd.Index(columns))
    if share == "none":
        return frame.astype("int64")
    axis = {"row": 1, "column": 0, "total": None}[share]
    whole = np.broadcast_to(table.sum(axis=axis, keepdims=True), table.shape)
    parts = np.full(table.shape, np.nan)
    np.divide(table, whole, out=parts, where=whole > 0)
    return pd.DataFrame(parts, index=frame.index, columns=frame.columns)


def _check(unit: str, share: str, binary: bool) -> None:
    for given, known in ((unit, UNITS), (share, SHARES)):
        if given not in known:
            raise UsageError(
                _("'{given}' is not known here; choose one of: {names}.").format(
                    given=given, names=", ".join(known)
                )
            )
    if binary and share != "none":
        raise UsageError(_("Ask for shares or for 0 and 1, not for both."))
