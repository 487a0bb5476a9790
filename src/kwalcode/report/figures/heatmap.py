"""The heat map of co-occurrence: which codes go together, in how many respondents.

A triangle: each code's name stands at the diagonal, at the end of its row and on top of its
column. Codes are ordered by community; the number in a cell says what its colour says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kwalcode.i18n import _, counted
from kwalcode.report.data import Network, Node, ReportPair
from kwalcode.report.figures import canvas

MOST_CODES: Final = 40
"""How many codes a heat map shows; the rest is left out, and the caption says so."""
_CELL: Final = 0.27
_EDGE: Final = 0.25
_NAME: Final = 46
_SMALL: Final = 6.5
_RAMP: Final = ("#e3eef4", "#c3dbe8", "#98c1d8", "#66a1c3", "#377fa9", "#155d87", "#083d5e")
"""One hue from light to dark: the order shows with any colour vision, and in grey."""


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The codes of a heat map, in their order, and (a, b) with their number of respondents.

    `left_out` is the number of codes with codings that do not fit in.
    """

    nodes: tuple[Node, ...]
    cells: dict[tuple[int, int], int]
    left_out: int


def heat_map(network: Network, pairs: Sequence[ReportPair], most: int = MOST_CODES) -> HeatMap:
    """Choose what to show: the `most` codes with the most respondents (then quotations).

    They are ordered by community, then from many respondents to few.
    """
    used = [node for node in network.nodes if node.quotations]
    chosen = sorted(used, key=_by_use)[:most]
    last = len(network.groups)
    shown = sorted(chosen, key=lambda n: (last if n.community is None else n.community, _by_use(n)))
    known = {node.code for node in shown}
    cells = {
        (pair.a, pair.b): pair.respondents
        for pair in pairs
        if pair.respondents and pair.a in known and pair.b in known
    }
    return HeatMap(tuple(shown), cells, len(used) - len(shown))


def _by_use(node: Node) -> tuple[int, int, str]:
    return -node.respondents, -node.quotations, node.name.casefold()


def draw(heat: HeatMap, caption: Sequence[str] = ()) -> Figure:
    """Draw the heat map; every cell that is not empty has an id `cell-A-B`, codes `code-A`.

    To be called, with what makes the output, inside `canvas.drawing()`.
    """
    n = len(heat.nodes)
    longest = max((canvas.text_width(_name(node), 8.5) for node in heat.nodes), default=0)
    width = max(2 * _EDGE + n * _CELL + 0.5 + longest, 5.0)
    lines = canvas.caption_lines(caption, width - 2 * _EDGE, _SMALL)
    height = 2 * _EDGE + max(n, 3) * _CELL + canvas.caption_height(lines, _SMALL)
    figure, axes = canvas.sheet(width, height)
    bottom = height - _EDGE - n * _CELL
    corner = (_EDGE, bottom)
    top = max(heat.cells.values(), default=1)
    _grid(axes, heat.nodes, corner)
    for row, node in enumerate(heat.nodes):
        _diagonal(axes, node, *_at(corner, n, row, row))
        for column, other in enumerate(heat.nodes[:row]):
            a, b = sorted((node.code, other.code))
            if (a, b) in heat.cells:
                x, y = _at(corner, n, row, column)
                _cell(axes, x, y, heat.cells[a, b], top, f"cell-{a}-{b}")
    _scale(axes, width - _EDGE, height - _EDGE, top)
    canvas.write_caption(axes, _EDGE, lines, _SMALL)
    return figure


def _at(corner: tuple[float, float], n: int, row: int, column: int) -> tuple[float, float]:
    """Return the lower left corner of a cell; row 0 is on top."""
    return corner[0] + column * _CELL, corner[1] + (n - 1 - row) * _CELL


def _name(node: Node) -> str:
    return canvas.shortened(node.name, _NAME)


def _grid(axes: Axes, nodes: Sequence[Node], corner: tuple[float, float]) -> None:
    """Draw faint lines along rows and columns, stronger ones where a community begins."""
    n = len(nodes)
    for i, node in enumerate(nodes):
        x, y = _at(corner, n, i, i)
        new = i > 0 and nodes[i - 1].community != node.community
        color, thick = (canvas.FAINT, 0.9) if new else (canvas.GRID, 0.35)
        # lines reach as far as the triangle does
        axes.plot([corner[0], x], [y + _CELL, y + _CELL], color=color, lw=thick, zorder=3 * new)
        axes.plot([x, x], [corner[1], y], color=color, lw=thick, zorder=3 * new)


def _diagonal(axes: Axes, node: Node, x: float, y: float) -> None:
    """Draw a code's own cell with its number of respondents, its letter and its name."""
    color = canvas.color_of(node.community)
    box = Rectangle((x, y), _CELL, _CELL, facecolor=canvas.CARD, edgecolor=color, lw=1.3, zorder=4)
    box.set_gid(f"code-{node.code}")
    axes.add_patch(box)
    middle = y + _CELL / 2 - 0.005
    canvas.write(axes, x + _CELL / 2, middle, str(node.respondents), 7.5, ha="center", zorder=5)
    sign = canvas.letter(node.community) or "–"
    canvas.write(axes, x + _CELL + 0.13, middle, sign, 8, color, ha="center", fontweight="bold")
    canvas.write(axes, x + _CELL + 0.25, middle, _name(node), 8.5)


def _cell(axes: Axes, x: float, y: float, value: int, top: int, gid: str) -> None:
    step = shade(value, top)
    face = Rectangle((x, y), _CELL, _CELL, facecolor=_RAMP[step], edgecolor=canvas.CARD, lw=0.6)
    face.set_gid(gid)
    axes.add_patch(face)
    color = "#ffffff" if step > 3 else "#10202b"
    canvas.write(axes, x + _CELL / 2, y + _CELL / 2 - 0.005, str(value), 7.5, color, ha="center")


def shade(value: int, top: int) -> int:
    """Return the step of the colour ramp for 1 ... `top` respondents."""
    if top <= len(_RAMP):
        return round((value - 1) * (len(_RAMP) - 1) / max(top - 1, 1)) if top > 1 else 2
    return min((value - 1) * len(_RAMP) // top, len(_RAMP) - 1)


def _scale(axes: Axes, right: float, top_edge: float, top: int) -> None:
    """Explain colours and letters, in the corner that a triangle leaves free."""
    steps = sorted({1 + (top - 1) * i // 6 for i in range(7)})
    x, y = right - 0.27 * len(steps), top_edge - 0.5
    canvas.write(axes, right, top_edge - 0.1, _("respondents with both"), 7.5, ha="right")
    for i, value in enumerate(steps):
        _cell(axes, x + 0.27 * i, y, value, top, f"scale-{value}")
    texts = (_("on the diagonal: respondents with the code"), _("letters: proposals for themes"))
    for i, text in enumerate(texts):
        canvas.write(axes, right, y - 0.16 - 0.17 * i, text, 7, canvas.FAINT, ha="right")


def left_out(heat: HeatMap) -> str:
    """Say what a heat map does not show; "" when it shows everything."""
    if not heat.left_out:
        return ""
    return _("Shown are the {n} codes with the most respondents; left out: {codes}.").format(
        n=len(heat.nodes), codes=counted("{n} code", "{n} codes", heat.left_out)
    )
