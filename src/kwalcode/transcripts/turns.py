"""From marks (where labels stand) to turns, and from a text without labels to turns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kwalcode.model import Turn
from kwalcode.spans import trim
from kwalcode.transcripts.labels import leading_stamp, seconds

WRAPPED_LINE = 120
"""Lines up to this many characters may be parts of one hard-wrapped paragraph."""

_F4_END = re.compile(r"#\d{1,2}:\d{2}:\d{2}(?:-\d{1,3})?#\Z")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Mark:
    """A speaker label in a text: where its turn starts, where its speech starts, the name."""

    start: int
    speech: int
    speaker: str
    time: float | None
    open_mark: str = ""
    """Markdown emphasis around label and speech: its end is no part of the speech."""


def from_marks(text: str, marks: Sequence[Mark], end: int) -> list[Turn]:
    """Return a turn per mark, each up to the next; `end` is where the last one stops.

    An f4 stamp (`#00:01:02-3#`) at the very end of a passage is left out of the speech; it
    is the time at which the next turn starts.
    """
    turns: list[Turn] = []
    previous_stop: float | None = None
    for place, mark in enumerate(marks):
        stop = marks[place + 1].start if place + 1 < len(marks) else end
        turn_end = max(mark.speech, trim(text, mark.speech, stop)[1])
        speech, stamp = _without_end_stamp(text, mark.speech, turn_end)
        if mark.open_mark and text.endswith(mark.open_mark, *speech):
            speech = trim(text, speech[0], speech[1] - len(mark.open_mark))
        time = mark.time if mark.time is not None else previous_stop
        # A label without speech ends where its name does, not at the white space behind it.
        last = trim(text, mark.start, turn_end)[1]
        speech = (last, last) if speech[0] == speech[1] and not stamp else speech
        turns.append(Turn(mark.start, last, *speech, mark.speaker, time))
        previous_stop = seconds(stamp) if stamp else None
    return turns


def _without_end_stamp(text: str, start: int, end: int) -> tuple[tuple[int, int], str]:
    tail = max(start, end - 24)
    found = _F4_END.search(text[tail:end])
    if not found:
        return trim(text, start, end), ""
    return trim(text, start, tail + found.start()), found.group()


def before(text: str, end: int) -> list[Turn]:
    """Return the text before the first label as a turn of nobody, nothing when it is blank."""
    start, stop = trim(text, 0, end)
    return [Turn(start, stop, start, stop)] if stop > start else []


def paragraphs(text: str, *, lines_are_paragraphs: bool = False) -> list[Turn]:
    """Return a turn of nobody per paragraph of a text without speaker labels.

    Paragraphs end at an empty line where the text is hard-wrapped, else at each newline. A
    time in brackets at the start of one (`[00:01:02 --> 00:01:09]`) is no part of the speech.
    """
    wrapped = not lines_are_paragraphs and _is_wrapped(text)
    turns: list[Turn] = []
    start = 0
    for stop, following in _breaks(text, wrapped):
        first, last = trim(text, start, stop)
        if last > first:
            after, time = leading_stamp(text, first, last)
            speech, _stamp = _without_end_stamp(text, after, last)
            turns.append(Turn(first, last, *speech, time=time))
        start = following
    return turns


def _breaks(text: str, wrapped: bool) -> list[tuple[int, int]]:
    pattern = _BLANK_LINE if wrapped else re.compile("\n")
    ends = [found.span() for found in pattern.finditer(text)]
    return [*ends, (len(text), len(text))]


def _is_wrapped(text: str) -> bool:
    if not _BLANK_LINE.search(text.strip()):
        return False
    return all(len(line) <= WRAPPED_LINE for line in text.split("\n"))
