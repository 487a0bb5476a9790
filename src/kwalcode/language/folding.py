"""Texts without case and accents, and the way back to the places in the text as it stands.

What `unicode61 remove_diacritics 2` is to SQLite's full-text search, but the same on every
machine: "Café", "cafe" and "CAFE" with a combining accent are alike. Pure; no dependencies.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from kwalcode.spans import Range

_SOFT_HYPHEN = "\u00ad"
WORD = re.compile(r"[^\W_]+")
"""Finds the words of a folded text: letters and figures, as SQLite's full-text search cuts them."""


class _Signs(dict[int, str]):
    """What becomes of each character; looked up once and kept.

    Accents (marks that take no place of their own) and soft hyphens go.
    """

    def __init__(self, *, case: bool) -> None:
        super().__init__()
        self._case = case
        self.uneven: set[str] = set()

    def __missing__(self, code_point: int) -> str:
        sign = chr(code_point)
        apart = unicodedata.normalize("NFD", sign)
        if self._case:
            apart = unicodedata.normalize("NFD", apart.casefold())
        kept = "".join(c for c in apart if unicodedata.category(c) != "Mn" and c != _SOFT_HYPHEN)
        if len(kept) != 1:
            self.uneven.add(sign)
        self[code_point] = kept
        return kept


_LOWER, _PLAIN = _Signs(case=True), _Signs(case=False)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text. `sources` tells for each of its characters the offset of the character
    that it came from, and at the end the length of the text; None where nothing shifted."""

    text: str
    sources: array[int] | None = None

    def span(self, start: int, end: int) -> Range:
        """Return where the range [start, end) of the folded text is in the text as it stands.

        Whole characters with their accents, in code points; `start` < `end`.
        """
        if self.sources is None:
            return start, end
        return self.sources[start], max(self.sources[end], self.sources[end - 1] + 1)


def fold(text: str, *, case: bool = True) -> Folded:
    """Return a text without accents, and without capitals unless `case` is False."""
    if text.isascii():
        return Folded(text.lower() if case else text)
    signs = _LOWER if case else _PLAIN
    folded = text.translate(signs)
    if signs.uneven.isdisjoint(text):
        return Folded(folded)
    return Folded(folded, array("q", _sources(text, signs)))


def words_with_accents(text: str) -> list[str]:
    """Return the words of a text in order, in small letters, their accents composed (NFC)."""
    return WORD.findall(unicodedata.normalize("NFC", text.casefold()))


def _sources(text: str, signs: _Signs) -> Iterator[int]:
    for at, sign in enumerate(text):
        for _piece in signs[ord(sign)]:
            yield at
    yield len(text)
