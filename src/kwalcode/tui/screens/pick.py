"""A small window to choose one of many: type a few letters of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from kwalcode.i18n import _
from kwalcode.tui.text.fuzzy import fold
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.literal import LiteralInput
from kwalcode.tui.widgets.window import Window

_SHOWN = 200


class PickScreen(Window[int | None]):
    """Shows rows of text, those that hold what is typed; returns the chosen one, from 0."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", _("Choose"), priority=True),
        Binding("down", "step(1)", _("Next"), show=False, priority=True),
        Binding("up", "step(-1)", _("Previous"), show=False, priority=True),
        Binding("pagedown", "step(8)", _("Next page"), show=False, priority=True),
        Binding("pageup", "step(-8)", _("Previous page"), show=False, priority=True),
        Binding("escape", "leave", _("Cancel"), priority=True),
    ]
    DEFAULT_CSS = """
    PickScreen {
        align: center middle;
        background: $background 40%;
        & Vertical {
            width: 60; max-width: 100%; height: auto; max-height: 80%; padding: 0 1;
            background: $panel; border: round $primary; border-title-color: $foreground;
            border-subtitle-color: $text-muted;
        }
        & OptionList, & OptionList:focus {
            border: none; height: auto; background: $panel; padding: 0;
            scrollbar-size-vertical: 1; scrollbar-background: $panel;
            scrollbar-color: $foreground 25%;
            & > .option-list--option-highlighted { background: $primary 25%; color: $foreground; }
        }
    }
    """

    def __init__(self, title: str, rows: Sequence[str]) -> None:
        super().__init__()
        self._title, self._rows = title, [one_line(row) for row in rows]
        self._fitting: list[int] = []

    def compose(self) -> ComposeResult:
        """Build the window."""
        with Vertical() as window:
            # Set as a plain string it would be read as markup.
            window.border_title = one_line(self._title).replace("[", r"\[")
            window.border_subtitle = _("type to find   Enter chooses   Esc cancels")
            yield LiteralInput(placeholder=_("type a few letters"), select_on_focus=False)
            rows = OptionList(markup=False)
            rows.can_focus = False
            yield rows

    def on_mount(self) -> None:
        """Begin with all of them."""
        self._fill("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits."""
        event.stop()
        self._fill(event.value)

    def _fill(self, typed: str) -> None:
        words = fold(typed).split()
        self._fitting = [
            n for n, row in enumerate(self._rows) if all(word in fold(row) for word in words)
        ][:_SHOWN]
        shown = self.query_one(OptionList)
        shown.clear_options()
        shown.add_options(Option(self._rows[n]) for n in self._fitting)
        shown.highlighted = 0 if self._fitting else None

    def action_step(self, rows: int) -> None:
        """Move the highlight."""
        if self._fitting:
            shown = self.query_one(OptionList)
            at = (shown.highlighted or 0) + rows
            shown.highlighted = min(max(at, 0), len(self._fitting) - 1)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return what was clicked."""
        event.stop()
        self.dismiss(self._fitting[event.option_index])

    def action_choose(self) -> None:
        """Return what is highlighted."""
        at = self.query_one(OptionList).highlighted
        if at is not None:
            self.dismiss(self._fitting[at])

    def action_leave(self) -> None:
        """Return None."""
        self.dismiss(None)
