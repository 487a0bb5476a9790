"""codes, codebook check: what the codebook screen does, from the command line."""

import csv
import json
from pathlib import Path

import pytest

CODINGS = """document,quote,code,coder
talk,Een onderbuikgevoel,gut feeling,Anna
talk,Dat is een gevoel.,gut feeling,Anna
talk,een gevoel,gut feeling,Anna
talk,Een onderbuikgevoel,Signs,Bram
talk,Een onderbuikgevoel,gut feeling,Bram
"""


@pytest.fixture
def coded(small: Path, kwalcode) -> Path:
    (small.parent / "codings.csv").write_text(CODINGS, encoding="utf-8")
    assert kwalcode("codings", "import", "s.kwal", "codings.csv").code == 0
    return small


def listed(kwalcode) -> dict[str, int]:
    rows = json.loads(kwalcode("codes", "list", "s.kwal", "--json").out)
    return {row["code"]: row["codings"] for row in rows}


def test_a_code_is_made_changed_and_moved(coded: Path, kwalcode) -> None:
    answer = kwalcode(
        "codes", "new", "s.kwal", "doubt", "--under", "Signs", "--keywords", "hm,  er ,",
        "--origin", "in vivo", "--color", "#112233",
    )  # fmt: skip
    assert answer.line == "Made: doubt"
    assert kwalcode("codes", "rename", "s.kwal", "doubt", "doubts").code == 0
    assert kwalcode("codes", "edit", "s.kwal", "doubts", "--definition", "not sure").code == 0
    assert kwalcode("codes", "move", "s.kwal", "doubts", "--before", "gut feeling").code == 0
    assert list(listed(kwalcode)) == ["Signs", "Signs > doubts", "Signs > gut feeling", "Help"]
    assert kwalcode("codes", "move", "s.kwal", "doubts", "--under", "Help").code == 0
    assert kwalcode("codes", "move", "s.kwal", "doubts", "--top").code == 0
    assert kwalcode("codes", "move", "s.kwal", "doubts", "--after", "Signs").code == 0
    assert list(listed(kwalcode)) == ["Signs", "Signs > gut feeling", "doubts", "Help"]
    book = kwalcode("codebook", "export", "s.kwal", "--format", "csv").out
    (row,) = [r for r in csv.DictReader(book.splitlines()) if r["code"] == "doubts"]
    assert (row["definition"], row["origin"], row["color"]) == ("not sure", "in vivo", "#112233")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["new", "s.kwal", "Help"], 1, "'Help' here already"),
        (["new", "s.kwal", "x", "--color", "red"], 1, "no colour"),
        (["edit", "s.kwal", "Help", "--origin", "bought"], 1, "no origin"),
        (["edit", "s.kwal", "Help"], 2, "--definition"),
        (["move", "s.kwal", "Help"], 2, "--under"),
        (["move", "s.kwal", "Signs", "--under", "gut feeling"], 1, "under itself"),
        (["delete", "s.kwal", "nothing"], 1, "no code 'nothing'"),
        (["merge", "s.kwal", "Help", "--into", "Help"], 1, "with itself"),
        (["merge", "s.kwal", "Help"], 2, "--into"),
        (["group", "s.kwal", "G", "--delete"], 1, "no code group 'G'"),
    ],
)
def test_what_cannot_be_done(coded: Path, kwalcode, words, code, told) -> None:
    before = listed(kwalcode)
    answer = kwalcode("codes", *words)
    assert answer.code == code
    assert told in answer.err
    assert listed(kwalcode) == before


def test_codes_are_merged_after_a_look(coded: Path, kwalcode) -> None:
    look = kwalcode("codes", "merge", "s.kwal", "gut feeling", "--into", "Signs", "--dry-run")
    assert look.line.startswith("Signs > gut feeling into Signs: 4 codings move, 1 fall together")
    assert len(listed(kwalcode)) == 3
    words = ("codes", "merge", "s.kwal", "gut feeling", "--into", "Signs", "--reason", "one thing")
    done = kwalcode(*words)
    assert done.line == look.line
    assert listed(kwalcode) == {"Signs": 4, "Help": 0}
    rows = json.loads(kwalcode("codes", "history", "s.kwal", "Signs", "--json").out)
    assert rows[-1]["reason"] == "one thing"
    assert rows[-1]["said"].startswith("merged with 'Signs > gut feeling' (4 codings came)")
    kwalcode("undo", "s.kwal")
    assert len(listed(kwalcode)) == 3
    assert "(undone)" in kwalcode("codes", "history", "s.kwal", "Signs").out
    assert kwalcode("check", "s.kwal").code == 0


def test_a_code_is_split_on_a_sheet(coded: Path, kwalcode) -> None:
    out = kwalcode("codes", "split", "s.kwal", "gut feeling", "-o", "sheet.csv")
    assert out.line == "4 codings written."
    rows = list(csv.DictReader(Path("sheet.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["quote"] for row in rows][:1] == ["Dat is een gevoel."]
    for row, to in zip(rows, ["belly", "", "belly", "help"], strict=True):
        row["to"] = to
    with Path("sheet.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    done = kwalcode("codes", "split", "s.kwal", "gut feeling", "sheet.csv", "--reason", "too wide")
    assert done.line == "3 codings moved."
    assert listed(kwalcode) == {
        "Signs": 1, "Signs > gut feeling": 1, "Signs > belly": 2, "Help": 1,
    }  # fmt: skip
    again = kwalcode("codes", "split", "s.kwal", "gut feeling", "sheet.csv")
    assert again.code == 1
    assert "Look at it anew" in again.line


def test_a_bad_sheet_is_refused_with_its_rows(coded: Path, kwalcode) -> None:
    Path("sheet.csv").write_text("coding,to\n1,x\nb,y\n", encoding="utf-8")
    answer = kwalcode("codes", "split", "s.kwal", "gut feeling", "sheet.csv")
    assert answer.code == 1
    assert "row 3: 'b' is no number of a coding" in answer.line
    Path("sheet.csv").write_text("coding,for\n1,x\n", encoding="utf-8")
    assert "no column 'to'" in kwalcode("codes", "split", "s.kwal", "Help", "sheet.csv").line


def test_deleting_says_what_goes(coded: Path, kwalcode) -> None:
    answer = kwalcode("codes", "delete", "s.kwal", "Signs")
    assert answer.line == "Deleted: Signs, with 5 codings."
    assert list(listed(kwalcode)) == ["Help"]


def test_groups(coded: Path, kwalcode) -> None:
    assert "Made" in kwalcode("codes", "group", "s.kwal", "G", "--add", "Help", "--exclusive").line
    kwalcode("codes", "group", "s.kwal", "g", "--add", "Signs", "--remove", "Help")
    kwalcode("codes", "group", "s.kwal", "G", "--rename", "H", "--not-exclusive")
    assert json.loads(kwalcode("codes", "groups", "s.kwal", "--json").out) == [
        {"group": "H", "exclusive": False, "codes": ["Signs"]}
    ]
    assert "H" in kwalcode("codes", "groups", "s.kwal").out
    assert "Deleted" in kwalcode("codes", "group", "s.kwal", "H", "--delete").line
    assert json.loads(kwalcode("codes", "groups", "s.kwal", "--json").out) == []


def test_the_codebook_is_checked(coded: Path, kwalcode) -> None:
    found = json.loads(kwalcode("codebook", "check", "s.kwal", "--json").out)
    assert found["unused"] == ["Help"]
    assert found["undefined"] == ["Signs > gut feeling", "Help"]
    (twice,) = found["twice"]
    assert (twice["code"], twice["coder"]) == ("Signs > gut feeling", "Anna")
    assert twice["end"] - twice["start"] == len("een gevoel")
    assert found["clashing"] == []
    told = kwalcode("codebook", "check", "s.kwal").out
    assert "twice on the same words" in told
    assert "Anna, talk [" in told
    assert "exclusive" not in told


def test_two_codes_of_an_exclusive_group_on_the_same_words_are_listed(
    coded: Path, kwalcode
) -> None:
    group = ("codes", "group", "s.kwal", "stem", "--exclusive")
    kwalcode(*group, "--add", "Signs > gut feeling", "--add", "Signs")
    (clash,) = json.loads(kwalcode("codebook", "check", "s.kwal", "--json").out)["clashing"]
    assert (clash["group"], clash["coder"]) == ("stem", "Bram")
    assert set(clash["codes"]) == {"Signs", "Signs > gut feeling"}
    assert "not exclusive in “stem”" in kwalcode("codebook", "check", "s.kwal").out
