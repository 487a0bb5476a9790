"""What the tabs compute with: loaded once, away from the screen's thread, before they are made."""

from kwalcode.analysis import layout
from kwalcode.project.analyses import (
    contrasts,
    coverage,
    framework,
    patterns,
    saturation,
    themes,
)
from kwalcode.tui.screens.patterns import reading

__all__ = [
    "contrasts",
    "coverage",
    "framework",
    "layout",
    "patterns",
    "reading",
    "saturation",
    "themes",
]
