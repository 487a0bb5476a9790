"""The memos screen: what is seen, written, linked, and never lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from app_pilot import GUT, SUM, Desk, memos, opened, small_study

from kwalcode.project.acts.notes import delete_memo, link_memo, write_memo, write_memo_on_passage
from kwalcode.project.acts.themes import create_theme
from kwalcode.project.history.check import check
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.notes import links_of
from kwalcode.project.study import open_study
from kwalcode.tui.screens.codebook.screen import CodebookScreen
from kwalcode.tui.screens.memos.screen import MemosScreen
from kwalcode.tui.widgets.literal import LiteralInput


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A study with memos by Anna and Bram; memo 1 is a free note of hers with a link."""
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    path = small_study(tmp_path / "study.kwal")
    with open_study(path, "Anna") as study:
        with study.reading() as connection:
            codes = {code.name: code.id for code in all_codes(connection)}
        note = write_memo(study, "project", None, "Dit komt terug.\nOveral.", title="Meldroute")
        link_memo(study, note, 1, 3, 11)
        write_memo(study, "document", 2, "Kort gesprek.")
        write_memo_on_passage(study, 1, 3, 9, "Let op de beginvraag.")
        write_memo(study, "code", codes[SUM], "Niet één signaal: meer.", title="Afbakening")
    with open_study(path, "Bram") as study:
        write_memo(study, "code", codes[GUT], "Dit vind ík lastig.")
        write_memo(study, "theme", create_theme(study, "Thema", "dus"), "Over het thema.")
        write_memo(study, "respondent", 2, "Over wie.")
    return path


async def at_memos(desk: Desk) -> MemosScreen:
    await desk.go("memos")
    screen = desk.app.screen
    assert isinstance(screen, MemosScreen)
    await settled(desk)
    return screen


async def settled(desk: Desk) -> None:
    """Wait for what is read once the highlight rests."""
    await desk.pilot.pause(0.15)
    await desk.settle()


def texts(path: Path) -> set[str]:
    return {text for _about, text in memos(path)}


async def test_all_memos_by_kind_with_what_they_are_about(study_file: Path) -> None:
    async with opened(study_file, size=(120, 34)) as desk:
        await at_memos(desk)
        rows = [
            "FREE NOTES 1", "Meldroute (+1)", "ABOUT DOCUMENTS 1", "R02 ", "ABOUT PASSAGES 1",
            "R01 ", "ABOUT CODES 2", GUT, SUM, "ABOUT THEMES 1", "Thema",
            "ABOUT RESPONDENTS 1", "R02 ",
        ]  # fmt: skip
        left = [line[:60].strip() for line in desk.lines()[2 : 2 + len(rows)]]
        assert [line.startswith(row) for line, row in zip(left, rows, strict=True)] == [True] * 13
        assert "7 memos" in desk.lines()[0]
        assert "Overal." in desk.seen()
        assert "LINKED TO 1 PASSAGE" in desk.seen()


async def test_a_narrow_screen_shows_the_list_and_then_the_text(study_file: Path) -> None:
    async with opened(study_file) as desk:
        screen = await at_memos(desk)
        assert "Overal." not in desk.seen()
        await desk.press("enter")
        await settled(desk)
        assert "Overal." in desk.seen()
        assert "FREE NOTES" not in desk.seen()
        await desk.press("escape")
        assert "FREE NOTES" in desk.seen()
        assert screen.memos.has_focus
        await desk.press("escape")
        assert desk.app.screen is desk.coding


async def test_the_passage_is_shown_and_enter_goes_there_and_back(study_file: Path) -> None:
    async with opened(study_file, size=(120, 34)) as desk:
        screen = await at_memos(desk)
        await desk.press("j", "j")
        await settled(desk)
        assert "“Wannee”" in desk.seen()
        await desk.press("enter")
        assert desk.app.screen is desk.coding
        assert desk.coding.transcript.passage_text == "Wannee"
        await desk.press("backspace")
        assert desk.app.screen is screen
        await desk.press("home", "j", "enter")
        assert desk.coding.document is not None
        assert desk.coding.document.name == "R02"


async def test_a_memo_about_a_code_leads_to_it_in_the_codebook(study_file: Path) -> None:
    async with opened(study_file, size=(120, 34)) as desk:
        await at_memos(desk)
        await desk.press("4", "j", "enter")
        await settled(desk)
        assert isinstance(desk.app.screen, CodebookScreen)
        assert desk.app.screen.code is not None
        assert desk.app.screen.code.name == SUM


async def test_a_link_leads_to_its_passage_and_is_taken_away(study_file: Path) -> None:
    async with opened(study_file, size=(120, 34)) as desk:
        screen = await at_memos(desk)
        await desk.press("enter")
        assert screen.pane.links.has_focus
        await desk.press("enter")
        assert desk.coding.transcript.passage_text.startswith("Wanneer")
        await desk.press("backspace", "x")
        await settled(desk)
        assert desk.told().startswith("Link taken away")
        with open_study(study_file) as study, study.reading() as connection:
            assert links_of(connection, 1) == []
        await desk.press("u")
        await settled(desk)
        assert "(+1)" in desk.seen()


async def test_a_note_is_linked_to_what_is_selected_in_the_transcript(study_file: Path) -> None:
    async with opened(study_file, size=(120, 34)) as desk:
        await at_memos(desk)
        await desk.press("plus")
        assert "First select a passage" in desk.told()
        await desk.press("escape")
        await desk.select("kleine signalen")
        await desk.press("comma", "m", "plus")
        await settled(desk)
        assert desk.told() == "Linked to the passage in R01."
        assert "“kleine signalen”" in desk.seen()
        await desk.press("j", "plus")
        assert "Only free notes have links" in desk.told()


async def test_filters_by_kind_author_and_words_as_typed(study_file: Path) -> None:
    async with opened(study_file, size=(120, 34)) as desk:
        await at_memos(desk)
        await desk.press("4")
        await settled(desk)
        assert "ABOUT CODES 2" in desk.seen()
        assert "FREE NOTES" not in desk.seen()
        await desk.press("f", "end", "enter")
        await settled(desk)
        assert "ABOUT CODES 1" in desk.seen()
        assert "1 memo" in desk.lines()[0]
        await desk.press("escape", "slash")
        await desk.type("EEN sígnaal")
        await settled(desk)
        assert "1 memo" in desk.lines()[0]
        assert "Afbakening" in desk.seen()
        await desk.press("enter", "escape")
        await settled(desk)
        assert "7 memos" in desk.lines()[0]
        await desk.press("slash")
        await desk.type("niets hiervan")
        await settled(desk)
        assert "No memo fits" in desk.seen()
        await desk.press("escape")
        assert "7 memos" in desk.lines()[0]


async def test_a_kind_is_chosen_with_the_mouse(study_file: Path) -> None:
    async with opened(study_file, size=(120, 34)) as desk:
        await at_memos(desk)
        await desk.click("5 themes")
        await settled(desk)
        assert "1 memo" in desk.lines()[0]


async def test_a_memo_is_edited_in_place_and_saved(study_file: Path) -> None:
    async with opened(study_file, size=(120, 34)) as desk:
        await at_memos(desk)
        await desk.press("e")
        await desk.type(" En meer.")
        assert "Not saved yet" in desk.seen()
        assert desk.seen().count("*Meldroute") == 1
        await desk.press("shift+tab", "end")
        await desk.type(" vaak")
        await desk.press("ctrl+s")
        await settled(desk)
        assert desk.told() == "Memo saved."
        assert "*Meldroute" not in desk.seen()
        await desk.press("escape")
        assert "Meldroute vaak (+1)" in desk.seen()
    assert "Dit komt terug.\nOveral. En meer." in texts(study_file)
    with open_study(study_file) as study:
        assert check(study) == []


async def test_what_is_typed_is_thrown_away_only_when_asked_twice(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await at_memos(desk)
        await desk.press("e")
        await desk.type(" Weg")
        await desk.press("escape")
        assert "Escape again throws the text away" in desk.seen()
        assert "Weg" in desk.seen()
        await desk.press("escape")
        assert "FREE NOTES" in desk.seen()
        await desk.press("enter")
        assert "Weg" not in desk.seen()
    assert "Dit komt terug.\nOveral." in texts(study_file)


async def test_a_draft_survives_other_memos_and_other_screens(study_file: Path) -> None:
    async with opened(study_file, size=(120, 34)) as desk:
        screen = await at_memos(desk)
        await desk.press("e")
        await desk.type(" Nog niet klaar")
        await desk.click("Kort gesprek.")
        await settled(desk)
        assert "Nog niet klaar" not in desk.seen()
        assert "*Meldroute" in desk.seen()
        await desk.press("escape")
        await desk.press("comma", "m", "k")
        await settled(desk)
        assert desk.app.screen is screen
        assert "Nog niet klaar" in desk.seen()
        await desk.press("tab", "tab")
        assert screen.typing
        await desk.press("ctrl+s")
        await settled(desk)
    assert "Dit komt terug.\nOveral. Nog niet klaar" in texts(study_file)


async def test_leaving_the_app_with_a_draft_asks_once(study_file: Path) -> None:
    async with opened(study_file) as desk:
        screen = await at_memos(desk)
        await desk.press("e")
        await desk.type(" Nog niet")
        await desk.press("comma")  # is typed
        desk.app.go("coding")
        await desk.settle()
        await desk.press("ctrl+q")
        assert desk.app.screen is screen
        assert desk.told().startswith("1 memo is not saved.")
        assert desk.app.is_running
        await desk.press("ctrl+q")
        assert not desk.app.is_running


async def test_a_free_note_is_written(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await at_memos(desk)
        await desk.press("n")
        await desk.type("Nieuw idee")
        await desk.press("enter", "ctrl+s")
        await settled(desk)
        assert desk.told() == "A memo needs some text."
        await desk.type("Kijk naar één ding.")
        await desk.press("enter", "j", "x", "ctrl+s")
        await settled(desk)
        assert desk.told() == "Memo saved."
        await desk.press("escape")
        await settled(desk)
        assert "8 memos" in desk.lines()[0]
        assert "Nieuw idee" in desk.seen()
    assert ("project", "Kijk naar één ding.\njx") in memos(study_file)


async def test_others_memos_are_read_only(study_file: Path) -> None:
    async with opened(study_file, size=(120, 34)) as desk:
        await at_memos(desk)
        await desk.press("end", "e")
        assert desk.told() == "This memo is Bram's: only Bram changes it."
        await desk.press("x")
        assert desk.told() == "This memo is Bram's: only Bram deletes it."
    assert "Over wie." in texts(study_file)


async def test_a_memo_is_deleted_and_brought_back(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await at_memos(desk)
        await desk.press("x")
        await settled(desk)
        assert desk.told() == "Memo deleted (u brings it back)."
        assert "Meldroute" not in desk.seen()
        assert len(memos(study_file)) == 6
        await desk.press("u")
        await settled(desk)
        assert "Meldroute (+1)" in desk.seen()


async def test_what_goes_elsewhere_does_not_take_the_text_away(study_file: Path) -> None:
    async with opened(study_file, size=(120, 34)) as desk:
        await at_memos(desk)
        await desk.press("e")
        await desk.type(" Mijn werk")
        with open_study(study_file, "Anna") as study:
            delete_memo(study, 2)
            write_memo(study, "project", None, "Van elders")
        await desk.later()
        await settled(desk)
        assert "Mijn werk" in desk.seen()
        assert "Van elders" in desk.seen()
        await desk.type("!")
        await desk.press("ctrl+s")
        await settled(desk)
    assert "Dit komt terug.\nOveral. Mijn werk!" in texts(study_file)


async def test_the_memos_shown_are_written_to_a_file(study_file: Path, tmp_path: Path) -> None:
    async with opened(study_file) as desk:
        await at_memos(desk)
        await desk.press("4", "w", "ctrl+u")
        await desk.type(str(tmp_path / "memos.json"))
        await desk.press("enter")
        await settled(desk)
        assert "(2 memos)" in desk.told()
    found = json.loads((tmp_path / "memos.json").read_text(encoding="utf-8"))
    assert {memo["subject"] for memo in found} == {f"signaleren > {GUT}", f"signaleren > {SUM}"}


async def test_an_empty_list_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    async with opened(small_study(tmp_path / "study.kwal")) as desk:
        await at_memos(desk)
        assert "No memos yet. n writes a free note" in desk.seen()
        await desk.press("x", "e", "enter", "plus", "w", "y")
        assert isinstance(desk.app.screen, MemosScreen)


async def test_hostile_memos_are_shown_literally(study_file: Path) -> None:
    with open_study(study_file, "Anna") as study:
        write_memo(study, "project", None, "x\x1b]0;y\x07 [red]z", title="[b]\x1b[31m")
    async with opened(study_file, size=(120, 34)) as desk:
        await at_memos(desk)
        await desk.press("home")
        await settled(desk)
        assert "[b]␛[31m" in desk.seen()
        assert "x␛]0;y␇ [red]z" in desk.seen()


async def test_the_order_is_by_date_when_asked(study_file: Path) -> None:
    async with opened(study_file, size=(120, 34)) as desk:
        await at_memos(desk)
        await desk.press("s")
        await settled(desk)
        assert desk.lines()[2].strip().startswith("R02")
        assert "FREE NOTES" not in desk.seen()


async def test_fields_have_no_border_once_a_table_with_a_field_was_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    async with opened(small_study(tmp_path / "study.kwal")) as desk:
        for screen in "dbqsm":
            await desk.press("escape", "escape", "comma", screen)
            fields = list(desk.app.screen.query(LiteralInput))
            assert [field.styles.border_top[0] for field in fields] == [""] * len(fields)
        await desk.press("n")
        await desk.type("Een titel")
        assert "Een titel" in desk.seen()
