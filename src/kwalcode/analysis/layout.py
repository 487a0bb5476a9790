"""Where the codes of a graph stand in a picture: communities apart, labels off each other.

Distances are measured in label units on a sheet: a character is 1 wide, a line is 2 high.
"""

from __future__ import annotations

import math
from typing import Final

import networkx as nx
import numpy as np
import numpy.typing as npt

from kwalcode.analysis.graph import Communities, communities, numbered

Points = npt.NDArray[np.float64]
_LINE: Final = 2.4
_LONGEST: Final = 24
"""Labels are taken to be at most this wide; longer ones are cut in the picture."""
_ROUNDS: Final = 200
_FLAT: Final = np.array([2.5, 1.0])
"""Labels are wide and low: what is as far apart to the eye is so much further sideways."""
_NARROWEST: Final = 110.0
_ROOM: Final = 4.5
"""The sheet is so many times as large as all labels together."""
SHEET: Final = 1.6
"""Width of the sheet the picture is made for, in heights."""


def layout(
    graph: nx.Graph[int], seed: int, found: Communities | None = None
) -> dict[int, tuple[float, float]]:
    """Return x and y of every node's label, in shares of the sheet's width and height.

    Both go from 0 to 1, y upwards; `sheet_width` says how large the sheet is. Communities
    stand apart, isolated codes in rows below; `found` are communities found before (else they
    are found with `seed`). The same graph and seed give the same picture.
    """
    found = found or communities(graph, seed=seed)
    nodes: list[int] = []
    placed: list[Points] = []
    circles: list[tuple[float, float, float]] = []
    for group in found.groups:
        members = sorted(group)
        points = _apart(_inside(graph, members, seed), _widths(graph, members))
        points -= (points.min(axis=0) + points.max(axis=0)) / 2
        half = np.stack([_widths(graph, members) / 2, np.full(len(members), _LINE / 2)], axis=1)
        reach = float(np.hypot(*((np.abs(points) + half) / _FLAT).T).max()) + _LINE / 2
        x, y = _free_place(circles, reach)
        circles.append((x, y, reach))
        nodes += members
        placed.append(points + np.array([x, y]) * _FLAT)
    if found.isolated:
        nodes += found.isolated
        placed.append(_rows(_widths(graph, list(found.isolated)), placed))
    if not nodes:
        return {}
    width = sheet_width(graph)
    points = _on_sheet(np.concatenate(placed), _widths(graph, nodes), width)
    return {
        node: (round(float(x / width), 6), round(float(y / width * SHEET), 6))
        for node, (x, y) in zip(nodes, points, strict=True)
    }


def sheet_width(graph: nx.Graph[int]) -> float:
    """Return how many characters wide the sheet must be for the labels not to meet.

    Its height is this width / `SHEET`, measured in widths of a character too. A picture whose
    letters are larger has labels that overlap.
    """
    taken = float(_widths(graph, sorted(graph)).sum()) * _LINE
    return max(_NARROWEST, math.sqrt(_ROOM * taken * SHEET))


def _widths(graph: nx.Graph[int], nodes: list[int]) -> Points:
    names = [str(graph.nodes[node].get("name", node)) for node in nodes]
    return np.array([min(len(name), _LONGEST) + 2.0 for name in names])


def _inside(graph: nx.Graph[int], members: list[int], seed: int) -> Points:
    """Place one community's codes around (0, 0), strongly tied ones close."""
    part = numbered(graph, members)
    spring = nx.spring_layout(part, seed=seed, weight="weight", iterations=100)
    points: Points = np.array([spring[i] for i in range(len(members))], dtype=np.float64)
    size = _LINE * math.sqrt(len(members) * float(_widths(graph, members).mean()) / _LINE)
    scaled: Points = points * size * np.sqrt(_FLAT)
    return scaled


def _apart(points: Points, widths: Points, bounds: tuple[Points, Points] | None = None) -> Points:
    """Push labels apart, within `bounds`, until no two meet, or for so many rounds."""
    points = points.copy()
    points[:, 0] += np.arange(len(points)) * 1e-3  # no two at exactly one place
    need_x = (widths[:, None] + widths[None, :]) / 2
    for _round in range(_ROUNDS):
        gap = points[:, None, :] - points[None, :, :]
        over_x = need_x - np.abs(gap[..., 0])
        over_y = _LINE - np.abs(gap[..., 1])
        hit = (over_x > 0) & (over_y > 0)
        np.fill_diagonal(hit, val=False)
        if not hit.any():
            break
        # the shorter way out; labels are wide, so that is mostly up or down
        sideways = hit & (over_x < over_y)
        upwards = hit & ~sideways
        points[:, 0] += (np.where(sideways, over_x, 0) * _sign(gap[..., 0])).sum(axis=1) * 0.3
        points[:, 1] += (np.where(upwards, over_y, 0) * _sign(gap[..., 1])).sum(axis=1) * 0.3
        if bounds:
            points = np.clip(points, *bounds)
    return points


def _sign(gap: Points) -> Points:
    """Return the direction away from the other; where level, the later one goes up."""
    later = np.sign(np.arange(len(gap))[:, None] - np.arange(len(gap))[None, :])
    return np.asarray(np.where(gap == 0, later, np.sign(gap)), dtype=np.float64)


def _free_place(circles: list[tuple[float, float, float]], reach: float) -> tuple[float, float]:
    """Return the place nearest to the middle where a circle meets none of the others.

    It walks outwards on a spiral.
    """
    step = 0.0
    while True:
        angle = 0.5 * step
        x, y = step * math.cos(angle), step * math.sin(angle)
        if all(math.hypot(x - cx, y - cy) >= reach + r for cx, cy, r in circles):
            return x, y
        step += 0.5


def _rows(widths: Points, above: list[Points]) -> Points:
    """Lay labels in rows below everything placed so far."""
    if above:
        everything = np.concatenate(above)
        left, bottom = everything.min(axis=0)
        wide = max(float(np.ptp(everything[:, 0])), 60.0)
    else:
        left, bottom, wide = 0.0, 0.0, 60.0
    points = np.empty((len(widths), 2))
    x, y = 0.0, bottom - 2 * _LINE
    for i, width in enumerate(widths):
        if x > 0 and x + width > wide:
            x, y = 0.0, y - _LINE
        points[i] = (left + x + width / 2, y)
        x += width
    return points


def _on_sheet(points: Points, widths: Points, width: float) -> Points:
    """Fit the points to a sheet of this width, labels within its edges and off each other."""
    sheet = np.array([width, width / SHEET])
    low, extent = points.min(axis=0), np.ptp(points, axis=0)
    spread = np.where(extent > 0, (points - low) / np.where(extent > 0, extent, 1), 0.5)
    edge = np.stack([widths / 2, np.full(len(widths), _LINE / 2)], axis=1)
    return _apart(edge + spread * (sheet - 2 * edge), widths, (edge, sheet - edge))
