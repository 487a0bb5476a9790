"""The formats of agreement, and one function that writes any of them.

To add a format: a file with a `write` function, and a line in `AGREEMENT_FORMATS`.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, Final

from kwalcode.report.agreement import csvtable, excel, jsonform, page, word
from kwalcode.report.agreement.sheet import AgreementSheet


@dataclass(frozen=True, slots=True)
class AgreementFormat:
    """How one format is written.

    `text` tells whether it can be shown on a terminal; `bom` whether a file of it begins with
    a byte order mark, without which Excel garbles accents.
    """

    write: Callable[[AgreementSheet, BinaryIO], tuple[str, ...]]
    text: bool
    bom: bool = False


AGREEMENT_FORMATS: Final[dict[str, AgreementFormat]] = {
    "json": AgreementFormat(jsonform.write, text=True),
    "csv": AgreementFormat(csvtable.write, text=True, bom=True),
    "xlsx": AgreementFormat(excel.write, text=False),
    "html": AgreementFormat(page.write, text=True),
    "docx": AgreementFormat(word.write, text=False),
}
"""The formats by name, which is also the usual ending of the file."""


def agreement_bytes(
    sheet: AgreementSheet, form: str, *, file: bool = True
) -> tuple[bytes, tuple[str, ...]]:
    """Return the table in the format called `form`, and notices: what its reader must know.

    `file` tells whether the bytes become a file. Raises KeyError for an unknown format.
    """
    chosen = AGREEMENT_FORMATS[form]
    held = BytesIO()
    notices = chosen.write(sheet, held)
    return (BOM_UTF8 if chosen.bom and file else b"") + held.getvalue(), notices
