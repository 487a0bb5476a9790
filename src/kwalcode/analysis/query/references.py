"""Names in the text of a query that go along when what they name gets another name.

A name is kept with what it means: `⟦code:0190…|angst⟧` is the code with that number (32 digits,
whatever it is called by now), typed as "angst".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from kwalcode.analysis.query.parsing import Placed, named_places
from kwalcode.analysis.query.printing import quoted_name
from kwalcode.analysis.query.tree import (
    CodeNamed,
    CoderNamed,
    Condition,
    DocumentGroupNamed,
    DocumentNamed,
    GroupNamed,
    Leaf,
    ThemeNamed,
)
from kwalcode.model import CODE_PATH

KINDS: Final[dict[type, str]] = {
    CodeNamed: "code",
    GroupNamed: "code group",
    ThemeNamed: "theme",
    CoderNamed: "coder",
    DocumentNamed: "document",
    DocumentGroupNamed: "document group",
    Condition: "attribute",
}
"""What a name of a query can mean, by the leaf that it is in."""
_SIGNS: Final = "⟦⟧"
_KEPT: Final = re.compile(r"⟦([a-z ]+):([0-9a-f]{32})\|([^⟦⟧]*)⟧")

Finds = Callable[[str, str], str | None]
"""Gives the number (32 digits) of what is called so: kind and name; None for nothing."""
Names = Callable[[str, str], str | None]
"""Gives the name of what has a number now: kind and number; None where it is gone."""


def kept(text: str, find: Finds) -> str:
    """Return a query as it is stored: each name that means something, with what it means.

    Names that mean nothing stay as they were typed. Raises QueryError.
    """
    if any(sign in text for sign in _SIGNS):
        return text  # it could not be told from what is written here
    for place in reversed(named_places(text)):
        meant = _meant(place, find)
        if meant is not None:
            kind, number, end = meant
            typed = text[place.start : end]
            text = f"{text[: place.start]}⟦{kind}:{number}|{typed}⟧{text[end:]}"
    return text


def _meant(place: Placed, find: Finds) -> tuple[str, str, int] | None:
    """Return kind and number of what a name means, and where it ends in the text."""
    leaf: Leaf = place.leaf
    kind = KINDS.get(type(leaf))
    if kind is None:
        return None
    name = leaf.attribute if isinstance(leaf, Condition) else getattr(leaf, "name", "")
    number = find(kind, name)
    if number is not None:
        return kind, number, place.name_end
    if isinstance(leaf, Condition) and leaf.sign == ">":
        # the path of a code, not in quotation marks
        number = find("code", f"{leaf.attribute}{CODE_PATH}{leaf.value}")
        return None if number is None else ("code", number, place.end)
    return None


def spelled(text: str, find: Finds, name_of: Names) -> str:
    """Return a stored query as it reads now: as it was typed where that still means the same,
    else with the name of now. What is gone reads as it was typed."""

    def read(found: re.Match[str]) -> str:
        kind, number, typed = found.groups()
        if find(kind, _bare(typed)) == number:
            return typed
        name = name_of(kind, number)
        return typed if name is None else quoted_name(name)

    return _KEPT.sub(read, text)


def as_typed(text: str) -> str:
    """Return a stored query as it was typed, whatever its names mean."""
    return _KEPT.sub(r"\3", text)


def repointed(text: str, old: str, new: str) -> str:
    """Return a stored query in which one number stands in the place of another."""
    return _KEPT.sub(lambda found: found[0].replace(f":{old}|", f":{new}|", 1), text)


def _bare(typed: str) -> str:
    """Return a name without its quotation marks."""
    text = typed.strip()
    for opening, closing in ("''", "‘’"):
        if len(text) > 1 and text.startswith(opening) and text.endswith(closing):
            return text[1:-1].replace(closing * 2, closing)
    return " ".join(text.split())
