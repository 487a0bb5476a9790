"""Pairs of rows that meet, found by sorting and searching, handed out in bearable portions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from kwalcode.units import Ints, distinct, expand, order

PORTION: Final = 1_000_000
"""How many pairs are held at a time; only a single group with more of them exceeds it."""
_BITMAP: Final = 64_000_000


def later_overlaps(document: Ints, start: Ints, end: Ints) -> Ints:
    """Count, for rows sorted by document and start, the later rows that each one overlaps.

    They stand directly behind it: a later row overlaps if and only if it starts before this
    one ends. So each unordered pair of overlapping rows is counted once.
    """
    width = 1 + int(end.max(initial=0))
    base = document * width
    stop = np.searchsorted(base + start, base + end, side="left").astype(np.int64)
    return stop - np.arange(len(start), dtype=np.int64) - 1


def later_members(group: Ints) -> Ints:
    """Count, for rows sorted by group, the later rows of the same group."""
    stop = np.searchsorted(group, group, side="right").astype(np.int64)
    return stop - np.arange(len(group), dtype=np.int64) - 1


def portions(count: Ints, group: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Hand out the pairs (i, j), j one of the `count[i]` rows after i, group by whole group.

    `group` is sorted; a portion holds at most `PORTION` pairs, or one group with more.
    """
    if not len(count):
        return
    firsts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    done = np.r_[0, np.cumsum(count, dtype=np.int64)]
    bounds = np.r_[firsts, len(count)]
    before = done[bounds]
    at = 0
    while at < len(firsts):
        reach = int(np.searchsorted(before, before[at] + PORTION, side="right")) - 1
        stop = min(max(reach, at + 1), len(firsts))
        low, high = int(bounds[at]), int(bounds[stop])
        at = stop
        if before[stop] > done[low]:
            i, j = expand(np.arange(low + 1, high + 1, dtype=np.int64), count[low:high])
            yield i + low, j


class Spread:
    """In how many different respondents each of `size` things was seen."""

    def __init__(self, size: int, respondents: int) -> None:
        self._size = size
        self._respondents = max(respondents, 1)
        small = size * self._respondents <= _BITMAP
        self._seen = np.zeros(size * self._respondents if small else 0, dtype=np.bool_)
        self._keys: Ints | None = None if small else np.empty(0, dtype=np.int64)

    def add(self, thing: Ints, respondent: Ints, other: Ints) -> None:
        """Note that `thing` was seen where both sides count for one and the same respondent."""
        same = (respondent == other) & (respondent >= 0)
        if not same.all():
            thing, respondent = thing[same], respondent[same]
        key = thing * self._respondents + respondent
        if self._keys is None:
            self._seen[key] = True
        else:
            self._keys = distinct(np.concatenate([self._keys, distinct(key)[0]]))[0]

    def count(self) -> Ints:
        """Return the number of respondents per thing."""
        if self._keys is None:
            table = self._seen.reshape(self._size, self._respondents)
            counts: Ints = np.count_nonzero(table, axis=1).astype(np.int64)
            return counts
        return tally(self._keys // self._respondents, self._size)


def tally(values: Ints, size: int, weights: Ints | None = None) -> Ints:
    """Count (or add up `weights` of) the values 0..size-1."""
    return np.bincount(values, weights=weights, minlength=size).astype(np.int64)


def merged(group: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints, Ints]:
    """Merge the ranges of each group into disjoint ones, sorted by group and start."""
    by_place = order(group, start)
    group, start, end = group[by_place], start[by_place], end[by_place]
    width = 1 + int(end.max(initial=0))
    base = group * width
    reached = np.maximum.accumulate(base + end)
    new: npt.NDArray[np.bool_] = np.ones(len(group), dtype=np.bool_)
    new[1:] = (base + start)[1:] > reached[:-1]
    firsts = np.flatnonzero(new)
    lasts = np.r_[firsts[1:] - 1, len(group) - 1] if len(firsts) else firsts
    return group[firsts], start[firsts], (reached - base)[lasts]
