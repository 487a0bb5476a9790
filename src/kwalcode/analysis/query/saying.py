"""Where words are said in a text: whole words, whatever their case and accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from kwalcode.spans import Range

_WORDS: Final = re.compile(r"\*?[^\W_]+(?:['’-]?[^\W_]+)*\*?")
_MARKS: Final = "[\u0300-\u036f]*"


def places(text: str, words: str) -> Iterator[Range]:
    """Yield the ranges of `text` where `words` stand one behind the other, from the first on.

    Between them anything but letters and digits may stand. `*` at an edge of a word stands for
    the rest of it: "meld*" finds melden, meldt, melding.
    """
    for found in _pattern(words).finditer(text):
        yield found.span()


@lru_cache(maxsize=64)
def _pattern(words: str) -> re.Pattern[str]:
    pieces = [_piece(word[0]) for word in _WORDS.finditer(words)]
    between = r"[\W_]+"
    return re.compile(rf"(?<![^\W_]){between.join(pieces)}(?![^\W_])", re.IGNORECASE)


def _piece(word: str) -> str:
    bare = word.strip("*")
    rest = r"[^\W_]*"
    before = rest if word.startswith("*") else ""
    after = rest if word.endswith("*") else ""
    return before + "".join(map(_letter, bare)) + after


@lru_cache(maxsize=1024)
def _letter(character: str) -> str:
    """Return a pattern for a letter with any accents, written as one sign or apart."""
    base = unicodedata.normalize("NFD", character)[0].lower()
    if not base.isalpha():
        return "['’]" if base in "'’" else re.escape(base)
    same = _ACCENTED.get(base, "")
    return f"[{re.escape(base)}{same}]{_MARKS}" if same else re.escape(base) + _MARKS


def _accented() -> dict[str, str]:
    """Return the letters of European scripts that are a base letter with accents, by that."""
    found: dict[str, str] = {}
    for number in range(0xC0, 0x250):
        character = chr(number)
        base = unicodedata.normalize("NFD", character)[0].lower()
        if base != character.lower() and character == character.lower():
            found[base] = found.get(base, "") + character
    return found


_ACCENTED: Final = _accented()
