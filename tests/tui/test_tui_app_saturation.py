from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import OTHER_TALK, Desk, opened, put, small_study, transcript

from kwalcode.model import CodeSpec
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.people import mark_complete
from kwalcode.project.study import open_study


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give eight interviews, six of them complete for Anna: in the last two no new code."""
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    path = small_study(tmp_path / "study.kwal")
    with open_study(path, "Anna") as study:
        codes = [CodeSpec((name,), key=name, origin="inductive") for name in ("traag", "nieuw")]
        import_codebook(study, codes)
        for n in range(3, 9):
            import_document(study, transcript(f"R0{n}", (*OTHER_TALK, ("R", f"Dat was {n}."))))
        for n in (2, 3, 4, 5, 6):
            put(study, n, "Ik meld het.", "traag")
        put(study, 7, "Ik meld het.", "nieuw")
        mark_complete(study, "Anna", [1, 2, 3, 4, 5, 6])
    return path


def beside(desk: Desk) -> str:
    """Return what the panel at the left says below the documents."""
    return " ".join(str(desk.coding.saturation.render()).split())


async def test_the_line_stands_below_the_documents_and_keeps_up(study_file: Path) -> None:
    async with opened(study_file, size=(160, 48)) as desk:
        assert beside(desk) == "6 interviews coded; the last 2 brought 0 new codes (0.0 %)"
        assert "6 interviews coded" in desk.seen()
        await desk.press(*">" * 6, "D")
        await desk.settle()
        assert desk.coding.document is not None
        assert desk.coding.document.name == "R07"
        assert beside(desk) == "7 interviews coded; the last 2 brought 1 new code (100.0 %)"
        assert "Marked as completely coded. 7 interviews coded; the last 2 brought" in desk.told()
        await desk.press("u")
        await desk.settle()
        assert beside(desk).startswith("6 interviews coded")
        assert "Marked" not in desk.told()


async def test_coding_alone_does_not_read_it_again(
    study_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(study_file, size=(160, 48)) as desk:
        read = desk.session.saturation
        asked: list[int] = []

        def noted() -> str | None:
            asked.append(1)
            return read()

        monkeypatch.setattr(desk.session, "saturation", noted)
        await desk.press("s", "c", "t", "r", "a", "enter")
        assert asked == []
        await desk.press(">")
        await desk.settle()
        assert asked == [1]


async def test_where_there_is_no_panel_it_is_told_when_it_changes(study_file: Path) -> None:
    async with opened(study_file) as desk:
        assert "interviews coded" not in desk.seen()
        await desk.press(*">" * 6, "D")
        await desk.settle()
        assert "7 interviews coded" in desk.told()
        await desk.press("<")
        await desk.settle()
        assert desk.told().count("interviews coded") <= 1
        await desk.press("d")
        assert "7 interviews coded" in " ".join(desk.seen().split())


async def test_it_is_told_in_blind_mode_too(study_file: Path) -> None:
    async with opened(study_file, size=(160, 48)) as desk:
        await desk.press("O", ">")
        await desk.settle()
        assert beside(desk) == "6 interviews coded; the last 2 brought 0 new codes (0.0 %)"


async def test_nothing_is_said_of_who_has_not_begun(study_file: Path) -> None:
    async with opened(study_file, "Cees", size=(160, 48)) as desk:
        assert beside(desk) == ""
        assert not desk.coding.saturation.display
