"""report: the folder, as a page or a Word file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

Kwalcode = Callable[..., Any]


@pytest.fixture
def demo(demo_folder: Path) -> Path:
    """The example study."""
    return demo_folder / "demo.kwal"


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ((), {"report.html"}),
        (("--format", "docx"), {"report.docx"}),
        (("--format", "docx", "--format", "html"), {"report.docx", "report.html"}),
    ],
)
def test_the_report_is_what_was_asked_for(
    kwalcode: Kwalcode, demo: Path, tmp_path: Path, asked: tuple[str, ...], written: set[str]
) -> None:
    folder = tmp_path / "out"
    done = kwalcode("report", demo, "-o", folder, *asked)
    assert done.code == 0, done.err
    names = {path.name for path in folder.iterdir()}
    assert {name for name in names if name.startswith("report.")} == written
    assert {"quotes.docx", "cooccurrence.csv", "graph.graphml", "codebook.yaml"} <= names
    if "report.docx" in written:
        assert docx.Document(str(folder / "report.docx")).tables


def test_few_respondents_of_a_label_are_told_of_before_anything_is_written(
    kwalcode: Kwalcode, demo: Path, tmp_path: Path
) -> None:
    done = kwalcode("report", demo, "-o", tmp_path / "out")
    first = done.err.splitlines()[0]
    assert "fewer than 3 respondents" in first


def test_the_page_of_the_example_is_under_two_megabytes(
    kwalcode: Kwalcode, demo: Path, tmp_path: Path
) -> None:
    kwalcode("report", demo, "-o", tmp_path / "out", "--rule", "turn")
    assert (tmp_path / "out" / "report.html").stat().st_size < 2_000_000
