"""Each coder's spans made ready to be compared: merged, and placed among the units."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kwalcode.units import Ints, cut, expand, first_of_run, order, trimmed

_PLACE = ("document", "start", "end")


def merged_spans(codings: pd.DataFrame) -> pd.DataFrame:
    """Merge a coder's overlapping spans of one code; spans that only touch stay two.

    `codings`: document, start, end, code, coder (trimmed_start, trimmed_end are used where they
    are there). Returns document, start, end, code, coder, sorted by document, coder, code and
    start; spans that are empty without white space are left out.
    """
    start, end = trimmed(codings)
    full = end > start
    owners = [
        codings[name].to_numpy(dtype=np.int64)[full] for name in ("document", "coder", "code")
    ]
    start, end = start[full], end[full]
    sort = order(*owners, start)
    owners, start, end = [one[sort] for one in owners], start[sort], end[sort]
    group = np.cumsum(np.logical_or.reduce([first_of_run(one) for one in owners]), dtype=np.int64)
    width = int(end.max(initial=0)) + 1
    reach = np.maximum.accumulate(group * width + end) if len(end) else end
    begins = np.ones(len(start), dtype=np.bool_)
    begins[1:] = group[1:] * width + start[1:] >= reach[:-1]
    firsts = np.flatnonzero(begins)
    lasts = np.append(firsts[1:], len(start))[: len(firsts)] - 1
    columns = dict(zip(("document", "coder", "code"), (one[firsts] for one in owners), strict=True))
    ends = reach[lasts] - group[lasts] * width
    frame = pd.DataFrame(columns | {"start": start[firsts], "end": ends})
    return frame[["document", "start", "end", "code", "coder"]]


def placed_spans(spans: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Add first and last: the units that each span lies in; spans in no unit are left out.

    Units are numbered from 0 in order of document and place.
    """
    sort = units.sort_values(["document", "start"], kind="stable")
    own = (spans[name].to_numpy(dtype=np.int64) for name in _PLACE)
    theirs = (sort[name].to_numpy(dtype=np.int64) for name in _PLACE)
    at, unit = cut(*own, *theirs)
    firsts = np.flatnonzero(first_of_run(at))
    lasts = np.append(firsts[1:], len(at))[: len(firsts)] - 1
    placed = spans.iloc[at[firsts]].reset_index(drop=True)
    return placed.assign(first=unit[firsts], last=unit[lasts])


def meeting(a_start: Ints, a_end: Ints, b_start: Ints, b_end: Ints) -> tuple[Ints, Ints]:
    """Return every pair (a, b) of half-open ranges that overlap, in no particular order."""
    by_a, by_b = np.argsort(a_start, kind="stable"), np.argsort(b_start, kind="stable")
    b_sorted, a_sorted = b_start[by_b], a_start[by_a]
    # either b begins inside a, or a begins inside b after b's start
    low = np.searchsorted(b_sorted, a_start, side="left").astype(np.int64)
    high = np.searchsorted(b_sorted, a_end, side="left").astype(np.int64)
    a_one, b_one = expand(low, np.maximum(high - low, 0))
    low = np.searchsorted(a_sorted, b_start, side="right").astype(np.int64)
    high = np.searchsorted(a_sorted, b_end, side="left").astype(np.int64)
    b_two, a_two = expand(low, np.maximum(high - low, 0))
    return (
        np.concatenate([a_one, by_a[a_two].astype(np.int64)]),
        np.concatenate([by_b[b_one].astype(np.int64), b_two]),
    )
