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


def test_a_page_unless_asked_otherwise(kwalcode: Kwalcode, demo: Path, tmp_path: Path) -> None:
    """Few respondents of a label are told of before anything is written; the page is small."""
    folder = tmp_path / "out"
    done = kwalcode("report", demo, "-o", folder, "--rule", "turn")
    assert done.code == 0, done.err
    assert "fewer than 3 respondents" in done.err.splitlines()[0]
    names = {path.name for path in folder.iterdir()}
    assert {name for name in names if name.startswith("report.")} == {"report.html"}
    assert {"quotes.docx", "cooccurrence.csv", "graph.graphml", "codebook.yaml"} <= names
    assert (folder / "report.html").stat().st_size < 2_000_000
