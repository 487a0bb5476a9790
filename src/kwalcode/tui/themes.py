"""The colours of the app: dark, light, and high contrast. Code colours are fitted to each.

Calm surfaces and one accent; every text stands out by a contrast of 4.5 at least (7 in high
contrast) from what it stands on, which a test measures on every screen. `text-muted` is what steps
back, also on a highlighted row; `text-disabled` what only accompanies, such as numbers of lines.
Surfaces are so near to grey that terminals with 256 colours show them grey, not blue.
"""

from __future__ import annotations

from textual.theme import Theme

from kwalcode.i18n import _
from kwalcode.tui.text.colors import LEAST_CONTRAST

DARK = Theme(
    name="kwalcode-dark",
    primary="#3f8fd0",
    secondary="#8fb8d8",
    accent="#e0a458",
    warning="#e0a458",
    error="#e5707a",
    success="#6cc08b",
    foreground="#dcdfe4",
    background="#14171b",
    surface="#1a1d22",
    panel="#252a31",
    dark=True,
    variables={
        "footer-key-foreground": "#e0a458",
        "text-accent": "#e8b878",
        "text-muted": "#dcdfe4b8",
        "text-disabled": "#dcdfe494",
        "button-color-foreground": "#0b0d10",
        "block-cursor-foreground": "#0b0d10",
    },
)
LIGHT = Theme(
    name="kwalcode-light",
    primary="#1f6fb2",
    secondary="#3d5a73",
    accent="#9a5b00",
    warning="#9a5b00",
    error="#b3261e",
    success="#1e7a46",
    foreground="#1d2126",
    background="#f3f1ec",
    surface="#fbfaf7",
    panel="#e7e4dc",
    dark=False,
    variables={
        "footer-key-foreground": "#8a4b00",
        "text-accent": "#7a4300",
        "text-muted": "#1d2126b3",
        "text-disabled": "#1d2126a0",
        "button-color-foreground": "#ffffff",
        "block-cursor-foreground": "#ffffff",
    },
)
CONTRAST = Theme(
    name="kwalcode-contrast",
    primary="#00a2ff",
    secondary="#ffffff",
    accent="#ffd500",
    warning="#ffd500",
    error="#ff8a8a",
    success="#7dff9e",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    dark=True,
    text_alpha=1.0,
    variables={
        "footer-key-foreground": "#ffd500",
        "text-accent": "#ffd500",
        "text-muted": "#ffffffcc",
        "text-disabled": "#ffffffb0",
        "button-color-foreground": "#000000",
        "block-cursor-foreground": "#000000",
    },
)
THEMES: dict[str, tuple[str, Theme]] = {
    DARK.name: (_("Dark"), DARK),
    LIGHT.name: (_("Light"), LIGHT),
    CONTRAST.name: (_("High contrast"), CONTRAST),
}
"""By name: what it is called, and its colours. The first is the default."""


def least_contrast(theme: str) -> float:
    """Return the contrast ratio that text must have in the theme of that name (WCAG 2.1: AA, and
    AAA in high contrast)."""
    return 7.0 if theme == CONTRAST.name else LEAST_CONTRAST
