"""The window that prints: what is chosen is written beside the study, nothing is overwritten."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from app_pilot import opened, small_study

from kwalcode.tui.screens.printing import PrintScreen


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return small_study(tmp_path / "study.kwal")


async def test_enter_writes_and_tells_where(study_file: Path) -> None:
    async with opened(study_file) as desk:
        answers: list[str | None] = []
        first = desk.session.documents()[0]
        for _time in range(2):
            desk.app.push_screen(PrintScreen(desk.session, [first]), answers.append)
            await desk.settle()
            assert "Documents   ‹ R01 ›" in desk.seen()
            await desk.press("enter")
            await desk.settle()
        names = ["study-R01.html", "study-R01-2.html"]
        assert answers == [str(study_file.with_name(name)) for name in names]
        assert "Written: " in desk.told()
    page = study_file.with_name("study-R01.html").read_bytes()
    assert page == study_file.with_name("study-R01-2.html").read_bytes()
    assert b"optelsom" in page


async def test_choices_are_made_with_the_arrows(study_file: Path) -> None:
    async with opened(study_file) as desk:
        first = desk.session.documents()[0]
        answers: list[str | None] = []
        desk.app.push_screen(PrintScreen(desk.session, [first]), answers.append)
        await desk.settle()
        await desk.press("right", "j", "l", "down", "right", "k", "h", "l")
        for shown in ("all, in one file", "docx", "all coders"):
            assert f"‹ {shown} ›" in desk.seen()
        await desk.press("enter")
        await desk.settle()
    made = docx.Document(str(study_file.with_name("study-transcripts.docx")))
    assert [len(table.rows) for table in made.tables] == [5, 3, 4]
    assert "Anna" in made.tables[0].cell(2, 3).text


async def test_escape_writes_nothing(study_file: Path) -> None:
    async with opened(study_file) as desk:
        answers: list[str | None] = []
        desk.app.push_screen(PrintScreen(desk.session, []), answers.append)
        await desk.settle()
        await desk.press("escape")
        assert answers == [None]
    assert sorted(path.name for path in study_file.parent.glob("*.html")) == []


async def test_who_works_blind_prints_only_their_own(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.press("O", "P")
        assert "Print with the codes in the margin" in desk.seen()
        assert "‹ Anna ›" in desk.seen()
        await desk.press("j", "j", "right", "right")
        assert "‹ Anna ›" in desk.seen()
