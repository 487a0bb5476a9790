"""A curve with its band as a small plot in cells. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

POINT, BAND, MIDDLE, EMPTY = "●", "░", "─", " "
_LEFT: Final = 5
"""Cells that the figures at the left take, with the axis."""


def plot(
    values: Sequence[float],
    low: Sequence[float],
    middle: Sequence[float],
    high: Sequence[float],
    width: int,
    height: int,
) -> list[str]:
    """Return the rows of a plot of values from 0 up, with a band from `low` to `high`.

    The last two rows are the axis and the numbers of the points, from 1. Fewer rows or cells
    than a plot needs give no rows.
    """
    count, rows = len(values), height - 2
    room = width - _LEFT
    if not count or rows < 2 or room < count:
        return []
    step = min(8, max(1, room // count))
    top = max([*values, *high, 1])
    grid = [[EMPTY] * (step * count) for _row in range(rows)]

    def row_of(value: float) -> int:
        return rows - 1 - round(value / top * (rows - 1))

    for at in range(count):
        cells = range(at * step, (at + 1) * step)
        if low[at] == low[at]:  # not NaN
            for y in range(row_of(high[at]), row_of(low[at]) + 1):
                for x in cells:
                    grid[y][x] = BAND
            for x in cells:
                grid[row_of(middle[at])][x] = MIDDLE
        grid[row_of(values[at])][at * step + step // 2] = POINT
    lines = []
    for y, row in enumerate(grid):
        value = top * (rows - 1 - y) / (rows - 1)
        shown = f"{value:.0f}" if y in (0, rows - 1) or y == rows // 2 else ""
        lines.append(f"{shown:>{_LEFT - 2}} │" + "".join(row))
    lines.append(" " * (_LEFT - 1) + "└" + "─" * (step * count))
    lines.append(" " * _LEFT + _numbers(count, step))
    return lines


def _numbers(count: int, step: int) -> str:
    """Return the numbers of the points below them, as many as there is room for."""
    line = [" "] * (step * count + 4)
    free = 0
    for at in range(count):
        text, x = str(at + 1), at * step + step // 2
        if x >= free:
            line[x : x + len(text)] = text
            free = x + len(text) + 1
    return "".join(line).rstrip()
