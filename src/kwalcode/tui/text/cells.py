"""How many terminal cells a painted text takes, cluster by cluster.

A cluster is what the terminal shows in one place: a character with its combining marks, an
emoji with its joined parts, the two halves of a flag. Widths are those of Rich, because Rich
and Textual crop and pad with them. All texts here are painted texts (see `visible`).
"""

from __future__ import annotations

import re

from rich.cells import cell_len, get_character_cell_size

_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"
NOT_NARROW = re.compile(
    "[^\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e\u20a0-\u20bf"
    "\u2190-\u2193\u2400-\u2421\u2500-\u25fc\ufffd]"
)
"""Finds the characters that may be wider or narrower than one cell."""


def narrow(text: str) -> bool:
    """Tell whether every character of a painted text takes exactly one cell."""
    return NOT_NARROW.search(text) is None


def cluster(text: str, at: int, stop: int) -> tuple[int, int]:
    """Return (end, cells) of the cluster that begins at `at`; `stop` is as far as it may go.

    A line feed is a cluster of one cell: the caret can stand on it at the end of a row.
    Marks without a character before them are taken together with the character that follows.
    """
    cells, end = get_character_cell_size(text[at]), at + 1
    if text[at] == "\n":
        return end, 1
    leading = cells == 0
    while cells == 0 and end < stop and text[end] != "\n":
        cells = get_character_cell_size(text[end])
        end += 1
    if end < stop and _is_flag_half(text[end - 1]) and _is_flag_half(text[end]):
        end, cells = end + 1, cells + 1
    last = _with_marks(text, end, stop)
    return last, cells if last == end and not leading else cell_len(text[at:last])


def _with_marks(text: str, end: int, stop: int) -> int:
    """Return where the combining marks and joined emoji that follow `end` stop."""
    while end < stop:
        if text[end] == "\n":
            return end
        if text[end] == _JOINER:
            end = min(end + 2, stop)
        elif text[end] == _EMOJI_STYLE or get_character_cell_size(text[end]) == 0:
            end += 1
        else:
            return end
    return end


def cluster_start(text: str, at: int, start: int) -> int:
    """Return where the cluster that holds the character `at` begins, not before `start`."""
    safe = at
    while safe > start and not _surely_begins(text, safe):
        safe -= 1
    while True:
        end, _ = cluster(text, safe, len(text))
        if end > at:
            return safe
        safe = end


def _surely_begins(text: str, at: int) -> bool:
    """Tell whether a cluster begins at `at` whatever stands further back."""
    if text[at] == "\n" or text[at - 1] == "\n":
        return True
    if text[at - 1] == _JOINER or _is_flag_half(text[at]):
        return False
    return get_character_cell_size(text[at]) > 0 and get_character_cell_size(text[at - 1]) > 0


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def clusters(text: str) -> list[tuple[int, int, int]]:
    """Return (start, first cell, cells) of every cluster of one painted row."""
    found: list[tuple[int, int, int]] = []
    at = column = 0
    while at < len(text):
        end, cells = cluster(text, at, len(text))
        found.append((at, column, cells))
        at, column = end, column + cells
    return found
