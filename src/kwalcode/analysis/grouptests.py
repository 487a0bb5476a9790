"""Do groups of respondents differ more than chance would have it? Exact where that is possible.

Every test is one of respondents shuffled over groups whose sizes stay as they are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

TABLES: Final = 100_000
"""Up to so many tables all are looked at; beyond, a sample of shuffles."""
ARRANGEMENTS: Final = 20_000
"""The same for the ways to deal respondents out over groups."""
RUNS: Final = 10_000
_SAME: Final = 1e-7
"""Outcomes that differ by less than this share are equally extreme, as in R's fisher.test."""


@dataclass(frozen=True, slots=True)
class GroupTest:
    """A p, the smallest p that the same margins could give, and whether shuffles were drawn."""

    p: float
    smallest: float
    sampled: bool


class Presences:
    """Tests how many respondents of each group have a code, for groups of given sizes.

    Two groups: Fisher's exact test, two-sided; more: its extension by Freeman and Halton
    (1951). Both add up the tables that are at most as probable as the one seen.
    """

    def __init__(self, sizes: Sequence[int], *, seed: int, runs: int = RUNS) -> None:
        self.sizes = tuple(sizes)
        self.runs = runs
        self._seed = seed

    def test(self, having: Sequence[int]) -> GroupTest:
        """Test these numbers of respondents who have the code, one per group."""
        total = sum(having)
        seen = self._log_ways(np.array([having], dtype=np.int64))[0]
        logs, sampled = self._outcomes(total)
        if sampled:
            hits = int((logs <= seen + _SAME).sum())
            return GroupTest((1 + hits) / (1 + self.runs), 1 / (1 + self.runs), sampled=True)
        chances = np.exp(logs)
        p = float(chances[logs <= seen + _SAME].sum())
        least = float(chances[logs <= logs.min() + _SAME].sum())
        return GroupTest(min(1.0, p), min(1.0, least), sampled=False)

    def smallest(self) -> float:
        """Return the smallest p that any code could give in groups of these sizes."""
        return min((self._least(total) for total in range(1, sum(self.sizes))), default=math.nan)

    def _least(self, total: int) -> float:
        if _tables(self.sizes, total) > TABLES:
            return 1 / (1 + self.runs)
        logs = self._outcomes(total)[0]
        return min(1.0, float(np.exp(logs[logs <= logs.min() + _SAME]).sum()))

    def _outcomes(self, total: int) -> tuple[Floats, bool]:
        """Return the log probability of every table with `total`, or of drawn ones."""
        if _tables(self.sizes, total) <= TABLES:
            return self._log_ways(_all_tables(self.sizes, total)), False
        random = np.random.default_rng([self._seed, total])
        drawn = random.multivariate_hypergeometric(self.sizes, total, size=self.runs)
        return self._log_ways(drawn.astype(np.int64)), True

    def _log_ways(self, tables: Ints) -> Floats:
        sizes = np.array(self.sizes, dtype=np.int64)
        total = tables.sum(axis=1)
        ways = _log_choose(sizes[None, :], tables).sum(axis=1)
        return np.asarray(ways - _log_choose(sizes.sum(), total), dtype=np.float64)


def _log_choose(n: npt.ArrayLike, k: Ints) -> Floats:
    above = np.asarray(n, dtype=np.float64)
    return np.asarray(gammaln(above + 1) - gammaln(k + 1) - gammaln(above - k + 1))


@cache
def _tables(sizes: tuple[int, ...], total: int) -> float:
    """Return how many tables there are: ways to take `total` out of groups of these sizes."""
    ways = np.ones(1)
    for size in sizes:
        ways = np.convolve(ways, np.ones(size + 1))[: total + 1]
    return float(ways[total]) if total < len(ways) else 0.0


def _all_tables(sizes: Sequence[int], total: int) -> Ints:
    """Return every table: rows of numbers per group that add up to `total`."""
    tables = np.zeros((1, 0), dtype=np.int64)
    rest = sum(sizes)
    for size in sizes:
        rest -= size
        taken = np.arange(size + 1)
        grown = np.repeat(tables, size + 1, axis=0)
        tables = np.column_stack([grown, np.tile(taken, len(tables))])
        left = total - tables.sum(axis=1)
        tables = tables[(left >= 0) & (left <= rest)]
    return tables


def compare_amounts(
    values: Floats, group: Ints, *, seed: int, runs: int = RUNS
) -> tuple[list[GroupTest], bool]:
    """Test amounts per respondent: is the spread between the groups' means larger than by chance?

    `values`: things (rows) x respondents; `group` numbers the respondents' groups from 0. The
    statistic is the sum of squares between groups; all arrangements are looked at where there
    are at most `ARRANGEMENTS`, else `runs` are drawn: p = (1 + runs at least as large) /
    (1 + runs). Returns a test per row, and whether arrangements were drawn.
    """
    sizes = np.bincount(group)
    ways = math.factorial(len(group)) // math.prod(math.factorial(int(n)) for n in sizes)
    sampled = ways > ARRANGEMENTS
    dealt = _drawn(group, seed, runs) if sampled else _arrangements(group, sizes)
    between = _between(values, dealt, len(sizes))
    seen = _between(values, group[None, :], len(sizes))[0]
    extreme = (between >= seen * (1 - _SAME)).sum(axis=0)
    most = (between >= between.max(axis=0) * (1 - _SAME)).sum(axis=0)
    if sampled:
        least = 1 / (1 + runs)
        return [GroupTest((1 + n) / (1 + runs), least, True) for n in extreme.tolist()], True
    tests = [
        GroupTest(n / len(dealt), best / len(dealt), False)
        for n, best in zip(extreme.tolist(), most.tolist(), strict=True)
    ]
    return tests, False


def _between(values: Floats, dealt: Ints, groups: int) -> Floats:
    """Return sum over groups of n (mean - overall mean)^2, arrangements x things."""
    centred = values - values.mean(axis=1, keepdims=True)
    answer = np.zeros((len(dealt), len(values)))
    for number in range(groups):
        inside = dealt == number
        sums = inside @ centred.T
        answer += sums * sums / inside.sum(axis=1, keepdims=True)
    return answer


def _drawn(group: Ints, seed: int, runs: int) -> Ints:
    random = np.random.default_rng(seed)
    return random.permuted(np.tile(group, (runs, 1)), axis=1)


def _arrangements(group: Ints, sizes: Ints) -> Ints:
    """Return every way to deal the respondents out over groups of these sizes."""
    dealt = [np.full(len(group), -1, dtype=np.int64)]
    for number, size in enumerate(sizes.tolist()):
        grown = []
        for one in dealt:
            for chosen in combinations(np.flatnonzero(one < 0).tolist(), size):
                new = one.copy()
                new[list(chosen)] = number
                grown.append(new)
        dealt = grown
    return np.array(dealt, dtype=np.int64)
