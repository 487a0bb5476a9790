"""The code-document table: codes x documents, respondents or groups, in one unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from kwalcode.errors import UsageError
from kwalcode.i18n import _

Floats = npt.NDArray[np.float64]

UNITS: Final = ("quotations", "respondents", "words")
SHARES: Final = ("none", "row", "column", "total")


NORMALISED: Final = ("none", "largest", "words")
PER_WORDS: Final = 1000


def code_table(
    amounts: pd.DataFrame,
    codes: Sequence[int],
    columns: Sequence[int],
    *,
    by: str,
    unit: str = "quotations",
    share: str = "none",
    binary: bool = False,
    normalise: str = "none",
    sizes: Mapping[int, float] | None = None,
) -> pd.DataFrame:
    """Return a table with a row per code and a column per value of `by`.

    `amounts` as `analysis.amounts` gives them for `by`; `codes` and `columns` are all that
    count, in order, also those without codings: they get 0. `normalise` makes columns of
    unequal size comparable: "largest" multiplies each by the largest sum of a column over its
    own (as ATLAS.ti's code-document table does), "words" gives figures per 1,000 of `sizes`
    (words said, by column). After that `share` divides by the sum of the row, the column or the
    table. Where a divisor is 0 the figure is NaN, which is n.a. `binary` gives 1 where anything
    was said, else 0. Raises UsageError for an unknown unit, share or way to normalise, and for
    `binary` with either.
    """
    _check(unit, share, normalise, binary)
    table = np.zeros((len(codes), len(columns)))
    row = pd.Index(codes).get_indexer(pd.Index(amounts["code"]))
    place = pd.Index(columns).get_indexer(pd.Index(amounts[by]))
    known = (row >= 0) & (place >= 0)
    table[row[known], place[known]] = amounts[unit].to_numpy()[known]
    if binary:
        table = np.minimum(table, 1)
    if normalise == "largest":
        sums = table.sum(axis=0)
        table = _divided(table * sums.max(initial=0), sums)
    elif normalise == "words":
        said = np.array([(sizes or {}).get(column, 0) for column in columns], dtype=np.float64)
        table = _divided(table * PER_WORDS, said)
    if share != "none":
        axis = {"row": 1, "column": 0, "total": None}[share]
        table = _divided(table, np.nansum(table, axis=axis, keepdims=True))
    frame = pd.DataFrame(table, index=pd.Index(codes), columns=pd.Index(columns))
    return frame.astype("int64") if share == normalise == "none" else frame


def _divided(table: Floats, divisor: Floats) -> Floats:
    """Divide; NaN where the divisor is 0."""
    whole = np.broadcast_to(divisor, table.shape)
    parts = np.full(table.shape, np.nan)
    np.divide(table, whole, out=parts, where=whole > 0)
    return parts


def totals(table: pd.DataFrame) -> tuple[pd.Series, pd.Series, float]:
    """Return the sums of the rows, of the columns, and of all cells of a code table.

    What is n.a. is left out of a sum; a sum of nothing else is n.a. (NaN) itself.
    """
    rows = table.sum(axis=1, min_count=min(1, table.shape[1]))
    columns = table.sum(axis=0, min_count=min(1, table.shape[0]))
    return rows, columns, float(columns.sum(min_count=min(1, len(columns))))


def _check(unit: str, share: str, normalise: str, binary: bool) -> None:
    for given, known in ((unit, UNITS), (share, SHARES), (normalise, NORMALISED)):
        if given not in known:
            raise UsageError(
                _("'{given}' is not known here; choose one of: {names}.").format(
                    given=given, names=", ".join(known)
                )
            )
    if binary and share != "none":
        raise UsageError(_("Ask for shares or for 0 and 1, not for both."))
    if binary and normalise != "none":
        raise UsageError(_("Ask for normalised figures or for 0 and 1, not for both."))
