"""What of a graph is more than noise, and does it hold without any one respondent?"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from statistics import fmean

import networkx as nx
import numpy as np

from kwalcode.analysis.graph import Communities, adjusted_rand, community_of
from kwalcode.errors import UsageError
from kwalcode.i18n import _


@dataclass(frozen=True, slots=True)
class Holding:
    """How far communities hold when each of `n` respondents is left out in turn.

    The adjusted Rand index between the communities of all and those without one respondent,
    over the codes that are in a community of all: its mean, the lowest, and without whom (the
    first of equals). None, with a `reason`, where there is nothing to compare.
    """

    n: int
    mean: float | None
    lowest: float | None
    without: Hashable | None
    reason: str = ""


def disparity(graph: nx.Graph[int]) -> dict[tuple[int, int], float]:
    """Return the level of each edge (a < b) in the disparity filter (Serrano and others, 2009).

    At an end with k edges and strength s an edge of weight w has (1 - w/s)^(k-1); the level is
    the lower of its two ends. An end with one edge is judged at the other; where both have one,
    the level is 1: there is nothing to compare the edge with.
    """
    strength: dict[int, float] = dict(graph.degree(weight="weight"))
    degree: dict[int, int] = dict(graph.degree())

    def level(end: int, weight: float) -> float:
        k = degree[end]
        return 1.0 if k == 1 else (1 - weight / strength[end]) ** (k - 1)

    answer = {}
    for a, b, data in graph.edges(data=True):
        weight = float(data["weight"])
        answer[min(a, b), max(a, b)] = min(level(a, weight), level(b, weight))
    return answer


def backbone(graph: nx.Graph[int], alpha: float) -> nx.Graph[int]:
    """Return the graph with only the edges below the level `alpha` at either end; all nodes stay.

    Raises UsageError unless 0 < alpha <= 1.
    """
    if not 0 < alpha <= 1:
        raise UsageError(_("The level of a backbone lies between 0 and 1, as in 0.05."))
    kept: nx.Graph[int] = graph.copy()
    kept.graph["backbone"] = alpha
    kept.remove_edges_from([edge for edge, level in disparity(graph).items() if level >= alpha])
    return kept


def holding(every: Communities, without: Mapping[Hashable, Communities]) -> Holding:
    """Compare the communities of all respondents with those without each of them.

    `without` holds the communities when that respondent is left out. A code that then has no
    edge is a community of its own.
    """
    if not every.groups:
        return Holding(len(without), None, None, None, every.reason or _("no communities"))
    if len(without) < 2:
        return Holding(len(without), None, None, None, _("fewer than two respondents"))
    codes = sorted(code for group in every.groups for code in group)
    own = _labels(every, codes)
    found = {who: adjusted_rand(own, _labels(one, codes)) for who, one in without.items()}
    worst = min(found, key=lambda who: round(found[who], 12))
    return Holding(len(without), fmean(found.values()), found[worst], worst)


def _labels(found: Communities, codes: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the community of each code; those without one get a number of their own."""
    known = community_of(found)
    alone = len(found.groups)
    return np.array([known.get(code, alone + i) for i, code in enumerate(codes)], dtype=np.int64)
