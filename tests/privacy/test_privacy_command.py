from __future__ import annotations

import json
from pathlib import Path

import pytest

from kwalcode.cli.running import run
from kwalcode.project.importing import import_files
from kwalcode.project.study import create

FIRST = "I: 🙂 Hoe kan ik u bereiken?\n\nR: Op 06-12345678, of vraag naar zoe van dijk.\n"
SECOND = "I: En u?\n\nR: Alleen via [naam], in 2021 nog om 16:30.\n"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    for name, text in (("een", FIRST), ("twee", SECOND)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    path = tmp_path / "study.kwal"
    with create(path, "Anna") as opened:
        import_files(opened, [tmp_path / "een.txt", tmp_path / "twee.txt"])
    return path


def test_table_and_summary(study: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["privacy", str(study)]) == 0
    out, err = capfd.readouterr()
    start = FIRST.index("06-")
    hits = [line for line in out.splitlines() if "«06-12345678»" in line]
    assert len(hits) == 1
    assert hits[0].split()[:3] == ["een", "2", f"{start}-{start + 11}"]
    assert "1 place found in 2 documents" in err
    assert "only what rules can see" in err
    assert "--names" in err
    assert "anonym" not in (out + err).lower()


def test_json_with_names(study: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    names = tmp_path / "names.txt"
    names.write_text("Zoë van Dijk\n\nNaam Anders\n", encoding="utf-8")
    assert run(["privacy", str(study), "een", "--names", str(names), "--json"]) == 0
    out, err = capfd.readouterr()
    rows = json.loads(out)
    assert [(r["document"], r["turn"], r["kind"], r["text"]) for r in rows] == [
        ("een", 2, "phone", "06-12345678"),
        ("een", 2, "name", "zoe van dijk"),
    ]
    for row in rows:
        assert FIRST[row["start"] : row["end"]] == row["text"]
        assert row["before"] + row["text"] + row["after"] in FIRST
    assert "--names" not in err


def test_nothing_found_is_not_called_safe(study: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["privacy", str(study), "twee"]) == 0
    out, err = capfd.readouterr()
    assert out == ""
    assert "0 places found in 1 document." in err
    assert "Read the text" in err


def test_json_of_nothing_is_an_empty_list(study: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["privacy", str(study), "twee", "--json"]) == 0
    assert json.loads(capfd.readouterr().out) == []


def test_wrong_input(study: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["privacy", str(study), "drie"]) == 1
    assert "drie" in capfd.readouterr().err
    assert run(["privacy", str(study), "--names", str(tmp_path / "none.txt")]) == 1
    assert "none.txt" in capfd.readouterr().err
