from __future__ import annotations

import io
import itertools
import os
import random
import subprocess
import sys

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.analysis import graph as graphs
from kwalcode.analysis.layout import SHEET, layout, sheet_width

CODES = pd.DataFrame(
    {"code": range(1, 8), "name": list("abcdefg"), "quotations": 9, "respondents": 5}
)
CLIQUES = [*itertools.combinations([1, 2, 3], 2), *itertools.combinations([4, 5, 6], 2), (3, 4)]
PAIRS = pd.DataFrame(
    {
        "a": [a for a, _ in CLIQUES] + [1],
        "b": [b for _, b in CLIQUES] + [7],
        "respondents": [5, 5, 5, 4, 4, 4, 2, 1],
        "events": [8] * 8,
        "jaccard": [0.5] * 7 + [np.nan],
    }
)


def test_an_edge_needs_two_respondents() -> None:
    graph = graphs.theme_graph(CODES, PAIRS)
    assert sorted(graph.edges) == sorted(CLIQUES)
    assert graph.nodes[7] == {"name": "g", "respondents": 5, "quotations": 9}
    assert graph.edges[3, 4] == {"weight": 2, "respondents": 2, "events": 8}
    assert graphs.theme_graph(CODES, PAIRS, minimum=1).has_edge(1, 7)


def test_another_weight_and_what_is_not_available() -> None:
    graph = graphs.theme_graph(CODES.drop(columns="name"), PAIRS, weight="jaccard", minimum=0)
    assert graph.edges[1, 2]["weight"] == 0.5
    assert not graph.has_edge(1, 7)
    assert graph.nodes[1]["name"] == "1"


def test_a_graph_can_be_written_and_read() -> None:
    graph = graphs.theme_graph(CODES, PAIRS)
    written = io.BytesIO()
    nx.write_graphml(graph, written)
    again = nx.read_graphml(io.BytesIO(written.getvalue()), node_type=int)
    assert again.edges[1, 2]["respondents"] == 5


def test_two_cliques_are_two_communities() -> None:
    graph = graphs.theme_graph(CODES, PAIRS)
    found = graphs.communities(graph, seed=3)
    assert found.groups == (frozenset({1, 2, 3}), frozenset({4, 5, 6}))
    assert found.isolated == (7,)
    assert found.stability == 1
    assert found.modularity == pytest.approx(
        nx.community.modularity(graph.subgraph(range(1, 7)), found.groups)
    )
    assert graphs.community_of(found) == {1: 0, 2: 0, 3: 0, 4: 1, 5: 1, 6: 1}


def test_no_edges_no_figures() -> None:
    for codes in (CODES, CODES.head(0)):
        graph = graphs.theme_graph(codes, PAIRS.head(0))
        found = graphs.communities(graph, seed=1)
        assert (found.groups, found.modularity, found.stability) == ((), None, None)
        assert found.reason
        assert len(layout(graph, 1)) == len(codes)


def random_pairs(codes: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    pairs = pd.DataFrame(itertools.combinations(range(1, codes + 1), 2), columns=["a", "b"])
    same = pairs["a"] % 5 == pairs["b"] % 5
    pairs["respondents"] = rng.integers(0, 4, len(pairs)) + 4 * same
    return pairs.assign(events=pairs["respondents"])


def many_codes(codes: int) -> pd.DataFrame:
    names = [f"code {i} " + "x" * (i % 14) for i in range(1, codes + 1)]
    return pd.DataFrame(
        {"code": range(1, codes + 1), "name": names, "quotations": 9, "respondents": 5}
    )


def test_the_order_of_rows_does_not_matter() -> None:
    codes, pairs = many_codes(30), random_pairs(30, 1)
    first = graphs.theme_graph(codes, pairs)
    shuffled = nx.Graph()
    nodes, edges = list(first.nodes(data=True)), list(first.edges(data=True))
    random.Random(1).shuffle(nodes)
    random.Random(2).shuffle(edges)
    shuffled.add_nodes_from(nodes)
    shuffled.add_edges_from((b, a, data) for a, b, data in edges)
    assert graphs.communities(first, seed=5) == graphs.communities(shuffled, seed=5)
    assert layout(first, 5) == layout(shuffled, 5)
    again = graphs.theme_graph(codes.iloc[::-1], pairs.iloc[::-1])
    assert list(again.edges(data=True)) == list(first.edges(data=True))


def test_the_hash_seed_does_not_matter() -> None:
    program = (
        "import pandas as pd\n"
        "from kwalcode.analysis.graph import *\n"
        "names = list('abcdefgh')\n"
        "codes = pd.DataFrame({'code': names, 'quotations': 3, 'respondents': 3})\n"
        "pairs = pd.DataFrame([(a, b) for a in names for b in names if a < b],"
        " columns=['a', 'b'])\n"
        "pairs['respondents'] = [2 + i % 3 for i in range(len(pairs))]\n"
        "pairs['events'] = 1\n"
        "found = communities(theme_graph(codes, pairs), seed=1)\n"
        "print([sorted(g) for g in found.groups], found.stability)\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


@pytest.mark.parametrize("codes", [1, 2, 40])
def test_labels_stay_on_the_sheet_and_off_each_other(codes: int) -> None:
    graph = graphs.theme_graph(many_codes(codes), random_pairs(codes, 2), minimum=3)
    places = layout(graph, 1)
    width = sheet_width(graph)
    boxes = [
        (x * width, y * width / SHEET, len(graph.nodes[n]["name"])) for n, (x, y) in places.items()
    ]
    for x, y, length in boxes:
        assert length / 2 <= x <= width - length / 2
        assert 1 <= y <= width / SHEET - 1
    for (x1, y1, l1), (x2, y2, l2) in itertools.combinations(boxes, 2):
        assert abs(x1 - x2) >= (l1 + l2) / 2 or abs(y1 - y2) >= 2


def test_communities_stand_apart() -> None:
    graph = graphs.theme_graph(CODES, PAIRS)
    places = {n: np.array(p) for n, p in layout(graph, 1).items()}
    middle = [np.mean([places[n] for n in group], axis=0) for group in ([1, 2, 3], [4, 5, 6])]
    for n in range(1, 7):
        own, other = (0, 1) if n <= 3 else (1, 0)
        assert np.linalg.norm(places[n] - middle[own]) < np.linalg.norm(places[n] - middle[other])


labelling = st.lists(st.integers(0, 3), min_size=12, max_size=12)


@given(labelling, labelling)
def test_adjusted_rand_equals_scikit_learn(a: list[int], b: list[int]) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    value = graphs.adjusted_rand(np.array(a), np.array(b))
    assert value == pytest.approx(metrics.adjusted_rand_score(a, b))


def test_the_modularity_is_that_of_networkx() -> None:
    graph = graphs.theme_graph(many_codes(30), random_pairs(30, 5), minimum=1)
    found = graphs.communities(graph, seed=2)
    expected = nx.community.modularity(
        graph.subgraph(set(graph) - set(found.isolated)), found.groups, weight="weight"
    )
    assert found.modularity == pytest.approx(expected)
