"""What the patterns screen reads, away from its thread: the codings that count, the matrix of the
codes that go together, its graph."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kwalcode.analysis.backbone import Holding, backbone
from kwalcode.analysis.centrality import Centrality, centralities
from kwalcode.analysis.chance import chance
from kwalcode.analysis.graph import Communities, communities, community_of, theme_graph
from kwalcode.analysis.measures import smallest_p
from kwalcode.analysis.pairing import Cooccurrence
from kwalcode.analysis.rollup import lineage
from kwalcode.analysis.rotation import rotation
from kwalcode.model import Code, Counted
from kwalcode.project.analyses.cooccurrence import SEED
from kwalcode.project.analyses.frames import Evidence, evidence
from kwalcode.project.analyses.holding import Counting, holding_of
from kwalcode.project.analyses.layers import people_of
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.people import respondent_names
from kwalcode.project.reads.relations import Relation, all_relations
from kwalcode.tui.screens.patterns.asking import Asking

if TYPE_CHECKING:
    import networkx as nx

    from kwalcode.project.study import Study

Table = npt.NDArray[np.float64]
ROTATIONS = 1000
"""So often the codes are rotated along the interviews."""


@dataclass(frozen=True)
class Ground:
    """The codings that count, before a rule is asked of them; and the relations of codes."""

    evidence: Evidence
    codes: Mapping[int, Code]
    related: frozenset[tuple[int, int]]
    respondents: Mapping[int, str]
    relations: tuple[Relation, ...] = ()

    def between(self, a: int, b: int) -> list[Relation]:
        """Return the relations that somebody made between two codes (ids)."""
        return [one for one in self.relations if {one.a.id, one.b.id} == {a, b}]

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

    def only(self, codes: Collection[int]) -> Communities:
        """Return the communities limited to these codes; those in none are isolated."""
        wanted = set(codes)
        groups = tuple(filter(None, (group & wanted for group in self.found.groups)))
        left = wanted.difference(*groups)
        return replace(self.found, groups=groups, isolated=tuple(sorted(left)))

    @cached_property
    def central(self) -> Mapping[int, Centrality]:
        """The centralities of each code."""
        return centralities(self.graph)

    @cached_property
    def community(self) -> Mapping[int, int]:
        """The community of each code that is in one, from 0."""
        return community_of(self.found)


def read_ground(study: Study, asking: Asking) -> Ground:
    """Read the codings that count. Raises NotFound, UsageError."""
    with study.reading() as connection:
        found = evidence(connection, sub_codes=asking.sub_codes, **asking.scope())
        codes = {code.id: code for code in all_codes(connection)}
        names = respondent_names(connection)
        people = people_of(connection, found.layer, found.fitting)
        relations = tuple(all_relations(connection, "code"))
    related = frozenset(lineage(found.parents))
    called = {number: names[number] for number in people}
    return Ground(found, codes, related, called, relations)


def graph_of(matrix: Matrix, minimum: int, alpha: float | None = None) -> nx.Graph[int]:
    """Return the graph of the pairs with at least `minimum` respondents, or its backbone."""
    codes = matrix.result.codes.copy()
    codes["name"] = [matrix.ground.codes[code].name for code in codes["code"]]
    graph = theme_graph(codes, matrix.result.pairs, minimum=max(1, minimum))
    return graph if alpha is None else backbone(graph, alpha)


def linked(matrix: Matrix, minimum: int, alpha: float | None = None) -> Linked:
    """Return that graph with its communities."""
    graph = graph_of(matrix, minimum, alpha)
    return Linked(graph, communities(graph, seed=SEED))


def leave_out(
    matrix: Matrix, minimum: int, alpha: float | None, tell: Callable[[int], None]
) -> Holding:
    """Return how the communities hold without each respondent. Takes long in a large study; see
    `holding_of` for `tell`."""
    ground = matrix.ground
    how = Counting(
        ground.codings,
        matrix.asking.rule,
        matrix.units,
        ground.evidence.layer.pooled,
        ground.related,
        max(1, minimum),
        alpha,
    )
    return holding_of(how, ground.respondents, tell)


def rotate(matrix: Matrix) -> pd.DataFrame:
    """Return p by rotation, with Holm and BH, in the order of the pairs (`analysis.rotation`).

    For a rule of `rotation.RULES` only. Takes a while.
    """
    assert matrix.units is not None
    pooled = matrix.ground.evidence.layer.pooled
    pairs = matrix.result.pairs
    return rotation(
        matrix.ground.codings, pairs, matrix.units, runs=ROTATIONS, seed=SEED, pool_coders=pooled
    )
