"""Where the codes of a picture stand: each community on an ellipse of its own, names free."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import networkx as nx
import numpy as np

from kwalcode.analysis.graph import numbered
from kwalcode.report.figures.spread import Box, Points, spread

_FLAT: Final = np.array([1.7, 1.0])
"""Communities are wider than high, as names are."""
_ROOM: Final = 2.0
"""How much more room a community gets than its boxes fill."""


def places(
    graph: nx.Graph[int], groups: Iterable[Sequence[int]], boxes: Mapping[int, Box], width: float
) -> dict[int, tuple[float, float]]:
    """Return the middle of each code's box, in inches from the lower left, within `width`.

    `groups` are the communities; every code of the graph is in one. Strongly tied codes come
    close to each other. The same input gives the same picture.
    """
    codes: list[int] = []
    parts: list[Points] = []
    circles: list[tuple[float, float, float]] = []
    for group in sorted(groups, key=lambda g: (-_reach(g, boxes), min(g))):
        reach = _reach(group, boxes)
        x, y = _free_place(circles, reach)
        circles.append((x, y, reach))
        codes += group
        parts.append((np.array([x, y]) + _inside(graph, group) * reach * 0.8) * _FLAT)
    if not codes:
        return {}
    points = np.concatenate(parts)
    ordered = [boxes[code] for code in codes]
    points[:, 0] -= points[:, 0].min()
    room = width - max(box.width for box in ordered)
    if points[:, 0].max() > room > 0:
        points[:, 0] *= room / points[:, 0].max()
    else:
        points[:, 0] += (room - points[:, 0].max()) / 2
    points = spread(points, ordered, room)
    points[:, 1] -= points[:, 1].min()
    points[:, 0] += (width - room) / 2
    return {code: (float(x), float(y)) for code, (x, y) in zip(codes, points, strict=True)}


def _reach(group: Sequence[int], boxes: Mapping[int, Box]) -> float:
    """Return the half height of the ellipse that the boxes of a community need."""
    area = sum(boxes[code].width * boxes[code].height for code in group) * _ROOM
    return math.sqrt(area / (math.pi * float(_FLAT[0])))


def _inside(graph: nx.Graph[int], group: Sequence[int]) -> Points:
    """Place one community's codes around (0, 0), from -1 to 1, by how strongly they are tied."""
    part = numbered(graph, sorted(group))
    for _a, _b, data in part.edges(data=True):
        data["length"] = 1 / data["weight"]
    found = nx.kamada_kawai_layout(part, weight="length")
    points: Points = np.array([found[i] for i in range(len(part))], dtype=np.float64)
    middle: Points = points - (points.min(axis=0) + points.max(axis=0)) / 2
    return np.round(middle, 6)


def _free_place(circles: list[tuple[float, float, float]], reach: float) -> tuple[float, float]:
    """Return the place nearest to the middle, along a spiral, where a circle meets no other."""
    step = 0.0
    while True:
        x, y = 0.1 * step * math.cos(0.3 * step), 0.1 * step * math.sin(0.3 * step)
        if all(math.hypot(x - cx, y - cy) >= reach + r for cx, cy, r in circles):
            return x, y
        step += 0.25
