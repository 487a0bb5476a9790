"""rounds, assign, coders, handout, join: a team's work from the command line."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest


@pytest.fixture
def study(desk: Path, kwalcode) -> Path:
    for name in "abcd":
        (desk / f"{name}.txt").write_text(f"I: Hoe is het?\n\nR: Goed, zei {name}.\n")
    (desk / "book.csv").write_text("code\nA\nB\n")
    for words in (
        ("new", "s.kwal", "--as", "Anna"),
        ("coders", "s.kwal", "--add", "Bram"),
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
    assert [(one["coder"], one["kind"]) for one in found] == [
        ("Anna", "supervisor"), ("Bram", "coder"),
    ]  # fmt: skip
    assert kwalcode("coders", study, "--kind", "Anna").code == 2


def test_a_mistyped_name_makes_no_coder(study: Path, kwalcode) -> None:
    for words in (
        ("handout", study, "--coder", "Brma", "-o", "brma.kwal"),
        ("assign", study, "--coders", "Anna,Brma"),
    ):
        answer = kwalcode(*words)
        assert answer.code == 1
        assert "no coder 'Brma' in this project; there are: Anna, Bram" in answer.line
        assert "coders STUDY --add 'Brma'" in answer.line
    assert not (study.parent / "brma.kwal").exists()
    assert len(json.loads(kwalcode("coders", study, "--json").out)) == 2
    assert kwalcode("coders", study, "--add", " Brma ").code == 0
    assert "already" in kwalcode("coders", study, "--add", "brma").line
    answer = kwalcode("handout", study, "--coder", "brma", "-o", "brma.kwal")
    assert answer.code == 0
    assert "for Brma." in answer.err + answer.out


def test_the_coders_are_listed_with_what_they_did(study: Path, desk: Path, kwalcode) -> None:
    (desk / "codings.csv").write_text("document,start,end,code\na,0,4,A\nb,0,4,A\n")
    for words in (
        ("codings", "import", study, "codings.csv", "--as", "Bram"),
        ("complete", study, "a", "--coder", "Bram"),
        ("assign", study, "--coders", "Anna,Bram", "--overlap", "100%"),
    ):
        assert kwalcode(*words).code == 0
    anna, bram = json.loads(kwalcode("coders", study, "--json").out)
    assert (anna["codings"], anna["complete"], anna["assigned"]) == (0, 0, 4)
    assert (bram["codings"], bram["complete"], bram["assigned"]) == (2, 1, 4)


@pytest.fixture
def apart(study: Path, kwalcode) -> Path:
    """Give a copy in which both codes were renamed, as in the study itself."""
    for words in (
        ("handout", study, "--coder", "Bram", "-o", "bram.kwal"),
        ("codes", "rename", study, "A", "ons A"),
        ("codes", "rename", study, "B", "ons B"),
        ("codes", "rename", "bram.kwal", "A", "hun A", "--as", "Bram"),
        ("codes", "rename", "bram.kwal", "B", "=hun B", "--as", "Bram"),
    ):
        answer = kwalcode(*words)
        assert answer.code == 0, answer
    return study.with_name("bram.kwal")


def codes(kwalcode, study: Path) -> list[str]:
    return [one["code"] for one in json.loads(kwalcode("codes", "list", study, "--json").out)]


def test_conflicts_are_decided_one_by_one_in_a_table(
    study: Path, apart: Path, desk: Path, kwalcode
) -> None:
    answer = kwalcode("join", study, apart, "--dry-run", "--conflicts-to", "c.csv", "--json")
    assert (answer.code, "2 conflicts to decide on" in answer.err) == (0, True), answer
    found = json.loads(answer.out)[0]["conflicts"]
    lines = (desk / "c.csv").read_text().splitlines()
    assert lines[0] == "file,id,decision,conflict,what,name,field,ours,theirs"
    assert [line.split(",")[1] for line in lines[1:]] == [one["id"] for one in found]
    assert "'=hun B" in lines[2], "no spreadsheet runs it"
    lines[1] = lines[1].replace("theirs", "ours", 1)
    lines.append(f"{apart.name},0123456789,ours,changed,code,x,name,,")
    (desk / "c.csv").write_text(";".join(lines[0].split(",")) + "\n" + "\n".join(
        line.replace(",", ";") for line in lines[1:]
    ))  # fmt: skip
    answer = kwalcode("join", study, apart, "--decisions", "c.csv")
    assert answer.code == 0, answer
    assert "1 decision is on a conflict that there is not" in answer.err
    assert codes(kwalcode, study) == ["ons A", "=hun B"]


def test_what_is_wrong_in_a_table_of_decisions_is_told(
    study: Path, apart: Path, desk: Path, kwalcode
) -> None:
    head = "file,id,decision,conflict\n"
    for rows, told in (
        ("bram.kwal,01,perhaps,changed\n", "row 2: 'perhaps' decides nothing here"),
        ("bram.kwal,01,ours,name\n", "row 2: 'ours' decides nothing here"),
        ("bram.kwal,01,ours,changed\nbram.kwal,01,theirs,changed\n", "row 3: '01' is decided"),
    ):
        (desk / "c.csv").write_text(head + rows)
        answer = kwalcode("join", study, apart, "--decisions", "c.csv")
        assert (answer.code, told in answer.line) == (1, True), answer
    (desk / "c.csv").write_text("file,id\n")
    answer = kwalcode("join", study, apart, "--decisions", "c.csv")
    assert (answer.code, "no column 'decision'" in answer.line) == (1, True), answer
    assert codes(kwalcode, study) == ["ons A", "ons B"]


def test_conflicts_are_asked_about_one_by_one(study: Path, apart: Path, kwalcode) -> None:
    answer = kwalcode("join", study, apart, "--ask", input="o\ntheirs\n")
    assert answer.code == 0, answer
    assert "conflict 1 of 2: code 'ons A' name: ours 'ons A', theirs 'hun A'" in answer.err
    assert codes(kwalcode, study) == ["ons A", "=hun B"]
    assert kwalcode("join", study, apart, "--ask", "--dry-run").code == 2


def test_several_copies_are_tried_out_one_after_the_other(
    study: Path, apart: Path, desk: Path, kwalcode
) -> None:
    (desk / "again.kwal").write_bytes(apart.read_bytes())
    before = study.read_bytes()
    answer = kwalcode("join", study, apart, "again.kwal", "--dry-run", "--json")
    assert answer.code == 0, answer
    first, second = json.loads(answer.out)
    assert (first["entries"] > 0, second["entries"]) == (True, 0)
    assert study.read_bytes() == before


def test_the_history_of_a_joined_copy_stays_readable(study: Path, desk: Path, kwalcode) -> None:
    assert "No copy was joined" in kwalcode("joins", study).line
    assert kwalcode("handout", study, "--coder", "Bram", "-o", "bram.kwal").code == 0
    for words in (
        ("codes", "new", "bram.kwal", "Nieuw", "--as", "Bram"),
        ("codes", "rename", "bram.kwal", "A", "anders", "--as", "Bram"),
        ("undo", "bram.kwal", "--as", "Bram"),
        ("join", study, "bram.kwal"),
    ):
        answer = kwalcode(*words)
        assert answer.code == 0, answer
    (copy,) = json.loads(kwalcode("joins", study, "--json").out)
    assert (copy["file"], copy["entries"]) == ("bram.kwal", 3)
    lines = kwalcode("joins", study, "--history").out.splitlines()
    assert [line.split()[0] for line in lines[2:]] == ["bram.kwal"] * 3
    assert "made the code “Nieuw”" in lines[2]
    assert lines[3].endswith("(undone)")
    assert "undid: " in lines[4]
    told = json.loads(kwalcode("joins", study, "--history", "--json").out)
    assert [(one["actor"], one["act"], one["undone"]) for one in told] == [
        ("Bram", "create code", False), ("Bram", "rename code", True), ("Bram", "undo", False),
    ]  # fmt: skip


def test_none_of_several_files_is_joined_where_one_cannot_be(
    study: Path, apart: Path, desk: Path, kwalcode
) -> None:
    (desk / "cut.kwal").write_bytes(apart.read_bytes()[:30_000])
    newer = desk / "newer.kwal"
    newer.write_bytes(apart.read_bytes())
    with closing(sqlite3.connect(newer)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute(f"PRAGMA user_version = {version + 1}")
    assert kwalcode("new", "other.kwal", "--as", "Anna").code == 0
    (desk / "text.kwal").write_text("no study")
    for name, told in (
        ("cut.kwal", "cut short"),
        ("newer.kwal", "made by a newer kwalcode"),
        ("other.kwal", "not a copy of"),
        ("text.kwal", "not a kwalcode project"),
        ("gone.kwal", "no such file"),
    ):
        for files in ((apart, name), (name, apart)):
            answer = kwalcode("join", study, *files)
            assert (answer.code, told in answer.line) == (1, True), answer
            assert codes(kwalcode, study) == ["ons A", "ons B"]
    answer = kwalcode("join", study, apart, apart)
    assert (answer.code, "nothing new" in answer.err) == (0, True), answer


def test_it_tells_of_what_a_text_left_open_only_where_something_is(
    study: Path, desk: Path, kwalcode
) -> None:
    (desk / "codings.csv").write_text("document,start,end,code\na,16,24,A\n")
    (desk / "beside.txt").write_text("I: Hoe gaat het?\n\nR: Goed, zei a.\n")
    (desk / "within.txt").write_text("I: Hoe is het?\n\nR: Slecht, zei a.\n")
    assert kwalcode("codings", "import", study, "codings.csv").code == 0
    for name, told in (("beside", False), ("within", True)):
        copy = f"{name}.kwal"
        assert kwalcode("handout", study, "--coder", "Bram", "-o", copy).code == 0
        assert kwalcode("correct", copy, "a", f"{name}.txt", "--as", "Bram").code == 0
        answer = kwalcode("join", study, copy)
        assert (answer.code, "left open" in answer.err) == (0, told), answer
        assert kwalcode("undo", study).code == 0
