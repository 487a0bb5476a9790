"""mark, unmark, quotes --marked: passages for the report, and what it shows of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from lxml import html

from kwalcode.project.history.check import check
from kwalcode.project.study import open_study

Kwalcode = Callable[..., Any]
TALKED = "Dat is een gevoel. Een onderbuikgevoel, eigenlijk."
SHOWN = "Dat is (...). [nou] Een vermoeden, eigenlijk."
EDITS = ("--elide", "een gevoel", "--insert", "Een onderbuik", "nou", "--pseudonym")


@pytest.fixture
def marked(small: Path, kwalcode: Kwalcode) -> Path:
    """`small` with respondents' attributes and one edited passage marked."""
    made = kwalcode("mark", small, "talk", TALKED, *EDITS, "onderbuikgevoel", "vermoeden")
    assert made.code == 0, made.err
    assert f"“{SHOWN}”" in made.line
    return small


def test_the_marked_passage_is_listed_in_every_format(
    marked: Path, kwalcode: Kwalcode, desk: Path
) -> None:
    for form in ("md", "html", "csv", "json", "docx", "xlsx"):
        answer = kwalcode("quotes", marked, "--marked", "-o", desk / f"q.{form}")
        assert answer.code == 0, answer.err
    assert SHOWN in (desk / "q.md").read_text(encoding="utf-8")
    page = html.fromstring((desk / "q.html").read_text(encoding="utf-8"))
    assert SHOWN in page.text_content()
    assert "marked for the report" in page.text_content()
    assert any(SHOWN in p.text for p in docx.Document(str(desk / "q.docx")).paragraphs)
    sheet = openpyxl.load_workbook(desk / "q.xlsx").worksheets[0]
    header, cells = list(sheet.iter_rows(values_only=True))
    assert dict(zip(header, cells, strict=True))["text"] == SHOWN
    (row,) = csv.DictReader(io.StringIO((desk / "q.csv").read_text(encoding="utf-8-sig")))
    (found,) = json.loads((desk / "q.json").read_text(encoding="utf-8"))
    assert json.loads(row["edits"]) == found["edits"]
    assert found["text"] == row["text"] == SHOWN
    assert [edit["kind"] for edit in found["edits"]] == ["elision", "insertion", "pseudonym"]
    source = (desk / "talk.txt").read_text(encoding="utf-8")
    assert source[found["start"] : found["end"]] == TALKED
    first, _second, last = found["edits"]
    assert source[first["start"] : first["end"]] == "een gevoel"
    assert source[last["start"] : last["end"]] == "onderbuikgevoel"


def test_edits_can_be_taken_back(marked: Path, kwalcode: Kwalcode) -> None:
    (found,) = json.loads(
        kwalcode("quotes", marked, "--marked", "--unedited", "--format", "json").out
    )
    assert (found["text"], found["edits"], found["codes"]) == (TALKED, [], [])
    again = kwalcode("mark", marked, "talk", TALKED, "--note", "hoofdstuk 2")
    assert SHOWN in again.line
    assert f"“{TALKED}”" in kwalcode("mark", marked, "talk", TALKED, "--plain").line
    (found,) = json.loads(kwalcode("quotes", marked, "--marked", "--format", "json").out)
    assert (found["text"], found["note"]) == (TALKED, "hoofdstuk 2")
    assert kwalcode("undo", marked).code == 0
    (found,) = json.loads(kwalcode("quotes", marked, "--marked", "--format", "json").out)
    assert found["text"] == SHOWN
    with open_study(marked) as study:
        assert check(study) == []


def test_a_mark_is_taken_back(marked: Path, kwalcode: Kwalcode) -> None:
    assert kwalcode("unmark", marked, "talk", TALKED).code == 0
    assert kwalcode("quotes", marked, "--marked", "--format", "json").out == "[]\n"
    answer = kwalcode("unmark", marked, "talk", TALKED)
    assert answer.code == 1
    assert "not marked for the report" in answer.line


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (("talk", "niet gezegd"), 1, "must occur here, once"),
        (("talk", "gevoel"), 1, "must occur here, once"),
        (("talk", "5:2"), 1, "not a passage"),
        (("talk", "0:99999"), 1, "not a passage"),
        (("weg", "0:5"), 1, "weg"),
        (("talk", TALKED, "--elide", "R:"), 1, "must occur here, once"),
        (("talk", TALKED, "--pseudonym", "Jan", "Piet"), 1, "'Jan' is not in the passage"),
        (("talk", TALKED, "--pseudonym", " ", "Piet"), 2, "empty"),
        (("talk", TALKED, "--insert", "Een", " "), 2, "needs a text"),
        (("talk", TALKED, "--elide", "gevoel. Een", "--elide", "Een onderbuik"), 2, "overlap"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(
    small: Path, kwalcode: Kwalcode, words: tuple[str, ...], code: int, reason: str
) -> None:
    answer = kwalcode("mark", small, *words)
    assert answer.code == code, answer.err
    assert reason in answer.line
    assert kwalcode("quotes", small, "--marked", "--format", "json").out == "[]\n"


def test_unedited_needs_marked(small: Path, kwalcode: Kwalcode) -> None:
    answer = kwalcode("quotes", small, "--unedited")
    assert answer.code == 2
    assert "--marked" in answer.line


def test_a_question_says_that_the_interviewer_asked_it(small: Path, kwalcode: Kwalcode) -> None:
    assert "(Interviewer, " in kwalcode("mark", small, "talk", "En dan?").line
    listed = kwalcode("quotes", small, "--marked")
    assert "(no code)" in listed.out
    assert "“En dan?” (Interviewer, " in listed.out.replace("\\", "")
    asked = kwalcode("quotes", small, "--marked", "--role", "respondent", "--format", "json")
    assert asked.out == "[]\n"


def test_labels_that_fit_few_are_told_of(demo_folder: Path, kwalcode: Kwalcode) -> None:
    answer = kwalcode("quotes", demo_folder / "demo.kwal", "--format", "csv")
    assert "fit fewer than 3 respondents" in answer.err
    assert "{training}" in answer.err
    named = kwalcode("quotes", demo_folder / "demo.kwal", "--attribution", "{respondent}")
    assert "fit fewer" not in named.err


def test_the_report_holds_them_too(marked: Path, kwalcode: Kwalcode, desk: Path) -> None:
    assert kwalcode("report", marked, "-o", desk / "out").code == 0
    made = docx.Document(str(desk / "out" / "marked-quotes.docx"))
    assert any(SHOWN in p.text for p in made.paragraphs)
