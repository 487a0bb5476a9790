"""The quotations that make two codes go together, side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static

from kwalcode.i18n import _, counted
from kwalcode.model import Counted
from kwalcode.project.reads.findings import SIDES, Side
from kwalcode.project.study import Study
from kwalcode.tui.screens.patterns.behind_data import MOST
from kwalcode.tui.screens.patterns.behind_data import Side as Column
from kwalcode.tui.screens.patterns.linking import FOR, Finding, Links, Place, told_links
from kwalcode.tui.screens.patterns.pane import Pane
from kwalcode.tui.screens.patterns.passages import Passages
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.prompt import TextPrompt

Read = Callable[[Study], Sequence[Column]]
_FOR = _("Link this quotation: it speaks for it")
_AGAINST = _("Link this quotation: it speaks against it")


class BehindPane(Pane):
    """Left the quotations of the one code, right those of the other; the columns keep abreast."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "side(0)", _("Left column"), show=False),
        Binding("right,l", "side(1)", _("Right column"), show=False),
        Binding("plus,equals_sign", "link(0)", _("For"), key_display="+", tooltip=_FOR),
        Binding("minus", "link(1)", _("Against"), key_display="-", tooltip=_AGAINST),
        Binding("x", "unlink", _("Unlink"), tooltip=_("Take the link away")),
        Binding("e", "note", _("Why it is linked: a note"), show=False),
        Binding("backspace", "screen.leave", _("Back"), show=False),
    ]
    DEFAULT_CSS = """
    BehindPane {
        & .column { width: 1fr; height: 100%; }
        & .column > Static { height: 2; padding: 0 1; }
        & #right-column { border-left: solid $panel; }
        & #sides { height: 1fr; }
        &.empty #sides { display: none; }
    }
    """

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.open = False
        self._heads = Static(markup=False), Static(markup=False)
        self.sides = Passages("left"), Passages("right")
        self._read_sides: Read | None = None
        self._facts: list[str] = []
        self.finding: Finding | None = None
        self.links: Links = {}

    def compose(self) -> ComposeResult:
        """Build the two columns."""
        yield self.nothing
        with Horizontal(id="sides", classes="columns"):
            for name, head, side in zip(
                ("left-column", "right-column"), self._heads, self.sides, strict=True
            ):
                with Vertical(classes="column", id=name):
                    yield head
                    yield side

    def ask(self, read: Read, facts: Sequence[str] = (), finding: Finding | None = None) -> None:
        """Show what `read` gives: one column or two; quotations can be linked to `finding`."""
        self._read_sides, self._facts, self.finding = read, list(facts), finding
        self.open = self.stale = True

    @property
    def main(self) -> Widget:
        """The column one was in."""
        return next((side for side in self.sides if side.has_focus), self.sides[0])

    async def read(self) -> bool:
        """Read the quotations of both sides."""
        if self._read_sides is None:
            return True
        read_sides, finding = self._read_sides, self.finding

        def read(study: Study) -> tuple[Sequence[Column], Links]:
            return read_sides(study), {} if finding is None else finding.links(study)

        both = await self.desk.away(read)
        if both is None:
            return False
        found, self.links = both
        for at, (head, column) in enumerate(zip(self._heads, self.sides, strict=True)):
            side = found[at] if at < len(found) else Column("", 0, ())
            title = Content(one_line(side.title)).stylize("bold")
            head.update(title + Content(f"\n{_n(side)}").stylize("$text-muted"))
            column.load(side.rows, self.links)
        self.query_one("#right-column").display = len(found) > 1
        self.set_class(not any(side.total for side in found), "empty")
        self.nothing.update(_("No quotations here. Esc goes back."))
        return True

    @property
    def counted(self) -> Counted | None:
        """What the tab below counted, from which they were chosen."""
        return self.desk.panes[self.desk.digit].counted

    def facts(self) -> list[str]:
        """Return what they were chosen by, and what is linked."""
        if self.finding is None:
            return self._facts
        return [*self._facts, told_links(self.links, sided=self.finding.sided)]

    # Links

    @property
    def _place(self) -> Place | None:
        return next((side.place for side in self.sides if side.has_focus), self.sides[0].place)

    def action_link(self, side: int) -> None:
        """Link the quotation under the highlight; where it is not clear to what, ask."""
        place = self._place
        if place is None:
            return
        if self.finding is None:
            self.desk.choose_finding(lambda finding: self._link(finding, place, SIDES[side], ""))
        elif side and not self.finding.sided:
            self.desk.notify(_("A summary rests on quotations; + links one, x takes it away."))
        else:
            self._link(self.finding, place, SIDES[side], self._note_at(place))

    def _link(self, finding: Finding, place: Place, side: Side, note: str) -> None:
        told = _("Linked: it speaks for it.") if side == FOR else _("Linked: it speaks against it.")
        self.desk.act(lambda study: finding.put(study, place, side, note), told)

    def _note_at(self, place: Place) -> str:
        link = self.links.get(place)
        return "" if link is None else link.note

    def action_unlink(self) -> None:
        """Take the link of the quotation under the highlight away."""
        finding, link = self.finding, self.links.get(self._place or (0, 0, 0))
        if finding is None or link is None:
            self.desk.notify(_("This quotation is not linked."))
            return
        self.desk.act(
            lambda study: finding.take(study, link.quotation), _("Unlinked; u links it again.")
        )

    def action_note(self) -> None:
        """Write why the quotation is linked."""
        finding, place = self.finding, self._place
        link = self.links.get(place) if place is not None else None
        if finding is None or place is None or link is None or not finding.sided:
            self.desk.notify(_("Link the quotation first, with + or -."))
            return

        def save(note: str | None) -> None:
            if note is not None and note.strip() != link.note:
                self._link(finding, place, link.side, note)

        self.app.push_screen(TextPrompt(_("Why it is linked"), link.note), save)

    def action_side(self, side: int) -> None:
        """Go to a column."""
        self.sides[side].focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Keep the other column abreast."""
        for this, other in (self.sides, self.sides[::-1]):
            if event.option_list is this and this.has_focus and this.place is not None:
                other.go_near(this.place)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the place of a quotation."""
        event.stop()
        place = next((s.place for s in self.sides if s is event.option_list), None)
        if place is not None:
            self.desk.go_to(place[0], place[1:])


def _n(side: Column) -> str:
    told = counted("{n} quotation", "{n} quotations", side.total)
    if side.sentences:
        told = counted("{n} sentence", "{n} sentences", side.total)
    return told if side.total <= MOST else _("{told}, the first {n}").format(told=told, n=MOST)
