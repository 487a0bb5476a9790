"""The picture of the theme graph: codes as circles, tied where they go together.

A circle's size and an edge's width say in how many respondents; a community has a colour,
a letter in its circles and a ground of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyArrowPatch, Polygon
from matplotlib.patheffects import withStroke

from kwalcode.report.data import Edge, Network, Node, Tie
from kwalcode.report.figures import canvas
from kwalcode.report.figures.placing import places
from kwalcode.report.figures.spread import Box, hull

MOST_CODES: Final = 45
MOST_EDGES: Final = 120
"""What a picture can show and be read; the rest is left out, and the caption says so."""
_WIDTH: Final = 10.6
_MARGIN: Final = 0.45
_FONT: Final = 8.5
_NAME: Final = {"code": 30, "theme": 46}
"""So many letters of a name are shown."""
_APART: Final = {"code": (0.0, 0.0), "theme": (0.9, 0.5)}
"""So much room beside a box is kept free, in inches: themes are few, and related by name."""
_SMALL: Final = 6.5
Place = tuple[float, float]
_BEND: Final = 0.25
"""How far a relation bows away from the straight line, where an edge may be."""


def drawn(network: Network, most_codes: int = MOST_CODES, most_edges: int = MOST_EDGES) -> Network:
    """Choose what to show: the most used codes that have an edge or a typed relation, and their
    strongest edges.

    Codes by respondents, then quotations. The least weight of an edge is raised until at most
    `most_edges` are left (never so far that none is). Themes are all shown, and in no community:
    those of codes propose themes, those of themes propose nothing.
    """
    if network.of == "theme":
        nodes = tuple(replace(node, community=None) for node in network.nodes)
        return replace(network, nodes=nodes, groups=())
    related = {code for tie in network.relations for code in (tie.a, tie.b)}
    tied = _ends(network.edges) | related
    by_use = sorted(network.nodes, key=lambda n: (-n.respondents, -n.quotations, n.name))
    known = {node.code for node in [n for n in by_use if n.code in tied][:most_codes]}
    among = [edge for edge in network.edges if edge.a in known and edge.b in known]
    minimum = network.minimum
    for minimum in sorted({edge.weight for edge in among}):
        if sum(edge.weight >= minimum for edge in among) <= most_edges:
            break
    edges = tuple(edge for edge in among if edge.weight >= minimum)
    tied = _ends(edges) | (related & known)
    nodes = tuple(node for node in network.nodes if node.code in tied)
    groups = tuple(tuple(c for c in group if c in tied) for group in network.groups)
    return replace(network, nodes=nodes, edges=edges, groups=groups, minimum=minimum)


def _ends(edges: Iterable[Edge]) -> set[int]:
    return {code for edge in edges for code in (edge.a, edge.b)}


def draw(
    network: Network,
    caption: Sequence[str] = (),
    *,
    halo: bool = False,
    ties: Sequence[Tie] = (),
    first_tie: int = 0,
) -> Figure:
    """Draw the graph as it is; nodes have an id `node-A`, edges `edge-A-B`.

    `ties` are typed relations: dashed lines with their name, an id `tie-N` by their place (from
    `first_tie` on), an arrow where they have a direction. Those of codes that are not in the
    picture are left out.
    `halo`: clear the ground around names (in PNG; in SVG a style does it and they stay text).
    To be called, with what makes the output, inside `canvas.drawing()`.
    """
    where, height = _places(network)
    lines = canvas.caption_lines(caption, _WIDTH - 2 * _MARGIN, _SMALL)
    lift = canvas.caption_height(lines, _SMALL)
    figure, axes = canvas.sheet(_WIDTH, height + lift)
    where = {code: (x, y + lift) for code, (x, y) in where.items()}
    by_code = {node.code: node for node in network.nodes}
    for number, group in enumerate(network.groups):
        _ground(axes, number, [by_code[code] for code in group if code in by_code], where)
    top = max((edge.respondents for edge in network.edges), default=1)
    for edge in sorted(network.edges, key=lambda e: (e.weight, e.a, e.b)):
        _edge(axes, edge, by_code, where, top)
    for number, tie in enumerate(ties, start=first_tie):
        if tie.a in by_code and tie.b in by_code:
            _tie(axes, tie, number, (by_code[tie.a], by_code[tie.b]), where, halo=halo)
    for node in network.nodes:
        _node(axes, node, where[node.code], _NAME[network.of], halo=halo)
    canvas.write_caption(axes, _MARGIN, lines, _SMALL)
    return figure


def _radius(node: Node, most: int = 12) -> float:
    """Return a radius in inches: the area grows with the respondents, up to `most` and on."""
    return 0.085 + 0.115 * math.sqrt(min(node.respondents / most, 1.6))


def _box(node: Node, letters: int) -> Box:
    """Return the room that a circle with its name below takes."""
    name = canvas.text_width(canvas.shortened(node.name, letters), _FONT)
    radius = _radius(node)
    return Box(max(name, 2 * radius) + 0.1, 2 * radius + 0.22)


def _places(network: Network) -> tuple[Mapping[int, tuple[float, float]], float]:
    """Return the middle of each circle in inches, and the height the sheet needs."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(node.code for node in network.nodes)
    graph.add_weighted_edges_from((edge.a, edge.b, edge.weight) for edge in network.edges)
    groups = [group for group in network.groups if group]
    groups += [(node.code,) for node in network.nodes if node.community is None]
    wider, higher = _APART[network.of]
    boxes = {}
    for node in network.nodes:
        box = _box(node, _NAME[network.of])
        boxes[node.code] = Box(box.width + wider, box.height + higher)
    found = places(graph, groups, boxes, _WIDTH - 2 * _MARGIN)
    lifted = {code: (x + _MARGIN, y + _MARGIN + 0.15) for code, (x, y) in found.items()}
    return lifted, max((y for _x, y in lifted.values()), default=0.5) + _MARGIN + 0.1


def _ground(
    axes: Axes, number: int, members: list[Node], where: Mapping[int, tuple[float, float]]
) -> None:
    """Draw the ground of a community: its hull with round corners."""
    if len(members) < 2:
        return
    corners: list[tuple[float, float]] = []
    for node in members:
        x, y = where[node.code]
        half = _box(node, _NAME["code"]).width / 2 - 0.15
        corners += [(x - half, y - 0.22), (x + half, y - 0.22), (x - 0.1, y + 0.1), (x + 0.1, y)]
    color = canvas.tint(canvas.color_of(number))
    shape = Polygon(hull(corners), facecolor=color, edgecolor=color, lw=26, joinstyle="round")
    shape.set_gid(f"ground-{number}")
    shape.set_zorder(0)
    axes.add_patch(shape)


def _edge(
    axes: Axes,
    edge: Edge,
    by_code: Mapping[int, Node],
    where: Mapping[int, tuple[float, float]],
    top: int,
) -> None:
    (x1, y1), (x2, y2) = where[edge.a], where[edge.b]
    inside = by_code[edge.a].community
    same = inside is not None and inside == by_code[edge.b].community
    color = canvas.color_of(inside) if same else canvas.FAINT
    width = 0.5 + 4.5 * edge.respondents / max(top, 4)
    line = Line2D([x1, x2], [y1, y2], color=color, lw=width, alpha=0.5 if same else 0.28)
    line.set_solid_capstyle("round")
    line.set_gid(f"edge-{edge.a}-{edge.b}")
    line.set_zorder(2)
    axes.add_line(line)


def _tie(
    axes: Axes,
    tie: Tie,
    number: int,
    ends: tuple[Node, Node],
    where: Mapping[int, tuple[float, float]],
    *,
    halo: bool,
) -> None:
    first, last = where[tie.a], where[tie.b]
    bend, (x, y) = _free_bow(first, last, where.values())
    line = FancyArrowPatch(
        first,
        last,
        arrowstyle="-|>" if tie.directed else "-",
        connectionstyle=f"arc3,rad={bend}",
        mutation_scale=9,
        shrinkA=72 * _reach(ends[0], first, last) + 1,
        shrinkB=72 * _reach(ends[1], last, first) + 1,
        facecolor=canvas.INK,
        edgecolor=canvas.INK,
        lw=1.1,
        linestyle=(0, (3, 2)),
        zorder=2.5,
    )
    line.set_gid(f"tie-{number}")
    axes.add_patch(line)
    effects = [withStroke(linewidth=2.5, foreground="white")] if halo else []
    name = canvas.shortened(tie.title, _NAME["code"])
    label = canvas.write(
        axes,
        x,
        y,
        name,
        _FONT - 1,
        ha="center",
        fontstyle="italic",
        zorder=5,
        path_effects=effects,
    )
    label.set_gid(f"name-tie-{number}")


def _reach(node: Node, at: Place, other: Place) -> float:
    """Return how far from the middle of a circle a line from `other` ends: below its name, where
    it comes from below, or an arrow could not be seen."""
    radius, below = _radius(node), _radius(node) + 0.2
    drop = at[1] - other[1]
    half = canvas.text_width(canvas.shortened(node.name, _NAME["code"]), _FONT) / 2
    under = drop > below and abs(at[0] - other[0]) / drop * below < half
    return below if under else radius


def _free_bow(first: Place, last: Place, circles: Iterable[Place]) -> tuple[float, Place]:
    """Return to which side a relation bows, and the middle of its bow: where its name has room."""

    def middle(bend: float) -> Place:
        # matplotlib's bow passes half of its bend away from the straight line
        x, y = (first[0] + last[0]) / 2, (first[1] + last[1]) / 2
        across = last[0] - first[0], last[1] - first[1]
        return x + bend / 2 * across[1], y - bend / 2 * across[0]

    # names stand below circles
    names = [(x, y - 0.25) for x, y in circles]

    def room(bend: float) -> float:
        at = middle(bend)
        return min((math.hypot((x - at[0]) / 2, y - at[1]) for x, y in names), default=0.0)

    bend = max((_BEND, -_BEND), key=room)
    return bend, middle(bend)


def _node(axes: Axes, node: Node, place: Place, letters: int, *, halo: bool) -> None:
    x, y = place
    radius = _radius(node)
    color = canvas.color_of(node.community)
    circle = Circle((x, y), radius, facecolor=color, edgecolor=canvas.CARD, lw=1.2, zorder=3)
    circle.set_gid(f"node-{node.code}")
    axes.add_patch(circle)
    sign = canvas.letter(node.community)
    size = 6.0 + 10 * (radius - 0.1)
    canvas.write(
        axes, x, y - 0.006, sign, size, "#ffffff", ha="center", fontweight="bold", zorder=4
    )
    effects = [withStroke(linewidth=2.5, foreground="white")] if halo else []
    name = canvas.shortened(node.name, letters)
    label = canvas.write(
        axes, x, y - radius - 0.09, name, _FONT, ha="center", zorder=5, path_effects=effects
    )
    label.set_gid(f"name-{node.code}")
