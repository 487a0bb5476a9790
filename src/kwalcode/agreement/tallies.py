"""Sums over units, per cluster and code, that every yes/no coefficient is made of.

Nothing is laid out per code and unit: only the units that somebody coded are looked at, the
others agree. A cluster is what is resampled together: a document, or a turn. Since everything
is a sum, any choice of clusters (all, one document's, a resample) is one matrix product.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kwalcode.agreement.ratings import Floats
from kwalcode.units import Ints, first_of_run

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over a choice of units; the last axis of all is the codes.

    `units` and `values` have one place there: the weight of the units, and of the values that
    `coders` coders gave to them. `positives`: units that anyone coded; `ones`: values "yes";
    `split`: disagreements as alpha counts them, c (m - c) / (m - 1) with c of m coders saying
    yes; `parted`: disagreeing pairs as a share of the pairs in a unit; `prevalence`: shares of
    coders saying yes; `a_only`, `b_only`: units that only the first or second coder coded
    (zeros unless there are two).
    """

    coders: int
    units: Floats
    values: Floats
    positives: Floats
    ones: Floats
    split: Floats
    parted: Floats
    prevalence: Floats
    a_only: Floats
    b_only: Floats

    @property
    def both(self) -> Floats:
        """Units that two coders coded alike."""
        return self.positives - self.a_only - self.b_only

    @property
    def varied(self) -> Bools:
        """Where somebody said yes and somebody said no: else chance has nothing to say."""
        return np.asarray((self.ones > 0) & (self.ones < self.values), dtype=np.bool_)

    def row(self, at: int) -> Sums:
        """Return the sums of one row: of one document, say."""
        return _mapped(self, lambda column: column[at])

    def added(self, rows: Ints) -> Sums:
        """Return the sums over some of the rows."""
        return _mapped(self, lambda column: column[rows].sum(axis=0))


_COLUMNS = (
    "units", "values", "positives", "ones", "split", "parted", "prevalence", "a_only", "b_only",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tallies:
    """`sums` has a row per cluster; `document` is the cluster's, in rising order."""

    document: Ints
    sums: Sums

    def total(self) -> Sums:
        """Return the sums over all clusters."""
        return _mapped(self.sums, lambda column: column.sum(axis=0))

    def resampled(self, times: Floats) -> Sums:
        """Return the sums with each cluster taken so many times: replicates x clusters."""
        return _mapped(self.sums, lambda column: times @ column)

    def by_document(self) -> tuple[Ints, Sums]:
        """Return the documents, and a row of sums for each."""
        firsts = np.flatnonzero(first_of_run(self.document))
        if not len(firsts):
            return self.document, self.sums
        sums = _mapped(self.sums, lambda column: np.add.reduceat(column, firsts, axis=0))
        return self.document[firsts], sums


def _mapped(sums: Sums, change: Callable[[Floats], Floats]) -> Sums:
    return Sums(sums.coders, **{name: change(getattr(sums, name)) for name in _COLUMNS})


@dataclass(frozen=True, slots=True)
class Compared:
    """The units compared: `m` coders rated each, it counts `weight` times, in this cluster.

    `cluster` numbers the rows of `documents`, the document of each cluster.
    """

    m: Ints
    weight: Floats
    cluster: Ints
    documents: Ints


def tally(
    compared: Compared, at: Ints, code: Ints, is_first: Bools, coders: int, k: int
) -> Tallies:
    """Add up who said yes: distinct rows (unit, code number, whether by the first coder), sorted.

    `k` is how many codes there are.
    """
    g = len(compared.documents)
    firsts = np.flatnonzero(first_of_run(at) | first_of_run(code)).astype(np.int64)
    yes = np.diff(firsts, append=len(at)).astype(np.float64)
    unit = at[firsts]
    m, weight = compared.m[unit].astype(np.float64), compared.weight[unit]
    place = compared.cluster[unit] * k + code[firsts]
    alone = (yes == 1) & (coders == 2)

    def total(amount: Floats) -> Floats:
        flat = np.bincount(place, weights=amount * weight, minlength=g * k)
        return flat.astype(np.float64).reshape(g, k)

    def per_cluster(amount: Floats) -> Floats:
        flat = np.bincount(compared.cluster, weights=amount, minlength=g)
        return flat.astype(np.float64).reshape(g, 1)

    mixed = yes * (m - yes)
    return Tallies(
        compared.documents,
        Sums(
            coders=coders,
            units=per_cluster(compared.weight),
            values=per_cluster(compared.weight * compared.m),
            positives=total(np.ones(len(unit))),
            ones=total(yes),
            split=total(mixed / (m - 1)),
            parted=total(2 * mixed / (m * (m - 1))),
            prevalence=total(yes / m),
            a_only=total((alone & is_first[firsts]).astype(np.float64)),
            b_only=total((alone & ~is_first[firsts]).astype(np.float64)),
        ),
    )
