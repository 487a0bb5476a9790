"""The theme graph for programs that draw graphs: GraphML, GEXF, DOT, and tables as CSV.

In all of them nodes are codes by number, with `label` for the eye; a code in no community has
community -1 and the letter "". Typed relations are in `relation` of an edge; one without
co-occurrence has weight 0.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Any, Final

import networkx as nx

from kwalcode.cells import safe_cell
from kwalcode.report.data import Edge, Network, Node
from kwalcode.report.facts import facts_line
from kwalcode.report.figures import canvas
from kwalcode.report.network_options import options
from kwalcode.report.xmltext import XmlCleaner

Facts = Sequence[tuple[str, str]]
_WIDTH, _HEIGHT = 1000.0, 625.0


def graphml(one: Network, facts: Facts) -> bytes:
    """Return GraphML as Gephi and yEd read it: plain types only."""
    graph = _as_networkx(one)
    graph.graph["facts"] = XmlCleaner()(_told(one, facts))
    held = BytesIO()
    nx.write_graphml_lxml(graph, held)
    return held.getvalue()


def gexf(one: Network, facts: Facts) -> bytes:
    """Return GEXF 1.2 as Gephi reads it, with the positions of our own pictures."""
    graph = _as_networkx(one)
    for _code, data in graph.nodes(data=True):
        data["viz"] = {"position": {"x": data.pop("x"), "y": -data.pop("y"), "z": 0.0}}
    held = BytesIO()
    nx.write_gexf(graph, held, prettyprint=False)
    # networkx writes the day; the same study is to give the same bytes
    text = held.getvalue().decode("utf-8")
    start, end = text.index("<meta"), text.index("</meta>") + len("</meta>")
    clean = XmlCleaner()(_told(one, facts)).translate(_XML)
    meta = f"<meta><creator>kwalcode</creator><description>{clean}</description></meta>"
    return (text[:start] + meta + text[end:]).encode("utf-8")


_XML: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def dot(one: Network, facts: Facts) -> bytes:
    """Return DOT for Graphviz (neato or fdp draw it); edges are thicker the weightier."""
    most = max((edge.weight for edge in one.edges), default=1) or 1
    lines = ["graph codes {", f"  label={_quoted(_told(one, facts))};", "  node [shape=box];"]
    for node, data in _rows(one):
        told = ", ".join(f"{name}={_quoted(value)}" for name, value in data.items())
        lines.append(f"  {node.code} [{told}];")
    lines += [
        f"  {edge.a} -- {edge.b} [weight={edge.weight:g}, respondents={edge.respondents},"
        f" events={edge.events}, penwidth={1 + 4 * edge.weight / most:.2f}];"
        for edge in one.edges
    ]
    lines += [
        f"  {tie.a} -- {tie.b} [style=dashed, dir={'forward' if tie.directed else 'none'},"
        f" label={_quoted(tie.title)}, relation={_quoted(tie.title)}, weight=0];"
        for tie in one.relations
    ]
    return ("\n".join([*lines, "}"]) + "\n").encode("utf-8")


def _quoted(value: object) -> str:
    """Quote a text for DOT, where a backslash begins an escape and newlines end nothing."""
    text = str(value).replace("\\", "\\\\").replace('"', r"\"")
    return '"' + text.replace("\n", " ").replace("\0", "") + '"'


def edges_csv(one: Network, facts: Facts) -> bytes:
    """Return a table of the edges, source and target by number and by name.

    Where there are typed relations there is a column for them, and a row for each.
    """
    names = {node.code: node.path or node.name for node in one.nodes}

    def row(edge: Edge) -> tuple[object, ...]:
        ends = edge.a, edge.b, names[edge.a], names[edge.b]
        return (*ends, edge.weight, edge.respondents, edge.events)

    head = ("Source", "Target", "source_name", "target_name", "Weight", "respondents", "events")
    if not one.relations:
        return _csv(head, map(row, one.edges), _told(one, facts))
    rows = [(*row(edge), "", "") for edge in one.edges]
    rows += [
        (tie.a, tie.b, names[tie.a], names[tie.b], "", "", "", tie.title, int(tie.directed))
        for tie in one.relations
    ]
    return _csv((*head, "relation", "directed"), rows, _told(one, facts))


def nodes_csv(one: Network, facts: Facts) -> bytes:
    """Return a table of the codes with their centralities."""
    rows = list(_rows(one))
    head = ("Id", *(rows[0][1] if rows else ()))
    values = ((node.code, *data.values()) for node, data in rows)
    return _csv(head, values, _told(one, facts))


def _csv(head: Sequence[str], rows: Any, told: str) -> bytes:
    """Write a table; what it was made from stands in a last column of its own, on every row."""
    held = StringIO(newline="")
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow([*head, "made_from"])
    writer.writerows([*map(safe_cell, row), safe_cell(told)] for row in rows)
    return held.getvalue().encode("utf-8-sig")


def _as_networkx(one: Network) -> nx.Graph[str]:
    clean = XmlCleaner()
    graph: nx.Graph[str] = nx.Graph()
    for node, data in _rows(one):
        x, y = one.positions[node.code]
        plain = {k: clean(v) if isinstance(v, str) else v for k, v in data.items() if v is not None}
        graph.add_node(str(node.code), **plain, x=_WIDTH * x, y=_HEIGHT * y)
    for edge in one.edges:
        ends = str(edge.a), str(edge.b)
        weight = float(edge.weight)
        graph.add_edge(*ends, weight=weight, respondents=edge.respondents, events=edge.events)
    for ends, told in _relations(one).items():
        if not graph.has_edge(*ends):
            graph.add_edge(*ends, weight=0.0, respondents=0, events=0)
        graph.edges[ends]["relation"] = clean("; ".join(told))
    return graph


def _relations(one: Network) -> dict[tuple[str, str], list[str]]:
    """Return in words how codes are related: these formats have one edge for two codes."""
    names = {node.code: node.name for node in one.nodes}
    found: dict[tuple[str, str], list[str]] = {}
    for tie in one.relations:
        ends = str(min(tie.a, tie.b)), str(max(tie.a, tie.b))
        told = f"{names[tie.a]} {tie.title} {names[tie.b]}"
        found.setdefault(ends, []).append(told)
    return found


def _rows(one: Network) -> list[tuple[Node, dict[str, Any]]]:
    return [
        (
            node,
            {
                "label": node.name,
                "path": node.path or node.name,
                "respondents": node.respondents,
                "quotations": node.quotations,
                "community": -1 if node.community is None else node.community,
                "letter": canvas.letter(node.community),
                "degree": node.degree,
                "strength": node.strength,
                "betweenness": node.betweenness,
            },
        )
        for node in one.nodes
    ]


def _told(one: Network, facts: Facts) -> str:
    return facts_line([*facts, *options(one)])
