"""Every text on every screen stands out from what it stands on, as measured on the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import Desk, opened
from patterns_pilot import related_study, settled
from rich.style import Style

from kwalcode.tui.text.colors import contrast
from kwalcode.tui.themes import THEMES, least_contrast

SCREENS = {
    "coding": (),
    "a passage and the menu": ("v", "w", "w", "backslash"),
    "a passage and the codes": ("v", "w", "w", "c", "m"),
    "documents": ("comma", "d"),
    "codebook": ("comma", "b"),
    "quotations": ("comma", "q", "slash", "*", "enter"),
    "the builder": ("comma", "q", "b"),
    "search": ("comma", "s", "n", "i", "e", "t", "enter"),
    "agreement": ("comma", "a"),
    "memos": ("comma", "m"),
    "history": ("comma", "h"),
    "to decide": ("comma", "w"),
    **{f"patterns, tab {digit}": ("comma", "p", digit) for digit in "1234567890"},
    "where to go": ("comma",),
    "help": ("question_mark",),
    "colours": ("ctrl+p", "c", "o", "l"),
}

_WINDOWS = 4
"""So many screens and windows may lie on top of each other."""


def ratio(style: Style) -> float:
    """Return the contrast of a text in a style, as WCAG 2.1 defines it."""
    assert style.color is not None
    assert style.bgcolor is not None
    assert not style.dim  # made a colour before it is painted
    return contrast(style.color.get_truecolor(), style.bgcolor.get_truecolor())


def faint(desk: Desk, least: float) -> list[tuple[float, str]]:
    """Return what stands out too little: of the window on top where there is one."""
    screen = desk.app.screen
    window = screen.region if not screen.is_modal else screen.children[0].region
    found = []
    for y, strip in enumerate(screen._compositor.render_strips()):
        if window.y <= y < window.bottom:
            for segment in strip.crop(window.x, window.right):
                said = any(char.isalnum() for char in segment.text)
                if said and segment.style is not None and ratio(segment.style) < least:
                    found.append((round(ratio(segment.style), 2), segment.text))
    return found


@pytest.mark.parametrize("size", [(160, 48), (80, 24)], ids=["wide", "narrow"])
async def test_every_text_stands_out(
    size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each screen is opened in the colours that the one before ended in, and shown in all."""
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    themes, missed = list(THEMES), {}
    async with opened(related_study(tmp_path / "study.kwal"), size=size) as desk:
        for name, keys in SCREENS.items():
            await desk.press(*keys)
            await settled(desk)
            for theme in themes:
                desk.app.theme = theme
                await settled(desk)
                missed[name, theme] = faint(desk, least_contrast(theme))
            themes.insert(0, themes.pop())
            for _window in range(_WINDOWS):
                if desk.app.screen is not desk.coding:
                    await desk.press("escape")
            assert desk.app.screen is desk.coding
            await desk.press("escape")
    assert len(missed) == len(SCREENS) * len(THEMES)
    assert {name: found for name, found in missed.items() if found} == {}
