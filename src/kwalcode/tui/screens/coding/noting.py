"""Memos: about the passage, or about the code in the codebook."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _
from kwalcode.model import Code, Memo
from kwalcode.spans import Range
from kwalcode.tui.screens.coding.desk import Desk
from kwalcode.tui.text.visible import one_line


class Noting(Desk):
    """Writes memos, goes on with them, deletes them by emptying them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "memo", _("Memo"), tooltip=_("Write a memo about the passage or the code")),
    ]

    def action_memo(self) -> None:
        """Write a memo: about the code in the codebook, else about the passage."""
        if self.codebook.has_focus:
            code = self.session.code(self.codebook.highlighted)
            if code is not None:
                self.trying(lambda: self._memo_about_code(code))
        elif self.document is not None:
            self._memo_about_passage(self.document.id, self.transcript.passage)

    def _memo_about_code(self, code: Code) -> None:
        title = _("Memo about the code {code}").format(code=code.name)
        mine = self.session.code_memo(code.id)
        if mine is None:
            self._ask_memo(title, lambda text: self.session.acts.write_code_memo(code.id, text))
        else:
            self._go_on(title, mine)

    def _memo_about_passage(self, document: int, passage: Range) -> None:
        title = _("Memo about this passage")
        mine = self._mine_about(passage)
        if mine is None:
            self._ask_memo(
                title, lambda text: self.session.acts.write_memo(document, passage, text)
            )
        else:
            self._go_on(title, mine)

    def _mine_about(self, passage: Range) -> Memo | None:
        """Return my memo about just this passage; where nothing is selected, any one here."""
        mine = [(place, memo) for place, memo in self.memos if memo.coder == self.session.me]
        exact = next((memo for place, memo in mine if place == passage), None)
        if exact is not None or self.transcript.selection is not None:
            return exact
        return next((memo for place, memo in self.memos_here() if (place, memo) in mine), None)

    def _go_on(self, title: str, memo: Memo) -> None:
        title = _("{title} (empty it to delete it)").format(title=title)
        self._ask_memo(title, lambda text: self.session.acts.edit_memo(memo.id, text), memo.text)

    def _ask_memo(self, title: str, write: Callable[[str], None], before: str = "") -> None:
        from kwalcode.tui.widgets.prompt import TextPrompt

        def act(text: str) -> str:
            write(text)
            return _("Memo saved.") if text.strip() else _("Memo deleted (u brings it back).")

        def written(text: str | None) -> None:
            if text is not None and text != before and (text.strip() or before):
                self.attempt(lambda: act(text))

        self.app.push_screen(TextPrompt(one_line(title), before), written)
