"""What one does with a passage: code it, take codings off, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _
from kwalcode.spans import Range
from kwalcode.tui.screens.desk import Desk
from kwalcode.tui.screens.trying import UNDOING
from kwalcode.tui.text.stripes import CodingMark
from kwalcode.tui.text.visible import one_line

if TYPE_CHECKING:
    from kwalcode.tui.widgets.palette import Choice

_IN_VIVO_LENGTH = 60


class Acting(Desk):
    """The acts of coding. The passage is the selection, or else the sentence at the caret."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "code", _("Code"), tooltip=_("Put a code on the passage")),
        Binding(
            "full_stop",
            "again",
            _("Again"),
            key_display=".",
            tooltip=_("Put the last code on this passage too"),
        ),
        Binding("i", "in_vivo", _("In vivo"), tooltip=_("Make a code of the passage's own words")),
        Binding(
            "x,delete",
            "remove",
            _("Remove"),
            key_display="x",
            tooltip=_("Take a coding of yours off"),
        ),
        *UNDOING,
        Binding("D", "complete", _("Mark this document as completely coded"), show=False),
    ]

    def action_code(self) -> None:
        """Open the palette under the passage."""
        from kwalcode.tui.widgets.palette import CodePalette

        if self.document is None:
            return
        document, passage = self.document.id, self.transcript.passage

        def stay(choice: Choice) -> None:
            self._apply(document, passage, choice)
            palette.update_codes(self.session.codes)

        def chosen(choice: Choice | None) -> None:
            if choice is not None:
                self._apply(document, passage, choice)

        palette = CodePalette(
            self.session.codes,
            recent=self.session.recent,
            counts=self.overview.counts,
            passage=self.transcript.passage_region(),
            on_stay=stay,
        )
        self.app.push_screen(palette, chosen)

    def _apply(self, document: int, passage: Range, choice: Choice) -> None:
        def act() -> str | None:
            applied = self.session.acts.apply(document, passage, choice)
            self.transcript.clear_selection()
            return None if applied else _("That code is on this passage already.")

        self.attempt(act)

    def action_again(self) -> None:
        """Put the last code on this passage too."""
        if not self.session.recent:
            self.notify(_("No code used yet: press c first."))
        elif self.document is not None:
            self._apply(self.document.id, self.transcript.passage, self.session.recent[0])

    def action_in_vivo(self) -> None:
        """Make a code of the passage's own words."""
        from kwalcode.tui.widgets.prompt import LinePrompt

        if self.document is None:
            return
        document, passage = self.document.id, self.transcript.passage
        words = " ".join(self.transcript.passage_text.replace(">", " ").split())

        def named(name: str | None) -> None:
            if name:
                self.attempt(lambda: self._coded_in_vivo(document, passage, name))

        prompt = LinePrompt(_("Code in vivo: its name"), words[:_IN_VIVO_LENGTH].rstrip())
        self.app.push_screen(prompt, named)

    def _coded_in_vivo(self, document: int, passage: Range, name: str) -> str:
        made = self.session.acts.apply_in_vivo(document, passage, name)
        self.transcript.clear_selection()
        return _("New code in vivo: {name}").format(name=made)

    def action_remove(self) -> None:
        """Take my coding at the caret off; where there are several, ask which."""
        mine = [mark for mark in self.here() if mark.mine]
        if not mine:
            self.notify(_("No coding of yours here. Move onto one and press x."))
        elif len(mine) == 1:
            self._remove(mine)
        else:
            self._ask_which(mine)

    def _ask_which(self, mine: list[CodingMark]) -> None:
        from kwalcode.tui.screens.choose import ChooseScreen

        rows = [f"{mark.letters} {one_line(mark.name)}" for mark in mine]

        def chosen(row: int | None) -> None:
            if row is not None:
                self._remove(mine if row == len(mine) else [mine[row]])

        everything = _("all {n} of them").format(n=len(mine))
        self.app.push_screen(ChooseScreen(_("Remove which coding?"), [*rows, everything]), chosen)

    def _remove(self, marks: list[CodingMark]) -> None:
        def act() -> str:
            self.session.acts.remove([mark.id for mark in marks])
            names = ", ".join(mark.name for mark in marks)
            return _("Removed: {code} (u brings it back)").format(code=names)

        self.attempt(act)

    def action_complete(self) -> None:
        """Mark this document complete for me, or take the mark back."""
        if self.document is None:
            return
        document = self.document.id

        def act() -> str:
            complete = self.session.acts.turn_complete(document)
            return _("Marked as completely coded.") if complete else _("Mark taken back.")

        self.attempt(act)
