"""How the width of the transcript view is divided. Pure."""

from __future__ import annotations

from dataclasses import dataclass

READING_WIDTH = 76
SPEAKER = 3
HANGING = 2
"""Cells after the text for the space that ends a row and the caret behind it."""
_NAMES = 30
_LEAST_NAMES = 14
_LEAST_TEXT = 8


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths in cells, from left to right; after number, speaker and lanes comes one empty cell."""

    pad: int
    number: int
    speaker: int
    lanes: int
    text: int
    names: int

    @property
    def text_left(self) -> int:
        """The column where the text begins."""
        return self.pad + self.number + 1 + self.speaker + 1 + self.lanes + 1


def columns(width: int, turns: int, names: bool = True) -> Columns:
    """Divide `width` cells: text at a reading width, code names beside it when there is room.

    What is left over becomes calm space on both sides. In a narrow view lanes and numbers give
    way before the text does.
    """
    number = max(3, len(str(turns))) if width >= 36 else 0
    lanes = 6 if width - number >= 74 else 4 if width >= 48 else 2
    speaker = SPEAKER if width >= 28 else 1
    gutter = number + 1 + speaker + 1 + lanes + 1
    text = max(_LEAST_TEXT, min(READING_WIDTH, width - gutter - HANGING))
    spare = max(0, width - gutter - text - HANGING)
    beside = min(_NAMES, spare) if names and spare >= _LEAST_NAMES else 0
    return Columns((spare - beside) // 2, number, speaker, lanes, text, beside)
