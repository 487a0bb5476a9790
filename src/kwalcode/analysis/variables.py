"""Names of variables that statistics programs accept (SPSS, Stata, R, SAS)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import Final

LONGEST: Final = 32
"""Stata's and SAS' limit, the strictest."""
_OTHER = re.compile(r"[^a-z0-9]+")
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d"})
_RESERVED: Final = {
    "all", "and", "break", "by", "else", "eq", "false", "for", "function", "ge", "gt", "if", "in",
    "inf", "le", "lt", "na", "nan", "ne", "next", "not", "null", "or", "repeat", "to", "true",
    "using", "while", "with",
}  # fmt: skip
"""Words that SPSS, Stata or R keep for themselves."""


def variable_names(labels: Sequence[str], taken: Collection[str] = ()) -> list[str]:
    """Return a different name for each label: small letters, figures, "_", at most 32, in order.

    A name begins with a letter. `taken` are names in use already. The same labels give the same
    names.
    """
    used = {name.casefold() for name in taken} | _RESERVED
    names = []
    for label in labels:
        plain = _plain(label)
        name, number = plain[:LONGEST].rstrip("_"), 1
        while name in used:
            number += 1
            name = f"{plain[: LONGEST - 1 - len(str(number))].rstrip('_')}_{number}"
        used.add(name)
        names.append(name)
    return names


def _plain(label: str) -> str:
    bare = unicodedata.normalize("NFKD", label.casefold().translate(_LETTERS))
    word = _OTHER.sub("_", "".join(c for c in bare if not unicodedata.combining(c))).strip("_")
    return word if word and word[0].isalpha() else f"v_{word}".rstrip("_")
