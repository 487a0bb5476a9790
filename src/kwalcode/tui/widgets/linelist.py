"""A list whose rows somebody else paints: for tables of figures with a highlight."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from kwalcode.i18n import _
from kwalcode.tui.widgets.rowlist import RowList, row_keys

_STYLES = {"bold": Style(bold=True), "underline": Style(underline=True)}
Parts = Sequence[tuple[str, str]]
"""What a row is made of: text, and how it looks ("", "faint", "bold", "underline")."""


class LineList(RowList):
    """Rows by key, each painted by one function at the width there is; a heading stays on top
    of it elsewhere."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *row_keys(_("Next"), _("Previous"), _("First"), _("Last")),
        Binding("enter", "choose", _("Open"), tooltip=_("Go deeper into this row")),
    ]

    @dataclass
    class Highlighted(Message):
        """The highlight is on another row (from 0)."""

        lines: LineList
        row: int

        @property
        def control(self) -> LineList:
            """The list it comes from."""
            return self.lines

    @dataclass
    class Chosen(Message):
        """Somebody wants to go deeper into a row."""

        lines: LineList
        row: int

        @property
        def control(self) -> LineList:
            """The list it comes from."""
            return self.lines

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._keys: Sequence[Hashable] = ()
        self._paint: Callable[[int, int], Parts] = _nothing
        self._empty = ""

    def load(
        self, keys: Sequence[Hashable], paint: Callable[[int, int], Parts], empty: str = ""
    ) -> None:
        """Show a row per key; `paint` takes row and width. The highlight stays on its key, or at
        its height. `empty` is shown where there are none."""
        before = self.key
        self._keys, self._paint, self._empty = keys, paint, empty
        same = keys.index(before) if before is not None and before in keys else self._at
        self.rows_changed(same)
        self.highlight_moved()

    @property
    def row(self) -> int:
        """The row of the highlight."""
        return self._at

    @property
    def key(self) -> Hashable | None:
        """The key of the row under the highlight, None where there are no rows."""
        return self._keys[self._at] if self._at < len(self._keys) else None

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self._keys)

    def paint_empty(self) -> str:
        """Return what stands there without rows."""
        return f" {self._empty}" if self._empty else ""

    def highlight_moved(self) -> None:
        """Tell which row the highlight is on."""
        if self._keys:
            self.post_message(self.Highlighted(self, self._at))

    def action_choose(self) -> None:
        """Go deeper."""
        if self._keys:
            self.post_message(self.Chosen(self, self._at))

    def on_click(self, event: events.Click) -> None:
        """Highlight what is clicked; a double click goes deeper."""
        row = self.row_under(event.y)
        if row is not None:
            self.put_highlight(row)
            if event.chain == 2:
                self.action_choose()

    def paint_row(self, row: int, width: int) -> Strip:
        """Return a row as it looks without the highlight."""
        base = self.rich_style
        styles = {"": base, "faint": self.get_component_rich_style("rowlist--faint")}
        segments = [
            Segment(text, styles[how] if how in styles else base + _STYLES[how])
            for text, how in self._paint(row, width)
        ]
        return Strip(segments).adjust_cell_length(width, base)


def _nothing(_row: int, _width: int) -> Parts:
    return ()
