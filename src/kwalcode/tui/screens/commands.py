"""The command palette of Textual, in our words."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.command import CommandList, CommandPalette
from textual.widgets.option_list import Option

from kwalcode.i18n import _


class CommandsScreen(CommandPalette, inherit_bindings=False):
    """Finds the actions of a screen by name."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+end,shift+end", "command_list('last')", _("Last command"), show=False),
        Binding("ctrl+home,shift+home", "command_list('first')", _("First command"), show=False),
        Binding("down", "cursor_down", _("Next command"), show=False),
        Binding("up", "command_list('cursor_up')", _("Previous command"), show=False),
        Binding("pagedown", "command_list('page_down')", _("Next page"), show=False),
        Binding("pageup", "command_list('page_up')", _("Previous page"), show=False),
        Binding("escape", "escape", _("Close")),
    ]

    def __init__(self) -> None:
        super().__init__(placeholder=_("Search for a command…"), id="--command-palette")

    def _start_no_matches_countdown(self, search_value: str) -> None:
        """Tell that nothing is called so, in the language of the interface."""
        super()._start_no_matches_countdown("")
        self._stop_no_matches_countdown()

        def tell() -> None:
            if not search_value:
                self._list_visible = False
                return
            nothing = Text(_("No command is called so."), justify="center")
            self.query_one(CommandList).add_option(
                Option(nothing, disabled=True, id=self._NO_MATCHES)
            )
            self._list_visible = True

        self._no_matches_timer = self.set_timer(self._NO_MATCHES_COUNTDOWN, tell)
