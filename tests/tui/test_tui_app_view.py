from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import GUT, REPORT, SUM, Desk, opened, put, small_study

from kwalcode.project.acts.notes import write_memo, write_memo_on_passage
from kwalcode.project.acts.rounds import start_round
from kwalcode.project.study import open_study
from kwalcode.tui.screens.ticks import TickScreen
from kwalcode.tui.view import View, from_json


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    path = small_study(tmp_path / "study.kwal")
    with open_study(path, "Bram") as study:
        write_memo_on_passage(study, 1, 3, 20, "van Bram")
        write_memo(study, "code", 3, "codememo van Bram")
    with open_study(path, "Cees") as study:
        put(study, 1, "Dan bel ik", REPORT, coder="Cees")
    return path


def shown(desk: Desk) -> list[tuple[str, str]]:
    return [(mark.name, mark.coder) for mark in desk.coding.marks]


def counted(desk: Desk, name: str) -> str:
    left = desk.coding.codebook.region.x
    words = next(line[left:] for line in desk.lines() if name in line[left:])
    return words.split()[2]


async def test_others_are_hidden_and_shown_again(study_file: Path) -> None:
    async with opened(study_file, size=(160, 40)) as desk:
        assert "all coders" in desk.lines()[0]
        assert counted(desk, SUM) == "2"
        await desk.press("a")
        assert shown(desk) == [(SUM, "Anna"), (GUT, "Anna")]
        assert "only mine" in desk.lines()[0]
        assert counted(desk, SUM) == "1"
        assert "B1" not in desk.seen()
        await desk.press("a")
        assert len(shown(desk)) == 4
        assert "A2 B1" in desk.seen()


async def test_coders_are_ticked_in_a_window(study_file: Path) -> None:
    async with opened(study_file, size=(120, 34)) as desk:
        await desk.press("A")
        assert isinstance(desk.app.screen, TickScreen)
        assert "✓ Bram" in desk.seen()
        await desk.press("space")
        assert "· Bram" in desk.seen()
        await desk.press("enter")
        assert "2 of 3 coders" in desk.lines()[0]
        assert {coder for _, coder in shown(desk)} == {"Anna", "Cees"}
        assert desk.coding.memos == []
        await desk.press("a")
        assert "all coders" in desk.lines()[0]
        await desk.press("A", "space", "j", "space", "enter")
        assert "only mine" in desk.lines()[0]
        await desk.press("A", "escape")
        assert "only mine" in desk.lines()[0]


async def test_who_only_set_the_study_up_is_no_coder_to_show(study_file: Path) -> None:
    with open_study(study_file, "Dirk") as study:
        start_round(study, "Ronde 1")
    async with opened(study_file, size=(120, 34)) as desk:
        await desk.press("A")
        assert "Bram" in desk.seen()
        assert "Dirk" not in desk.seen()
        await desk.press("space", "enter")
        await desk.settle()
        assert "2 of 3 coders" in desk.lines()[0]


async def test_what_is_hidden_is_remembered_per_coder(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.press("A", "space", "enter")
    async with opened(study_file) as desk:
        assert "2 of 3 coders" in desk.lines()[0]
    async with opened(study_file, "Bram") as desk:
        assert "all coders" in desk.lines()[0]


async def test_blind_leaves_nothing_of_others_and_stays(study_file: Path) -> None:
    async with opened(study_file, size=(160, 40)) as desk:
        assert "codememo van Bram" in await inspected(desk)
        await desk.press("O")
        assert "blind" in desk.lines()[0]
        assert {coder for _, coder in shown(desk)} == {"Anna"}
        assert desk.coding.memos == []
        assert counted(desk, SUM) == "1"
        assert counted(desk, REPORT) == "·"
        assert "A2 B1" not in desk.seen()
        assert "codememo van Bram" not in await inspected(desk)
        await desk.press("a")
        assert "Blind: nothing of others is shown" in desk.told()
        await desk.press("A")
        assert desk.app.screen is desk.coding
        await desk.select("Het is een optelsom")
        await desk.press("x")
        assert "Removed: optelsom" in desk.told()
    async with opened(study_file, size=(160, 40)) as desk:
        assert "blind" in desk.lines()[0]
        assert "Bram" not in desk.seen()
        await desk.press("O")
        assert "all coders" in desk.lines()[0]
        assert "Bram" in {coder for _, coder in shown(desk)}


async def inspected(desk: Desk) -> str:
    await desk.select("Het is een optelsom")
    return desk.seen()


async def test_quotations_opened_while_blind_are_only_mine(study_file: Path) -> None:
    async with opened(study_file, size=(120, 34)) as desk:
        await desk.press("O", "o", "G", "enter")
        assert "melden" in desk.seen()
        assert "Dan bel ik" not in desk.seen()
        assert "Ik meld het." not in desk.seen()
    async with opened(study_file, size=(120, 34)) as desk:
        await desk.press("O", "o", "G", "enter")
        assert "Dan bel ik" in desk.seen()


async def test_a_blind_coder_without_codings_sees_none(study_file: Path) -> None:
    async with opened(study_file, "Dirk") as desk:
        await desk.press("O")
        assert shown(desk) == []
        await desk.select("Dan bel ik")
        await desk.press("c", "m", "e", "enter")
        assert shown(desk) == [(REPORT, "Dirk")]


async def test_the_interviewer_steps_back_or_not(study_file: Path) -> None:
    async with opened(study_file) as desk:
        assert desk.coding.transcript.dim_interviewer
        await desk.press("R")
        assert not desk.coding.transcript.dim_interviewer
    async with opened(study_file) as desk:
        assert not desk.coding.transcript.dim_interviewer


@pytest.mark.parametrize("found", [None, 3, [], {"hidden": 3, "blind": "yes", "dim": None}])
def test_what_was_remembered_wrongly_is_as_at_first(found: object) -> None:
    assert from_json(found) == View()


def test_a_view_is_remembered_whole() -> None:
    view = View(only_mine=True, hidden=frozenset({"ab", "cd"}), blind=True, dim=False)
    assert from_json(view.as_json()) == view
