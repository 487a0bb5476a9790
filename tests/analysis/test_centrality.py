"""Degree and betweenness on graphs whose answers are known."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.analysis.centrality import centralities


def test_the_middle_of_a_star_lies_between_all_others() -> None:
    star = nx.star_graph(4)  # 0 in the middle, 1 to 4 around it
    nx.set_edge_attributes(star, 2.0, "weight")
    found = centralities(star)
    assert (found[0].degree, found[0].strength, found[0].betweenness) == (4, 8.0, 1.0)
    assert (found[1].degree, found[1].strength, found[1].betweenness) == (1, 2.0, 0.0)


def test_on_a_path_of_five_as_freeman_has_it() -> None:
    path = nx.path_graph(5)
    nx.set_edge_attributes(path, 1.0, "weight")
    found = centralities(path)
    # between: 0, 3, 4, 3, 0 of the 6 pairs of others
    assert [found[n].betweenness for n in range(5)] == pytest.approx([0, 0.5, 4 / 6, 0.5, 0])


def test_nobody_is_between_two_in_a_graph_of_two() -> None:
    pair: nx.Graph[int] = nx.Graph()
    pair.add_edge(1, 2, weight=3)
    assert centralities(pair)[1].betweenness is None
    assert centralities(nx.Graph()) == {}


@given(st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda e: e[0] < e[1])))
def test_degrees_add_up_and_shares_are_shares(edges: set[tuple[int, int]]) -> None:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(9))
    graph.add_edges_from(edges, weight=2)
    found = centralities(graph)
    assert sum(one.degree for one in found.values()) == 2 * len(edges)
    assert sum(one.strength for one in found.values()) == 4 * len(edges)
    assert all(0 <= (one.betweenness or 0) <= 1 for one in found.values())
