"""The formats of quotation lists, and one function that writes any of them.

To add a format: a file with a `write` function, and a line in `QUOTE_FORMATS`.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.model import Excerpt
from kwalcode.report.output import writing
from kwalcode.report.quotes import csvtable, excel, jsonlist, markdown, page, word
from kwalcode.report.quotes.heading import QuoteHeading

Writer = Callable[[Iterable[Excerpt], QuoteHeading, BinaryIO], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class QuoteFormat:
    """How one format is written.

    `text` tells whether it can be shown on a terminal; `bom` whether a file of it begins with
    a byte order mark, without which Excel garbles accents.
    """

    write: Writer
    text: bool
    bom: bool = False


QUOTE_FORMATS: Final[dict[str, QuoteFormat]] = {
    "md": QuoteFormat(markdown.write, text=True),
    "docx": QuoteFormat(word.write, text=False),
    "html": QuoteFormat(page.write, text=True),
    "csv": QuoteFormat(csvtable.write, text=True, bom=True),
    "xlsx": QuoteFormat(excel.write, text=False),
    "json": QuoteFormat(jsonlist.write, text=True),
}
"""The formats by name, which is also the usual ending of the file."""


def write_list(
    excerpts: Iterable[Excerpt], heading: QuoteHeading, form: str, target: Path | BinaryIO
) -> tuple[str, ...]:
    """Write quotations to a file or a binary stream in the format called `form`.

    `excerpts` come in document order. csv, json and xlsx are written as they come, in flat
    memory; md, docx and html group them by code and so hold them all. Returns notices: what
    the reader of the output must know. Raises UsageError for an unknown format, KwalcodeError
    where the file cannot be written (what was there before then stays).
    """
    if form not in QUOTE_FORMATS:
        raise UsageError(
            _("There is no format “{form}”; choose one of: {names}.").format(
                form=form, names=", ".join(QUOTE_FORMATS)
            )
        )
    chosen = QUOTE_FORMATS[form]
    if not isinstance(target, Path):
        return chosen.write(excerpts, heading, target)
    with writing(target) as stream:
        if chosen.bom:
            stream.write(BOM_UTF8)
        return chosen.write(excerpts, heading, stream)
