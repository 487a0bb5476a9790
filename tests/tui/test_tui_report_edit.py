"""A quotation edited for the report: what is seen, and what is stored by one act."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import TALK, Desk, opened, small_study

from kwalcode.model import Edit
from kwalcode.project.history import journal
from kwalcode.project.history.check import check
from kwalcode.project.reads.quoting import Marked, marked
from kwalcode.project.study import open_study
from kwalcode.tui.screens.report_edit import ReportEditScreen

SENTENCE = "Het is een optelsom van kleine signalen."


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return small_study(tmp_path / "study.kwal")


def marks(path: Path) -> list[Marked]:
    with open_study(path) as study:
        assert check(study) == []
        with study.reading() as connection:
            return marked(connection)


def acts(path: Path) -> list[str]:
    with open_study(path) as study, study.reading() as connection:
        return [entry.name for entry in journal.entries(connection)]


async def begin(desk: Desk, quotation: int = 1) -> list[bool | None]:
    """Show the window; the list gets what it returns."""
    answers: list[bool | None] = []
    desk.app.push_screen(ReportEditScreen(desk.session, quotation), answers.append)
    await desk.settle()
    return answers


async def test_edits_are_seen_at_once_and_saved_by_one_act(study_file: Path) -> None:
    before = len(acts(study_file))
    async with opened(study_file) as desk:
        answers = await begin(desk)
        assert SENTENCE in desk.seen()
        assert f"“{SENTENCE}” (Gemeente)" in desk.seen()
        await desk.press("w", "w", "W", "W", "e")  # een optelsom
        assert "“Het is (...) van kleine signalen.” (Gemeente)" in desk.seen()
        await desk.press("w", "i")
        await desk.type("steeds")
        await desk.press("enter")
        await desk.press("ctrl+end", "left", "left", "p")
        await desk.type("tekens")
        await desk.press("enter")
        assert "(...) van [steeds] kleine tekens.” (Gemeente)" in desk.seen()
        assert marks(study_file) == []
        await desk.press("enter")
        assert answers == [True]
    (mark,) = marks(study_file)
    assert mark.edits == (
        Edit("elision", 7, 19),
        Edit("insertion", 24, 24, "steeds"),
        Edit("pseudonym", 31, 39, "tekens"),
    )
    assert acts(study_file)[before:] == ["edit for report"]


async def test_edits_can_be_taken_back_and_undone(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await begin(desk)
        await desk.press("x")
        assert "No edit here" in desk.told()
        await desk.press("W", "e", "u")
        assert f"“{SENTENCE}”" in desk.seen()
        await desk.press("home", "W", "e")
        assert "“(...) is een" in desk.seen()
        await desk.press("home", "x")
        assert f"“{SENTENCE}”" in desk.seen()
        await desk.press("m")
        await desk.type("voor hoofdstuk 2")
        await desk.press("ctrl+s")
        assert "note: voor hoofdstuk 2" in desk.seen()
        await desk.press("ctrl+s")
    (mark,) = marks(study_file)
    assert (mark.edits, mark.note) == ((), "voor hoofdstuk 2")


async def test_leaving_with_edits_asks_for_a_second_escape(study_file: Path) -> None:
    async with opened(study_file) as desk:
        answers = await begin(desk)
        await desk.press("W", "escape")  # clears the selection
        assert answers == []
        await desk.press("home", "W", "e", "escape")
        assert "Not saved" in desk.told()
        assert answers == []
        await desk.press("escape")
        assert answers == [False]
    assert marks(study_file) == []


async def test_edits_that_overlap_are_refused_in_one_line(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await begin(desk)
        await desk.press("W", "W", "e", "home", "w", "W", "W", "e")
        assert "overlap" in desk.told()
        assert "“(...) een optelsom" in desk.seen()


async def test_a_quotation_that_is_gone_is_told_of(study_file: Path) -> None:
    async with opened(study_file) as desk:
        answers = await begin(desk, 99)
        assert "no quotation with number 99" in desk.told()
        assert answers == [False]


async def test_text_from_outside_is_shown_literally(study_file: Path) -> None:
    async with opened(study_file, size=(160, 48)) as desk:
        await begin(desk)
        await desk.press("i")
        await desk.type("[b]x[/b]\x1b[31m")
        await desk.press("enter")
        assert "b]x[/b]" in desk.seen()
        assert "\x1b" not in desk.seen()


def test_the_example_is_what_it_was() -> None:
    assert SENTENCE in TALK[1][1]
