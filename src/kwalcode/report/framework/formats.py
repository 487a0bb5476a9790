"""The formats of the framework matrix. To add one: a file with `write`, and a line here."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from kwalcode.report.framework import csvtable, excel, jsonform, page, word
from kwalcode.report.framework.sheet import FrameworkSheet
from kwalcode.report.output import writing


@dataclass(frozen=True, slots=True)
class FrameworkFormat:
    """How one format is written; `text`: a terminal can show it; `bom`: a file begins with a
    byte order mark, without which Excel garbles accents."""

    write: Callable[[FrameworkSheet, BinaryIO], tuple[str, ...]]
    text: bool
    bom: bool = False


FRAMEWORK_FORMATS: Final[dict[str, FrameworkFormat]] = {
    "docx": FrameworkFormat(word.write, text=False),
    "xlsx": FrameworkFormat(excel.write, text=False),
    "csv": FrameworkFormat(csvtable.write, text=True, bom=True),
    "html": FrameworkFormat(page.write, text=True),
    "json": FrameworkFormat(jsonform.write, text=True),
}
"""The formats by name, which is also the usual ending of the file."""


def write_framework(sheet: FrameworkSheet, form: str, out: Path | BinaryIO) -> tuple[str, ...]:
    """Write the matrix to a file, which appears whole or not at all, or to a stream.

    Returns notices: what its reader must know. Raises KeyError for an unknown format,
    KwalcodeError where the file cannot be written.
    """
    chosen = FRAMEWORK_FORMATS[form]
    if not isinstance(out, Path):
        return chosen.write(sheet, out)
    with writing(out) as stream:
        if chosen.bom:
            stream.write(BOM_UTF8)
        return chosen.write(sheet, stream)
