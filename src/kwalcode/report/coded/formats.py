"""The formats of the printed transcript. To add one: a file with `write`, and a line here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.report.coded import page, word
from kwalcode.report.coded.sheet import Book
from kwalcode.report.output import writing

PRINT_FORMATS: Final[dict[str, Callable[[Book, BinaryIO], tuple[str, ...]]]] = {
    "html": page.write,
    "docx": word.write,
}
"""The formats by name, which is also the ending of the file."""


def write_book(book: Book, form: str, target: Path | BinaryIO) -> tuple[str, ...]:
    """Write documents to a file or a binary stream; equal documents give equal bytes.

    Returns notices. Raises UsageError for an unknown format, KwalcodeError where the file
    cannot be written (what was there before then stays).
    """
    if form not in PRINT_FORMATS:
        raise UsageError(
            _("There is no format “{form}”; choose one of: {names}.").format(
                form=form, names=", ".join(PRINT_FORMATS)
            )
        )
    if not isinstance(target, Path):
        return PRINT_FORMATS[form](book, target)
    with writing(target) as stream:
        return PRINT_FORMATS[form](book, stream)
