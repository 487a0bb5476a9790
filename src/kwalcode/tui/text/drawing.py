"""A graph on the cells of a terminal: labels that do not overlap, lines of braille dots. Pure.

A line's strength is told by its dots: sparse, closed, double. A relation that somebody made is a
line of its own colour with its word and an arrow on it. Labels lie above the lines.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

BLANK, LINE, STRONG_LINE, RELATED, WORD = 0, -1, -2, -3, -4
"""What a cell holds; a positive number is the node whose label it belongs to."""
STRENGTHS: Final = 3
_BRAILLE: Final = 0x2800
_DOTS: Final = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_APART: Final = 2
"""Cells between two labels on one row."""

Grid = list[list[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Label:
    """A node's text with the cell where it begins; every character takes one cell."""

    node: int
    text: str
    x: int
    y: int

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the label, in cells."""
        return self.x + len(self.text) / 2, self.y + 0.5


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation from a to b as it is written on its line: a word, and the sign of one without
    a direction ("" for an arrow to b)."""

    word: str
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two nodes; its strength is from 1 to `STRENGTHS`. With a `tie` it is a
    relation."""

    a: int
    b: int
    strength: int = 1
    tie: Tie | None = None


def strength(weight: float, least: float, most: float) -> int:
    """Return how strong the line of a weight is among weights from `least` to `most`."""
    if most <= least:
        return 2
    return 1 + min(STRENGTHS - 1, int(STRENGTHS * (weight - least) / (most - least)))


def ring_room(height: int) -> int:
    """Return how many labels fit in a ring around a centre, on so many rows."""
    return max(0, 2 * height - 2)


def ring(
    centre: tuple[int, str], around: Sequence[tuple[int, str]], width: int, height: int
) -> list[Label]:
    """Place a node in the middle and others around it, clockwise from the top.

    At most `ring_room(height)` others are placed; labels are cut to a third of the width.
    """
    room = max(1, width // 3)
    text = centre[1][:room]
    middle_y = height // 2
    labels = [Label(centre[0], text, (width - len(text)) // 2, middle_y)]
    around = around[: ring_room(height)]
    right = around[: (len(around) + 1) // 2]
    left = around[len(right) :]
    for side, members in ((1, right), (-1, left[::-1])):
        for (node, name), y in zip(members, _rows(len(members), height), strict=True):
            cut = name[:room]
            off = (y - middle_y) / max(1.0, height / 2)
            reach = round(math.sqrt(max(0.0, 1 - off * off)) * (width / 2 - room) * 0.9)
            edge = max(reach + len(text) // 2 + 2, width // 6)
            x = width // 2 + edge if side > 0 else width // 2 - edge - len(cut)
            labels.append(Label(node, cut, max(0, min(x, width - len(cut))), y))
    return labels


def _rows(count: int, height: int) -> list[int]:
    """Return the rows on which so many labels stand, spread evenly, no two on one row."""
    if count == 0:
        return []
    if count == 1:
        return [height // 2]
    gap = min(6.0, (height - 1) / (count - 1))
    first = (height - 1 - gap * (count - 1)) / 2
    return [int(first + gap * at + 1e-9) for at in range(count)]


def spread(
    places: Mapping[int, tuple[float, float]], texts: Mapping[int, str], width: int, height: int
) -> list[Label] | None:
    """Place labels near where a layout wants them (shares of width and height, y upwards).

    A label that would overlap goes to the nearest free place; None where there is none.
    """
    taken: list[list[bool]] = [[False] * width for _row in range(height)]
    labels = []
    for node in sorted(places, key=lambda n: (-places[n][1], places[n][0], n)):
        text = texts[node][:width]
        x, y = places[node]
        wanted = (
            min(max(round(x * (width - 1) - len(text) / 2), 0), width - len(text)),
            min(max(round((1 - y) * (height - 1)), 0), height - 1),
        )
        free = _nearest_free(taken, wanted, len(text))
        if free is None:
            return None
        left, row = free
        for column in range(max(0, left - _APART), min(width, left + len(text) + _APART)):
            taken[row][column] = True
        labels.append(Label(node, text, left, row))
    return labels


def _nearest_free(
    taken: Sequence[Sequence[bool]], wanted: tuple[int, int], length: int
) -> tuple[int, int] | None:
    """Return the free place nearest to the one wanted; a row counts as two columns."""
    best, least = None, math.inf
    for y, row in enumerate(taken):
        far = 2 * abs(y - wanted[1])
        if far >= least:
            continue
        run = 0
        for end, used in enumerate(row):
            run = 0 if used else run + 1
            left = end - length + 1
            distance = abs(left - wanted[0]) + far
            if run >= length and distance < least:
                best, least = (left, y), distance
    return best


def draw(
    labels: Sequence[Label], edges: Iterable[Edge], width: int, height: int, chosen: int | None
) -> Grid:
    """Return the cells: a character and what it belongs to. Lines at `chosen` are strong ones;
    relations lie above all other lines."""
    grid: Grid = [[(" ", BLANK)] * width for _row in range(height)]
    by_node = {label.node: label for label in labels}
    drawn = [edge for edge in edges if edge.a in by_node and edge.b in by_node]
    for kind in (LINE, STRONG_LINE, RELATED):
        _draw_lines(grid, [edge for edge in drawn if _kind(edge, chosen) == kind], by_node, kind)
    for label in labels:
        for at, char in enumerate(label.text):
            if 0 <= label.x + at < width and 0 <= label.y < height:
                grid[label.y][label.x + at] = char, label.node
        for beside in (label.x - 1, label.x + len(label.text)):
            if 0 <= beside < width and 0 <= label.y < height and grid[label.y][beside][1] < 0:
                grid[label.y][beside] = " ", BLANK
    _write_words(grid, drawn, by_node)
    return grid


def _draw_lines(grid: Grid, edges: Iterable[Edge], by_node: Mapping[int, Label], kind: int) -> None:
    dots: dict[tuple[int, int], int] = {}
    for edge in edges:
        _line(dots, by_node[edge.a].middle, by_node[edge.b].middle, edge.strength)
    for (x, y), bits in dots.items():
        if 0 <= y < len(grid) and 0 <= x < len(grid[y]):
            grid[y][x] = chr(_BRAILLE + bits), kind


def _kind(edge: Edge, chosen: int | None) -> int:
    if edge.tie is not None:
        return RELATED
    return STRONG_LINE if chosen in (edge.a, edge.b) else LINE


_ALONG: Final = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)
"""Where on its line the word of a relation is tried."""


def _write_words(grid: Grid, edges: Iterable[Edge], by_node: Mapping[int, Label]) -> None:
    for edge in edges:
        if edge.tie is not None:
            _write(grid, edge.tie, by_node[edge.a], by_node[edge.b])


def _write(grid: Grid, tie: Tie, a: Label, b: Label) -> None:
    """Write a relation's word on its line where that hides no label, else its sign alone."""
    for text in (_signed(tie, tie.word, a, b), _signed(tie, "", a, b)):
        for share in _ALONG:
            x = round(a.middle[0] + (b.middle[0] - a.middle[0]) * share - len(text) / 2)
            y = int(a.middle[1] + (b.middle[1] - a.middle[1]) * share)
            if _free(grid, x - 1, y, len(text) + 2):
                for at, char in enumerate(text):
                    grid[y][x + at] = char, WORD
                return


def _free(grid: Grid, x: int, y: int, length: int) -> bool:
    """Tell whether so many cells hold lines or nothing; a margin may lie beyond the edge."""
    if not (0 <= y < len(grid) and x >= -1 and x + length <= len(grid[y]) + 1):
        return False
    cells = grid[y][max(0, x) : x + length]
    return all(kind <= 0 and kind != WORD for _char, kind in cells)


def _signed(tie: Tie, word: str, a: Label, b: Label) -> str:
    """Return a relation's word with the arrow that points to b as the labels stand."""
    if tie.sign:
        return f"{word} {tie.sign}".strip()
    across, down = b.middle[0] - a.middle[0], b.middle[1] - a.middle[1]
    if abs(across) < 2 * abs(down) / 3:
        return f"{word} {'↓' if down > 0 else '↑'}".strip()
    return f"{word} →".strip() if across > 0 else f"← {word}".strip()


def _line(
    dots: dict[tuple[int, int], int],
    start: tuple[float, float],
    end: tuple[float, float],
    strong: int,
) -> None:
    """Set the dots of a line between two points given in cells; a cell has 2 x 4 dots."""
    x1, y1, x2, y2 = round(start[0] * 2), round(start[1] * 4), round(end[0] * 2), round(end[1] * 4)
    steps = max(abs(x2 - x1), abs(y2 - y1), 1)
    beside = (0, 1) if abs(x2 - x1) >= abs(y2 - y1) else (1, 0)
    for step in range(steps + 1):
        if strong == 1 and step % 2:
            continue
        x = round(x1 + (x2 - x1) * step / steps)
        y = round(y1 + (y2 - y1) * step / steps)
        _dot(dots, x, y)
        if strong >= STRENGTHS:
            _dot(dots, x + beside[0], y + beside[1])


def _dot(dots: dict[tuple[int, int], int], x: int, y: int) -> None:
    cell = x // 2, y // 4
    dots[cell] = dots.get(cell, 0) | _DOTS[y % 4][x % 2]


def nearest(labels: Sequence[Label], node: int, right: int, down: int) -> int:
    """Return the node one comes to from `node` in a direction; itself where there is none.

    What lies straight ahead goes before what is near but aside.
    """
    here = next((label for label in labels if label.node == node), None)
    if here is None:
        return labels[0].node if labels else node
    x, y = here.middle
    best, least = node, math.inf
    for label in labels:
        across, along = label.middle[0] - x, 2 * (label.middle[1] - y)
        ahead, aside = (across * right, along) if right else (along * down, across)
        if label.node != node and ahead > 0:
            distance = ahead + 2 * abs(aside)
            if distance < least:
                best, least = label.node, distance
    return best
