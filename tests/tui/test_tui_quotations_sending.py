"""The quotations screen: what is done with what was found."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from app_pilot import GUT, REPORT, SUM, Desk, opened, small_study, stored, transcript

from kwalcode.project.acts.codes import create_code
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.people import set_attributes
from kwalcode.project.acts.queries import save_query
from kwalcode.project.history.check import check
from kwalcode.project.reads.quoting import marked
from kwalcode.project.study import open_study
from kwalcode.tui.screens.quotations.screen import QuotationsScreen

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


async def test_a_code_is_put_on_all_or_on_the_marked_ones(desk: Desk, study_file: Path) -> None:
    await desk.press("o", "j", "j", "enter", "j", "space")
    assert "▪ R01" in desk.seen()
    await desk.press("c", *"melden", "enter")
    assert "Coded 1 quotation" in desk.told()
    assert (WHOLE, REPORT, "Anna") in stored(study_file)
    await desk.press("u")
    assert (WHOLE, REPORT, "Anna") not in stored(study_file)
    await desk.press("a", "a")
    assert "▪" not in desk.seen()
    await desk.press("c", *"melden", "enter")
    assert "Coded 2 quotations" in desk.told()
    await desk.press("c", *"melden", "enter")
    assert "already" in desk.told()
    await desk.press("c", *"nieuwe code", "enter")
    assert ("Het is een optelsom", "nieuwe code", "Anna") in stored(study_file)
    with open_study(study_file) as study:
        assert check(study) == []


async def test_quotations_are_marked_for_the_report_and_edited(
    desk: Desk, study_file: Path
) -> None:
    await desk.press("o", "j", "j", "enter", "j", "r")
    assert "◆ report" in desk.seen()
    assert screen(desk).at == 1
    with open_study(study_file) as study, study.reading() as connection:
        assert len(marked(connection)) == 1
    await desk.press("a", "r")
    assert desk.seen().count("◆ report") == 2
    await desk.press("r")
    assert "◆ report" not in desk.seen()
    await desk.press("e")
    assert "A quotation for the report" in desk.seen()
    await desk.press("escape")
    assert isinstance(desk.app.screen, QuotationsScreen)


async def test_quotations_are_copied_with_attribution(desk: Desk) -> None:
    await desk.press("o", "G", "enter", "y")
    assert desk.app.clipboard == "“Ik meld het.” (Zorg)"
    await query(desk, SUM)
    await desk.press("a", "y")
    assert desk.app.clipboard == f"“Het is een optelsom” (Gemeente)\n\n“{WHOLE}” (Gemeente)"


@pytest.mark.parametrize("form", ["csv", "md", "html", "json", "docx", "xlsx"])
async def test_quotations_are_written_to_a_file(desk: Desk, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"found.{form}"
    await query(desk, SUM)
    await desk.press("w", "ctrl+u")
    await desk.type(str(target))
    await desk.press("enter")
    assert desk.told().startswith(f"Written: {target}")
    assert target.stat().st_size
    if form not in ("docx", "xlsx"):
        said = target.read_text(encoding="utf-8")
        assert WHOLE in said
        assert "hier klopt" not in said


async def test_a_bad_file_name_is_told_and_nothing_is_overwritten_unasked(
    desk: Desk, study_file: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there.md"
    there.write_text("old")
    await query(desk, SUM)
    await desk.press("w")
    for name, said in (
        (str(study_file), "The name must end in one of"),
        (str(tmp_path / "none" / "x.md"), "There is no such folder."),
        (str(there), "There is such a file already"),
    ):
        await desk.press("ctrl+u")
        await desk.type(name)
        await desk.press("enter")
        assert said in desk.seen()
    assert there.read_text() == "old"
    await desk.press("enter")
    assert WHOLE in there.read_text()


async def test_a_wide_screen_shows_the_facts_and_how_it_is_spread(study_file: Path) -> None:
    async with opened(study_file, size=(140, 40)) as desk:
        await query(desk, f"{SUM} OR {GUT}")
        seen = desk.seen()
        facts = ("FOUND", "2 quotations", "in 1 of 1 respondents", "in 1 of 1 documents",
                 "codings: Anna", "talk of: respondent", "by place", "CODES ON THEM")  # fmt: skip
        for fact in facts:
            assert fact in seen
        await desk.press("space")
        assert "1 marked" in desk.seen()


async def test_names_and_quotations_from_outside_are_shown_literally(study_file: Path) -> None:
    hostile = "[b]vet[/b] \x1b[31m [/]"
    with open_study(study_file, "Anna") as study:
        code = create_code(study, "[red]code[/] [/x")
        set_attributes(study, {1: ("R01", {"domain": hostile})})
        apply_code(study, 1, 0, 30, code)
        save_query(study, hostile.replace("\x1b", ""), SUM)
    async with opened(study_file, size=(120, 34)) as desk:
        await desk.press("o", "G", "enter")
        seen = desk.seen()
        assert "[red]code[/] [/x" in seen
        assert "[b]vet[/b] ␛[31m [/]" in seen
        await desk.press("b", "enter", "end")
        assert "[red]code[/] [/x" in desk.seen()
        await desk.press("enter", "ctrl+s", "f")
        await desk.type("domain")
        await desk.press("enter")
        assert "domain = [b]vet[/b] ␛[31m [/]" in desk.seen()
        await desk.press("enter", "s")
        assert "[b]vet[/b] [31m [/]" in desk.seen()
        await desk.press("escape", "slash", *"cod")
        assert "[red]code[/] [/x" in desk.seen()


async def test_what_was_marked_does_not_stay_marked_for_another_query(desk: Desk) -> None:
    await query(desk, f"{SUM} OR {GUT}")
    await desk.press("space", "o", "down", "enter")
    assert len(screen(desk).found.picked) == 1
    await query(desk, GUT)
    assert screen(desk).found.picked == set()


async def test_a_very_long_quotation_is_cut_on_the_screen(study_file: Path) -> None:
    with open_study(study_file, "Anna") as study:
        number = import_document(study, transcript("R03", (("R", "lang " * 2000),))).document
        apply_code(study, number, 3, 9000, 4)
    async with opened(study_file) as desk:
        await desk.press("o", "G", "enter")
        assert max(map(len, texts(desk))) > 8000
        assert screen(desk).found.virtual_size.height < 60
