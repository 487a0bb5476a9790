"""Versions of a text of which words are blacked out: what stayed, and where the blocks go. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise, permutations

from kwalcode.spans import Range
from kwalcode.transcripts.blocks import MASK, same_but_for_masks
from kwalcode.transcripts.difference import Alignment, align
from kwalcode.transcripts.matching import Gap

_NEAR = 80
"""So many code points around what was changed are looked at for blocks."""


class InPlace(Alignment):
    """Two versions of which one has words blacked out: everything keeps its place."""

    def __init__(self, old: str, new: str) -> None:
        super().__init__(old, new, [(0, 0, len(old))])

    def carried(self, passage: Range, *, longer: bool = False) -> Range | None:  # noqa: ARG002
        """Return the passage itself, also where it begins within what was a word."""
        return passage


class Through(Alignment):
    """Two versions, and others of the same document: what stayed in them on the way from the one
    to the other stayed, so that it does not matter in which order texts took each other's place.
    """

    def __init__(self, old: str, new: str, between: Iterable[str]) -> None:
        between = {*between}
        found = align(masked(old, new, between), new)  # words that were blacked out are the same
        super().__init__(old, new, found.runs, found.scraps)
        self._between = sorted(between - {old, new})

    def carried(self, passage: Range, *, longer: bool = False) -> Range | None:
        """Return where the passage stands in the new text, None when its words were changed."""
        direct = super().carried(passage, longer=longer)
        return direct or next(self._detours(passage, longer=longer), None)

    def _detours(self, passage: Range, *, longer: bool) -> Iterator[Range]:
        for way in self._ways:
            stop: Range | None = passage
            for leg in way[:-1]:
                stop = None if stop is None else leg.carried(stop, longer=True)
            place = None if stop is None else way[-1].carried(stop, longer=longer)
            if place is not None:
                yield place

    @cached_property
    def _ways(self) -> list[Sequence[Alignment]]:
        """The ways over one other text; where words were blacked out, also over two."""
        stops: list[Sequence[str]] = [(text,) for text in self._between]
        if MASK in self.old or MASK in self.new:
            stops += permutations(self._between, 2)
        return [
            [_leg(old, new) for old, new in pairwise((self.old, *way, self.new))] for way in stops
        ]


def aligned(old: str, new: str, between: Iterable[str] = ()) -> Alignment:
    """Return what stayed the same, by the two texts and by others of the same document; words
    that were only blacked out are taken for the same."""
    return InPlace(old, new) if same_but_for_masks(old, new) else Through(old, new, between)


def _leg(old: str, new: str) -> Alignment:
    return InPlace(old, new) if same_but_for_masks(old, new) else align(old, new)


def masked(text: str, other: str, between: Iterable[str] = ()) -> str:
    """Return a text with blocks where another version of it has them.

    Where words were corrected of which some were erased, all that stands in their place goes:
    nobody can tell any more which of it was erased. White space stays. `between` are versions of
    the document: one that is the other but for its blocks tells what stood there.
    """
    if MASK not in other:
        return text
    if same_but_for_masks(text, other):
        return "".join(MASK if b == MASK else a for a, b in zip(text, other, strict=True))
    whole = _whole(other, between)
    found = list(text)
    changed = align(whole, text)
    for old, new, length in changed.runs:
        _black_out(found, new, other[old : old + length])
    again = _erased(whole, other)
    for gap in changed.gaps():
        first, last, start, end = _narrowed(whole, text, gap)
        _black_out(found, gap[2], other[gap[0] : first])
        _black_out(found, end, other[last : gap[1]])
        there = text[start:end]
        if MASK in other[first:last] or _beside(other, first, last):
            _black_out(found, start, _blocks(whole[first:last], other[first:last], there))
        for match in again.finditer(there) if again else ():
            _black_out(found, start + match.start(), _all_blocks(match[0]))
    return "".join(found)


def _whole(text: str, between: Iterable[str]) -> str:
    """Return the text as it was before words were blacked out, as far as others tell."""
    for one in sorted(between, key=lambda one: (one.count(MASK), one)):
        if same_but_for_masks(text, one):
            pairs = zip(text, one, strict=True)
            text = "".join(b if a == MASK else a for a, b in pairs)
    return text


def _beside(other: str, first: int, last: int) -> bool:
    """Tell whether what was changed touches blocks; words that were put in do so across a space."""
    before, after = other[max(first - _NEAR, 0) : first], other[last : last + _NEAR]
    if first == last:
        before, after = before.rstrip(), after.lstrip()
    return before.endswith(MASK) or after.startswith(MASK)


def _black_out(text: list[str], at: int, blocks: str) -> None:
    """Black out characters of a text, from a place on, where others are blocks."""
    for there, character in enumerate(blocks, start=at):
        if character == MASK:
            text[there] = MASK


def _all_blocks(text: str) -> str:
    """Return blocks for all of a text but its white space."""
    return "".join(c if c.isspace() else MASK for c in text)


def _blocks(before: str, gone: str, there: str) -> str:
    """Return blocks for what stands in the place of words of which some were erased: for those
    very ones where both are so alike that it shows which."""
    if same_but_for_masks(gone, there) or _alike(before, there):
        return gone
    return _all_blocks(there)


def _erased(whole: str, other: str) -> re.Pattern[str] | None:
    """Return what finds the words that were blacked out, where they are known: they may have been
    written again elsewhere."""
    stretches = re.finditer(rf"{MASK}[{MASK}\s]*{MASK}|{MASK}", other)
    words = {whole[one.start() : one.end()] for one in stretches}
    known = [re.escape(one) for one in sorted(words, key=len, reverse=True) if MASK not in one]
    return re.compile(rf"(?<!\w)(?:{'|'.join(known)})(?!\w)") if known else None


def _narrowed(other: str, text: str, gap: Gap) -> Gap:
    """Return what was changed without what only the text has blacked out, at the edges."""
    first, last, start, end = gap

    def same(at: int, there: int) -> bool:
        return other[at] != MASK and text[there] in (other[at], MASK)

    while first < last and start < end and same(first, start):
        first, start = first + 1, start + 1
    while first < last and start < end and same(last - 1, end - 1):
        last, end = last - 1, end - 1
    return first, last, start, end


def _alike(gone: str, there: str) -> bool:
    """Tell whether two stretches are words of the same lengths, half of which are the same where
    both can be read: then what was erased in one is in the same place in the other."""
    words, others = gone.split(), there.split()
    if len(gone) != len(there) or [*map(len, words)] != [*map(len, others)]:
        return False
    pairs = zip(words, others, strict=True)
    read = [same_but_for_masks(one, other) for one, other in pairs if MASK not in one]
    return 2 * sum(read) >= len(read) > 0
