"""Units of characters without listing characters: runs between the bounds of codings.

Within a run every character carries the same codings, so it counts as many times as it has
characters.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kwalcode.units import Ints, distinct


def character_runs(codings: pd.DataFrame, talk: pd.DataFrame) -> pd.DataFrame:
    """Cut `talk` at every bound of a coding.

    `codings` and `talk`: document, start, end, half-open in code points; the stretches of talk
    do not overlap. Returns document, start, end, weight (the number of characters) and, where
    `talk` has it, cluster: of the stretch that the run lies in.
    """
    places = talk.sort_values(["document", "start"], kind="stable")
    ends = int(max(codings["end"].max() if len(codings) else 0, places["end"].max() or 0, 0))
    width = ends + 1
    start, end = (_placed(places, edge, width) for edge in ("start", "end"))
    edges = np.concatenate([start, end, *(_placed(codings, e, width) for e in ("start", "end"))])
    (edges,) = distinct(edges)
    first, last = edges[:-1], edges[1:]
    owner = np.searchsorted(start, first, side="right") - 1
    inside = (owner >= 0) & (last <= end[np.maximum(owner, 0)]) if len(start) else owner >= 0
    owner = owner[inside]
    document = places["document"].to_numpy(dtype=np.int64)[owner]
    runs = pd.DataFrame(
        {
            "document": document,
            "start": first[inside] - document * width,
            "end": last[inside] - document * width,
        }
    )
    runs["weight"] = runs["end"] - runs["start"]
    if "cluster" in places:
        runs["cluster"] = places["cluster"].to_numpy(dtype=np.int64)[owner]
    return runs


def _placed(frame: pd.DataFrame, edge: str, width: int) -> Ints:
    """Return bounds as one number each that sorts by document, then by place."""
    document = frame["document"].to_numpy(dtype=np.int64)
    return np.asarray(document * width + frame[edge].to_numpy(dtype=np.int64), dtype=np.int64)
