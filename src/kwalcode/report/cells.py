"""Texts made safe for the formats they leave in: table cells, XML."""

from __future__ import annotations

import re
from typing import Final

from kwalcode.i18n import counted

FORMULA_STARTS: Final = frozenset("=+-@\t\r")
"""A cell that begins with one of these may be run as a formula by a spreadsheet program."""
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def safe_cell(text: str) -> str:
    """Put an apostrophe before a cell that a spreadsheet program would take for a formula."""
    return "'" + text if text[:1] in FORMULA_STARTS else text


class XmlCleaner:
    """Drops what XML 1.0 cannot hold (control characters), and counts what it dropped."""

    def __init__(self) -> None:
        self.dropped = 0

    def __call__(self, text: str) -> str:
        """Return the text without characters that are illegal in XML."""
        cleaned, n = _ILLEGAL.subn("", text)
        self.dropped += n
        return cleaned

    def notices(self) -> tuple[str, ...]:
        """Say how many characters were dropped; nothing when none were."""
        if not self.dropped:
            return ()
        return (
            counted(
                "{n} control character was left out: this format cannot hold it.",
                "{n} control characters were left out: this format cannot hold them.",
                self.dropped,
            ),
        )
