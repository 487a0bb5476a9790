"""Words before and after a change as one line or paragraph: what was taken out is struck through,
what was put in is underlined, so that it shows without colours too. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.content import Content

from kwalcode.transcripts.carrying import Piece, from_first_change, pieces
from kwalcode.tui.text.visible import one_line

_STYLES = {"same": "", "gone": "strike dim", "new": "bold underline"}


def changed_words(before: str, after: str) -> Content:
    """Return both texts in one, on one line."""
    shown = Content("")
    for kind, text in pieces(before, after):
        part = Content(one_line(text))
        shown += part.stylize(_STYLES[kind]) if _STYLES[kind] else part
    return shown


def changed_row(before: str, after: str, base: Style) -> list[Segment]:
    """Return both texts in one, from shortly before the first change on, for a row of a list."""
    found: Sequence[Piece] = pieces(_spaced(before), _spaced(after)) or [("same", "")]
    return [
        Segment(one_line(text), base + Style.parse(_STYLES[kind] or "none"))
        for kind, text in from_first_change(found)
    ]


def _spaced(text: str) -> str:
    return " ".join(text.split())
