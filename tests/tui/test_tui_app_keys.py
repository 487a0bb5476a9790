from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import opened, small_study
from textual.command import CommandPalette

from kwalcode.tui.screens.help import HelpScreen, _line
from kwalcode.tui.screens.keys import offers
from kwalcode.tui.screens.quotations.screen import QuotationsScreen
from kwalcode.tui.text.fitting import fitted
from kwalcode.tui.widgets.palette import CodePalette
from kwalcode.tui.widgets.prompt import TextPrompt


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return small_study(tmp_path / "study.kwal")


async def test_the_last_line_fits_and_keeps_the_help(study_file: Path) -> None:
    async with opened(study_file) as desk:
        line = desk.lines()[-1]
        assert line == " c Code . Again i In vivo x Remove u Undo m Memo d Documents , Go to ? Help"
        await desk.pilot.resize_terminal(40, 12)
        await desk.settle()
        assert desk.lines()[-1] == " c Code   . Again   , Go to   ? Help"
        await desk.pilot.resize_terminal(120, 30)
        await desk.settle()
        assert desk.lines()[-1].startswith(" c Code  . Again  i In vivo")


async def test_the_help_names_every_key_in_our_own_words(study_file: Path) -> None:
    async with opened(study_file, size=(80, 130)) as desk:
        expected = offers(desk.coding)
        await desk.press("question_mark")
        assert isinstance(desk.app.screen, HelpScreen)
        seen = desk.seen()
        assert len(expected) > 50
        for offer in expected:
            assert offer.does in seen
            for key in offer.keys:
                assert f" {key} " in seen, key
        assert "Focus Next" not in seen
        assert seen.index("Put a code on the passage") < seen.index("Next line")
        await desk.press("question_mark")
        assert desk.app.screen is desk.coding


async def test_what_a_key_does_goes_on_under_itself() -> None:
    plain = _line(
        "d                        ", "Show the acts up to a day, or those between two days"
    ).plain
    assert plain.splitlines() == [
        "d                        Show the acts up to a day, or those between two",
        "                         days",
    ]


async def test_the_help_scrolls_on_a_small_screen(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.press("question_mark")
        assert "Put a code on the passage" in desk.seen()
        assert "Leave kwalcode" not in desk.seen()
        await desk.press("end")
        assert "Leave kwalcode" in desk.seen()
        await desk.press("escape")
        assert desk.app.screen is desk.coding


async def test_the_command_palette_has_every_action(study_file: Path) -> None:
    async with opened(study_file) as desk:
        commands = {c.title for c in desk.app.get_system_commands(desk.coding)}
        assert commands >= {o.does for o in offers(desk.coding) if o.action != "command_palette"}
        await desk.press("colon")
        assert isinstance(desk.app.screen, CommandPalette)
        await desk.type("put a code on")
        await desk.pilot.pause(0.3)
        await desk.press("enter")
        await desk.settle()
        assert isinstance(desk.app.screen, CodePalette)


async def test_the_command_palette_opens_with_ctrl_p_also_over_quotations(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.press("o", "G", "enter", "ctrl+p")
        assert isinstance(desk.app.screen, CommandPalette)
        await desk.press("escape")
        assert isinstance(desk.app.screen, QuotationsScreen)
        assert "Copy with attribution" in {
            c.title for c in desk.app.get_system_commands(desk.app.screen)
        }


async def test_ctrl_q_leaves(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.press("c")
        await desk.pilot.press("ctrl+q")
        await desk.pilot.pause()
        assert desk.app._exit


async def test_ctrl_q_does_not_throw_a_memo_away_without_a_word(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.press("m", "a", "ctrl+q")
        assert isinstance(desk.app.screen, TextPrompt)
        assert "Not saved" in desk.seen()
        await desk.pilot.press("ctrl+q")
        await desk.pilot.pause()
        assert desk.app._exit


async def test_ctrl_c_tells_how_to_leave_or_copies(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.press("ctrl+c")
        assert "ctrl+q leaves" in desk.told()
        await desk.select("Dan bel ik")
        await desk.press("ctrl+c")
        assert desk.app.clipboard == "Dan bel ik"


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("日本語", 4, "日…"), ("abc", 0, ""), ("abc", 1, "…")],
)
def test_a_text_is_cut_to_cells(text: str, width: int, shown: str) -> None:
    assert fitted(text, width) == shown
