"""Texts made fit for formats that are XML (docx, xlsx, html, svg, graphml)."""

from __future__ import annotations

import re
from typing import Final

from kwalcode.i18n import counted

_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


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
