"""Graphs of themes with their relations, formats on stdout, weights; on a copy of the demo."""

import csv
import io
import json
import subprocess
from pathlib import Path
from shutil import which

import networkx as nx
import pytest

from kwalcode import preferences

POLICE = "De politie is hulp en risico tegelijk"
REPORTING = "Melden hangt aan mensen, niet aan routes"


@pytest.fixture
def mine(demo_folder: Path, desk: Path, kwalcode) -> str:
    """A copy of the demo, by Anna, with a relation between two themes."""
    assert kwalcode("copy", demo_folder / "demo.kwal", "mine.kwal").code == 0
    preferences.remember("name", "Anna")
    related = (f"theme:{REPORTING}", "cause of", f"theme:{POLICE}")
    assert kwalcode("relations", "add", "mine.kwal", *related).code == 0
    return "mine.kwal"


@pytest.mark.parametrize("form", ["dot", "graphml", "gexf", "csv", "svg", "json"])
def test_relations_between_themes_are_drawn(form: str, mine: str, kwalcode) -> None:
    answer = kwalcode("graph", mine, "--of", "theme", "--rule", "turn", "-o", f"t.{form}")
    assert answer.code == 0, answer.err
    text = Path(f"t.{form}").read_text(encoding="utf-8")
    assert "is cause of" in text
    assert "a theme is where one of its codes is" in text
    if form in ("graphml", "gexf"):
        graph = nx.read_graphml(f"t.{form}") if form == "graphml" else nx.read_gexf(f"t.{form}")
        assert {data["label"] for _n, data in graph.nodes(data=True)} >= {POLICE, REPORTING}
        (edge,) = [d for _a, _b, d in graph.edges(data=True) if d.get("relation")]
        assert edge["relation"] == f"{REPORTING} is cause of {POLICE}"
    if form == "dot" and which("dot"):
        subprocess.run(["dot", "-Tsvg", "t.dot", "-o", "t.dot.svg"], check=True)


def test_themes_go_together_by_their_codes(mine: str, kwalcode) -> None:
    found = json.loads(kwalcode("graph", mine, "--of", "theme", "--rule", "turn", "--json").out)
    names = {node["code"]: node["name"] for node in found["nodes"]}
    assert (found["options"]["of"], len(names)) == ("theme", 4)
    (edge,) = [one for one in found["edges"] if {names[one["a"]], names[one["b"]]} == {
        POLICE, REPORTING}]  # fmt: skip
    # the same by counting: turns with a code of each, in whom
    themes = json.loads(kwalcode("themes", "list", mine, "--json").out)["themes"]
    of = {theme["theme"]: set(theme["codes"]) for theme in themes}
    pairs = json.loads(kwalcode("cooccurrence", mine, "--rule", "turn", "--json").out)["pairs"]
    between = [
        pair["respondents"]
        for pair in pairs
        if (pair["a"] in of[POLICE] and pair["b"] in of[REPORTING])
        or (pair["b"] in of[POLICE] and pair["a"] in of[REPORTING])
    ]
    assert max(between) <= edge["respondents"] <= sum(between)


def test_a_graph_of_codes_points_at_the_relations_of_themes(mine: str, kwalcode) -> None:
    answer = kwalcode("graph", mine, "--rule", "turn", "--csv")
    assert "1 relation between themes is drawn by --of theme." in answer.err
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert {"Source", "Target", "Weight", "made_from"} <= set(rows[0])


def test_themes_with_a_code_in_common_are_pointed_out(mine: str, kwalcode) -> None:
    code = json.loads(kwalcode("themes", "list", mine, "--json").out)["themes"][0]["codes"][0]
    assert kwalcode("themes", "edit", mine, POLICE, "--add", code).code == 0
    answer = kwalcode("graph", mine, "--of", "theme", "--json")
    assert "have a code in common" in answer.err


def test_an_edge_weighs_what_was_asked(mine: str, kwalcode) -> None:
    graph = ("graph", mine, "--rule", "turn", "--json")
    found = json.loads(kwalcode(*graph, "--weight", "jaccard").out)
    assert found["options"] | {"minimum": 0} == found["options"]
    assert all(0 < edge["weight"] <= 1 for edge in found["edges"])
    fewer = json.loads(kwalcode(*graph, "--weight", "jaccard", "--minimum", "0.5").out)
    strong = [edge for edge in found["edges"] if edge["weight"] >= 0.5]
    assert len(fewer["edges"]) == len(strong) > 0
    assert kwalcode(*graph, "--weight", "beauty").code == 2


def test_one_format_at_a_time(mine: str, kwalcode) -> None:
    assert kwalcode("graph", mine, "--json", "--csv").code == 2
    assert kwalcode("graph", mine, "--format", "dot", "--csv").code == 2
    assert "-o FILE" in kwalcode("graph", mine).line
    assert "png needs a file" in kwalcode("graph", mine, "--format", "png").line


def test_proposals_as_a_table(mine: str, kwalcode) -> None:
    found = json.loads(kwalcode("themes", "proposals", mine, "--rule", "turn", "--json").out)
    answer = kwalcode("themes", "proposals", mine, "--rule", "turn", "--csv")
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert len(rows) == sum(len(one["codes"]) for one in found["proposals"])
    assert {row["seed"] for row in rows} == {"1"}


def test_a_report_of_some_respondents(mine: str, kwalcode) -> None:
    wanted = ("--where", "training=ja", "--role", "all", "--seed", "3")
    answer = kwalcode("report", mine, "--rule", "turn", "-o", "r", *wanted)
    assert answer.code == 0, answer.err
    text = Path("r/report.html").read_text(encoding="utf-8")
    assert "training=ja" in text
    assert "seed 3" in text
    graph = nx.read_graphml("r/graph.graphml")
    assert "training=ja" in graph.graph["facts"]
    rows = list(csv.DictReader(io.StringIO(Path("r/cooccurrence.csv").read_text(encoding="utf-8"))))
    assert {row["respondents_n"] for row in rows} == {"6"}
