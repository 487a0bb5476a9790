"""How a code is marked on the screen: its letters, and its colour made legible."""

from __future__ import annotations

from functools import lru_cache

from kwalcode.marks import UNLETTERED, colors, letters
from kwalcode.tui.text.colors import legible, parse, to_hex

__all__ = ["UNLETTERED", "colors", "digit_sign", "letters", "readable"]


def digit_sign(digit: int, pinned: bool) -> str:
    """Return how the digit key of a code is shown: with a star where it stays with the code."""
    return f"{digit}*" if pinned else str(digit)


@lru_cache(maxsize=1024)
def readable(color: str, background: str) -> str:
    """Return `color` ("#rrggbb") made legible on `background`; a wrong colour becomes grey."""
    return to_hex(legible(parse(color) or (128, 128, 128), parse(background) or (0, 0, 0)))
