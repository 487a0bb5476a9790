"""query and queries from the command line."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Kwalcode = Callable[..., Any]


@pytest.fixture
def demo(demo_folder: Path, desk: Path) -> Path:
    """A copy of the demo study."""
    return Path(shutil.copy(demo_folder / "demo.kwal", desk / "demo.kwal"))


def found(kwalcode: Kwalcode, study: Path, *words: str) -> list[tuple[str, int, int]]:
    answer = kwalcode("query", study, *words, "--json")
    assert answer.code == 0, answer.err
    return [(q["document"], q["start"], q["end"]) for q in json.loads(answer.out)["quotations"]]


def test_a_query_gives_the_quotations_of_quotes(kwalcode: Kwalcode, demo: Path) -> None:
    quotes = json.loads(kwalcode("quotes", demo, "--code", "optelsom", "--format", "json").out)
    places = [(q["document"], q["start"], q["end"]) for q in quotes]
    assert places
    assert found(kwalcode, demo, "optelsom") == places
    assert found(kwalcode, demo, "code optelsom AND NOT coder Bram", "--coder", "Anna") == places
    assert set(found(kwalcode, demo, "ONE OF(optelsom, Melden met subcodes)")) >= set(places)


def test_json_holds_what_was_counted(kwalcode: Kwalcode, demo: Path) -> None:
    answer = kwalcode("query", demo, "optelsom", "--json", "--where", "domain=ggz")
    said = json.loads(answer.out)
    assert list(said) == [
        "query", "order", "layer", "roles", "where", "documents", "respondents", "found", "notes",
        "not_coded", "quotations",
    ]  # fmt: skip
    assert (said["layer"], said["roles"], said["where"]) == ("Anna", ["respondent"], ["domain=ggz"])
    assert said["found"] == {"quotations": 2, "documents": 2, "respondents": 2}
    assert said["respondents"] == 2
    one = said["quotations"][0]
    assert list(one) == [
        "document", "start", "end", "text", "before", "after", "codes", "coders", "speaker",
        "role", "respondent", "turn", "attributes",
    ]  # fmt: skip
    assert one["codes"] == ["Voelen en wegen > optelsom"]
    assert "2 quotations found, in 2 of 2 respondents." in answer.err
    assert "layer: Anna" in answer.err


def test_the_other_formats(kwalcode: Kwalcode, demo: Path, desk: Path) -> None:
    places = found(kwalcode, demo, "optelsom")
    answer = kwalcode("query", demo, "optelsom", "--csv")
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert [(r["document"], int(r["start"]), int(r["end"])) for r in rows] == places
    text = kwalcode("query", demo, "optelsom").out
    assert text.count("Voelen en wegen > optelsom  (Anna)") == len(places)
    assert "    Interviewer: Welke signalen zijn er?\n  “Het is een optelsom." in text
    for ending in ("docx", "xlsx", "html", "md", "csv", "txt", "json"):
        target = desk / f"found.{ending}"
        assert kwalcode("query", demo, "optelsom", "-o", target).code == 0
        assert target.stat().st_size
    assert "## Voelen en wegen > optelsom" in (desk / "found.md").read_text(encoding="utf-8")
    assert "Filter: optelsom" in (desk / "found.md").read_text(encoding="utf-8")


def test_orders_roles_and_unfinished_documents(kwalcode: Kwalcode, demo: Path) -> None:
    by_length = found(kwalcode, demo, "optelsom", "--order", "length")
    assert [end - start for _d, start, end in by_length] == sorted(
        (end - start for _d, start, end in by_length), reverse=True
    )
    everybody = found(kwalcode, demo, "optelsom", "--role", "all", "--unfinished")
    assert set(everybody) >= set(by_length)


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (["optelsom AND"], 2, "Column 13: here the query ends; expected: a code"),
        (["optelsm"], 2, "Column 1: there is no code “optelsm”; do you mean:"),
        ([], 2, "Give a query, or the name of a saved one with --saved."),
        (["optelsom", "--saved", "x"], 2, "Give a query, or the name of a saved one"),
        (["--saved", "x"], 1, "there is no saved query 'x'"),
        (["optelsom", "--json", "--csv"], 2, "--json or --csv, not both."),
        (["optelsom", "--coder", "Piet"], 1, "there is no coder “Piet”"),
        (["optelsm", "--save", "x"], 2, "Column 1: there is no code “optelsm”"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(
    kwalcode: Kwalcode, demo: Path, words: list[str], code: int, line: str
) -> None:
    answer = kwalcode("query", demo, *words)
    assert answer.code == code
    assert line.casefold() in answer.line.casefold()
    assert answer.out == ""
    assert json.loads(kwalcode("queries", demo, "--json").out) == []


def test_queries_are_saved_asked_renamed_and_deleted(kwalcode: Kwalcode, demo: Path) -> None:
    places = found(kwalcode, demo, "optelsom")
    assert kwalcode("query", demo, "optelsom", "--save", "som", "--as", "Anna").code == 0
    assert found(kwalcode, demo, "--saved", "SOM") == places
    assert json.loads(kwalcode("queries", demo, "--json").out) == [
        {"name": "som", "query": "optelsom"}
    ]
    assert "som   optelsom" in kwalcode("queries", demo).out
    assert kwalcode("queries", demo, "--rename", "som", "geheel", "--as", "Anna").code == 0
    assert kwalcode("queries", demo, "--delete", "som", "--as", "Anna").code == 1
    assert kwalcode("queries", demo, "--delete", "geheel", "--as", "Anna").code == 0
    assert "No query was saved yet" in kwalcode("queries", demo).err
    assert kwalcode("undo", demo, "--as", "Anna").code == 0
    assert "geheel" in kwalcode("queries", demo).out
    assert kwalcode("check", demo).code == 0


def test_what_is_found_is_put_with_a_theme_in_one_act(kwalcode: Kwalcode, demo: Path) -> None:
    places = found(kwalcode, demo, "optelsom")
    answer = kwalcode("query", demo, "optelsom", "--theme", "Wegen", "--as", "Anna")
    assert f"{len(places)} quotations put with “Wegen”." in answer.err
    listed = json.loads(kwalcode("themes", "list", demo, "--json").out)
    (theme,) = [one for one in listed["themes"] if one["theme"] == "Wegen"]
    quotes = [(q["document"], q["start"], q["end"]) for q in theme["quotes"]]
    assert sorted(quotes) == sorted(places)
    again = kwalcode("query", demo, "optelsom", "--theme", "wegen", "--against", "--as", "Anna")
    assert "0 quotations put with “wegen”." in again.err
    assert "Wegen" in kwalcode("undo", demo, "--as", "Anna").err
    assert "Wegen" not in kwalcode("themes", "list", demo, "--json").out
    wrong = kwalcode("query", demo, "optelsom", "--against")
    assert (wrong.code, "--against needs --theme" in wrong.err) == (2, True)
