"""rounds, assign, coders, handout, join: a team's work from the command line."""

import json
from pathlib import Path

import pytest


@pytest.fixture
def study(desk: Path, kwalcode) -> Path:
    for name in "abcd":
        (desk / f"{name}.txt").write_text(f"I: Hoe is het?\n\nR: Goed, zei {name}.\n")
    (desk / "book.csv").write_text("code\nA\nB\n")
    for words in (
        ("new", "s.kwal", "--as", "Anna"),
        ("codebook", "import", "s.kwal", "book.csv"),
        ("import", "s.kwal", "a.txt", "b.txt", "c.txt", "d.txt"),
    ):
        answer = kwalcode(*words)
        assert answer.code == 0, answer
    return desk / "s.kwal"


def test_a_round_from_start_to_join(study: Path, desk: Path, kwalcode) -> None:
    assert kwalcode("rounds", "start", study, "Round 1").code == 0
    answer = kwalcode("assign", study, "--coders", "Anna,Bram", "--overlap", "50%", "--json")
    assert answer.code == 0, answer
    given = json.loads(answer.out)
    assert len(given) == 6
    assert "2 of them to two coders (seed 1)" in answer.err
    listed = kwalcode("assign", study, "--list", "--json")
    assert json.loads(listed.out) == given
    answer = kwalcode("handout", study, "--coder", "Bram", "--without-others", "-o", "bram.kwal")
    assert answer.code == 0, answer
    (desk / "codings.csv").write_text("document,start,end,code\na,0,4,A\n")
    for words in (
        ("codings", "import", "bram.kwal", "codings.csv", "--as", "Bram"),
        ("complete", "bram.kwal", "a", "--coder", "Bram", "--as", "Bram"),
        ("check", "bram.kwal"),
    ):
        answer = kwalcode(*words)
        assert answer.code == 0, answer
    answer = kwalcode("join", study, "bram.kwal", "--dry-run")
    assert "would bring 1 coding" in answer.line
    answer = kwalcode("join", study, "bram.kwal", "--json")
    (told,) = json.loads(answer.out)
    assert (told["added"], told["conflicts"]) == ({"codings": 1, "completion": 1}, [])
    assert "nothing new" in kwalcode("join", study, "bram.kwal").line
    rounds = json.loads(kwalcode("rounds", "list", study, "--json").out)
    assert (rounds[0]["documents"], rounds[0]["double"], rounds[0]["to_do"]) in {
        (4, 2, 5), (4, 2, 6),
    }  # fmt: skip
    assert kwalcode("check", study).code == 0


def test_what_goes_wrong_is_one_line(study: Path, desk: Path, kwalcode) -> None:
    assert kwalcode("new", "other.kwal", "--as", "Anna").code == 0
    answer = kwalcode("join", study, "other.kwal")
    assert (answer.code, "not a copy of" in answer.line) == (1, True)
    answer = kwalcode("handout", study, "--coder", "Bram", "-o", "other.kwal")
    assert (answer.code, "is there already" in answer.line) == (1, True)
    answer = kwalcode("join", study, "s.kwal", "--take", "mine")
    assert (answer.code, "ours or theirs" in answer.err) == (2, True)
    answer = kwalcode("assign", study, "--coders", "Anna,Bram", "--overlap", "lots")
    assert (answer.code, "20%" in answer.err) == (2, True)
    assert kwalcode("assign", study).code == 2
    assert "nothing new" in kwalcode("join", study, "s.kwal").line


def test_kinds_of_coders(study: Path, kwalcode) -> None:
    assert kwalcode("coders", study, "--kind", "Anna=supervisor").code == 0
    found = json.loads(kwalcode("coders", study, "--json").out)
    assert found == [{"coder": "Anna", "kind": "supervisor"}]
    assert kwalcode("coders", study, "--kind", "Anna").code == 2
