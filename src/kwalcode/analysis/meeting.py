"""In whom do two codes go together? The respondents that co-occurrence only counts, by name."""

from __future__ import annotations

import pandas as pd

from kwalcode.analysis.pairing import cooccurrence


def meeting_respondents(
    codings: pd.DataFrame,
    a: int,
    b: int,
    *,
    rule: str,
    units: pd.DataFrame | None = None,
    pool_coders: bool = True,
) -> frozenset[int]:
    """Return the respondents in whom the codes `a` and `b` go together under a rule.

    Arguments as in `cooccurrence`, which counts as many; `codings` has a column respondent.
    """
    sides = codings[codings["code"].isin([a, b]) & (codings["respondent"] >= 0)]
    people = pd.Index(sorted(sides["respondent"].unique()))
    # Each respondent gets two codes of their own, so that one count tells who counts.
    person = people.get_indexer(pd.Index(sides["respondent"]))
    own = sides.assign(code=2 * person + (sides["code"] == b).to_numpy(dtype=int))
    found = cooccurrence(own, rule=rule, units=units, pool_coders=pool_coders).pairs
    pairs = found[(found["respondents"] > 0) & (found["a"] % 2 == 0)]
    together = pairs[pairs["b"] == pairs["a"] + 1]
    return frozenset(int(people[at // 2]) for at in together["a"])
