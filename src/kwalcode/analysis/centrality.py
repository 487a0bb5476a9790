"""Which codes hold a graph of codes together: two centralities that mean something here.

*Degree* is with how many other codes a code goes together. *Betweenness* (Freeman, 1977) is how
often a code lies on the shortest way between two others: a code that links groups of codes that
otherwise do not meet. Both depend on where the line for an edge was drawn; in a small study one
respondent can change them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx


@dataclass(frozen=True, slots=True)
class Centrality:
    """Of one code: its degree (other codes), strength (sum of the weights of its edges), and
    betweenness as a share of all pairs of other codes, from 0 to 1.

    Betweenness is None in a graph with fewer than three codes, where no code can be between two.
    """

    degree: int
    strength: float
    betweenness: float | None


def centralities(graph: nx.Graph[int]) -> Mapping[int, Centrality]:
    """Return the centralities of each code of a graph whose edges carry a `weight`.

    Ways are counted in steps, not in weights: the more two codes go together the nearer they
    are, but no scale turns respondents into a distance.
    """
    between = nx.betweenness_centrality(graph, normalized=True) if len(graph) > 2 else {}
    return {
        code: Centrality(
            int(graph.degree(code)),
            float(graph.degree(code, weight="weight")),
            between.get(code),
        )
        for code in graph
    }
