"""The picture of saturation: codes seen so far, interview by interview, with the shuffled band."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from kwalcode.i18n import _
from kwalcode.report.figures import canvas
from kwalcode.report.parts.values import Growth

_WIDTH: Final = 7.6
_HEIGHT: Final = 3.1
_LEFT, _BOTTOM, _TOP, _RIGHT = 0.6, 0.55, 0.25, 1.75
_MARKS: Final = 12
"""So many interviews have a dot and a number at most; of more, some."""


def draw(growth: Growth) -> Figure:
    """Draw the line of the order taken over the band of the shuffled orders.

    To be called, with what makes the output, inside `canvas.drawing()`.
    """
    figure, axes = canvas.sheet(_WIDTH, _HEIGHT)
    n = len(growth.total)
    top = max([*growth.total, *growth.high, 1.0])
    wide, high = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _BOTTOM - _TOP

    def places(values: Sequence[float]) -> list[tuple[float, float]]:
        step = wide / max(n - 1, 1)
        return [(_LEFT + i * step, _BOTTOM + high * v / top) for i, v in enumerate(values)]

    _axes(axes, n, top, places([0.0] * n), high)
    band = [*places(growth.low), *reversed(places(growth.high))]
    shape = Polygon(band, facecolor=canvas.tint(canvas.COMMUNITY_COLORS[0]), edgecolor="none")
    shape.set_gid("band")
    axes.add_patch(shape)
    median, taken = places(growth.median), places(growth.total)
    axes.plot(*_columns(median), color=canvas.FAINT, lw=1, ls=(0, (4, 3)))
    axes.plot(*_columns(taken), color=canvas.COMMUNITY_COLORS[0], lw=1.8)
    for i, (x, y) in enumerate(taken):
        if i % _every(n) == 0 or i == n - 1:
            axes.plot([x], [y], "o", color=canvas.COMMUNITY_COLORS[0], ms=4)
            number = f"{growth.total[i]:g}"
            canvas.write(axes, x, y + 0.13, number, 7, ha="center")
    _legend(axes, taken[-1][1] if taken else _BOTTOM)
    return figure


def _every(n: int) -> int:
    return max(1, -(-n // _MARKS))


def _columns(places: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    return [x for x, _y in places], [y for _x, y in places]


def _axes(
    axes: Axes, n: int, top: float, ground: Sequence[tuple[float, float]], high: float
) -> None:
    right = _WIDTH - _RIGHT
    for share in (0.0, 0.5, 1.0):
        y = _BOTTOM + high * share
        axes.plot([_LEFT, right], [y, y], color=canvas.GRID, lw=0.5, zorder=0)
        canvas.write(axes, _LEFT - 0.08, y, f"{top * share:.0f}", 7, canvas.FAINT, ha="right")
    for i, (x, y) in enumerate(ground):
        if i % _every(n) == 0 or i == n - 1:
            canvas.write(axes, x, y - 0.13, str(i + 1), 7, canvas.FAINT, ha="center")
    middle = (_LEFT + right) / 2
    canvas.write(axes, middle, _BOTTOM - 0.36, _("interview"), 7.5, canvas.FAINT, ha="center")
    canvas.write(
        axes, 0.14, _BOTTOM + high / 2, _("codes so far"), 7.5, canvas.FAINT,
        ha="center", rotation=90,
    )  # fmt: skip


def _legend(axes: Axes, y: float) -> None:
    """Name the lines at the right end of the one of the order taken, which is at `y`."""
    x = _WIDTH - _RIGHT + 0.12
    canvas.write(axes, x, y, _("in this order"), 7.5, canvas.COMMUNITY_COLORS[0])
    canvas.write(axes, x, y - 0.2, _("median of shuffled orders"), 7.5, canvas.FAINT)
    canvas.write(axes, x, y - 0.4, _("band: 95 % of them"), 7.5, canvas.FAINT)
