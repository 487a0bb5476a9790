"""How a code is marked on the screen: its letters, and its colour made legible."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import OptionList

from kwalcode.marks import UNLETTERED, colors, letters
from kwalcode.tui.text.colors import LEAST_CONTRAST, legible, parse, to_hex
from kwalcode.tui.themes import least_contrast

__all__ = [
    "UNLETTERED",
    "colors",
    "digit_sign",
    "letters",
    "on_ground_of",
    "over",
    "over_style",
    "readable",
    "under_highlight",
]


def digit_sign(digit: int, pinned: bool) -> str:
    """Return how the digit key of a code is shown: with a star where it stays with the code."""
    return f"{digit}*" if pinned else str(digit)


def on_ground_of(widget: Widget) -> Callable[[str], str]:
    """Return what makes a colour ("#rrggbb") legible on a widget's background, in its theme."""
    ground, least = widget.background_colors[1].hex6, least_contrast(widget.app.theme)
    return partial(readable, background=ground, least=least)


def under_highlight(shown: OptionList) -> Callable[[str], str]:
    """Return what makes a colour legible in a list's rows, also in the highlighted one."""
    tint = shown.get_component_styles("option-list--option-highlighted").background
    ground, least = shown.background_colors[1] + tint, least_contrast(shown.app.theme)
    return partial(readable, background=ground.hex6, least=least)


@lru_cache(maxsize=1024)
def readable(color: str, background: str, least: float = LEAST_CONTRAST) -> str:
    """Return `color` ("#rrggbb") made legible on `background`; a wrong colour becomes grey."""
    return to_hex(legible(parse(color) or (128, 128, 128), parse(background) or (0, 0, 0), least))


def over(strip: Strip, ground: Color, least: float) -> Strip:
    """Return a strip on another background, what is written in it made legible there."""
    return Strip(
        [Segment(s.text, over_style(s.style, ground.hex6, least)) for s in strip], strip.cell_length
    )


@lru_cache(maxsize=1024)
def over_style(style: Style | None, ground: str, least: float) -> Style:
    """Return a style on another background ("#rrggbb"), its colour made legible there."""
    if style is None or style.color is None:
        return (style or Style()) + Style(bgcolor=ground)
    color = readable(style.color.get_truecolor().hex, ground, least)
    return style + Style(color=color, bgcolor=ground)
