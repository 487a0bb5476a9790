"""A tab that is a table: filtered, sorted, with what is told of the row under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from kwalcode.i18n import _
from kwalcode.tui.screens.patterns.pane import Pane
from kwalcode.tui.text.grid import Column, GridRow, Sorting, arranged
from kwalcode.tui.widgets.grid import Grid
from kwalcode.tui.widgets.literal import LiteralInput


class GridPane(Pane):
    """A subclass reads and calls `fill`; it may tell of a row in `about`, and act on `choose`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", _("Quotations"), tooltip=_("Quotations of what is chosen")),
        Binding("slash", "find", _("Find"), tooltip=_("Filter the rows by words"), show=False),
        Binding("s", "sort", _("Sort"), tooltip=_("Sort by this column"), show=False),
    ]
    DEFAULT_CSS = """
    GridPane {
        & .find { display: none; margin: 0 1; padding: 0 1; background: $foreground 8%; }
        & .find.shown { display: block; }
        & Grid { height: 1fr; }
    }
    """

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.grid = Grid(id=f"{id}-grid")
        self.find = LiteralInput(classes="find", select_on_focus=False)
        self.find.placeholder = _("words, or column=value")
        self.told = Static(classes="told", markup=False)
        self._columns: Sequence[Column] = ()
        self._rows: Sequence[GridRow] = ()

    def compose(self) -> ComposeResult:
        """Build the tab."""
        yield self.find
        yield self.nothing
        with Container(classes="filled"):
            with Container(classes="main"):
                yield self.grid
            with VerticalScroll(classes="side", can_focus=False):
                yield self.told

    @property
    def main(self) -> Widget:
        """The table, or the filter while one types there."""
        return self.find if self.find.has_focus else self.grid

    # What is shown

    def fill(self, columns: Sequence[Column], rows: Sequence[GridRow]) -> None:
        """Show other rows, filtered and sorted as before."""
        self._columns, self._rows = columns, rows
        self._refill()

    def _refill(self) -> None:
        titles = {column.title.casefold(): column.key for column in self._columns}
        shown = arranged(self._rows, self.grid.sorting, self.find.value, titles)
        self.grid.load(self._columns, shown)
        self._tell()

    def about(self, row: GridRow) -> Content:
        """Return what is told of a row."""
        raise NotImplementedError

    def choose(self, row: GridRow) -> None:
        """Go deeper into a row."""
        raise NotImplementedError

    def _tell(self) -> None:
        row = self.grid.row
        if row is None:
            self.told.update(_("Nothing fits. Esc shows all.") if self.find.value else "")
        else:
            self.told.update(self.about(row))

    @on(Grid.Moved)
    def _moved(self) -> None:
        self._tell()

    # Keys

    @on(Grid.Chosen)
    def action_choose(self) -> None:
        """Go deeper into the row under the cursor."""
        if self.grid.row is not None:
            self.choose(self.grid.row)

    def action_find(self) -> None:
        """Type words that rows must have."""
        self.find.add_class("shown")
        self.find.focus()

    @on(Input.Changed)
    def _typed(self) -> None:
        self._refill()

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.grid.focus()

    def leave(self) -> bool:
        """Take the filter away."""
        if not self.find.has_class("shown"):
            return False
        self.find.value = ""
        self.find.remove_class("shown")
        self.grid.focus()
        return True

    def action_sort(self) -> None:
        """Sort by the column under the cursor; once more turns the order."""
        if self.grid.column is not None:
            self._sort(self.grid.column.key)

    @on(Grid.TitleClicked)
    def _title(self, message: Grid.TitleClicked) -> None:
        self._sort(message.column)

    def _sort(self, column: str) -> None:
        now = self.grid.sorting
        backward = not now.backward if now is not None and now.column == column else True
        self.grid.sorting = Sorting(column, backward)
        self._refill()
