from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from app_pilot import GUT, REPORT, TALK, memos, opened, prepared, put, small_study, stored
from app_pilot import transcript as transcript_of

from kwalcode.model import Transcript
from kwalcode.project.acts.codes import create_code
from kwalcode.project.acts.documents import import_document
from kwalcode.project.erasing.erasure import erase_documents
from kwalcode.project.history.undo import undo
from kwalcode.project.study import create, open_study

EVIL = "[bold]vet[/] [red \x1b[31mX\u202e ☂️ 日本 [/] [@click=app.quit]weg[/]"
SHOWN = "[bold]vet[/] [red ␛[31mX← ☂️ 日本 [/] [@click=app.quit]weg[/]"


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return small_study(tmp_path / "study.kwal")


async def test_names_and_memos_are_shown_literally(study_file: Path) -> None:
    with open_study(study_file, "[b]Eve") as study:
        import_document(study, transcript_of(EVIL, TALK[1:2]))
        create_code(study, EVIL, definition=EVIL)
        put(study, 1, "Dan bel ik", EVIL, coder="[b]Eve")
    async with opened(study_file, "[b]Eve", size=(200, 40)) as desk:
        await desk.select("Dan bel ik")
        assert f"codes here: {SHOWN}" in desk.lines()[-2]
        assert "[b]Eve" in desk.lines()[0]
        await desk.press("m")
        await desk.type("[b]memo[/b]")
        await desk.press("ctrl+s")
        assert memos(study_file) == [("quotation", "[b]memo[/b]")]
        assert "memo: [b]memo[/b]" in desk.lines()[-2]
        await desk.press("o", "end")
        assert desk.seen().count("[bold]vet[/] [red ␛[31mX←") >= 2
        await desk.press("m", "escape", "enter")
        assert SHOWN in desk.lines()[1]
        await desk.press("escape", "o", "x")
        assert f"Removed: {SHOWN}" in desk.told()
        await desk.press("d", "end", "enter")
        assert SHOWN in desk.lines()[0]


async def test_an_empty_study_says_what_to_do_and_fills_when_a_document_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    path = tmp_path / "new.kwal"
    create(path, "Anna").close()
    async with opened(path) as desk:
        assert "kwalcode import new.kwal FILES" in desk.seen()
        assert ", d  opens the documents; there i imports" in desk.seen()
        await desk.press("c", "full_stop", "i", "x", "m", "q", "slash", "enter", "n", "D", "d", "o")
        await desk.press("less_than_sign", "right_square_bracket", "backspace", "f", "a", "u")
        with open_study(path, "Bram") as other:
            import_document(other, transcript_of("R01", TALK))
        await desk.later()
        assert "Dan bel ik" in desk.seen()
        await desk.press("escape", "G", "i", "enter")
        assert [text for text, _, _ in stored(path)] == ["Dat duurt soms weken."]


async def test_the_three_things_an_empty_study_tells_of_can_be_done_in_the_app(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    path, talk = tmp_path / "new.kwal", tmp_path / "R01.txt"
    create(path, "Anna").close()
    talk.write_text("I: Wat doet u?\n\nR: Dan bel ik iemand.\n", encoding="utf-8")
    async with opened(path) as desk:
        await desk.press("comma", "d", "i")
        await desk.type(str(talk))
        await desk.press("enter")
        while "Enter closes" not in desk.seen():
            await asyncio.sleep(0.02)
            await desk.settle()
        await desk.press("enter", "comma", "b", "n")
        await desk.type("melden")
        await desk.press("enter", "escape")
        assert "Dan bel ik iemand." in desk.seen()
        await desk.press("s", "c", "m", "enter")
        assert [(text, code) for text, code, _ in stored(path)] == [
            ("Dan bel ik iemand.", "melden")
        ]


async def test_a_document_that_is_taken_out_elsewhere_gives_way(study_file: Path) -> None:
    async with opened(study_file) as desk:
        with open_study(study_file, "Bram") as other:
            erase_documents(other, [1], reason="withdrawn")
        await desk.press("c", "m", "e", "enter")
        await desk.later()
        assert "R02" in desk.lines()[0]
        assert "no longer in the study" in desk.told()
        with open_study(study_file, "Bram") as other:
            erase_documents(other, [2], reason="withdrawn")
        await desk.later()
        assert "kwalcode import" in desk.seen()


async def test_a_document_without_turns_and_an_empty_one(study_file: Path) -> None:
    with open_study(study_file, "Anna") as study:
        import_document(study, prepared("notes", Transcript("Een notitie.", (), {}, "txt"), []))
        import_document(study, prepared("nothing", Transcript("", (), {}, "txt"), []))
    async with opened(study_file) as desk:
        await desk.press("greater_than_sign", "greater_than_sign", "c", "m", "e", "enter")
        assert stored(study_file, 3) == [("Een notitie.", REPORT, "Anna")]
        await desk.press("greater_than_sign", "c", "m", "e", "enter")
        assert "is not a passage of this text" in desk.told()
        await desk.press("s", "S", "e", "v", "G", "x", "m", "escape", "i", "escape", "n", "escape")


async def test_acts_of_others_appear(study_file: Path) -> None:
    async with opened(study_file) as desk:
        assert desk.margin("Dan bel ik") == ""
        with open_study(study_file, "Bram") as other:
            put(other, 1, "Dan bel ik", REPORT, coder="Bram")
        await desk.later()
        assert desk.margin("Dan bel ik") == "m"
        with open_study(study_file, "Bram") as other:
            undo(other)
        await desk.later()
        assert desk.margin("Dan bel ik") == ""


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
async def test_a_read_only_study_is_read_and_every_act_refused(study_file: Path) -> None:
    study_file.chmod(0o444)
    study_file.parent.chmod(0o555)
    try:
        await _reads_and_refuses(study_file)
    finally:
        study_file.parent.chmod(0o755)


async def test_a_study_opened_for_reading_refuses_every_act(
    study_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kwalcode.store.opening._writable", lambda path: False)
    await _reads_and_refuses(study_file)


async def _reads_and_refuses(study_file: Path) -> None:
    before = stored(study_file)
    async with opened(study_file) as desk:
        assert "read-only" in desk.lines()[0]
        await desk.select("hier klopt iets niet")
        for keys in (
            ("c", "m", "e", "enter"),
            ("x",),
            ("i", "enter"),
            ("m", "a", "ctrl+s"),
            ("D",),
            ("u",),
            ("ctrl+r",),
        ):
            desk.app.clear_notifications()
            await desk.press(*keys)
            told = desk.told()
            assert "the project is read-only" in told, keys
            assert "\n" not in told
        await desk.press("q", "enter", "greater_than_sign")
        assert "R02" in desk.lines()[0]
    assert stored(study_file) == before


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (1, 1), (300, 90)])
async def test_no_size_of_terminal_breaks_it(study_file: Path, size: tuple[int, int]) -> None:
    async with opened(study_file, size=size) as desk:
        await desk.press(
            "s", "e", "c", "escape", "m", "escape", "question_mark", "escape", "d", "o"
        )
        await desk.press("enter", "escape", "escape", "slash", "escape", "ctrl+p", "escape")
        if size[0] >= 20:
            assert "R01" in desk.lines()[0]


async def test_the_size_may_change_while_a_window_is_open(study_file: Path) -> None:
    async with opened(study_file, size=(120, 34)) as desk:
        for keys in (("c",), ("m",), ("question_mark",), ("slash",), ("o", "G", "enter")):
            await desk.press(*keys)
            for size in ((40, 10), (160, 48)):
                await desk.pilot.resize_terminal(*size)
                await desk.settle()
            await desk.press("escape", "escape")
            assert desk.app.screen is desk.coding
            assert "R01" in desk.lines()[0]
        await desk.pilot.resize_terminal(80, 24)
        await desk.settle()
        assert "CODEBOOK" not in desk.seen()


async def test_an_error_of_the_file_is_a_notice_and_work_goes_on(
    study_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(study_file) as desk:
        _fail_once(monkeypatch)
        await desk.select("Dan bel ik")
        await desk.press("c", "m", "e", "enter")
        assert desk.told().startswith("The disk is full: this act was not kept")
        assert desk.coding.transcript.passage_text == "Dan bel ik"
        await desk.press("c", "m", "e", "enter")
    assert ("Dan bel ik", REPORT, "Anna") in stored(study_file)


def _fail_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the next coding be written to a full disk."""
    import sqlite3

    from kwalcode.project.acts import coding
    from kwalcode.store.engine import explain

    real = coding.apply_code

    def full(*_args: object, **_named: object) -> None:
        monkeypatch.setattr(coding, "apply_code", real)
        raise explain(sqlite3.OperationalError("database or disk is full"))

    monkeypatch.setattr(coding, "apply_code", full)


async def test_a_code_that_is_deleted_elsewhere_leaves_the_lists(study_file: Path) -> None:
    async with opened(study_file, size=(160, 40)) as desk:
        with open_study(study_file, "Anna") as other:
            from kwalcode.project.acts.codes import delete_code

            delete_code(other, 2)
        await desk.later()
        assert GUT not in desk.seen()
        assert desk.margin("hier klopt") == "p"  # of "Op", whose row it also is


async def test_leaving_while_lists_are_read_is_quiet(study_file: Path) -> None:
    for _ in range(3):
        async with opened(study_file) as desk:
            desk.coding.refresh_lists()
            desk.coding.refresh_lists()


async def test_a_file_that_was_deleted_is_told_and_nothing_is_coded_in_vain(tmp_path: Path) -> None:
    path = small_study(tmp_path / "study.kwal")
    async with opened(path) as desk:
        await desk.select("Dan bel ik")
        await desk.press("c", *"meld", "enter")
        path.rename(tmp_path / "elders.kwal")
        await desk.later()
        assert "not there any more" in desk.told()
        await desk.select("Dat duurt soms weken.")
        await desk.press("c", *"meld", "enter")
        assert "Put it back" in desk.told()
        (tmp_path / "elders.kwal").rename(path)
        await desk.press("c", *"meld", "enter")
        (tmp_path / "study.kwal").rename(tmp_path / "weg.kwal")
        desk.session.back_up()
    (kept,) = (tmp_path / "study.kwal-backups").glob("study-rescued-*.kwal")
    passages = [passage for passage, _code, coder in stored(kept) if coder == "Anna"]
    assert passages[-2:] == ["Dan bel ik", "Dat duurt soms weken."]
