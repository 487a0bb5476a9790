from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import GUT, Desk, opened, put, small_study

from kwalcode.project.acts.notes import write_memo
from kwalcode.project.study import open_study
from kwalcode.tui.screens.coding.inspecting import InspectorScreen
from kwalcode.tui.widgets.codecard import CodeCard


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    path = small_study(tmp_path / "study.kwal")
    with open_study(path, "Anna") as study:
        put(study, 1, "een optelsom van kleine", GUT)
    return path


def told(desk: Desk) -> list[str]:
    return str(desk.app.screen.query_one(CodeCard).told).splitlines()


async def test_it_shows_the_codings_at_the_caret_own_first(study_file: Path) -> None:
    async with opened(study_file, size=(120, 34)) as desk:
        await desk.select("een optelsom")
        assert told(desk)[:8] == [
            "3 codings here",
            "› Op optelsom  Anna",
            "  On onderbuikgevoel  Anna",
            "  Op optelsom  Bram",
            "",
            "optelsom  deductive, 2 codings",
            "Kleine signalen samen.",
        ]
        await desk.press("enter", "enter")
        assert told(desk)[2] == "› On onderbuikgevoel  Anna"
        assert told(desk)[5] == "onderbuikgevoel  deductive, 2 codings"
        assert desk.coding.transcript.has_focus


async def test_where_nothing_is_coded_the_code_of_the_codebook_stays(study_file: Path) -> None:
    async with opened(study_file, size=(120, 34)) as desk:
        assert told(desk)[0] == "signaleren  deductive, not used yet"
        await desk.press("o", "j")
        assert told(desk)[0] == "onderbuikgevoel  deductive, 2 codings"
        await desk.select("een optelsom")
        assert told(desk)[0] == "onderbuikgevoel  deductive, 2 codings"
        await desk.press("escape")
        assert told(desk)[0] == "3 codings here"


async def test_memos_about_the_code_are_shown_with_who_wrote_them(study_file: Path) -> None:
    with open_study(study_file, "Bram") as study:
        write_memo(study, "code", 2, "van [b]Bram[/b]\x1b")
    async with opened(study_file, size=(120, 34)) as desk:
        await desk.press("o", "j", "m")
        await desk.type("van mij")
        await desk.press("ctrl+s")
        assert told(desk)[-2:] == ["Memo: van mij", "Memo of Bram: van [b]Bram[/b]␛"]


async def test_at_80_cells_a_key_opens_it_as_a_window(study_file: Path) -> None:
    async with opened(study_file) as desk:
        assert "CODEBOOK" not in desk.seen()
        await desk.select("een optelsom")
        await desk.press("I")
        assert isinstance(desk.app.screen, InspectorScreen)
        assert "› Op optelsom  Anna" in desk.seen()
        assert "Kleine signalen samen." in desk.seen()
        await desk.press("j")
        assert "Een gevoel zonder bewijs." in desk.seen()
        await desk.press("k", "pagedown", "pageup", "I")
        assert desk.app.screen is desk.coding


async def test_moving_the_caret_asks_nothing_of_the_file(
    study_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from contextlib import contextmanager

    async with opened(study_file, size=(120, 34)) as desk:
        reading, asked = desk.session.study.reading, []

        @contextmanager
        def counted():  # type: ignore[no-untyped-def]
            asked.append(1)
            with reading() as connection:
                yield connection

        monkeypatch.setattr(desk.session.study, "reading", counted)
        await desk.press("g", *["w"] * 20, "s", "e", "right_square_bracket", "t", "M", "2", "down")
        assert asked == []
