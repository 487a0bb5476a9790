"""Layouts in which transcription services lay out a transcript, found in the text itself.

A layout's own marks say who speaks, so each label counts, also one that occurs once. What a
service writes above and below the talk (title, date, "started transcription", key words)
belongs to no turn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from kwalcode.model import Turn
from kwalcode.transcripts.labels import STAMP, folded, is_name, seconds
from kwalcode.transcripts.turns import Mark, from_marks

_Line = tuple[int, str]
"""A line that is not blank: where it starts, and the line."""

_HEAD = 300
"""How far into a line a label can reach."""

_CUE_TIME = re.compile(r"\s*(\d{1,2}:\d{1,2}:\d{1,2}\.\d{1,3}) --> \d{1,2}:\d{1,2}:\d{1,2}\.\d+\s*")
_NAME_TIME = re.compile(rf"\s*(?P<name>\S[^\n]{{0,79}}?)(?P<gap>[ \t\u00a0]+)(?P<time>{STAMP})\s*")
_TIME_NAME = re.compile(rf"\s*(?P<time>{STAMP})(?P<gap>[ \t\u00a0]+)(?P<name>\S[^\n]{{0,79}}?)\s*")
_CHAT = re.compile(
    r"(?P<time>\d{1,2}:\d{2}:\d{2})\t(?P<name>[^\s:][^\t\n]{0,79}?)[ ]*:[ ]*(?:\t[ ]*|$)"
)
_CHAT_FROM = re.compile(
    r"(?P<time>\d{1,2}:\d{2}(?::\d{2})?)[ \t]+(?:From|Van)[ \t]+(?P<name>[^\s:][^\t\n:]{0,79}?)"
    r"(?:[ \t]{1,4}(?:to|To|naar|aan)[ \t]+[^\s:][^\t\n:]{0,79})?[ \t]*:[ \t]*"
)
_MEET_HEAD = re.compile(
    r"\W*(?:.{0,100}[-–][ ]*)?(?:transcript|transcriptie|transcription)\W*", re.I
)
_MEET_TIME = re.compile(r"\s*\d{1,2}:\d{2}:\d{2}\s*")
_MEET_LABEL = re.compile(r"\s*(?P<name>[^\W\d_][^:\n]{0,59}?)[ ]*:(?=\s|$)[ \t]*")
_FOOTER = re.compile(
    r".{0,80}\b(?:started|stopped) transcription\W*|transcribed by https?://otter\.ai\W*"
    r"|.{0,80}\btranscriptie.{0,30}\b(?:gestart|gestopt|begonnen|beëindigd)\W*"
    r"|.{0,80}\b(?:gestart|gestopt|begonnen|beëindigd)\b.{0,20}\btranscriptie\W*"
    r"|(?:meeting|transcription) ended after \d+:\d+(?::\d+)?\W*"
    r"|this editable transcript was computer generated.{0,200}",
    re.I,
)


def find_layout(text: str) -> list[Turn] | None:
    """Return the turns of a transcript in a known service's layout, None for other texts.

    Known: Zoom chat; Microsoft Teams in Word, both layouts; Otter and others with name and
    time on a line of their own; Google Meet.
    """
    lines = _lines(text)
    finders: tuple[Callable[[list[_Line]], list[Mark]], ...] = (
        _chat,
        _teams_older,
        _meet,
        _name_and_time,
    )
    for find in finders:
        marks = find(lines)
        if marks:
            return from_marks(text, marks, _end_of_talk(lines, marks[-1].start, len(text)))
    return None


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    offset = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            lines.append((offset, line))
        offset += len(line) + 1
    return lines


def _end_of_talk(lines: list[_Line], last_label: int, end: int) -> int:
    """Return where the closing lines of a service start; `end` when there are none."""
    for start, line in reversed(lines):
        if start <= last_label or len(line) > 300 or not _FOOTER.fullmatch(line.strip()):
            break
        end = start
    return end


def _mark(start: int, line: str, name: str, speech: int, time: str) -> Mark:
    return Mark(start + len(line) - len(line.lstrip()), speech, name.strip(), seconds(time))


def _chat(lines: list[_Line]) -> list[Mark]:
    """Zoom chat: `HH:MM:SS<TAB>Name:<TAB>text`, later `HH:MM:SS From Name to Everyone: text`."""
    marks: list[Mark] = []
    for start, line in lines:
        found = _CHAT.match(line, 0, _HEAD) or _CHAT_FROM.match(line, 0, _HEAD)
        if found:
            marks.append(_mark(start, line, found["name"], start + found.end(), found["time"]))
        elif not marks:
            return []
    return marks if len(marks) * 4 >= len(lines) else []


def _teams_older(lines: list[_Line]) -> list[Mark]:
    """Teams until 2021: a line with two times, a line with the name, the text."""
    marks: list[Mark] = []
    for place, (start, line) in enumerate(lines[:-1]):
        found = _CUE_TIME.fullmatch(line)
        if not found:
            continue
        name_start, name = lines[place + 1]
        if len(name) <= 80 and not _CUE_TIME.fullmatch(name):
            speech = name_start + len(name)
            marks.append(_mark(start, line, name, speech, _padded(found[1])))
    return marks


def _padded(time: str) -> str:
    """Return `0:0:5.100` as `0:00:05.100`."""
    hours, minutes, rest = time.split(":")
    whole, fraction = rest.split(".")
    return f"{hours}:{minutes:0>2}:{whole:0>2}.{fraction}"


def _name_and_time(lines: list[_Line]) -> list[Mark]:
    """Teams in Word, Otter, Word's own: name and time on one line, the talk on the next."""
    for pattern in (_NAME_TIME, _TIME_NAME):
        found = _named_times(lines, pattern)
        counts = Counter(folded(mark.speaker) for _gap, mark in found)
        # A wide gap is the services' own; with one space the name must recur.
        marks = [mark for gap, mark in found if len(gap) > 1 or counts[folded(mark.speaker)] > 1]
        if len(marks) > 1 or (marks and _is_announced(lines, marks[0].start)):
            return marks
    return []


def _named_times(lines: list[_Line], pattern: re.Pattern[str]) -> list[tuple[str, Mark]]:
    found = []
    for start, line in lines:
        if len(line) > 120 or ":" not in line:
            continue
        parts = pattern.fullmatch(line)
        if parts and _may_be_label(parts["name"]):
            mark = _mark(start, line, parts["name"], start + len(line), parts["time"])
            found.append((parts["gap"], mark))
    return found


def _may_be_label(name: str) -> bool:
    return is_name(name) or (name[0].isalpha() and name[-1] not in ".?!:;,-–" and len(name) <= 30)


def _is_announced(lines: list[_Line], first_label: int) -> bool:
    return any(_FOOTER.fullmatch(line.strip()) for start, line in lines if start < first_label)


def _meet(lines: list[_Line]) -> list[Mark]:
    """Google Meet: notes, the word Transcript, then a time and `Name: text` lines under it."""
    head = next((n for n, (_s, line) in enumerate(lines) if _is_meet_head(line)), None)
    if head is None:
        return []
    marks: list[Mark] = []
    stamp: _Line | None = None
    seen_time = False
    for start, line in lines[head + 1 :]:
        if _MEET_TIME.fullmatch(line):
            stamp, seen_time = (start, line), True
            continue
        found = _MEET_LABEL.match(line) if seen_time else None
        if found and is_name(found["name"]):
            first = stamp or (start, line)
            time = stamp[1] if stamp else ""
            marks.append(_mark(*first, found["name"], start + found.end(), time))
        stamp = None
    return marks


def _is_meet_head(line: str) -> bool:
    return len(line) <= 120 and _MEET_HEAD.fullmatch(line) is not None
