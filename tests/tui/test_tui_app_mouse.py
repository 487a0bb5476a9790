from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import GUT, REPORT, SUM, Desk, opened, small_study, stored

from kwalcode.tui.screens.coding.inspecting import InspectorScreen
from kwalcode.tui.screens.coding.menu import MenuScreen
from kwalcode.tui.widgets.palette import CodePalette

WEEKS = "Dat duurt soms weken."


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return small_study(tmp_path / "study.kwal")


def place(desk: Desk, piece: str) -> tuple[int, int]:
    y = desk.row(piece)
    return desk.lines()[y].index(piece) + 1, y


async def drag(desk: Desk, code: str, target: tuple[int, int]) -> None:
    await desk.pilot.mouse_down(offset=place(desk, code))
    await desk.pilot.hover(offset=target)
    await desk.settle()


async def drop(desk: Desk, target: tuple[int, int]) -> None:
    await desk.pilot.mouse_up(offset=target)
    await desk.settle()


async def test_a_code_is_drawn_onto_a_sentence(study_file: Path) -> None:
    async with opened(study_file, size=(120, 34)) as desk:
        target = place(desk, "weken.")
        await drag(desk, REPORT, target)
        assert f"[{WEEKS}] let go: codes 'melden'" in desk.lines()[-2]
        assert len(stored(study_file)) == 3
        await drop(desk, target)
        assert (WEEKS, REPORT, "Anna") in stored(study_file)
        assert "let go" not in desk.seen()


async def test_a_code_is_drawn_onto_a_selection(study_file: Path) -> None:
    async with opened(study_file, size=(120, 34)) as desk:
        await desk.select("duurt soms")
        target = place(desk, "duurt soms")
        await drag(desk, REPORT, target)
        await drop(desk, target)
    assert ("duurt soms", REPORT, "Anna") in stored(study_file)


async def test_a_code_that_is_let_go_elsewhere_codes_nothing(study_file: Path) -> None:
    async with opened(study_file, size=(120, 34)) as desk:
        await drag(desk, REPORT, (3, 0))
        assert "draw it onto a passage" in desk.lines()[-2]
        await drop(desk, (3, 0))
        await desk.click(GUT)
        assert desk.coding.codebook.highlighted == 2
    assert len(stored(study_file)) == 3


async def test_the_right_button_offers_what_can_be_done_with_the_passage(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.pilot.mouse_down(offset=place(desk, "klopt"), button=3)
        await desk.settle()
        assert isinstance(desk.app.screen, MenuScreen)
        seen = desk.seen()
        assert "c  Code…" in seen
        assert "x  Take off: 'onderbuikgevoel'" in seen
        assert "r  Another extent for: 'onderbuikgevoel'" in seen
        assert "q  Quotations of 'onderbuikgevoel'" in seen
        await desk.press("x")
        assert not any(code == GUT for _, code, _ in stored(study_file))
        assert desk.app.screen is desk.coding


async def test_the_menu_is_opened_by_key_and_gone_through(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.press("G", "backslash")
        assert isinstance(desk.app.screen, MenuScreen)
        assert "Take off" not in desk.seen()
        await desk.press("enter")
        assert isinstance(desk.app.screen, CodePalette)
        await desk.press("escape", "backslash", "escape")
        assert desk.app.screen is desk.coding
        await desk.press("c", "m", "e", "enter", "shift+f10")
        assert "Code with 'melden' again" in desk.seen()
        await desk.pilot.click(offset=(79, 0))
        await desk.settle()
        assert desk.app.screen is desk.coding


async def test_the_menu_of_a_code(study_file: Path) -> None:
    async with opened(study_file, size=(120, 34)) as desk:
        await desk.press("G")
        book = desk.coding.codebook
        y = next(y for y, line in enumerate(desk.lines()) if SUM in line[book.region.x :])
        await desk.pilot.mouse_down(offset=(book.region.x + 8, y), button=3)
        await desk.settle()
        assert desk.coding.codebook.highlighted == 3
        assert "Code the passage with 'optelsom'" in desk.seen()
        await desk.press("enter")
        assert (WEEKS, SUM, "Anna") in stored(study_file)
        await desk.press("backslash")
        await desk.click("What it means")
        assert isinstance(desk.app.screen, InspectorScreen)


async def test_the_code_in_the_codebook_is_put_on_the_passage_by_key(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.press("G", "o", "G", "c")
        assert (WEEKS, REPORT, "Anna") in stored(study_file)
        assert desk.coding.codebook.has_focus
