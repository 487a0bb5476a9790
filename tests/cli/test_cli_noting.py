"""Memos from the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import docx
import pytest

from kwalcode.project.acts.themes import create_theme
from kwalcode.project.study import open_study


@pytest.fixture
def noted(desk: Path, kwalcode) -> Path:
    """A study with a document, a code and a theme, and memos about each."""
    (desk / "talk.txt").write_text("I: Hoe gaat het?\n\nR: Goed, eigenlijk.\n", encoding="utf-8")
    (desk / "codes.csv").write_text("code\nSignalen\n", encoding="utf-8")
    assert kwalcode("new", "s.kwal", "--as", "Anna").code == 0
    assert kwalcode("import", "s.kwal", "talk.txt").code == 0
    assert kwalcode("codebook", "import", "s.kwal", "codes.csv").code == 0
    with open_study(desk / "s.kwal", "Anna") as study:
        create_theme(study, "Thema", "dus", [1])
    for words in (
        ("Een los idee", "--title", "Idee"),
        ("Over de code", "--code", "signalen"),
        ("Over het document", "--document", "talk"),
        ("Over de passage", "--document", "talk", "--place", "0:6"),
        ("Over het thema", "--theme", "thema"),
        ("Over wie het zei", "--respondent", "TALK", "--as", "Bram"),
        ("Zie daar", "--free", "--document", "talk", "--place", "7:11", "--title", "Gelinkt"),
    ):
        answer = kwalcode("memo", "s.kwal", *words)
        assert answer.code == 0, answer.err
    return desk / "s.kwal"


def found(kwalcode, *words: str) -> list[dict[str, object]]:
    return json.loads(kwalcode("memos", "s.kwal", "--json", *words).out)


def test_memos_are_listed_by_what_they_are_about(noted: Path, kwalcode) -> None:
    assert [(m["about"], m["subject"], m["text"]) for m in found(kwalcode)] == [
        ("project", "", "Zie daar"),
        ("project", "", "Een los idee"),
        ("document", "talk", "Over het document"),
        ("quotation", "talk", "Over de passage"),
        ("code", "Signalen", "Over de code"),
        ("theme", "Thema", "Over het thema"),
        ("respondent", "talk", "Over wie het zei"),
    ]
    assert kwalcode("memos", "s.kwal").line == "7 memos."


def test_passages_and_links_are_told(noted: Path, kwalcode) -> None:
    (passage,) = found(kwalcode, "--about", "quotation")
    assert (passage["start"], passage["end"], passage["quote"]) == (0, 6, "I: Hoe")
    assert found(kwalcode)[0]["links"] == [{"document": "talk", "text": "gaat"}]


def test_memos_are_narrowed(noted: Path, kwalcode) -> None:
    assert [m["text"] for m in found(kwalcode, "--by", "bram")] == ["Over wie het zei"]
    assert [m["title"] for m in found(kwalcode, "--search", "ÍDEE")] == ["Idee"]
    assert found(kwalcode, "--about", "code", "--search", "thema") == []
    assert kwalcode("memos", "s.kwal", "--by", "Cees").code == 1
    assert kwalcode("memos", "s.kwal", "--about", "iets").code == 2


def test_memos_are_written_in_every_format(noted: Path, kwalcode) -> None:
    for form in ("md", "docx", "csv"):
        answer = kwalcode("memos", "s.kwal", "-o", f"memos.{form}")
        assert answer.err.splitlines() == [f"Written: memos.{form}", "7 memos."]
    told = Path("memos.md").read_text(encoding="utf-8")
    assert "## Free notes\n\n### Gelinkt\n" in told
    assert "> “gaat” (talk)" in told
    document = docx.Document("memos.docx")
    assert "Over de passage" in [paragraph.text for paragraph in document.paragraphs]
    rows = list(csv.DictReader(io.StringIO(Path("memos.csv").read_text(encoding="utf-8-sig"))))
    assert rows[0]["links"] == "“gaat” (talk)"
    assert kwalcode("memos", "s.kwal", "--csv").out.count("\n") == 8


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("x", "--code", "a", "--theme", "b"), 2, "about one thing"),
        (("x", "--place", "0:4"), 2, "--place needs --document"),
        (("x", "--document", "talk", "--place", "vier"), 2, "is no passage"),
        (("x", "--document", "talk", "--place", "0:4000"), 1, "not a passage"),
        (("x", "--theme", "Niets"), 1, "there are: Thema"),
        (("x", "--respondent", "Niemand"), 1, "there are: talk"),
        (("x", "--code", "Niets"), 1, "Niets"),
        ((" ",), 1, "needs some text"),
    ],
)
def test_memos_that_are_refused(noted: Path, kwalcode, words, code: int, told: str) -> None:
    answer = kwalcode("memo", "s.kwal", *words)
    assert answer.code == code
    assert told in answer.line
    assert len(found(kwalcode)) == 7
