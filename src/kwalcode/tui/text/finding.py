"""Search within a text: without regard to case, round the end."""

from __future__ import annotations

import re

from kwalcode.spans import Range


def find(text: str, needle: str, selected: Range, direction: int) -> Range | None:
    """Return the next (direction 1) or previous (-1) place of `needle` beyond `selected`.

    Case does not matter; after the last place comes the first. None when it is nowhere.
    """
    places = [match.span() for match in re.finditer(re.escape(needle), text, re.IGNORECASE)]
    if not places:
        return None
    if direction > 0:
        return next(
            (p for p in places if p[0] > selected[0] or p[0] >= selected[1] > selected[0]),
            places[0],
        )
    return next((p for p in reversed(places) if p[0] < selected[0]), places[-1])
