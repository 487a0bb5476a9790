"""A researcher's day, from start to end in a real terminal, and what is in the file at the end.

Opened where it was left, read, coded, a definition looked up, a code made in the codebook, a word
searched for and its sentences coded after a look, a memo written, a transcript corrected, one act
undone, the history looked at, and stopped. Then opened again.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tmux import Terminal, available, terminal

from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.history.check import check
from kwalcode.project.importing import import_files
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.documents import all_documents, text_of
from kwalcode.project.reads.notes import all_memos
from kwalcode.project.study import create, open_study

pytestmark = pytest.mark.skipif(not available(), reason="tmux is not installed")

R01 = """I: Hoe merkt u dat iemand wordt uitgebuit?

R: Dat is een gevoel. Een onderbuikgevoel, eigenlijk. Iemand komt met nieuwe spullen.

I: En meldt u dat dan?

R: Ik meld het bij het wijkteam. Maar er is geen meldroute, dus ik bel gewoon iemand.
"""
R02 = """I: Wat ziet u in uw werk?

R: Jongeren met schulden. Soms worden ze gemeld. Wie meldt, hoort nooit iets terug.

I: Waarom niet?

R: De prvacywet, zeggen ze dan. Er is geen meldroute voor ons.
"""
CODES = """codes:
  - name: Signaleren
    definition: Hoe iemand merkt dat er iets niet klopt.
    codes:
      - name: onderbuikgevoel
        definition: Een vermoeden zonder hard bewijs.
  - name: Melden
    definition: Wat iemand met een vermoeden doet.
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Give a study of two interviews and a codebook."""
    from kwalcode.exchange.codebooks import read_codebook

    for name, text in (("R01.txt", R01), ("R02.txt", R02)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "codes.yaml").write_text(CODES, encoding="utf-8")
    path = tmp_path / "dag.kwal"
    with create(path, "Anna") as made:
        import_files(made, [tmp_path / "R01.txt", tmp_path / "R02.txt"])
        import_codebook(made, read_codebook(tmp_path / "codes.yaml"))
    return path


def stored(path: Path) -> dict[str, list[tuple[str, str]]]:
    """Return by document what is coded: (words, code)."""
    with open_study(path) as study, study.reading() as connection:
        names = {code.id: code.name for code in all_codes(connection)}
        return {
            document.name: [
                (text_of(connection, document.id)[c.start : c.end], names[c.code])
                for c in codings_of(connection, document.id)
            ]
            for document in all_documents(connection)
        }


def test_a_day(study: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kwalcode", "open", str(study), "--as", "Anna"]
    own = {"KWALCODE_HOME": str(tmp_path / "home"), "KWALCODE_LANGUAGE": "en"}
    with terminal(command, tmp_path, own, (120, 40)) as at:
        read_and_code(at)
        make_a_code(at)
        search_and_autocode(at)
        write_a_memo(at)
        correct_the_transcript(at)
        look_at_the_history(at)
        at.keys("C-q")
        assert at.ended()
    assert stored(study) == {
        "R01": [
            ("Een onderbuikgevoel, eigenlijk.", "onderbuikgevoel"),
            ("Iemand komt met nieuwe spullen.", "dure spullen"),
            ("Ik meld het bij het wijkteam.", "Melden"),
        ],
        "R02": [
            ("Soms worden ze gemeld.", "Melden"),
            ("Wie meldt, hoort nooit iets terug.", "Melden"),
        ],
    }
    with open_study(study, "Anna") as left:
        assert check(left) == []
        with left.reading() as connection:
            assert [memo.text for memo in all_memos(connection)] == ["Vragen wie dat zegt."]
            assert "De privacywet, zeggen ze" in text_of(connection, 2)

    with terminal(command, tmp_path, own, (80, 24)) as at:
        at.see("R02", "De privacywet")  # where it was left
        at.keys("C-q")
        assert at.ended()


def read_and_code(at: Terminal) -> None:
    """Four keys for a code, after the sentence is chosen."""
    at.see("R01", "Hoe merkt u")
    at.keys("}", "s")
    at.see("[Een onderbuikgevoel, eigenlijk.]")
    at.keys("c", "o", "n", "Enter")
    at.see("codes here: onderbuikgevoel")
    at.keys("Enter")
    at.see("Een vermoeden zonder hard bewijs.")


def make_a_code(at: Terminal) -> None:
    """Make a code in the codebook screen, and use it by typing a little of its name."""
    at.keys(",", "b")
    at.see("Codebook", "onderbuikgevoel")
    at.keys("n")
    at.see("Enter saves   Esc cancels")
    at.type("dure spullen")
    at.see("dure spullen")
    at.keys("Enter")
    at.see("dure spullen")
    at.keys("Escape")
    at.see("Hoe merkt u")
    at.keys("s")
    at.see("[Iemand komt met nieuwe spullen.]")
    at.keys("c", "d", "u", "Enter")
    at.see("codes here: dure spullen")


def search_and_autocode(at: Terminal) -> None:
    """Find all forms of a word, look, and code their sentences with one act."""
    at.keys(",", "s")
    at.see("Search for words")
    at.keys("C-t")
    at.type("melden")
    at.keys("Enter")
    at.see("4 hits in 2 documents, 2 respondents", "gemeld")
    at.keys("a")
    at.see("Autocode with: type a code's name")
    at.type("Melden")
    at.keys("Enter")
    at.see("3 of 4 passages ticked")
    at.keys("Enter")
    at.see("Autocoded with Melden: 3 codings")
    at.keys("Escape")
    at.see("CODEBOOK")


def write_a_memo(at: Terminal) -> None:
    """Write a memo about a passage; undo a coding made by mistake."""
    at.keys("g", "}", "}", "}")
    at.see("[Ik meld het bij het wijkteam.]")
    at.keys("m")
    at.see("Memo about this passage")
    at.type("Vragen wie dat zegt.")
    at.see("Vragen wie dat zegt.", "Ctrl+S saves")
    at.keys("C-s")
    at.see("memo: Vragen wie dat zegt.")
    at.keys(".")
    at.keys("u")
    at.see("Undone")


def correct_the_transcript(at: Terminal) -> None:
    """Mend a misspelt word; the codings stay where they were."""
    at.keys(">")
    at.see("Wat ziet u in uw werk?")
    at.keys("}", "}", "}", "F2")
    at.see("Correct what?")
    at.keys("Enter")
    at.see("Correct the text of R02")
    at.keys("Home", *["Right"] * 8)
    at.type("i")
    at.keys("C-s")
    at.see("De privacywet, zeggen ze dan.")


def look_at_the_history(at: Terminal) -> None:
    """See what was done, in words."""
    at.keys(",", "h")
    at.see("History", "Anna", "R02", "Melden")
    at.keys("Escape")
    at.see("De privacywet")
