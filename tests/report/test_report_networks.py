from __future__ import annotations

import io
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from lxml import etree

from kwalcode.analysis.graph import communities, theme_graph
from kwalcode.analysis.pairing import cooccurrence
from kwalcode.errors import KwalcodeError
from kwalcode.model import Counted
from kwalcode.project.analyses.cooccurrence import StudyCooccurrence
from kwalcode.report.data import Network
from kwalcode.report.names import short_names
from kwalcode.report.networks import GRAPH_FORMATS, MAKERS, left_out, network, options

FACTS = (("Unit", "turn"), ("n", "12 <respondents>"))
SPANS = [(d, s, s + 10, c, 1) for d in (1, 2, 3) for s in (0, 50) for c in (1, 2, 3)]
COLUMNS = ["document", "start", "end", "code", "coder"]
CODINGS = pd.DataFrame([*SPANS, (1, 200, 210, 4, 1)], columns=COLUMNS)
PATHS = {1: "A > x", 2: "B > x", 3: "C", 4: "D"}


@pytest.fixture(scope="module")
def counts() -> StudyCooccurrence:
    return StudyCooccurrence(cooccurrence(CODINGS), Counted("Anna", 3, 3), PATHS)


def made(counts: StudyCooccurrence):  # type: ignore[no-untyped-def]
    codes = counts.result.codes.assign(name=[PATHS[c] for c in counts.result.codes["code"]])
    graph = theme_graph(codes, counts.result.pairs)
    return graph, communities(graph, seed=3)


def test_a_graph_of_the_analysis_is_taken_over(counts: StudyCooccurrence) -> None:
    found = network(*made(counts))
    assert [(n.code, n.name, n.path, n.community) for n in found.nodes] == [
        (1, "A > x", "A > x", 0),
        (2, "B > x", "B > x", 0),
        (3, "C", "C", 0),
        (4, "D", "D", None),
    ]
    assert [(e.a, e.b, e.respondents) for e in found.edges] == [(1, 2, 3), (1, 3, 3), (2, 3, 3)]
    assert (found.seed, found.weight, found.minimum) == (3, "respondents", 2)


@pytest.mark.parametrize("form", sorted(GRAPH_FORMATS))
def test_a_studys_graph_is_written(form: str, counts: StudyCooccurrence, tmp_path: Path) -> None:
    target = tmp_path / f"graph.{form}"
    GRAPH_FORMATS[form](*made(counts), counts, target)
    first = target.read_bytes()
    GRAPH_FORMATS[form](*made(counts), counts, target)
    assert target.read_bytes() == first
    assert list(tmp_path.iterdir()) == [target]
    with pytest.raises(KwalcodeError, match="cannot be written"):
        GRAPH_FORMATS[form](*made(counts), counts, tmp_path / "absent" / "g")


def test_graphml_is_read_by_networkx_with_plain_types(network: Network) -> None:
    data = MAKERS["graphml"](network, FACTS)
    graph = nx.read_graphml(io.BytesIO(data))
    assert not graph.is_directed()
    assert set(graph) == {"1", "2", "3", "4", "5"}
    assert graph.nodes["3"]["label"] == network.nodes[2].name
    assert graph.nodes["5"]["community"] == -1
    assert graph.nodes["1"]["letter"] == "A"
    edge = graph.edges["1", "2"]
    assert (edge["weight"], edge["respondents"], edge["events"]) == (3.0, 3, 4)
    assert "12 <respondents>" in graph.graph["facts"]
    assert "seed 7" in graph.graph["facts"]
    root = etree.fromstring(data)
    keys = root.findall("{http://graphml.graphdrawing.org/xmlns}key")
    types = {key.get("attr.name"): key.get("attr.type") for key in keys}
    assert types["weight"] == "double"
    assert set(types.values()) <= {"string", "int", "long", "double", "float", "boolean"}


def test_graphml_leaves_out_what_xml_cannot_hold(counts: StudyCooccurrence) -> None:
    graph, found = made(counts)
    graph.nodes[1]["name"] = "a\x00b"
    data = MAKERS["graphml"](network(graph, found), FACTS)
    assert nx.read_graphml(io.BytesIO(data)).nodes["1"]["label"] == "ab"


def test_json_holds_options_and_communities(network: Network) -> None:
    found = json.loads(MAKERS["json"](network, FACTS))
    assert found["options"]["seed"] == 7
    assert found["communities"] == [
        {"letter": "A", "codes": [1, 2]},
        {"letter": "B", "codes": [3, 4]},
    ]
    assert found["nodes"][4]["community"] is None
    assert found["edges"][0] == {"a": 1, "b": 2, "weight": 3, "respondents": 3, "events": 4}
    assert found["facts"]["Unit"] == "turn"


def test_pictures_say_what_they_were_made_from(network: Network) -> None:
    svg = MAKERS["svg"](network, FACTS).decode("utf-8")
    assert "12 &lt;respondents&gt;" in svg
    assert "not drawn: 1 code, 0 edges" in svg
    assert MAKERS["png"](network, FACTS).startswith(b"\x89PNG")


def test_what_cannot_be_computed_is_na_with_the_reason(network: Network) -> None:
    bare = Network((), (), (), {}, "respondents", 2, None, None, 1, 20, "no edge")
    assert dict(options(bare))["Modularity"] == "n.a. (no edge)"
    assert dict(options(network, "nl"))["Modularity"] == "0,250"
    assert left_out(network, network) == ""


def test_names_are_as_short_as_they_can_be() -> None:
    paths = {1: "A > x", 2: "B > x", 3: "B > y", 4: "y", 5: "C > D > x", 6: "E > D > x"}
    assert short_names(paths) == {
        1: "A > x",
        2: "B > x",
        3: "B > y",
        4: "y",
        5: "C > D > x",
        6: "E > D > x",
    }
    assert short_names({1: "A", 2: "A > b", 3: "Z > c"}) == {1: "A", 2: "b", 3: "c"}
    assert short_names({1: "A", 2: "A"}) == {1: "A", 2: "A"}


def test_gexf_is_read_by_networkx_and_says_what_it_was_made_from(network: Network) -> None:
    data = MAKERS["gexf"](network, FACTS)
    assert data == MAKERS["gexf"](network, FACTS)
    graph = nx.read_gexf(io.BytesIO(data))
    assert set(graph) == {"1", "2", "3", "4", "5"}
    assert graph.nodes["3"]["label"] == network.nodes[2].name
    assert graph.edges["1", "2"]["weight"] == 3.0
    root = etree.fromstring(data)
    told = root.find(".//{*}meta/{*}description")
    assert told is not None
    assert "12 <respondents>" in str(told.text)
    assert root.find(".//{*}meta").get("lastmodifieddate") is None  # type: ignore[union-attr]


def test_dot_is_read_by_graphviz(network: Network, tmp_path: Path) -> None:
    hostile = replace(network, nodes=(replace(network.nodes[0], name='a "b" \\ <c>\n]'),))
    for name, one in (("plain", network), ("hostile", replace(hostile, edges=()))):
        path = tmp_path / f"{name}.dot"
        path.write_bytes(MAKERS["dot"](one, FACTS))
        if shutil.which("dot"):
            drawn = ["dot", "-Tplain", str(path)]
            said = subprocess.run(drawn, check=True, capture_output=True, text=True).stdout
            lines = [line.split()[0] for line in said.splitlines()]
            assert lines.count("node") == len(one.nodes)
            assert lines.count("edge") == len(one.edges)


def test_tables_of_nodes_and_edges(network: Network) -> None:
    edges = pd.read_csv(io.BytesIO(MAKERS["csv"](network, FACTS)))
    assert list(edges.columns[:2]) == ["Source", "Target"]
    assert edges.iloc[0][["Source", "Target", "Weight"]].tolist() == [1, 2, 3.0]
    nodes = pd.read_csv(io.BytesIO(MAKERS["nodes.csv"](network, FACTS)))
    assert nodes["Id"].tolist() == [node.code for node in network.nodes]
    assert "seed 7" in nodes["made_from"][0]


def test_centralities_go_along(counts: StudyCooccurrence) -> None:
    found = network(*made(counts))
    assert [(n.degree, n.strength, n.betweenness) for n in found.nodes] == [
        (2, 6.0, 0.0),
        (2, 6.0, 0.0),
        (2, 6.0, 0.0),
        (0, 0.0, 0.0),
    ]
