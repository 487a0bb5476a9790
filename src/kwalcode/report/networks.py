"""The theme graph as a value, and the files it leaves in.

To add a format: a function and a line in `MAKERS`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, Final

import networkx as nx

from kwalcode.analysis.centrality import centralities
from kwalcode.analysis.graph import Communities, community_of
from kwalcode.analysis.layout import layout
from kwalcode.i18n import _, counted
from kwalcode.project.analyses.cooccurrence import StudyCooccurrence
from kwalcode.report.data import Edge, Network, Node, Tie
from kwalcode.report.facts import facts_line
from kwalcode.report.figures import canvas
from kwalcode.report.figures import graph as picture
from kwalcode.report.graph_files import Facts, dot, edges_csv, gexf, graphml, nodes_csv
from kwalcode.report.names import short_names
from kwalcode.report.network_options import options
from kwalcode.report.output import writing
from kwalcode.report.rules import facts_of
from kwalcode.report.xmltext import XmlCleaner

__all__ = ["GRAPH_FORMATS", "MAKERS", "left_out", "network", "options"]


def network(graph: nx.Graph[int], found: Communities, of: str = "code") -> Network:
    """Take over a graph of `analysis.graph.theme_graph` with its communities, and lay it out.

    Nodes are codes, or themes where `of` says so. The names of the graph's nodes are the codes'
    paths; `relations` in its `graph` are those of `reads.relations.all_relations` between them.
    """
    community, central = community_of(found), centralities(graph)
    clean = XmlCleaner()
    paths = {code: clean(str(data["name"])) for code, data in graph.nodes(data=True)}
    names = short_names(paths) if of == "code" else paths
    nodes = tuple(
        Node(
            code,
            names[code],
            data["respondents"],
            data["quotations"],
            community.get(code),
            paths[code],
            central[code].degree,
            central[code].strength,
            central[code].betweenness,
        )
        for code, data in graph.nodes(data=True)
    )
    edges = tuple(
        Edge(min(a, b), max(a, b), data["weight"], data["respondents"], data["events"])
        for a, b, data in graph.edges(data=True)
    )
    return Network(
        nodes,
        tuple(sorted(edges, key=lambda edge: (edge.a, edge.b))),
        tuple(tuple(sorted(group)) for group in found.groups),
        layout(graph, found.seed, found),
        graph.graph["weight"],
        graph.graph["minimum"],
        found.modularity,
        found.stability,
        found.seed,
        found.runs,
        found.reason,
        graph.graph.get("backbone"),
        graph.graph.get("held"),
        tuple(
            Tie(one.a.id, one.b.id, clean(one.title), one.directed, clean(one.note))
            for one in graph.graph.get("relations", ())
            if one.a.id in paths and one.b.id in paths
        ),
        of,
    )


def left_out(all_of_it: Network, shown: Network) -> str:
    """Say what a picture does not show; "" when it shows everything."""
    codes = len(all_of_it.nodes) - len(shown.nodes)
    edges = len(all_of_it.edges) - len(shown.edges)
    if not codes and not edges:
        return ""
    return _(
        "Drawn are the most used codes with an edge of {minimum:g} and more; not drawn: {codes},"
        " {edges}."
    ).format(
        minimum=shown.minimum,
        codes=counted("{n} code", "{n} codes", codes),
        edges=counted("{n} edge", "{n} edges", edges),
    )


def as_json(one: Network, facts: Facts) -> bytes:
    """Return nodes, edges, communities and options as JSON; null stands for n.a."""
    whole: dict[str, Any] = {
        "facts": dict(facts),
        "options": {
            "of": one.of,
            "weight": one.weight,
            "minimum": one.minimum,
            "method": "louvain",
            "seed": one.seed,
            "runs": one.runs,
            "backbone": one.backbone,
        },
        "without_each_respondent": None if one.held is None else asdict(one.held),
        "modularity": one.modularity,
        "stability": one.stability,
        "reason": one.reason or None,
        "nodes": [
            {**asdict(node), "x": one.positions[node.code][0], "y": one.positions[node.code][1]}
            for node in one.nodes
        ],
        "edges": [asdict(edge) for edge in one.edges],
        "relations": [asdict(tie) for tie in one.relations],
        "communities": [
            {"letter": canvas.letter(i), "codes": list(group)} for i, group in enumerate(one.groups)
        ],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def svg(one: Network, facts: Facts) -> bytes:
    """Return a picture of the graph as SVG, with texts as text."""
    with canvas.drawing():
        return canvas.svg(_picture(one, facts), "kwalcode graph").encode("utf-8")


def png(one: Network, facts: Facts) -> bytes:
    """Return a picture of the graph as PNG."""
    with canvas.drawing():
        return canvas.png(_picture(one, facts, halo=True))


def _picture(one: Network, facts: Facts, *, halo: bool = False) -> Any:
    shown = picture.drawn(one)
    caption = (facts_line(facts), left_out(one, shown))
    return picture.draw(shown, caption, halo=halo, ties=shown.relations)


def graph_bytes(
    form: str, graph: nx.Graph[int], found: Communities, counts: StudyCooccurrence
) -> bytes:
    """Return a study's graph as a file of the format `form`, one of `MAKERS`.

    The figures it was made from go along.
    """
    return MAKERS[form](network(graph, found, counts.of), facts_of(counts))


def _write(
    form: str,
    graph: nx.Graph[int],
    found: Communities,
    counts: StudyCooccurrence,
    target: Path,
) -> None:
    """Write a study's graph."""
    data = graph_bytes(form, graph, found, counts)
    with writing(target) as stream:
        stream.write(data)


MAKERS: Final[dict[str, Callable[[Network, Facts], bytes]]] = {
    "graphml": graphml,
    "gexf": gexf,
    "dot": dot,
    "csv": edges_csv,
    "nodes.csv": nodes_csv,
    "svg": svg,
    "png": png,
    "json": as_json,
}
GRAPH_FORMATS: Final = {name: partial(_write, name) for name in MAKERS}
"""The formats by name, which is also the usual ending of the file.

Each takes what `study_graph` and `study_cooccurrence` of `project.analyses` gave, and a path.
Raises KwalcodeError where the file cannot be written.
"""
