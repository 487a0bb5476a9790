"""Trying something, and telling in one line what was done or why it could not be."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

from textual import work
from textual.binding import Binding, BindingsMap, BindingType
from textual.dom import DOMNode
from textual.screen import Screen

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _
from kwalcode.tui.keymap import remapped
from kwalcode.tui.leaving import still_there
from kwalcode.tui.session import Session

if TYPE_CHECKING:
    from kwalcode.project.history.journal import Entry
    from kwalcode.tui.app import KwalcodeApp

UNDOING: tuple[BindingType, ...] = (
    Binding("u,ctrl+z", "undo", _("Undo"), key_display="u", tooltip=_("Undo your last act")),
    Binding("ctrl+r,ctrl+y", "redo", _("Redo what was undone"), show=False),
)


class Trying(Screen[None]):
    """A screen of one study, on which acts are tried, undone and done again.

    `renew` reads anew what is shown; it is called after each act, and when another program or
    another screen changed the study.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._shown_serial = -1

    @property
    def workbench(self) -> KwalcodeApp:
        """The app, which goes from screen to screen."""
        return cast("KwalcodeApp", self.app)

    @property
    def _binding_chain(self) -> list[tuple[DOMNode, BindingsMap]]:
        """The keys of this screen, its panel in focus and the app, with the user's own."""
        chain = super()._binding_chain
        keymap = self.workbench.keymap
        return [(node, remapped(node, keys, keymap)) for node, keys in chain] if keymap else chain

    def renew(self) -> None:
        """Read anew what is shown. Raises KwalcodeError when it cannot be read."""
        raise NotImplementedError

    def catch_up(self) -> None:
        """Read anew what is shown, if the study was changed since."""
        if self._shown_serial != self.session.serial:
            self._shown_serial = self.session.serial
            self.trying(self.renew)

    def up_to_date(self) -> bool:
        """Tell whether the study is as it was when this screen read it. Asked before an act, after
        which a screen would show no more than what it changed itself."""
        elsewhere = self.session.changed_elsewhere()
        return not elsewhere and self._shown_serial == self.session.serial

    def attempt(self, act: Callable[[], str | None]) -> None:
        """Do an act, show what it changed and tell what was done, or in one line why not."""

        def do() -> None:
            done = act()
            self.catch_up()
            if done:
                self.notify(done)

        self.trying(do)

    def trying(self, action: Callable[[], Any]) -> None:
        """Do something, or tell in one line why it could not be done."""
        try:
            action()
        except KwalcodeError as error:
            self.complain(error)

    def complain(self, error: KwalcodeError) -> None:
        """Tell what went wrong."""
        self.notify(str(error), severity="error")

    def action_undo(self) -> None:
        """Take back my newest act, with what was done in one stroke with it."""
        self._turn("undo", _("Undone: {act}"), self.session.acts.undo)

    def action_redo(self) -> None:
        """Do again what I undid last."""
        self._turn("redo", _("Done again: {act}"), self.session.acts.redo)

    def _turn(self, name: str, told: str, turn: Callable[[], Sequence[Entry]]) -> None:
        def do() -> str:
            return told.format(act=described(turn()))

        def begin() -> None:
            if self.session.acts.long(name):
                self._turn_away(do)
            else:
                self.attempt(do)

        self.trying(begin)

    @work(exclusive=True, group="turning")
    async def _turn_away(self, do: Callable[[], str]) -> None:
        """Undo or redo many acts away from the screen's thread."""
        self.notify(_("One moment …"))
        try:
            told = await asyncio.to_thread(do)
        except KwalcodeError as error:
            self.complain(error)
            return
        if still_there(self):
            self.catch_up()
            self.notify(told)


def described(entries: Sequence[Entry]) -> str:
    """Return in words what acts did that were undone, or done again, in one stroke."""
    from kwalcode.project.telling.phrases import told_together

    return told_together(entries)
