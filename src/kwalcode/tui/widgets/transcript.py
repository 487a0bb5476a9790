"""The transcript view: read, move, select with keys and mouse; every place is a code point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.timer import Timer

from kwalcode.i18n import _
from kwalcode.spans import Range
from kwalcode.tui.text import caret as carets
from kwalcode.tui.text.blocks import parts
from kwalcode.tui.text.caret import Caret
from kwalcode.tui.text.data import TranscriptData
from kwalcode.tui.text.motion import Unit
from kwalcode.tui.text.stripes import CodingMark
from kwalcode.tui.widgets.page import TranscriptPage

__all__ = ["CodingMark", "TranscriptData", "TranscriptView"]

_DRAG_SCROLL_SECONDS = 0.05
_CLICKED_UNITS: tuple[Unit, ...] = ("word", "sentence", "turn")


def _motion(keys: str, motion: str, description: str, extending: str = "") -> list[BindingType]:
    """Return the binding of a motion, and of the keys that extend the selection with it."""
    bindings: list[BindingType] = [
        Binding(keys, f"move('{motion}')", description, show=False),
    ]
    if extending:
        action = f"move('{motion}', True)"
        bindings.append(
            Binding(extending, action, _("Select: {motion}").format(motion=description), show=False)
        )
    return bindings


class TranscriptView(TranscriptPage):
    """A transcript in which passages are selected.

    Where nothing is selected, the sentence at the caret is the passage that acts work on.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *_motion("down,j", "down", _("Next line"), "shift+down,J"),
        *_motion("up,k", "up", _("Previous line"), "shift+up,K"),
        *_motion("right,l", "right", _("Next character"), "shift+right,L"),
        *_motion("left,h", "left", _("Previous character"), "shift+left,H"),
        *_motion("w,ctrl+right", "next_word", _("Next word"), "W,ctrl+shift+right"),
        *_motion("b,ctrl+left", "previous_word", _("Previous word"), "B,ctrl+shift+left"),
        *_motion("s,right_parenthesis", "next_sentence", _("Next sentence")),
        *_motion("S,left_parenthesis", "previous_sentence", _("Previous sentence")),
        *_motion("right_curly_bracket,ctrl+down", "next_turn", _("Next turn"), "ctrl+shift+down"),
        *_motion(
            "left_curly_bracket,ctrl+up", "previous_turn", _("Previous turn"), "ctrl+shift+up"
        ),
        *_motion("pagedown,ctrl+f", "page_down", _("Next page"), "shift+pagedown"),
        *_motion("pageup,ctrl+b", "page_up", _("Previous page"), "shift+pageup"),
        *_motion("home", "row_start", _("Start of line"), "shift+home"),
        *_motion("end", "row_end", _("End of line"), "shift+end"),
        *_motion("g,ctrl+home", "first", _("Start of document"), "ctrl+shift+home"),
        *_motion("G,ctrl+end", "last", _("End of document"), "ctrl+shift+end"),
        Binding("v,space", "extend", _("Select"), show=False),
        Binding("e,plus,equals_sign", "grow", _("Larger selection"), show=False),
        Binding("E,minus", "shrink", _("Smaller selection"), show=False),
        Binding("ctrl+c", "copy", _("Copy the selection"), show=False),
        Binding("escape", "clear", _("Clear the selection"), show=False),
    ]

    @dataclass
    class CursorMoved(Message):
        """The caret stands elsewhere: before code point `offset`."""

        view: TranscriptView
        offset: int

        @property
        def control(self) -> TranscriptView:
            """The view it came from."""
            return self.view

    @dataclass
    class SelectionChanged(Message):
        """The selection is now [start, end); both are the caret's place when it was cleared."""

        view: TranscriptView
        start: int
        end: int

        @property
        def control(self) -> TranscriptView:
            """The view it came from."""
            return self.view

    def __init__(self, *, gap: int = 1, name: str | None = None, id: str | None = None) -> None:
        super().__init__(gap=gap, name=name, id=id)
        self._pressed: Range | None = None
        self._pointer = Offset()
        self._drag_timer: Timer | None = None

    # What is selected

    @property
    def cursor(self) -> int:
        """Where the caret stands: before this code point."""
        return self._caret.at

    @property
    def selection(self) -> Range | None:
        """The selected range in code points, None where nothing is selected."""
        return self._caret.selected

    @property
    def extending(self) -> bool:
        """Whether plain motions extend the selection."""
        return self._caret.extending

    @property
    def passage(self) -> Range:
        """The range that acts work on: the selection without white space at its edges, or
        else the sentence at the caret."""
        return carets.passage(self.ground, self._caret)

    @property
    def passage_text(self) -> str:
        """The stored text of the passage as it is shown: without the speaker labels."""
        return "\n".join(self.data.text[a:b] for a, b in parts(self._blocks, *self.passage))

    def go_to(self, place: int | Range) -> None:
        """Put the caret at a code point, or select a range, and show it with what comes before."""
        if isinstance(place, int):
            self._put(Caret(self._places.snap(place)), at_third=True)
        else:
            self._put(carets.select(*place), at_third=True)

    def clear_selection(self) -> None:
        """Select nothing; the caret stays."""
        self._put(Caret(self._places.snap(self._caret.at)))

    def _put(self, caret: Caret, at_third: bool = False, reveal: bool = True) -> None:
        before, self._caret = self._caret, caret
        self._look_around()
        if reveal:
            self.reveal(at_third)
        self.refresh_changed()
        if caret.selected != before.selected:
            start, end = caret.selected or (caret.at, caret.at)
            self.post_message(self.SelectionChanged(self, start, end))
        if caret.at != before.at:
            self.post_message(self.CursorMoved(self, caret.at))

    # Keys

    def action_move(self, motion: str, extend: bool = False) -> None:
        """Move the caret by a motion of `caret.MOTIONS`; `extend` selects what lies between."""
        self._put(carets.move(self.ground, self._caret, motion, extend))

    def action_extend(self) -> None:
        """Start to select with plain motions, or stop."""
        self._put(carets.toggle_extending(self._caret))

    def action_grow(self) -> None:
        """Select the next larger unit."""
        self._put(carets.grow(self.ground, self._caret))

    def action_shrink(self) -> None:
        """Select the next smaller unit."""
        self._put(carets.shrink(self.ground, self._caret))

    def action_clear(self) -> None:
        """Clear the selection; where there is none, Escape is for the screen."""
        if self._caret.anchor is None:
            raise SkipAction
        self.clear_selection()

    def action_copy(self) -> None:
        """Copy the selected text; where there is none, the key is for the screen."""
        if self.selection is None:
            raise SkipAction
        self.app.copy_to_clipboard(self.passage_text)

    # Mouse

    def _place_at(self, pointer: Offset) -> Range:
        """Return the cluster under a place in the view; an empty range where there is none.

        Left of the text it is the row's beginning, right of it the row's end, in the space
        between two turns the end of the first.
        """
        layout = self._layout_rows
        row = min(max(0, pointer.y + self.scroll_offset.y), max(0, layout.height - 1))
        column = pointer.x - (self._columns.text_left if self._columns else 0)
        if column < 0:
            return (layout.bounds(row)[0],) * 2
        start, end = layout.place(row, column)
        edge = layout.last_place(row)
        return (start, end) if start < edge else (edge, edge)

    async def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the caret under the pointer and begin to drag; with Shift, extend the selection."""
        if event.button != 1:
            return
        self._pressed = self._place_at(event.offset)
        if event.shift:
            anchor = self._caret.at if self._caret.anchor is None else self._caret.anchor
            self._pressed = (anchor, anchor)
            self._drag_to(event.offset)
        else:
            self._put(Caret(self._pressed[0]), reveal=False)
        self.capture_mouse()

    async def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select from where the button went down to the pointer, whole characters."""
        if self._pressed is None:
            return
        self._pointer = event.offset
        self._drag_to(event.offset)
        outside = not 0 <= event.offset.y < self.size.height
        if outside and self._drag_timer is None:
            self._drag_timer = self.set_interval(_DRAG_SCROLL_SECONDS, self._drag_on)
        elif not outside:
            self._stop_timer()

    def _drag_to(self, pointer: Offset) -> None:
        pressed, place = self._pressed, self._place_at(pointer)
        if pressed is None or (place == pressed and self._caret.selected is None):
            return
        if place[0] >= pressed[0]:
            self._put(Caret(at=max(place[1], pressed[1]), anchor=pressed[0]), reveal=False)
        else:
            self._put(Caret(at=place[0], anchor=pressed[1]), reveal=False)

    def _drag_on(self) -> None:
        """Scroll on while the pointer is held above or below the view."""
        step = -1 if self._pointer.y < 0 else 1
        self.scroll_to(y=self.scroll_offset.y + step, animate=False, force=True)
        self._drag_to(Offset(self._pointer.x, 0 if step < 0 else self.size.height - 1))

    def _stop_timer(self) -> None:
        if self._drag_timer is not None:
            self._drag_timer.stop()
            self._drag_timer = None

    async def on_mouse_up(self) -> None:
        """Stop dragging."""
        self._pressed = None
        self._stop_timer()
        self.release_mouse()

    async def on_click(self, event: events.Click) -> None:
        """Select the word on a double click, the sentence on the third, the turn on the fourth."""
        if event.chain < 2 or self._columns is None or event.button != 1:
            return
        kind = _CLICKED_UNITS[min(event.chain, 4) - 2]
        self._put(
            carets.select(*self._places.unit(kind, self._place_at(event.offset)[0])), reveal=False
        )
