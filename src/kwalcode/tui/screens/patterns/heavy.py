"""What the tabs compute with: loaded once, away from the screen's thread, before they are made."""

from kwalcode.analysis import layout
from kwalcode.project.analyses import (
    contrasts,
    coverage,
    framework,
    patterns,
    saturation,
    sequences,
    themes,
)
from kwalcode.tui.screens.patterns import held

__all__ = [
    "contrasts",
    "coverage",
    "framework",
    "held",
    "layout",
    "patterns",
    "saturation",
    "sequences",
    "themes",
]
