"""Where words, clauses, sentences, lines and turns begin and end, and how to step through them.

All of it is pure: from the text, the blocks that are shown, and the sentence bounds, to offsets
and half-open ranges in code points. Units nest: a word lies in its clause, a clause in its
sentence, a sentence in its turn, whatever the sentence bounds say.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

from kwalcode.spans import Range, trim
from kwalcode.tui.text.blocks import Blocks
from kwalcode.tui.text.cells import cluster, cluster_start

Unit = Literal["word", "clause", "sentence", "line", "turn"]
GROWTH: tuple[Unit, ...] = ("word", "clause", "sentence", "turn")
"""The units through which a selection grows and shrinks."""

# All that is neither space nor punctuation makes a word, so that combining marks and emoji stay
# with it; apostrophes and hyphens join words: ggz-cliënten, foto's.
_MARKS = r"!-/:-@\[-\^`{-~¡§«¶·»¿\u2010-\u205e\u3001-\u303f"
_TOKEN = re.compile(rf"[^\s{_MARKS}]+(?:['’\-\u2010\u2011]+[^\s{_MARKS}]+)*|\s+|[{_MARKS}]+")
_CLAUSE_END = re.compile(r"[,;:–—…](?=\s)")
_NOT_SPACE = re.compile(r"\S")


class Places:
    """Units and steps of one text.

    `painted` is the text as it is painted (as many code points as the stored text); `sentences`
    are sorted ranges that do not overlap.
    """

    def __init__(self, painted: str, blocks: Blocks, sentences: Sequence[Range]) -> None:
        self.text, self.blocks = painted, blocks
        self._starts = [start for start, _ in sentences]
        self._ends = [end for _, end in sentences]

    def unit(self, kind: Unit, offset: int) -> Range:
        """Return the unit of that kind at `offset`, white space at its edges left out.

        White space between two units belongs to the one before it.
        """
        offset = self._on_text(offset)
        piece = self._block(offset)
        if kind == "turn":
            return trim(self.text, *piece)
        if kind == "line":
            return trim(self.text, *self._line(offset, piece))
        piece = self._sentence(offset, piece)
        if kind != "sentence":
            piece = self._clause(offset, piece)
        if kind == "word":
            return self._word(offset, piece)
        return trim(self.text, *piece)

    def _on_text(self, offset: int) -> int:
        """Return a shown place that holds a character: the end of a block is its last one."""
        offset = self.blocks.shown(offset)
        start, end = self._block(offset)
        return max(start, end - 1) if offset >= end else offset

    def _bounds(self, index: int) -> Range:
        return self.blocks.starts[index], self.blocks.ends[index]

    def _block(self, offset: int) -> Range:
        return self._bounds(self.blocks.at(offset))

    def _line(self, offset: int, block: Range) -> Range:
        start = self.text.rfind("\n", block[0], offset) + 1
        end = self.text.find("\n", offset, block[1])
        return max(start, block[0]), block[1] if end < 0 else end

    def _sentence(self, offset: int, block: Range) -> Range:
        """Return the stretch from one sentence's start to the next one's, within the block.

        Text after a sentence that belongs to no other is a stretch of its own.
        """
        index = bisect_right(self._starts, offset)
        start = max(block[0], self._starts[index - 1] if index else 0)
        end = min(block[1], self._starts[index] if index < len(self._starts) else block[1])
        stop = self._ends[index - 1] if index else start
        if start < stop < end and self.text[stop:end].strip():
            return (start, stop) if offset < stop else (stop, end)
        return start, end

    def _clause(self, offset: int, sentence: Range) -> Range:
        start, end = sentence
        for match in _CLAUSE_END.finditer(self.text, *sentence):
            # The white space after a clause belongs to it.
            if match.end() > offset or not self.text[match.end() : offset + 1].strip():
                return start, match.end()
            start = match.end()
        return start, end

    def _word(self, offset: int, clause: Range) -> Range:
        found = trim(self.text, *clause)
        whole = found
        for match in _TOKEN.finditer(self.text, *clause):
            if match.start() > offset and found != whole:
                break
            if not match[0].isspace():
                found = match.span()
        return found

    def next_place(self, kind: Unit, offset: int) -> int:
        """Return where the next unit begins; in the last one, the end of all that is shown."""
        index = self.blocks.at(offset)
        if kind != "turn":
            start, end = self.unit(kind, offset)
            if start > offset:
                return start
            found = _NOT_SPACE.search(self.text, max(end, offset), self.blocks.ends[index])
            if found:
                return found.start()
        return self._start_of_block(kind, index + 1)

    def _start_of_block(self, kind: Unit, index: int) -> int:
        while index < len(self.blocks):
            found = _NOT_SPACE.search(self.text, *self._bounds(index))
            if found:
                return found.start()
            if kind == "turn":
                return self.blocks.starts[index]
            index += 1
        return self.blocks.last

    def previous_place(self, kind: Unit, offset: int) -> int:
        """Return where this unit begins, or, from there, where the one before it does."""
        start, _ = self.unit(kind, offset)
        if start < self.blocks.shown(offset):
            return start
        index = self.blocks.at(offset)
        before = self._last_text(self.blocks.starts[index], start)
        while before < 0 and index > 0:
            index -= 1
            if kind == "turn" and self.blocks.starts[index] == self.blocks.ends[index]:
                return self.blocks.starts[index]
            before = self._last_text(*self._bounds(index))
        return self.unit(kind, before)[0] if before >= 0 else self.blocks.first

    def _last_text(self, start: int, end: int) -> int:
        """Return the last character in [start, end) that is no white space, or -1."""
        start, end = trim(self.text, start, end)
        return end - 1 if end > start else -1

    def after(self, offset: int) -> int:
        """Return the place after the cluster at `offset`; from the end of a block, the next one."""
        index = self.blocks.at(offset)
        end = self.blocks.ends[index]
        if offset >= end:
            return self.blocks.starts[index + 1] if index + 1 < len(self.blocks) else end
        return cluster(self.text, self.snap(offset), end)[0]

    def before(self, offset: int) -> int:
        """Return the place before `offset`: of a cluster, or the end of the block before."""
        index = self.blocks.at(offset)
        if offset <= self.blocks.starts[index]:
            return self.blocks.ends[index - 1] if index else self.blocks.first
        return cluster_start(self.text, offset - 1, self.blocks.starts[index])

    def snap(self, offset: int) -> int:
        """Return the nearest place where a caret can stand, not after `offset` if that is shown."""
        offset = self.blocks.shown(offset)
        start, end = self._block(offset)
        return offset if offset in (start, end) else cluster_start(self.text, offset, start)

    def grow(self, selected: Range) -> Range:
        """Return the smallest run of whole units that holds `selected` and is larger than it."""
        for kind in GROWTH:
            first = self.unit(kind, selected[0])
            last = self.unit(kind, max(selected[0], selected[1] - 1))
            larger = min(first[0], selected[0]), max(last[1], selected[1])
            if larger != selected:
                return larger
        return selected

    def shrink(self, selected: Range, at: int) -> Range:
        """Return the largest unit at `at` that lies within `selected` and is smaller than it."""
        at = min(max(at, selected[0]), max(selected[0], selected[1] - 1))
        for kind in reversed(GROWTH):
            start, end = self.unit(kind, at)
            if selected[0] <= start < end <= selected[1] and (start, end) != selected:
                return start, end
        return selected
