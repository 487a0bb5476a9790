"""A small window to choose one of a few."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kwalcode.i18n import _
from kwalcode.tui.widgets.window import Window


class ChooseScreen(Window[int | None]):
    """Shows rows of text; returns the chosen row (from 0), None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", _("Cancel")),
        Binding("j", "step(1)", _("Next"), show=False),
        Binding("k", "step(-1)", _("Previous"), show=False),
    ]
    DEFAULT_CSS = """
    ChooseScreen {
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

    def __init__(self, title: str, rows: Sequence[str]) -> None:
        super().__init__()
        self._title, self._rows = title, rows

    def compose(self) -> ComposeResult:
        """Build the window."""
        with Vertical() as window:
            window.border_title = self._title
            window.border_subtitle = _("Enter chooses   Esc cancels")
            yield OptionList(*map(Option, self._rows), markup=False)

    def on_mount(self) -> None:
        """Begin at the first row."""
        self.query_one(OptionList).highlighted = 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return what was chosen."""
        event.stop()
        self.dismiss(event.option_index)

    def action_step(self, rows: int) -> None:
        """Move the highlight."""
        results = self.query_one(OptionList)
        results.highlighted = ((results.highlighted or 0) + rows) % len(self._rows)

    def action_leave(self) -> None:
        """Return None."""
        self.dismiss(None)
