"""What was read for the patterns screen, kept between questions.

A change of the rule, the measure or the threshold then costs what that change costs: the codings
are fetched again only when the study, the layer or the filter changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

import pandas as pd

from kwalcode.analysis.backbone import Holding
from kwalcode.analysis.pairing import cooccurrence
from kwalcode.project.analyses.cooccurrence import units_of
from kwalcode.tui.screens.patterns.asking import Asking
from kwalcode.tui.screens.patterns.reading import (
    Ground,
    Linked,
    Matrix,
    leave_out,
    linked,
    read_ground,
    rotate,
)

if TYPE_CHECKING:
    from kwalcode.project.study import Study

Key = TypeVar("Key")
Kept = TypeVar("Kept")
_Drawn = tuple[Asking, int, float | None]
"""What a graph is made of: what is asked, the fewest respondents, the level of its backbone."""


class Held:
    """Keeps what was read of a study; one question at a time, for other threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._serial = -1
        self._grounds: dict[Asking, Ground] = {}
        self._matrices: dict[Asking, Matrix] = {}
        self._linked: dict[_Drawn, Linked] = {}
        self._left_out: dict[_Drawn, Holding] = {}
        self._rotated: dict[Asking, pd.DataFrame] = {}

    def matrix(self, study: Study, serial: int, asking: Asking) -> Matrix:
        """Return the matrix that is asked for, of the study as it was at `serial`.

        Raises NotFound, UsageError.
        """
        with self._lock:
            self._forget(serial)
            if asking not in self._matrices:
                self._matrices[asking] = self._counted(study, asking)
            return self._matrices[asking]

    def ground(self, study: Study, serial: int, asking: Asking) -> Ground:
        """Return the codings that count. Raises NotFound, UsageError."""
        with self._lock:
            self._forget(serial)
            return self._ground(study, asking)

    def known(self, matrix: Matrix, minimum: int, alpha: float | None = None) -> Linked | None:
        """Return the graph of a matrix's pairs where it was made before."""
        return self._linked.get((matrix.asking, minimum, alpha)) if self._fresh(matrix) else None

    def linked(self, matrix: Matrix, minimum: int, alpha: float | None = None) -> Linked:
        """Return the graph of a matrix's pairs with at least so many respondents, or (`alpha`)
        the backbone of it."""
        found = self.known(matrix, minimum, alpha)
        if found is None:
            found = linked(matrix, minimum, alpha)
            self._keep(matrix, self._linked, (matrix.asking, minimum, alpha), found)
        return found

    def left_out(self, matrix: Matrix, minimum: int, alpha: float | None) -> Holding | None:
        """Return how its communities hold without each respondent, where that was counted."""
        return self._left_out.get((matrix.asking, minimum, alpha)) if self._fresh(matrix) else None

    def leave_out(
        self, matrix: Matrix, minimum: int, alpha: float | None, tell: Callable[[int], None]
    ) -> Holding:
        """Count that. Takes long in a large study: `tell` as in `holding_of`."""
        found = leave_out(matrix, minimum, alpha, tell)
        self._keep(matrix, self._left_out, (matrix.asking, minimum, alpha), found)
        return found

    def rotated(self, matrix: Matrix) -> pd.DataFrame | None:
        """Return p by rotation in the order of the pairs, where that was counted."""
        return self._rotated.get(matrix.asking) if self._fresh(matrix) else None

    def rotate(self, matrix: Matrix) -> pd.DataFrame:
        """Count that. Takes a while; the rule must be one of `analysis.rotation.RULES`."""
        found = rotate(matrix)
        self._keep(matrix, self._rotated, matrix.asking, found)
        return found

    def _fresh(self, matrix: Matrix) -> bool:
        return self._matrices.get(matrix.asking) is matrix

    def _keep(self, matrix: Matrix, kept: dict[Key, Kept], key: Key, found: Kept) -> None:
        """Keep what was counted of a matrix, unless the study was changed meanwhile."""
        with self._lock:
            if self._fresh(matrix):
                kept[key] = found

    def _forget(self, serial: int) -> None:
        if serial != self._serial:
            self._serial = serial
            self._grounds.clear()
            self._matrices.clear()
            self._linked.clear()
            self._left_out.clear()
            self._rotated.clear()

    def _ground(self, study: Study, asking: Asking) -> Ground:
        before_rule = replace(asking, rule="")
        if before_rule not in self._grounds:
            self._grounds[before_rule] = read_ground(study, asking)
        return self._grounds[before_rule]

    def _counted(self, study: Study, asking: Asking) -> Matrix:
        ground = self._ground(study, asking)
        with study.reading() as connection:
            units = units_of(connection, asking.rule, ground.evidence)
        result = cooccurrence(
            ground.codings,
            rule=asking.rule,
            units=units,
            pool_coders=ground.evidence.layer.pooled,
            all_pairs=True,
            related=ground.related,
        )
        return Matrix(asking, ground, result, units)
