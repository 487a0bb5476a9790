"""Text stands out from what it stands on, in every theme; the choice is remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import opened, small_study
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color
from textual.theme import Theme

from kwalcode import preferences
from kwalcode.tui.themes import CONTRAST, THEMES

PAIRS = [
    (text, ground)
    for ground in ("background", "surface", "panel")
    for text in ("foreground", "text-accent", "footer-key-foreground", "text-error")
]


def luminance(color: Color) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)


def contrast(one: Color, other: Color) -> float:
    """Return the contrast as WCAG 2 defines it, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    "theme", [theme for _title, theme in THEMES.values()], ids=lambda t: t.name
)
def test_text_stands_out(theme: Theme) -> None:
    colors = theme.to_color_system().generate()
    least = 7.0 if theme is CONTRAST else 4.5
    for text, ground in PAIRS:
        on = Color.parse(colors[ground])
        over = Color.parse(theme.variables.get(text, colors[text]))
        assert contrast(on.blend(over, over.a), on) >= least, (text, ground)


@pytest.mark.parametrize(
    "theme", [theme for _title, theme in THEMES.values()], ids=lambda t: t.name
)
def test_with_256_colours_surfaces_are_grey_and_differ(theme: Theme) -> None:
    shown = []
    for ground in (theme.background, theme.surface, theme.panel):
        assert ground is not None
        told = RichColor.parse(ground).downgrade(ColorSystem.EIGHT_BIT).get_truecolor()
        assert told.red == told.green == told.blue, ground
        shown.append(told)
    assert shown[1] != shown[2]


async def test_in_high_contrast_the_passage_stands_out_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    async with opened(small_study(tmp_path / "study.kwal")) as desk:
        page = desk.coding.transcript

        def passage() -> Color:
            return page.get_component_styles("transcript--passage").background

        assert passage().a == pytest.approx(0.2, abs=0.01)
        desk.app.theme = CONTRAST.name
        await desk.settle()
        assert passage().a == pytest.approx(0.35, abs=0.01)


async def test_the_chosen_colours_are_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    study = small_study(tmp_path / "study.kwal")
    async with opened(study) as desk:
        assert desk.app.theme == "kwalcode-dark"
        desk.app.action_choose_colours()
        await desk.settle()
        assert "High contrast" in desk.seen()
        await desk.press("down", "enter")
        assert desk.app.theme == "kwalcode-light"
    assert preferences.remembered("theme", "") == "kwalcode-light"
    async with opened(study) as desk:
        assert desk.app.theme == "kwalcode-light"
