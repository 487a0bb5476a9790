"""Whatever is typed or lies there: one clear line, exit 1 or 2, nothing lost, no traceback."""

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

IN_FAULT = [
    # words, what the line must name
    (["check", "none.kwal"], "none.kwal"),
    (["check", "empty.kwal"], "empty.kwal"),
    (["check", "noise.kwal"], "noise.kwal"),
    (["check", "cut.kwal"], "cut.kwal"),
    (["documents", "foreign.kwal"], "foreign.kwal"),
    (["documents", "folder"], "folder"),
    (["documents", "picture.kwal"], "picture.kwal"),
    (["s.kwal"], "terminal"),
    (["none.kwal"], "none.kwal"),
    (["talk.txt"], "talk.txt"),
    (["--language", "nl", "none.kwal"], "none.kwal"),
    (["--", "-none.kwal"], "-none.kwal"),
    (["new", "s.kwal"], "s.kwal"),
    (["new", "folder"], "folder"),
    (["new", "."], "folder"),
    (["new", "nowhere/x.kwal"], "nowhere"),
    (["new", "x" * 300], "xxx"),
    (["new", "n.kwal", "--codebook", "none.yaml"], "none.yaml"),
    (["new", "n.kwal", "--codebook", "noise.yaml"], "noise.yaml"),
    (["copy", "s.kwal", "s.kwal"], "s.kwal"),
    (["copy", "s.kwal", "nowhere/x.kwal"], "nowhere"),
    (["import", "s.kwal", "none.txt"], "none.txt"),
    (["import", "s.kwal", "empty.txt"], "empty.txt"),
    (["import", "s.kwal", "noise.txt"], "noise.txt"),
    (["import", "s.kwal", "noise.docx"], "noise.docx"),
    (["import", "s.kwal", "book.txt"], "book.txt"),
    (["import", "s.kwal", "noending"], "noending"),
    (["import", "s.kwal", "folder"], "folder"),
    (["import", "s.kwal", "folder/noise.txt"], "folder/noise.txt"),
    (["import", "s.kwal", "--attributes", "none.csv"], "none.csv"),
    (["import", "s.kwal", "--attributes", "empty.txt"], "empty.txt"),
    (["import", "s.kwal", "--attributes", "wrong.csv"], "row 2"),
    (["import", "none.kwal", "talk.txt"], "none.kwal"),
    (["import", "s.kwal", "\x1b[31m.txt"], "none"),
    (["codebook", "import", "s.kwal", "none.yaml"], "none.yaml"),
    (["codebook", "import", "s.kwal", "noise.yaml"], "noise.yaml"),
    (["codebook", "import", "s.kwal", "broken.yaml"], "line 3"),
    (["codebook", "import", "s.kwal", "wrong.csv"], "wrong.csv"),
    (["codebook", "import", "s.kwal", "folder"], "folder"),
    (["codebook", "export", "s.kwal", "-o", "nowhere/b.yaml"], "nowhere"),
    (["codebook", "export", "s.kwal", "-o", "folder"], "folder"),
    (["codebook", "export", "s.kwal", "-o", "s.kwal", "--format", "csv"], "s.kwal"),
    (["codings", "import", "s.kwal", "none.csv"], "none.csv"),
    (["codings", "import", "s.kwal", "noise.csv"], "noise.csv"),
    (["codings", "import", "s.kwal", "code.csv"], "nocode"),
    (["codings", "import", "s.kwal", "place.csv"], "99999"),
    (["codings", "export", "s.kwal", "--coder", "Nobody"], "Nobody"),
    (["codings", "export", "s.kwal", "--code", "nocode"], "nocode"),
    (["codings", "export", "s.kwal", "-o", "s.kwal"], "s.kwal"),
    (["documents", "s.kwal", "-o", "s.kwal"], "s.kwal"),
    (["quotes", "s.kwal", "-o", "s.kwal", "--format", "md"], "s.kwal"),
    (["quotes", "s.kwal", "--code", "nocode"], "nocode"),
    (["quotes", "s.kwal", "--coder", "Nobody"], "Nobody"),
    (["cooccurrence", "s.kwal", "--coder", "Nobody"], "Nobody"),
    (["agreement", "s.kwal", "--coders", "Anna,Nobody"], "Nobody"),
    (["speakers", "s.kwal", "nodocument"], "nodocument"),
    (["speakers", "s.kwal", "--role", "X=respondent"], "'X'"),
    (["speakers", "s.kwal", "--rename", "X=Y"], "'X'"),
    (["complete", "s.kwal", "nodocument"], "nodocument"),
    (["complete", "s.kwal", "--all", "--coder", "Nobody"], "Nobody"),
    (["undo", "s.kwal", "--as", "Nobody"], "Nobody"),
    (["redo", "s.kwal"], "redo"),
    (["erase", "s.kwal", "--document", "nodocument", "--yes"], "nodocument"),
    (["erase", "s.kwal", "--respondent", "nobody", "--yes"], "nobody"),
    (["erase", "s.kwal", "--document", "talk", "--passage", "5:9999", "--yes"], "9999"),
    (["erase", "s.kwal", "--document", "talk", "--passage", "9:5", "--yes"], "talk"),
    (["model", "show", "--pipeline", "nomodel"], "nomodel"),
]

WRONG_USAGE = [
    (["nosuch"], "nosuch"),
    (["--nosuch"], "--nosuch"),
    (["--language", "xx", "documents", "s.kwal"], "xx"),
    (["check"], "STUDY"),
    (["check", ""], "STUDY"),
    (["check", "s.kwal", "more"], "more"),
    (["new", "n.kwal", "--as", ""], "--as"),
    (["new", "n.kwal", "--as", "  "], "--as"),
    (["new", "n.kwal", "--as", "An\x1b[31mna"], "shown"),
    (["import", "s.kwal"], "--attributes"),
    (["import", "s.kwal", "-hyphen.txt"], "--"),
    (["import", "s.kwal", "talk.txt", "--interviewer", " : "], "--interviewer"),
    (["speakers", "s.kwal", "--role", "R=boss"], "boss"),
    (["speakers", "s.kwal", "--role", "R"], "LABEL"),
    (["speakers", "s.kwal", "--rename", "=X"], "LABEL"),
    (["complete", "s.kwal"], "--all"),
    (["complete", "s.kwal", "--all", "talk"], "--all"),
    (["codebook", "export", "s.kwal", "-o", "b.xyz"], "xyz"),
    (["quotes", "s.kwal", "-o", "b.xyz"], "xyz"),
    (["cooccurrence", "s.kwal", "--rule", "nosuch"], "nosuch"),
    (["cooccurrence", "s.kwal", "--rule", "near(x)"], "near(x)"),
    (["cooccurrence", "s.kwal", "--where", "nosuch"], "nosuch"),
    (["cooccurrence", "s.kwal", "--role", "boss"], "boss"),
    (["graph", "s.kwal"], "-o"),
    (["graph", "s.kwal", "-o", "g.xyz"], "xyz"),
    (["history", "s.kwal", "--limit", "0"], "--limit"),
    (["undo", "s.kwal", "--steps", "0"], "--steps"),
    (["undo", "s.kwal", "--steps", "many"], "many"),
    (["erase", "s.kwal"], "--respondent"),
    (["erase", "s.kwal", "--leftovers", "--document", "talk", "--yes"], "--leftovers"),
    (["erase", "s.kwal", "--document", "talk", "--passage", "²:5", "--yes"], "START:END"),
    (["erase", "s.kwal", "--document", "talk", "--passage", "5", "--yes"], "START:END"),
    (["erase", "s.kwal", "--passage", "1:5", "--yes"], "--passage"),
    (["erase", "s.kwal", "--document", "talk"], "--yes"),
]


@pytest.fixture
def mess(small: Path) -> Path:
    """The study `s.kwal`, and beside it everything that goes wrong."""
    desk = small.parent
    noise = bytes(range(256)) * 40
    whole = small.read_bytes()
    (desk / "folder").mkdir()
    for name in ("noise.kwal", "noise.txt", "noise.docx", "noise.yaml", "noise.csv"):
        (desk / name).write_bytes(noise)
    (desk / "folder" / "noise.txt").write_bytes(noise)
    for name in ("empty.kwal", "empty.txt"):
        (desk / name).touch()
    (desk / "cut.kwal").write_bytes(whole[: len(whole) // 2])
    (desk / "picture.kwal").write_bytes(b"\x89PNG\r\n\x1a\n" + noise)
    (desk / "book.txt").write_bytes(whole)
    (desk / "noending").write_text("I: Ja?\nR: Ja.\n")
    (desk / "broken.yaml").write_text("codes:\n  - name: [a\n")
    (desk / "wrong.csv").write_text("document,domain\nnodocument,x\n")
    (desk / "code.csv").write_text("document,start,end,code\ntalk,3,9,nocode\n")
    (desk / "place.csv").write_text("document,start,end,code\ntalk,3,99999,Help\n")
    with sqlite3.connect(desk / "foreign.kwal") as other:
        other.execute("CREATE TABLE theirs (a)")
    return desk


def state(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix not in (".kwal-wal", ".kwal-shm")
    }


@pytest.mark.parametrize(("words", "named"), IN_FAULT, ids=lambda value: str(value)[:60])
def test_input_at_fault(words, named, mess: Path, home: Path, kwalcode) -> None:
    before = state(mess)
    answer = kwalcode(*words)
    assert answer.code == 1, answer
    assert named in answer.line or named == "none"
    assert_clean(answer, home)
    assert state(mess) == before


@pytest.mark.parametrize(("words", "named"), WRONG_USAGE, ids=lambda value: str(value)[:60])
def test_wrong_usage(words, named, mess: Path, home: Path, kwalcode) -> None:
    before = state(mess)
    answer = kwalcode(*words)
    assert answer.code == 2, answer
    assert named in answer.line
    assert_clean(answer, home)
    assert state(mess) == before


def assert_clean(answer, home: Path) -> None:
    assert answer.out == ""
    assert "Traceback" not in answer.err
    assert "kwalcode failed" not in answer.err
    assert "\x1b" not in answer.err
    assert not (home / "crash.log").exists()


def test_an_error_within_a_study_names_the_study(small: Path, kwalcode) -> None:
    for words in (("speakers", "s.kwal", "x"), ("undo", "s.kwal", "--as", "Nobody")):
        assert kwalcode(*words).line.startswith("s.kwal: ")


def test_a_damaged_study_is_named_wherever_it_breaks(small: Path, home: Path, kwalcode) -> None:
    data = bytearray(small.read_bytes())
    for start in range(4096 * 3, len(data), 4096):
        data[start : start + 200] = b"\xa7" * 200
    Path("dam.kwal").write_bytes(data)
    for words in (("check",), ("documents",), ("codebook", "list"), ("history",), ("quotes",)):
        answer = kwalcode(*words, "dam.kwal")
        if answer.code:
            assert answer.line.startswith("dam.kwal: ")
            assert "Open a backup" in answer.line or "wrong" in answer.line
        assert not (home / "crash.log").exists()
    assert kwalcode("check", "dam.kwal").code == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_pipes_and_devices_are_not_waited_for(small: Path, kwalcode) -> None:
    os.mkfifo("pipe.kwal")
    os.mkfifo("pipe.txt")
    os.mkfifo("pipe.csv")
    for words in (
        ("check", "pipe.kwal"),
        ("import", "s.kwal", "pipe.txt"),
        ("import", "s.kwal", "--attributes", "pipe.csv"),
        ("codings", "import", "s.kwal", "pipe.csv"),
        ("codings", "export", "s.kwal", "-o", "pipe.csv"),
    ):
        answer = kwalcode(*words)
        assert answer.code == 1
        assert "not an ordinary file" in answer.line


def test_a_huge_file_is_refused_before_it_is_read(small: Path, kwalcode) -> None:
    for name in ("huge.txt", "huge.csv", "huge.yaml"):
        with Path(name).open("wb") as file:
            file.truncate(3_000_000_000)  # sparse: takes no room
    for words in (
        ("import", "s.kwal", "huge.txt"),
        ("codings", "import", "s.kwal", "huge.csv"),
        ("codebook", "import", "s.kwal", "huge.yaml"),
    ):
        answer = kwalcode(*words)
        assert answer.code == 1
        assert "larger than" in answer.line


NAMES = ["-hyphen", "with space", 'it\'s "so"', "cafe\u0301", "café", "[bold]x[/]", "100%", "{x}"]


@pytest.mark.parametrize("name", [n.replace("/", "") for n in NAMES])
def test_names_that_are_no_trouble(name: str, desk: Path, kwalcode) -> None:
    Path(f"{name}.txt").write_text("I: Ja?\nR: Nou, ja.\n", encoding="utf-8")
    assert kwalcode("new", "--as", "Anna", "--", f"{name}.kwal").code == 0
    assert kwalcode("import", "--", f"{name}.kwal", f"{name}.txt").code == 0
    assert name in kwalcode("documents", "--", f"{name}.kwal").out
    assert kwalcode("complete", "--", f"{name}.kwal", name).code == 0
    assert kwalcode("codebook", "export", "-o", f"{name}.csv", "--", f"{name}.kwal").code == 0
    assert kwalcode("copy", "--", f"{name}.kwal", f"{name}2.kwal").code == 0
    assert kwalcode("check", "--", f"{name}2.kwal").code == 0


@pytest.mark.skipif(os.name == "nt", reason="such names cannot be made there")
def test_names_that_could_upset_a_terminal(desk: Path, home: Path, kwalcode) -> None:
    evil = "a\x1b[31m\u202eb"
    Path(f"{evil}.txt").write_text("I\x1b[1m: Ja?\nR: Nou.\n", encoding="utf-8")
    Path(os.fsdecode(b"bad\xff.txt")).write_text("I: Ja?\nR: Nee.\n", encoding="utf-8")
    said = [
        kwalcode("new", f"{evil}.kwal", "--as", "Anna"),
        kwalcode("import", f"{evil}.kwal", f"{evil}.txt", os.fsdecode(b"bad\xff.txt")),
        kwalcode("documents", f"{evil}.kwal"),
        kwalcode("speakers", f"{evil}.kwal"),
        kwalcode("history", f"{evil}.kwal"),
        kwalcode("import", f"{evil}.kwal", f"{evil}.txt"),
        kwalcode("check", f"{evil}none.kwal"),
    ]
    assert [answer.code for answer in said] == [0, 0, 0, 0, 0, 0, 1]
    for answer in said:
        assert "\x1b" not in answer.out + answer.err
        assert "\u202e" not in answer.out + answer.err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_read_only_folder(small: Path, kwalcode) -> None:
    shut = small.parent / "shut"
    shut.mkdir()
    shutil.copy(small, shut / "s.kwal")
    shut.chmod(0o555)
    try:
        assert kwalcode("documents", "shut/s.kwal").code == 0
        for words in (
            ("complete", "shut/s.kwal", "--all"),
            ("new", "shut/n.kwal"),
            ("codebook", "export", "s.kwal", "-o", "shut/b.yaml"),
            ("copy", "s.kwal", "shut/c.kwal"),
            ("demo", "shut"),
        ):
            answer = kwalcode(*words)
            assert answer.code == 1
            assert "shut" in answer.line
    finally:
        shut.chmod(0o755)
