"""Memos: about the passage, or about the code in the codebook."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _
from kwalcode.model import Memo
from kwalcode.spans import Range
from kwalcode.tui.screens.coding.desk import Desk
from kwalcode.tui.screens.memoing import Memoing


class Noting(Memoing, Desk):
    """Writes memos, goes on with them, deletes them by emptying them; links passages to notes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "memo", _("Memo"), tooltip=_("Write a memo about the passage or the code")),
        Binding("ampersand", "link_note", _("Link the passage to a free note"), show=False),
    ]

    def action_memo(self) -> None:
        """Write a memo: about the code in the codebook, else about the passage."""
        if self.codebook.has_focus:
            code = self.session.code(self.codebook.highlighted)
            if code is not None:
                self.trying(lambda: self.memo_about_code(code))
        elif self.document is not None:
            passage = self.transcript.passage
            self.memo_about_passage(self.document.id, passage, self._mine_about(passage))

    def _mine_about(self, passage: Range) -> Memo | None:
        """Return my memo about just this passage; where nothing is selected, any one here."""
        mine = [(place, memo) for place, memo in self.memos if memo.coder == self.session.me]
        exact = next((memo for place, memo in mine if place == passage), None)
        if exact is not None or self.transcript.selection is not None:
            return exact
        return next((memo for place, memo in self.memos_here() if (place, memo) in mine), None)

    def action_link_note(self) -> None:
        """Link the passage to a free note."""
        if self.document is not None:
            place = (self.document.id, *self.transcript.passage)
            self.trying(lambda: self.ask_note([place]))
