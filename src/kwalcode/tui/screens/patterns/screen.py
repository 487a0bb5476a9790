"""Patterns: which codes go together and in whom, and what the analyst makes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import ContentSwitcher

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _
from kwalcode.tui.leaving import still_there
from kwalcode.tui.screens.keys import KeysLine
from kwalcode.tui.screens.patterns.lines import TabsLine
from kwalcode.tui.screens.patterns.pane import OFFERED, Pane, WaitingPane
from kwalcode.tui.screens.patterns.showing import Showing
from kwalcode.tui.session import Session

if TYPE_CHECKING:
    from kwalcode.tui.screens.patterns.behind import BehindPane, Read
    from kwalcode.tui.screens.patterns.linking import Finding

WIDE = 110
"""From this width on, what is told of a thing stands beside it, else below it."""
TITLES: dict[str, str] = {
    "1": _("Matrix"),
    "2": _("Pairs"),
    "3": _("Map"),
    "4": _("Themes"),
    "5": _("Patterns"),
    "6": _("Coverage"),
    "7": _("Contrasts"),
    "8": _("Saturation"),
    "9": _("Framework"),
    "0": _("Sequences"),
}
"""The tabs by digit; what makes them is in `tabs`, which is heavy to load."""
_BEHIND = "behind"


class PatternsScreen(Showing):
    """Tabs, of which one is shown; each is read when it is shown, and when the study changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right_square_bracket", "turn_tab(1)", _("Next tab"), show=False),
        Binding("left_square_bracket", "turn_tab(-1)", _("Previous tab"), show=False),
        *(Binding(d, f"tab('{d}')", title, show=False) for d, title in TITLES.items()),
        Binding("ctrl+d", "scroll_told(1)", _("Scroll what is told beside it"), show=False),
        Binding("ctrl+u", "scroll_told(-1)", _("Scroll it back"), show=False),
        Binding("escape", "leave", _("Back"), tooltip=_("One step back, else to the transcript")),
    ]
    DEFAULT_CSS = """
    PatternsScreen {
        background: $surface;
        & #state { height: auto; padding: 0 1; color: $text-muted; }
        & ContentSwitcher { height: 1fr; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.panes: dict[str, Pane] = {}
        self.waiting = WaitingPane("waiting")
        self._behind: BehindPane | None = None
        self.digit = next(iter(TITLES))
        self._tabs = TabsLine(TITLES)

    def compose(self) -> ComposeResult:
        """Build the screen."""
        yield self.top
        yield self._tabs
        yield self.state
        with ContentSwitcher(initial="waiting"):
            yield self.waiting
        yield KeysLine()

    def on_mount(self) -> None:
        """Begin in the tab that was shown."""
        self._tabs.show(self.digit)
        if not self.panes:
            self._load()

    @work(exclusive=True, group="loading")
    async def _load(self) -> None:
        """Load what the tabs need, and make them."""
        self.top.show(_("Patterns"), "", [_("reading …")])
        await asyncio.to_thread(import_module, "kwalcode.tui.screens.patterns.heavy")
        if not still_there(self) or self.panes:
            return
        from kwalcode.tui.screens.patterns.tabs import BehindPane, make_tabs

        self.panes, self._behind = make_tabs(), BehindPane(_BEHIND)
        for pane in self._all():
            pane.display = False
            pane.set_class(self.size.width >= WIDE, "wide")
        await self.query_one(ContentSwitcher).mount(*self._all())
        self._show_pane()

    def on_resize(self, event: events.Resize) -> None:
        """Put what is told of a thing beside it where there is room."""
        for pane in self._all():
            pane.set_class(event.size.width >= WIDE, "wide")

    def _all(self) -> list[Pane]:
        return [*self.panes.values(), *([self._behind] if self._behind else [])]

    @property
    def pane(self) -> Pane:
        """What is shown: a tab, or the quotations behind something on it."""
        if self._behind is not None and self._behind.open:
            return self._behind
        return self.panes.get(self.digit, self.waiting)

    # Reading

    def renew(self) -> None:
        """Read anew what is shown, the other tabs when they are."""
        for pane in self._all():
            pane.stale = True
        self.read_pane()

    @work(exclusive=True, group="pane")
    async def read_pane(self) -> None:
        """Read what is shown, unless it was read since the study changed."""
        pane = self.pane
        if not self.app.is_running:
            return
        if not pane.stale:
            self.tell()
            return
        self.tell(reading=True)
        try:
            done = await pane.read()
        except KwalcodeError as error:
            self.complain(error)
            pane.say(str(error))
            done = True
        if not self.app.is_running:
            return
        if done:
            pane.stale = False
            self.tell()
        else:  # one went elsewhere meanwhile: read when one comes back
            self.read_again()

    def read_anew(self, pane: Pane) -> None:
        """Read a tab anew, after something that it alone asks was changed."""
        pane.stale = True
        self.read_pane()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what is about codes and themes on the tabs where it means something."""
        if action in OFFERED:
            return action in self.pane.OFFERS
        return super().check_action(action, parameters)

    # Tabs

    def action_tab(self, digit: str) -> None:
        """Show a tab."""
        self.digit = digit
        self._close_behind()

    def action_scroll_told(self, pages: int) -> None:
        """Scroll what is told of the thing under the cursor."""
        for told in self.pane.query(".side"):
            told.scroll_relative(y=pages * max(1, told.size.height - 1), animate=False)

    def action_turn_tab(self, step: int) -> None:
        """Show the next or the previous tab."""
        digits = list(TITLES)
        self.action_tab(digits[(digits.index(self.digit) + step) % len(digits)])

    def on_tabs_line_chosen(self, message: TabsLine.Chosen) -> None:
        """Show the tab that was clicked."""
        self.action_tab(message.digit)

    def _close_behind(self) -> None:
        if self._behind is not None:
            self._behind.open = False
        self._show_pane()

    def _show_pane(self) -> None:
        self._tabs.show(self.digit)
        self.query_one(ContentSwitcher).current = self.pane.id
        self.pane.take_focus()
        self.refresh_bindings()
        self.read_pane()

    def show_quotes(
        self, read: Read, facts: Sequence[str] = (), finding: Finding | None = None
    ) -> None:
        """Show one column of quotations, or two side by side, that can be linked to a finding."""
        if self._behind is not None:
            self._behind.ask(read, facts, finding)
            self._show_pane()

    def show_themes_map(self) -> None:
        """Show the themes on the tab Map."""
        pane = self.panes["3"]
        pane.show_themes()
        self.action_tab("3")

    def action_leave(self) -> None:
        """Go one step back; from a tab to the transcript."""
        if self._behind is not None and self._behind.open:
            self._close_behind()
        elif not self.pane.leave():
            super().action_leave()
