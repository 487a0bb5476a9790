"""What stands on the agreement screen: six panels, read in a worker, intervals later."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _
from kwalcode.tui.screens.agreement.codes import CodeRow, code_rows
from kwalcode.tui.screens.agreement.data import (
    AgreementData,
    Choice,
    read_agreement,
    read_further,
    read_interval,
)
from kwalcode.tui.screens.agreement.documents import DocumentRow
from kwalcode.tui.screens.agreement.pairs import confused_pairs
from kwalcode.tui.screens.agreement.passage_data import Limits, PassageData
from kwalcode.tui.screens.agreement.tabs import Tabs
from kwalcode.tui.screens.bench import BenchScreen
from kwalcode.tui.screens.keys import KeysLine
from kwalcode.tui.session import Session
from kwalcode.tui.widgets.linelist import LineList

if TYPE_CHECKING:
    from kwalcode.agreement.bootstrap import Uncertainty
    from kwalcode.project.agreement.agreements import PooledAgreement
    from kwalcode.project.agreement.queue import Item, Queue

WIDE = 110
"""From this width on, the passage stands beside the queue, else below it."""
CODES, CODERS, CONFUSION, QUEUE, DOCUMENTS, ROUNDS = range(6)
LISTS = ("codes", "pairs", "confused", "queue", "documents", "rounds")
Where = tuple[int, Limits, Choice, str | None]
"""A panel, what it is limited to, what is compared, and how documents are grouped."""


class AgreementDesk(BenchScreen):
    """Reads and shows; what is done to the queue is in `queue`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(n), f"panel({n - 1})", does, show=False)
            for n, does in enumerate(
                (
                    _("Alpha, and the codes worst first"),
                    _("The coders, two by two"),
                    _("Codes that are confused"),
                    _("The disagreements, to settle them"),
                    _("The documents and groups of them, to finalise them"),
                    _("Round by round"),
                ),
                start=1,
            )
        ),
        Binding("ctrl+d", "scroll_told(1)", _("Scroll what is told of the row"), show=False),
        Binding("ctrl+u", "scroll_told(-1)", _("Scroll it back"), show=False),
    ]
    DEFAULT_CSS = """
    AgreementDesk {
        background: $surface;
        & #head { height: auto; padding: 0; }
        & #facts { height: auto; max-height: 3; padding: 0 1; color: $text-muted; }
        & #heading { height: 1; color: $text-muted; text-style: bold; }
        & #body { height: 1fr; layout: vertical; }
        & .lists { height: 1fr; }
        & LineList { height: 1fr; display: none; }
        & LineList.shown { display: block; }
        & #map { height: auto; display: none; margin-bottom: 1; }
        & #map.shown { display: block; }
        & #told { height: auto; max-height: 40%; border-top: solid $panel; padding: 0 1;
                  scrollbar-size-vertical: 1; }
        & #told Static { height: auto; }
        & #told #sides, & #told #words { margin-bottom: 1; }
        &.queue #told { height: 3fr; max-height: 100%; }
        &.queue .lists { height: 2fr; }
        &.wide.queue #body { layout: horizontal; }
        &.wide.queue .lists { width: 2fr; height: 100%; }
        &.wide.queue #told { width: 3fr; height: 100%; border-top: none;
                             border-left: solid $panel; }
        & #empty { display: none; height: 1fr; padding: 1 2; max-width: 84;
                   color: $text-muted; }
        &.empty #empty { display: block; }
        &.empty #body, &.empty #head, &.empty #facts, &.empty #heading { display: none; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.tabs = Tabs(self.show_panel)
        self.lists = {name: LineList(id=name) for name in LISTS}
        self.panel = CODES
        self.choice = Choice()
        self.data: AgreementData | None = None
        self.items: list[Item] = []
        self.limits = Limits()
        self.grouping: str | None = None
        self.definition: str | None = None
        self.decided = 0
        self.code_rows: list[CodeRow] = []
        self.confused: list[tuple[str, str, int]] = []
        self.documents: list[DocumentRow] = []
        self.groups: list[PooledAgreement] = []
        self.intervals: dict[str, Uncertainty | None] = {}
        self._back: list[Where] = []
        self._interval_of: tuple[int, str] | None = None
        self.reading = self._wanted = False
        self.passage: PassageData | None = None
        names = ("head", "facts", "heading", "map", "place", "words", "sides", "book")
        self.told = {name: Static(id=name, markup=False) for name in names}

    def compose(self) -> ComposeResult:
        """Build the screen."""
        yield self.top
        yield self.tabs
        yield self.told["head"]
        yield self.told["facts"]
        with Horizontal(id="body"):
            with Vertical(classes="lists"):
                yield self.told["map"]
                yield self.told["heading"]
                yield from self.lists.values()
            with VerticalScroll(id="told", can_focus=False):
                for name in ("place", "sides", "words", "book"):
                    yield self.told[name]
        yield Static(id="empty", markup=False)
        yield KeysLine()

    def on_mount(self) -> None:
        """Begin with the overview."""
        self.show_panel(self.panel)

    def on_resize(self, size: events.Resize) -> None:
        """Fit what is shown to the width."""
        self.set_class(size.size.width >= WIDE, "wide")
        self.call_after_refresh(self.show_all)

    # Reading

    def renew(self) -> None:
        """Read the figures and the queue anew; what is being read is finished first, since a
        thread cannot be stopped."""
        self._wanted = True
        if self.data is None:
            self.call_after_refresh(self._begin)  # the screen is painted first
        else:
            self._begin()

    def _begin(self) -> None:
        if not self.reading:
            self._read()

    @work(group="agreement")
    async def _read(self) -> None:
        self.reading = True
        self.show_top()
        try:
            while self._wanted:
                await self._read_once()
        except KwalcodeError as error:
            self.complain(error)
        finally:
            self.reading = False
        self.show_head()

    async def _read_once(self) -> None:
        choice, decided, self._wanted = self.choice, self.decided, False
        found = await self.away(lambda study: read_agreement(study, choice))
        if found is None:
            self.read_again()
            return
        if self._wanted or self.decided != decided:  # the queue that was read is an older one
            self._wanted = True
            return
        self._take(found)
        more = await self.away(lambda study: read_further(study, choice))
        if more is not None and not self._wanted and self.data is not None:
            figures = replace(self.data.found, further=more[0])
            self.data = replace(self.data, found=figures, rounds=more[1])
            self.figures_changed()

    def _take(self, found: AgreementData) -> None:
        if self.data is not None and self.data.choice == found.choice:
            # until they are read anew, what takes longest is shown as it was
            figures = replace(found.found, further=self.data.found.further)
            found = replace(found, found=figures, rounds=self.data.rounds)
        self.data, self.intervals = found, {}
        self.confused = confused_pairs(found)
        self.figures_changed()

    def figures_changed(self) -> None:
        """Put the codes in order by the coefficient that comes first, and show all."""
        if self.data is None:
            return
        self.data = replace(self.data, choice=self.choice)
        self.code_rows = code_rows(self.data.found, self.choice.coefficient)
        self.show_all()
        wanted = id(self.data.found.table), self.choice.coefficient
        if self.choice.coefficient not in self.intervals and wanted != self._interval_of:
            self._interval_of = wanted
            self._read_interval()

    @work(group="interval")
    async def _read_interval(self) -> None:
        """Compute the interval of the coefficient that comes first."""
        assert self.data is not None
        found, name = self.data.found, self.choice.coefficient
        sure = await self.away(lambda _study: read_interval(found, name))
        if self.data is not None and self.data.found.table is found.table:  # not read anew since
            self.intervals[name] = sure
            self.show_head()

    @property
    def queue(self) -> Queue | None:
        """The queue of the two coders, None where there are not two."""
        return self.data.queue if self.data is not None else None

    # Panels

    def action_panel(self, panel: int) -> None:
        """Show a panel."""
        if self._back:
            self._back.clear()
            self.limits = Limits()
        self.show_panel(panel)

    def action_scroll_told(self, pages: int) -> None:
        """Scroll what is told of the row under the highlight."""
        pane = self.query_one("#told")
        pane.scroll_relative(y=pages * max(1, pane.size.height - 1), animate=False)

    def show_panel(self, panel: int) -> None:
        """Show a panel, its list in focus."""
        self.panel = panel
        for n, (name, one) in enumerate(self.lists.items()):
            one.set_class(n == panel, "shown")
            if n == panel:
                self.set_focus(self.lists[name])
        self.set_class(panel == QUEUE, "queue")
        self.set_class(panel == ROUNDS, "rounds")
        self.told["map"].set_class(panel == CONFUSION, "shown")
        self.show_all()
        self.refresh_bindings()

    def go_deeper(self, panel: int, limits: Limits | None = None) -> None:
        """Show a panel, limited if wished, from which Escape comes back to this one."""
        self._back.append((self.panel, self.limits, self.choice, self.grouping))
        self.limits = limits or Limits()
        self.show_panel(panel)

    def action_leave(self) -> None:
        """Go back to where one came from; else take the limits off; else leave the screen."""
        if self._back:
            panel, self.limits, choice, self.grouping = self._back.pop()
            self.compare(replace(choice, coefficient=self.choice.coefficient))
            self.show_panel(panel)
        elif self.limits:
            self.limits = Limits()
            self.show_all()
        else:
            super().action_leave()

    def compare(self, choice: Choice) -> None:
        """Compare something else from now on."""
        if choice != self.choice:
            self.choice = choice
            self.renew()

    def show_all(self) -> None:
        """Paint everything anew."""
        raise NotImplementedError

    def show_top(self) -> None:
        """Tell in the top line who is compared, and how far the queue is."""
        raise NotImplementedError

    def show_head(self) -> None:
        """Show the pooled alpha on its scale, and what goes along with the figures."""
        raise NotImplementedError
