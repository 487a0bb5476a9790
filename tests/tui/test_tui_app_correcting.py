"""Correcting a text in the app, and deciding on what could not come along."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import GUT, REPORT, SUM, Desk, opened, put, small_study, stored
from textual.widgets import TextArea

from kwalcode.project.acts.correcting import correct_document
from kwalcode.project.correcting.preparing import prepare_text
from kwalcode.project.history.check import check
from kwalcode.project.reads.documents import text_of
from kwalcode.project.reads.versions import list_uncarried, versions_of
from kwalcode.project.study import open_study
from kwalcode.tui.screens.coding.changed import ChangedScreen
from kwalcode.tui.screens.uncarried import UncarriedScreen
from kwalcode.tui.widgets.prompt import LinePrompt, TextPrompt


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return small_study(tmp_path / "study.kwal")


def text(path: Path, document: int = 1) -> str:
    with open_study(path) as study, study.reading() as connection:
        return text_of(connection, document)


def sound(path: Path) -> bool:
    with open_study(path) as study:
        return check(study) == []


def waiting(path: Path) -> list[tuple[str, str]]:
    with open_study(path) as study, study.reading() as connection:
        return [(one.words, one.proposed) for one in list_uncarried(connection)]


def correct_elsewhere(path: Path, *changes: tuple[str, str], who: str = "Bram") -> None:
    with open_study(path, who) as study:
        new = text(path)
        for old, instead in changes:
            new = new.replace(old, instead)
        assert correct_document(study, prepare_text(study, 1, new))


async def retype(desk: Desk, old: str, new: str) -> None:
    """Change words in the field that is open."""
    area = desk.app.screen.query_one(TextArea)
    assert old in area.text
    area.text = area.text.replace(old, new)
    await desk.settle()


async def test_a_typo_in_a_turn(study: Path) -> None:
    async with opened(study) as desk:
        await desk.select("Het is een optelsom")
        await desk.press("f2")
        assert "this turn" in desk.seen()
        await desk.press("enter")
        assert isinstance(desk.app.screen, TextPrompt)
        assert "R: Nou, eh, dat is nooit een ding." in desk.seen()
        await retype(desk, "Nou, eh, dat is nooit", "Nou, dat is echt nooit")
        await desk.press("ctrl+s")
        assert "Corrected: R01. 3 codings on the same words." in desk.told()
        assert "Nou, dat is echt nooit" in desk.seen()
        assert "Het is een optelsom" in desk.coding.transcript.passage_text
        assert desk.margin("optelsom van kleine") or desk.margin("Nou, dat is echt")
        assert stored(study)[0] == ("Het is een optelsom van kleine signalen.", SUM, "Anna")
        await desk.press("u")
        assert "Nou, eh, dat is nooit" in desk.seen()
    assert sound(study)


async def test_coded_words_are_asked_about_and_come_along(study: Path) -> None:
    async with opened(study) as desk:
        await desk.select("hier klopt iets niet")
        await desk.press("f2", "enter")
        await retype(desk, "klopt iets niet", "klopt echt iets niet")
        await desk.press("ctrl+s")
        assert isinstance(desk.app.screen, ChangedScreen)
        assert "2 codings stay on their words." in desk.seen()
        assert "hier klopt echt iets niet" in desk.seen()
        assert "klopt echt" not in text(study)
        await desk.press("escape")
        assert "klopt echt iets niet" in desk.app.screen.query_one(TextArea).text
        await desk.press("ctrl+s", "enter")
        assert "2 codings on the same words, 1 on corrected words." in desk.told()
    assert ("hier klopt echt iets niet", GUT, "Anna") in stored(study)
    assert sound(study)


async def test_coded_words_can_wait_and_be_put_back(study: Path) -> None:
    async with opened(study) as desk:
        await desk.select("hier klopt iets niet")
        await desk.press("f2", "enter")
        await retype(desk, "klopt iets niet", "klopt echt iets niet")
        await desk.press("ctrl+s", "d")
        assert "1 to decide (, w)" in desk.told()
        assert waiting(study) == [("hier klopt iets niet", "hier klopt echt iets niet")]
        await desk.press("comma", "w")
        assert isinstance(desk.app.screen, UncarriedScreen)
        assert "hier klopt echt iets niet" in desk.seen()
        assert "hier klopt echt iets niet" in desk.seen()
        await desk.press("enter")
        assert "1 put back." in desk.told()
        assert "Nothing waits for a decision." in desk.seen()
        assert ("hier klopt echt iets niet", GUT, "Anna") in stored(study)
        await desk.press("u")
        assert "hier klopt echt iets niet" in desk.seen()
        await desk.press("x")
        assert "Given up: onderbuikgevoel" in desk.told()
        assert waiting(study) == []
    assert sound(study)


async def test_it_is_put_on_words_selected_in_the_transcript(study: Path) -> None:
    correct_elsewhere(study, ("En dan denk ik: hier klopt iets niet.", "Ik twijfel dan."))
    async with opened(study) as desk:
        await desk.press("comma", "w")
        await desk.press("e")
        assert "select the words there" in desk.told()
        await desk.press("o")
        await desk.select("Ik twijfel dan.")
        await desk.press("backspace")
        assert isinstance(desk.app.screen, UncarriedScreen)
        await desk.press("e")
        assert ("Ik twijfel dan.", GUT, "Anna") in stored(study)
    assert sound(study)


async def test_all_at_once_and_what_has_no_words_any_more(study: Path) -> None:
    with open_study(study, "Anna") as opened_study:
        put(opened_study, 1, "Dat duurt soms weken.", REPORT)
    correct_elsewhere(study, ("optelsom van", "som van"), (" Dat duurt soms weken.", ""))
    async with opened(study) as desk:
        await desk.press("comma", "w")
        assert "Dat duurt soms weken." in desk.seen()
        await desk.press("A")
        assert "2 put back." in desk.told()
        assert "Nothing took the place of these words." in desk.seen()
        await desk.press("enter")
        assert "Nothing is proposed." in desk.told()
    assert ("Het is een som", SUM, "Bram") in stored(study)
    assert sound(study)


async def test_a_name_everywhere(study: Path) -> None:
    async with opened(study) as desk:
        await desk.press("f2", "down", "down", "enter")
        assert isinstance(desk.app.screen, LinePrompt)
        await desk.type("ik")
        await desk.press("enter")
        await desk.type("zij")
        await desk.press("enter")
        assert "Corrected: R01." in desk.told() or isinstance(desk.app.screen, ChangedScreen)
        if isinstance(desk.app.screen, ChangedScreen):
            await desk.press("enter")
    assert "En dan denk zij:" in text(study)
    assert "Dan bel zij mijn" in text(study)
    assert sound(study)


async def test_a_whole_document_from_a_file(study: Path, tmp_path: Path) -> None:
    path = tmp_path / "corrected.txt"
    path.write_text(text(study).replace("Wanneer ontstaat", "Wanneer precies ontstaat"))
    async with opened(study) as desk:
        await desk.press("f2", "down", "enter")
        await desk.type(str(tmp_path / "none.txt"))
        await desk.press("enter")
        assert "there is no such file" in desk.seen().replace("\n", "")
        await desk.press("escape", "f2", "down", "enter")
        await desk.type(str(path))
        await desk.press("enter")
        assert "Corrected: R01. 3 codings on the same words." in desk.told()
        path.write_text("Iets heel anders, over het weer.\n")
        await desk.press("f2", "down", "enter")
        await desk.type(str(path))
        await desk.press("enter")
        assert "of R01 is in the file. Correct it?" in desk.seen()
        await desk.press("escape")
    with open_study(study) as closed, closed.reading() as connection:
        assert [v.version for v in versions_of(connection, 1)] == [1, 2]
    assert sound(study)


async def test_a_correction_by_another_program_is_shown_in_place(study: Path) -> None:
    async with opened(study) as desk:
        await desk.select("hier klopt iets niet")
        correct_elsewhere(study, ("Wanneer ontstaat", "Ehm, wanneer ontstaat"))
        await desk.later()
        assert "Ehm, wanneer ontstaat" in desk.seen()
        at = desk.coding.transcript.cursor
        assert (
            desk.coding.transcript.data.text[at:].startswith(". ")
            or "klopt" in (desk.coding.transcript.data.text[at - 20 : at + 20])
        )
        await desk.press("f2", "enter")
        correct_elsewhere(study, ("klopt iets", "klopt wat"))
        await retype(desk, "niet.", "niet!")
        await desk.press("ctrl+s")
        assert "corrected meanwhile" in desk.told()
    assert "klopt wat niet." in text(study)


async def test_line_ends_that_a_field_does_not_know_stay(study: Path) -> None:
    correct_elsewhere(study, ("En dan?", "En\u2028dan\x0b?"))
    async with opened(study) as desk:
        await desk.select("En\u2028dan")
        await desk.press("f2", "enter")
        await retype(desk, "I: En", "I: Nou, en")
        await desk.press("ctrl+s")
        assert "Corrected" in desk.told()
    assert "I: Nou, en\u2028dan\x0b?\n" in text(study)
    assert sound(study)


async def test_nothing_changed_and_given_up(study: Path) -> None:
    async with opened(study) as desk:
        await desk.press("f2", "enter", "ctrl+s")
        assert "Nothing was changed." in desk.told()
        await desk.press("f2", "enter")
        await retype(desk, "I: ", "")
        await desk.press("escape")
        assert "Not saved" in desk.seen()
        await desk.press("escape")
    with open_study(study) as closed, closed.reading() as connection:
        assert len(versions_of(connection, 1)) == 1
