"""A table of codes x codes as it is painted: texts, shades and the order of its rows. Pure.

A shade never stands alone: every cell has its figure in it too.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Final, Literal

from kwalcode.decimals import bare, number

Form = Literal["count", "share", "ratio"]

SHADES: Final = 6
CELL: Final = 4
"""Cells a figure takes, with the space before it."""
NOT_KNOWN, NOTHING, SAME = "n.a", "·", "╲"
_MANY = 1000


@dataclass(frozen=True, slots=True)
class Head:
    """A code at the head of a row and a column: id, two letters, name, colour, community.

    The community is a letter, "" for a code that is in none.
    """

    code: int
    letters: str
    name: str
    color: str
    community: str = ""


@dataclass(frozen=True, slots=True)
class Heat:
    """What is painted: the heads, and for each row the figures and their shades (0 is none)."""

    heads: tuple[Head, ...] = ()
    texts: Sequence[Sequence[str]] = ()
    shades: Sequence[Sequence[int]] = ()

    def place(self, code: int | None) -> int | None:
        """Return where a code stands, None where it does not."""
        return next((at for at, head in enumerate(self.heads) if head.code == code), None)


def figure(value: float, form: Form) -> str:
    """Return a value in three cells at most: 12, .33, 1.9, n.a; zero counts are a dot."""
    if math.isnan(value):
        return NOT_KNOWN
    if form == "count":
        return _count(value)
    if math.isinf(value):
        return "inf"
    if form == "ratio" and abs(value) >= 1:
        shown = number(value, 1 if abs(value) < 9.95 else 0)
        return shown if len(shown) < CELL else number(value, 0)[: CELL - 1]
    if value < 0 and number(value) != number(-0.0):
        tenths = bare(value, 1)
        return "-1" if tenths == number(-1, 1) else tenths
    hundredths = bare(abs(value))
    return number(1, 1) if hundredths == number(1) else hundredths


def _count(value: float) -> str:
    if not value:
        return NOTHING
    return number(value, 0) if value < _MANY else f"{number(min(value / _MANY, 99), 0)}k"


def shade(value: float, top: float) -> int:
    """Return how dark a cell is: 0 for nothing or n.a., up to `SHADES` at `top` and beyond."""
    if math.isnan(value) or value <= 0 or top <= 0:
        return 0
    return max(1, min(SHADES, math.ceil(SHADES * min(value / top, 1.0))))


def community_letter(number: int) -> str:
    """Return the letter of community 0, 1 ...: A to Z, then A2 and so on."""
    turn, at = divmod(number, len(ascii_uppercase))
    return ascii_uppercase[at] + (str(turn + 1) if turn else "")


def by_community(
    codes: Sequence[int], community: Mapping[int, int], size: Mapping[int, int]
) -> list[int]:
    """Return codes by community, within each from large to small; those in none come last."""
    rank = {code: at for at, code in enumerate(codes)}
    return sorted(
        codes,
        key=lambda c: (c not in community, community.get(c, 0), -size.get(c, 0), rank[c]),
    )


def by_size(codes: Sequence[int], size: Mapping[int, int]) -> list[int]:
    """Return codes from large to small, equal ones as they were."""
    return sorted(codes, key=lambda code: -size.get(code, 0))


def first_visible(first: int, at: int, room: int, count: int) -> int:
    """Return the first of `count` things shown in `room` so that the one `at` is among them."""
    room = max(1, room)
    first = min(first, at, max(0, count - room)) if at < first + room else at - room + 1
    return max(0, min(first, max(0, count - room)))
