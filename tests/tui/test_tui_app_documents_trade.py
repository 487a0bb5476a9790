"""Import and export from the documents screen."""

from __future__ import annotations

import asyncio
import csv
from pathlib import Path

import pytest
from app_pilot import Desk, opened, small_study
from openpyxl import load_workbook

from kwalcode.exchange.attributes_csv import import_attributes
from kwalcode.project import importing
from kwalcode.project.history.check import check
from kwalcode.project.reads.documents import all_documents
from kwalcode.project.study import open_study
from kwalcode.tui.paths import completed, paths_in
from kwalcode.tui.screens.documents.importing import ImportScreen
from kwalcode.tui.widgets.literal import LiteralInput


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return small_study(tmp_path / "study.kwal")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two good files, one of them in a folder, a bad one and a table."""
    made = tmp_path / "mijn gesprekken"
    (made / "ronde twee").mkdir(parents=True)
    (made / "goed.txt").write_text("I: En?\nR: Goed.\n", encoding="utf-8")
    (made / "slecht.txt").write_bytes(bytes(range(256)))
    (made / "ronde twee" / "ook goed.txt").write_text("I: Nou?\nR: Prima.\n", encoding="utf-8")
    (made / "tabel.csv").write_text("document,domain\nR01,zorg\ngoed,politie\n", encoding="utf-8")
    return made


def names(path: Path) -> list[str]:
    with open_study(path) as study, study.reading() as connection:
        assert check(study) == []
        return [document.name for document in all_documents(connection)]


def plain(desk: Desk) -> str:
    """Return what stands on the screen, without the frame and the ends of lines."""
    return " ".join(desk.seen().replace("│", " ").split())


async def begin(desk: Desk, text: str) -> None:
    """Open the window at the documents, and type a path."""
    await desk.press("comma", "d", "i")
    await desk.press("ctrl+u")
    await desk.type(text)


async def done(desk: Desk) -> None:
    """Wait until the import is over."""
    for _turn in range(200):
        await desk.settle()
        if "Enter closes" in desk.seen():
            return
        await asyncio.sleep(0.02)
    raise AssertionError(desk.seen())


async def test_good_files_of_a_folder_go_in_beside_a_bad_one(study: Path, folder: Path) -> None:
    async with opened(study, size=(110, 30)) as desk:
        await begin(desk, str(folder))
        await desk.press("enter")
        await done(desk)
        seen = desk.seen()
        assert "2 documents imported." in seen
        assert "Not imported:" in seen
        assert "slecht.txt: " in seen
        await desk.press("enter")
        await desk.settle()
        assert "ook goed" in desk.seen()
        assert "4 documents" in desk.lines()[0]
    assert names(study) == ["R01", "R02", "goed", "ook goed"]


async def test_transcripts_and_their_attributes_at_once(study: Path, folder: Path) -> None:
    async with opened(study, size=(110, 30)) as desk:
        await begin(desk, f"'{folder}/tabel.csv' '{folder}/goed.txt'")
        await desk.press("enter")
        await done(desk)
        assert "1 document imported." in desk.seen()
        assert "2 values of attributes set." in desk.seen()
        await desk.press("escape")
        await desk.settle()
        assert "politie" in desk.seen()


async def test_a_bad_table_changes_nothing_and_is_told(study: Path, folder: Path) -> None:
    (folder / "tabel.csv").write_text("document,domain\nR99,zorg\nR01,x\n", encoding="utf-8")
    async with opened(study, size=(110, 30)) as desk:
        await begin(desk, str(folder / "tabel.csv"))
        await desk.press("enter")
        await done(desk)
        assert "there is no document 'R99'" in plain(desk)
        await desk.press("enter")
        await desk.settle()
        assert "gemeente" in desk.seen()


async def test_a_file_that_is_there_already_or_nowhere(study: Path, folder: Path) -> None:
    async with opened(study, size=(110, 30)) as desk:
        await begin(desk, str(folder / "goed.txt"))
        await desk.press("enter")
        await done(desk)
        await desk.press("enter")
        await begin_again(desk, str(folder / "goed.txt"))
        await done(desk)
        assert "In the study already:" in desk.seen()
        await desk.press("enter")
        await begin_again(desk, str(folder / "weg.txt"))
        assert "there is no such file or folder" in plain(desk)
        await desk.press("escape")
        await desk.press("i", "ctrl+u", "enter")
        assert "Type a path first." in desk.seen()


async def begin_again(desk: Desk, text: str) -> None:
    await desk.press("i", "ctrl+u")
    await desk.type(text)
    await desk.press("enter")


async def test_an_import_is_stopped_between_two_files(
    study: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = folder / "veel"
    many.mkdir()
    for number in range(50):
        (many / f"D{number:02}.txt").write_text(f"I: {number}?\nR: Ja.\n", encoding="utf-8")
    real = importing.import_document
    window: list[ImportScreen] = []

    def stopping(opened_study, prepared, **lot):  # type: ignore[no-untyped-def]
        if prepared.name == "D02":
            window[0].app.call_from_thread(window[0].action_leave)
        return real(opened_study, prepared, **lot)

    monkeypatch.setattr(importing, "import_document", stopping)
    async with opened(study, size=(110, 30)) as desk:
        await begin(desk, str(many))
        found = desk.app.screen
        assert isinstance(found, ImportScreen)
        window.append(found)
        await desk.press("enter")
        await done(desk)
        assert "3 documents imported." in desk.seen()
        assert "Stopped" in desk.seen()
    assert names(study) == ["R01", "R02", "D00", "D01", "D02"]


async def test_a_path_is_completed(study: Path, folder: Path) -> None:
    async with opened(study, size=(110, 30)) as desk:
        await begin(desk, str(folder.parent / "mijn"))
        await desk.press("tab")
        await desk.settle()
        assert "ronde twee/" in desk.seen()
        await desk.press("down", "down", "tab")
        typed = desk.app.screen.query_one(LiteralInput).value
        assert typed == str(folder / "slecht.txt")


# Export


async def test_the_attributes_are_written_and_read_again(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "uit.csv"
    async with opened(study, size=(110, 30)) as desk:
        await desk.press("comma", "d", "w", "enter", "ctrl+u")
        await desk.type(str(out))
        await desk.press("enter")
        assert "Written: " in desk.told()
        await desk.press("w", "enter", "ctrl+u")
        await desk.type(str(out))
        await desk.press("enter")
        assert "Enter again writes over it" in desk.seen()
        await desk.press("escape", "w", "down", "enter", "ctrl+u")
        await desk.type(str(tmp_path / "uit.xlsx"))
        await desk.press("enter")
    rows = list(csv.reader(out.open(encoding="utf-8")))
    assert rows == [
        ["document", "respondent", "domain"],
        ["R01", "R01", "gemeente"],
        ["R02", "R02", "zorg"],
    ]
    sheet = load_workbook(tmp_path / "uit.xlsx").active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == rows
    with open_study(study, "Anna") as again:
        assert import_attributes(again, out).values == 0


# Paths


def test_paths_are_read_as_shells_do(folder: Path) -> None:
    one, other = folder / "goed.txt", folder / "slecht.txt"
    assert paths_in(str(folder)) == [folder]
    assert paths_in(f"'{one}' '{other}'") == [one, other]
    assert paths_in(f"{one}".replace(" ", "\\ ")) == [one]
    assert paths_in(f'"{folder}/*.txt"') == [one, other]
    assert paths_in("  ") == []
    assert paths_in("it's") == [Path("it's")]
    assert paths_in("~/x")[0] == Path.home() / "x"


def test_paths_go_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".verborgen").mkdir()
    assert completed(f"{folder}/", (".txt",)) == [
        f"{folder}/ronde twee/", f"{folder}/goed.txt", f"{folder}/slecht.txt",
    ]  # fmt: skip
    assert completed(f"{folder}/G", (".txt", ".csv")) == [f"{folder}/goed.txt"]
    assert completed(f"{folder}/.", (".txt",)) == [f"{folder}/.verborgen/"]
    assert completed(f"{folder}/nergens/x", (".txt",)) == []
    monkeypatch.chdir(folder)
    assert completed("", (".csv",)) == ["ronde twee/", "tabel.csv"]
    assert completed("goed.txt r", (".csv",)) == ["goed.txt 'ronde twee/'"]


async def test_a_whole_path_that_is_dropped_takes_the_place_of_the_folder(
    study: Path, folder: Path
) -> None:
    async with opened(study, size=(110, 30)) as desk:
        await desk.press("comma", "d", "i")
        await desk.type(f"'{folder}'")
        assert isinstance(desk.app.screen, ImportScreen)
        assert desk.app.screen._input.value == f"'{folder}'"
        await desk.press("escape", "i")
        before = desk.app.screen._input.value
        await desk.type("mijn")
        assert desk.app.screen._input.value == f"{before}mijn"


async def test_the_marked_documents_are_printed_in_one_file(study: Path) -> None:
    async with opened(study) as desk:
        await desk.press("comma", "d")
        await desk.settle()
        await desk.press("space", "space", "w", "down", "down", "enter")
        assert "‹ 2 documents, in one file ›" in desk.seen()
        await desk.press("enter")
        await desk.settle()
        assert "Written: " in desk.told()
    (page,) = study.parent.glob("*.html")
    assert all(name in page.read_text(encoding="utf-8") for name in ("R01", "R02"))


async def test_an_import_of_many_files_is_taken_back_in_one_stroke(
    study: Path, tmp_path: Path
) -> None:
    many = tmp_path / "veel"
    many.mkdir()
    for number in range(25):
        (many / f"D{number:02d}.txt").write_text(f"I: Nr. {number}?\nR: Ja.\n", encoding="utf-8")
    async with opened(study, size=(110, 30)) as desk:
        await begin(desk, str(many))
        await desk.press("enter")
        await done(desk)
        assert len(names(study)) == 27
        await desk.press("enter", "u")
        await desk.settle()
        assert "imported D24 and 24 more acts" in desk.told()
        assert names(study) == ["R01", "R02"]
        await desk.press("ctrl+r")
        await desk.settle()
        assert "2 respondents" not in desk.lines()[0]
    assert len(names(study)) == 27
