from __future__ import annotations

import json
from pathlib import Path

import pytest
from app_pilot import GUT, SUM, TALK, opened, small_study, transcript

from kwalcode.project.acts.documents import import_document
from kwalcode.project.study import open_study


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return small_study(tmp_path / "study.kwal")


async def test_a_wide_screen_shows_documents_with_progress_and_codebook_with_counts(
    study_file: Path,
) -> None:
    async with opened(study_file, size=(160, 40)) as desk:
        seen = desk.seen()
        assert "› R01 gemeente" in seen
        assert "A2 B1" in seen
        assert "B1✓" in seen
        counts = {
            line.split()[-3]: line.split()[-2] for line in desk.lines() if "Op optelsom" in line
        }
        assert counts == {SUM: "2"}
        assert "Hoe men het merkt." in seen


async def test_a_document_is_opened_by_key(study_file: Path) -> None:
    async with opened(study_file) as desk:
        assert "DOCUMENTS" not in desk.seen()
        await desk.press("d")
        assert "DOCUMENTS" in desk.seen()
        await desk.press("j", "enter")
        assert "R02 · zorg" in desk.lines()[0]
        assert "DOCUMENTS" not in desk.seen()
        await desk.press("less_than_sign")
        assert "R01 · gemeente" in desk.lines()[0]
        await desk.press("less_than_sign")
        assert desk.told() == "No further document."


async def test_a_document_is_opened_by_mouse(study_file: Path) -> None:
    async with opened(study_file, size=(160, 40)) as desk:
        await desk.click("R02 zorg")
        assert "R02 · zorg" in desk.lines()[0]
        assert "Ik meld het." in desk.seen()
        assert desk.coding.transcript.has_focus


async def test_a_click_in_the_codebook_shows_what_the_code_means(study_file: Path) -> None:
    async with opened(study_file, size=(120, 34)) as desk:
        await desk.click(GUT)
        assert "Een gevoel zonder bewijs." in desk.seen()


async def test_enter_shows_the_code_at_the_caret(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.select("hier klopt iets niet")
        await desk.press("enter")
        assert "Een gevoel zonder bewijs." in desk.seen()
        await desk.press("escape", "escape")
        assert "CODEBOOK" not in desk.seen()


async def test_the_next_coding_and_the_words_searched_for_are_found(study_file: Path) -> None:
    async with opened(study_file) as desk:
        view = desk.coding.transcript
        await desk.press("right_square_bracket")
        assert view.data.text[view.cursor :].startswith("Het is een optelsom")
        await desk.press("right_square_bracket")
        assert view.data.text[view.cursor :].startswith("hier klopt")
        await desk.press("left_square_bracket")
        assert view.data.text[view.cursor :].startswith("Het is een optelsom")
        await desk.press("slash")
        await desk.type("DAN")
        await desk.press("enter")
        first = view.selection
        assert view.passage_text == "dan"
        await desk.press("n", "n")
        assert view.passage_text == "Dan"
        await desk.press("n")
        assert view.selection == first
        await desk.press("N")
        assert view.passage_text == "Dan"
        await desk.press("slash", *"weken", "enter")  # takes the place of what was asked before
        assert view.passage_text == "weken"
        await desk.press("slash", "right", *"!", "enter")
        assert "'weken!' is not in this document" in desk.told()


async def test_what_is_not_in_the_document_is_told(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.press("n")
        await desk.type("xyz")
        await desk.press("enter")
        assert desk.told() == "'xyz' is not in this document."


async def test_other_coders_can_be_hidden(study_file: Path) -> None:
    async with opened(study_file) as desk:
        assert desk.margin("Het is een") == "oO"
        await desk.press("a")
        assert desk.margin("Het is een") == "O"
        assert "only mine" in desk.lines()[0]


async def test_each_coder_sees_the_own_marks_as_own(study_file: Path) -> None:
    async with opened(study_file, "Bram") as desk:
        assert desk.margin("Het is een") == "Oo"


async def test_the_place_is_remembered(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.press("greater_than_sign", "s", "s")
        at = desk.coding.transcript.cursor
        assert desk.coding.transcript.passage_text == "Al helpt dat zelden."
    async with opened(study_file) as desk:
        assert "R02" in desk.lines()[0]
        assert desk.coding.transcript.cursor == at
    async with opened(study_file, "Bram") as desk:
        assert "R01" in desk.lines()[0], "somebody else's place is not mine"


async def test_nothing_that_is_remembered_is_in_the_study(study_file: Path) -> None:
    before = study_file.read_bytes()
    async with opened(study_file, size=(160, 40)) as desk:
        await desk.press("greater_than_sign", "s", "a", "f", "O", "R")
        await desk.press("o", "down", "p")
    assert study_file.read_bytes() == before


async def test_a_place_beyond_the_text_and_a_broken_memory_do_no_harm(
    study_file: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home" / "preferences.json"
    async with opened(study_file):
        pass
    text = home.read_text()
    home.write_text(text.replace("\n   3\n", "\n   99999\n"))
    async with opened(study_file) as desk:
        assert "R01" in desk.lines()[0]
    home.write_text(json.dumps({"places": {f"{study_file}|anna": ["x", "y"]}, "theme": 5}))
    async with opened(study_file) as desk:
        assert "R01" in desk.lines()[0]


async def test_f_gives_the_transcript_the_whole_screen_and_back(study_file: Path) -> None:
    async with opened(study_file, size=(160, 40)) as desk:
        await desk.press("f")
        assert "CODEBOOK" not in desk.seen()
        await desk.press("o")
        assert "CODEBOOK" in desk.seen()
        await desk.press("o")
        assert "CODEBOOK" not in desk.seen()
        await desk.press("f")
        assert "CODEBOOK" in desk.seen()
        assert "DOCUMENTS" in desk.seen()
        await desk.press("f")
    async with opened(study_file, size=(160, 40)) as desk:
        assert "CODEBOOK" not in desk.seen(), "left so, found so"
    async with opened(study_file, "Bram", size=(160, 40)) as desk:
        assert "CODEBOOK" in desk.seen()


async def test_the_list_grows_with_a_document_imported_elsewhere(study_file: Path) -> None:
    async with opened(study_file, size=(160, 40)) as desk:
        with open_study(study_file, "Bram") as other:
            import_document(other, transcript("R03", TALK[:2]))
        await desk.later()
        assert "R03" in desk.seen()
        assert "R01" in desk.lines()[0]


async def test_the_code_under_the_highlight_is_seen(study_file: Path) -> None:
    async with opened(study_file, size=(120, 34)) as desk:

        def background(name: str) -> object:
            y = desk.row(f" {name} ")
            strip = desk.app.screen._compositor.render_strips()[y]
            at = strip.text.index(f" {name} ") + 1
            return next(iter(strip.crop(at, at + 1))).style.bgcolor  # type: ignore[union-attr]

        await desk.press("o", "j")
        assert "⏎ Quotations" in desk.lines()[-1]
        focused = background(GUT)
        assert focused != background(SUM)
        await desk.press("escape")
        assert background(GUT) not in (focused, background(SUM))
