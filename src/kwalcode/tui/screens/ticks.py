"""A small window to tick some of a few."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kwalcode.i18n import _
from kwalcode.tui.widgets.window import Window


class TickScreen(Window[frozenset[int] | None]):
    """Shows rows of text with ticks; returns the rows (from 0) that are ticked, None when it was
    left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", _("Tick, or take the tick off")),
        Binding("enter", "finish", _("Show these"), priority=True),
        Binding("escape,q", "leave", _("Cancel")),
        Binding("j", "step(1)", _("Next"), show=False),
        Binding("k", "step(-1)", _("Previous"), show=False),
    ]
    DEFAULT_CSS = """
    TickScreen {
        align: center middle;
        background: $background 40%;
        & Vertical {
            width: 60; max-width: 100%; height: auto; max-height: 80%;
            background: $panel; border: round $primary; border-title-color: $foreground;
            border-subtitle-color: $text-muted;
        }
        & OptionList, & OptionList:focus {
            border: none; height: auto; background: $panel; padding: 0 1;
        }
    }
    """

    def __init__(self, title: str, rows: Sequence[str], ticked: AbstractSet[int]) -> None:
        super().__init__()
        self._title, self._rows, self._ticked = title, rows, set(ticked)

    def compose(self) -> ComposeResult:
        """Build the window."""
        with Vertical() as window:
            window.border_title = self._title
            window.border_subtitle = _("Space ticks   Enter shows these   Esc cancels")
            yield OptionList(*map(Option, map(self._line, range(len(self._rows)))), markup=False)

    def on_mount(self) -> None:
        """Begin at the first row."""
        self.query_one(OptionList).highlighted = 0

    def _line(self, row: int) -> str:
        return f"{'✓' if row in self._ticked else '·'} {self._rows[row]}"

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Tick what was clicked."""
        event.stop()
        self._turn(event.option_index)

    def _turn(self, row: int) -> None:
        self._ticked ^= {row}
        self.query_one(OptionList).replace_option_prompt_at_index(row, self._line(row))

    def action_tick(self) -> None:
        """Tick the row under the highlight, or take its tick off."""
        row = self.query_one(OptionList).highlighted
        if row is not None:
            self._turn(row)

    def action_step(self, rows: int) -> None:
        """Move the highlight."""
        results = self.query_one(OptionList)
        results.highlighted = ((results.highlighted or 0) + rows) % len(self._rows)

    def action_finish(self) -> None:
        """Return what is ticked."""
        self.dismiss(frozenset(self._ticked))

    def action_leave(self) -> None:
        """Return None."""
        self.dismiss(None)
