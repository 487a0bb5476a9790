"""Whose codings one has before one, and how: other coders, blind mode, dimmed roles."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _
from kwalcode.tui.screens.coding.desk import Desk
from kwalcode.tui.session import Session
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.view import View


class Viewing(Desk):
    """Shows or hides the work of other coders, here and on the screens one goes to from here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "others", _("Show or hide other coders"), show=False),
        Binding("A", "coders", _("Choose the coders to show"), show=False),
        Binding(
            "O",
            "blind",
            _("Blind"),
            show=False,
            tooltip=_("Blind: see nothing of others, or end that"),
        ),
        Binding("R", "roles", _("Dim the interviewer, or not"), show=False),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.transcript.dim_interviewer = session.view.dim

    def _show(self, view: View) -> None:
        self.session.show(view)
        self.catch_up()

    def action_others(self) -> None:
        """Show or hide the codings of other coders."""
        view = self.session.view
        if view.blind:
            self.notify(_("Blind: nothing of others is shown. O ends that."))
        elif view.only_mine or view.hidden:
            self._show(replace(view, only_mine=False, hidden=frozenset()))
        else:
            self._show(replace(view, only_mine=True))

    def action_blind(self) -> None:
        """Show nothing of other coders, on any screen; or end that."""
        view = self.session.view
        self._show(replace(view, blind=not view.blind))
        if view.blind:
            self.notify(_("No longer blind: others are shown as before."))
        else:
            self.notify(_("Blind: only your own codings, numbers and memos. O ends it."))

    def action_coders(self) -> None:
        """Choose whose codings are shown."""
        from kwalcode.tui.screens.ticks import TickScreen

        view = self.session.view
        if view.blind:
            self.notify(_("Blind: nothing of others is shown. O ends that."))
            return
        others = [coder for coder in self.session.workers() if not self.session.is_me(coder)]
        if not others:
            self.notify(_("There are no other coders in this study."))
            return

        def chosen(ticked: frozenset[int] | None) -> None:
            if ticked is not None:
                hidden = frozenset(c.uuid.hex() for n, c in enumerate(others) if n not in ticked)
                self._show(
                    replace(view, only_mine=not ticked, hidden=hidden if ticked else frozenset())
                )

        ticks = {n for n, coder in enumerate(others) if self.session.shows(coder)}
        title = _("Show the codings of, beside your own")
        self.app.push_screen(
            TickScreen(title, [one_line(coder.name) for coder in others], ticks), chosen
        )

    def action_roles(self) -> None:
        """Let the interviewer's talk step back, or not."""
        view = self.session.view
        self.session.show(replace(view, dim=not view.dim))
        self.transcript.dim_interviewer = not view.dim
