"""The colours of the app: dark, light, and high contrast. Code colours are fitted to each.

Calm surfaces and one accent; every pair of text and background that is used has a contrast of
4.5 at least (7 in high contrast), which a test computes. Surfaces are so near to grey that
terminals with 256 colours show them grey, not blue.
"""

from __future__ import annotations

from textual.theme import Theme

from kwalcode.i18n import _

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
    variables={"footer-key-foreground": "#e0a458", "text-accent": "#e8b878"},
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
    variables={"footer-key-foreground": "#8a4b00", "text-accent": "#7a4300"},
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
    variables={"footer-key-foreground": "#ffd500", "text-accent": "#ffd500"},
)
THEMES: dict[str, tuple[str, Theme]] = {
    DARK.name: (_("Dark"), DARK),
    LIGHT.name: (_("Light"), LIGHT),
    CONTRAST.name: (_("High contrast"), CONTRAST),
}
"""By name: what it is called, and its colours. The first is the default."""
