"""What one does with a passage: code it, take codings off, undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _
from kwalcode.spans import Range
from kwalcode.tui.screens.coding.desk import Desk
from kwalcode.tui.screens.trying import UNDOING
from kwalcode.tui.text.stripes import CodingMark
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.marks import digit_sign

if TYPE_CHECKING:
    from kwalcode.tui.widgets.offered import Choice
    from kwalcode.tui.widgets.palette import Chosen, CodePalette

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
        Binding("y", "copy_passage", _("Copy with attribution"), show=False),
        Binding("D", "complete", _("Mark this document as completely coded"), show=False),
    ]

    def action_code(self) -> None:
        """Open the palette under the passage."""
        if self.document is None:
            return
        document, passage = self.document.id, self.transcript.passage

        def stay(choice: Choice) -> None:
            self.apply(document, passage, choice)
            palette.update_codes(self.session.codes)

        def chosen(choice: Chosen | None) -> None:
            if isinstance(choice, tuple):
                self._apply_all(document, passage, choice)
            elif choice is not None:
                self.apply(document, passage, choice)

        palette = self.palette(on_stay=stay, several=True)
        self.app.push_screen(palette, chosen)

    def palette(
        self,
        *,
        asks: str = "",
        on_stay: Callable[[Choice], None] | None = None,
        several: bool = False,
        make: bool = True,
    ) -> CodePalette:
        """Return the palette of the codes, the ones used last first, to open at the passage."""
        from kwalcode.tui.widgets.palette import CodePalette

        used = dict.fromkeys([*self.session.recent, *self.overview.used])
        pinned = self.session.pins
        return CodePalette(
            self.session.codes,
            recent=list(used),
            counts=self.overview.counts,
            digits={code: digit_sign(n, n in pinned) for n, code in self.session.digits.items()},
            passage=self.transcript.passage_region(),
            on_stay=on_stay,
            several=several,
            make=make,
            asks=asks,
        )

    def apply(self, document: int, passage: Range, choice: Choice) -> None:
        """Put a code on a passage, and select nothing any more."""

        def act() -> str | None:
            applied = self.session.acts.apply(document, passage, choice)
            self.transcript.clear_selection()
            if not applied:
                return _("That code is on this passage already.")
            return self.clash(document, passage, [choice]) or None

        self.attempt(act)

    def _apply_all(self, document: int, passage: Range, choices: Sequence[Choice]) -> None:
        def act() -> str:
            applied = self.session.acts.apply_all(document, passage, choices)
            self.transcript.clear_selection()
            if not applied:
                return _("Those codes are on this passage already.")
            told = _("Coded: {codes}").format(codes=", ".join(applied))
            return f"{told}  {self.clash(document, passage, choices)}".rstrip()

        self.attempt(act)

    def clash(self, document: int, passage: Range, choices: Sequence[Choice]) -> str:
        """Say which of my codes on a passage should not go together with these; "" for none.

        They are left there: which of the two belongs is for the coder to say.
        """
        from kwalcode.project.reads.exclusive import clashing_with

        me, known = self.session.me, [one for one in choices if isinstance(one, int)]
        if me is None:
            return ""
        with self.session.study.reading() as connection:
            for code in known:
                for group, other in clashing_with(connection, document, *passage, code, me):
                    names = [one.name for n in (code, other) if (one := self.session.code(n))]
                    line = _("Only one code of “{group}” belongs on a passage; here are {codes}.")
                    return line.format(group=group, codes=", ".join(names))
        return ""

    def action_again(self) -> None:
        """Put the last code on this passage too."""
        if not self.session.recent:
            self.notify(_("No code used yet: press c first."))
        elif self.document is not None:
            self.apply(self.document.id, self.transcript.passage, self.session.recent[0])

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

        prompt = LinePrompt(_("Code in vivo: its name"), _name_of(words))
        self.app.push_screen(prompt, named)

    def _coded_in_vivo(self, document: int, passage: Range, name: str) -> str:
        made = self.session.acts.apply_in_vivo(document, passage, name)
        self.transcript.clear_selection()
        return _("New code in vivo: {name}").format(name=made)

    def action_remove(self) -> None:
        """Take my coding at the caret off; where there are several, ask which."""
        self.with_mine(_("Remove which coding?"), self._remove)

    def with_mine(
        self, title: str, act: Callable[[list[CodingMark]], None], *, all_too: bool = True
    ) -> None:
        """Do something with my coding at the caret; where there are several, ask with which,
        and (`all_too`) whether with all of them."""
        mine = [mark for mark in self.here() if mark.mine]
        if not mine:
            self.notify(_("No coding of yours here. Move onto one first."))
        elif len(mine) == 1:
            act(mine)
        else:
            self._ask_which(title, mine, act, all_too)

    def _ask_which(
        self,
        title: str,
        mine: list[CodingMark],
        act: Callable[[list[CodingMark]], None],
        all_too: bool,
    ) -> None:
        from kwalcode.tui.screens.choose import ChooseScreen

        rows = [f"{mark.letters} {one_line(mark.name)}" for mark in mine]

        def chosen(row: int | None) -> None:
            if row is not None:
                act(mine if row == len(mine) else [mine[row]])

        everything = [_("all {n} of them").format(n=len(mine))] if all_too else []
        self.app.push_screen(ChooseScreen(title, [*rows, *everything]), chosen)

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

    def action_copy_passage(self) -> None:
        """Copy the passage as a report quotes it, with its attribution."""
        if self.document is not None:
            document, passage = self.document.id, self.transcript.passage
            self.trying(lambda: self._copy(document, passage))

    def _copy(self, document: int, passage: Range) -> None:
        from kwalcode.report.labelling import passage_with_attribution

        copied = self.session.read(
            lambda study: passage_with_attribution(study, document, *passage)
        )
        if copied is not None:
            self.app.copy_to_clipboard(copied)
            self.notify(_("Copied with its attribution."))


def _name_of(words: str) -> str:
    """Return words as the name of a code: as many whole ones as fit, without a last full stop."""
    name = words[: _IN_VIVO_LENGTH + 1]
    if len(words) > _IN_VIVO_LENGTH:
        name = name.rpartition(" ")[0] or name[:_IN_VIVO_LENGTH]
    return name.rstrip(" .,;:")
