"""Builders of small Word files and archives, and the folder of real samples where there is one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    f'<w:document xmlns:w="{W}"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"><w:body>'
)


def _zip_of(members: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def _docx_of(body: str) -> bytes:
    return _zip_of([("word/document.xml", f"{_HEAD}{body}</w:body></w:document>".encode())])


@pytest.fixture(scope="session")
def zip_of() -> Callable[[list[tuple[str, bytes]]], bytes]:
    return _zip_of


@pytest.fixture(scope="session")
def docx_of() -> Callable[[str], bytes]:
    """Make a .docx of the XML of its body."""
    return _docx_of


@pytest.fixture(scope="session")
def docx_lines() -> Callable[[list[str]], bytes]:
    """Make a .docx of paragraphs; a newline in one becomes a line break."""

    def make(paragraphs: list[str]) -> bytes:
        body = ""
        for paragraph in paragraphs:
            runs = "<w:br/>".join(
                f'<w:t xml:space="preserve">{line}</w:t>' for line in paragraph.split("\n")
            )
            body += f"<w:p><w:r>{runs}</w:r></w:p>"
        return _docx_of(body)

    return make


@pytest.fixture(scope="session")
def samples() -> Path:
    folder = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "transcripts"
    if not folder.is_dir():
        pytest.skip("the real samples are not here")
    return folder
