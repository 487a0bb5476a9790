"""The field for what to search for, with the searches of before."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _
from kwalcode.tui.widgets.literal import LiteralInput


class SearchField(LiteralInput):
    """A field; up and down bring earlier searches back. They are kept until the app is left:
    what one searches for may be a name, and belongs into no file of settings."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", _("Search")),
        Binding("up", "earlier(1)", _("Earlier search"), show=False),
        Binding("down", "later", _("Hits, or a later search"), show=False),
        Binding("ctrl+t", "screen.kind", _("Kind"),
                tooltip=_("Words, phrase, lemma or pattern")),
    ]  # fmt: skip

    DEFAULT_CSS = """
    SearchField { width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__(
            placeholder=_('Search for words, "a phrase", meld*, /a pattern/'),
            select_on_focus=True,
        )
        self._earlier: list[str] = []
        self._offered: list[str] = []
        self._back = 0

    def keep(self) -> None:
        """Keep what stands here for later."""
        typed = self.value.strip()
        if typed:
            self._earlier = [typed, *(other for other in self._earlier if other != typed)]
        self._back = 0

    def action_earlier(self, steps: int) -> None:
        """Bring back the search before what stands here, or the one after it (-1)."""
        if not self._back:
            here = self.value.strip()
            self._offered = [typed for typed in self._earlier if typed != here]
        at = self._back + steps
        if 0 < at <= len(self._offered):
            self._back = at
            self.value = self._offered[at - 1]
            self.cursor_position = len(self.value)

    def action_later(self) -> None:
        """Bring back the search after what stands here; from the newest go to the hits."""
        if self._back > 1:
            self.action_earlier(-1)
        else:
            self.app.action_focus_next()
