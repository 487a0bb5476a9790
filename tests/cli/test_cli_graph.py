"""graph with a backbone, with sub-codes, and with each respondent left out."""

import json
from pathlib import Path

import networkx as nx
import pytest


def drawn(kwalcode, study: Path, *words: str):
    """Return the graph as JSON, and what was said."""
    answer = kwalcode("graph", study, *words, "-o", "graph.json")
    assert answer.code == 0, answer.err
    return json.loads(Path("graph.json").read_text(encoding="utf-8")), answer.err


def test_a_backbone_keeps_edges_below_its_level(demo_folder: Path, desk: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    whole, _said = drawn(kwalcode, study)
    found, said = drawn(kwalcode, study, "--backbone", "0.3")
    assert whole["options"]["backbone"] is None
    assert found["options"]["backbone"] == 0.3
    assert len(found["nodes"]) == len(whole["nodes"])
    assert found["edges"]
    kept = {(edge["a"], edge["b"]) for edge in found["edges"]}
    assert kept < {(edge["a"], edge["b"]) for edge in whole["edges"]}
    assert f"Backbone at level 0.3: {len(kept)} edges kept" in said


def test_a_backbone_that_keeps_nothing_is_not_available(demo_folder, desk, kwalcode) -> None:
    found, said = drawn(kwalcode, demo_folder / "demo.kwal", "--backbone", "0.0001", "--leave-out")
    assert found["edges"] == []
    assert (found["modularity"], found["without_each_respondent"]["mean"]) == (None, None)
    assert found["without_each_respondent"]["reason"]
    assert "Without each respondent: n.a. (" in said


def test_each_respondent_is_left_out(demo_folder: Path, desk: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    found, said = drawn(kwalcode, study, "--leave-out")
    held = found["without_each_respondent"]
    assert held["n"] == 12
    assert -1 <= held["lowest"] <= held["mean"] <= 1
    assert f"without {held['without']}" in said
    assert drawn(kwalcode, study, "--leave-out")[0] == found
    assert drawn(kwalcode, study)[0]["without_each_respondent"] is None


def test_the_file_says_how_it_was_made(demo_folder: Path, desk: Path, kwalcode) -> None:
    words = ("--sub-codes", "--backbone", "0.5", "--leave-out", "-o", "graph.graphml")
    assert kwalcode("graph", demo_folder / "demo.kwal", *words).code == 0
    facts = nx.read_graphml("graph.graphml").graph["facts"]
    for told in ("sub-codes count", "level 0.5", "Without each respondent", "Layer: Anna"):
        assert told in facts


@pytest.mark.parametrize("words", [(), ("--leave-out",), ("--backbone", "0.05", "--sub-codes")])
def test_nobody_and_one_respondent(words, small: Path, kwalcode) -> None:
    assert drawn(kwalcode, small, *words)[0]["edges"] == []
    Path("c.csv").write_text(
        "document,start,end,code\ntalk,43,66,Signs\ntalk,43,66,Help\n", encoding="utf-8"
    )
    assert kwalcode("codings", "import", small, "c.csv").code == 0
    found, _said = drawn(kwalcode, small, *words, "--minimum", "1")
    assert found["modularity"] is not None or found["reason"]
    if "--leave-out" in words:
        assert found["without_each_respondent"]["reason"]


def test_a_level_outside_0_and_1_is_wrong_usage(demo_folder: Path, desk: Path, kwalcode) -> None:
    answer = kwalcode("graph", demo_folder / "demo.kwal", "--backbone", "2", "-o", "g.json")
    assert answer.code == 2
    assert not Path("g.json").exists()
