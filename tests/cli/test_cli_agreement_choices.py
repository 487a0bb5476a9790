"""`kwalcode agreement` by group, round and attribute, limited to documents, and on spans."""

import json
import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import lxml.html
import openpyxl
import pytest


@pytest.fixture
def demo(demo_folder: Path, desk: Path) -> Path:
    return Path(shutil.copyfile(demo_folder / "demo.kwal", desk / "demo.kwal"))


def figures(kwalcode, *words: object):
    answer = kwalcode("agreement", *words, "--replicates", 0, "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def names(kwalcode, study: Path) -> list[str]:
    found = figures(kwalcode, study)
    return found["document_names"]


def test_by_attribute_every_document_is_in_one_row(demo: Path, kwalcode) -> None:
    found = figures(kwalcode, demo, "--by", "Domain")
    assert found["by"] == "Domain"
    assert {one["name"] for one in found["groups"]} >= {"gemeente", "ggz"}
    assert sum(one["documents"] for one in found["groups"]) == found["documents"] == 6
    assert sum(one["n"] for one in found["groups"]) == found["n"]
    alone = figures(kwalcode, demo, "--where", "domain=gemeente")
    row = next(one for one in found["groups"] if one["name"] == "gemeente")
    assert row["alpha"] == pytest.approx(alone["pooled"]["alpha"])


def test_by_group_and_only_a_group(demo: Path, kwalcode) -> None:
    first, second, third = names(kwalcode, demo)[:3]
    answer = kwalcode("agreement", demo, "--by", "group")
    assert (answer.code, "no groups of documents" in answer.line) == (2, True)
    assert kwalcode("groups", "put", demo, "pilot", first, second).code == 0
    assert kwalcode("groups", "put", demo, "rest", third).code == 0
    rows = {one["name"]: one for one in figures(kwalcode, demo, "--by", "group")["groups"]}
    assert {name: row["documents"] for name, row in rows.items()} == {"pilot": 2, "rest": 1}
    only = figures(kwalcode, demo, "--group", "Pilot")
    assert only["document_names"] == [first, second]
    assert only["pooled"]["alpha"] == pytest.approx(rows["pilot"]["alpha"])
    by_name = figures(kwalcode, demo, "--document", first, "--document", second)
    assert by_name["pooled"] == only["pooled"]
    answer = kwalcode("agreement", demo, "--group", "none")
    assert (answer.code, "no group of documents 'none'" in answer.line) == (1, True)
    assert figures(kwalcode, demo, "--group", "rest", "--document", first)["documents"] == 0


def test_by_round_and_only_a_round(demo: Path, kwalcode) -> None:
    answer = kwalcode("agreement", demo, "--by", "round")
    assert (answer.code, "rounds start" in answer.line) == (2, True)
    for name, share in (("Round 1", "100%"), ("Round 2", "0%")):
        assert kwalcode("rounds", "start", demo, name).code == 0
        words = ("assign", demo, "--coders", "Anna,Bram", "--overlap", share, "--round", name)
        assert kwalcode(*words).code == 0
    first, second = figures(kwalcode, demo, "--by", "round")["groups"]
    whole = figures(kwalcode, demo)
    assert (first["name"], first["documents"]) == ("Round 1", 6)
    assert first["alpha"] == whole["pooled"]["alpha"]
    assert (second["documents"], second["alpha"]) == (0, None)
    assert second["reason"]
    assert figures(kwalcode, demo, "--round", "Round 1")["pooled"] == whole["pooled"]
    assert figures(kwalcode, demo, "--round", "Round 2")["documents"] == 0
    lines = kwalcode("agreement", demo, "--by", "round").out.splitlines()
    assert [line.split("  ")[0] for line in lines[2:4]] == ["Round 1", "Round 2"]
    assert kwalcode("agreement", demo, "--round", "Round 9").code == 1


def test_spans_and_sets_stand_beside_yes_and_no(demo: Path, kwalcode) -> None:
    codes = [one["code"] for one in figures(kwalcode, demo)["codes"] if one["both"]][:2]
    for code in codes:
        assert kwalcode("codes", "group", demo, "either", "--add", code).code == 0
    assert kwalcode("codes", "group", demo, "either", "--exclusive").code == 0
    found = figures(kwalcode, demo)
    assert 0 < found["pooled"]["bar_u_alpha"] < 1
    assert 0 < found["pooled"]["masi"] < 1
    (group,) = found["exclusive"]
    assert (group["group"], [one["code"] for one in group["codes"]]) == ("either", codes)
    for one in (group["u_alpha"], group["bar_u_alpha"], group["cu_alpha"]):
        assert (one["value"] is None) == bool(one["reason"])
    told = kwalcode("agreement", demo, "--replicates", 0).out
    assert "MASI-alpha over sets of codes 0.523" in told
    assert "either: u-alpha" in told
    header = told.splitlines()[0]
    assert "|u-alpha" in header
    assert "(k)u-alpha" in header
    assert "all codes, pooled" in told


def test_a_meeting_can_have_it_as_a_file(demo: Path, kwalcode) -> None:
    found = json.loads(kwalcode("disagreements", demo, "--json").out)
    words = ("disagreements", demo, "--class", "other code")
    for form in ("docx", "xlsx", "html"):
        answer = kwalcode(*words, "-o", f"m.{form}")
        assert (answer.code, "883 sentences" in answer.line) == (0, True), answer
    n = len([one for one in found["disagreements"] if one["class"] == "other code"])
    document = docx.Document("m.docx")
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert len(headings) == n
    assert headings[0].startswith("1. R")
    counts, codes, mixed = document.tables
    by_code = {one["code"]: one for one in found["codes"]}
    for row in codes.rows[1:]:
        name, *spans, cause = (cell.text for cell in row.cells)
        own = by_code[name]
        classes = ("agree", "boundary", "other code", "missed code", "missed passage")
        assert [int(n) for n in spans] == [own[one]["a"] + own[one]["b"] for one in classes]
        assert cause.startswith("unclear definition") == (own["points_to"] == "definition")
    assert [cell.text for cell in counts.rows[2].cells] == ["boundary", "77", "77"]
    assert len(mixed.rows) > 2
    definition = mixed.rows[1].cells[3].text
    assert definition
    book = openpyxl.load_workbook(BytesIO(Path("m.xlsx").read_bytes()))
    assert [sheet.max_row for sheet in book.worksheets][:2] == [n + 1, 6]
    titles = [cell.value for cell in book.worksheets[0][1]]
    assert titles == ["n", "place", "class", "passage", "Anna", "Bram", "decided"]
    page = lxml.html.fromstring(Path("m.html").read_bytes())
    assert len(page.xpath("//article")) == n
    assert definition in page.text_content()
    assert "unclear boundaries" in page.text_content()
    assert book.worksheets[2].max_row == len(codes.rows)
    first = zipfile.ZipFile("m.docx").read("word/document.xml")
    assert kwalcode(*words, "-o", "again.docx").code == 0
    assert zipfile.ZipFile("again.docx").read("word/document.xml") == first


def test_codes_that_nobody_used_are_named_together(demo: Path, kwalcode) -> None:
    words = ("agreement", demo, "--replicates", "0", "--document", "R01_gemeente_beleid")
    told, data = kwalcode(*words).out, json.loads(kwalcode(*words, "--json").out)
    used = [one["code"] for one in data["codes"] if one["positives"]]
    unused = [one["code"] for one in data["codes"] if not one["positives"]]
    rows, _blank, below = told.partition("\n\n")
    assert len(rows.splitlines()) == 2 + len(used) + 1
    line = below.splitlines()[0]
    assert line.startswith(f"n.a., since nobody used them ({len(unused)}): ")
    assert sorted(line.rstrip(".").partition("): ")[2].split("; ")) == sorted(unused)


def test_where_nothing_was_compared_the_sentence_stands_alone(demo: Path, kwalcode) -> None:
    told = kwalcode("agreement", demo, "--document", "R02_gemeente_veiligheid")
    assert told.out == "Agreement: n.a. (no document was coded by two coders).\n"
    assert "R02" not in told.out


def test_wrong_formats_of_the_list_are_told(demo: Path, kwalcode) -> None:
    answer = kwalcode("disagreements", demo, "--format", "pdf")
    assert (answer.code, "docx" in answer.line) == (2, True)
    answer = kwalcode("disagreements", demo, "--format", "docx")
    assert (answer.code, "-o" in answer.line) == (2, True)
    assert kwalcode("disagreements", demo, "--format", "html").out.startswith("<!DOCTYPE html>")
    assert "mixed up" in kwalcode("disagreements", demo).out


def test_the_order_of_the_names_decides_nothing(demo: Path, kwalcode) -> None:
    one, other = (
        json.loads(kwalcode("adjudicate", demo, "--coders", who, "--json").out)
        for who in ("Anna,Bram", "Bram,Anna")
    )
    assert one["n"] == other["n"]
    first = one["disagreements"][0]["id"]
    assert kwalcode("adjudicate", demo, "--decide", first, "a", "--coders", "Anna,Bram").code == 0
    for who in ("Anna,Bram", "Bram,Anna"):
        told = json.loads(kwalcode("adjudicate", demo, "--coders", who, "--json").out)
        assert (told["decided"], who) == (1, who)
