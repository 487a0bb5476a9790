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
from kwalcode.project.study import Study
from kwalcode.tui.screens.patterns.behind_data import MOST, Side
from kwalcode.tui.screens.patterns.pane import Pane
from kwalcode.tui.screens.patterns.passages import Passages
from kwalcode.tui.text.visible import one_line

Read = Callable[[Study], Sequence[Side]]


class BehindPane(Pane):
    """Left the quotations of the one code, right those of the other; the columns keep abreast."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "side(0)", _("Left column"), show=False),
        Binding("right,l", "side(1)", _("Right column"), show=False),
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

    def ask(self, read: Read, facts: Sequence[str] = ()) -> None:
        """Show what `read` gives: one column or two."""
        self._read_sides, self._facts = read, list(facts)
        self.open = self.stale = True

    @property
    def main(self) -> Widget:
        """The column one was in."""
        return next((side for side in self.sides if side.has_focus), self.sides[0])

    async def read(self) -> bool:
        """Read the quotations of both sides."""
        if self._read_sides is None:
            return True
        found = await self.desk.away(self._read_sides)
        if found is None:
            return False
        for at, (head, column) in enumerate(zip(self._heads, self.sides, strict=True)):
            side = found[at] if at < len(found) else Side("", 0, ())
            title = Content(one_line(side.title)).stylize("bold")
            head.update(title + Content(f"\n{_n(side)}").stylize("dim"))
            column.load(side.rows)
        self.query_one("#right-column").display = len(found) > 1
        self.set_class(not any(side.total for side in found), "empty")
        self.nothing.update(_("No quotations here. Esc goes back."))
        return True

    @property
    def counted(self) -> Counted | None:
        """What the tab below counted, from which they were chosen."""
        return self.desk.panes[self.desk.digit].counted

    def facts(self) -> list[str]:
        """Return what they were chosen by."""
        return self._facts

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
            self.desk.workbench.go_to_place(place[0], place[1:])
            self.desk.workbench.coding.fold_if_narrow()
            self.desk.workbench.notify(_("Backspace goes back to the patterns."))


def _n(side: Side) -> str:
    told = counted("{n} quotation", "{n} quotations", side.total)
    return told if side.total <= MOST else _("{told}, the first {n}").format(told=told, n=MOST)
