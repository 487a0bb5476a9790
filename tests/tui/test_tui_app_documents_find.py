"""The documents screen: sorting, filtering, coming back; groups and speakers."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents_pilot import (
    documents,
    furnished,
    go,
    groups,
    screen,
    shown,
    speakers,
    values,
)

from kwalcode.project.acts.people import set_attributes
from kwalcode.project.acts.respondents import map_speakers
from kwalcode.project.reads.people import (
    completed,
)
from kwalcode.project.study import open_study


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return furnished(tmp_path / "study.kwal")


# Sorting, filtering, coming back


async def test_sorting_by_key_and_by_click(study: Path) -> None:
    async with documents(study) as desk:
        await go(desk, "R03", "age")
        await desk.press("o")
        assert shown(desk, "age") == ["9", "41", "100", ""]
        assert "age ▴" in desk.lines()[1]
        await desk.press("o")
        assert shown(desk, "age") == ["100", "41", "9", ""]
        await desk.press("o")
        assert shown(desk) == ["R01", "R02", "R03", "R04"]
        await desk.click("domain")
        assert shown(desk, "domain") == ["gemeente", "politie", "zorg", ""]
        assert screen(desk).grid.row.text("name") == "R03"  # type: ignore[union-attr]


async def test_filtering_while_one_types(study: Path) -> None:
    async with documents(study) as desk:
        await desk.press("slash")
        await desk.type("domain=pol")
        assert shown(desk) == ["R03"]
        assert "1 of 4 documents" in desk.lines()[0]
        await desk.press("enter")
        assert screen(desk).grid.has_focus
        await desk.press("escape")
        assert len(shown(desk)) == 4
        await desk.press("slash")
        await desk.type("nergens")
        assert "Nothing fits the filter" in desk.seen()
        await desk.press("escape")
        assert len(shown(desk)) == 4
        await desk.press("escape")
        assert desk.app.screen is desk.coding


async def test_the_filter_stays_while_one_is_elsewhere(study: Path) -> None:
    async with documents(study) as desk:
        await desk.press("slash")
        await desk.type("domain=pol")
        await desk.press("enter", "enter")
        assert desk.app.screen is desk.coding
        await desk.press("backspace")
        await desk.settle()
        assert shown(desk) == ["R03"]
        assert "domain=pol" in desk.seen()
        assert "1 of 4 documents" in desk.lines()[0]


async def test_acts_are_about_rows_that_are_seen_only(study: Path) -> None:
    async with documents(study) as desk:
        await desk.press("asterisk", "slash")
        await desk.type("zorg")
        await desk.press("enter", "D")
        with open_study(study) as opened_study, opened_study.reading() as connection:
            assert (1, 1) not in completed(connection)
            assert (2, 1) in completed(connection)


async def test_enter_opens_the_transcript_and_backspace_comes_back(study: Path) -> None:
    async with documents(study) as desk:
        await go(desk, "R02", "document")
        await desk.press("enter")
        assert desk.app.screen is desk.coding
        assert "Ik meld het." in desk.seen()
        await desk.press("backspace")
        assert screen(desk).grid.row.text("name") == "R02"  # type: ignore[union-attr]


async def test_the_place_is_remembered_in_the_next_session(study: Path) -> None:
    async with documents(study) as desk:
        await go(desk, "R03", "age")
        await desk.press("escape")
    async with documents(study) as desk:
        grid = screen(desk).grid
        assert grid.row is not None
        assert (grid.row.text("name"), grid.column and grid.column.title) == ("R03", "age")


async def test_what_another_program_does_appears(study: Path) -> None:
    async with documents(study) as desk:
        with open_study(study, "Bram") as other:
            set_attributes(other, {1: ("", {"kleur": "rood"})})
        await desk.later()
        await desk.settle()
        assert "kleur" in desk.lines()[1]


# Groups and speakers


async def test_documents_go_into_groups(study: Path) -> None:
    async with documents(study) as desk:
        await go(desk, "R01", "groups")
        await desk.press("space", "space", "enter")
        assert "Groups of 2 documents" in desk.seen()
        assert any("–" in line for line in desk.lines())
        await desk.press("enter")
        assert groups(study) == {"ronde een": (1, 2, 3)}
        await desk.press("enter")
        assert groups(study) == {"ronde een": (3,)}
        await desk.press("n")
        await desk.type("politie")
        await desk.press("enter", "u", "u", "escape")
        await desk.settle()
        assert groups(study) == {"ronde een": (1, 2, 3)}
        assert shown(desk, "groups") == ["ronde een", "ronde een", "ronde een", ""]
        await desk.press("x")
        assert groups(study) == {"ronde een": (2,)} or groups(study) == {"ronde een": (3,)}


async def test_speakers_become_respondents_with_values_of_their_own(study: Path) -> None:
    async with documents(study) as desk:
        await go(desk, "R04", "document")
        await desk.press("s", "j", "enter")
        await desk.type("Jan de Wit")
        await desk.press("enter")
        assert speakers(study, 4)["Jan"] == ("respondent", "Jan de Wit")
        await desk.press("a")
        assert speakers(study, 4)["Piet"] == ("respondent", "R04 Piet")
        await desk.press("o")
        assert speakers(study, 4)["Piet"][0] == "other"
        await desk.press("escape")
        await desk.settle()
        assert shown(desk)[3:] == ["R04", "Jan", "Piet"]
        assert "└ Jan" in desk.seen()
        await go(desk, "Jan", "age")
        await desk.press("5", "0", "enter", "escape")
        assert values(study)["Jan de Wit"] == {"age": "50"}
        await go(desk, "Piet", "document")
        await desk.press("x")
        await desk.settle()
        assert speakers(study, 4)["Piet"][1] == ""
        assert shown(desk)[3:] == ["R04", "Jan"]


async def test_a_speaker_is_renamed_and_freed(study: Path) -> None:
    with open_study(study, "Anna") as opened_study:
        map_speakers(opened_study, 4, {"Jan": "Jan"})
    async with documents(study) as desk:
        await go(desk, "R04", "document")
        await desk.press("s", "j", "n")
        await desk.type("Johan")
        await desk.press("enter")
        assert speakers(study, 4)["Johan"] == ("respondent", "Jan")
        await desk.press("k", "x")
        assert speakers(study, 4)["Johan"] == ("respondent", "")
