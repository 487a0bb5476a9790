"""The documents screen: what is seen, and what is stored of what one fills in."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents_pilot import (
    attributes,
    documents,
    furnished,
    go,
    names,
    screen,
    shown,
    values,
)

from kwalcode.project.acts.people import set_attributes
from kwalcode.project.reads.notes import all_memos
from kwalcode.project.reads.people import (
    completed,
)
from kwalcode.project.study import open_study
from kwalcode.tui.view import View
from kwalcode.tui.widgets.celleditor import CellEditor


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return furnished(tmp_path / "study.kwal")


# What is seen


async def test_documents_with_progress_and_attributes(study: Path) -> None:
    async with documents(study) as desk:
        line = desk.lines()[desk.row("R02")].split()
        assert line == ["R02", "1", "7", "1", "100%", "✓", "zorg", "9"]
        line = desk.lines()[desk.row("R01")].split()
        assert line == [
            "R01", "ronde", "een", "2", "34", "2", "50%", "1", "50%", "gemeente", "41",
        ]  # fmt: skip
        assert "4 respondents · 4 documents" in desk.lines()[0]
        assert "R01   from R01.txt, " in desk.seen()


async def test_a_study_without_documents_says_what_to_do(tmp_path: Path) -> None:
    from kwalcode.project.study import create

    create(tmp_path / "new.kwal", "Anna").close()
    async with documents(tmp_path / "new.kwal") as desk:
        assert "Press i to import transcripts" in desk.seen()
        for key in ("enter", "e", "r", "x", "D", "p", "s", "m", "y", "o", "space", "j", "X", "O"):
            await desk.press(key)
        assert screen(desk).is_current


async def test_whose_work_is_hidden_has_no_column(study: Path) -> None:
    async with documents(study) as desk:
        assert [c.title for c in screen(desk).grid.columns][-4:-2] == ["Anna", "Bram"]
        desk.session.view = View(only_mine=True)
        screen(desk).show_rows()
        await desk.settle()
        assert "Bram" not in desk.seen()
        assert "Anna" in desk.lines()[1]


async def test_names_from_outside_are_shown_literally(study: Path) -> None:
    with open_study(study, "Anna") as opened_study:
        hostile = {"[red]domain[/]": "a\x1b[31m[b]", "x\u202ey": "z"}
        set_attributes(opened_study, {1: ("", hostile)})
    async with documents(study, (160, 30)) as desk:
        assert "[red]domain[/]" in desk.lines()[1]
        assert "a␛[31m[b]" in desk.seen()
        await go(desk, "R01", "[red]domain[/]")
        assert "[red]domain[/]: a␛[31m[b]" in desk.seen()
        await desk.press("enter")
        assert "a␛[31m[b]" in desk.seen()


# Editing


async def test_a_cell_is_filled_in_and_the_next_one_opens(study: Path) -> None:
    async with documents(study) as desk:
        await go(desk, "R01", "domain")
        await desk.press("enter")
        await desk.type("wonen")
        await desk.press("enter")
        assert values(study)["R01"]["domain"] == "wonen"
        assert isinstance(desk.app.focused, CellEditor)
        await desk.press("tab")  # nothing typed: on to the age of R02
        await desk.press("5", "escape")
        assert values(study)["R02"] == {"domain": "zorg", "age": "9"}
        assert screen(desk).grid.has_focus
        assert screen(desk).grid.column.title == "age"  # type: ignore[union-attr]
        await desk.press("u")
        assert values(study)["R01"]["domain"] == "gemeente"


async def test_a_digit_begins_a_number(study: Path) -> None:
    async with documents(study) as desk:
        await go(desk, "R02", "age")
        await desk.press("4", "4", "enter")
        assert values(study)["R02"]["age"] == "44"


async def test_known_values_are_offered(study: Path) -> None:
    async with documents(study) as desk:
        await go(desk, "R02", "domain")
        await desk.press("enter")
        assert "Known: gemeente, politie, zorg" in desk.seen()
        await desk.type("po")
        await desk.press("right", "enter", "escape")
        assert values(study)["R02"]["domain"] == "politie"
        await go(desk, "R03", "domain")
        await desk.press("enter", "delete", "down", "enter", "escape")
        assert values(study)["R03"]["domain"] == "politie"


async def test_marked_rows_are_filled_in_one_act(study: Path) -> None:
    async with documents(study) as desk:
        await go(desk, "R01", "domain")
        await desk.press("space", "space", "enter")
        assert "For 2 marked rows" in desk.seen()
        await desk.type("wonen")
        await desk.press("enter")
        found = values(study)
        assert [found[r].get("domain") for r in ("R01", "R02", "R03")] == [
            "wonen", "wonen", "politie",
        ]  # fmt: skip
        await desk.press("escape")
        assert not screen(desk).grid.marked
        await desk.press("u")
        assert values(study)["R02"]["domain"] == "zorg"
        await desk.press("x")  # empties the cell under the cursor
        assert "domain" not in values(study)["R03"]


async def test_rows_stay_where_they_are_while_one_fills_in(study: Path) -> None:
    async with documents(study) as desk:
        await go(desk, "R02", "age")
        await desk.press("o")
        assert shown(desk) == ["R02", "R01", "R03", "R04"]
        await desk.press("enter")
        await desk.type("500")
        await desk.press("enter", "escape")
        assert shown(desk) == ["R02", "R01", "R03", "R04"]
        await desk.press("o", "o", "o")
        assert shown(desk) == ["R01", "R03", "R02", "R04"]


async def test_a_click_elsewhere_stores_what_was_typed(study: Path) -> None:
    async with documents(study) as desk:
        await go(desk, "R01", "domain")
        await desk.press("enter")
        await desk.type("wonen")
        await desk.click("R03")
        assert values(study)["R01"]["domain"] == "wonen"
        assert not screen(desk).editor.is_open
        assert screen(desk).grid.row.text("name") == "R03"  # type: ignore[union-attr]


async def test_attributes_are_added_renamed_moved_and_deleted(study: Path) -> None:
    async with documents(study) as desk:
        await desk.press("A")
        await desk.type("functie")
        await desk.press("enter")
        await desk.settle()
        assert screen(desk).grid.column.title == "functie"  # type: ignore[union-attr]
        await desk.press("shift+left", "shift+left")
        assert attributes(study) == ["functie", "domain", "age"]
        await desk.press("r")
        await desk.type(" nu")
        await desk.press("enter")
        assert attributes(study) == ["functie nu", "domain", "age"]
        await go(desk, "R01", "domain")
        await desk.press("X")
        assert attributes(study) == ["functie nu", "age"]
        assert "u brings it back" in desk.told()
        await desk.press("u")
        assert values(study)["R01"]["domain"] == "gemeente"
        await desk.press("A")
        await desk.type("AGE")
        await desk.press("enter")
        assert "'age' already" in desk.told()


async def test_a_value_being_typed_is_not_thrown_away_without_a_word(study: Path) -> None:
    async with documents(study) as desk:
        await go(desk, "R01", "domain")
        await desk.press("enter")
        await desk.type("wonen")
        await desk.press("ctrl+q")
        assert "not stored yet" in desk.told()
        await desk.press("enter", "escape")
        assert values(study)["R01"]["domain"] == "wonen"


# Names, order, removing


async def test_documents_and_respondents_are_renamed(study: Path) -> None:
    async with documents(study) as desk:
        await go(desk, "R01", "document")
        await desk.press("r")
        await desk.type("Gesprek 1")
        await desk.press("enter")
        assert names(study)[0] == "Gesprek 1"
        assert "R01" in values(study)
        await go(desk, "Gesprek 1", "respondent")  # now it differs, and so has a column
        await desk.press("r")
        await desk.type("An")
        await desk.press("enter")
        assert "An" in values(study)
        await go(desk, "R02", "respondent")
        await desk.press("enter")
        await desk.type("An")
        await desk.press("enter", "escape")
        assert sorted(values(study)) == ["An", "R03", "R04"]
        await desk.press("x")
        assert shown(desk, "respondent")[1:3] in (["An", "R03"], ["R02", "R03"])


async def test_documents_are_moved_and_an_order_is_kept(study: Path) -> None:
    async with documents(study) as desk:
        await go(desk, "R01", "document")
        await desk.press("shift+down")
        assert names(study) == ["R02", "R01", "R03", "R04"]
        assert screen(desk).grid.row.text("name") == "R01"  # type: ignore[union-attr]
        await go(desk, "R01", "age")
        await desk.press("o", "o", "K")
        assert "press o" in desk.told()
        await desk.press("O")
        assert names(study) == ["R03", "R01", "R02", "R04"]
        await desk.press("u")
        assert names(study) == ["R02", "R01", "R03", "R04"]


async def test_a_document_is_taken_out_and_brought_back(study: Path) -> None:
    async with documents(study) as desk:
        await go(desk, "R01", "document")
        await desk.press("x")
        await desk.settle()
        assert names(study) == ["R02", "R03", "R04"]
        assert shown(desk) == ["R02", "R03", "R04"]
        await desk.press("u")
        await desk.settle()
        assert shown(desk) == ["R01", "R02", "R03", "R04"]
        assert "2  50%" in desk.lines()[desk.row("R01")]


async def test_complete_for_me_and_for_the_coder_of_the_column(study: Path) -> None:
    async with documents(study) as desk:
        await go(desk, "R01", "domain")
        await desk.press("D")
        await go(desk, "R02", "Bram")
        await desk.press("D")
        with open_study(study) as opened_study, opened_study.reading() as connection:
            assert completed(connection) == {(1, 1)}
        assert "Mark of Bram taken back." in desk.told()
        assert "✓" in desk.lines()[desk.row("R01")]


async def test_a_memo_about_a_document_is_written_and_edited(study: Path) -> None:
    async with documents(study) as desk:
        for text in ("lastig gesprek", ", telefonisch"):
            await desk.press("m")
            await desk.type(text)
            await desk.press("ctrl+s")
        with open_study(study) as opened_study, opened_study.reading() as connection:
            [memo] = all_memos(connection, "document", 1)
        assert memo.text == "lastig gesprek, telefonisch"
