"""What stands on the history screen: the entries, the one under the highlight in full."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _, counted
from kwalcode.project.reads.history import (
    PAGE,
    Event,
    Sought,
    count_entries,
    event,
    history,
)
from kwalcode.project.study import Study
from kwalcode.project.telling.changes import effects
from kwalcode.tui.screens.bench import BenchScreen
from kwalcode.tui.screens.history.list import HistoryList
from kwalcode.tui.screens.history.told import Told, about_entry
from kwalcode.tui.screens.keys import KeysLine
from kwalcode.tui.session import Session
from kwalcode.tui.widgets.literal import LiteralInput

WIDE = 100
"""From this width on, what an entry changed stands beside the list, else below it."""
_REST = 0.08
"""So many seconds the highlight rests on an entry before it is read in full."""
_MOST_KEPT = 2000
"""So many entries at most are read anew when the study changed."""


class HistoryDesk(BenchScreen):
    """Reads the history in pages, away from the screen's thread."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+d", "scroll_told(1)", _("Scroll what is told of the act"), show=False),
        Binding("ctrl+u", "scroll_told(-1)", _("Scroll it back"), show=False),
    ]
    DEFAULT_CSS = """
    HistoryDesk {
        background: $surface;
        & #find { display: none; margin: 0 1; padding: 0 1; background: $foreground 8%; }
        & #find.shown { display: block; }
        & #sides { height: 1fr; layout: vertical; }
        & HistoryList { height: 1fr; }
        & #told { height: 9; padding: 0 1; border-top: solid $panel;
                  scrollbar-size-vertical: 1; }
        & #told Static { height: auto; }
        &.wide #sides { layout: horizontal; }
        &.wide HistoryList { width: 3fr; height: 100%; }
        &.wide #told { width: 2fr; height: 100%; border-top: none; border-left: solid $panel; }
        & #empty { display: none; padding: 1 2; color: $text-muted; height: 1fr; }
        &.empty #empty { display: block; }
        &.empty #sides { display: none; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.entries = HistoryList(id="entries")
        self.find = LiteralInput(id="find", select_on_focus=False)
        self.sought = Sought()
        self._told = Static(id="entry", markup=False)
        self._loaded: list[Event] = []
        self._more = True
        self._total = 0
        self._resting: asyncio.TimerHandle | None = None
        self._left_at: Widget | None = None

    def compose(self) -> ComposeResult:
        """Build the screen."""
        self.find.placeholder = _("words in what was done: a code, a document, a reason")
        yield self.top
        yield self.find
        with Horizontal(id="sides"):
            yield self.entries
            with VerticalScroll(id="told", can_focus=False):
                yield self._told
        yield Static(
            _("Nothing in the history fits. Esc shows all of it."), id="empty", markup=False
        )
        yield KeysLine()

    def on_mount(self) -> None:
        """Begin in the list, or where one was."""
        (self._left_at or self.entries).focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember where one is."""
        self._left_at = event.widget

    def on_resize(self, size: events.Resize) -> None:
        """Put what an entry changed beside the list where there is room."""
        self.set_class(size.size.width >= WIDE, "wide")

    # Reading

    def renew(self) -> None:
        """Read the entries that were shown anew, and what came since."""
        wanted = min(max(PAGE, len(self._loaded)), _MOST_KEPT)
        self._read(wanted)

    def begin_anew(self) -> None:
        """Show the first page of what is sought."""
        self._loaded = []
        self._read(PAGE)

    @work(exclusive=True, group="history")
    async def _read(self, wanted: int) -> None:
        sought = self._sought()

        def read(study: Study) -> tuple[list[Event], int]:
            with study.reading() as connection:
                found = history(connection, limit=wanted, sought=sought)
                return found, count_entries(connection)

        self.show_where(reading=True)
        try:
            found = await self.away(read)
        except KwalcodeError as error:
            self.complain(error)
            return
        if found is None:  # one went elsewhere meanwhile: read when one comes back
            self.read_again()
        else:
            self._loaded, self._total = found
            self._more = len(self._loaded) == wanted
            self.entries.load(self._loaded)
            self.set_class(not self._loaded, "empty")
            self.show_where()

    @work(exclusive=True, group="history")
    async def _read_on(self) -> None:
        """Read the next page."""
        sought, last = self._sought(), self._loaded[-1].entry.id

        def read(study: Study) -> list[Event]:
            with study.reading() as connection:
                return history(connection, limit=PAGE, sought=sought, before=last)

        try:
            found = await self.away(read)
        except KwalcodeError as error:
            self.complain(error)
            return
        if found is not None:
            self._more = len(found) == PAGE
            self._loaded += found
            self.entries.extend(found)

    def _sought(self) -> Sought:
        """Return what is sought, without the acts of coders who are not shown, or with whom
        documents are coded blind."""
        session = self.session
        hidden = {coder.uuid for coder in session.coders if not session.shows(coder)}
        hidden |= {coder.uuid for coder in session.coded_blind_with()}
        return replace(self.sought, without=frozenset(hidden))

    # Showing

    def show_where(self, *, reading: bool = False) -> None:
        """Tell in the top line what is shown."""
        acts = counted("{n} act in all", "{n} acts in all", self._total)
        facts = [_("reading …")] if reading else [acts]
        if any(not self.session.shows(coder) for coder in self.session.coders):
            facts.insert(0, _("not of hidden coders"))
        if self.session.hidden:
            facts.insert(0, _("not of those with whom you code blind"))
        self.top.show(_("History"), self.filtered(), facts)

    def filtered(self) -> str:
        """Return in words what is filtered, "" where all is shown."""
        return ""

    def on_history_list_highlighted(self, message: HistoryList.Highlighted) -> None:
        """Read the entry in full once the highlight rests, and the next page in time."""
        if message.last and self._more:
            self._more = False
            self._read_on()
        if self._resting is not None:
            self._resting.cancel()
        loop = asyncio.get_running_loop()
        self._resting = loop.call_later(_REST, self._tell_of, message.event)

    @work(exclusive=True, group="entry")
    async def _tell_of(self, shown: Event) -> None:
        def read(study: Study) -> Told:
            with study.reading() as connection:
                by = event(connection, shown.turned_by) if shown.turned_by else None
                return Told(shown, effects(connection, shown.entry), by)

        try:
            told = await self.away(read)
        except KwalcodeError as error:
            self.complain(error)
            return
        if told is not None:
            self._told.update(about_entry(told))
            self.query_one("#told").scroll_home(animate=False)

    def action_scroll_told(self, pages: int) -> None:
        """Scroll what is told of the entry."""
        told = self.query_one("#told")
        told.scroll_relative(y=pages * max(1, told.size.height - 1), animate=False)
