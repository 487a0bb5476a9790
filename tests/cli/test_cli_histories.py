"""The history narrowed, the audit trail, undo to a point, the project as it was."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import docx
import pytest

from kwalcode.project.acts.codes import create_code, delete_code, edit_code
from kwalcode.project.acts.notes import write_memo
from kwalcode.project.history.check import check
from kwalcode.project.history.undo import undo
from kwalcode.project.study import create, open_study


@pytest.fixture
def worked(desk: Path) -> Path:
    """A study in which Anna and Bram did something."""
    path = desk / "s.kwal"
    with create(path, "Anna") as study:
        create_code(study, "Café")
        create_code(study, "Weg")
        edit_code(study, 1, definition="Waar men zit.")
        delete_code(study, 2)
        write_memo(study, "project", None, "Bedenking | met streep", title="Idee")
        create_code(study, "Spijt")
        undo(study)
    with open_study(path, "Bram") as study:
        write_memo(study, "code", 1, "Eens.")
    return path


def whats(answer) -> list[str]:
    assert answer.code == 0, answer.err
    return [line.split("  ")[-1].strip() for line in answer.out.splitlines()[2:]]


def test_the_history_is_narrowed(worked: Path, kwalcode) -> None:
    assert whats(kwalcode("history", "s.kwal", "--by", "bram")) == [
        "wrote a memo about the code “Café”",
        "came to the project as “Bram”",
    ]
    assert whats(kwalcode("history", "s.kwal", "--act", "create code", "--limit", "1")) == [
        "made the code “Spijt” (undone)"
    ]
    assert len(whats(kwalcode("history", "s.kwal", "--search", "CAFE"))) == 3
    assert whats(kwalcode("history", "s.kwal", "--until", "2001-01-01")) == []
    assert len(whats(kwalcode("history", "s.kwal", "--since", "2001-01-01"))) == 10
    assert kwalcode("history", "s.kwal", "--since", "ooit").code == 2
    assert kwalcode("history", "s.kwal", "--by", "Cees").code == 1


def test_the_audit_trail_as_text(worked: Path, kwalcode) -> None:
    told = kwalcode("history", "s.kwal", "--format", "md").out
    assert told.startswith("# Audit trail: s\n")
    assert "The journal holds 10 acts by 2 people" in told
    assert "1 act is undone." in told
    assert "| Anna | 8 |" in told
    assert "1 code (1 inductive)." in told
    assert "made the code “Café”" in told
    assert "Spijt" not in told
    assert "2 memos." in told
    assert kwalcode("history", "s.kwal", "--format", "md").out == told


def test_the_audit_trail_in_other_formats(worked: Path, kwalcode) -> None:
    for form in ("docx", "csv", "json"):
        answer = kwalcode("history", "s.kwal", "--format", form, "-o", f"trail.{form}")
        assert (answer.code, answer.line) == (0, f"Written: trail.{form}")
    found = json.loads(Path("trail.json").read_text(encoding="utf-8"))
    assert (found["entries"], found["undone"], len(found["codebook"])) == (10, 1, 4)
    assert [(m["about"], m["author"], m["memos"]) for m in found["memos"]] == [
        ("code", "Bram", 1),
        ("project", "Anna", 1),
    ]
    rows = list(csv.reader(io.StringIO(Path("trail.csv").read_text(encoding="utf-8-sig"))))
    assert rows[0][:5] == ["entry", "time", "actor", "act", "what"]
    assert len(rows) == 11
    document = docx.Document("trail.docx")
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "made the code “Café”" in cells
    first = Path("trail.docx").read_bytes()
    kwalcode("history", "s.kwal", "--format", "docx", "-o", "again.docx")
    assert Path("again.docx").read_bytes() == first


def test_a_trail_is_of_the_whole_study(worked: Path, kwalcode) -> None:
    assert kwalcode("history", "s.kwal", "--format", "md", "--by", "Bram").code == 2
    assert kwalcode("history", "s.kwal", "--format", "md", "--json").code == 2
    assert kwalcode("history", "s.kwal", "--format", "docx").line == (
        "docx needs a file; name one with -o."
    )
    assert "md, docx, csv, json" in kwalcode("history", "s.kwal", "--format", "xls").line
    rows = kwalcode("history", "s.kwal", "--format", "csv", "--by", "Bram").out.splitlines()
    assert len(rows) == 3


def test_undo_to_an_entry_first_looked_at(worked: Path, kwalcode) -> None:
    looked = kwalcode("undo", "s.kwal", "--to", "2", "--dry-run", "--as", "Anna").err
    assert looked.splitlines()[-1] == "5 acts."
    assert looked.count("Would undo: ") == 5
    done = kwalcode("undo", "s.kwal", "--to", "2", "--as", "Anna")
    assert done.code == 1
    *undone, refused = done.err.splitlines()
    assert [line.startswith("Undone: ") for line in undone] == [True] * 4
    assert "'wrote a memo about the code “Café”' by Bram" in refused
    with open_study(worked) as study:
        assert check(study) == []
    assert kwalcode("undo", "s.kwal", "--dry-run").code == 2
    assert kwalcode("undo", "s.kwal", "--to", "99", "--as", "Anna").code == 1


def test_the_project_as_it_was(worked: Path, kwalcode) -> None:
    answer = kwalcode("as-of", "s.kwal", "3", "-o", "then.kwal")
    assert answer.code == 0
    assert answer.line.startswith("Written: then.kwal, as of entry 3 of ")
    assert answer.line.endswith("Anna made the code “Weg”.")
    assert len(json.loads(kwalcode("codebook", "list", "then.kwal", "--json").out)) == 2
    assert kwalcode("check", "then.kwal").code == 0
    again = kwalcode("as-of", "s.kwal", "3", "-o", "then.kwal")
    assert again.code == 1
    assert "is there already" in again.line
    assert kwalcode("as-of", "s.kwal", "99", "-o", "x.kwal").code == 1
    assert kwalcode("as-of", "s.kwal", "2001-01-01", "-o", "x.kwal").code == 1
    assert kwalcode("as-of", "s.kwal", "ooit", "-o", "x.kwal").code == 2
    assert not Path("x.kwal").exists()
