"""A frame of codings as sorted columns of small integers, ready for joins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from kwalcode import units as cutting
from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.units import Ints, first_of_run

PLACE: Final = ("document", "start", "end")
"""The columns of a place in a text."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Codings sorted by document, start and end; every column counts from 0 without gaps.

    `document` follows the frame's documents in sorted order, `code` is a position in `codes`,
    `coder` is 0 throughout where coders are not told apart, `quotation` numbers the distinct
    ranges, `respondent` is -1 where a coding counts for nobody.
    """

    document: Ints
    start: Ints
    end: Ints
    trimmed_start: Ints
    trimmed_end: Ints
    code: Ints
    coder: Ints
    respondent: Ints
    quotation: Ints
    codes: pd.Index
    documents: pd.Index
    respondents: pd.Index

    def __len__(self) -> int:
        return len(self.document)


def numbered(values: pd.Series, known: Iterable[object] = ()) -> tuple[Ints, pd.Index]:
    """Number the values from 0 in sorted order; missing ones get -1.

    `known` are values that take part in the numbering without occurring.
    Returns (numbers, the values in order).
    """
    extra = pd.Index(list(known), dtype=None if len(values) == 0 else values.dtype)
    index = pd.Index(values.dropna().unique()).union(extra.unique()).sort_values()
    return index.get_indexer(pd.Index(values)).astype(np.int64), index


def people(values: pd.Series) -> tuple[Ints, pd.Index]:
    """Number respondents as `numbered` does; a negative number stands for nobody, too."""
    if pd.api.types.is_numeric_dtype(values) and len(values) and values.min() < 0:
        values = values.where(values >= 0)
    return numbered(values)


def rows(
    codings: pd.DataFrame, *, codes: Iterable[object] | None = None, by_coder: bool = True
) -> Rows:
    """Read a frame of codings (document, start, end, code, coder, optionally respondent).

    `codes` limits the codes and names those that may have no codings; by default those that
    occur. Without a respondent column every document is one respondent; a negative number is
    nobody. Empty ranges are left out: they hold nothing. Raises UsageError for a frame that
    lacks a column, a value in one, or whole numbers as bounds.
    """
    check_frame(codings, (*PLACE, "code", *(("coder",) if by_coder else ())))
    kept = codings[codings["end"] > codings["start"]]
    if codes is not None:
        codes = list(codes)
        kept = kept[kept["code"].isin(codes)]
    document, documents = numbered(kept["document"])
    code, code_index = numbered(kept["code"], codes or ())
    respondent, respondents = (
        people(kept["respondent"]) if "respondent" in kept.columns else (document, documents)
    )
    start, end = _integers(kept, "start"), _integers(kept, "end")
    trimmed_start, trimmed_end = cutting.trimmed(kept)
    coder = numbered(kept["coder"])[0] if by_coder else np.zeros(len(kept), dtype=np.int64)
    by_place = cutting.order(document, start, end)
    document, start, end = document[by_place], start[by_place], end[by_place]
    return Rows(
        document=document,
        start=start,
        end=end,
        trimmed_start=trimmed_start[by_place],
        trimmed_end=trimmed_end[by_place],
        code=code[by_place],
        coder=coder[by_place],
        respondent=respondent[by_place],
        quotation=_runs(document, start, end),
        codes=code_index,
        documents=documents,
        respondents=respondents,
    )


def check_frame(frame: pd.DataFrame, columns: Iterable[str]) -> None:
    """Raise UsageError unless the frame has these columns, filled; start and end as whole numbers.

    Frames come from elsewhere, too: an empty cell would be counted as a place that is not there.
    """
    columns = tuple(columns)
    for name in columns:
        if name not in frame.columns:
            raise UsageError(
                _("The frame has no column “{name}”; it needs: {names}.").format(
                    name=name, names=", ".join(columns)
                )
            )
        if frame[name].isna().any():
            raise UsageError(
                _(
                    "The column “{name}” has empty cells; fill them, or leave out their rows."
                ).format(name=name)
            )
        if name in ("start", "end") and not _is_whole(frame[name]):
            raise UsageError(
                _("The column “{name}” must hold whole numbers: places in the text.").format(
                    name=name
                )
            )


def _is_whole(values: pd.Series) -> bool:
    """Tell whether all values are whole numbers; a frame without rows may have any type."""
    if not len(values) or pd.api.types.is_integer_dtype(values):
        return True
    return pd.api.types.is_float_dtype(values) and bool((values % 1 == 0).all())


def _integers(frame: pd.DataFrame, column: str) -> Ints:
    return frame[column].to_numpy(dtype=np.int64)


def _runs(*columns: Ints) -> Ints:
    """Number the runs of equal rows in sorted columns, from 0."""
    new: npt.NDArray[np.bool_] = np.zeros(len(columns[0]), dtype=np.bool_)
    for column in columns:
        new |= first_of_run(column)
    return np.cumsum(new, dtype=np.int64) - 1
