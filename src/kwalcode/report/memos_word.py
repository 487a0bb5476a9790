"""Memos as a Word document."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import BinaryIO

from kwalcode.i18n import current
from kwalcode.report.output import without_dates
from kwalcode.report.quotes.word import new_document
from kwalcode.report.xmltext import XmlCleaner

Sheet = tuple[str, str, str, str, Sequence[tuple[str, str]]]
"""Title, author with date, the passage it is about, text, and linked passages (document, text)."""


def write_word(
    title: str, groups: Sequence[tuple[str, Sequence[Sheet]]], out: BinaryIO
) -> tuple[str, ...]:
    """Write memos under a heading per kind; see `report.memos.write_memos`."""
    clean = XmlCleaner()
    document = new_document(clean(title), current())
    for kind, memos in groups:
        document.add_paragraph(clean(kind), style="Heading 1")
        for heading, byline, quote, text, links in memos:
            document.add_paragraph(clean(" ".join(heading.split())), style="Heading 2")
            document.add_paragraph(clean(byline), style="Caption")
            if quote:
                document.add_paragraph(clean(f"“{quote}”"), style="Quote")
            for part in clean(text.strip()).split("\n\n"):
                document.add_paragraph(part)
            for name, linked in links:
                document.add_paragraph(clean(f"“{linked}” ({name})"), style="Quote")
    held = BytesIO()
    document.save(held)
    without_dates(held, out)
    return clean.notices()
