"""The field that opens in a cell of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.suggester import SuggestFromList

from kwalcode.i18n import _
from kwalcode.tui.widgets.grid import Grid
from kwalcode.tui.widgets.literal import LiteralInput

_LEAST = 16
"""A field has at least so many cells, where the screen has room."""


class CellEditor(LiteralInput):
    """Takes one line; `known` values are offered while one types.

    It is there all the time, and only shown when it is open: so it has the focus at once, and no
    key that is typed fast goes to the table below it. Told is where to go on after saving.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "save(1,0)", _("Save, next row")),
        Binding("tab", "save(0,1)", _("Save, next column"), priority=True),
        Binding("shift+tab", "save(0,-1)", _("Save, previous column"), show=False, priority=True),
        Binding("down", "known(1)", _("Next known value")),
        Binding("up", "known(-1)", _("Previous known value"), show=False),
        Binding("escape", "leave", _("Cancel")),
    ]
    DEFAULT_CSS = """
    CellEditor {
        layer: over; position: absolute; display: none; background: $primary; color: $text;
        &:focus { background: $primary-darken-2; color: $text; }
    }
    """

    @dataclass
    class Saved(Message):
        """A value is to be stored, and the cursor moved by (rows, columns)."""

        editor: CellEditor
        value: str
        move: tuple[int, int]

    @dataclass
    class Left(Message):
        """Nothing is to be stored."""

        editor: CellEditor

    def __init__(self) -> None:
        super().__init__(select_on_focus=False)
        self.known: Sequence[str] = ()
        self._typed: str | None = None
        self._before = ""

    @property
    def changed(self) -> bool:
        """Whether something else stands here than stood in the cell."""
        return self.value.strip() != self._before

    @property
    def is_open(self) -> bool:
        """Whether it stands over a cell."""
        return bool(self.display)

    def open_over(
        self, grid: Grid, value: str, known: Sequence[str] = (), typed: str | None = None
    ) -> None:
        """Open over the cell under the cursor, with its value or with what was typed."""
        at = grid.cell_region().translate(grid.region.offset)
        room = self.screen.size.width
        width = min(max(at.width, _LEAST), room)
        self.styles.width = width
        self.styles.offset = (min(at.x, room - width), at.y)
        self.known, self._typed, self._before = known, None, value
        self.suggester = SuggestFromList(known, case_sensitive=False) if known else None
        self.value = value if typed is None else typed
        self.display = True
        self.screen.set_focus(self)
        if typed is None:
            self.select_all()
        else:
            self.cursor_position = len(typed)

    def close_to(self, grid: Grid) -> None:
        """Close, and give the keys back to the table."""
        if self.is_open:
            if self.has_focus:
                self.screen.set_focus(grid)
            self.display = False

    def action_save(self, rows: int, columns: int) -> None:
        """Store what stands here."""
        self.post_message(self.Saved(self, self.value.strip(), (rows, columns)))

    def action_leave(self) -> None:
        """Leave the cell as it was."""
        self.post_message(self.Left(self))

    def action_known(self, step: int) -> None:
        """Go through the known values that begin with what was typed; without any, through all."""
        if self.value not in self.known:
            self._typed = self.value
        begun = (self._typed or "").casefold()
        fitting = [v for v in self.known if v.casefold().startswith(begun)] or list(self.known)
        if fitting:
            at = fitting.index(self.value) + step if self.value in fitting else min(step, 0)
            self.value = fitting[at % len(fitting)]
            self.cursor_position = len(self.value)
