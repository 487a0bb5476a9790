"""themes, patterns, relations and framework through the command line, on a copy of the demo."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from kwalcode import preferences

THEME = "De politie is hulp en risico tegelijk"
A, B = "Signaleren > zichtbare signalen", "Signaleren > subtiele signalen"


@pytest.fixture
def mine(demo_folder: Path, desk: Path, kwalcode) -> str:
    """A copy of the demo, by Anna."""
    assert kwalcode("copy", demo_folder / "demo.kwal", "mine.kwal").code == 0
    preferences.remember("name", "Anna")
    return "mine.kwal"


def data(kwalcode, *words: object):
    answer = kwalcode(*words, "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def done(kwalcode, *words: object) -> str:
    answer = kwalcode(*words)
    assert answer.code == 0, answer.err
    return answer.err


def test_themes_say_what_carries_them(mine: str, kwalcode) -> None:
    found = data(kwalcode, "themes", "list", mine)
    assert (found["layer"], found["roles"], found["respondents"]) == ("Anna", ["respondent"], 12)
    first = found["themes"][0]
    assert len(first["respondents"]) == 11
    assert first["warnings"] == ["no negative case"]
    table = data(kwalcode, "themes", "table", mine)
    for theme, row in zip(found["themes"], table["themes"], strict=True):
        assert row["respondents"] == len(theme["respondents"]) == sum(map(bool, row["cells"]))
    listed = csv.DictReader(io.StringIO(kwalcode("themes", "list", mine, "--csv").out))
    assert {row["respondents_n"] for row in listed} == {"12"}


def test_a_proposal_becomes_a_theme_by_a_name_and_a_claim(mine: str, kwalcode) -> None:
    proposals = data(kwalcode, "themes", "proposals", mine)["proposals"]
    assert proposals[0]["theme"] is None
    new = ("themes", "new", mine, "Nieuw")
    assert "central claim" in kwalcode(*new, "--proposal", "1").line
    assert "proposal 99" in kwalcode(*new, "dus", "--proposal", "99").line
    done(kwalcode, *new, "dus", "--proposal", "1", "--under", THEME)
    assert data(kwalcode, "themes", "proposals", mine)["proposals"][0]["theme"] == "Nieuw"
    done(kwalcode, "themes", "edit", mine, "nieuw", "--name", "Anders", "--searched", "--top")
    made = data(kwalcode, "themes", "list", mine)["themes"][-1]
    assert (made["theme"], made["parent"], made["warnings"]) == ("Anders", None, [])
    place = (mine, "Anders", "R01_gemeente_beleid", "300:340")
    done(kwalcode, "themes", "quote", *place, "--note", "kijk")
    (quote,) = data(kwalcode, "themes", "list", mine)["themes"][-1]["quotes"]
    assert (quote["side"], quote["note"], quote["start"]) == ("supporting", "kijk", 300)
    done(kwalcode, "themes", "quote", *place, "--remove")
    assert kwalcode("themes", "quote", *place, "--remove").code == 1
    done(kwalcode, "themes", "delete", mine, "Anders")
    assert kwalcode("themes", "edit", mine, "Anders").code == 1


def test_a_pattern_from_its_claim_to_final(mine: str, kwalcode) -> None:
    done(kwalcode, "patterns", "new", mine, "similarity", "gaan samen", A, B)
    card = data(kwalcode, "patterns", "show", mine, "1")
    cells = {one["respondent"]: one["cell"] for one in card["respondents_by_cell"]}
    assert len(cells) == 12
    pairs = data(kwalcode, "cooccurrence", mine, "--rule", "sentence")["pairs"]
    (pair,) = [one for one in pairs if {one["a"], one["b"]} == {A, B}]
    assert list(cells.values()).count("together") == pair["respondents"]
    refused = kwalcode("patterns", "edit", mine, "1", "--status", "final")
    assert (refused.code, "not opened" in refused.line) == (1, True)
    opened = kwalcode("patterns", "open", mine, "1", "--negative")
    assert opened.out.count("\n  ") > 5
    done(kwalcode, "patterns", "edit", mine, "1", "--status", "final")
    (listed,) = data(kwalcode, "patterns", "list", mine)
    assert (listed["status"], listed["missing"]) == ("final", [])
    rows = list(csv.DictReader(io.StringIO(kwalcode("patterns", "show", mine, "1", "--csv").out)))
    assert {row["layer"] for row in rows} == {"Anna"}
    assert [row["opened"] for row in rows if row["negative"] == "1"] == ["Anna"] * 11
    done(kwalcode, "patterns", "edit", mine, "1", "--rule", "follows(4)")
    assert data(kwalcode, "patterns", "show", mine, "1")["status"] == "draft"
    assert kwalcode("patterns", "edit", mine, "1", "--rule", "soon").code == 2


def test_sequences_and_answers_name_their_rule(mine: str, kwalcode) -> None:
    found = data(kwalcode, "patterns", "sequences", mine, "--within", "4", "--least", "3")
    assert found["rule"] == "follows(4)"
    assert all(pair["respondents"] >= 3 for pair in found["pairs"])
    assert found["pairs"]
    answers = data(kwalcode, "patterns", "answers", mine)
    assert 0 < answers["answers"] <= answers["questions"]
    assert all(one["answers"] <= one["turns"] for one in answers["codes"])


def test_a_relation_gets_another_type_way_and_note(mine: str, kwalcode) -> None:
    done(kwalcode, "relations", "add", mine, A, "part of", "optelsom", "--note", "zegt R03")
    (before,) = data(kwalcode, "relations", "list", mine)
    number = before["number"]
    assert kwalcode("relations", "edit", mine, str(number)).code == 2
    assert kwalcode("relations", "edit", mine, str(number), "--turn", "--note", "x").code == 2
    done(kwalcode, "relations", "edit", mine, number, "--type", "cause of", "--turn")
    (after,) = data(kwalcode, "relations", "list", mine)
    assert (after["type"], after["a"], after["b"]) == ("cause of", before["b"], before["a"])
    assert after["note"] == "zegt R03"
    done(kwalcode, "relations", "edit", mine, number, "--note", "")
    (last,) = data(kwalcode, "relations", "list", mine)
    assert last["note"] == ""


def test_relations_are_listed_and_drawn(mine: str, kwalcode) -> None:
    done(kwalcode, "relations", "add", mine, A, "part of", "optelsom", "--note", "zegt R03")
    assert kwalcode("relations", "add", mine, A, "part of", "optelsom").code == 1
    assert kwalcode("relations", "add", mine, A, "is a", f"theme:{THEME}").code == 1
    (one,) = data(kwalcode, "relations", "list", mine)
    assert (one["a"], one["type"], one["directed"], one["note"]) == (A, "part of", True, "zegt R03")
    for form in ("dot", "graphml", "gexf", "csv", "svg", "json"):
        done(kwalcode, "graph", mine, "-o", f"g.{form}")
        assert "is part of" in Path(f"g.{form}").read_text(encoding="utf-8"), form
    done(kwalcode, "relations", "remove", mine, one["number"])
    done(kwalcode, "graph", mine, "-o", "g.csv")
    assert "is part of" not in Path("g.csv").read_text(encoding="utf-8")


def test_the_framework_as_documents(mine: str, kwalcode) -> None:
    cell = ("R01", f"theme:{THEME}")
    done(kwalcode, "framework", mine, "--write", *cell, "=Ziet de politie als hulp.")
    done(kwalcode, "framework", mine, "--read", *cell)
    assert "1 summary without quotation" in kwalcode("framework", mine).err
    done(kwalcode, "framework", mine, "--link", *cell, "R01_gemeente_beleid", "300:340")
    found = data(kwalcode, "framework", mine, "--theme", THEME)
    mine_cell = next(one for one in found["cells"] if one["respondent"] == "R01")
    assert (mine_cell["summary"], mine_cell["read_by"]) == ("=Ziet de politie als hulp.", ["Anna"])
    assert mine_cell["warning"] is None
    assert len(mine_cell["linked"]) == 1
    for form in ("docx", "xlsx", "csv", "html", "json"):
        done(kwalcode, "framework", mine, "-o", f"a.{form}")
        done(kwalcode, "framework", mine, "-o", f"b.{form}")
        assert Path(f"a.{form}").read_bytes() == Path(f"b.{form}").read_bytes(), form
    book = openpyxl.load_workbook("a.xlsx")
    sheet = book.worksheets[0]
    assert (sheet.freeze_panes, sheet.max_row) == ("B2", 13)
    values = [str(value) for row in sheet.values for value in row]
    assert any(value.startswith("'=Ziet de politie") for value in values)
    word = Document("a.docx")
    assert word.sections[0].page_width > word.sections[0].page_height
    assert [p.text for p in word.paragraphs if p.style.name == "Heading 2"] == [THEME]
    page = Path("a.html").read_text(encoding="utf-8")
    assert "http" not in page.replace("http-equiv", "")
    done(kwalcode, "framework", mine, "--write", *cell, "")
    assert "framework" not in kwalcode("check", mine).err


def test_a_study_with_nothing_in_it(small: Path, kwalcode) -> None:
    assert data(kwalcode, "themes", "list", small)["themes"] == []
    assert data(kwalcode, "themes", "proposals", small)["reason"]
    assert data(kwalcode, "patterns", "list", small) == []
    assert data(kwalcode, "patterns", "sequences", small)["pairs"] == []
    assert data(kwalcode, "patterns", "answers", small)["answers"] == 0
    assert data(kwalcode, "relations", "list", small) == []
    done(kwalcode, "framework", small, "-o", "f.docx")
    done(kwalcode, "framework", small, "-o", "f.xlsx")
    assert kwalcode("patterns", "show", small, "1").code == 1
