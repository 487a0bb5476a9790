"""Two real processes at one study, and a disk that ends in the middle."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def begin(*words: object, **options: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "kwalcode", *map(str, words)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )  # type: ignore[call-overload]


def test_two_imports_at_once(small: Path, kwalcode) -> None:
    for coder in "AB":
        for n in range(15):
            (small.parent / f"{coder}{n}.txt").write_text(
                f"I: Vraag {coder}{n}?\nR: Antwoord {n}.\n"
            )
    both = [
        begin("import", small, *sorted(small.parent.glob(f"{coder}*.txt")), "--as", coder)
        for coder in "AB"
    ]
    said = [process.communicate(timeout=120)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert all("15 documents imported." in text for text in said)
    rows = json.loads(kwalcode("documents", small, "--json").out)
    assert len({row["document"] for row in rows}) == 31
    assert kwalcode("check", small).code == 0


@pytest.mark.skipif(os.name == "nt", reason="no such limit there")
def test_a_file_that_may_not_grow(small: Path, kwalcode) -> None:
    """As on a full disk: what was done stays, what is asked for is refused in one line."""

    def limit() -> None:
        import resource

        room = small.stat().st_size + 60_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    (small.parent / "long.txt").write_text("I: Vraag?\nR: Een lang antwoord dan.\n" * 5_000)
    before = kwalcode("documents", small).out
    for words in (
        ("import", small, small.parent / "long.txt"),
        ("copy", small, small.parent / "copy.kwal"),
    ):
        process = begin(*words, preexec_fn=limit)
        out, err = process.communicate(timeout=60)
        if words[0] == "copy" and process.returncode == 0:
            continue  # it fits
        assert process.returncode == 1
        assert out == ""
        assert len(err.splitlines()) == 1, err
        assert "not kept" in err
    assert kwalcode("documents", small).out == before
    assert kwalcode("check", small).code == 0


@pytest.mark.skipif(os.name == "nt", reason="no such limit there")
def test_an_output_that_does_not_fit(demo_folder: Path, desk: Path) -> None:
    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    (desk / "out.csv").write_text("before")
    command = ("codings", "export", demo_folder / "demo.kwal", "-o", desk / "out.csv")
    process = begin(*command, preexec_fn=limit)
    _out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "out.csv: cannot be written" in err.splitlines()[-1]
    assert "Traceback" not in err
    assert [path.name for path in desk.iterdir()] == ["out.csv"]
    assert (desk / "out.csv").read_text() == "before"
