"""Patterns: which codes go together and in whom, and what the analyst makes of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import ContentSwitcher

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _
from kwalcode.project.study import Study
from kwalcode.tui.screens.keys import KeysLine
from kwalcode.tui.screens.patterns.behind import BehindPane, Read
from kwalcode.tui.screens.patterns.behind_data import Side, places_of, read_side, read_sides
from kwalcode.tui.screens.patterns.cards import CardsPane
from kwalcode.tui.screens.patterns.lines import TabsLine
from kwalcode.tui.screens.patterns.making import Making
from kwalcode.tui.screens.patterns.map import MapPane
from kwalcode.tui.screens.patterns.matrix import MatrixPane
from kwalcode.tui.screens.patterns.pairs import PairsPane
from kwalcode.tui.screens.patterns.pane import Pane
from kwalcode.tui.screens.patterns.themes import ThemesPane
from kwalcode.tui.session import Session
from kwalcode.tui.widgets.marks import letters

WIDE = 110
"""From this width on, what is told of a thing stands beside it, else below it."""
TABS: dict[str, Callable[[str], Pane]] = {
    "1": MatrixPane,
    "2": PairsPane,
    "3": MapPane,
    "4": ThemesPane,
    "5": CardsPane,
}
"""The tabs by digit; to add one: its class and a line here."""
_BEHIND = "behind"


class PatternsScreen(Making):
    """Tabs, of which one is shown; each is read when it is shown, and when the study changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right_square_bracket", "turn_tab(1)", _("Next tab"), show=False),
        Binding("left_square_bracket", "turn_tab(-1)", _("Previous tab"), show=False),
        *(Binding(d, f"tab('{d}')", tab.TITLE, show=False) for d, tab in TABS.items()),
        Binding("escape", "leave", _("Back"), tooltip=_("One step back, else to the transcript")),
    ]
    DEFAULT_CSS = """
    PatternsScreen {
        background: $surface;
        & #state { height: auto; padding: 0 1; color: $foreground 75%; }
        & ContentSwitcher { height: 1fr; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.panes: dict[str, Pane] = {d: make(f"tab-{d}") for d, make in TABS.items()}
        self.behind = BehindPane(_BEHIND)
        self.digit = next(iter(self.panes))
        self._tabs = TabsLine({d: pane.TITLE for d, pane in self.panes.items()})

    def compose(self) -> ComposeResult:
        """Build the screen."""
        yield self.top
        yield self._tabs
        yield self.state
        with ContentSwitcher(initial=f"tab-{self.digit}"):
            yield from self.panes.values()
            yield self.behind
        yield KeysLine()

    def on_mount(self) -> None:
        """Begin in the tab that was shown."""
        self._tabs.show(self.digit)
        self.tell()
        self.pane.main.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Put what is told of a thing beside it where there is room."""
        for pane in (*self.panes.values(), self.behind):
            pane.set_class(event.size.width >= WIDE, "wide")

    @property
    def pane(self) -> Pane:
        """What is shown: a tab, or the quotations behind something on it."""
        return self.behind if self.behind.open else self.panes[self.digit]

    # Reading

    def renew(self) -> None:
        """Read anew what is shown, the other tabs when they are."""
        for pane in (*self.panes.values(), self.behind):
            pane.stale = True
        self.read_pane()

    @work(exclusive=True, group="pane")
    async def read_pane(self) -> None:
        """Read what is shown, unless it was read since the study changed."""
        pane = self.pane
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
        if done:
            pane.stale = False
            self.tell()
        else:  # one went elsewhere meanwhile: read when one comes back
            self.read_again()

    # Tabs

    def action_tab(self, digit: str) -> None:
        """Show a tab."""
        self.behind.open = False
        self.digit = digit
        self._show_pane()

    def action_turn_tab(self, step: int) -> None:
        """Show the next or the previous tab."""
        digits = list(self.panes)
        self.action_tab(digits[(digits.index(self.digit) + step) % len(digits)])

    def on_tabs_line_chosen(self, message: TabsLine.Chosen) -> None:
        """Show the tab that was clicked."""
        self.action_tab(message.digit)

    def _show_pane(self) -> None:
        self._tabs.show(self.digit)
        self.query_one(ContentSwitcher).current = self.pane.id
        self.pane.main.focus()
        self.read_pane()

    def show_behind(self, a: int, b: int) -> None:
        """Show the quotations of two codes side by side; of one code those with it."""
        if a == b:
            from kwalcode.tui.screens.quotations import show_quotations

            show_quotations(self.workbench, a)
            return
        asking, serial, held = self.asking, self.session.serial, self.held
        signs = letters(self.session.codes)
        titles = [f"{signs.get(code, '')} {self.name_of(code)}" for code in (a, b)]

        def read(study: Study) -> Sequence[Side]:
            return read_sides(study, held.matrix(study, serial, asking), a, b, titles)

        self.show_quotes(read, [_("rule: {rule}").format(rule=asking.rule)])

    def show_quotes(self, read: Read, facts: Sequence[str] = ()) -> None:
        """Show one column of quotations, or two side by side."""
        self.behind.ask(read, facts)
        self._show_pane()

    def show_codings(self, title: str, codes: Collection[int], respondent: int | None) -> None:
        """Show the quotations that count with one of these codes, of all or of one respondent."""
        asking, serial, held = self.asking, self.session.serial, self.held

        def read(study: Study) -> Sequence[Side]:
            codings = held.ground(study, serial, asking).codings
            codings = codings[codings["code"].isin(list(codes))]
            if respondent is not None:
                codings = codings[codings["respondent"] == respondent]
            return [read_side(study, title, places_of(codings))]

        self.show_quotes(read)

    def action_leave(self) -> None:
        """Go one step back; from a tab to the transcript."""
        if self.behind.open:
            self.behind.open = False
            self._show_pane()
        elif not self.pane.leave():
            super().action_leave()
