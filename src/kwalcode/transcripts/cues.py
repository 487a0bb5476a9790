"""What WebVTT and SRT share: blocks of lines into cues, cues into paragraphs and turns.

Cues stay in the order of the file: recognisers let them overlap and run out of order, and a
reader of the text must find them where the file has them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kwalcode.i18n import _
from kwalcode.model import Transcript, Turn
from kwalcode.transcripts.labels import Label, folded, is_name, label_of
from kwalcode.transcripts.refusals import listed_lines, no_text
from kwalcode.transcripts.roles import guess_roles
from kwalcode.transcripts.speakers import accepted

PAUSE = 2.0
"""Seconds of silence after a sentence that start a new paragraph where nobody is named."""

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{1,2}[.,]\d{1,3}"
_TIMES = re.compile(rf"\s*(?P<start>{_TIME})[ \t]*-->[ \t]*(?P<end>{_TIME})(?:\s|$)")
_TIME_PARTS = re.compile(r"(?:(\d+):)?(\d+):(\d+)[.,](\d+)")
_SENTENCE_END = re.compile(r"[.?!…][\"'’”»)\]]*\Z")
_SPACES = re.compile(r"[ \t\n]+")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue as it stands: its lines of text, times in seconds (None: unreadable or missing)."""

    lines: tuple[str, ...]
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """What one speaker says in one cue; `speaker` is "" where nobody is named."""

    speaker: str
    text: str
    start: float | None
    end: float | None


@dataclass(slots=True)
class Problems:
    """Line numbers, from 1, of what could not be read as a cue and was kept as text."""

    times: list[int]
    stray: list[int]

    def notices(self) -> list[str]:
        """Return a notice per kind of trouble."""
        found = []
        if self.times:
            notice = _("Times that cannot be read; the text was kept: line {lines}.")
            found.append(notice.format(lines=listed_lines(self.times)))
        if self.stray:
            notice = _("Text outside a subtitle; it was kept: line {lines}.")
            found.append(notice.format(lines=listed_lines(self.stray)))
        return found


def blocks_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the stretches of lines between empty lines, each with its first line's number."""
    block: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line and not line.isspace():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []
    if block:
        yield text.count("\n") + 2 - len(block), block


def cues_of(first: int, block: Sequence[str], problems: Problems) -> list[Cue]:
    """Return the cues in a block; `first` is its first line's number.

    A cue whose times cannot be read keeps its text, and so do lines that belong to no cue.
    """
    places = [place for place, line in enumerate(block) if _is_timing(place, line)]
    if not places:
        if len(block) > 1 or not block[0].strip().isdigit():
            problems.stray.append(first)
            return [Cue(tuple(block))]
        return []
    cues: list[Cue] = []
    # One line above the times is the cue's name or number; more than one is text.
    if places[0] > 1:
        problems.stray.append(first)
        cues.append(Cue(tuple(block[: places[0] - 1])))
    for place, following in zip(places, [*places[1:], len(block)], strict=True):
        lines = block[place + 1 : following]
        if following < len(block) and lines and lines[-1].strip().isdigit():
            lines = lines[:-1]
        cues.append(_cue(first + place, block[place], lines, problems))
    return cues


def _is_timing(place: int, line: str) -> bool:
    if "-->" not in line:
        return False
    return _TIMES.match(line) is not None or place < 2


def _cue(number: int, timing: str, lines: Sequence[str], problems: Problems) -> Cue:
    found = _TIMES.match(timing)
    if not found:
        problems.times.append(number)
        return Cue(tuple(lines))
    return Cue(tuple(lines), _in_seconds(found["start"]), _in_seconds(found["end"]))


def _in_seconds(time: str) -> float | None:
    found = _TIME_PARTS.fullmatch(time)
    if not found:
        return None
    hours, minutes, seconds, fraction = found.groups()
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + float(f"0.{fraction}")


def split_labels(passages: Sequence[Passage], interviewer: str | None) -> list[Passage]:
    """Return the passages with names at their start (`Name: text`) made their speaker.

    Zoom puts a name before most cues; in a file where half of them have one, a name that
    occurs once counts as well. Passages that have a speaker already are left alone.
    """
    labels = [None if passage.speaker else label_of(passage.text) for passage in passages]
    labels = [label if label and label.shape != "tab" else None for label in labels]
    names = [label.name for label in labels if label]
    shapes = {folded(label.name): label.shape for label in labels if label}
    known = accepted(
        names,
        lambda: (word for passage in passages for word in passage.text.split()),
        interviewer,
        shapes=dict(shapes),
    )
    mostly_named = sum(known.values()) * 2 >= len(passages)
    return [
        _labelled(passage, label)
        if label and (folded(label.name) in known or (mostly_named and _is_once(label)))
        else passage
        for passage, label in zip(passages, labels, strict=True)
    ]


def _is_once(label: Label) -> bool:
    return label.shape == "colon" and is_name(label.name)


def _labelled(passage: Passage, label: Label) -> Passage:
    return Passage(label.name, passage.text[label.end :].strip(), passage.start, passage.end)


def one_line(text: str) -> str:
    """Return text with each run of spaces, tabs and line breaks as one space."""
    return _SPACES.sub(" ", text).strip()


def to_transcript(
    name: str,
    passages: Sequence[Passage],
    format: str,
    interviewer: str | None,
    notices: Sequence[str],
) -> Transcript:
    """Return passages as text, a paragraph per turn (`Speaker: text`), and its turns.

    Raises UnreadableFile when there is no text; `name` is the file's, for that message.
    """
    groups = _grouped([passage for passage in passages if passage.text])
    if not groups:
        raise no_text(name)
    parts: list[str] = []
    turns: list[Turn] = []
    offset = 0
    for group in groups:
        label = f"{group[0].speaker}: " if group[0].speaker else ""
        paragraph = label + " ".join(passage.text for passage in group)
        end = offset + len(paragraph)
        speech = (offset + len(label), end)
        turns.append(Turn(offset, end, *speech, group[0].speaker, group[0].start))
        parts.append(paragraph)
        offset = end + 2
    text = "\n\n".join(parts)
    roles, about_roles = guess_roles(text, turns, interviewer)
    return Transcript(text, tuple(turns), roles, format, (*notices, *about_roles))


def _grouped(passages: Sequence[Passage]) -> list[list[Passage]]:
    groups: list[list[Passage]] = []
    for passage in passages:
        if groups and _goes_on(groups[-1][-1], passage):
            groups[-1].append(passage)
        else:
            groups.append([passage])
    return groups


def _goes_on(last: Passage, following: Passage) -> bool:
    if last.speaker != following.speaker:
        return False
    if last.speaker or last.end is None or following.start is None:
        return True
    paused = following.start - last.end >= PAUSE
    return not (paused and _SENTENCE_END.search(last.text[-8:]))


def read_cues(
    text: str, clean: Callable[[Cue], list[Passage]], skipped: Callable[[int, list[str]], bool]
) -> tuple[list[Passage], Problems]:
    """Return the passages of a subtitle text and what was wrong in it.

    `clean` makes a cue's lines into passages; `skipped` tells of a block (its number from 0,
    its lines) whether it is no talk: a header, a comment, a style.
    """
    problems = Problems([], [])
    passages: list[Passage] = []
    for number, (first, block) in enumerate(blocks_of(text)):
        if skipped(number, block):
            continue
        for cue in cues_of(first, block, problems):
            found = clean(cue)
            if cue.start is None and cue.end is None and passages and found:
                found = [_continued(passages[-1], found[0]), *found[1:]]
            passages += found
    return passages, problems


def _continued(last: Passage, passage: Passage) -> Passage:
    """Give text without times of its own to whoever spoke last, unless it names somebody."""
    speaker = passage.speaker or last.speaker
    return Passage(speaker, passage.text, passage.start, passage.end)
