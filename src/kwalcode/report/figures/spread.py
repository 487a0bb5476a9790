"""Boxes pushed apart until none lies on another, and the hull around points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
_ROUNDS: Final = 400


@dataclass(frozen=True, slots=True)
class Box:
    """The room that something takes around its middle, in inches."""

    width: float
    height: float


def spread(points: Points, boxes: Sequence[Box], width: float) -> Points:
    """Move the middles of boxes until none overlaps another, or for so many rounds.

    x stays from 0 to `width`; y may grow. Those that overlap move the shorter way out.
    The answer depends on the input only.
    """
    placed = points.astype(np.float64) + 1e-4 * np.arange(len(points))[:, None]
    wide = np.array([box.width for box in boxes])
    high = np.array([box.height for box in boxes])
    need_x = (wide[:, None] + wide[None, :]) / 2
    need_y = (high[:, None] + high[None, :]) / 2
    for _round in range(_ROUNDS):
        gap = placed[:, None, :] - placed[None, :, :]
        over_x = need_x - np.abs(gap[..., 0])
        over_y = need_y - np.abs(gap[..., 1])
        hit = (over_x > 1e-6) & (over_y > 1e-6)
        np.fill_diagonal(hit, val=False)
        if not hit.any():
            break
        # measured against their size, else wide boxes would all go up and down
        sideways = hit & (over_x * need_y < over_y * need_x)
        upwards = hit & ~sideways
        placed[:, 0] += 0.3 * (np.where(sideways, over_x, 0) * np.sign(gap[..., 0])).sum(axis=1)
        placed[:, 1] += 0.3 * (np.where(upwards, over_y, 0) * np.sign(gap[..., 1])).sum(axis=1)
        placed[:, 0] = placed[:, 0].clip(0, width)
    return placed


def hull(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the convex hull, counter-clockwise (Andrew's monotone chain)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    return _half(ordered)[:-1] + _half(ordered[::-1])[:-1]


def _half(ordered: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    chain: list[tuple[float, float]] = []
    for point in ordered:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def _turn(o: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return more than 0 where o, a, b turn to the left."""
    return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])
