"""The stretches of a document that the transcript view shows: the speech of each turn, in order.

Speaker labels go to the gutter, so they are left out of the blocks; anything else that stands
between turns (a heading, a note) is a block of its own, so that no text is ever hidden. Pure.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from kwalcode.model import Role, Turn
from kwalcode.spans import Range, trim

NO_TURN = -1


class Blocks:
    """The shown ranges of a text (code points), sorted, and the turn (from 0) that each shows.

    There is at least one block, be it empty. A place in the text is shown when it lies in
    [start, end] of a block: the end itself is where the caret stands after the last character.
    """

    def __init__(self, text: str, turns: Sequence[Turn]) -> None:
        found = list(_blocks(text, turns)) or [(0, len(text), NO_TURN)]
        self.starts = [start for start, _, _ in found]
        self.ends = [end for _, end, _ in found]
        self.turns = [turn for _, _, turn in found]

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def first(self) -> int:
        """The first place that is shown."""
        return self.starts[0]

    @property
    def last(self) -> int:
        """The last place that is shown: after the last character."""
        return self.ends[-1]

    def at(self, offset: int) -> int:
        """Return the index of the block that shows `offset`, or of the next one that follows."""
        index = max(0, bisect_right(self.starts, offset) - 1)
        if offset > self.ends[index] and index + 1 < len(self):
            return index + 1
        return index

    def shown(self, offset: int) -> int:
        """Return `offset`, or where it is not shown the next place that is."""
        index = self.at(offset)
        return min(max(offset, self.starts[index]), self.ends[index])


def _blocks(text: str, turns: Sequence[Turn]) -> Iterable[tuple[int, int, int]]:
    done = 0
    for number, turn in enumerate(turns):
        yield from _between(text, done, turn.start)
        yield turn.speech_start, turn.speech_end, number
        yield from _between(text, turn.speech_end, turn.end)
        done = turn.end
    yield from _between(text, done, len(text))


def _between(text: str, start: int, end: int) -> Iterable[tuple[int, int, int]]:
    start, end = trim(text, start, max(start, end))
    if start < end:
        yield start, end, NO_TURN


def short_labels(turns: Sequence[Turn], roles: Mapping[str, Role]) -> dict[str, str]:
    """Return a label of at most three characters per speaker, unique within the document.

    The only interviewer is I and the only respondent R; others get their initials.
    """
    speakers = list(dict.fromkeys(turn.speaker for turn in turns if turn.speaker))
    by_role = [roles.get(speaker, "other") for speaker in speakers]
    labels: dict[str, str] = {}
    for speaker, role in zip(speakers, by_role, strict=True):
        alone = role != "other" and by_role.count(role) == 1
        label = role[0].upper() if alone else _initials(speaker)
        labels[speaker] = _distinct(label, set(labels.values()))
    return labels


def _initials(speaker: str) -> str:
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in speaker).split()
    if len(words) == 1:
        return words[0][:3].upper()
    return "".join(word[0] for word in words[:3]).upper() or "?"


def _distinct(label: str, taken: set[str]) -> str:
    if label not in taken:
        return label
    return next((f"{label[:1]}{n}" for n in range(2, 100) if f"{label[:1]}{n}" not in taken), label)


def parts(blocks: Blocks, start: int, end: int) -> list[Range]:
    """Return the pieces of [start, end) that are shown: what a reader sees as selected."""
    first, last = blocks.at(start), blocks.at(max(start, end - 1))
    pieces = (
        (max(start, blocks.starts[index]), min(end, blocks.ends[index]))
        for index in range(first, last + 1)
    )
    return [piece for piece in pieces if piece[0] < piece[1]]
