"""The graph of codes that go together, and its communities: proposals for themes.

Communities come from Louvain (Blondel and others, 2008) on the weighted graph. A single run is
no truth: several seeds are run, and the answer says how far they agree.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import networkx as nx
import numpy as np
import numpy.typing as npt
import pandas as pd

from kwalcode.i18n import _

RUNS: Final = 20
"""How many seeds are compared."""


@dataclass(frozen=True, slots=True)
class Communities:
    """Sets of codes that go together more than with others.

    `groups` go from large to small, then by their smallest code; `isolated` are the codes
    without an edge, which belong nowhere. `modularity` is that of `groups`; `stability` is the
    mean adjusted Rand index over all pairs of `runs` runs with the seeds `seed`, `seed` + 1 ...
    (1: every run gave the same). Both are None with a `reason` where there is no edge.
    """

    groups: tuple[frozenset[int], ...]
    isolated: tuple[int, ...]
    modularity: float | None
    stability: float | None
    seed: int
    runs: int
    reason: str = ""


def theme_graph(
    codes: pd.DataFrame, pairs: pd.DataFrame, *, weight: str = "respondents", minimum: float = 2
) -> nx.Graph[int]:
    """Make a graph with a node per code and an edge per pair that reaches `minimum`.

    `codes` and `pairs` are those of a `Cooccurrence`; a column `name` in `codes` names the
    nodes. `weight` is a column of `pairs`. Nodes carry name, respondents, quotations; edges
    carry weight, respondents, events. Nodes and edges stand in the order of the codes.
    """
    graph: nx.Graph[int] = nx.Graph(weight=weight, minimum=minimum)
    names = codes["name"] if "name" in codes.columns else codes["code"]
    nodes = zip(codes["code"], names, codes["respondents"], codes["quotations"], strict=True)
    for code, name, respondents, quotations in sorted(nodes):
        graph.add_node(
            _plain(code), name=str(name), respondents=int(respondents), quotations=int(quotations)
        )
    kept = pairs[(pairs[weight] >= minimum) & (pairs[weight] > 0)].sort_values(["a", "b"])
    columns = (kept[name] for name in ("a", "b", weight, "respondents", "events"))
    for a, b, value, respondents, events in zip(*columns, strict=True):
        graph.add_edge(
            _plain(a),
            _plain(b),
            weight=_plain(value),
            respondents=int(respondents),
            events=int(events),
        )
    return graph


def _plain(value: Any) -> Any:
    """Turn a numpy number into Python's own, as file formats of graphs want."""
    return value.item() if isinstance(value, np.generic) else value


def communities(graph: nx.Graph[int], *, seed: int, runs: int = RUNS) -> Communities:
    """Find communities with `runs` seeds; of these runs the one with the highest modularity.

    The same graph and seed give the same answer, whatever the order of its nodes and edges.
    """
    isolated = tuple(sorted(node for node, degree in graph.degree() if not degree))
    nodes = sorted(set(graph) - set(isolated))
    if not nodes:
        reason = _("no two codes go together often enough for an edge")
        return Communities((), isolated, None, None, seed, runs, reason)
    part = numbered(graph, nodes)
    found = [
        nx.community.louvain_communities(part, weight="weight", seed=seed + run)
        for run in range(runs)
    ]
    labels = [_labels(groups, len(nodes)) for groups in found]
    quality = _modularities(part, labels)
    # runs that differ only in the last digits of the modularity are equally good: the first
    best = int(np.argmax(np.round(quality, 9)))
    groups = sorted(
        (frozenset(nodes[i] for i in group) for group in found[best]),
        key=lambda group: (-len(group), min(group)),
    )
    return Communities(tuple(groups), isolated, quality[best], _stability(labels), seed, runs)


def _modularities(graph: nx.Graph[int], labels: Sequence[npt.NDArray[np.int64]]) -> list[float]:
    """Return the modularity of each labelling of the nodes 0, 1 ... (Newman, 2004).

    As networkx has it, which goes through all edges again for each group of each labelling.
    """
    edges = np.array(list(graph.edges(data="weight")), dtype=np.float64)
    a, b, weight = edges[:, 0].astype(np.int64), edges[:, 1].astype(np.int64), edges[:, 2]
    total = weight.sum()
    degree = np.bincount(np.r_[a, b], np.r_[weight, weight], minlength=len(graph))
    return [
        float(
            weight[own[a] == own[b]].sum() / total
            - np.square(np.bincount(own, degree) / (2 * total)).sum()
        )
        for own in labels
    ]


def numbered(graph: nx.Graph[int], nodes: Sequence[int]) -> nx.Graph[int]:
    """Copy the part of the graph on `nodes` as nodes 0, 1 ..., so that no hash has a say."""
    place = {node: i for i, node in enumerate(nodes)}
    answer: nx.Graph[int] = nx.Graph()
    answer.add_nodes_from(range(len(nodes)))
    edges = (
        (min(place[a], place[b]), max(place[a], place[b]), weight)
        for a, b, weight in graph.edges(data="weight", default=1)
        if a in place and b in place
    )
    answer.add_weighted_edges_from(sorted(edges))
    return answer


def _stability(labels: Sequence[npt.NDArray[np.int64]]) -> float:
    agreement = [adjusted_rand(a, b) for a, b in itertools.combinations(labels, 2)]
    return float(np.mean(agreement)) if agreement else 1.0


def _labels(groups: Sequence[set[int]], n: int) -> npt.NDArray[np.int64]:
    answer = np.zeros(n, dtype=np.int64)
    for label, group in enumerate(groups):
        answer[list(group)] = label
    return answer


def adjusted_rand(a: npt.NDArray[np.int64], b: npt.NDArray[np.int64]) -> float:
    """Return the adjusted Rand index (Hubert and Arabie, 1985) of two labellings; 1 if equal."""
    table = np.zeros((int(a.max()) + 1, int(b.max()) + 1), dtype=np.int64)
    np.add.at(table, (a, b), 1)
    together = _pairs(table).sum()
    in_a, in_b = _pairs(table.sum(axis=1)).sum(), _pairs(table.sum(axis=0)).sum()
    everything = _pairs(np.array([len(a)])).sum()
    expected = in_a * in_b / everything if everything else 0.0
    most = (in_a + in_b) / 2
    return 1.0 if most == expected else float((together - expected) / (most - expected))


def _pairs(n: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    return np.asarray(n * (n - 1) / 2, dtype=np.float64)


def community_of(found: Communities) -> Mapping[int, int]:
    """Return per code the number of its community, from 0; isolated codes are not in it."""
    return {code: i for i, group in enumerate(found.groups) for code in sorted(group)}
