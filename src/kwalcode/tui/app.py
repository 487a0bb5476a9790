"""The app: one study on the screen."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from kwalcode.i18n import _
from kwalcode.tui.screens.coding import CodingScreen
from kwalcode.tui.session import Session


class KwalcodeApp(App[None]):
    """Shows the coding screen of one study; other screens open on top of it."""

    TITLE = "kwalcode"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", _("Quit"), show=False, priority=True),
        Binding("question_mark", "help", _("Help"), key_display="?", show=True),
        Binding("colon", "command_palette", _("Commands"), key_display=":", show=False),
    ]
    CSS = """
    Footer { background: $panel; }
    Toast { max-width: 70; }
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def on_mount(self) -> None:
        """Open where the reader stopped."""
        self.push_screen(CodingScreen(self.session))

    def action_help(self) -> None:
        """Show the keys of the screen."""
        from kwalcode.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def _fatal_error(self) -> None:
        """Leave without Textual's traceback: it prints local variables, and so the material.

        `run_app` raises the error again, for one line and a log without any text.
        """
        self.bell()
        self._close_messages_no_wait()


def run_app(path: Path, actor: str) -> None:
    """Open the study at `path` in the app. Raises NotAProject, and again what the app failed of."""
    session = Session(path, actor)
    try:
        app = KwalcodeApp(session)
        app.run()
        session.back_up()
    finally:
        session.close()
    if app._exception is not None:
        raise app._exception
