"""Ratings as a table of integers: what the nominal coefficients are computed on."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kwalcode.units import Ints

Floats = npt.NDArray[np.float64]
Ratings = Sequence[Sequence[Hashable | None]]
"""Coders x units; None where a coder did not rate a unit."""


@dataclass(frozen=True, slots=True)
class Table:
    """Coders x units of category numbers, -1 where missing.

    `weight` is how often a unit counts (a run of characters counts as many times as it has
    characters); `categories` is how many there are; `positive` marks those that mean "coded".
    """

    given: Ints
    weight: Floats
    categories: int
    positive: npt.NDArray[np.bool_]

    @property
    def coders(self) -> int:
        """How many coders there are."""
        return len(self.given)

    def counts(self) -> Floats:
        """Return units x categories: how many coders gave the unit this category."""
        answer = np.zeros((self.given.shape[1], max(self.categories, 1)))
        for row in self.given:
            rated = np.flatnonzero(row >= 0)
            answer[rated, row[rated]] += 1
        return answer

    def both(self) -> tuple[Ints, Ints, Floats]:
        """Return the first two coders' categories and the weights, where both rated."""
        first, second = self.given[0], self.given[1]
        rated = (first >= 0) & (second >= 0)
        return first[rated], second[rated], self.weight[rated]


def table(ratings: Ratings, categories: int | None = None) -> Table:
    """Read ratings; `categories` is how many values there can be, by default those observed.

    0, False and empty values mean "not coded", any other "coded" (for Dice and Jaccard).
    Not-a-number is missing too. Raises ValueError when coders have different numbers of units.
    """
    units = checked_units(ratings)
    numbers: dict[Hashable, int] = {}
    given = np.full((len(ratings), units), -1, dtype=np.int64)
    for coder, row in enumerate(ratings):
        for unit, value in enumerate(row):
            if value is not None and value == value:  # not a number: missing, as None is
                given[coder, unit] = numbers.setdefault(value, len(numbers))
    positive = np.array([bool(value) for value in numbers], dtype=np.bool_)
    return Table(given, np.ones(units), max(len(numbers), categories or 0), positive)


def checked_units(ratings: Sequence[Sequence[object]]) -> int:
    """Return how many units there are. Raises ValueError when coders differ in that."""
    numbers = {len(row) for row in ratings}
    if len(numbers) > 1:
        raise ValueError("every coder needs a value, or None, for every unit")
    return max(numbers, default=0)
