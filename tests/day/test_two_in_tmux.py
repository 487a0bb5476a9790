"""Two coders in two real terminals on one file: each sees what the other does, and undoes alone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tmux import Terminal, available, terminal

from kwalcode.model import CodeSpec
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.history.check import check
from kwalcode.project.importing import import_files
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.documents import text_of
from kwalcode.project.reads.people import all_coders
from kwalcode.project.study import create, open_study

pytestmark = pytest.mark.skipif(not available(), reason="tmux is not installed")

TALK = "I: Hoe merkt u het?\n\nR: Aan nieuwe spullen. Dan meld ik het.\n"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "R01.txt").write_text(TALK, encoding="utf-8")
    path = tmp_path / "samen.kwal"
    with create(path, "Anna") as made:
        import_files(made, [tmp_path / "R01.txt"])
        import_codebook(made, [CodeSpec(("signalen",), key="s"), CodeSpec(("melden",), key="m")])
    return path


def command(study: Path, coder: str) -> list[str]:
    return [sys.executable, "-m", "kwalcode", "open", str(study), "--as", coder]


def own(folder: Path) -> dict[str, str]:
    return {"KWALCODE_HOME": str(folder / "home"), "KWALCODE_LANGUAGE": "en"}


def code_second_sentence(at: Terminal) -> None:
    at.see("Aan nieuwe spullen.")
    at.keys("G", "c", "m", "e", "Enter")
    at.see("codes here: melden")


def test_two_coders_on_one_file(study: Path, tmp_path: Path) -> None:
    for name in ("anna", "bram"):
        (tmp_path / name).mkdir()
    a, b = tmp_path / "anna", tmp_path / "bram"
    with (
        terminal(command(study, "Anna"), a, own(a), (100, 30)) as anna,
        terminal(command(study, "Bram"), b, own(b), (100, 30)) as bram,
    ):
        code_second_sentence(bram)
        anna.see("m Aan nieuwe spullen.")  # Bram's stripe, after a moment
        anna.keys("}", "c", "s", "i", "Enter")
        anna.see("codes here: signalen")
        bram.see("sM Aan nieuwe spullen.")  # small for Anna's, and his own

        anna.keys("u")
        anna.see("Undone: coded")
        anna.keys("u")  # her act before that made the codes, which Bram uses by now
        anna.see("Cannot undo", "by Bram")
        bram.see("sM Aan", gone=True)
        bram.keys("u")
        bram.see("Undone: coded")
        bram.keys("C-r")
        bram.see("Done again: coded")
        for at in (anna, bram):
            at.keys("C-q")
            assert at.ended()
    with open_study(study, "Anna") as left:
        assert check(left) == []
        with left.reading() as connection:
            text, coders = text_of(connection, 1), all_coders(connection)
            names = {coder.id: coder.name for coder in coders}
            found = [(text[c.start : c.end], names[c.coder]) for c in codings_of(connection, 1)]
    assert found == [("Dan meld ik het.", "Bram")]
