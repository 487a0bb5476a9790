from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import GUT, REPORT, SUM, Desk, opened, put, small_study, stored
from textual import events

from kwalcode.project.study import open_study

CALL = "Dan bel ik mijn collega van het wijkteam."
WEEKS = "Dat duurt soms weken."


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return small_study(tmp_path / "study.kwal")


def digits(desk: Desk) -> dict[int, str]:
    names = {code.id: code.name for code in desk.session.codes}
    return {digit: names[code] for digit, code in desk.session.digits.items()}


async def test_the_codes_i_used_most_have_digits_in_the_codebook_and_the_palette(
    study_file: Path,
) -> None:
    with open_study(study_file, "Anna") as study:
        put(study, 1, "Dat duurt", GUT)
    async with opened(study_file, size=(120, 34)) as desk:
        assert digits(desk) == {1: GUT, 2: SUM}  # melden was used by Bram only
        assert next(line for line in desk.lines() if "On onderb" in line).split()[-2:] == ["2", "1"]
        await desk.press("c")
        row = next(line for line in desk.lines() if "On onderb" in line and "signaleren" in line)
        assert " 2 1 " in row


async def test_of_codes_used_as_often_the_one_used_last_comes_first(study_file: Path) -> None:
    async with opened(study_file) as desk:
        assert digits(desk) == {1: GUT, 2: SUM}


async def test_a_digit_codes_a_selection_at_once(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.select(CALL)
        await desk.press("2")
        assert (CALL, SUM, "Anna") in stored(study_file)
        assert desk.coding.transcript.selection is None
        await desk.select(CALL)
        await desk.press("2")
        assert desk.told() == "That code is on this passage already."
    assert stored(study_file).count((CALL, SUM, "Anna")) == 1


async def test_without_a_selection_a_digit_waits_for_a_motion_or_enter(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.press("2")
        assert "2… a motion repeats, Enter codes 'optelsom'" in desk.lines()[-2]
        before = desk.coding.transcript.cursor
        await desk.press("w")
        assert desk.coding.transcript.data.text[before:].startswith("Wanneer ontstaat bij")
        assert desk.coding.transcript.data.text[desk.coding.transcript.cursor :][:3] == "bij"
        assert "motion" not in desk.lines()[-2]
        await desk.press("G", "2", "enter")
        assert (WEEKS, SUM, "Anna") in stored(study_file)


async def test_while_a_selection_is_being_made_digits_are_counts(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.press("v", "2", "w")
        assert desk.coding.transcript.passage_text == "Wanneer ontstaat"
        await desk.press("1", "enter")
        assert ("Wanneer ontstaat", GUT, "Anna") in stored(study_file)


async def test_a_count_is_given_up_with_escape_or_another_key(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.press("1", "2")
        assert "12… a motion repeats" in desk.lines()[-2]
        assert "Enter codes" not in desk.lines()[-2]
        await desk.press("escape")
        assert "motion" not in desk.lines()[-2]
        await desk.press("3", "c", "escape", "3", "d")
        assert desk.coding.documents.has_focus
        await desk.press("escape", "w")
        assert desk.coding.transcript.data.text[desk.coding.transcript.cursor :][:8] == "ontstaat"


async def test_a_digit_without_a_code_says_how_to_give_one(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.select(CALL)
        await desk.press("7")
        assert desk.told() == "No code has the digit 7; p in the codebook gives one."
        await desk.press("escape", "7", "enter")
        assert desk.told() == "No code has the digit 7; p in the codebook gives one."
    assert len(stored(study_file)) == 3


async def test_a_code_is_pinned_to_a_digit_that_is_remembered(study_file: Path) -> None:
    async with opened(study_file, size=(120, 34)) as desk:
        await desk.press("o", "G", "p")
        assert desk.told() == "'melden' now has the digit 3."
        assert next(line for line in desk.lines() if "Me melden" in line).split()[-1] == "3*"
        await desk.press("escape")
        await desk.select(CALL)
        await desk.press("3")
        assert (CALL, REPORT, "Anna") in stored(study_file)
    async with opened(study_file, size=(120, 34)) as desk:
        assert digits(desk)[3] == REPORT
        await desk.press("o", "G", "p")
        assert "'melden' keeps its digit only" in desk.told()
        assert desk.session.pins == {}
        assert digits(desk)[3] == REPORT


async def test_digits_do_not_wander_while_one_codes(study_file: Path) -> None:
    async with opened(study_file) as desk:
        before = digits(desk)
        for passage in (CALL, WEEKS, "En dan?", "bel ik"):
            await desk.select(passage)
            await desk.press("c", "m", "e", "enter")
        assert digits(desk) == {**before, 3: REPORT}
    async with opened(study_file) as desk:
        assert digits(desk)[1] == REPORT


async def test_keys_that_come_faster_than_they_are_worked_off_are_not_mixed_up(
    study_file: Path,
) -> None:
    async with opened(study_file) as desk:
        for key in "4G4e2w2w":
            desk.app.post_message(events.Key(key, key))
        await desk.settle()
        await desk.pilot.pause(0.1)
        await desk.settle()
        assert (CALL + " " + WEEKS, SUM, "Anna") in stored(study_file)
