"""Splits a code: one quotation after the other, a digit sends it to one of the new codes.

Each decision is an act of its own, saved at once: the walk can be stopped and gone on with.
"""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from kwalcode.i18n import _
from kwalcode.model import CODE_PATH
from kwalcode.project.acts.codes import create_code
from kwalcode.project.acts.recoding import codes_of, move_codings
from kwalcode.project.reads.codes import find_code
from kwalcode.tui.screens.codebook.split_desk import SplitDesk
from kwalcode.tui.screens.codebook.walk import MOST
from kwalcode.tui.screens.keys import COMMON
from kwalcode.tui.screens.trying import UNDOING
from kwalcode.tui.widgets.palette import Chosen, CodePalette


class SplitScreen(SplitDesk):
    """Walks through the codings of a code."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *COMMON,
        Binding("escape", "stop", _("Stop"), tooltip=_("Stop; S goes on here later")),
        *UNDOING,
        Binding("n", "add", _("Add a code"), tooltip=_("Add a code that quotations can go to")),
        Binding("left,backspace,h", "back", _("Back"), tooltip=_("Back to the one before")),
        Binding("space", "leave_it", _("Leave"), tooltip=_("Leave it with the code it has")),
        *(
            Binding(str(n), f"send({n})", _("Send to the code with this digit"), show=False)
            for n in range(1, MOST + 1)
        ),
        Binding("down,j", "scroll_text(1)", _("Scroll down"), show=False),
        Binding("up,k", "scroll_text(-1)", _("Scroll up"), show=False),
        Binding("comma", "elsewhere", _("Go to"), show=False),
    ]

    # Deciding

    def action_send(self, digit: int) -> None:
        """Send the coding to the code with this digit, and go on."""
        if digit > len(self._walk.to):
            self.notify(_("No code has this digit yet: n adds one."))
            return
        self._decide(self._walk.to[digit - 1])

    def action_leave_it(self) -> None:
        """Leave the coding with the code it has, or bring it back to it, and go on."""
        item = self._walk.item
        if item is not None:
            self._walk.left.add(item.id)
            self._decide(self._code.id)

    def _decide(self, code: int) -> None:
        item = self._walk.item
        if item is None:
            return
        if item.id not in self._walk.now:
            self.notify(_("It fell together with another coding; u brings it back."))
            return

        def decide() -> None:
            # Reading all of the walk anew at each key takes too long: only after others' changes.
            alone = self.up_to_date()
            self.session.acts.do(lambda study: move_codings(study, [item.id], code))
            if code != self._code.id:
                self._walk.left.discard(item.id)
            with self.session.study.reading() as connection:
                self._walk.saw(item.id, codes_of(connection, [item.id]).get(item.id))
            self._walk.at += 1
            if alone:
                self._shown_serial = self.session.serial
                self._show()
            else:
                self.catch_up()

        self.trying(decide)

    def action_back(self) -> None:
        """Go back to the one before; another digit sends it elsewhere."""
        if self._walk.at:
            self._walk.at -= 1
            self._show()
        else:
            self.notify(_("This is the first one."))

    def action_scroll_text(self, rows: int) -> None:
        """Scroll the text."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)

    def action_add(self) -> None:
        """Add a code that quotations can go to."""
        if len(self._walk.to) == MOST:
            self.notify(_("There are nine codes: no digit is left."))
            return
        asks = _("Code to send to: its name, new or known")
        self.app.push_screen(CodePalette(self.session.codes, asks=asks), self._added)

    def _added(self, choice: Chosen | None) -> None:
        if isinstance(choice, str):
            self.attempt(lambda: self._make(choice))
        elif isinstance(choice, int) and choice in (self._code.id, *self._walk.to):
            self.notify(_("That code is there already."))
        elif isinstance(choice, int):
            self._walk.to.append(choice)
            self._show()

    def _make(self, path: str) -> str:
        """Make a code beside the one that is split, or where its path says."""
        *above, name = [part.strip() for part in path.split(CODE_PATH.strip())]
        parent = find_code(self.session.codes, CODE_PATH.join(above)).id if above else None
        after = None if above else (self._walk.to or [self._code.id])[-1]
        beside = self.session.code(after)
        if not above:
            parent = self._code.parent
            after = after if beside is not None and beside.parent == parent else self._code.id
        made = self.session.acts.do(
            lambda study: create_code(study, name, parent=parent, after=after)
        )
        self._walk.to.append(made)
        self.catch_up()
        return _("Made: {code}").format(code=name)

    # Leaving

    def action_stop(self) -> None:
        """Stop; what was decided is saved, and the rest waits."""
        self.dismiss(None)

    def action_elsewhere(self) -> None:
        """Stop, and choose another screen."""
        app = self.workbench
        self.dismiss(None)
        app.call_after_refresh(app.action_go_to)
