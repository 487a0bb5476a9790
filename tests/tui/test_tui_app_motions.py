from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import REPORT, Desk, opened, put, small_study

from kwalcode.project.acts.notes import write_memo_on_passage
from kwalcode.project.study import open_study


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return small_study(tmp_path / "study.kwal")


def at(desk: Desk) -> str:
    view = desk.coding.transcript
    return view.data.text[view.cursor :].split(" ")[0].split("\n")[0]


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        (("2", "w"), "bij"),
        (("3", "s"), "En"),
        (("2", "right_curly_bracket"), "En"),
        (("4", "G"), "Dan"),
        (("2", "g"), "Nou,"),
        (("9", "9", "G"), "Dan"),
        (("G", "2", "left_curly_bracket"), "En"),
        (("1", "0", "l"), "tstaat"),
        (("1", "down"), "Nou,"),
    ],
)
async def test_a_count_repeats_a_motion(study_file: Path, keys: tuple[str, ...], word: str) -> None:
    async with opened(study_file) as desk:
        await desk.press(*keys)
        assert at(desk) == word


async def test_a_count_selects_and_grows(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.press("3", "W")
        assert desk.coding.transcript.passage_text == "Wanneer ontstaat bij"
        await desk.press("escape", "2", "g", "2", "e")
        assert desk.coding.transcript.passage_text == "Nou,"
        await desk.press("E", "E", "escape", "3", "e")
        assert desk.coding.transcript.passage_text == "Nou, eh, dat is nooit een ding."


async def test_the_selection_grows_and_shrinks_by_word_clause_sentence_and_turn(
    study_file: Path,
) -> None:
    async with opened(study_file) as desk:
        view = desk.coding.transcript
        view.go_to(view.data.text.index("klopt"))
        seen = []
        for _ in range(4):
            await desk.press("e")
            seen.append(view.passage_text)
        assert seen[:3] == [
            "klopt",
            "hier klopt iets niet.",
            "En dan denk ik: hier klopt iets niet.",
        ]
        assert seen[3].startswith("Nou, eh")
        for expected in reversed(seen[:3]):
            await desk.press("E")
            assert view.passage_text == expected


async def test_the_other_end_of_a_selection_is_moved_too(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.select("hier klopt")
        await desk.press("z", "v", "3", "b")
        assert desk.coding.transcript.passage_text == "denk ik: hier klopt"


async def test_to_the_turns_that_i_did_not_code(study_file: Path) -> None:
    with open_study(study_file, "Bram") as study:
        put(study, 1, "Dan bel ik", REPORT, coder="Bram")
    async with opened(study_file) as desk:
        await desk.press("t")
        assert at(desk) == "Dan"  # Anna coded in the first answer; what Bram did does not count
        await desk.press("t")
        assert desk.told() == "No further uncoded turn; 1 uncoded turn in all."
        await desk.press("3", "left_curly_bracket", "T")
        assert "No further" in desk.told()
    async with opened(study_file, "Cees") as desk:
        await desk.press("g", "2", "t")
        assert at(desk) == "Dan"
        await desk.press("T")
        assert at(desk) == "Nou,"


async def test_to_the_memos_and_their_signs_in_the_margin(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.press("M")
        assert desk.told() == "No memo about a passage of this document."
        assert "✎" not in desk.seen()
    with open_study(study_file, "Bram") as study:
        text = "Let op"
        write_memo_on_passage(study, 1, 3, 40, text)
        write_memo_on_passage(study, 1, 150, 160, text)
    async with opened(study_file) as desk:
        assert sum("✎" in line for line in desk.lines()) == 2
        assert "✎" in desk.lines()[desk.row("Wanneer ontstaat")]
        await desk.press("M")
        view = desk.coding.transcript
        assert view.cursor == 150
        await desk.press("M")
        assert view.cursor == 3
        await desk.press("O")
        assert "✎" not in desk.seen()


async def test_a_sign_comes_and_goes_with_its_memo(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.press("G", "m")
        await desk.type("Vraag na")
        await desk.press("ctrl+s")
        assert "✎" in desk.lines()[desk.row("Dan bel ik")]
        await desk.press("u")
        assert "✎" not in desk.seen()


async def test_counts_before_codings_documents_and_places_found(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.press("2", "right_square_bracket")
        assert at(desk) == "hier"
        await desk.press("g", "slash")
        await desk.type("een")
        await desk.press("enter")
        first = desk.coding.transcript.cursor
        await desk.press("g", "2", "n")
        assert desk.coding.transcript.cursor > first
        await desk.press("1", "greater_than_sign")
        assert "R02" in desk.lines()[0]
