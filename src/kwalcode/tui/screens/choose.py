"""A small window to choose one of a few."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kwalcode.i18n import _


class ChooseScreen(ModalScreen[int | None]):
    """Shows rows (id, text); returns the chosen id, None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", _("Cancel")),
        Binding("j", "step(1)", show=False),
        Binding("k", "step(-1)", show=False),
    ]
    DEFAULT_CSS = """
    ChooseScreen {
        align: center middle;
        background: $background 40%;
        & Vertical {
            width: 60; max-width: 100%; height: auto; max-height: 80%;
            background: $panel; border: round $primary; border-title-color: $foreground;
            border-subtitle-color: $foreground 60%;
        }
        & OptionList, & OptionList:focus { border: none; height: auto; background: $panel; padding: 0 1; }
    }
    """

    def __init__(self, title: str, rows: Sequence[tuple[int, str]]) -> None:
        super().__init__()
        self._title, self._rows = title, rows

    def compose(self) -> ComposeResult:
        """Build the window."""
        with Vertical() as window:
            window.border_title = self._title
            window.border_subtitle = _("Enter chooses   Esc cancels")
            yield OptionList(*(Option(text) for _id, text in self._rows), markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return what was chosen."""
        event.stop()
        self.dismiss(self._rows[event.option_index][0])

    def action_step(self, rows: int) -> None:
        """Move the highlight."""
        results = self.query_one(OptionList)
        results.highlighted = ((results.highlighted or 0) + rows) % len(self._rows)

    def action_leave(self) -> None:
        """Return None."""
        self.dismiss(None)
