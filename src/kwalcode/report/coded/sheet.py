"""What is printed: documents with their stretches of speech, marks, notes and the legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kwalcode.spans import Range


@dataclass(frozen=True, slots=True)
class PrintedCode:
    """A code in the legend; `codings` is how many of it are printed."""

    id: int
    letters: str
    color: str
    name: str
    path: str
    definition: str
    codings: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A code on [start, end) of the text; `coders` names them where that is to be told."""

    start: int
    end: int
    code: int
    coders: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A memo; `number` and `place` are set where it is about a passage of the text."""

    title: str
    text: str
    author: str
    number: int | None = None
    place: Range | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text that is printed: a turn's speech without its label, or what stands between turns.

    `number` counts turns from 1; None between turns. `aside` is talk that steps back: the
    interviewer's.
    """

    start: int
    end: int
    number: int | None = None
    speaker: str = ""
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document, ready to print. `facts` say whose codings these are and how many.

    `stretches` are sorted and do not overlap; `marks` are sorted by start, the longest first.
    """

    name: str
    facts: tuple[tuple[str, str], ...]
    text: str
    stretches: Sequence[Stretch]
    marks: Sequence[Mark]
    notes: Sequence[Note]


@dataclass(frozen=True, slots=True)
class Book:
    """What is printed together: the sheets, and the codes that are on them, in their order."""

    title: str
    language: str
    sheets: Sequence[Sheet]
    codes: Mapping[int, PrintedCode]
