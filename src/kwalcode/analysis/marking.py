"""Words that mark a group: log-odds with a Dirichlet prior (Monroe and others, 2008)."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

PRIOR: Final = 500.0
"""How many words of the whole corpus each side is thought to have said beforehand."""


def log_odds(
    yi: npt.ArrayLike, ni: npt.ArrayLike, yj: npt.ArrayLike, nj: npt.ArrayLike,
    a: npt.ArrayLike, a0: npt.ArrayLike,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:  # fmt: skip
    """Return (d, z) of a word said `yi` times in `ni` words against `yj` in `nj`.

    `a` is the prior count of the word, `a0` that of all words. d is the difference of the log
    odds, z = d / sqrt(1/(yi+a) + 1/(yj+a)). NaN where nothing else was ever said.
    """
    here, said, there, others, own, prior = (
        np.asarray(x, dtype=np.float64) for x in (yi, ni, yj, nj, a, a0)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = np.log(here + own) - np.log(said + prior - here - own)
        against = np.log(there + own) - np.log(others + prior - there - own)
        d = odds - against
    return d, d / np.sqrt(1 / (here + own) + 1 / (there + own))


def marking_words(
    counts: pd.DataFrame, *, prior: float = PRIOR, least: int = 2, most: int = 20
) -> pd.DataFrame:
    """Return the words that mark each group against all other groups together.

    `counts`: group, respondent, word, n: how often each respondent said each word. The prior of
    a word is its share of all words times `prior`. Words said by fewer than `least` respondents
    of the group are left out: they mark a person. Per group at most `most` words with z above 0,
    the largest first: group, word, n, respondents, elsewhere (times said in the other groups),
    log_odds, z.
    """
    per = counts.groupby(["group", "word"], sort=True).agg(
        n=("n", "sum"), respondents=("respondent", "nunique")
    )
    per = per.reset_index()
    said = per.groupby("group")["n"].sum()
    total = per.groupby("word")["n"].sum()
    everything = float(total.sum())
    ni = per["group"].map(said).to_numpy(dtype=np.float64)
    everywhere = per["word"].map(total).to_numpy(dtype=np.float64)
    elsewhere = everywhere - per["n"].to_numpy(dtype=np.float64)
    a = prior * everywhere / everything if everything else everywhere
    d, z = log_odds(per["n"], ni, elsewhere, everything - ni, a, prior)
    found = per.assign(elsewhere=elsewhere.astype(np.int64), log_odds=d, z=z)
    several = ni < everything  # a single group has nothing to stand out against
    found = found[several & (found["z"] > 0) & (found["respondents"] >= least)]
    found = found.sort_values(["group", "z", "word"], ascending=[True, False, True])
    return found.groupby("group").head(most).reset_index(drop=True)
