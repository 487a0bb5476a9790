"""The one cut of codings into units, used by co-occurrence and agreement alike.

A unit carries a code if any of its non-space characters lies in a span of that code
(METHOD, sections 2 and 6). No text is needed to decide that: a trimmed span and a unit both
begin and end on a non-space character, so where they overlap, the overlap begins with the
first character of one of the two, which is a non-space character. Hence "shares a non-space
character" is the same as "trimmed span and unit overlap". A span that is empty once trimmed
carries nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

Ints = npt.NDArray[np.int64]
_LARGEST = 2**62
"""Packed keys stay below this, clear of the end of a 64-bit integer."""


def expand(first: Ints, count: Ints) -> tuple[Ints, Ints]:
    """Write out the runs `first[i], first[i] + 1, ...` of `count[i]` members each.

    Returns (owner, member): which run, and the member of it, in order.
    """
    owner = np.repeat(np.arange(len(first), dtype=np.int64), count)
    ends = np.cumsum(count, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    member = np.arange(total, dtype=np.int64) - np.repeat(ends - count - first, count)
    return owner, member


def first_of_run(values: Ints) -> npt.NDArray[np.bool_]:
    """Mark where a sorted column starts a new value."""
    starts = np.ones(len(values), dtype=np.bool_)
    np.not_equal(values[1:], values[:-1], out=starts[1:])
    return starts


def order(*columns: Ints) -> Ints:
    """Return the positions that sort rows of equally long integer columns, first column first."""
    packed = _pack(columns)
    if packed is None:
        return np.lexsort(columns[::-1]).astype(np.int64)
    key, _lows, sizes = packed
    bits = len(key).bit_length()
    if math.prod(sizes) << bits >= _LARGEST:
        return np.argsort(key, kind="stable").astype(np.int64)
    # Each key with its position behind it: all differ, and plain numbers sort several times as
    # fast as positions do.
    key = key << bits | np.arange(len(key), dtype=np.int64)
    key.sort()
    return key & ((1 << bits) - 1)


def distinct(*columns: Ints) -> tuple[Ints, ...]:
    """Return the distinct rows of equally long integer columns, sorted, as columns."""
    packed = _pack(columns)
    if packed is None:
        rows = np.unique(np.stack(columns, axis=1), axis=0)
        return tuple(rows[:, i] for i in range(len(columns)))
    key, lows, sizes = packed
    key = np.sort(key)
    key = key[first_of_run(key)]
    answer: list[Ints] = []
    for low, size in zip(lows[:0:-1], sizes[:0:-1], strict=True):
        key, rest = np.divmod(key, size)
        answer.append(rest + low)
    answer.append(key + lows[0])
    return tuple(reversed(answer))


def _pack(columns: Sequence[Ints]) -> tuple[Ints, list[int], list[int]] | None:
    """Pack each row into one integer that sorts as the row does; None when it does not fit."""
    if not len(columns[0]):
        return np.empty(0, dtype=np.int64), [0] * len(columns), [1] * len(columns)
    lows = [int(column.min()) for column in columns]
    sizes = [int(column.max()) - low + 1 for column, low in zip(columns, lows, strict=True)]
    if math.prod(sizes) >= _LARGEST:
        return None
    key = columns[0].astype(np.int64) - lows[0]
    for column, low, size in zip(columns[1:], lows[1:], sizes[1:], strict=True):
        key *= size
        key += column
        key -= low
    return key, lows, sizes


def cut(
    spans_document: Ints,
    spans_start: Ints,
    spans_end: Ints,
    units_document: Ints,
    units_start: Ints,
    units_end: Ints,
) -> tuple[Ints, Ints]:
    """Pair every span with every unit of its document that it overlaps.

    All six are integers, ranges in half-open code points of their document. Units of one
    document do not overlap each other; spans may, and empty spans pair with nothing.
    Returns (span_index, unit_index), positions in the input, ordered by span, then by unit.
    """
    width = 1 + max(int(spans_end.max(initial=0)), int(units_end.max(initial=0)))
    unit_starts = units_document * width + units_start
    unit_ends = units_document * width + units_end
    by_place: Ints | None = None
    if np.any(unit_starts[1:] < unit_starts[:-1]):
        by_place = np.argsort(unit_starts, kind="stable").astype(np.int64)
        unit_starts, unit_ends = unit_starts[by_place], unit_ends[by_place]
    base = spans_document * width
    first = np.searchsorted(unit_ends, base + spans_start, side="right").astype(np.int64)
    stop = np.searchsorted(unit_starts, base + spans_end, side="left").astype(np.int64)
    count = np.where(spans_end > spans_start, np.maximum(stop - first, 0), 0)
    span_index, unit_index = expand(first, count)
    return span_index, unit_index if by_place is None else by_place[unit_index]


def presence(
    codings: pd.DataFrame, units: pd.DataFrame, carry: Sequence[str] = ("code", "coder")
) -> tuple[Ints, ...]:
    """Return which unit carries what: distinct rows (unit, *carry), sorted, as integer columns.

    `codings` has the integer columns document, start, end and those named in `carry`;
    `trimmed_start` and `trimmed_end` (the span without white space at its edges) are used
    where they are there. `units` has document, start, end; a unit is named by its position
    in `units`, counted from 0.
    """
    start, end = trimmed(codings)
    span, unit = cut(
        _integers(codings, "document"), start, end, *(_integers(units, c) for c in _PLACE)
    )
    return distinct(unit, *(_integers(codings, name)[span] for name in carry))


def trimmed(codings: pd.DataFrame) -> tuple[Ints, Ints]:
    """Return the trimmed starts and ends of codings, or the plain ones where none are given."""
    if "trimmed_start" in codings.columns:
        return _integers(codings, "trimmed_start"), _integers(codings, "trimmed_end")
    return _integers(codings, "start"), _integers(codings, "end")


_PLACE = ("document", "start", "end")


def _integers(frame: pd.DataFrame, column: str) -> Ints:
    return frame[column].to_numpy(dtype=np.int64)
