import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Kwalcode = Callable[..., Any]


@pytest.fixture
def demo(demo_folder: Path, desk: Path) -> Path:
    return Path(shutil.copy(demo_folder / "demo.kwal", desk / "demo.kwal"))


def test_the_match_stands_in_a_column_of_its_own(kwalcode: Kwalcode, demo: Path) -> None:
    answer = kwalcode("search", demo, "meld*", "--context", "12")
    lines = answer.out.splitlines()
    assert answer.code == 0
    assert answer.line == "23 hits in 11 documents, 10 respondents"
    assert len(lines) == 23
    assert len({line.index("[meld") for line in lines}) == 1
    assert lines[0] == "R01_gemeente_beleid:12        . Er is een [meldroute]. Ik heb hem"


def test_all_forms_of_a_word(kwalcode: Kwalcode, demo: Path) -> None:
    answer = kwalcode("search", demo, "melden", "--lemma")
    assert {match.lower() for match in re.findall(r"\[(\w+)\]", answer.out)} == {
        "melden", "meldt", "gemeld", "meld",
    }  # fmt: skip
    assert "forms: melden, gemeld, meld, meldt" in answer.err


def test_json_and_csv_say_the_same(kwalcode: Kwalcode, demo: Path, desk: Path) -> None:
    found = json.loads(kwalcode("search", demo, "geen meld*", "--phrase", "--json").out)
    assert (found["query"], found["kind"], found["hits"]) == ("geen meld*", "phrase", 2)
    assert kwalcode("search", demo, "geen meld*", "--phrase", "--csv", "-o", "k.csv").code == 0
    rows = list(csv.DictReader(io.StringIO((desk / "k.csv").read_text(encoding="utf-8"))))
    assert [row["match"] for row in rows] == [hit["match"] for hit in found["results"]]
    assert [row["codes"].split("; ") for row in rows if row["codes"]] == [
        hit["codes"] for hit in found["results"] if hit["codes"]
    ]
    one = found["results"][0]
    assert one["end"] - one["start"] == len(one["match"])


def test_where_to_search(kwalcode: Kwalcode, demo: Path) -> None:
    def hits(*options: str) -> int:
        return int(json.loads(kwalcode("search", demo, "meld*", "--json", *options).out)["hits"])

    assert hits("--role", "interviewer") + hits("--role", "respondent") == 23
    assert hits("--document", "R08_politie") == 2
    assert hits("--where", "domain=politie") == 2
    assert hits("--within", "Melden", "--sub-codes") == hits() - hits(
        "--without", "Melden", "--sub-codes"
    )
    assert hits("--within", "Melden") == 0
    assert hits("--within", "Melden", "--sub-codes", "--coder", "Bram") < hits(
        "--within", "Melden", "--sub-codes"
    )


@pytest.mark.parametrize(("words", "line"), [
    (("[z-a]", "--regex"), "The pattern /[z-a]/ is wrong at place 2: bad character range z-a."),
    (("",), "Type a word to search for."),
    (("x", "--json", "--csv"), "--json or --csv, not both."),
])  # fmt: skip
def test_a_wrong_question(
    kwalcode: Kwalcode, demo: Path, words: tuple[str, ...], line: str
) -> None:
    answer = kwalcode("search", demo, *words)
    assert (answer.code, answer.line) == (2, line)


@pytest.mark.parametrize("options", [
    ("--within", "nergens"), ("--group", "geen"), ("--document", "R99"), ("--coder", "Niemand"),
])  # fmt: skip
def test_what_is_not_there(kwalcode: Kwalcode, demo: Path, options: tuple[str, ...]) -> None:
    answer = kwalcode("search", demo, "x", *options)
    assert answer.code == 1
    assert options[1] in answer.line


def test_autocode_after_a_dry_run_and_undo(kwalcode: Kwalcode, demo: Path) -> None:
    looked = kwalcode("autocode", demo, "meld*", "--code", "vaste meldroute", "--dry-run",
                      "--as", "Zoe")  # fmt: skip
    assert looked.err.splitlines() == [
        "17 hits in 10 documents, 10 respondents", "16 passages would be coded.",
    ]  # fmt: skip
    assert len(looked.out.splitlines()) == 16
    done = kwalcode("autocode", demo, "meld*", "--code", "vaste meldroute", "--as", "Zoe")
    assert done.err.splitlines()[-1] == "Melden > vaste meldroute: 16 codings put in."
    again = kwalcode("autocode", demo, "meld*", "--code", "vaste meldroute", "--as", "Zoe")
    assert again.err.splitlines()[1:] == [
        "16 passages are coded so already.", "Nothing to code.",
    ]  # fmt: skip
    acts = json.loads(kwalcode("history", demo, "--json").out)
    (entry,) = [act for act in acts if act["act"] == "autocode"]
    assert entry["arguments"] == {
        "query": "meld*", "kind": "words", "extent": "sentence",
        "code": "Melden > vaste meldroute", "codings": 16,
    }  # fmt: skip
    assert kwalcode("undo", demo, "--as", "Zoe").code == 0
    assert kwalcode("check", demo).code == 0
    assert kwalcode("codings", "export", demo, "--coder", "Zoe").out.count("\n") == 1


def test_a_code_is_made_only_when_asked_for(kwalcode: Kwalcode, demo: Path) -> None:
    answer = kwalcode("autocode", demo, "meldcode", "--code", "Melden > meldcode", "--as", "Zoe")
    assert answer.code == 1
    assert answer.line.endswith(
        "There is no code 'Melden > meldcode' in this project. --new makes it."
    )
    made = kwalcode("autocode", demo, "meldcode", "--code", "Melden > meldcode", "--new",
                    "--extent", "match", "--as", "Zoe")  # fmt: skip
    assert made.err.splitlines()[-1] == "Melden > meldcode: 4 codings put in."
    told = kwalcode("codings", "export", demo, "--coder", "Zoe", "--code", "meldcode").out
    assert {row["quote"] for row in csv.DictReader(io.StringIO(told))} == {"meldcode"}
