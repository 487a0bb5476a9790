"""How a code is marked everywhere, on the screen and on paper: two letters and a colour. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from string import ascii_lowercase, ascii_uppercase, digits

from kwalcode.model import PALETTE, Code

UNLETTERED = "??"
_COLOR = re.compile(r"#?([0-9a-fA-F]{6})")


def letters(codes: Iterable[Code]) -> dict[int, str]:
    """Return two letters per code id, a capital and a small one (or a digit), each pair once.

    They come from the code's name: the initials of its first two words, else its first letter
    and a later one. Codes are served by id, so that older codes keep theirs when others come.
    Past 936 codes `UNLETTERED` is given.
    """
    taken: set[str] = set()
    answer: dict[int, str] = {}
    for code in sorted(codes, key=lambda code: code.id):
        pair = next((p for p in _pairs(code.name) if p not in taken), UNLETTERED)
        taken.add(pair)
        answer[code.id] = pair
    return answer


def _pairs(name: str) -> Iterator[str]:
    """Yield the pairs that suit a name, the best first, then all there are."""
    words = _plain(name).split()
    if len(words) > 1 and words[0][0].isalpha():
        yield words[0][0].upper() + words[1][0]
    joined = "".join(words).lstrip(digits)
    for second in joined[1:]:
        yield joined[0].upper() + second
    if joined:
        yield from (joined[0].upper() + second for second in ascii_lowercase + digits)
    yield from ("".join(pair) for pair in product(ascii_uppercase, ascii_lowercase + digits))


def _plain(name: str) -> str:
    """Return the name in small ASCII letters and digits, accents taken off, the rest as spaces."""
    bare = unicodedata.normalize("NFKD", name)
    kept = (c if c.isascii() and c.isalnum() else " " for c in bare if not unicodedata.combining(c))
    return "".join(kept).lower()


def colors(codes: Sequence[Code]) -> dict[int, str]:
    """Return "#rrggbb" per code id: the code's own colour, or one of the palette by its id."""
    return {code.id: color_of(code) for code in codes}


def color_of(code: Code) -> str:
    """Return a code's colour as "#rrggbb"."""
    own = _COLOR.fullmatch(code.color.strip())
    return f"#{own[1].lower()}" if own else PALETTE[code.id % len(PALETTE)]
