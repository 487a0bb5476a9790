"""What stands on the agreement screen: five panels, read in a worker, intervals later."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _
from kwalcode.tui.screens.agreement import rows
from kwalcode.tui.screens.agreement.data import (
    AgreementData,
    Choice,
    PassageData,
    read_agreement,
    with_interval,
)
from kwalcode.tui.screens.agreement.tabs import Tabs
from kwalcode.tui.screens.bench import BenchScreen
from kwalcode.tui.screens.keys import KeysLine
from kwalcode.tui.session import Session
from kwalcode.tui.widgets.linelist import LineList

if TYPE_CHECKING:
    from kwalcode.project.agreement.adjudication import Item, Queue

WIDE = 110
"""From this width on, the passage stands beside the queue, else below it."""
CODES, CODERS, CONFUSION, QUEUE, DOCUMENTS = range(5)
LISTS = ("codes", "pairs", "confused", "queue", "documents")


class AgreementDesk(BenchScreen):
    """Reads and shows; what is done to the queue is in `agreement_queue`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(n), f"panel({n - 1})", does, show=False)
            for n, does in enumerate(
                (
                    _("Alpha, and the codes worst first"),
                    _("The coders, two by two"),
                    _("Codes that are confused"),
                    _("The disagreements, to settle them"),
                    _("The documents, to finalise them"),
                ),
                start=1,
            )
        ),
    ]
    DEFAULT_CSS = """
    AgreementDesk {
        background: $surface;
        & #head { height: auto; padding: 0; }
        & #facts { height: auto; max-height: 3; padding: 0 1; color: $foreground 70%; }
        & #heading { height: 1; color: $foreground 60%; text-style: bold; }
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
                   color: $foreground 70%; }
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
        self.of_codes: tuple[int, ...] = ()
        self.of_document: int | None = None
        self.state = ""
        self.definition: str | None = None
        self.decided = 0
        self.code_rows: list[rows.CodeRow] = []
        self.confused: list[tuple[str, str, int]] = []
        self.documents: list[rows.DocumentRow] = []
        self._back: list[int] = []
        self.reading = False
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
        """Read the figures and the queue anew."""
        self._read()

    @work(exclusive=True, group="agreement")
    async def _read(self) -> None:
        choice, decided, self.reading = self.choice, self.decided, True
        self.show_top()
        try:
            found = await self.away(lambda study: read_agreement(study, choice))
            if found is None:
                self.read_again()
                return
            if self.decided != decided:  # while it was read: the queue is an older one
                self._read()
                return
            self._take(found)
            sure = await self.away(lambda _study: with_interval(found.found))
        except KwalcodeError as error:
            self.reading = False
            self.complain(error)
            return
        if sure is not None and self.data is not None:
            self.reading = False
            self.data = AgreementData(
                found.choice, sure, found.spans, self.data.queue, found.obstacle, found.boundary
            )
            self.show_head()

    def _take(self, found: AgreementData) -> None:
        self.data = found
        self.code_rows = rows.code_rows(found.found)
        self.confused = rows.confused_pairs(found)
        self.show_all()

    @property
    def queue(self) -> Queue | None:
        """The queue of the two coders, None where there are not two."""
        return self.data.queue if self.data is not None else None

    # Panels

    def action_panel(self, panel: int) -> None:
        """Show a panel."""
        self._back.clear()
        self.show_panel(panel)

    def show_panel(self, panel: int) -> None:
        """Show a panel, its list in focus."""
        self.panel = panel
        for n, (name, one) in enumerate(self.lists.items()):
            one.set_class(n == panel, "shown")
            if n == panel:
                self.set_focus(self.lists[name])
        self.set_class(panel == QUEUE, "queue")
        self.told["map"].set_class(panel == CONFUSION, "shown")
        self.show_all()
        self.refresh_bindings()

    def go_deeper(self, panel: int) -> None:
        """Show a panel from which Escape comes back to this one."""
        self._back.append(self.panel)
        self.show_panel(panel)

    def action_leave(self) -> None:
        """Take the limits of the queue off; else go back to where one came from."""
        limited = bool(self.of_codes or self.of_document is not None or self.state)
        if self.panel == QUEUE and limited:
            self.of_codes, self.of_document, self.state = (), None, ""
        if self._back:
            self.show_panel(self._back.pop())
        elif self.panel == QUEUE and limited:
            self.show_all()
        else:
            super().action_leave()

    def show_all(self) -> None:
        """Paint everything anew."""
        raise NotImplementedError

    def show_top(self) -> None:
        """Tell in the top line who is compared, and how far the queue is."""
        raise NotImplementedError

    def show_head(self) -> None:
        """Show the pooled alpha on its scale, and what goes along with the figures."""
        raise NotImplementedError
