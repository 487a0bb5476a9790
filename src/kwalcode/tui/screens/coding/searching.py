"""Searching in the open document."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _
from kwalcode.spans import Range
from kwalcode.tui.screens.coding.desk import Desk


class Searching(Desk):
    """Finds words in the transcript, without regard to case, round the end."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", _("Search in this document"), key_display="/", show=False),
        Binding("n", "find(1)", _("Next place found"), show=False),
        Binding("N", "find(-1)", _("Previous place found"), show=False),
    ]
    _needle = ""

    def action_search(self) -> None:
        """Ask what to search for in this document."""
        from kwalcode.tui.widgets.prompt import LinePrompt

        def typed(needle: str | None) -> None:
            if needle:
                self._needle = needle
                self.action_find(1)

        if self.document is not None:
            keys = _("Enter searches   Esc cancels")
            prompt = LinePrompt(_("Search in this document"), self._needle, keys=keys, anew=True)
            self.app.push_screen(prompt, typed)

    def action_find(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) place found; ask first where nothing was asked."""
        from kwalcode.tui.text.finding import find

        if not self._needle:
            self.action_search()
            return
        found: Range | None = self.transcript.selection or (self.transcript.cursor,) * 2
        for _time in range(self.transcript.take_count()):
            if found is not None:
                found = find(self.transcript.data.text, self._needle, found, direction)
        if found is None:
            self.notify(_("'{needle}' is not in this document.").format(needle=self._needle))
        else:
            self.transcript.go_to(found)
