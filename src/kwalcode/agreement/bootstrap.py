"""How sure a coefficient is: a seeded percentile bootstrap over documents, or turns.

What is resampled is the document, since passages of one interview depend on each other (Efron
and Tibshirani 1993, on clusters). With few documents that says nothing, so then turns are
resampled within each document, and the interval is conditional on these documents. Only sums
per cluster are resampled, so 1,000 replicates are one matrix product.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from kwalcode.agreement.ratings import Floats
from kwalcode.agreement.tallies import Tallies
from kwalcode.agreement.values import no_pairs
from kwalcode.agreement.yesno import per_code, pooled
from kwalcode.i18n import _
from kwalcode.units import Ints

FEW_DOCUMENTS: Final = 8
"""Under so many documents turns are resampled instead."""
_CELLS: Final = 4_000_000
"""So many numbers are held at a time: of resampled clusters, and of codes in replicates."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A percentile interval; None is n.a., with the reason. `missing` replicates were n.a."""

    low: float | None
    high: float | None
    missing: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Intervals of a coefficient: `pooled` over codes, and of each code in the table's order.

    `over` says what was resampled: "document" or "turn"; `clusters` is how many there were.
    """

    level: float
    replicates: int
    seed: int
    over: str
    clusters: int
    pooled: Interval
    codes: tuple[Interval, ...]


def bootstrap(
    tallies: Tallies,
    *,
    replicates: int = 1000,
    seed: int = 1,
    level: float = 0.95,
    coefficient: str = "alpha",
) -> Uncertainty:
    """Resample the clusters of `tallies` and return how alpha, or another coefficient of
    `yesno.COEFFICIENT_NAMES`, varies.

    Clusters that are finer than documents are resampled within their document. The same seed
    gives the same interval. A replicate in which nobody used a code has no alpha: it is left
    out of the percentiles, and counted.
    """
    random = np.random.default_rng(seed)
    g, k = len(tallies.document), tallies.sums.ones.shape[-1]
    finer = bool((tallies.document[1:] == tallies.document[:-1]).any())
    strata = np.unique(tallies.document, return_counts=True)[1] if finer else np.array([g])
    together, apart = np.empty(replicates), np.empty((replicates, k))
    step = max(1, _CELLS // max(g, k, 1))
    for begin in range(0, replicates, step):
        part = slice(begin, min(begin + step, replicates))
        sums = tallies.resampled(_times(random, strata, len(together[part])))
        together[part], apart[part] = pooled(sums, coefficient), per_code(sums, coefficient)
    alone = _alone(tallies, finer)
    return Uncertainty(
        level,
        replicates,
        seed,
        "turn" if finer else "document",
        g,
        _interval(together, level, alone),
        tuple(_interval(column, level, alone) for column in apart.T),
    )


def _times(random: np.random.Generator, strata: Ints, replicates: int) -> Floats:
    """Return how often each cluster was drawn: as many of each stratum as it has."""
    drawn = [random.multinomial(n, np.full(n, 1 / n), size=replicates) for n in strata if n]
    return np.concatenate(drawn, axis=1).astype(np.float64) if drawn else np.empty((replicates, 0))


def _alone(tallies: Tallies, finer: bool) -> str:
    """Say why nothing can be resampled; an empty text when it can."""
    if not len(tallies.document):
        return no_pairs().reason
    if len(tallies.document) == 1 and not finer:
        return _("one document cannot be resampled")
    return ""


def _interval(values: Floats, level: float, alone: str) -> Interval:
    known = values[~np.isnan(values)]
    missing = len(values) - len(known)
    if alone or not len(known):
        return Interval(None, None, missing, alone or _("no replicate has a figure"))
    tail = (1 - level) / 2
    low, high = np.quantile(known, [tail, 1 - tail])
    return Interval(float(low), float(high), missing)
