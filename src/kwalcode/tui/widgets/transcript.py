"""The transcript view: read, move, select with keys and mouse; every place is a code point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.message import Message

from kwalcode.i18n import _
from kwalcode.spans import Range
from kwalcode.tui.text import caret as carets
from kwalcode.tui.text.blocks import parts
from kwalcode.tui.text.caret import Caret
from kwalcode.tui.text.data import TranscriptData
from kwalcode.tui.text.stripes import CodingMark
from kwalcode.tui.widgets.pointed import PointedPage

__all__ = ["CodingMark", "TranscriptData", "TranscriptView"]

_MOST = 999
"""No motion is done more often than that."""


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


class TranscriptView(PointedPage):
    """A transcript in which passages are selected.

    Where nothing is selected, the sentence at the caret is the passage that acts work on. A
    count that is typed is for the motion that follows.
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
        *_motion("g,ctrl+home", "first", _("Start, or the turn counted"), "ctrl+shift+home"),
        *_motion("G,ctrl+end", "last", _("End, or the turn counted"), "ctrl+shift+end"),
        Binding("v,space", "extend", _("Select"), show=False),
        Binding("e,plus,equals_sign", "grow", _("Larger selection"), show=False),
        Binding("E,minus", "shrink", _("Smaller selection"), show=False),
        Binding("z", "swap_ends", _("Other end of the selection"), show=False),
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

    @dataclass
    class SelectionLeft(Message):
        """The selection was given up with Escape."""

        view: TranscriptView

        @property
        def control(self) -> TranscriptView:
            """The view it came from."""
            return self.view

    @dataclass
    class CountChanged(Message):
        """A count is being typed, or was used or given up."""

        view: TranscriptView

        @property
        def control(self) -> TranscriptView:
            """The view it came from."""
            return self.view

    def __init__(self, *, gap: int = 1, name: str | None = None, id: str | None = None) -> None:
        super().__init__(gap=gap, name=name, id=id)
        self._typed = ""

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
        return self.text_of(*self.passage)

    def text_of(self, start: int, end: int) -> str:
        """Return the stored text of a range as it is shown: without the speaker labels."""
        return "\n".join(self.data.text[a:b] for a, b in parts(self._blocks, start, end))

    def go_to(self, place: int | Range) -> None:
        """Put the caret at a code point, or select a range, and show it with what comes before."""
        if isinstance(place, int):
            self._put(Caret(self._places.snap(place)), at_third=True)
        else:
            self._put(carets.select(*place), at_third=True)

    def reach(self, start: int, end: int) -> None:
        """Select a range so that plain motions go on to change its end."""
        self._put(replace(carets.select(start, end), extending=True))

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
            self._tell(self.SelectionChanged(self, start, end))
        if caret.at != before.at:
            self._tell(self.CursorMoved(self, caret.at))

    def _tell(self, message: Message) -> None:
        """Tell the screen at once: going up by way of all that holds this view, the message would
        come after the picture, and what the screen tells of the place would need another one."""
        self.screen.post_message(message)

    # Counts

    @property
    def count(self) -> int:
        """The count that was typed and waits for a motion; 0 where none does."""
        return int(self._typed or 0)

    def take_count(self, without: int = 1) -> int:
        """Return the count that was typed, which is used by that; `without` one, that."""
        count = self.count
        self._type("")
        return count or without

    def _type(self, typed: str) -> None:
        # Actions come in the order of the keys; the events of the keys themselves do not wait
        # for the actions of those before them. So it is actions, not keys, that use a count up.
        if typed != self._typed:
            self._typed = typed
            self.post_message(self.CountChanged(self))

    def on_blur(self) -> None:
        """Give a count up when other panels or windows get the keys."""
        self._type("")

    def set_codings(self, marks: Sequence[CodingMark]) -> None:
        """Show these marks; a count is given up, since something else was done."""
        super().set_codings(marks)
        self._type("")

    def type_digit(self, digit: int) -> None:
        """Take a digit as part of a count."""
        self._type(str(min(int(f"{self._typed}{digit}"), _MOST)).lstrip("0"))

    # Keys

    def action_move(self, motion: str, extend: bool = False) -> None:
        """Move the caret by a motion of `caret.MOTIONS`, as often as was typed; to the first or
        the last place with a count: to the turn of that number. `extend` selects what lies
        between."""
        count = self.take_count(0)
        if count and motion in ("first", "last"):
            self._put(carets.to_turn(self.ground, self._caret, count, extend))
        else:
            self._put(carets.move(self.ground, self._caret, motion, extend, count or 1))

    def action_extend(self) -> None:
        """Start to select with plain motions, or stop."""
        self._type("")
        self._put(carets.toggle_extending(self._caret))

    def action_grow(self) -> None:
        """Select the next larger unit."""
        self._put(carets.grow(self.ground, self._caret, self.take_count()))

    def action_shrink(self) -> None:
        """Select the next smaller unit."""
        self._put(carets.shrink(self.ground, self._caret, self.take_count()))

    def action_swap_ends(self) -> None:
        """Put the caret at the other end of the selection."""
        self._put(carets.swap_ends(self._caret))

    def action_clear(self) -> None:
        """Give a count or the selection up; where there is none, Escape is for the screen."""
        if self.take_count(0):
            return
        if self._caret.anchor is None:
            raise SkipAction
        self.clear_selection()
        self.post_message(self.SelectionLeft(self))

    def action_copy(self) -> None:
        """Copy the selected text; where there is none, the key is for the screen."""
        if self.selection is None:
            raise SkipAction
        self.app.copy_to_clipboard(self.passage_text)
