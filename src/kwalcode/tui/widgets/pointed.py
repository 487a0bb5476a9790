"""The transcript view under the mouse: the caret where one clicks, a selection where one drags."""

from __future__ import annotations

from textual import events
from textual.geometry import Offset
from textual.timer import Timer

from kwalcode.spans import Range
from kwalcode.tui.text import caret as carets
from kwalcode.tui.text.caret import Caret
from kwalcode.tui.text.motion import Unit
from kwalcode.tui.widgets.page import TranscriptPage
from kwalcode.tui.widgets.pointing import MenuWanted

_DRAG_SCROLL_SECONDS = 0.05
_CLICKED_UNITS: tuple[Unit, ...] = ("word", "sentence", "turn")


class PointedPage(TranscriptPage):
    """A page whose caret and selection follow the mouse."""

    def __init__(self, *, gap: int = 1, name: str | None = None, id: str | None = None) -> None:
        super().__init__(gap=gap, name=name, id=id)
        self._pressed: Range | None = None
        self._pointer = Offset()
        self._drag_timer: Timer | None = None

    def _put(self, caret: Caret, at_third: bool = False, reveal: bool = True) -> None:
        """Put the caret somewhere, and tell it."""
        raise NotImplementedError

    def target_at(self, point: Offset) -> Range | None:
        """Return what something dropped at a place of the screen falls on: the selection that is
        there, else the sentence. None beside the page."""
        if not self.region.contains_point(point) or not self.data.text:
            return None
        at = self._place_at(point - self.region.offset)[0]
        selected = self._caret.selected
        if selected is not None and selected[0] <= at < selected[1]:
            return carets.passage(self.ground, self._caret)
        return self._places.unit("sentence", at)

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

    def scroll_at_edge(self, point: Offset) -> None:
        """Scroll on by a row where something is dragged along the first or the last one."""
        if self.region.contains_point(point):
            row = point.y - self.region.y
            step = (row == self.size.height - 1) - (row == 0)
            if step:
                self.scroll_to(y=self.scroll_offset.y + step, animate=False, force=True)

    async def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the caret under the pointer and begin to drag; with Shift, extend the selection."""
        if event.button == 3:
            self._ask_for_menu(event)
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

    def _ask_for_menu(self, event: events.MouseDown) -> None:
        """Ask what can be done here; what is selected under the pointer stays selected."""
        at, selected = self._place_at(event.offset)[0], self._caret.selected
        if selected is None or not selected[0] <= at < selected[1]:
            self._put(Caret(at), reveal=False)
        self.post_message(MenuWanted(event.screen_offset))

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
