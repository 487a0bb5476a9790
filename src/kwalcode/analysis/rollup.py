"""Sub-codes counted under their parents (METHOD section 1, roll-up)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd


def ancestors(code: int, parents: Mapping[int, int | None]) -> Iterator[int]:
    """Yield the parent of a code, its parent, and so on to the root."""
    seen = {code}
    parent = parents.get(code)
    while parent is not None and parent not in seen:
        seen.add(parent)
        yield parent
        parent = parents.get(parent)


def lineage(parents: Mapping[int, int | None]) -> set[tuple[int, int]]:
    """Return every (code, ancestor): the pairs that never count as a co-occurrence."""
    return {(code, ancestor) for code in parents for ancestor in ancestors(code, parents)}


def roll_up(codings: pd.DataFrame, parents: Mapping[int, int | None]) -> pd.DataFrame:
    """Let every coding count for the code's ancestors too.

    `parents` maps each code to its parent (None at the root). Returns the codings with a row
    per code and ancestor; on one range a code of one coder counts once, however many of its
    sub-codes are there. Give `lineage(parents)` as `related` to `cooccurrence`.
    """
    upward = [(code, code) for code in codings["code"].unique()]
    upward += [(code, above) for code, _ in upward for above in ancestors(code, parents)]
    table = pd.DataFrame(upward, columns=["code", "counted"]).astype(codings["code"].dtype)
    rolled = codings.merge(table, on="code", how="inner")
    rolled["code"] = rolled["counted"]
    rolled = rolled[list(codings.columns)]
    same = [c for c in _IDENTITY if c in rolled.columns]
    return rolled.drop_duplicates(subset=same, ignore_index=True)


_IDENTITY = ("document", "start", "end", "code", "coder", "respondent")
