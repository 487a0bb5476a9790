"""Where a window opens that belongs to a passage: under it, else above it, always on the screen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the screen, in cells."""

    x: int
    y: int
    width: int
    height: int


def beside(passage: Box, wanted: tuple[int, int], least: int, screen: tuple[int, int]) -> Box:
    """Return where a window of `wanted` (width, height) cells opens beside a passage.

    It goes under the passage when it fits there, else to the roomier side, made less high, but
    not less than `least` rows: rather than that it covers part of the passage.
    """
    width = min(wanted[0], screen[0])
    x = max(0, min(passage.x, screen[0] - width))
    under = passage.y + passage.height
    room_under, room_above = screen[1] - under, passage.y
    room = room_under if room_under >= min(wanted[1], room_above) else room_above
    height = min(wanted[1], max(room, least), screen[1])
    y = under if room == room_under else passage.y - height
    return Box(x, max(0, min(y, screen[1] - height)), width, height)
