"""How figures of agreement are drawn in cells: a scale, bars, shades. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kwalcode.decimals import bare

MARKS: Final = (0.667, 0.8)
"""Krippendorff's marks: from the first, tentative conclusions; from the second, firm ones."""
A_ONLY, BOTH, B_ONLY = "▞", "█", "░"
"""What a bar is made of: patterns, so that no meaning hangs on colour alone."""
_SHADES = " ·░▒▓█"
_TICK, _CROSSED, _POINT, _INSIDE, _AXIS = "┊", "╋", "●", "━", "─"


def figure(value: float | None, digits: int = 3) -> str:
    """Return a coefficient as it is written: ".619"; "n.a." where there is none."""
    return bare(value, digits)


def scale(width: int, value: float | None, interval: tuple[float, float] | None) -> tuple[str, str]:
    """Return the line from 0 to 1 with the marks and the value on it, and the labels below.

    What lies below 0 stands at 0. `interval` is drawn as a thicker stretch in brackets. On a
    short scale there is no room for the label of every mark.
    """
    last = max(1, width - 1)

    def cell(at: float) -> int:
        return round(min(max(at, 0.0), 1.0) * last)

    line = [_AXIS] * (last + 1)
    for mark in MARKS:
        line[cell(mark)] = _TICK
    if interval is not None:
        low, high = map(cell, interval)
        for at in range(low, high + 1):
            line[at] = _CROSSED if line[at] == _TICK else _INSIDE
        line[low], line[high] = "[", "]"
    if value is not None:
        line[cell(value)] = _POINT
    labels = [" "] * (last + 1)
    for mark, label in ((0.0, "0"), *((mark, figure(mark)) for mark in MARKS), (1.0, "1")):
        begin = min(max(0, cell(mark) - len(label) // 2), last + 1 - len(label))
        if not "".join(labels[max(0, begin - 1) : begin + len(label) + 1]).strip():
            labels[begin : begin + len(label)] = label
    return "".join(line), "".join(labels).rstrip()


def bar(width: int, a_only: int, both: int, b_only: int) -> str:
    """Return a bar of A only, both and B only, in that order, by their shares of `width`."""
    total = a_only + both + b_only
    if not total or width <= 0:
        return " " * width
    first = round(width * a_only / total)
    second = round(width * (a_only + both) / total)
    if a_only and not first:
        first, second = 1, max(second, 1)
    if b_only and second >= width:
        second = width - 1
    first = min(first, second)
    return A_ONLY * first + BOTH * (second - first) + B_ONLY * (width - second)


def shade(n: int, most: int) -> str:
    """Return how dark a cell of `n` is where the darkest has `most`: a blank only for none."""
    if n <= 0:
        return _SHADES[0]
    return _SHADES[1 + (len(_SHADES) - 2) * min(n, most) // most]


def beside(left: Sequence[str], right: Sequence[str], width: int, gap: str = " │ ") -> list[str]:
    """Return two columns of lines side by side, the left one `width` cells wide."""
    from rich.cells import set_cell_size

    n = max(len(left), len(right))
    lefts = [*left, *[""] * (n - len(left))]
    rights = [*right, *[""] * (n - len(right))]
    return [
        f"{set_cell_size(one, width)}{gap}{two}" for one, two in zip(lefts, rights, strict=True)
    ]
