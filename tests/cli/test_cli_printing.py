"""print: coded transcripts on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import html

Kwalcode = Callable[..., Any]


def test_a_page_is_printed(demo_folder: Path, kwalcode: Kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    answer = kwalcode("print", study, "--document", "R01_gemeente_beleid", "--coder", "all")
    assert answer.code == 0, answer.err
    page = html.fromstring(answer.out)
    assert [h1.text for h1 in page.xpath("//h1")] == ["R01_gemeente_beleid"]
    assert "Anna, Bram" in page.text_content()
    again = kwalcode("print", study, "--document", "R01_gemeente_beleid", "--coder", "all")
    assert again.out == answer.out


def test_all_documents_go_into_one_file_or_a_folder(
    demo_folder: Path, kwalcode: Kwalcode, desk: Path
) -> None:
    study = demo_folder / "demo.kwal"
    assert kwalcode("print", study, "-o", desk / "all.docx").code == 0
    assert len(docx.Document(str(desk / "all.docx")).tables) == 13
    answer = kwalcode("print", study, "-o", desk / "prints", "--format", "docx")
    assert answer.code == 0
    assert len(list((desk / "prints").glob("R*.docx"))) == 12 == len(answer.err.splitlines())


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (("--format", "pdf"), 2, "no format to print in"),
        (("-o", "x.odt"), 2, "no format to print in"),
        (("--coder", "Zed"), 1, "no coder 'Zed'"),
        (("--document", "weg"), 1, "no document 'weg'"),
        (("-o", "no/folder/x.html"), 1, "no folder"),
        (("-o", "no/folder/x"), 1, "cannot be written"),
        (("-o", "s.kwal", "--format", "html"), 1, "a study"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(
    small: Path, kwalcode: Kwalcode, words: tuple[str, ...], code: int, reason: str
) -> None:
    answer = kwalcode("print", small, *words)
    assert answer.code == code, answer.err
    assert reason in answer.line


def test_an_empty_study_says_what_to_do(desk: Path, kwalcode: Kwalcode) -> None:
    assert kwalcode("new", "e.kwal", "--as", "Anna").code == 0
    answer = kwalcode("print", "e.kwal")
    assert (answer.code, answer.out) == (2, "")
    assert "import some first" in answer.line
