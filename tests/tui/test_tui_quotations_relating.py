"""The quotations screen: a theme, a note, a memo for what was found."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import Desk, opened, small_study

from kwalcode.project.acts.notes import write_memo
from kwalcode.project.acts.themes import create_theme
from kwalcode.project.history.check import check
from kwalcode.project.reads.notes import all_memos, all_themes, links_of, memos_on
from kwalcode.project.reads.themes import theme_quotes
from kwalcode.project.study import open_study

WHOLE = "Het is een optelsom van kleine signalen."
Quotes = list[tuple[str, str]]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return small_study(tmp_path / "study.kwal")


def themes(path: Path) -> dict[str, Quotes]:
    """Return by theme the (first word, side) of the quotations that are with it."""
    from kwalcode.project.reads.documents import text_of

    with open_study(path) as study, study.reading() as connection:
        assert check(study) == []
        return {
            theme.name: [
                (text_of(connection, one.document)[one.start : one.end].split()[0], one.side)
                for one in theme_quotes(connection, theme.id)
            ]
            for theme in all_themes(connection)
        }


def linked(path: Path) -> dict[str, int]:
    """Return by its text to how many passages each free note is linked."""
    with open_study(path) as study, study.reading() as connection:
        assert check(study) == []
        return {
            memo.text: len(links_of(connection, memo.id))
            for memo in all_memos(connection, "project")
        }


async def everything(desk: Desk) -> None:
    """Go to the quotations, both of Anna's marked."""
    await desk.go("quotations")
    await desk.settle()
    await desk.press("a")


async def test_marked_quotations_make_a_theme_and_join_another(path: Path) -> None:
    async with opened(path) as desk:
        await everything(desk)
        await desk.press("t")
        await desk.type("Alleen staan")
        await desk.press("enter")
        assert "2 quotations put with “Alleen staan”" in desk.told()
        assert themes(path) == {"Alleen staan": [("Het", "supporting"), ("hier", "supporting")]}
        await desk.press("u")
        assert themes(path) == {}
    with open_study(path, "Anna") as study:
        create_theme(study, "Twijfel", "")
        create_theme(study, "[b]Wegen", "")
    async with opened(path) as desk:
        await everything(desk)
        await desk.press("t")
        assert "[b]Wegen" in desk.seen()
        await desk.type("wegen")
        await desk.press("enter", "down", "enter")
        assert themes(path) == {
            "Twijfel": [],
            "[b]Wegen": [("Het", "contradicting"), ("hier", "contradicting")],
        }
        await desk.press("t")
        await desk.type("wegen")
        await desk.press("enter", "enter")
        assert "They are with “[b]Wegen” already." in desk.told()


async def test_without_marks_only_the_one_under_the_highlight_goes(path: Path) -> None:
    with open_study(path, "Anna") as study:
        create_theme(study, "Twijfel", "")
    async with opened(path) as desk:
        await desk.press("comma", "q")
        await desk.settle()
        await desk.press("j", "t", "enter", "enter")
        assert themes(path) == {"Twijfel": [("hier", "supporting")]}
        await desk.press("t")
        await desk.type("new")
        await desk.press("enter")
        await desk.type("Een nieuw thema")
        await desk.press("enter")
        assert themes(path)["Een nieuw thema"] == [("hier", "supporting")]


async def test_quotations_are_linked_to_a_note(path: Path) -> None:
    async with opened(path) as desk:
        await everything(desk)
        await desk.press("ampersand")
        assert "A new note, linked to 2 passages" in desk.seen()
        await desk.type("Wat opvalt.")
        await desk.press("ctrl+s")
        assert linked(path) == {"Wat opvalt.": 2}
        await desk.press("ampersand", "enter")
        assert "Linked to “Wat opvalt.” already." in desk.told()
        await desk.press("u")
        assert linked(path) == {}


async def test_a_passage_is_linked_to_a_note_while_coding(path: Path) -> None:
    with open_study(path, "Anna") as study:
        write_memo(study, "project", None, "Over wachten.", title="Wachten")
    async with opened(path) as desk:
        await desk.select("Dat duurt soms weken.")
        await desk.press("ampersand")
        assert "Wachten  (Anna)" in desk.seen()
        await desk.press("enter")
        assert "1 passage linked to “Wachten”" in desk.told()
        assert linked(path) == {"Over wachten.": 1}


async def test_a_memo_about_the_quotation_is_written_and_gone_on_with(path: Path) -> None:
    async with opened(path) as desk:
        await desk.press("comma", "q")
        await desk.settle()
        await desk.press("j", "m")
        await desk.type("Let op")
        await desk.press("ctrl+s", "m")
        assert "empty it to delete it" in desk.seen()
        await desk.type(" hier.")
        await desk.press("ctrl+s")
    with open_study(path) as study, study.reading() as connection:
        assert [memo.text for _place, memo in memos_on(connection, 1)] == ["Let op hier."]
