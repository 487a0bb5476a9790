"""What stands on the agreement screen: five panels, read in a worker, intervals later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _
from kwalcode.model import Code
from kwalcode.project.adjudication import Item, Queue
from kwalcode.report.agreement.words import flag_words, unit_name, units
from kwalcode.tui.screens import agreement_rows as rows
from kwalcode.tui.screens.agreement_data import (
    AgreementData,
    Choice,
    PassageData,
    chosen_items,
    read_agreement,
    read_passage,
    with_interval,
)
from kwalcode.tui.screens.agreement_passage import (
    codes_of,
    told_codes,
    told_head,
    told_sides,
    told_words,
)
from kwalcode.tui.screens.bench import BenchScreen
from kwalcode.tui.screens.keys import KeysLine
from kwalcode.tui.session import Session
from kwalcode.tui.text.agreement import A_ONLY, B_ONLY, BOTH, beside
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.text.wrap import wrap
from kwalcode.tui.widgets.linelist import LineList

WIDE = 110
"""From this width on, the passage stands beside the queue, else below it."""
CODES, CODERS, CONFUSION, QUEUE, DOCUMENTS = range(5)
_LISTS = ("codes", "pairs", "confused", "queue", "documents")


class Tabs(Widget):
    """The names of the panels with their digits; the one shown stands out. A click shows one."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Tabs { height: 1; padding: 0 1; }
    """

    def __init__(self, show: Callable[[int], None]) -> None:
        super().__init__()
        self._show, self._titles, self._at = show, list[str](), 0

    def tell(self, titles: Sequence[str], at: int) -> None:
        """Show these titles, with the one at `at` standing out."""
        self._titles, self._at = list(titles), at
        self.refresh()

    def render(self) -> Content:
        """Return the line."""
        parts = [
            Content(f" {n} {title} ").stylize("reverse bold" if n - 1 == self._at else "dim")
            for n, title in enumerate(self._titles, start=1)
        ]
        return Content(" ").join(parts)

    def on_click(self, event: events.Click) -> None:
        """Show the panel that is clicked."""
        column, at = event.get_content_offset_capture(self).x, 0
        for n, title in enumerate(self._titles):
            end = at + cell_len(f" {n + 1} {title} ")
            if at <= column < end:
                self._show(n)
            at = end + 1


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
        self.lists = {name: LineList(id=name) for name in _LISTS}
        self.panel = CODES
        self.choice = Choice()
        self.data: AgreementData | None = None
        self.items: list[Item] = []
        self.of_codes: tuple[int, ...] = ()
        self.of_document: int | None = None
        self.state = ""
        self.definition: str | None = None
        self.decided = 0
        self._codes: list[rows.CodeRow] = []
        self._confused: list[tuple[str, str, int]] = []
        self._documents: list[rows.DocumentRow] = []
        self._back: list[int] = []
        self._reading = False
        self._passage: PassageData | None = None
        names = ("head", "facts", "heading", "map", "place", "words", "sides", "book")
        self._told = {name: Static(id=name, markup=False) for name in names}

    def compose(self) -> ComposeResult:
        """Build the screen."""
        yield self.top
        yield self.tabs
        yield self._told["head"]
        yield self._told["facts"]
        with Horizontal(id="body"):
            with Vertical(classes="lists"):
                yield self._told["map"]
                yield self._told["heading"]
                yield from self.lists.values()
            with VerticalScroll(id="told", can_focus=False):
                for name in ("place", "words", "sides", "book"):
                    yield self._told[name]
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
        choice, decided, self._reading = self.choice, self.decided, True
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
            self._reading = False
            self.complain(error)
            return
        if sure is not None and self.data is not None:
            self._reading = False
            self.data = AgreementData(
                found.choice, sure, found.spans, self.data.queue, found.obstacle, found.boundary
            )
            self.show_head()

    def _take(self, found: AgreementData) -> None:
        self.data = found
        self._codes = rows.code_rows(found.found)
        self._confused = rows.confused_pairs(found)
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
        self._told["map"].set_class(panel == CONFUSION, "shown")
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

    # Showing

    def show_all(self) -> None:
        """Paint everything anew."""
        if self.data is None or not self.is_mounted:
            return
        self.set_class(len(self.data.found.coders) < 2 or self.queue is None, "empty")
        self.query_one("#empty", Static).update(self._nothing())
        self.show_head()
        width = self._width()
        self._told["heading"].update(self._heading(width))
        self._told["heading"].display = self.panel != QUEUE
        getattr(self, f"_load_{_LISTS[self.panel]}")()

    def _width(self) -> int:
        return max(20, self.lists[_LISTS[self.panel]].size.width or self.size.width)

    def _nothing(self) -> str:
        assert self.data is not None
        if self.data.obstacle and len(self.data.found.coders) > 1:
            return self.data.obstacle
        return _(
            "Agreement takes two coders or more who coded the same documents. Mark documents as"
            " complete for each coder (in the transcript: C), or bring copies of the study"
            " together with: kwalcode join."
        )

    def show_top(self) -> None:
        """Tell in the top line who is compared, and how far the queue is."""
        facts = [_("reading …")] if self._reading and self.data is None else []
        queue = self.queue
        if queue is not None:
            facts = [
                f"{queue.names[0]} - {queue.names[1]}",
                _("{n} of {total} decided").format(n=queue.decided, total=len(queue.items)),
            ]
        self.top.show(_("Agreement"), "", facts)
        self.tabs.tell(self._titles(), self.panel)

    def _titles(self) -> list[str]:
        titles = [_("Codes"), _("Coders"), _("Confusion"), _("To settle"), _("Documents")]
        if self.queue is not None:
            left = len(self.queue.items) - self.queue.decided
            titles[QUEUE] = _("To settle {n}").format(n=left)
        return titles

    def show_head(self) -> None:
        """Show the pooled alpha on its scale, and what goes along with the figures."""
        self.show_top()
        if self.data is None:
            return
        head, facts = self._told["head"], self._told["facts"]
        head.display = self.panel in (CODES, CODERS)
        facts.display = self.panel != QUEUE or bool(self._limits())
        lines = rows.head_lines(self.data, self.size.width, self._reading)
        head.update(Content("\n").join(map(Content, lines)))
        facts.update(self._limits() if self.panel == QUEUE else self._facts())

    def _facts(self) -> str:
        assert self.data is not None
        found, table = self.data.found, self.data.found.table
        unit = "sentence" if self.panel == CONFUSION else found.table.unit
        parts = [
            _("unit: {unit}").format(unit=unit_name(unit)),
            units("document", len(found.documents)),
            units(unit, table.n) if unit == table.unit else "",
            _("talk of respondents"),
            _("main codes") if found.sub_codes else "",
            *found.notes,
        ]
        if self.panel == DOCUMENTS:
            parts.append(_("boundaries: {rule}").format(rule=self.data.boundary))
        return " · ".join(filter(None, parts))

    def _limits(self) -> str:
        queue = self.queue
        if queue is None:
            return ""
        parts = [queue.codes[code].path for code in self.of_codes if code in queue.codes]
        if self.of_document is not None and self.of_document in queue.documents:
            parts.append(queue.documents[self.of_document].name)
        if self.state:
            parts.append(state_name(self.state))
        told = _("Only: {limits} ({n}). Esc shows all.")
        limits = " · ".join(map(one_line, parts))
        return told.format(limits=limits, n=len(self.items)) if parts else ""

    def _heading(self, width: int) -> str:
        assert self.data is not None
        if self.panel == CODES:
            return rows.code_heading(width, self.data.found.coders)
        if self.panel == CONFUSION:
            return rows.confused_heading(self.queue.names, width) if self.queue else ""
        return rows.pair_heading(width) if self.panel == CODERS else rows.document_heading(width)

    # The lists

    def _load_codes(self) -> None:
        assert self.data is not None
        two = len(self.data.found.coders) == 2
        keys = [row.code for row in self._codes]
        empty = _("Nobody has used a code in these documents.")
        self.lists["codes"].load(keys, rows.paint_codes(self._codes, two), empty)

    def _load_pairs(self) -> None:
        assert self.data is not None
        found = self.data.found
        self.lists["pairs"].load([pair.name for pair in found.pairs], rows.paint_pairs(found))
        matrix = rows.coder_matrix(found, self.size.width)
        self._tell(place="", words="\n".join([_("Pooled alpha, coder x coder"), "", *matrix]))

    def _load_confused(self) -> None:
        keys = [(a, b) for a, b, _n in self._confused]
        empty = _("No code stands against another one.")
        self.lists["confused"].load(keys, rows.paint_confused(self._confused), empty)
        if not keys:
            self._tell()
            self._told["map"].update("")

    def _load_queue(self) -> None:
        queue = self.queue
        if queue is None:
            return
        self.items = chosen_items(
            queue, codes=self.of_codes, document=self.of_document, state=self.state
        )
        empty = _("Nothing here is open. Esc shows all; 5 finalises documents.")
        keys = [item.key for item in self.items]
        self.lists["queue"].load(keys, rows.paint_queue(queue, self.items), empty)
        self.show_head()
        if not keys:
            self._tell()

    def _load_documents(self) -> None:
        assert self.data is not None
        self._documents = rows.document_rows(self.data)
        keys = [row.id for row in self._documents]
        self.lists["documents"].load(keys, rows.paint_documents(self._documents))
        self._tell()

    # What is told of the row under the highlight

    def on_line_list_highlighted(self, message: LineList.Highlighted) -> None:
        """Tell more of the row under the highlight."""
        if message.lines is not self.lists[_LISTS[self.panel]]:
            return
        if self.panel == CODES:
            self._tell_code(self._codes[message.row])
        elif self.panel == CONFUSION:
            self._tell_pair(*self._confused[message.row])
        elif self.panel == QUEUE:
            self._tell_item(self.items[message.row])

    def _tell(
        self,
        place: str | Content = "",
        words: str | Content = "",
        sides: str | Content = "",
        book: str | Content = "",
    ) -> None:
        for name, told in (("place", place), ("words", words), ("sides", sides), ("book", book)):
            self._told[name].update(told)
            self._told[name].display = bool(str(told))
        self.query_one("#told").display = any(map(str, (place, words, sides, book)))

    def _code(self, path: str) -> Code | None:
        return next((code for code in self.session.codes if code.path == path), None)

    def _tell_code(self, row: rows.CodeRow) -> None:
        code = self._code(row.path)
        remarks = [row.reason, *map(flag_words, row.flags)]
        legend = _("{a} only {first}   {both} both   {b} only {second}").format(
            a=A_ONLY, both=BOTH, b=B_ONLY, first="A", second="B"
        )
        assert self.data is not None
        two = len(self.data.found.coders) == 2
        told = "\n".join(filter(None, [legend if two else "", *remarks]))
        self._tell(book=told_codes([code]) if code else "", sides=told)

    def _tell_pair(self, a: str, b: str, n: int) -> None:
        width, height = self.size.width, max(4, min(16, (self.size.height - 5) // 3))
        lines = rows.heat_map(self._confused, width, height, (a, b))
        self._told["map"].update(Content("\n").join(map(Content, lines)))
        columns = max(20, (width - 6) // 2)
        sides = [self._side_of(path, columns) for path in (a, b)]
        self._tell(book="\n".join(beside(sides[0], sides[1], columns)))

    def _side_of(self, path: str, width: int) -> list[str]:
        code = self._code(path)
        text = one_line(str(told_codes([code]))) if code else one_line(path)
        starts = wrap(text, width)
        ends = [*starts[1:], len(text)]
        return [text[start:end].rstrip() for start, end in zip(starts, ends, strict=True)]

    @work(exclusive=True, group="passage")
    async def _tell_item(self, item: Item) -> None:
        queue = self.queue
        if queue is None:
            return
        try:
            shown = await self.away(lambda study: read_passage(study, queue, item))
        except KwalcodeError as error:
            self.complain(error)
            return
        if shown is not None:
            self._passage = shown
            self.show_passage()

    def show_passage(self) -> None:
        """Show the passage that was read last."""
        queue, shown = self.queue, self._passage
        if queue is None or shown is None or self.panel != QUEUE:
            return
        pane = self.query_one("#told")
        width = (pane.size.width or self.size.width) - 1
        self._tell(
            told_head(queue, shown),
            told_words(queue, shown, min(width, 90)),
            told_sides(queue, shown),
            told_codes(codes_of(queue, shown.item), self.definition),
        )
        pane.scroll_home(animate=False)


def state_name(state: str) -> str:
    """Return what a limit of the queue is called."""
    from kwalcode.project.disagreement_words import class_name

    names = {"open": _("open"), "decided": _("decided"), "discuss": _("to be discussed")}
    return names.get(state) or class_name(state)
