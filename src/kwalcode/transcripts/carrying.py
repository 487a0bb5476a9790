"""Passages carried from one version of a text to the next. Pure; ranges are in code points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from kwalcode.spans import Range
from kwalcode.transcripts.difference import Alignment, align


@dataclass(frozen=True, slots=True)
class Carried:
    """A passage of the old text, and what became of it.

    `new` holds exactly the same text; None where the words were changed. `proposal` is then what
    took their place, None where nothing did.
    """

    old: Range
    new: Range | None
    proposal: Range | None = None


def carry(old_text: str, new_text: str, ranges: Iterable[Range]) -> list[Carried]:
    """Return what becomes of each of the ranges of `old_text`, in the same order."""
    return carry_over(align(old_text, new_text), ranges)


def carry_over(changed: Alignment, ranges: Iterable[Range]) -> list[Carried]:
    """Return what becomes of each of the ranges of `changed.old`, in the same order."""
    found = []
    for passage in ranges:
        new = changed.carried(passage)
        found.append(Carried(passage, new, changed.proposed(passage) if new is None else None))
    return found


Piece = tuple[Literal["same", "gone", "new"], str]
"""A stretch of text that stayed, was taken out or was put in."""


def pieces(old: str, new: str) -> list[Piece]:
    """Return a passage and what took its place as pieces in reading order, for showing both."""
    return _pieces(align(old, new))


def from_first_change(found: Sequence[Piece], before: int = 20) -> list[Piece]:
    """Return the pieces from shortly before the first change on: all there is room for in a row.

    `before` code points of what stayed are kept, whole words of them, after "…".
    """
    (kind, text), rest = found[0], list(found[1:])
    if kind != "same" or not rest or len(text) <= before:
        return list(found)
    words = text[-before:].partition(" ")[2] or text[-before:]
    return [("same", f"…{words}"), *rest]


def changes(changed: Alignment, around: int = 30) -> Iterator[list[Piece]]:
    """Yield each change of a text with so many code points of what stayed on both sides.

    Changes that lie closer together come in one.
    """
    parts = _pieces(changed)
    found: list[Piece] = []
    for kind, text in parts:
        if kind != "same":
            found.append((kind, text))
        elif not found:
            found = [(kind, text[-around:])]
        elif len(text) <= 2 * around:
            found.append((kind, text))
        else:
            yield [*found, (kind, text[:around])]
            found = [(kind, text[-around:])]
    if any(kind != "same" for kind, _text in found):
        kind, text = found[-1]
        yield [*found[:-1], (kind, text[:around] if kind == "same" else text)]


def _pieces(changed: Alignment) -> list[Piece]:
    found: list[Piece] = []
    at = 0
    for old_start, old_end, new_start, new_end in changed.gaps():
        found += [
            ("same", changed.old[at:old_start]),
            ("gone", changed.old[old_start:old_end]),
            ("new", changed.new[new_start:new_end]),
        ]
        at = old_end
    return [piece for piece in [*found, ("same", changed.old[at:])] if piece[1]]
