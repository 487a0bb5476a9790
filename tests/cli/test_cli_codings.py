"""codebook, codings, undo, redo, history."""

import json
from pathlib import Path

import pytest

CODINGS = """document,quote,code,coder
talk,Een onderbuikgevoel,gut feeling,Anna
talk,praat ik erover met collega's,Help,Anna
talk,Een onderbuikgevoel,Signs,Bram
"""


@pytest.fixture
def coded(small: Path, kwalcode) -> Path:
    (small.parent / "codings.csv").write_text(CODINGS, encoding="utf-8")
    assert kwalcode("codings", "import", "s.kwal", "codings.csv").code == 0
    return small


def acts(kwalcode) -> list[tuple[str, bool]]:
    rows = json.loads(kwalcode("history", "s.kwal", "--json").out)
    return [(row["act"], row["undone"]) for row in rows]


def test_codings_in_and_out(coded: Path, kwalcode) -> None:
    out = kwalcode("codings", "export", "s.kwal")
    assert out.line == "3 codings written."
    header, *rows = out.out.splitlines()
    assert header == "document,start,end,quote,code,coder"
    assert rows[0].endswith("Een onderbuikgevoel,Signs > gut feeling,Anna")
    Path("again.csv").write_text(out.out, encoding="utf-8")
    answer = kwalcode("codings", "import", "s.kwal", "again.csv")
    assert "0 codings put in, 3 were there already" in answer.line


def test_codings_of_one_coder_or_code(coded: Path, kwalcode) -> None:
    assert kwalcode("codings", "export", "s.kwal", "--coder", "bram").out.count("\n") == 2
    assert (
        kwalcode("codings", "export", "s.kwal", "--code", "signs > gut feeling").out.count("\n")
        == 2
    )


def test_an_accent_written_otherwise_makes_no_other_coder(small: Path, kwalcode) -> None:
    """Files from macOS write it as a letter and a mark of its own."""
    row = "document,start,end,code,coder\ntalk,0,{end},Help,{name}\n"
    for end, name in enumerate(("Zo\u00eb", "Zoe\u0308", "ZOE\u0308"), start=4):
        (small.parent / "c.csv").write_text(row.format(end=end, name=name), encoding="utf-8")
        assert kwalcode("codings", "import", "s.kwal", "c.csv", "--as", name).code == 0
    found = json.loads(kwalcode("coders", "s.kwal", "--json").out)
    assert [(one["coder"], one["codings"]) for one in found] == [("Anna", 0), ("Zo\u00eb", 3)]


def test_complete_marks_are_told(small: Path, kwalcode) -> None:
    (small.parent / "c.csv").write_text(CODINGS.replace("coder\n", "coder,note\n", 1))
    answer = kwalcode("codings", "import", "s.kwal", "c.csv", "--complete")
    assert answer.code == 0
    assert "'note'" in answer.err
    assert "2 marks of complete documents set." in answer.err


def test_bad_rows_are_named_and_left_out_only_when_asked(small: Path, kwalcode) -> None:
    bad = CODINGS + "talk,niet gezegd,Help,Anna\nnone,x,Help,Anna\n"
    (small.parent / "c.csv").write_text(bad, encoding="utf-8")
    refused = kwalcode("codings", "import", "s.kwal", "c.csv")
    assert refused.code == 1
    assert "2 bad rows" in refused.line
    assert "row 5" in refused.line
    assert kwalcode("codings", "export", "s.kwal").out.count("\n") == 1
    taken = kwalcode("codings", "import", "s.kwal", "c.csv", "--skip-bad")
    assert taken.code == 0
    assert [line.split(":")[0] for line in taken.err.splitlines()] == [
        "c.csv, row 5", "c.csv, row 6", "c.csv",
    ]  # fmt: skip
    assert kwalcode("codings", "export", "s.kwal").out.count("\n") == 4


def test_rows_without_a_coder_are_the_actors(small: Path, kwalcode) -> None:
    (small.parent / "c.csv").write_text("document,start,end,code\ntalk,3,9,Help\n")
    assert kwalcode("codings", "import", "s.kwal", "c.csv", "--as", "Eve").code == 0
    assert kwalcode("codings", "export", "s.kwal").out.rstrip().endswith(",Eve")


def test_the_codebook_in_and_out(coded: Path, kwalcode) -> None:
    for name in ("b.yaml", "b.yml", "b.csv", "b.tsv"):
        assert kwalcode("codebook", "export", "s.kwal", "-o", name).code == 0
        answer = kwalcode("codebook", "import", "s.kwal", name)
        assert "0 codes made, 0 changed" in answer.line
    printed = kwalcode("codebook", "export", "s.kwal")
    assert printed.out == Path("b.yaml").read_text(encoding="utf-8")
    assert kwalcode("codebook", "export", "s.kwal", "--format", "CSV").out.startswith("code,")


def test_several_codebooks_are_taken_in_or_none(small: Path, kwalcode) -> None:
    (small.parent / "c.csv").write_text("code\nNew\n")
    before = small.read_bytes()
    assert kwalcode("codebook", "import", "s.kwal", "c.csv", "none.csv").code == 1
    assert small.read_bytes() == before
    answer = kwalcode("codebook", "import", "s.kwal", "c.csv")
    assert answer.line == "c.csv: 1 codes made, 0 changed, 3 others left as they were."


def test_the_list_of_codes_counts(coded: Path, kwalcode) -> None:
    rows = json.loads(kwalcode("codebook", "list", "s.kwal", "--json").out)
    assert {row["code"]: row["codings"] for row in rows} == {
        "Signs": 1,
        "Signs > gut feeling": 1,
        "Help": 1,
    }


def test_undo_and_redo_one_and_several(coded: Path, kwalcode) -> None:
    done = acts(kwalcode)
    assert done[0] == ("import codings", False)
    assert kwalcode("undo", "s.kwal").line.startswith("Undone: imported 3 codings")
    assert kwalcode("codings", "export", "s.kwal").out.count("\n") == 1
    assert kwalcode("redo", "s.kwal").line.startswith("Done again: imported 3 codings")
    assert kwalcode("codings", "export", "s.kwal").out.count("\n") == 4
    steps = kwalcode("undo", "s.kwal", "--steps", "2")
    assert [line.split(" (")[0] for line in steps.err.splitlines()] == [
        "Undone: imported 3 codings from codings.csv",
        "Undone: imported talk",
    ]
    assert kwalcode("documents", "s.kwal").out.count("\n") == 2
    assert kwalcode("redo", "s.kwal", "--steps", "2").code == 0
    assert kwalcode("check", "s.kwal").code == 0


def test_more_steps_than_there_are_undo_what_there_is(coded: Path, kwalcode) -> None:
    answer = kwalcode("undo", "s.kwal", "--steps", "99")
    assert answer.code == 1
    *undone, last = answer.err.splitlines()
    assert len(undone) == 3
    assert "Nothing to undo" in last
    assert kwalcode("redo", "s.kwal", "--steps", "3").code == 0
    assert kwalcode("codings", "export", "s.kwal").out.count("\n") == 4


def test_history_as_a_table(coded: Path, kwalcode) -> None:
    kwalcode("undo", "s.kwal")
    lines = kwalcode("history", "s.kwal", "--limit", "2").out.splitlines()
    assert lines[0].split() == ["entry", "time", "actor", "what"]
    assert "undid: imported 3 codings" in lines[2]
    assert "imported 3 codings from codings.csv (undone)" in lines[3]
    assert len(lines) == 4
