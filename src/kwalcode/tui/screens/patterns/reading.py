"""What the patterns screen reads, away from its thread; the frames are kept between questions.

A change of the rule, the measure or the threshold then costs what that change costs: the codings
are fetched again only when the study, the layer or the filter changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kwalcode.analysis.chance import chance
from kwalcode.analysis.graph import Communities, communities, community_of, theme_graph
from kwalcode.analysis.measures import smallest_p
from kwalcode.analysis.pairing import Cooccurrence, cooccurrence
from kwalcode.analysis.rollup import lineage
from kwalcode.model import Code, Counted
from kwalcode.project.analyses.cooccurrence import SEED, units_of
from kwalcode.project.analyses.frames import Evidence, evidence
from kwalcode.project.analyses.layers import people_of
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.people import respondent_names
from kwalcode.tui.screens.patterns.asking import Asking

if TYPE_CHECKING:
    import networkx as nx

    from kwalcode.project.study import Study

Table = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Ground:
    """The codings that count, before a rule is asked of them."""

    evidence: Evidence
    codes: Mapping[int, Code]
    related: frozenset[tuple[int, int]]
    respondents: Mapping[int, str]

    @property
    def codings(self) -> pd.DataFrame:
        """The codings, as the analyses take them."""
        return self.evidence.codings

    @cached_property
    def having(self) -> Mapping[int, frozenset[int]]:
        """The respondents (ids, among those who count) in whom each code occurs."""
        counts = self.codings[self.codings["respondent"].isin(list(self.respondents))]
        people = counts.groupby("code")["respondent"].unique()
        found = {int(str(code)): frozenset(map(int, who)) for code, who in people.items()}
        return {code: found.get(code, frozenset()) for code in self.codes}


@dataclass(frozen=True)
class Matrix:
    """Which codes go together under a rule, with every pair, also those that never meet."""

    asking: Asking
    ground: Ground
    result: Cooccurrence
    units: pd.DataFrame | None

    @property
    def counted(self) -> Counted:
        """What was counted."""
        return self.ground.evidence.counted

    @cached_property
    def codes(self) -> tuple[int, ...]:
        """The codes (ids) that occur, in the order of the codebook."""
        used = set(self.result.codes["code"].tolist())
        return tuple(code for code in self.ground.codes if code in used)

    @cached_property
    def place(self) -> Mapping[int, int]:
        """Where each code stands in the tables."""
        return {code: at for at, code in enumerate(self.codes)}

    @cached_property
    def sizes(self) -> Mapping[int, int]:
        """The number of respondents of each code."""
        rows = self.result.codes
        return dict(zip(rows["code"].tolist(), rows["respondents"].tolist(), strict=True))

    @cached_property
    def quotations(self) -> Mapping[int, int]:
        """The number of quotations of each code."""
        rows = self.result.codes
        return dict(zip(rows["code"].tolist(), rows["quotations"].tolist(), strict=True))

    @cached_property
    def _ends(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        index = pd.Index(self.codes)
        a, b = (index.get_indexer(pd.Index(self.result.pairs[end])) for end in ("a", "b"))
        return a.astype(np.int64), b.astype(np.int64)

    def table(self, column: str) -> Table:
        """Return a measure as codes x codes, NaN where it is n.a. or there is no such pair."""
        answer = np.full((len(self.codes), len(self.codes)), np.nan)
        a, b = self._ends
        pairs = self.result.pairs
        answer[a, b] = pairs[column].to_numpy(dtype=np.float64)
        back = "p_a_given_b" if column == "p_b_given_a" else column
        answer[b, a] = pairs[back].to_numpy(dtype=np.float64)
        return answer

    @cached_property
    def rows(self) -> Mapping[tuple[int, int], int]:
        """The row of each pair (lower id first) in the frame of pairs."""
        pairs = self.result.pairs
        ends = zip(pairs["a"].tolist(), pairs["b"].tolist(), strict=True)
        return {pair: at for at, pair in enumerate(ends)}

    @cached_property
    def chances(self) -> pd.DataFrame:
        """How far chance alone would bring each pair together, in the order of the pairs."""
        return chance(self.ground.codings, self.result.pairs, list(self.ground.respondents))

    @property
    def smallest_p(self) -> float:
        """The smallest p that so many respondents can give at all."""
        return float(smallest_p(len(self.ground.respondents)))

    def pair(self, a: int, b: int) -> Mapping[str, Any] | None:
        """Return the figures of a pair (lower id first), with its chances; None for no pair."""
        row = self.rows.get((min(a, b), max(a, b)))
        if row is None:
            return None
        known = {**self.result.pairs.iloc[row], **self.chances.iloc[row]}
        return {str(name): value for name, value in known.items()}


@dataclass(frozen=True)
class Linked:
    """The graph of the codes that go together in so many respondents, and its communities."""

    graph: nx.Graph[int]
    found: Communities

    @cached_property
    def community(self) -> Mapping[int, int]:
        """The community of each code that is in one, from 0."""
        return community_of(self.found)


class Held:
    """Keeps what was read of a study; one question at a time, for other threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._serial = -1
        self._grounds: dict[Asking, Ground] = {}
        self._matrices: dict[Asking, Matrix] = {}
        self._linked: dict[tuple[Asking, int], Linked] = {}

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

    def known(self, matrix: Matrix, minimum: int) -> Linked | None:
        """Return the graph of a matrix's pairs where it was made before."""
        fresh = self._matrices.get(matrix.asking) is matrix
        return self._linked.get((matrix.asking, minimum)) if fresh else None

    def linked(self, matrix: Matrix, minimum: int) -> Linked:
        """Return the graph of a matrix's pairs with at least so many respondents."""
        found = self.known(matrix, minimum)
        if found is None:
            found = linked(matrix, minimum)
            with self._lock:
                if self._matrices.get(matrix.asking) is matrix:
                    self._linked[matrix.asking, minimum] = found
        return found

    def _forget(self, serial: int) -> None:
        if serial != self._serial:
            self._serial = serial
            self._grounds.clear()
            self._matrices.clear()
            self._linked.clear()

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


def read_ground(study: Study, asking: Asking) -> Ground:
    """Read the codings that count. Raises NotFound, UsageError."""
    with study.reading() as connection:
        found = evidence(connection, sub_codes=asking.sub_codes, **asking.scope())
        codes = {code.id: code for code in all_codes(connection)}
        names = respondent_names(connection)
        people = people_of(connection, found.layer, found.fitting)
    related = frozenset(lineage(found.parents))
    return Ground(found, codes, related, {number: names[number] for number in people})


def graph_of(matrix: Matrix, minimum: int) -> nx.Graph[int]:
    """Return the graph of the pairs with at least `minimum` respondents."""
    codes = matrix.result.codes.copy()
    codes["name"] = [matrix.ground.codes[code].name for code in codes["code"]]
    return theme_graph(codes, matrix.result.pairs, minimum=max(1, minimum))


def linked(matrix: Matrix, minimum: int) -> Linked:
    """Return that graph with its communities."""
    graph = graph_of(matrix, minimum)
    return Linked(graph, communities(graph, seed=SEED))
