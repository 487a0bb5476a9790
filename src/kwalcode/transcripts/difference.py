"""What stayed the same between two versions of a text, and where it stands in the newer one.

Lines that occur once in both versions are anchors; what was changed between them is compared by
words, and around a changed word by characters. Scraps that two rewritten stretches happen to
share (a "de", a space) do not count as having stayed; they only help to guess which words took
the place of which. Something moved elsewhere counts as taken out and put in. Pure; all ranges
are half-open, in code points.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from operator import itemgetter

from kwalcode.spans import Range, trim
from kwalcode.transcripts.matching import Budget, Gap, Run, anchored, short_edit

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_WORD = re.compile(r"\w+|\s+|.", re.DOTALL)
_LETTERS = re.compile(r"\w\w")
_STEPS = 2_000_000
"""Steps of the search for short edits in a whole text; about a second."""
_MANY = 4_000
"""So many words are first cut at those that occur once in both versions."""
_MANY_LINES = 50
"""So many lines, none of which occurs once in both versions, are compared before their words."""
_LONGER, _AT_LEAST = 3, 40
"""A proposal is at most so many times as long as the passage was, or so many code points more."""
_JOINER = "\u200d"


class Alignment:
    """Two versions of a text, and the runs (old start, new start, length) that are the same.

    `runs` are sure: equal in both versions, in order, never cut through a character with its
    combining marks, a joined emoji, a flag or a CRLF. `scraps` are as many or more of them, good
    enough to propose something by.
    """

    def __init__(
        self, old: str, new: str, runs: Iterable[Run], scraps: Iterable[Run] | None = None
    ) -> None:
        self.old, self.new = old, new
        self.runs = list(_whole_characters(old, new, _joined(runs)))
        self.scraps = (
            self.runs if scraps is None else list(_whole_characters(old, new, _joined(scraps)))
        )
        self._starts = [run[0] for run in self.runs]
        self._scrap_starts = [run[0] for run in self.scraps]

    def carried(self, passage: Range, *, longer: bool = False) -> Range | None:
        """Return where the passage stands in the new text, None when its words were changed.

        What is returned holds exactly the same text. A word that got longer was changed, also
        for a passage that covers the part which is the same, unless `longer` allows it.
        """
        start, end = passage
        at = bisect_right(self._starts, start) - 1
        if at < 0 or start >= end:
            return None
        old_start, new_start, length = self.runs[at]
        first, last = start + new_start - old_start, end + new_start - old_start
        if end > old_start + length:
            return None
        if not longer and (self._cut(start, first) or self._cut(end, last)):
            return None
        return first, last

    def _cut(self, at: int, new_at: int) -> bool:
        """Tell whether a passage that stopped at the edge of a word would now stop within one."""
        return _within_word(self.new, new_at) and not _within_word(self.old, at)

    def stayed(self, passage: Range) -> bool:
        """Tell whether a passage of the new text was in the old one, just so."""
        at = bisect_right(self.runs, passage[0], key=itemgetter(1)) - 1
        return at >= 0 and passage[1] <= self.runs[at][1] + self.runs[at][2]

    def proposed(self, passage: Range) -> Range | None:
        """Return the range that took the passage's place in the new text, as far as one can say.

        None where nothing did, or something much longer. White space at its edges is left out.
        """
        start, end = passage
        first, last = self._first(start), self._last(end)
        first, last = trim(self.new, first, max(first, last))
        limit = max(_LONGER * (end - start), end - start + _AT_LEAST)
        return (first, last) if 0 < last - first <= limit else None

    def place(self, at: int) -> int:
        """Return where a code point of the old text, or what took its place, is in the new."""
        return self._first(at)

    def share(self) -> float:
        """Return how much of the two texts is the same, from 0 to 1; two empty ones are."""
        both = len(self.old) + len(self.new)
        return 2 * sum(length for *_starts, length in self.runs) / both if both else 1.0

    def gaps(self) -> list[Gap]:
        """Return what was changed: old start and end, new start and end, in order."""
        found = []
        old_at = new_at = 0
        for old_start, new_start, length in [*self.runs, (len(self.old), len(self.new), 0)]:
            if old_at < old_start or new_at < new_start:
                found.append((old_at, old_start, new_at, new_start))
            old_at, new_at = old_start + length, new_start + length
        return found

    def _first(self, start: int) -> int:
        """Return where what stands at `start` begins: there itself, or the gap that it is in."""
        at = bisect_right(self._scrap_starts, start) - 1
        if at < 0:
            return 0
        old_start, new_start, length = self.scraps[at]
        return new_start + min(start - old_start, length)

    def _last(self, end: int) -> int:
        """Return where what stands before `end` stops: there itself, or the gap that it is in."""
        at = bisect_right(self._scrap_starts, end - 1) - 1
        if at >= 0:
            old_start, new_start, length = self.scraps[at]
            if end <= old_start + length:
                return new_start + end - old_start
        return self.scraps[at + 1][1] if at + 1 < len(self.scraps) else len(self.new)


def align(old: str, new: str) -> Alignment:
    """Compare two versions of a text.

    Two megabytes with some hundred changes take under two seconds; texts that have nothing in
    common no more, since beyond a bound what is left counts as changed.
    """
    budget = Budget(_STEPS)
    lines, other_lines = _LINE.findall(old), _LINE.findall(new)
    places, other_places = _places(lines), _places(other_lines)
    same, gaps = anchored(lines, other_lines)
    runs = _as_text(same, places, other_places)
    scraps = list(runs)
    for gap in gaps:
        sure, likely = _compare(old, new, _gap_in_text(gap, places, other_places), budget)
        runs += sure
        scraps += likely
    return Alignment(old, new, sorted(runs), sorted(scraps))


def replaced(old: str, edits: Sequence[tuple[Range, str]]) -> Alignment:
    """Return what becomes of a text in which ranges are replaced: sorted, apart, as given."""
    pieces: list[str] = []
    runs: list[Run] = []
    at = length = 0
    for (start, end), instead in edits:
        runs.append((at, length, start - at))
        pieces += [old[at:start], instead]
        length += start - at + len(instead)
        at = end
    runs.append((at, length, len(old) - at))
    return Alignment(old, "".join([*pieces, old[at:]]), [run for run in runs if run[2]])


def _places(pieces: Sequence[str]) -> list[int]:
    return [0, *accumulate(map(len, pieces))]


def _as_text(runs: Iterable[Run], old: Sequence[int], new: Sequence[int]) -> list[Run]:
    """Return runs of pieces as runs of code points."""
    return [(old[a], new[b], old[a + n] - old[a]) for a, b, n in runs]


def _gap_in_text(gap: Gap, old: Sequence[int], new: Sequence[int]) -> Gap:
    return old[gap[0]], old[gap[1]], new[gap[2]], new[gap[3]]


def _compare(old: str, new: str, gap: Gap, budget: Budget) -> tuple[list[Run], list[Run]]:
    """Return the runs and the scraps in a gap between lines that occur once."""
    old, new = old[gap[0] : gap[1]], new[gap[2] : gap[3]]
    if not old or not new:
        return [], []
    found: list[Run] = [(0, 0, 0)]
    if old.count("\n") > _MANY_LINES and new.count("\n") > _MANY_LINES:
        found += _by_pieces(_LINE, old, new, budget)
    scraps: list[Run] = []
    for before, after in pairwise([*found, (len(old), len(new), 0)]):
        first, other = before[0] + before[2], before[1] + before[2]
        inner = _by_pieces(_WORD, old[first : after[0]], new[other : after[1]], budget)
        scraps += [before, *_moved(inner, first, other)]
    scraps = _with_letters(old, new, scraps)
    runs = _with_letters(old, new, _without_scraps(scraps, len(old), len(new)))
    return _moved(runs, gap[0], gap[2]), _moved(scraps, gap[0], gap[2])


def _by_pieces(piece: re.Pattern[str], old: str, new: str, budget: Budget) -> list[Run]:
    """Compare two texts by lines or words; return the runs, in code points."""
    pieces, others = piece.findall(old), piece.findall(new)
    return _as_text(_same(pieces, others, budget), _places(pieces), _places(others))


def _moved(runs: Iterable[Run], first: int, other_first: int) -> list[Run]:
    return [(a + first, b + other_first, n) for a, b, n in runs]


def _same(pieces: Sequence[str], others: Sequence[str], budget: Budget) -> list[Run]:
    """Return the runs of equal pieces; where there are many, anchors come first."""
    if len(pieces) + len(others) <= _MANY:
        return short_edit(pieces, others, budget)
    runs, gaps = anchored(pieces, others)
    for first, last, other_first, other_last in gaps:
        inner = short_edit(pieces[first:last], others[other_first:other_last], budget)
        runs += _moved(inner, first, other_first)
    return sorted(runs)


def _without_scraps(runs: Sequence[Run], length: int, other_length: int) -> list[Run]:
    """Leave out what is no longer than the changes on both sides of it: it is there by chance."""
    kept: list[Run] = [(0, 0, 0)]
    for run in [*_joined(runs), (length, other_length, 0)]:
        while len(kept) > 1 and kept[-1][2] <= min(
            _change(kept[-2], kept[-1]), _change(kept[-1], run)
        ):
            kept.pop()
        kept.append(run)
    return kept[1:-1]


def _change(before: Run, after: Run) -> int:
    """Return the length of what was changed between two runs, the longer of both sides."""
    return max(after[0] - before[0] - before[2], after[1] - before[1] - before[2])


def _with_letters(old: str, new: str, runs: Sequence[Run]) -> list[Run]:
    """Add the letters that a changed stretch begins and ends with in both versions."""
    found = list(runs)
    before = (0, 0, 0)
    for run in [*runs, (len(old), len(new), 0)]:
        start, other = before[0] + before[2], before[1] + before[2]
        room = min(run[0] - start, run[1] - other)
        head = 0
        while head < room and old[start + head] == new[other + head]:
            head += 1
        tail = 0
        while tail < room - head and old[run[0] - tail - 1] == new[run[1] - tail - 1]:
            tail += 1
        found += [(start, other, head), (run[0] - tail, run[1] - tail, tail)]
        before = run
    return sorted(run for run in found if run[2])


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Join runs that follow each other in both texts."""
    joined: list[Run] = []
    for old_start, new_start, length in runs:
        if joined:
            first, other, before = joined[-1]
            if first + before == old_start and other + before == new_start:
                joined[-1] = (first, other, before + length)
                continue
        joined.append((old_start, new_start, length))
    return joined


def _whole_characters(old: str, new: str, runs: Iterable[Run]) -> Iterable[Run]:
    """Yield the runs without the edges that are part of a character as one sees it."""
    for old_start, new_start, length in runs:
        while length and (_inside(old, old_start) or _inside(new, new_start)):
            old_start, new_start, length = old_start + 1, new_start + 1, length - 1
        while length and (_inside(old, old_start + length) or _inside(new, new_start + length)):
            length -= 1
        if length:
            yield old_start, new_start, length


def _inside(text: str, at: int) -> bool:
    """Tell whether what one sees as one character goes on from before `at` to after it."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if after < "\u0300":
        return before == "\r" and after == "\n"
    if before == _JOINER or after == _JOINER or unicodedata.category(after)[0] == "M":
        return True
    return _is_skin(after) or (_is_flag_half(before) and _is_flag_half(after))


def _within_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and bool(_LETTERS.match(text, at - 1))


def _is_skin(character: str) -> bool:
    return "\U0001f3fb" <= character <= "\U0001f3ff"


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
