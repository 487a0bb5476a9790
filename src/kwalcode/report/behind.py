"""The quotations behind a pair of codes: which ones make it that the two go together.

The same rules as in `analysis.pairing`, which counts; here the places themselves are
kept, for the pairs that a report shows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd

from kwalcode.units import Ints, cut, trimmed

Place = tuple[int, int, int]
"""A quotation: document, start, end."""
Pair = tuple[int, int]
_NEAR = re.compile(r"near\((\d+)\)")


def quotations_behind(
    codings: pd.DataFrame,
    units: pd.DataFrame | None,
    rule: str,
    pairs: Collection[Pair],
    *,
    by_coder: bool,
) -> dict[Pair, set[Place]]:
    """Return per pair (a before b) the quotations with a or b that make the pair.

    `codings`, `units` and `rule` as `cooccurrence` takes them; `by_coder`: only within one
    coder's codings.
    """
    frame = codings.drop_duplicates(["document", "start", "end", "code", "coder"])
    frame = frame.sort_values(["document", "start", "end"], kind="stable", ignore_index=True)
    wanted = set(pairs)
    found: dict[Pair, set[Place]] = {pair: set() for pair in wanted}
    places = list(zip(*(frame[c].tolist() for c in ("document", "start", "end")), strict=True))
    codes = frame["code"].tolist()
    coders = frame["coder"].tolist() if by_coder else [0] * len(frame)
    together = _overlapping(places) if rule == "overlap" else _in_contexts(frame, units, rule)
    for one, others in together:
        for other in others:
            pair = (min(codes[one], codes[other]), max(codes[one], codes[other]))
            if pair in wanted and coders[one] == coders[other]:
                found[pair] |= {places[one], places[other]}
    return found


def _overlapping(places: list[Place]) -> Iterator[tuple[int, range]]:
    """Yield each row with the later rows of its document that it overlaps."""
    for i, (document, _start, end) in enumerate(places):
        stop = i + 1
        while stop < len(places) and places[stop][0] == document and places[stop][1] < end:
            stop += 1
        yield i, range(i + 1, stop)


def _in_contexts(
    frame: pd.DataFrame, units: pd.DataFrame | None, rule: str
) -> Iterator[tuple[int, list[int]]]:
    """Yield each row with the later rows that share a unit with it."""
    row, context = _contexts(frame, units, rule)
    order = np.lexsort((row, context))
    members: list[int] = []
    last = -1
    for i in order:
        if context[i] != last:
            members, last = [], int(context[i])
        yield int(row[i]), members
        members.append(int(row[i]))


def _contexts(frame: pd.DataFrame, units: pd.DataFrame | None, rule: str) -> tuple[Ints, Ints]:
    """Return (row, unit) for every row of codings and every unit it has a part in."""
    everything = np.arange(len(frame), dtype=np.int64)
    if rule == "document":
        return everything, np.asarray(frame["document"], dtype=np.int64)
    if rule == "same-quotation":
        same = frame.groupby(["document", "start", "end"], sort=False).ngroup()
        return everything, np.asarray(same, dtype=np.int64)
    if units is None:
        raise ValueError("this rule needs a frame of units")
    units = units.sort_values(["document", "start"], kind="stable")
    start, end = trimmed(frame)
    bounds = [units[name].to_numpy(dtype=np.int64) for name in ("document", "start", "end")]
    row, unit = cut(frame["document"].to_numpy(dtype=np.int64), start, end, *bounds)
    near = _NEAR.fullmatch(rule)
    return _windows(row, unit, bounds[0], int(near[1])) if near else (row, unit)


def _windows(row: Ints, unit: Ints, document: Ints, reach: int) -> tuple[Ints, Ints]:
    """Put each row into every window of `reach` + 1 turns around its turn.

    A window is known by its last turn; those that would leave the document hold nothing that
    a window inside does not.
    """
    last = unit[:, None] + np.arange(reach + 1, dtype=np.int64)[None, :]
    rows = np.broadcast_to(row[:, None], last.shape)
    inside = last < len(document)
    inside &= document[np.minimum(last, len(document) - 1)] == document[unit][:, None]
    kept = np.unique(np.stack([rows[inside], last[inside]], axis=1), axis=0)
    return kept[:, 0], kept[:, 1]
