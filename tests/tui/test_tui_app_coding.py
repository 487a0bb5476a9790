from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import GUT, REPORT, SUM, memos, opened, put, small_study, stored
from textual.widgets import OptionList

from kwalcode.project.acts.codes import edit_code
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.study import open_study
from kwalcode.tui.screens.choose import ChooseScreen
from kwalcode.tui.widgets.palette import CodePalette
from kwalcode.tui.widgets.prompt import TextPrompt

CALL = "Dan bel ik mijn collega van het wijkteam."
WEEKS = "Dat duurt soms weken."


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return small_study(tmp_path / "study.kwal")


async def test_a_passage_is_coded_with_four_keystrokes(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.select(CALL)
        await desk.press("c", "m", "e", "enter")
        assert (CALL, REPORT, "Anna") in stored(study_file)
        assert desk.coding.transcript.selection is None
        assert desk.margin("Dan bel ik") == "M"


async def test_without_a_selection_the_sentence_at_the_caret_is_coded(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.press("G")
        assert f"[{WEEKS}] sentence" in desk.lines()[-2]
        await desk.press("c", "m", "e", "enter")
    assert (WEEKS, REPORT, "Anna") in stored(study_file)


async def test_the_last_code_goes_on_another_passage_with_one_key(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.press("full_stop")
        assert "press c first" in desk.told()
        await desk.select(CALL)
        await desk.press("c", "m", "e", "enter")
        await desk.select(WEEKS)
        await desk.press("full_stop")
        assert (WEEKS, REPORT, "Anna") in stored(study_file)
        await desk.select(WEEKS)
        await desk.press("full_stop")
        assert desk.told() == "That code is on this passage already."


async def test_the_palette_stays_for_several_codes(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.select(WEEKS)
        await desk.press("c", "m", "e", "ctrl+enter")
        assert isinstance(desk.app.screen, CodePalette)
        await desk.type("onder")
        await desk.press("enter")
    assert {code for text, code, _ in stored(study_file) if text == WEEKS} == {REPORT, GUT}


async def test_a_new_code_is_made_below_another(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.select(WEEKS)
        await desk.press("c")
        await desk.type("melden > te traag")
        await desk.press("enter")
        assert desk.session.code(desk.session.recent[0]).path == "melden > te traag"  # type: ignore[union-attr]
    assert (WEEKS, "te traag", "Anna") in stored(study_file)


async def test_a_new_code_below_an_unknown_one_is_refused_in_one_line(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.select(WEEKS)
        await desk.press("c")
        await desk.type("zzz > qqq")
        await desk.press("enter")
        assert desk.told() == "There is no code 'zzz' in this project."
    assert not any(text == WEEKS for text, _, _ in stored(study_file))


async def test_a_long_passage_gives_whole_words_for_a_name_in_vivo(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.select(
            "Het is een optelsom van kleine signalen. En dan denk ik: hier klopt iets"
        )
        await desk.press("i", "enter")
        name = "Het is een optelsom van kleine signalen. En dan denk ik"
        assert f"New code in vivo: {name}" in desk.told()
        assert name in {code.name for code in desk.session.codes}


async def test_in_vivo_takes_the_passages_own_words(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.select("duurt soms weken")
        await desk.press("i", "enter")
        assert "New code in vivo: duurt soms weken" in desk.told()
        made = next(code for code in desk.session.codes if code.name == "duurt soms weken")
        assert made.origin == "in vivo"
    assert ("duurt soms weken", "duurt soms weken", "Anna") in stored(study_file)


async def test_removing_one_coding_and_bringing_it_back(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.select("hier klopt iets niet")
        await desk.press("x")
        assert f"Removed: {GUT} (u brings it back)" in desk.told()
        assert not any(code == GUT for _, code, _ in stored(study_file))
        await desk.press("u")
        assert ("hier klopt iets niet", GUT, "Anna") in stored(study_file)
        await desk.press("ctrl+r")
        assert not any(code == GUT for _, code, _ in stored(study_file))


async def test_of_several_codings_one_is_chosen_for_removal(study_file: Path) -> None:
    with open_study(study_file, "Anna") as study:
        put(study, 1, "Het is een optelsom", REPORT)
    async with opened(study_file) as desk:
        await desk.select("een optelsom")
        await desk.press("x")
        assert isinstance(desk.app.screen, ChooseScreen)
        rows = desk.app.screen.query_one(OptionList)
        shown = [str(rows.get_option_at_index(n).prompt) for n in range(rows.option_count)]
        assert shown == ["Op optelsom", "Me melden", "all 2 of them"]
        await desk.press("j", "enter")
        mine = {code for _, code, coder in stored(study_file) if coder == "Anna"}
        assert mine == {SUM, GUT}
        await desk.press("u")
        await desk.press("x", "k", "enter")
    left = {code for _, code, coder in stored(study_file) if coder == "Anna"}
    assert left == {GUT}


async def test_codings_of_others_cannot_be_removed(study_file: Path) -> None:
    async with opened(study_file, "Cees") as desk:
        await desk.select("Het is een optelsom")
        await desk.press("x")
        assert "No coding of yours here" in desk.told()
    assert len(stored(study_file)) == 3


async def test_undo_says_what_and_refuses_in_one_line(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.select(WEEKS)
        await desk.press("c")
        await desk.type("nieuw")
        await desk.press("enter")
        with open_study(study_file, "Bram") as other:
            with other.reading() as connection:
                made = next(code for code in all_codes(connection) if code.name == "nieuw")
            edit_code(other, made.id, name="anders")
        await desk.press("u")
        refusal = desk.told()
        assert refusal.startswith("Cannot undo 'made the code “nieuw” while coding'")
        assert "Bram" in refusal
        assert "\n" not in refusal
    assert (WEEKS, "anders", "Anna") in stored(study_file)


async def test_nothing_to_undo_is_told(study_file: Path) -> None:
    async with opened(study_file, "Cees") as desk:
        await desk.press("u")
        assert desk.told().startswith("Nothing to undo: Cees")
        await desk.press("ctrl+r")
        assert desk.told().startswith("Nothing to redo: Cees")


async def test_a_memo_is_written_gone_on_with_and_deleted(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.press("G", "m")
        await desk.type("Vraag na")
        await desk.press("ctrl+s")
        assert memos(study_file) == [("quotation", "Vraag na")]
        assert "memo: Vraag na" in desk.lines()[-2]
        await desk.press("left", "m")
        await desk.type(" bij R03")
        await desk.press("ctrl+s")
        assert memos(study_file) == [("quotation", "Vraag na bij R03")]
        await desk.press("m", "ctrl+u", "ctrl+s")
        assert memos(study_file) == []
        await desk.press("u")
        assert memos(study_file) == [("quotation", "Vraag na bij R03")]


async def test_a_memo_left_with_escape_is_not_written(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.press("m")
        await desk.type("toch niet")
        await desk.press("escape", "escape")
        assert not isinstance(desk.app.screen, TextPrompt)
    assert memos(study_file) == []


async def test_a_memo_about_a_code_is_gone_on_with(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.press("o", "m")
        await desk.type("Let op")
        await desk.press("ctrl+s", "m")
        await desk.type("!")
        await desk.press("ctrl+s")
    assert memos(study_file) == [("code", "Let op!")]


async def test_a_document_is_marked_complete_and_back(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.press("D")
        assert "complete ✓" in desk.lines()[0]
        await desk.press("D")
        assert "complete" not in desk.lines()[0]


async def test_dragging_the_mouse_selects_and_c_codes(study_file: Path) -> None:
    async with opened(study_file) as desk:
        y = desk.row("Dan bel ik")
        line = desk.lines()[y]
        left, right = line.index("bel ik"), line.index("collega") + len("collega") - 1
        await desk.pilot.mouse_down(offset=(left, y))
        await desk.pilot.hover(offset=(right, y))
        await desk.pilot.mouse_up(offset=(right, y))
        await desk.settle()
        assert "[bel ik mijn collega] 19 characters selected" in desk.lines()[-2]
        await desk.press("c", "m", "e")
        await desk.click("melden")
    assert ("bel ik mijn collega", REPORT, "Anna") in stored(study_file)


async def test_keys_in_the_last_line_can_be_clicked(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.click("Code", times=1)
        assert isinstance(desk.app.screen, CodePalette)


async def test_a_coder_who_is_new_can_code(study_file: Path) -> None:
    async with opened(study_file, "Cees") as desk:
        await desk.select(WEEKS)
        await desk.press("c", "m", "e", "enter")
        assert desk.session.me is not None
        assert desk.margin("Dat duurt") == "M"
    assert (WEEKS, REPORT, "Cees") in stored(study_file)


async def test_one_character_is_told_as_one(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.select("D")
        assert "[D] 1 character selected" in desk.lines()[-2]
