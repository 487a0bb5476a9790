"""Where brackets, notes and stripes stand in a printed transcript. Pure.

All places are code points of the sheet's text.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kwalcode.report.coded.sheet import Mark, Note, Sheet, Stretch
from kwalcode.spans import Range, lanes

ROW = 60
"""A row of a page holds so many letters."""
Kind = Literal["open", "close", "note"]
LANES = 6
"""So many stripes stand side by side; where there are more, a plus says so."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Something set into the text: where marks begin or end, or the number of a note.

    `late` tells that marks end where they begin, since nothing of theirs is printed.
    """

    at: int
    kind: Kind
    marks: tuple[Mark, ...] = ()
    note: int = 0
    late: bool = False

    @property
    def order(self) -> tuple[int, int, int]:
        """Sorts signs: at one place marks end, then come notes, then marks begin."""
        rank = 3 if self.late else {"close": 0, "note": 1, "open": 2}[self.kind]
        return self.at, rank, self.note


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of the text; `coded` tells whether a mark covers it."""

    text: str
    coded: bool


Piece = Sign | Words


@dataclass(slots=True)
class Row:
    """A row of a page: its pieces, the stripes beside it, and the marks told at its right.

    `stripes` are (lane, mark, whether it begins here, whether it ends here); `more` tells that
    there is no room for others.
    """

    stretch: Stretch
    first: bool
    pieces: list[Piece]
    stripes: list[tuple[int, Mark, bool, bool]] = field(default_factory=list)
    more: bool = False
    told: list[Mark] = field(default_factory=list)


class Placed:
    """The signs of a sheet, per stretch; those in what is not printed move to what is."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._starts = [stretch.start for stretch in sheet.stretches]
        self._ends = [stretch.end for stretch in sheet.stretches]
        self.spans = [self._span(mark.start, mark.end) for mark in sheet.marks]
        self._signs: dict[int, list[Sign]] = {}
        if sheet.stretches:
            self._set_marks()
            self._set_notes(sheet.notes)

    def _span(self, start: int, end: int) -> tuple[Range, Range]:
        """Return (stretch, place) where a mark begins and where it ends, both printed."""
        last = len(self._starts) - 1
        if last < 0:
            return (0, 0), (0, 0)
        first = min(bisect_right(self._ends, start), last)
        final = max(first, bisect_left(self._starts, end) - 1)
        at = min(max(start, self._starts[first]), self._ends[first])
        stop = max(min(end, self._ends[final]), self._starts[final])
        return (first, at), (final, max(at, stop))

    def _set_marks(self) -> None:
        grouped: dict[tuple[Kind, Range, bool], list[Mark]] = {}
        for mark, (begin, end) in zip(self.sheet.marks, self.spans, strict=True):
            grouped.setdefault(("open", begin, False), []).append(mark)
            grouped.setdefault(("close", end, begin == end), []).append(mark)
        for (kind, (stretch, at), late), marks in grouped.items():
            self._signs.setdefault(stretch, []).append(Sign(at, kind, tuple(marks), late=late))

    def _set_notes(self, notes: Sequence[Note]) -> None:
        for note in notes:
            if note.place is not None and note.number is not None:
                stretch, at = self._span(*note.place)[1]
                self._signs.setdefault(stretch, []).append(Sign(at, "note", note=note.number))

    def signs(self, stretch: int) -> list[Sign]:
        """Return the signs of a stretch in order."""
        return sorted(self._signs.get(stretch, []), key=lambda sign: sign.order)

    def stretches_of(self) -> Iterator[tuple[list[Mark], list[Mark]]]:
        """Yield per stretch the marks that begin in it, and those that go on from before it."""
        beginning: dict[int, list[Mark]] = {}
        until: dict[int, list[Mark]] = {}
        for mark, (begin, end) in zip(self.sheet.marks, self.spans, strict=True):
            beginning.setdefault(begin[0], []).append(mark)
            until.setdefault(end[0], []).append(mark)
        going: list[Mark] = []
        for number in range(len(self._starts)):
            yield beginning.get(number, []), list(going)
            ended = set(map(id, until.get(number, [])))
            going = [m for m in (*going, *beginning.get(number, [])) if id(m) not in ended]


def pieces(
    text: str, start: int, end: int, signs: Sequence[Sign], depth: int
) -> tuple[list[Piece], int]:
    """Return a range of text cut at its signs, and how many marks are open behind it.

    `depth` is how many are open before it.
    """
    found: list[Piece] = []
    at = start
    for sign in signs:
        if at < sign.at:
            found.append(Words(text[at : sign.at], depth > 0))
            at = sign.at
        found.append(sign)
        depth += {"open": 1, "close": -1, "note": 0}[sign.kind] * len(sign.marks)
    if at < end:
        found.append(Words(text[at:end], depth > 0))
    return found, depth


def rows(sheet: Sheet) -> list[Row]:
    """Return the rows of a page, with their stripes and the marks told beside them."""
    placed = Placed(sheet)
    made: list[Row] = []
    bounds: list[tuple[int, int]] = []
    depth = 0
    for number, stretch in enumerate(sheet.stretches):
        cuts = wrapped(sheet.text, stretch.start, stretch.end)
        signs = placed.signs(number)
        at = 0
        for row, (start, end) in enumerate(cuts):
            last = row == len(cuts) - 1
            until = at
            while until < len(signs) and (last or _stands_before(signs[until], end)):
                until += 1
            found, depth = pieces(sheet.text, start, end, signs[at:until], depth)
            at = until
            made.append(Row(stretch, row == 0, found))
            bounds.append((number, start))
    _add_stripes(made, bounds, placed)
    _tell(made)
    return made


def _stands_before(sign: Sign, end: int) -> bool:
    """Tell whether a sign belongs to a row that ends at `end`, rather than to the next one."""
    return sign.at < end or (sign.at == end and sign.kind != "open" and not sign.late)


def _add_stripes(made: Sequence[Row], bounds: Sequence[tuple[int, int]], placed: Placed) -> None:
    """Give each mark a lane beside the rows it covers."""
    if not made:
        return
    covered = []
    for mark, (begin, end) in zip(placed.sheet.marks, placed.spans, strict=True):
        first = max(0, bisect_right(bounds, begin) - 1)
        last = max(first, bisect_left(bounds, end) - 1)
        covered.append((first, last + 1, mark))
        made[first].told.append(mark)
    covered.sort(key=lambda c: (c[0], -c[1]))
    for lane, (first, after, mark) in zip(
        lanes([(first, after) for first, after, _mark in covered]), covered, strict=True
    ):
        if lane >= LANES:
            made[first].more = True
            continue
        for row in range(first, after):
            made[row].stripes.append((lane, mark, row == first, row == after - 1))


def _tell(made: Sequence[Row]) -> None:
    """Spread the names of marks over the rows, one each, so that the text is not torn apart.

    A name stands beside its row or little below; where too many wait, several share a row.
    """
    waiting: list[Mark] = []
    for number, row in enumerate(made):
        waiting += row.told
        most = len(waiting) if number == len(made) - 1 else max(1, len(waiting) - _WAIT)
        row.told, waiting = waiting[:most], waiting[most:]


_WAIT = 6
"""A name stands at most so many names below its row."""


def wrapped(text: str, start: int, end: int, width: int = ROW) -> list[Range]:
    """Return the rows of a range: they end after a line feed, a space, or in a long word."""
    found: list[Range] = []
    at = start
    while at < end:
        feed = text.find("\n", at, end)
        stop = end if feed < 0 else feed + 1
        fits = _fitting(text, at, stop, width)
        if fits < stop:
            space = text.rfind(" ", at, fits + 1)
            fits = space + 1 if space >= at else fits
        found.append((at, fits))
        at = fits
    return found or [(start, end)]


def _fitting(text: str, start: int, end: int, width: int) -> int:
    """Return how far `width` letters reach; wide ones count for two, combining ones for none."""
    if text[start : start + width].isascii():
        return min(end, start + width)
    used, at = 0, start
    while at < end:
        letter = text[at]
        used += 0 if unicodedata.combining(letter) or letter in "\u200d\ufe0f" else 1
        used += unicodedata.east_asian_width(letter) in "WF"
        if used > width and at > start:
            return at
        at += 1
    return at
