"""The small window that leads to the other screens, a letter each."""

from __future__ import annotations

from textual import events

from kwalcode.i18n import _
from kwalcode.tui.screens.choose import ChooseScreen
from kwalcode.tui.workbench import CODING, SCREENS


class GoScreen(ChooseScreen):
    """Lists the screens; returns the row of the chosen one: 0 is coding, then as in `SCREENS`."""

    def __init__(self) -> None:
        known = [CODING, *((entry.letter, entry.title) for entry in SCREENS.values())]
        self._letters = [letter for letter, _title in known]
        super().__init__(_("Go to"), [f"{letter}  {title}" for letter, title in known])

    async def on_key(self, event: events.Key) -> None:
        """Go where the letter leads."""
        if event.key in self._letters and self.is_current:
            event.stop()
            event.prevent_default()
            self.dismiss(self._letters.index(event.key))
