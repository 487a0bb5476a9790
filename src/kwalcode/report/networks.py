"""The theme graph as a value, and the files it leaves in.

To add a format: a function and a line in `MAKERS`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import networkx as nx

from kwalcode.analysis.graph import Communities, community_of
from kwalcode.analysis.layout import layout
from kwalcode.i18n import _, counted
from kwalcode.project.analyses import StudyCooccurrence
from kwalcode.report.data import Edge, Network, Node
from kwalcode.report.facts import facts_line
from kwalcode.report.figures import canvas
from kwalcode.report.figures import graph as picture
from kwalcode.report.names import short_names
from kwalcode.report.numbers import number
from kwalcode.report.output import writing
from kwalcode.report.rules import facts_of
from kwalcode.report.xmltext import XmlCleaner

Facts = Sequence[tuple[str, str]]


def network(graph: nx.Graph[int], found: Communities) -> Network:
    """Take over a graph of `analysis.graph.theme_graph` with its communities, and lay it out.

    The names of the graph's nodes are the codes' paths.
    """
    community = community_of(found)
    clean = XmlCleaner()
    paths = {code: clean(str(data["name"])) for code, data in graph.nodes(data=True)}
    names = short_names(paths)
    nodes = tuple(
        Node(
            code,
            names[code],
            data["respondents"],
            data["quotations"],
            community.get(code),
            paths[code],
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
    )


def options(one: Network, language: str = "en") -> tuple[tuple[str, str], ...]:
    """Return how the graph was made, as (name, value) pairs in words.

    `language` decides the decimal sign.
    """

    def shown(value: float | None) -> str:
        return _missing(one) if value is None else number(value, language, 3)

    weights = {"respondents": _("respondents"), "events": _("events")}

    return (
        (
            _("Edges"),
            _("{weight} of {minimum:g} and more").format(
                weight=weights.get(one.weight, one.weight), minimum=one.minimum
            ),
        ),
        (
            _("Communities"),
            _("Louvain, seed {seed}, best of {runs} runs").format(seed=one.seed, runs=one.runs),
        ),
        (_("Modularity"), shown(one.modularity)),
        (_("Agreement between runs (adjusted Rand)"), shown(one.stability)),
        *_asked_for(one, language),
    )


def _asked_for(one: Network, language: str) -> list[tuple[str, str]]:
    """Return the backbone's level, and how the communities hold without each respondent."""
    pairs = []
    if one.backbone is not None:
        pairs.append((_("Backbone"), _("disparity filter, level {x:g}").format(x=one.backbone)))
    if one.held is not None:
        told = _("n.a. ({reason})").format(reason=one.held.reason)
        if one.held.mean is not None and one.held.lowest is not None:
            told = _("{mean} on average, {low} at the lowest").format(
                mean=number(one.held.mean, language, 3), low=number(one.held.lowest, language, 3)
            )
        pairs.append((_("Without each respondent in turn (adjusted Rand)"), told))
    return pairs


def _missing(one: Network) -> str:
    return _("n.a. ({reason})").format(reason=one.reason)


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


def graphml(one: Network, facts: Facts) -> bytes:
    """Return GraphML as Gephi and yEd read it: plain types only, codes by number.

    A code in no community has community -1 and the letter "".
    """
    clean = XmlCleaner()
    graph: nx.Graph[str] = nx.Graph(facts=clean(facts_line([*facts, *options(one)])))
    for node in one.nodes:
        x, y = one.positions[node.code]
        graph.add_node(
            str(node.code),
            label=clean(node.name),
            path=clean(node.path or node.name),
            respondents=node.respondents,
            quotations=node.quotations,
            community=-1 if node.community is None else node.community,
            letter=canvas.letter(node.community),
            x=1000.0 * x,
            y=625.0 * y,
        )
    for edge in one.edges:
        graph.add_edge(
            str(edge.a),
            str(edge.b),
            weight=float(edge.weight),
            respondents=edge.respondents,
            events=edge.events,
        )
    held = BytesIO()
    nx.write_graphml_lxml(graph, held)
    return held.getvalue()


def as_json(one: Network, facts: Facts) -> bytes:
    """Return nodes, edges, communities and options as JSON; null stands for n.a."""
    whole: dict[str, Any] = {
        "facts": dict(facts),
        "options": {
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
    return picture.draw(shown, (facts_line(facts), left_out(one, shown)), halo=halo)


def _write(
    make: Callable[[Network, Facts], bytes],
    graph: nx.Graph[int],
    found: Communities,
    counts: StudyCooccurrence,
    target: Path,
) -> None:
    """Write a study's graph; the figures it was made from go along."""
    data = make(network(graph, found), facts_of(counts))
    with writing(target) as stream:
        stream.write(data)


MAKERS: Final[dict[str, Callable[[Network, Facts], bytes]]] = {
    "graphml": graphml,
    "svg": svg,
    "png": png,
    "json": as_json,
}
GRAPH_FORMATS: Final = {name: partial(_write, make) for name, make in MAKERS.items()}
"""The formats by name, which is also the usual ending of the file.

Each takes what `project.analyses.study_graph` and `study_cooccurrence` gave, and a path.
Raises KwalcodeError where the file cannot be written.
"""
