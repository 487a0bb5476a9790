from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import GUT, REPORT, SUM, opened, put, small_study, stored

from kwalcode.exchange.codebooks import read_codebook
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.history.check import check
from kwalcode.project.history.journal import entries
from kwalcode.project.study import open_study
from kwalcode.tui.screens.choose import ChooseScreen
from kwalcode.tui.text.fuzzy import rank
from kwalcode.tui.widgets.marks import letters
from kwalcode.tui.widgets.palette import CodePalette

DEMO_CODEBOOK = Path(__file__).parents[2] / "codebooks" / "signaleren-uitbuiting.yaml"
CALL = "Dan bel ik mijn collega van het wijkteam."
WEEKS = "Dat duurt soms weken."
SUMMED = "Het is een optelsom van kleine signalen."


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return small_study(tmp_path / "study.kwal")


def acts(path: Path) -> list[str]:
    with open_study(path) as study:
        assert check(study) == []
        with study.reading() as connection:
            return [entry.name for entry in entries(connection)]


# Several codes at once


async def test_several_codes_are_put_there_by_one_act(study_file: Path) -> None:
    before = acts(study_file)
    async with opened(study_file) as desk:
        await desk.select(CALL)
        await desk.press("c", "m", "e", "tab", "o", "p", "tab")
        await desk.type("bellen")
        await desk.press("enter")
        assert desk.told() == "Coded: melden, optelsom, bellen"
        assert {code for text, code, _ in stored(study_file) if text == CALL} == {
            REPORT,
            SUM,
            "bellen",
        }
        assert desk.session.code(desk.session.recent[0]).name == REPORT  # type: ignore[union-attr]
        assert len(acts(study_file)) == len(before) + 1
        await desk.press("u")
        assert desk.told().startswith("Undone: ")
        assert "melden, optelsom, bellen" in desk.told()
        assert len(stored(study_file)) == 3


async def test_codes_that_are_there_already_are_not_doubled(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.select("hier klopt iets niet")
        await desk.press("c", "o", "n", "tab", "m", "e", "enter")
        assert desk.told() == "Coded: onderbuikgevoel, melden"
        await desk.select("hier klopt iets niet")
        await desk.press("c", "o", "n", "tab", "m", "e", "enter")
        assert desk.told() == "Those codes are on this passage already."
    mine = [row for row in stored(study_file) if row[0] == "hier klopt iets niet"]
    assert len(mine) == len(set(mine)) == 2


async def test_a_code_takes_four_keystrokes_and_the_last_one_again_one(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.select(CALL)
        await desk.press("c", "m", "e", "enter")
        await desk.select(WEEKS)
        await desk.press("full_stop")
    assert {(CALL, REPORT, "Anna"), (WEEKS, REPORT, "Anna")} <= set(stored(study_file))


async def test_any_code_of_a_large_codebook_is_found_by_its_two_letters(study_file: Path) -> None:
    with open_study(study_file, "Anna") as study:
        specs = read_codebook(DEMO_CODEBOOK)
        import_codebook(study, specs, source=DEMO_CODEBOOK.name)
    async with opened(study_file) as desk:
        codes = desk.session.codes
        marked = letters(codes)
        assert len(codes) > 60
        for code in codes:
            assert len(marked[code.id]) == 2
            assert rank(marked[code.id], codes, letters=marked)[0].code == code
        wanted = codes[-1]
        await desk.select(CALL)
        await desk.press("c", *marked[wanted.id].lower(), "enter")
    assert (CALL, wanted.name, "Anna") in stored(study_file)


# Another extent


async def test_an_extent_is_changed_with_the_usual_keys(study_file: Path) -> None:
    before = acts(study_file)
    async with opened(study_file) as desk:
        await desk.select("klopt")
        await desk.press("r")
        assert "Extent of 'onderbuikgevoel': Enter sets it" in desk.lines()[-2]
        assert desk.coding.transcript.passage_text == "hier klopt iets niet"
        await desk.press("z", "2", "b", "enter")
        assert "New extent: onderbuikgevoel" in desk.told()
        assert ("ik: hier klopt iets niet", GUT, "Anna") in stored(study_file)
        assert desk.coding.transcript.selection is None
        assert acts(study_file) == [*before, "change extent"]
        await desk.press("u")
        assert desk.told().startswith("Undone: ")
        assert GUT in desk.told()
        assert ("hier klopt iets niet", GUT, "Anna") in stored(study_file)
        assert acts(study_file)


async def test_an_extent_is_left_with_escape_or_chosen_anew(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.select("klopt")
        await desk.press("r", "w", "escape")
        assert "Extent" not in desk.lines()[-2]
        await desk.press("enter")
        assert ("hier klopt iets niet", GUT, "Anna") in stored(study_file)
        await desk.select("klopt")
        await desk.press("r")
        desk.coding.transcript.go_to(4)
        await desk.press("enter")
        assert desk.told() == "Select the new extent first; Esc leaves it as it was."
        await desk.select(WEEKS)
        await desk.press("enter")
    assert (WEEKS, GUT, "Anna") in stored(study_file)


async def test_an_extent_that_is_the_same_or_taken_changes_nothing(study_file: Path) -> None:
    with open_study(study_file, "Anna") as study:
        put(study, 1, CALL, GUT)
    before = acts(study_file)
    async with opened(study_file) as desk:
        await desk.select("klopt")
        await desk.press("r", "enter")
        assert desk.told() == "The extent stays as it was."
        await desk.select("klopt")
        await desk.press("r")
        await desk.select(CALL)
        await desk.press("enter")
        assert desk.told() == "'onderbuikgevoel' is on that passage already."
    assert acts(study_file) == before


async def test_of_several_codings_one_is_chosen(study_file: Path) -> None:
    with open_study(study_file, "Anna") as study:
        put(study, 1, SUMMED, REPORT)
    async with opened(study_file) as desk:
        await desk.select("een optelsom")
        await desk.press("r")
        assert isinstance(desk.app.screen, ChooseScreen)
        assert "all 2" not in desk.seen()
        await desk.press("j", "enter", "z", "w", "enter")
    assert (SUMMED.removeprefix("Het "), REPORT, "Anna") in stored(study_file)
    assert (SUMMED, SUM, "Anna") in stored(study_file)


async def test_only_my_own_codings_are_altered(study_file: Path) -> None:
    async with opened(study_file, "Cees") as desk:
        await desk.select("een optelsom")
        for key in ("r", "C", "x"):
            await desk.press(key)
            assert "No coding of yours here" in desk.told()


# Another code


async def test_a_coding_is_sent_to_another_code(study_file: Path) -> None:
    before = acts(study_file)
    async with opened(study_file) as desk:
        await desk.select("klopt")
        await desk.press("C")
        assert isinstance(desk.app.screen, CodePalette)
        assert "Another code instead of onderbuikgevoel" in desk.seen()
        await desk.press("m", "e", "enter")
        assert "Sent to melden" in desk.told()
        assert ("hier klopt iets niet", REPORT, "Anna") in stored(study_file)
        assert acts(study_file) == [*before, "move codings"]
        await desk.select("klopt")
        await desk.press("C", "m", "e", "enter")
        assert desk.told() == "It has that code already."
        await desk.press("u")
    assert ("hier klopt iets niet", GUT, "Anna") in stored(study_file)


# Out of the app


async def test_a_passage_is_copied_with_its_attribution(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.select(WEEKS)
        await desk.press("y")
        assert desk.told() == "Copied with its attribution."
        copied = desk.app.clipboard
        assert copied.startswith(f"“{WEEKS}” (")
        await desk.press("g", "y")
        assert desk.app.clipboard.startswith(
            "“Wanneer ontstaat bij u een vermoeden?” (Interviewer, "
        )
