"""correct, replace, uncarried, versions."""

import json
from pathlib import Path

import pytest

TALK = """I: Hoe merkt u dat iemand wordt uitgebuit?

R: Dat is een gevoel. Een onderbuikgevoel, eigenlijk.

I: En dan?

R: Dan praat ik erover met collega's. Meestal helpt dat.
"""
CODINGS = """document,quote,code,coder
talk,Een onderbuikgevoel,gut feeling,Anna
talk,praat ik erover met collega's,Help,Anna
talk,Meestal helpt dat,Help,Bram
"""


@pytest.fixture
def coded(small: Path, kwalcode) -> Path:
    Path("codings.csv").write_text(CODINGS, encoding="utf-8")
    assert kwalcode("codings", "import", "s.kwal", "codings.csv").code == 0
    corrected = TALK.replace("onderbuikgevoel", "buikgevoel").replace("I: Hoe", "I: Ehm, hoe")
    Path("corrected.txt").write_text(corrected, encoding="utf-8")
    return small


def rows(kwalcode, *words: object) -> list[dict[str, object]]:
    answer = kwalcode(*words, "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def quotes(kwalcode) -> list[str]:
    out = kwalcode("codings", "export", "s.kwal").out
    return [line.split(",")[3] for line in out.splitlines()[1:]]


def test_a_corrected_file(coded: Path, kwalcode) -> None:
    before = coded.read_bytes()
    dry = kwalcode("correct", "s.kwal", "talk", "corrected.txt", "--dry-run")
    assert dry.line == "talk: 2 codings would stay, 1 are on changed words."
    assert "Een [-onderbuikgevoel-]{+buikgevoel+}" in dry.out or "Een [-onder-]buikg" in dry.out
    assert coded.read_bytes() == before
    done = kwalcode("correct", "s.kwal", "talk", "corrected.txt", "--reason", "typo")
    assert done.code == 0
    assert "talk: version 2; 2 codings stay on their words, 1 to decide." in done.err
    assert quotes(kwalcode) == ["praat ik erover met collega's", "Meestal helpt dat"]
    assert kwalcode("check", "s.kwal").code == 0


def test_what_waits_is_listed_and_decided(coded: Path, kwalcode) -> None:
    assert kwalcode("uncarried", "s.kwal").line == "Nothing waits for a decision."
    kwalcode("correct", "s.kwal", "talk", "corrected.txt")
    (one,) = rows(kwalcode, "uncarried", "s.kwal")
    assert (one["words"], one["proposed"]) == ("Een onderbuikgevoel", "Een buikgevoel")
    assert (one["kind"], one["code"], one["coder"]) == ("coding", "Signs > gut feeling", "Anna")
    listed = kwalcode("uncarried", "s.kwal").out
    assert "Signs > gut feeling" in listed
    done = kwalcode("uncarried", "s.kwal", "--all")
    assert done.line == "1 put back, 0 given up."
    assert quotes(kwalcode)[0] == "Een buikgevoel"
    assert kwalcode("undo", "s.kwal").code == 0
    number = one["number"]
    done = kwalcode("uncarried", "s.kwal", "--place", f"{number}=3:10")
    assert done.line == "1 put back, 0 given up."
    assert kwalcode("undo", "s.kwal").code == 0
    assert kwalcode("uncarried", "s.kwal", "--drop", number).line == "0 put back, 1 given up."
    assert kwalcode("uncarried", "s.kwal", "--json").out.strip() == "[]"
    assert kwalcode("check", "s.kwal").code == 0


def test_accepted_at_once(coded: Path, kwalcode) -> None:
    done = kwalcode("correct", "s.kwal", "talk", "corrected.txt", "--accept")
    assert done.line == "talk: version 2; 2 codings stay on their words, 1 on corrected words."
    assert quotes(kwalcode)[0] == "Een buikgevoel"


def test_versions(coded: Path, kwalcode) -> None:
    kwalcode("correct", "s.kwal", "talk", "corrected.txt", "--reason", "typo")
    found = rows(kwalcode, "versions", "s.kwal", "talk")
    assert [(v["version"], v["actor"], v["reason"]) for v in found] == [
        (1, "Anna", "typo"), (2, "", ""),
    ]  # fmt: skip
    assert kwalcode("versions", "s.kwal", "talk", "--text", "1").out == TALK
    shown = kwalcode("versions", "s.kwal", "talk", "--diff").out
    assert shown.startswith("From version 1 to 2\n")
    assert "{+Ehm, h+}" in shown
    assert kwalcode("versions", "s.kwal", "talk").out.count("\n") == 4
    assert "has no version 9" in kwalcode("versions", "s.kwal", "talk", "--text", "9").line


def test_a_name_is_replaced_and_then_erased(coded: Path, kwalcode) -> None:
    done = kwalcode("replace", "s.kwal", "collega's", "[X]", "--accept", "--reason", "privacy")
    assert done.line == "talk: version 2; 2 codings stay on their words, 1 on corrected words."
    assert "praat ik erover met [X]" in quotes(kwalcode)
    assert "stands nowhere" in kwalcode("replace", "s.kwal", "collega's", "X").line
    assert b"collega's" in coded.read_bytes()
    erased = kwalcode("erase", "s.kwal", "--document", "talk", "--versions", "--yes")
    assert "Erased: the earlier texts of talk" in erased.line
    assert b"collega's" not in coded.read_bytes()
    assert kwalcode("check", "s.kwal").code == 0
    assert kwalcode("undo", "s.kwal").code == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "the file is empty"),
        ("Wholly another text.\nAbout the weather in spring.\n" * 9, "% of talk is in it"),
        ("\x89PNG\x00\x00", "corrected.txt"),
    ],
)
def test_files_that_are_refused(coded: Path, kwalcode, content: str, said: str) -> None:
    Path("corrected.txt").write_bytes(content.encode("latin-1"))
    before = coded.read_bytes()
    answer = kwalcode("correct", "s.kwal", "talk", "corrected.txt")
    assert answer.code == 1
    assert said in answer.line
    assert coded.read_bytes() == before


def test_another_file_is_taken_by_force(coded: Path, kwalcode) -> None:
    Path("corrected.txt").write_text("Iets heel anders, over het weer.\n")
    answer = kwalcode("correct", "s.kwal", "talk", "corrected.txt", "--force")
    assert answer.code == 0
    assert "Speakers who are gone: 'I', 'R'." in answer.err
    assert "0 codings stay on their words, 3 to decide" in answer.err
    assert kwalcode("check", "s.kwal").code == 0


def test_the_same_text_and_unknown_names(coded: Path, kwalcode) -> None:
    Path("same.md").write_text(TALK)
    before = coded.read_bytes()
    assert "this is the text that it has" in kwalcode("correct", "s.kwal", "talk", "same.md").line
    assert "nobody" in kwalcode("correct", "s.kwal", "nobody", "same.md").line
    assert "no such file" in kwalcode("correct", "s.kwal", "talk", "none.txt").line
    assert coded.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--accept", "9"), 1),
        (("--drop", "9"), 1),
        (("--place", "1"), 2),
        (("--place", "1=x:3"), 2),
        (("--accept", "1", "--drop", "1"), 2),
        (("--place", "1=0:99999"), 1),
    ],
)
def test_decisions_that_cannot_be(coded: Path, kwalcode, words: tuple[str, ...], code: int) -> None:
    kwalcode("correct", "s.kwal", "talk", "corrected.txt")
    before = coded.read_bytes()
    answer = kwalcode("uncarried", "s.kwal", *words)
    assert answer.code == code, answer.err
    assert coded.read_bytes() == before


def test_versions_go_with_a_document(coded: Path, kwalcode) -> None:
    assert kwalcode("erase", "s.kwal", "--respondent", "talk", "--versions", "--yes").code == 2
    words = ("--document", "talk", "--passage", "1:2", "--versions", "--yes")
    assert kwalcode("erase", "s.kwal", *words).code == 2
