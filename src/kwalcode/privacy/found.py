"""The value that the rules hand back: a place in a text and what kind of thing stands there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "e-mail",
    "URL",
    "IBAN",
    "BSN",
    "phone",
    "date of birth",
    "address",
    "postcode",
    "number plate",
    "name",
]

GAP = "[ \t\u00a0\u202f]"
"""What may stand between the parts of one thing: a space of some kind, never a new line."""


def words(listed: str) -> frozenset[str]:
    """Return the words of a list that is written with spaces between them."""
    return frozenset(listed.split())


@dataclass(frozen=True, slots=True)
class Found:
    """A place [start, end) in a text, in code points, that may identify somebody."""

    start: int
    end: int
    kind: Kind


def apart(length: int, found: Iterable[Found]) -> list[Found]:
    """Return the hits in a text of `length` code points without overlaps, in order of place.

    Of hits that overlap the longest stays; of equally long ones the first in `found`, so the
    more specific rules come first there.
    """
    taken = bytearray(length)
    kept = []
    for hit in sorted(found, key=lambda hit: hit.start - hit.end):
        if taken.find(1, hit.start, hit.end) < 0:
            taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)
