"""The quotations screen: from a code to its places and back, queries, filters."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from app_pilot import GUT, REPORT, SUM, Desk, opened, put, small_study

from kwalcode.project.acts.coding import NewCoding, add_codings
from kwalcode.project.acts.people import mark_complete
from kwalcode.project.reads.queries import all_saved_queries
from kwalcode.project.study import open_study
from kwalcode.tui.screens.quotations.data import PAGE
from kwalcode.tui.screens.quotations.screen import QuotationsScreen
from kwalcode.tui.view import View

WHOLE = "Het is een optelsom van kleine signalen."


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return small_study(tmp_path / "study.kwal")


@pytest.fixture
async def desk(study_file: Path) -> AsyncIterator[Desk]:
    async with opened(study_file) as found:
        yield found


def screen(desk: Desk) -> QuotationsScreen:
    found = desk.app.screen
    assert isinstance(found, QuotationsScreen)
    return found


def texts(desk: Desk) -> list[str]:
    return [row.found.excerpt.text for row in screen(desk).found.rows]


async def query(desk: Desk, text: str) -> None:
    """Type a query over the present one, and ask it."""
    if not isinstance(desk.app.screen, QuotationsScreen):
        await desk.go("quotations")
    await desk.press("slash", "ctrl+u")
    await desk.type(text)
    await desk.press("enter")


# From a code to its places


async def test_from_a_code_to_its_quotations_to_the_place_and_back(desk: Desk) -> None:
    await desk.press("o", "j", "j", "enter")
    assert texts(desk) == ["Het is een optelsom", WHOLE]
    assert "'signaleren > optelsom'" in desk.lines()[1]
    assert desk.lines()[0].endswith(
        "codings: all coders, pooled · in 1 of 2 respondents · 2 quotations"
    )
    assert f"“{WHOLE}”" in desk.seen()
    await desk.press("j", "enter")
    assert desk.app.screen is desk.coding
    assert desk.coding.transcript.passage_text == WHOLE
    assert desk.coding.transcript.has_focus
    await desk.press("backspace")
    assert screen(desk).at == 1
    assert texts(desk) == ["Het is een optelsom", WHOLE]
    await desk.press("escape")
    assert desk.app.screen is desk.coding


async def test_each_quotation_shows_who_said_it_and_what_was_said_around_it(desk: Desk) -> None:
    await query(desk, GUT)
    row = desk.row("“hier klopt iets niet”")
    above, below = desk.lines()[row - 2 : row], desk.lines()[row + 1]
    assert above[0].strip() == "R01 · gemeente · turn 2   onderbuikgevoel   Anna"
    assert above[1].strip() == "En dan denk ik:"
    assert below.strip() == "."
    await desk.press("v")
    assert "En dan denk ik" not in desk.seen()


async def test_the_code_at_the_caret_leads_to_another_document(
    study_file: Path,
) -> None:
    with open_study(study_file, "Anna") as study:
        put(study, 1, "Dan bel ik", REPORT)
    async with opened(study_file) as desk:
        await desk.select("Dan bel ik")
        await desk.press("q", "j", "enter")
        assert "R02" in desk.lines()[0]
        assert desk.coding.transcript.passage_text == "Ik meld het."


async def test_another_code_takes_the_place_of_the_one_before(desk: Desk) -> None:
    await desk.press("o", "G", "enter")
    assert texts(desk) == ["Ik meld het."]
    await desk.press("q")
    await desk.press("k", "enter")
    assert texts(desk) == ["Het is een optelsom", WHOLE]


async def test_a_code_without_quotations_says_what_to_do(desk: Desk) -> None:
    await desk.press("o", "enter")
    assert "S finds those of the codes below it." in desk.seen()
    await desk.press("S")
    assert len(texts(desk)) == 3
    await desk.press("S")
    assert texts(desk) == []
    await query(desk, "signaleren AND melden")
    assert "Nothing found. / changes the query" in desk.seen()
    await desk.press("enter", "j", "y", "space", "r", "e", "w", "c", "escape")
    assert desk.app.screen is desk.coding


async def test_all_quotations_are_reached_page_by_page_and_back(study_file: Path) -> None:
    with open_study(study_file, "Anna") as study:
        add_codings(study, [NewCoding(1, n, n + 3, 4, "Anna") for n in range(130)])
    async with opened(study_file) as desk:
        await desk.press("o", "G", "enter")
        assert screen(desk).at == 0
        assert len(texts(desk)) == PAGE
        for _ in range(3):
            await desk.press("end")
        assert screen(desk).at == 130
        await desk.press("enter", "backspace")
        assert screen(desk).at == 130
        await desk.press("space", "u")
        assert screen(desk).at <= 130


async def test_one_stays_where_one_was_when_another_program_writes(study_file: Path) -> None:
    with open_study(study_file, "Anna") as study:
        add_codings(study, [NewCoding(1, n, n + 3, 4, "Anna") for n in range(80)])
    async with opened(study_file) as desk:
        await desk.press("o", "G", "enter", "end", "end")
        assert screen(desk).at == 80
        with open_study(study_file, "Bram") as other:
            put(other, 2, "Al helpt dat zelden.", REPORT, "Bram")
        await desk.later()
        assert screen(desk).at == 80
        assert "82 quotations" in desk.lines()[0]


# Queries


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{SUM} OR {GUT}", [WHOLE, "hier klopt iets niet"]),
        (f"coder Bram AND {REPORT}", ["Ik meld het."]),
        ('"signalen"', [WHOLE]),
        ("", [WHOLE, "hier klopt iets niet"]),
        (f"niet {SUM}", ["hier klopt iets niet"]),
    ],
)
async def test_a_query_is_typed(desk: Desk, text: str, found: list[str]) -> None:
    await query(desk, text)
    assert texts(desk) == found
    assert screen(desk).found.has_focus


@pytest.mark.parametrize(
    ("text", "said", "caret"),
    [
        ("optelsom AND", "Column 13: here the query ends", 12),
        ("optelsom OR optelsm", "Column 13: there is no code “optelsm”; do you mean:", 12),
        ("(optelsom", "Column 10: here the query ends", 9),
        ("leeftijd > 4", "Column 1: there is no attribute “leeftijd”", 0),
        ("'optelsom", "Column 1: the quotation mark that opens here is not closed.", 0),
    ],
)
async def test_a_wrong_query_is_told_in_place(desk: Desk, text: str, said: str, caret: int) -> None:
    await query(desk, SUM)
    await query(desk, text)
    assert said in desk.seen()
    field = screen(desk).line._field
    assert field.has_focus
    assert field.cursor_position == caret
    assert texts(desk) == [WHOLE]
    await desk.press("escape")
    assert screen(desk).found.has_focus


async def test_names_are_completed(desk: Desk) -> None:
    await desk.press("comma", "q", "slash", *"onderb")
    assert "signaleren > onderbuikgevoel" in desk.seen()
    await desk.press("tab")
    assert screen(desk).line._field.value == "onderbuikgevoel "
    await desk.press(*"of op")
    await desk.press("down", "enter")
    assert screen(desk).line._field.value == "onderbuikgevoel of optelsom "
    await desk.press("enter")
    assert len(texts(desk)) == 2
    await desk.press("slash", "x", "escape")
    assert screen(desk).line._field.value == "onderbuikgevoel of optelsom"


async def test_a_query_is_built_by_choosing(desk: Desk) -> None:
    await desk.press("comma", "q", "b")
    assert "(every quotation)" in desk.seen()
    await desk.press("enter", "down", "down", "enter")
    assert "'signaleren > onderbuikgevoel'" in desk.seen()
    builder = desk.app.screen
    from textual.widgets import Input, Select

    builder.query_one("#how", Select).value = "OR"
    builder.query_one("#other", Select).value = ("code", "signaleren > optelsom")
    builder.query_one("#attribute", Select).value = "domain"
    builder.query_one("#value", Input).focus()
    await desk.press(*"gem", "right")
    builder.query_one("#document", Select).value = ("document", "R01")
    await desk.settle()
    written = (
        "('signaleren > onderbuikgevoel' OR 'signaleren > optelsom') AND 'domain' = \"gemeente\""
        " AND DOCUMENT 'R01'"
    )
    await desk.press("ctrl+s")
    assert screen(desk).line._field.value == written
    assert texts(desk) == [WHOLE, "hier klopt iets niet"]
    await desk.press("b", "escape")
    assert texts(desk) == [WHOLE, "hier klopt iets niet"]


# Saved queries


async def test_a_query_is_saved_asked_again_renamed_and_deleted(
    desk: Desk, study_file: Path
) -> None:
    await query(desk, f"{SUM} OR {GUT}")
    await desk.press("s")
    assert "No query was saved yet." in desk.seen()
    await desk.press("n")
    await desk.type("gevoel")
    await desk.press("enter", "escape")
    await query(desk, GUT)
    await desk.press("s", "r", "end")
    await desk.type(" en optelsom")
    await desk.press("enter")
    assert "gevoel en optelsom" in desk.seen()
    await desk.press("enter")
    assert texts(desk) == [WHOLE, "hier klopt iets niet"]
    with open_study(study_file) as study, study.reading() as connection:
        saved = [(q.name, q.text) for q in all_saved_queries(connection)]
    assert saved == [("gevoel en optelsom", f"{SUM} OR {GUT}")]
    await desk.press("s", "x")
    assert "No query was saved yet." in desk.seen()
    await desk.press("u", "escape")
    with open_study(study_file) as study, study.reading() as connection:
        assert len(all_saved_queries(connection)) == 1


async def test_without_a_query_nothing_is_saved(desk: Desk) -> None:
    await desk.press("comma", "q", "s", "n")
    assert "There is no query to save" in desk.told()


# Order and filters


async def test_the_order_is_chosen(desk: Desk) -> None:
    await desk.press("o", "j", "j", "enter", "o", "down", "down", "down", "enter")
    assert texts(desk) == [WHOLE, "Het is een optelsom"]


async def test_quotations_are_filtered_and_escape_takes_the_filter_away(desk: Desk) -> None:
    await desk.press("o", "j", "j", "enter", "q")
    await desk.press("comma", "q", "slash", "ctrl+u", "enter")
    assert len(texts(desk)) == 4
    await desk.press("f", "enter")
    await desk.type("R02")
    await desk.press("enter")
    assert texts(desk) == ["Ik meld het."]
    assert "+ respondent = R02" in desk.lines()[1]
    await desk.press("f")
    await desk.type("code")
    await desk.press("enter")
    await desk.type("optelsom")
    await desk.press("enter")
    assert texts(desk) == []
    assert "Nothing found with these filters. Esc takes them away." in desk.seen()
    await desk.press("f")
    await desk.type("take code")
    await desk.press("escape", "escape")
    assert len(texts(desk)) == 4
    await desk.press("escape")
    assert desk.app.screen is desk.coding


@pytest.mark.parametrize(
    ("kind", "value", "found"),
    [
        ("domain", "gemeente", [WHOLE, "hier klopt iets niet"]),
        ("coder", "Bram", ["Het is een optelsom", "Ik meld het."]),
        ("coder", "pooled", ["Het is een optelsom", WHOLE, "hier klopt iets niet", "Ik meld het."]),
        ("role", "interviewer", []),
        ("document", "R01", [WHOLE, "hier klopt iets niet"]),
    ],
)
async def test_what_can_be_filtered_by(
    study_file: Path, kind: str, value: str, found: list[str]
) -> None:
    with open_study(study_file, "Anna") as study:
        mark_complete(study, "Bram", [2], complete=False)
    async with opened(study_file) as desk:
        await desk.press("comma", "q", "f")
        await desk.type(kind)
        await desk.press("enter")
        await desk.type(value)
        await desk.press("enter")
        assert texts(desk) == found


async def test_documents_that_are_not_finished_can_be_counted(study_file: Path) -> None:
    with open_study(study_file, "Anna") as study:
        mark_complete(study, "Anna", [2])
    async with opened(study_file) as desk:
        await desk.press("comma", "q")
        assert texts(desk) == []
        assert "counts" in desk.seen()
        await desk.press("f")
        await desk.type("unfinished")
        await desk.press("enter")
        assert texts(desk) == [WHOLE, "hier klopt iets niet"]


async def test_in_blind_mode_the_work_of_others_stays_hidden(study_file: Path) -> None:
    async with opened(study_file, "Bram") as desk:
        desk.session.show(View(blind=True))
        await desk.press("o", "j", "j", "enter")
        assert texts(desk) == ["Het is een optelsom"]
        await query(desk, "coder Anna")
        assert texts(desk) == []
        await query(desk, "")
        assert texts(desk) == ["Het is een optelsom", "Ik meld het."]
