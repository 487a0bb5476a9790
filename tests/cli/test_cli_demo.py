"""The whole demo: what it makes, and what it leaves alone."""

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from kwalcode.cli.study.demo import RULE, example_folder
from kwalcode.project.acts.people import set_setting
from kwalcode.project.study import open_study

REPORT = ("report.html", "quotes.docx", "cooccurrence.csv", "graph.graphml", "codebook.yaml")


@pytest.fixture
def mine(demo_folder: Path, desk: Path) -> Path:
    """A copy of the demo's folder, to change."""
    shutil.copytree(demo_folder, desk, dirs_exist_ok=True)
    return desk


def test_what_it_says(demo_made) -> None:
    _folder, answer = demo_made
    assert "12 documents, 81 codes, 635 codings" in answer.out
    assert f"rule: {RULE}; layer: Anna; " in answer.out
    assert "0.619" in answer.out
    assert len(answer.out.splitlines()) == 4
    assert "Next: kwalcode" in answer.err.splitlines()[-1]


def test_the_study(demo_folder: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    rows = json.loads(kwalcode("documents", study, "--json").out)
    assert len(rows) == 12
    assert {row["format"] for row in rows} == {"txt", "docx", "vtt", "md"}
    assert all(row["attributes"]["domain"] for row in rows)
    assert all(row["coders"]["Anna"]["complete"] for row in rows)
    assert sum(row["coders"]["Bram"]["complete"] for row in rows) == 6
    coded = {name: sum(row["coders"][name]["codings"] for row in rows) for name in ("Anna", "Bram")}
    assert coded == {"Anna": 441, "Bram": 194}
    assert kwalcode("check", study).code == 0


def test_the_five_files_of_the_report(demo_folder: Path) -> None:
    folder = demo_folder / "demo-report"
    assert sorted(path.name for path in folder.iterdir()) == sorted(REPORT)
    assert all((folder / name).stat().st_size > 500 for name in REPORT)
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "<svg" in page
    for address in ("http://", "https://"):
        assert f'src="{address}' not in page
        assert f'href="{address}' not in page
    with ZipFile(folder / "quotes.docx") as word:
        assert "word/document.xml" in word.namelist()
        assert word.testzip() is None
    graph = ElementTree.parse(folder / "graph.graphml").getroot()
    assert len(graph.findall(".//{*}node")) > 5
    assert len(graph.findall(".//{*}edge")) > 5
    table = (folder / "cooccurrence.csv").read_text(encoding="utf-8").splitlines()
    assert table[0].startswith("a,b,events,respondents,")
    assert len(table) > 20


def test_the_codebook_of_the_report_can_be_taken_in_again(
    demo_folder: Path, desk: Path, kwalcode
) -> None:
    book = demo_folder / "demo-report" / "codebook.yaml"
    assert kwalcode("new", "n.kwal", "--codebook", book, "--as", "Anna").code == 0
    assert len(json.loads(kwalcode("codebook", "list", "n.kwal", "--json").out)) == 81


def test_run_again_it_keeps_what_is_there(mine: Path, kwalcode) -> None:
    before = (mine / "demo.kwal").read_bytes()
    answer = kwalcode("demo", "--no-open")
    assert answer.code == 0
    assert "work of yours" not in answer.err
    assert (mine / "demo.kwal").read_bytes() == before


def test_run_again_it_keeps_a_changed_demo_and_says_so(mine: Path, kwalcode) -> None:
    with open_study(mine / "demo.kwal", "Eve") as study:
        set_setting(study, "main_coder", "Bram")
    before = (mine / "demo.kwal").read_bytes()
    answer = kwalcode("demo", "--no-open")
    assert answer.code == 0
    assert "demo.kwal holds work of yours" in answer.err
    assert "--fresh" in answer.err
    assert (mine / "demo.kwal").read_bytes() == before


def test_fresh_sets_the_changed_demo_aside(mine: Path, kwalcode) -> None:
    with open_study(mine / "demo.kwal", "Eve") as study:
        set_setting(study, "main_coder", "Bram")
    before = (mine / "demo.kwal").read_bytes()
    answer = kwalcode("demo", "--fresh", "--no-open")
    assert answer.code == 0
    assert "demo-1.kwal" in answer.err
    assert (mine / "demo-1.kwal").read_bytes() == before
    assert "635 codings" in answer.out
    assert "layer: Anna" in answer.out
    assert not list(mine.glob(".*"))


def test_what_is_no_demo_is_left_alone(desk: Path, kwalcode) -> None:
    (desk / "demo.kwal").write_bytes(b"something else" * 100)
    answer = kwalcode("demo", "--no-open")
    assert answer.code == 1
    assert "demo.kwal" in answer.line
    assert (desk / "demo.kwal").read_bytes() == b"something else" * 100
    assert not (desk / "demo-report").exists()


def test_a_folder_that_cannot_be_made(desk: Path, kwalcode) -> None:
    (desk / "file").touch()
    answer = kwalcode("demo", "file/below", "--no-open")
    assert answer.code == 1
    assert "file/below" in answer.line


def test_an_example_that_is_missing_is_told(
    monkeypatch: pytest.MonkeyPatch, desk, kwalcode
) -> None:
    from kwalcode.cli.study import demo

    monkeypatch.setattr(demo, "__file__", str(desk / "a" / "b" / "demo.py"))
    answer = kwalcode("demo", "--no-open")
    assert answer.code == 1
    assert "Install kwalcode again" in answer.line
    assert [path.name for path in desk.iterdir()] == []


def test_the_example_is_found() -> None:
    assert (example_folder("codebooks") / "README.md").exists()
    assert len(list(example_folder("transcripts_example").glob("R*"))) == 12
