"""Two codes of an exclusive group on the same words: told while coding, listed in the codebook."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import GUT, SUM, opened, put, small_study

from kwalcode.project.acts.code_groups import create_code_group
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.study import open_study
from kwalcode.tui.screens.codebook.screen import CodebookScreen
from kwalcode.tui.screens.quotations.screen import QuotationsScreen

WEEKS = "Dat duurt soms weken."


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    made = small_study(tmp_path / "study.kwal")
    with open_study(made, "Anna") as study:
        with study.reading() as connection:
            codes = [c.id for c in all_codes(connection) if c.name in (GUT, SUM)]
        create_code_group(study, "wegen", codes, exclusive=True)
        put(study, 1, "klopt iets", "signaleren")
    return made


async def test_it_is_told_when_the_second_one_is_put_there(path: Path) -> None:
    async with opened(path) as desk:
        await desk.select(WEEKS)
        for name in (GUT, "signaleren"):
            await desk.press("c")
            await desk.type(name)
            await desk.press("enter")
        assert "belongs on a passage" not in desk.told()
        await desk.select(WEEKS)
        await desk.press("c")
        await desk.type(SUM)
        await desk.press("enter")
        assert desk.told() == (
            f"Only one code of “wegen” belongs on a passage; here are {SUM}, {GUT}."
        )


async def test_the_codebook_points_them_out_and_shows_where(path: Path) -> None:
    with open_study(path, "Anna") as study:
        put(study, 1, "iets niet", SUM)
    async with opened(path, size=(160, 48)) as desk:
        await desk.press("comma", "b")
        await desk.settle()
        assert "≠ 2 not exclusive" in desk.lines()[0]
        await desk.press("f", "f", "f", "f")
        screen = desk.app.screen
        assert isinstance(screen, CodebookScreen)
        assert screen.kind == "clashing"
        gut = next(c.id for c in desk.session.codes if c.name == GUT)
        screen.table.highlight(gut)
        await desk.settle()
        await desk.pilot.pause(0.3)  # until the highlight has rested
        assert f"on the same words as {SUM}" in desk.seen()
        await desk.press("q")
        await desk.settle()
        quotations = desk.app.screen
        assert isinstance(quotations, QuotationsScreen)
        assert [row.found.excerpt.text for row in quotations.found.rows] == ["hier klopt iets niet"]
