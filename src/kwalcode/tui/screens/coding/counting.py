"""Digits: the codes that have one, and counts before motions."""

from __future__ import annotations

from typing import ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType

from kwalcode.i18n import _
from kwalcode.tui.screens.coding.altering import Altering
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.codebook import CodebookTree


def _digits() -> list[BindingType]:
    does = _("Code the selection; else a count for a motion")
    return [
        Binding(str(n), f"digit({n})", _("Code by digit, or count"), show=False, tooltip=does)
        for n in (*range(1, 10), 0)
    ]


class Counting(Altering):
    """Codes with a digit. Where nothing is selected a digit is a count, and Enter codes with it."""

    BINDINGS: ClassVar[list[BindingType]] = _digits()

    def action_digit(self, digit: int) -> None:
        """Put the code of a digit on the selection; where nothing is selected, or the selection
        is being made, take it as part of a count."""
        view = self.transcript
        if not view.has_focus:
            raise SkipAction
        if view.selection is not None and not view.extending and not view.count and digit:
            self._code_by(digit)
        else:
            view.type_digit(digit)

    def prompting(self) -> str:
        """Tell what the digits typed so far can become."""
        count = self.transcript.count
        if not count:
            return super().prompting()
        code = self.session.code(self.session.digits.get(count))
        if code is None:
            return _("{n}… a motion repeats").format(n=count)
        return _("{n}… a motion repeats, Enter codes '{code}'").format(
            n=count, code=one_line(code.name)
        )

    def action_look(self) -> None:
        """Put the code of the digit that was typed on the passage; else what Enter does."""
        count = self.transcript.take_count(0)
        if count:
            self._code_by(count)
        else:
            super().action_look()

    def _code_by(self, digit: int) -> None:
        code = self.session.digits.get(digit)
        if code is None:
            self.notify(
                _("No code has the digit {n}; p in the codebook gives one.").format(n=digit)
            )
        elif self.document is not None:
            self.apply(self.document.id, self.transcript.passage, code)

    def on_codebook_tree_pin_wanted(self, event: CodebookTree.PinWanted) -> None:
        """Give the code under the highlight a digit that stays, or let it go."""
        code = self.session.code(event.code_id)
        if code is None:
            return
        if code.id in self.session.pins.values():
            self.session.unpin(code)
            self.notify(
                _("'{code}' keeps its digit only until the study is closed.").format(code=code.name)
            )
        else:
            digit = self.session.pin(code)
            if digit is None:
                self.notify(_("Nine codes have digits that stay; p on one of them frees it."))
            else:
                self.notify(_("'{code}' now has the digit {n}.").format(code=code.name, n=digit))
        self.show_digits()
