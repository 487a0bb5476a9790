"""Could codes meet in as many respondents by chance alone? Exploratory, for every pair."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd

from kwalcode.analysis.measures import benjamini_hochberg, holm, hypergeometric

COLUMNS = ("respondents_a", "respondents_b", "respondents_ab", "p", "holm", "bh")


def chance(
    codings: pd.DataFrame, pairs: pd.DataFrame, respondents: Sequence[Hashable]
) -> pd.DataFrame:
    """Return, for each pair (a, b), how many respondents have a, b and both, and p.

    `codings`: code, respondent; `pairs`: a, b, all pairs that count, those that never meet
    included, since Holm (1979) and Benjamini and Hochberg (1995) are over them; `respondents`:
    all who count, also those without a coding. p is the exact hypergeometric P(X >= both), the
    one-sided test of Fisher; respondents are the units, so both codes need not stand together.
    Columns as in `COLUMNS`, in the order and with the index of `pairs`; NaN where nobody counts.
    """
    people, codes = (
        pd.Index(list(respondents), dtype=None if respondents else object),
        pd.Index(pd.unique(codings["code"])),
    )
    person = people.get_indexer(pd.Index(codings["respondent"]))
    code = codes.get_indexer(pd.Index(codings["code"]))
    has = np.zeros((len(people), len(codes) + 1), dtype=np.int64)  # the last: codes never used
    has[person[person >= 0], code[person >= 0]] = 1
    a, b = (codes.get_indexer(pd.Index(pairs[name])) for name in ("a", "b"))
    carrying, both = has.sum(axis=0), has.T @ has
    n1, n2, n12 = carrying[a], carrying[b], both[a, b]
    p = hypergeometric(n1, n2, n12, len(people))[0] if len(pairs) else np.empty(0)
    values = (n1, n2, n12, p, holm(p), benjamini_hochberg(p))
    return pd.DataFrame(dict(zip(COLUMNS, values, strict=True)), index=pairs.index)
