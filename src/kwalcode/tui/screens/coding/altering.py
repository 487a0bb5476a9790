"""What one does with a coding that is there: give it another extent, or another code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _
from kwalcode.model import Document
from kwalcode.spans import Range
from kwalcode.tui.screens.coding.acting import Acting
from kwalcode.tui.screens.coding.going import Going
from kwalcode.tui.text.stripes import CodingMark
from kwalcode.tui.text.visible import one_line


class Altering(Going, Acting):
    """Changes codings of mine. While an extent is being chosen, Enter sets it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "r", "reach", _("Extent"), tooltip=_("Let a coding of yours reach over other words")
        ),
        Binding(
            "C",
            "recode",
            _("Other code"),
            show=False,
            tooltip=_("Send a coding of yours to another code"),
        ),
    ]
    _reaching: CodingMark | None = None

    # Another extent

    def action_reach(self) -> None:
        """Choose another extent for my coding at the caret; where there are several, ask which."""
        title = _("Change the extent of which coding?")
        self.with_mine(title, lambda marks: self._reach(marks[0]), all_too=False)

    def _reach(self, mark: CodingMark) -> None:
        self._reaching = mark
        self.transcript.reach(mark.start, mark.end)
        self.tell_bottom()

    def prompting(self) -> str:
        """Ask for the extent, where one is being chosen."""
        if self._reaching is None:
            return super().prompting()
        return _("Extent of '{code}': Enter sets it, Esc leaves it").format(
            code=one_line(self._reaching.name)
        )

    def action_look(self) -> None:
        """Set the extent that was chosen; else look at the code at the caret."""
        if self._reaching is None:
            super().action_look()
        elif self.transcript.selection is None:
            self.notify(_("Select the new extent first; Esc leaves it as it was."))
        else:
            self._set_extent(self._reaching, self.transcript.passage)

    def _set_extent(self, mark: CodingMark, passage: Range) -> None:
        def act() -> str:
            changed = self.session.acts.change_extent(mark.id, passage)
            self._stop_reaching()
            self.transcript.clear_selection()
            if not changed:
                return _("The extent stays as it was.")
            told = _("New extent: {code} (u brings the old one back)").format(code=mark.name)
            return f"{told}  {self._clashing([mark], passage)}".rstrip()

        self.attempt(act)

    def on_transcript_view_selection_left(self) -> None:
        """Leave the extent as it was."""
        self._stop_reaching()

    def action_reading(self) -> None:
        """Leave the extent as it was; else go back to the transcript."""
        if self._reaching is None:
            super().action_reading()
        else:
            self._stop_reaching()

    def _stop_reaching(self) -> None:
        self._reaching = None
        self.tell_bottom()

    def open_document(self, document: Document, place: int | Range = 0) -> None:
        """Show a document; an extent that was being chosen in another one is left."""
        super().open_document(document, place)
        self._stop_reaching()

    # Another code

    def action_recode(self) -> None:
        """Send my coding at the caret to another code; where there are several, ask which."""
        self.with_mine(_("Send which coding to another code?"), self._ask_code)

    def _ask_code(self, marks: list[CodingMark]) -> None:
        def chosen(choice: object) -> None:
            if isinstance(choice, int):
                self.attempt(lambda: self._recoded(marks, choice))

        names = ", ".join(one_line(mark.name) for mark in marks)
        asks = _("Another code instead of {codes}").format(codes=names)
        self.app.push_screen(self.palette(asks=asks, make=False), chosen)

    def _recoded(self, marks: list[CodingMark], code: int) -> str:
        moved = self.session.acts.recode([mark.id for mark in marks], code)
        if not moved:
            return _("It has that code already.")
        found = self.session.code(code)
        told = _("Sent to {code} (u brings it back)").format(code=found.name if found else "")
        return f"{told}  {self._clashing(marks, code=code)}".rstrip()

    def _clashing(
        self, marks: Sequence[CodingMark], passage: Range | None = None, code: int | None = None
    ) -> str:
        """Say what `clash` says of codings that have another extent or code by now."""
        if self.document is None:
            return ""
        places = [(passage or (mark.start, mark.end), code or mark.code) for mark in marks]
        said = (self.clash(self.document.id, place, [its]) for place, its in places)
        return next(filter(None, said), "")
