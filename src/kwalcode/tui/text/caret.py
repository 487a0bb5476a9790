"""The caret and the selection of the transcript view, as a value, and every way to move them.

The caret stands before a character, or after the last one of a block. The selection is what lies
between the caret and its anchor. Pure: each motion takes a caret and returns another one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kwalcode.spans import Range, trim
from kwalcode.tui.text.layout import Layout
from kwalcode.tui.text.motion import GROWTH, Places, Unit


@dataclass(frozen=True, slots=True)
class Caret:
    """Where the caret stands, where its selection is anchored, and which column it aims at.

    `at` and `anchor` are code points (`anchor` None: nothing can be selected); `goal` is the
    column that motions up and down return to; `extending` holds the anchor while moving;
    `grown_from` is where a selection began to grow, so that it shrinks back to there.
    """

    at: int = 0
    anchor: int | None = None
    goal: int | None = None
    extending: bool = False
    grown_from: int | None = None

    @property
    def selected(self) -> Range | None:
        """The selection as a half-open range, None where nothing is selected."""
        if self.anchor is None or self.anchor == self.at:
            return None
        return min(self.at, self.anchor), max(self.at, self.anchor)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a caret moves over: the places of the text and its rows, `page` of which fit."""

    places: Places
    layout: Layout
    page: int = 20


Motion = Callable[[Ground, Caret], Caret]


def passage(ground: Ground, caret: Caret) -> Range:
    """Return the range that acts work on: the selection, or else the sentence at the caret.

    White space at its edges is left out.
    """
    if caret.selected is not None:
        return trim(ground.places.text, *caret.selected)
    return ground.places.unit("sentence", caret.at)


def move(ground: Ground, caret: Caret, motion: str, extend: bool = False, count: int = 1) -> Caret:
    """Return the caret after a motion of `MOTIONS`, `count` times; `extend` selects what lies
    between."""
    moved = caret
    for _ in range(count):
        before, moved = moved, MOTIONS[motion](ground, moved)
        if moved == before:
            break
    return _moved(caret, moved, extend)


def to_turn(ground: Ground, caret: Caret, number: int, extend: bool = False) -> Caret:
    """Return the caret at the beginning of a turn (from 1; beyond the last one: that one)."""
    blocks = ground.places.blocks
    at = next((s for s, n in zip(blocks.starts, blocks.turns, strict=True) if n == number - 1), -1)
    target = Caret(at if at >= 0 else blocks.starts[-1], extending=caret.extending)
    return _moved(caret, target, extend)


def _moved(before: Caret, after: Caret, extend: bool) -> Caret:
    anchor = None
    if extend or before.extending:
        anchor = before.at if before.anchor is None else before.anchor
    return replace(after, anchor=anchor, grown_from=None)


def swap_ends(caret: Caret) -> Caret:
    """Return the caret at the other end of what is selected."""
    return caret if caret.anchor is None else replace(caret, at=caret.anchor, anchor=caret.at)


def select(start: int, end: int) -> Caret:
    """Return a caret after a selected range."""
    return Caret(at=end, anchor=start)


def grow(ground: Ground, caret: Caret, count: int = 1) -> Caret:
    """Select the word at the caret, then its clause, sentence, turn: `count` steps of these."""
    for _ in range(min(count, len(GROWTH))):
        caret = _grown(ground, caret)
    return caret


def _grown(ground: Ground, caret: Caret) -> Caret:
    selected = caret.selected or (caret.at, caret.at)
    origin = selected[0] if caret.grown_from is None else caret.grown_from
    return replace(select(*ground.places.grow(selected)), grown_from=origin)


def shrink(ground: Ground, caret: Caret, count: int = 1) -> Caret:
    """Select the next smaller unit, `count` times, where the selection began to grow, else at
    its start."""
    for _ in range(min(count, len(GROWTH))):
        caret = _shrunk(ground, caret)
    return caret


def _shrunk(ground: Ground, caret: Caret) -> Caret:
    if caret.selected is None:
        return caret
    origin = caret.selected[0] if caret.grown_from is None else caret.grown_from
    return replace(select(*ground.places.shrink(caret.selected, origin)), grown_from=origin)


def toggle_extending(caret: Caret) -> Caret:
    """Start to select with plain motions, or stop so that the selection stays as it is."""
    if caret.extending:
        return replace(caret, extending=False)
    return replace(caret, extending=True, anchor=caret.at if caret.anchor is None else caret.anchor)


def _to_next(kind: Unit) -> Motion:
    return lambda ground, caret: Caret(
        ground.places.next_place(kind, caret.at), extending=caret.extending
    )


def _to_previous(kind: Unit) -> Motion:
    return lambda ground, caret: Caret(
        ground.places.previous_place(kind, caret.at), extending=caret.extending
    )


def _by_rows(direction: int, page: bool = False) -> Motion:
    def motion(ground: Ground, caret: Caret) -> Caret:
        layout = ground.layout
        row = layout.row_at(caret.at)
        goal = layout.column(row, caret.at) if caret.goal is None else caret.goal
        target = row + direction * (max(1, ground.page - 2) if page else 1)
        while 0 <= target < layout.height and layout.is_gap(target):
            target += direction
        if target < 0:
            return replace(caret, at=layout.blocks.first, goal=goal)
        if target >= layout.height and row == layout.height - 1:
            return replace(caret, at=layout.blocks.last, goal=goal)
        target = min(target, layout.height - 1)
        at = min(layout.place(target, goal)[0], layout.last_place(target))
        return replace(caret, at=at, goal=goal)

    return motion


def _right(ground: Ground, caret: Caret) -> Caret:
    return Caret(ground.places.after(caret.at), extending=caret.extending)


def _left(ground: Ground, caret: Caret) -> Caret:
    return Caret(ground.places.before(caret.at), extending=caret.extending)


def _row_start(ground: Ground, caret: Caret) -> Caret:
    row = ground.layout.row_at(caret.at)
    return Caret(ground.layout.bounds(row)[0], extending=caret.extending)


def _row_end(ground: Ground, caret: Caret) -> Caret:
    row = ground.layout.row_at(caret.at)
    return Caret(ground.layout.last_place(row), extending=caret.extending)


def _first(ground: Ground, caret: Caret) -> Caret:
    return Caret(ground.places.blocks.first, extending=caret.extending)


def _last(ground: Ground, caret: Caret) -> Caret:
    return Caret(ground.places.blocks.last, extending=caret.extending)


MOTIONS: dict[str, Motion] = {
    "down": _by_rows(1),
    "up": _by_rows(-1),
    "page_down": _by_rows(1, page=True),
    "page_up": _by_rows(-1, page=True),
    "right": _right,
    "left": _left,
    "row_start": _row_start,
    "row_end": _row_end,
    "first": _first,
    "last": _last,
    "next_word": _to_next("word"),
    "previous_word": _to_previous("word"),
    "next_clause": _to_next("clause"),
    "previous_clause": _to_previous("clause"),
    "next_sentence": _to_next("sentence"),
    "previous_sentence": _to_previous("sentence"),
    "next_turn": _to_next("turn"),
    "previous_turn": _to_previous("turn"),
}
