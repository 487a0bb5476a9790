"""What corrections of texts left open: decide one by one, or on all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import set_cell_size
from rich.segment import Segment
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Static

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _, counted
from kwalcode.project.reads.versions import Waiting, list_uncarried
from kwalcode.project.study import Study
from kwalcode.tui.screens.bench import BenchScreen
from kwalcode.tui.screens.keys import KeysLine
from kwalcode.tui.session import Session
from kwalcode.tui.text.changed import changed_row, changed_words
from kwalcode.tui.text.fitting import fitted
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.rowlist import RowList, row_keys


def what_waits(one: Waiting) -> str:
    """Return in a word what it is that waits: a code's name, or its kind."""
    told = {
        "memo": _("memo"),
        "link": _("link of a note"),
        "mark": _("mark for the report"),
        "evidence": _("evidence of a finding"),
    }
    return told.get(one.kind) or one.code.rpartition(" > ")[2]


class WaitingList(RowList):
    """A row for everything that waits."""

    BINDINGS: ClassVar[list[BindingType]] = row_keys(
        _("Next"), _("Previous"), _("First"), _("Last")
    )

    @dataclass
    class Highlighted(Message):
        """The highlight is on another row."""

        one: Waiting | None

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: Sequence[Waiting] = ()
        self._painted: dict[int, list[Segment]] = {}

    def load(self, rows: Sequence[Waiting]) -> None:
        """Show these rows; the highlight stays on the same one, or at the same height."""
        before = self.highlighted
        self._rows, self._painted = rows, {}
        same = (n for n, row in enumerate(rows) if before is not None and row.id == before.id)
        self.rows_changed(next(same, self._at))
        self.highlight_moved()

    @property
    def highlighted(self) -> Waiting | None:
        """What the highlight is on."""
        return self._rows[self._at] if self._at < len(self._rows) else None

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def highlight_moved(self) -> None:
        """Tell what the highlight is on."""
        self.post_message(self.Highlighted(self.highlighted))

    def paint_row(self, row: int, width: int) -> Strip:
        """Return a row as it looks without the highlight."""
        one, faint = self._rows[row], self.get_component_rich_style("rowlist--faint")
        column = max(8, min(24, width // 5))
        name = set_cell_size(fitted(one_line(one.document_name), column), column)
        what = set_cell_size(fitted(one_line(what_waits(one)), column), column)
        if row not in self._painted:
            self._painted[row] = changed_row(one.words, one.proposed, self.rich_style)
        segments = [
            Segment(f" {name}  ", faint),
            Segment(f"{what}  ", self.rich_style),
            *self._painted[row],
        ]
        return Strip(segments).adjust_cell_length(width, self.rich_style)


class UncarriedScreen(BenchScreen):
    """Lists what waits, with the words before and after; puts it back, or gives it up."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", _("Put back"), tooltip=_("Put it on the corrected words")),
        Binding("A", "accept_all", _("All"), tooltip=_("Put all on the corrected words")),
        Binding("o", "look", _("Look"), tooltip=_("Look at the place in the transcript")),
        Binding(
            "e",
            "elsewhere",
            _("Elsewhere"),
            tooltip=_("Put it on the passage selected in the transcript"),
        ),
        Binding(
            "x,delete",
            "drop",
            _("Give up"),
            key_display="x",
            tooltip=_("Give it up; u brings it back"),
        ),
    ]
    DEFAULT_CSS = """
    UncarriedScreen {
        background: $surface;
        & WaitingList { height: 1fr; }
        & #about { height: auto; max-height: 50%; border-top: solid $panel; padding: 0 1;
                   scrollbar-size-vertical: 1; }
        & #about Static { height: auto; max-width: 84; }
        & #head { color: $text-muted; }
        & #note { color: $text-muted; }
        & #empty { display: none; height: 1fr; padding: 1 2; max-width: 84;
                   color: $text-muted; }
        &.empty #empty { display: block; }
        &.empty WaitingList, &.empty #about { display: none; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.rows = WaitingList(id="rows")
        self.found: list[Waiting] = []
        self._head = Static(id="head", markup=False)
        self._words = Static(id="words", markup=False)
        self._note = Static(id="note", markup=False)

    def compose(self) -> ComposeResult:
        """Build the screen."""
        yield self.top
        yield self.rows
        with VerticalScroll(id="about", can_focus=False):
            yield self._head
            yield self._words
            yield self._note
        yield Static(
            _(
                "Nothing waits for a decision. When a text is corrected (F2 in the transcript),"
                " codings on changed words are listed here."
            ),
            id="empty",
            markup=False,
        )
        yield KeysLine()

    def on_mount(self) -> None:
        """Begin in the list."""
        self.top.show(_("To decide"), "", ())
        self.rows.focus()

    def renew(self) -> None:
        """Read anew what waits."""
        self._read()

    @work(exclusive=True, group="uncarried")
    async def _read(self) -> None:
        def read(study: Study) -> list[Waiting]:
            with study.reading() as connection:
                return list_uncarried(connection)

        try:
            found = await self.away(read)
        except KwalcodeError as error:
            self.complain(error)
            return
        if found is not None:
            shown = self.session.shown_coders
            self.found = [
                one
                for one in found
                if shown is None or one.coder_id is None or one.coder_id in shown
            ]
            self.set_class(not self.found, "empty")
            n = _("{n} open").format(n=len(self.found))
            self.top.show(_("To decide"), "", (n,) if self.found else ())
            self.rows.load(self.found)

    def on_waiting_list_highlighted(self, message: WaitingList.Highlighted) -> None:
        """Show the words before and after."""
        one = message.one
        if one is None:
            return
        facts = [one.document_name, one.code or what_waits(one), one.coder]
        self._head.update(one_line(" · ".join(filter(None, facts))))
        shown = changed_words(one.words, one.proposed)
        if one.proposal is None:
            told = _("Nothing took the place of these words. o looks, e puts it elsewhere.")
            shown += Content("\n") + Content(told).stylize("italic")
        self._words.update(shown)
        self._note.update(one_line(one.note))
        self._note.display = bool(one.note)

    # Deciding

    def action_accept(self) -> None:
        """Put what is highlighted on the words that are proposed."""
        one = self.rows.highlighted
        if one is None:
            return
        if one.proposal is None:
            self.notify(_("Nothing is proposed. o looks at the place; e puts it elsewhere."))
        else:
            self._place({one.id: one.proposal})

    def action_accept_all(self) -> None:
        """Put everything that is listed on the words proposed."""
        wanted = {one.id: one.proposal for one in self.found if one.proposal is not None}
        if wanted:
            self._place(wanted)
        elif self.found:
            self.notify(_("Nothing is proposed for any of these."))

    def _place(self, wanted: dict[int, tuple[int, int]]) -> None:
        from kwalcode.project.acts.deciding import Placed, place_uncarried

        def place(study: Study) -> Placed:
            return place_uncarried(study, wanted)

        def act() -> str:
            done = self.session.acts.do(place)
            line = counted("{n} put back.", "{n} put back.", done.placed)
            if done.doubles:
                line += " " + _("{n} there already.").format(n=done.doubles)
            if done.edits_lost:
                line += " " + _("{n} marks for the report lost their edits.").format(
                    n=done.edits_lost
                )
            return line

        self.attempt(act)

    def action_drop(self) -> None:
        """Give up what is highlighted."""
        from kwalcode.project.acts.deciding import drop_uncarried

        one = self.rows.highlighted
        if one is None:
            return

        def act() -> str:
            self.session.acts.do(lambda study: drop_uncarried(study, [one.id]))
            return _("Given up: {what} (u brings it back)").format(what=what_waits(one))

        self.attempt(act)

    # Elsewhere

    def action_look(self) -> None:
        """Show in the transcript the words proposed, or where the old ones would be."""
        one = self.rows.highlighted
        if one is not None:
            self.workbench.go_to_place(one.document, one.proposal or (one.at, one.at))
            self.notify(_("Select other words, if need be; Backspace comes back, e takes them."))

    def action_elsewhere(self) -> None:
        """Put what is highlighted on the passage selected in the transcript."""
        one, coding = self.rows.highlighted, self.workbench.coding
        if one is None:
            return
        passage = coding.transcript.selection
        if coding.document is None or coding.document.id != one.document or passage is None:
            self.notify(_("o shows the transcript: select the words there, Backspace, then e."))
        else:
            self._place({one.id: coding.transcript.passage})
