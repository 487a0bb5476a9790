"""new, open, copy, check, erase."""

import io
import sys
from pathlib import Path

import pytest

from kwalcode.cli.common import quoted
from kwalcode.cli.material import erasing
from kwalcode.cli.study import projects


def test_new_says_how_to_go_on(desk: Path, kwalcode) -> None:
    answer = kwalcode("new", "my study", "--as", "Anna")
    assert (answer.code, answer.out) == (0, "")
    assert "Made my study.kwal." in answer.line
    assert "kwalcode import 'my study.kwal' FILES" in answer.line
    assert kwalcode("check", "my study.kwal").code == 0


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("s", "s.kwal"),
        ("s.kwal", "s.kwal"),
        ("s.KWAL", "s.KWAL"),
        ("Interviews 2.0", "Interviews 2.0.kwal"),
        ("s.txt", "s.txt.kwal"),
    ],
)
def test_new_gives_the_ending(given: str, made: str, desk: Path, kwalcode) -> None:
    assert kwalcode("new", given, "--as", "Anna").code == 0
    assert [path.name for path in desk.iterdir()] == [made]


def test_new_with_a_codebook(small: Path, kwalcode) -> None:
    listed = kwalcode("codebook", "list", small)
    assert [line.split(maxsplit=1)[1] for line in listed.out.splitlines()] == [
        "Signs",
        "gut feeling  (no definition)",
        "Help  (no definition)",
    ]


def test_a_codebook_that_cannot_be_read_leaves_no_study(desk: Path, kwalcode) -> None:
    (desk / "b.csv").write_text("name\nx\n")
    assert kwalcode("new", "s.kwal", "--codebook", "b.csv", "--as", "Anna").code == 1
    assert [path.name for path in desk.iterdir()] == ["b.csv"]


def test_a_synchronised_folder_is_warned_of(desk: Path, kwalcode) -> None:
    (desk / "Dropbox").mkdir()
    answer = kwalcode("new", "Dropbox/s.kwal", "--as", "Anna")
    assert answer.code == 0
    assert "'Dropbox' is synchronised" in answer.err


def test_the_app_is_opened_with_the_study_and_the_actor(
    small: Path, kwalcode, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kwalcode.tui import app

    opened = []
    monkeypatch.setattr(app, "run_app", lambda path, actor: opened.append((path, actor)))

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(
        projects, "sys", type("sys", (), {"stdin": Terminal(), "stdout": Terminal()})
    )
    assert kwalcode("s.kwal").code == 0
    assert kwalcode("open", "s.kwal", "--as", "Bram").code == 0
    assert kwalcode("--language", "en", "s.kwal", "--as", "Bram").code == 0
    assert opened == [(Path("s.kwal"), name) for name in ("Anna", "Bram", "Bram")]


def test_copy_to_a_file_and_into_a_folder(small: Path, kwalcode) -> None:
    (small.parent / "folder").mkdir()
    assert "t.kwal" in kwalcode("copy", "s.kwal", "t.kwal").line
    assert kwalcode("copy", "s.kwal", "folder").code == 0
    for copy in ("t.kwal", "folder/s.kwal"):
        assert kwalcode("documents", copy).out == kwalcode("documents", "s.kwal").out


def test_check_finds_what_was_changed_behind_its_back(small: Path, kwalcode, tamper) -> None:
    assert "All is well" in kwalcode("check", "s.kwal").out
    tamper(small, "UPDATE codes SET name = 'Other' WHERE name = 'Help'")
    answer = kwalcode("check", "s.kwal")
    assert answer.code == 1
    assert answer.out
    assert answer.line.startswith("s.kwal: ")
    assert "backup" in answer.line


def test_check_names_texts_of_undone_imports(small: Path, kwalcode) -> None:
    (small.parent / "more.txt").write_text("I: En?\nR: Niets.\n")
    assert kwalcode("import", "s.kwal", "more.txt").code == 0
    assert kwalcode("undo", "s.kwal").code == 0
    answer = kwalcode("check", "s.kwal")
    assert answer.code == 0
    assert "erase --leftovers" in answer.line
    assert kwalcode("erase", "s.kwal", "--leftovers", "--yes").code == 0
    assert kwalcode("check", "s.kwal").err == ""
    again = kwalcode("erase", "s.kwal", "--leftovers", "--yes")
    assert "no texts" in again.line


def test_erase_a_document(small: Path, kwalcode) -> None:
    answer = kwalcode("erase", "s.kwal", "--document", "TALK", "--reason", "withdrew", "--yes")
    assert answer.code == 0
    assert "Erased: talk" in answer.err
    assert b"onderbuikgevoel" not in small.read_bytes()
    assert kwalcode("documents", "s.kwal").out.count("\n") == 2
    assert "withdrew" in kwalcode("history", "s.kwal", "--json").out
    assert kwalcode("check", "s.kwal").code == 0


def test_erase_a_passage_and_a_respondent(small: Path, kwalcode) -> None:
    assert kwalcode("erase", "s.kwal", "--document", "talk", "--passage", "3:20", "--yes").code == 0
    assert "Hoe merkt u dat" not in small.read_bytes().decode("utf-8", "replace")
    assert kwalcode("erase", "s.kwal", "--respondent", "talk", "--yes").code == 0
    assert kwalcode("check", "s.kwal").code == 0


def test_erase_names_the_backups_that_remain(small: Path, kwalcode) -> None:
    from kwalcode.project.backup import rotate
    from kwalcode.project.study import open_study

    with open_study(small, "Anna") as study:
        kept = rotate(study)
    assert kept is not None
    answer = kwalcode("erase", "s.kwal", "--document", "talk", "--yes")
    assert kept.name in answer.err


@pytest.mark.parametrize(("typed", "code"), [("y\n", 0), ("n\n", 1), ("", 1)])
def test_erase_asks_on_a_terminal(
    typed: str, code: int, small: Path, kwalcode, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal:
        stdin = type("stdin", (), {"isatty": staticmethod(lambda: True)})

    monkeypatch.setattr(erasing, "sys", Terminal)
    answer = kwalcode("erase", "s.kwal", "--document", "talk", input=typed)
    assert answer.code == code
    assert "Erase talk?" in answer.err
    assert (b"onderbuikgevoel" in small.read_bytes()) == bool(code)


@pytest.mark.skipif(sys.platform == "win32", reason="quoted otherwise there")
@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("s.kwal", "s.kwal"),
        ("my study.kwal", "'my study.kwal'"),
        ("-s.kwal", "./-s.kwal"),
        ("a'b.kwal", "'a'\"'\"'b.kwal'"),
    ],
)
def test_names_are_shown_as_they_are_typed(name: str, typed: str) -> None:
    assert quoted(Path(name)) == typed
