"""documents, speakers, attributes, groups: what one fills in about the material."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

Kwalcode = Callable[..., Any]

GROUP = "I: Hoe gaat het?\nJan: Goed.\nPiet: Slecht.\nI: O?\nJan: Ja.\nPiet: Nee.\n"


@pytest.fixture
def three(small: Path, kwalcode: Kwalcode) -> Path:
    """`small` with a second interview and a group interview."""
    (small.parent / "more").mkdir()
    (small.parent / "more" / "second.txt").write_text("I: En?\nR: Goed.\n", encoding="utf-8")
    (small.parent / "more" / "diep").mkdir()
    (small.parent / "more" / "diep" / "group.txt").write_text(GROUP, encoding="utf-8")
    assert kwalcode("import", "s.kwal", "more").code == 0
    return small


def documents(kwalcode: Kwalcode, *options: str) -> list[dict[str, Any]]:
    answer = kwalcode("documents", "s.kwal", "--json", *options)
    assert answer.code == 0, answer.err
    found: list[dict[str, Any]] = json.loads(answer.out)
    return found


def names(kwalcode: Kwalcode, *options: str) -> list[str]:
    return [row["document"] for row in documents(kwalcode, *options)]


def test_folders_go_in_whole_unless_one_says_otherwise(small: Path, kwalcode: Kwalcode) -> None:
    for folder in ("a/b", "a/.hidden"):
        (small.parent / folder).mkdir(parents=True)
    for name in ("a/one.txt", "a/b/two.txt", "a/.hidden/three.txt"):
        (small.parent / name).write_text(f"I: {name}?\nR: Ja.\n", encoding="utf-8")
    (small.parent / "a" / "loop").symlink_to(small.parent / "a")
    assert kwalcode("import", "s.kwal", "a", "--no-subfolders").code == 0
    assert names(kwalcode) == ["talk", "one"]
    assert kwalcode("import", "s.kwal", "a").code == 0
    assert names(kwalcode) == ["talk", "one", "two"]


def test_documents_are_named_ordered_and_removed(three: Path, kwalcode: Kwalcode) -> None:
    assert names(kwalcode) == ["talk", "second", "group"]
    found = names(kwalcode, "--rename", "talk=Gesprek 1", "--first", "group", "--first", "second")
    assert found == ["group", "second", "Gesprek 1"]
    assert names(kwalcode, "--remove", "second") == ["group", "Gesprek 1"]
    kwalcode("undo", "s.kwal")
    assert len(names(kwalcode)) == 3
    answer = kwalcode("documents", "s.kwal", "--rename", "second=group")
    assert (answer.code, "'group' already" in answer.line) == (1, True)
    assert kwalcode("documents", "s.kwal", "--remove", "nergens").code == 1
    assert kwalcode("documents", "s.kwal", "--rename", "second").code == 2


def test_documents_of_one_respondent(three: Path, kwalcode: Kwalcode) -> None:
    rows = documents(kwalcode, "--respondent", "talk=An", "--respondent", "second=An")
    assert [row["respondent"] for row in rows] == ["An", "An", "group"]


def test_attributes_are_set_listed_renamed_ordered_and_deleted(
    three: Path, kwalcode: Kwalcode
) -> None:
    assert kwalcode("attributes", "set", "s.kwal", "domein", "zorg", "talk", "second").code == 0
    assert kwalcode("attributes", "add", "s.kwal", "leeftijd", "functie").code == 0
    assert kwalcode("attributes", "set", "s.kwal", "Leeftijd", "41", "talk").code == 0
    assert kwalcode("attributes", "order", "s.kwal", "functie").code == 0
    assert kwalcode("attributes", "rename", "s.kwal", "domein", "sector").code == 0
    found = json.loads(kwalcode("attributes", "list", "s.kwal", "--json").out)
    assert found == [
        {"attribute": "functie", "respondents": 0, "values": {}},
        {"attribute": "sector", "respondents": 2, "values": {"zorg": 2}},
        {"attribute": "leeftijd", "respondents": 1, "values": {"41": 1}},
    ]
    assert "zorg (2)" in kwalcode("attributes", "list", "s.kwal").out
    answer = kwalcode("attributes", "set", "s.kwal", "sector", "", "talk")
    assert answer.line == "1 value changed."
    assert kwalcode("attributes", "delete", "s.kwal", "leeftijd").line == "Deleted with 1 value."
    assert kwalcode("attributes", "delete", "s.kwal", "leeftijd").code == 1
    assert kwalcode("attributes", "set", "s.kwal", "x", "y").code == 2


def test_speakers_of_a_group_interview_are_respondents(three: Path, kwalcode: Kwalcode) -> None:
    answer = kwalcode(
        "speakers", "s.kwal", "group", "--respondent", "Jan=Jan de Wit", "--respondent",
        "piet=talk", "--json",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    found = {row["speaker"]: row["respondent"] for row in json.loads(answer.out)}
    assert found == {"I": "", "Jan": "Jan de Wit", "Piet": "talk"}
    answer = kwalcode("attributes", "set", "s.kwal", "leeftijd", "50", "--respondent", "jan de wit")
    assert answer.line == "1 value changed."
    assert "Jan de Wit" in kwalcode("speakers", "s.kwal", "group").out
    assert kwalcode("speakers", "s.kwal", "group", "--respondent", "Jan=").code == 0
    assert "Jan de Wit" not in kwalcode("speakers", "s.kwal", "group").out
    assert kwalcode("speakers", "s.kwal", "group", "--respondent", "Klaas=x").code == 1


def test_attributes_come_out_as_they_go_in(three: Path, kwalcode: Kwalcode) -> None:
    kwalcode("speakers", "s.kwal", "group", "--respondent", "Jan=Jan")
    kwalcode("attributes", "set", "s.kwal", "domein", "=zorg", "talk")
    kwalcode("attributes", "set", "s.kwal", "leeftijd", "50", "--respondent", "Jan")
    answer = kwalcode("attributes", "export", "s.kwal")
    rows = list(csv.reader(io.StringIO(answer.out)))
    assert rows == [
        ["document", "speaker", "respondent", "domein", "leeftijd"],
        ["talk", "", "talk", "'=zorg", ""],
        ["second", "", "second", "", ""],
        ["group", "", "group", "", ""],
        ["group", "Jan", "Jan", "", "50"],
    ]
    (three.parent / "uit.csv").write_text(answer.out, encoding="utf-8")
    again = kwalcode("import", "s.kwal", "--attributes", "uit.csv")
    assert again.line == "uit.csv: 0 values set."
    assert kwalcode("attributes", "export", "s.kwal", "-o", "uit.xlsx").code == 0
    sheet = load_workbook(three.parent / "uit.xlsx").active
    assert [cell.value for cell in sheet[2]] == ["talk", None, "talk", "=zorg", None]
    assert kwalcode("attributes", "export", "s.kwal", "--format", "xlsx").code == 2
    assert kwalcode("attributes", "export", "s.kwal", "--format", "pdf").code == 2


def test_a_table_maps_speakers(three: Path, kwalcode: Kwalcode) -> None:
    table = three.parent / "wie.csv"
    table.write_text("document,speaker,respondent,rol\ngroup,jan,Jan,ouder\ngroup,Piet,,kind\n")
    assert kwalcode("import", "s.kwal", "--attributes", "wie.csv").code == 0
    found = json.loads(kwalcode("speakers", "s.kwal", "group", "--json").out)
    assert [row["respondent"] for row in found] == ["", "Jan", "group Piet"]
    table.write_text("document,speaker,respondent,rol\ngroup,Klaas,Jan,ouder\n")
    answer = kwalcode("import", "s.kwal", "--attributes", "wie.csv")
    assert answer.code == 1
    assert "there is no speaker 'Klaas' in 'group'" in answer.err


def test_groups_of_documents(three: Path, kwalcode: Kwalcode) -> None:
    assert kwalcode("groups", "put", "s.kwal", "ronde een", "talk", "group").code == 0
    assert kwalcode("groups", "put", "s.kwal", "Ronde een", "talk").line == "0 documents put in."
    assert names(kwalcode, "--group", "ronde een") == ["talk", "group"]
    assert "ronde een" in kwalcode("documents", "s.kwal").out
    assert kwalcode("groups", "take", "s.kwal", "ronde een", "talk").code == 0
    assert kwalcode("groups", "rename", "s.kwal", "ronde een", "eerste").code == 0
    found = json.loads(kwalcode("groups", "list", "s.kwal", "--json").out)
    assert found == [{"group": "eerste", "documents": ["group"]}]
    assert "eerste  1  group" in kwalcode("groups", "list", "s.kwal").out
    assert kwalcode("groups", "delete", "s.kwal", "eerste").code == 0
    assert kwalcode("groups", "delete", "s.kwal", "eerste").code == 1
    assert kwalcode("check", "s.kwal").code == 0


def test_a_member_of_a_group_interview_is_erased(three: Path, kwalcode: Kwalcode) -> None:
    kwalcode("speakers", "s.kwal", "group", "--respondent", "Jan=Jan de Wit")
    answer = kwalcode("erase", "s.kwal", "--respondent", "Jan de Wit", "--yes")
    assert answer.code == 0
    assert b"Goed." not in three.read_bytes().replace(b"R: Goed.", b"")
    assert "█" in kwalcode("speakers", "s.kwal", "group").out
    assert kwalcode("check", "s.kwal").code == 0
