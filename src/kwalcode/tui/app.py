"""The app: one study on the screen."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import WorkerFailed

from kwalcode import preferences
from kwalcode.i18n import _
from kwalcode.tui.screens.coding import CodingScreen
from kwalcode.tui.session import Session
from kwalcode.tui.text.visible import one_line

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

_SECONDS, _ERROR_SECONDS = 3.0, 10.0
"""How long something told stays on the screen."""


class KwalcodeApp(App[None]):
    """Shows the coding screen of one study; other screens open on top of it.

    `when_painted` is called once, after the first picture.
    """

    TITLE = "kwalcode"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", _("Help"), tooltip=_("Show the keys of this screen")),
        Binding("ctrl+p", "command_palette", _("Commands by name"), show=False, priority=True),
        Binding("colon", "command_palette", _("Commands by name"), show=False),
        Binding("ctrl+q", "quit", _("Leave kwalcode"), show=False, priority=True),
        Binding("ctrl+c", "how_to_leave", show=False, system=True),
    ]
    CSS = """
    ToastRack { margin-bottom: 2; }
    Toast { width: auto; max-width: 90%; padding: 0 1; }
    """

    def __init__(self, session: Session, when_painted: Callable[[], None] | None = None) -> None:
        super().__init__()
        self.session, self._when_painted = session, when_painted
        chosen = preferences.remembered("theme", "")
        if chosen in self.available_themes:
            self.theme = chosen

    def on_mount(self) -> None:
        """Open where the reader stopped."""
        self.push_screen(CodingScreen(self.session))
        if self._when_painted is not None:
            self.call_after_refresh(self._when_painted)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Tell something in one line, literally; it takes the place of what was told before."""
        self.clear_notifications()
        super().notify(
            one_line(" ".join(message.split())),
            title=title,
            severity=severity,
            timeout=timeout or (_ERROR_SECONDS if severity == "error" else _SECONDS),
            markup=markup,
        )

    def get_key_display(self, binding: Binding) -> str:
        """Return a key as the manual writes it."""
        return super().get_key_display(binding).replace("^", "ctrl+")

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield every action of the screen for the command palette, with its keys."""
        from kwalcode.tui.screens.keys import offers

        for offer in offers(screen):
            if offer.action != "command_palette":
                run = partial(self.run_action, offer.action, offer.node)
                shown = offer.node in (screen, self)
                yield SystemCommand(offer.does, "  ".join(offer.keys), run, discover=shown)
        yield SystemCommand(_("Colours"), _("Choose a theme"), self.action_choose_colours)

    def action_choose_colours(self) -> None:
        """Choose a theme, and remember it."""
        self.theme_changed_signal.subscribe(
            self, lambda theme: preferences.remember("theme", theme.name)
        )
        self.search_themes()

    def action_help(self) -> None:
        """Show the keys of the screen."""
        from kwalcode.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    async def action_quit(self) -> None:
        """Leave; a memo being written is not thrown away without a word."""
        from kwalcode.tui.widgets.prompt import TextPrompt

        asked = self.screen
        if isinstance(asked, TextPrompt):
            asked.action_leave()
            if self.screen is asked:
                return
        self.exit()

    def action_how_to_leave(self) -> None:
        """Answer ctrl+c, which elsewhere ends programs."""
        self.notify(_("Nothing is selected to copy. ctrl+q leaves kwalcode."), timeout=3)

    def _fatal_error(self) -> None:
        """Leave without Textual's traceback: it prints local variables, and so the material.

        `run_app` raises the error again, for one line and a log without any text.
        """
        self.bell()
        self._close_messages_no_wait()


def run_app(path: Path, actor: str) -> None:
    """Open the study at `path` in the app. Raises NotAProject, and again what the app failed of."""
    # Until the first picture everything that is made stays; looking through it for garbage, now
    # or at later collections, would only cost.
    gc.disable()
    session = Session(path, actor)
    try:
        app = KwalcodeApp(session, when_painted=_collect_from_now_on)
        app.run()
        session.back_up()
    finally:
        session.close()
    failure = app._exception
    if failure is not None:
        raise failure.error if isinstance(failure, WorkerFailed) else failure


def _collect_from_now_on() -> None:
    gc.freeze()
    gc.enable()
