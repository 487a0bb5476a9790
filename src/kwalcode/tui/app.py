"""The app: one study on the screen."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import WorkerFailed

from kwalcode import preferences
from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _
from kwalcode.spans import Range
from kwalcode.tui.keymap import Keymap, keymap_path, read_keymap
from kwalcode.tui.screens.coding.screen import CodingScreen
from kwalcode.tui.screens.trying import Trying
from kwalcode.tui.session import Session
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.themes import THEMES
from kwalcode.tui.tidying import Tidying
from kwalcode.tui.typeahead import TypeAhead

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from kwalcode.tui.screens.bench import BenchScreen

_POLL_SECONDS = 2.0
_TIDY_SECONDS = 0.5
_SECONDS, _ERROR_SECONDS = 3.0, 10.0
"""How long something told stays on the screen."""


class KwalcodeApp(TypeAhead):
    """Shows the coding screen of one study; other screens open on top of it.

    `when_painted` is called once, after the first picture.
    """

    TITLE = "kwalcode"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", _("Help"), tooltip=_("Show the keys of this screen")),
        Binding("ctrl+p", "command_palette", _("Commands by name"), show=False, priority=True),
        Binding("colon", "command_palette", _("Commands by name"), show=False),
        Binding("comma", "go_to", _("Go to"), tooltip=_("Go to another screen")),
        Binding("ctrl+q", "quit", _("Leave kwalcode"), show=False, priority=True),
        Binding("ctrl+c", "how_to_leave", show=False, system=True),
    ]
    CSS = """
    ToastRack { margin-bottom: 2; scrollbar-size-vertical: 0; }
    Toast { width: auto; max-width: 90%; padding: 0 1; }
    .-theme-kwalcode-contrast TranscriptPage > .transcript--passage { background: $primary 35%; }
    .-theme-kwalcode-contrast HeatMap > .heat--shade { color: $primary-darken-1; }
    """

    def __init__(
        self,
        session: Session,
        tidying: Tidying | None = None,
        when_painted: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self.session, self._when_painted = session, when_painted
        self._benches: dict[str, BenchScreen] = {}
        self._came_from = ""
        self._told_gone = False
        self.tidying = tidying or Tidying()
        for _title, theme in THEMES.values():
            self.register_theme(theme)
        chosen = preferences.remembered("theme", "")
        self.theme = chosen if chosen in THEMES else next(iter(THEMES))
        self.keymap: Keymap = {}

    def on_mount(self) -> None:
        """Open where the reader stopped, and look for what other programs write from now on."""
        self.coding = CodingScreen(self.session)
        self.push_screen(self.coding)
        self.set_interval(_POLL_SECONDS, self.look_for_changes)
        self.set_interval(_TIDY_SECONDS, self.tidying.tidy)
        try:
            self.keymap = read_keymap(keymap_path())
        except KwalcodeError as error:
            self.notify(str(error), severity="error")
        if self.keymap:
            self._check_keys()
        if self._when_painted is not None:
            self.call_after_refresh(self._when_painted)

    @work
    async def _check_keys(self) -> None:
        """Tell what in the file of keys means nothing; that takes a while."""
        from kwalcode.tui.keycheck import check_once

        try:
            await asyncio.to_thread(check_once, keymap_path(), self.keymap)
        except KwalcodeError as error:
            self.notify(str(error), severity="error")

    async def on_event(self, event: events.Event) -> None:
        """Take note that somebody works, and do with the event what all apps do."""
        if isinstance(event, events.InputEvent):
            self.tidying.touch()
        await super().on_event(event)

    # Going from screen to screen

    def look_for_changes(self) -> None:
        """Show what another program wrote to the file."""
        with suppress(KwalcodeError):  # told by the screen when it reads
            if self.session.changed_elsewhere():
                self.session.take_note()
        gone = self.session.study.gone()
        if gone and not self._told_gone:
            self.notify(gone, severity="error")
        self._told_gone = bool(gone)
        shown = self.screen_stack[-1:]  # none any more while the app is being left
        if shown and isinstance(shown[0], Trying):
            shown[0].catch_up()

    def bench(self, name: str) -> BenchScreen:
        """Return the screen of that name in `workbench.SCREENS`, made when first asked for."""
        from kwalcode.tui.workbench import SCREENS

        if name not in self._benches:
            self._benches[name] = SCREENS[name].make(self.session)
            # Installed, it is kept as it was left when another screen takes its place.
            self.install_screen(self._benches[name], name)
        return self._benches[name]

    def go(self, name: str) -> None:
        """Show a screen of the workbench, or "coding"; what is open above the latter is left."""
        if self.screen is not self.coding:
            self.pop_screen()
        if name != "coding":
            self.push_screen(self.bench(name))

    def go_to_place(self, document: int, place: Range) -> None:
        """Show a place in a transcript, given as code points; Backspace then comes back here."""
        self._came_from = next((n for n, b in self._benches.items() if b is self.screen), "")
        self.go("coding")
        self.coding.go_to_place(document, place)

    def come_back(self) -> None:
        """Go back to the screen from which one came to the present place, if from any."""
        if self._came_from:
            self.go(self._came_from)

    def action_go_to(self) -> None:
        """Choose a screen."""
        from kwalcode.tui.screens.goto import GoScreen
        from kwalcode.tui.workbench import SCREENS

        if not isinstance(self.screen, Trying):
            return

        def chosen(row: int | None) -> None:
            if row is not None:
                self.go(["coding", *SCREENS][row])

        self.push_screen(GoScreen(), chosen)

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
        from kwalcode.tui.screens.choose import ChooseScreen

        def chosen(row: int | None) -> None:
            if row is not None:
                self.theme = list(THEMES)[row]
                preferences.remember("theme", self.theme)

        self.push_screen(ChooseScreen(_("Colours"), [t for t, _theme in THEMES.values()]), chosen)

    def action_command_palette(self) -> None:
        """Find an action by name."""
        from kwalcode.tui.screens.commands import CommandsScreen

        if not isinstance(self.screen, CommandsScreen):
            self.push_screen(CommandsScreen())

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
        for name, bench in self._benches.items():
            unsaved = bench.unsaved()
            if unsaved:
                if self.screen is not bench:
                    self.go(name)
                self.notify(unsaved, severity="warning")
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
        tidying = Tidying()
        app = KwalcodeApp(session, tidying, when_painted=tidying.begin)
        app.run()
        session.back_up()
    finally:
        session.close()
    failure = app._exception
    if failure is not None:
        raise failure.error if isinstance(failure, WorkerFailed) else failure
