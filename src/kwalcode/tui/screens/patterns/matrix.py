"""Tab Matrix: which codes go together, as a heat map, and the cell under the cursor in full."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from kwalcode.tui.screens.patterns.asking import ORDERS
from kwalcode.tui.screens.patterns.cell import about_cell, read_cell
from kwalcode.tui.screens.patterns.linked import CellPane
from kwalcode.tui.screens.patterns.picture import heat_of
from kwalcode.tui.screens.patterns.reading import Linked, Matrix
from kwalcode.tui.widgets.heatmap import HeatMap
from kwalcode.tui.widgets.marks import colors, letters


class MatrixPane(CellPane):
    """The heat map, and beside it (below it, where it is narrow) what is told of the cell."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.heat = HeatMap(id="heat")
        self._about = Static(id="cell", markup=False)
        self._side = VerticalScroll(classes="side", can_focus=False)

    def compose(self) -> ComposeResult:
        """Build the tab."""
        yield self.nothing
        with Container(classes="filled"):
            with Container(classes="main"):
                yield self.heat
            with self._side:
                yield self._about

    @property
    def main(self) -> Widget:
        """The heat map."""
        return self.heat

    @property
    def pair(self) -> tuple[int, int] | None:
        """The codes of the cell under the cursor."""
        return self.heat.cell

    def show(self, matrix: Matrix, linked: Linked) -> None:
        """Show another matrix."""
        codes = self.desk.session.codes
        self.heat.load(heat_of(matrix, linked, self.desk.look, letters(codes), colors(codes)))

    def go_to_pair(self, row: int, column: int) -> None:
        """Put the cursor on the cell of two codes."""
        self.heat.go_to(row, column)

    def on_heat_map_moved(self, message: HeatMap.Moved) -> None:
        """Tell of the cell under the cursor."""
        self._tell_of(message.row, message.column)

    @work(exclusive=True, group="cell")
    async def _tell_of(self, row: int, column: int) -> None:
        matrix = self.matrix
        if matrix is None or row not in matrix.place or column not in matrix.place:
            return
        rotated = self.desk.held.rotated(matrix)
        cell = await self.desk.away(lambda _study: read_cell(matrix, row, column, rotated))
        if cell is not None:
            signs = letters(self.desk.session.codes)
            told = about_cell(cell, signs, wide=self.has_class("wide"))
            self._about.update(Content("\n").join([*self.head(), told]))
            self._side.scroll_home(animate=False)

    def on_heat_map_chosen(self, message: HeatMap.Chosen) -> None:
        """Show the quotations of the cell side by side."""
        self.desk.show_behind(message.row, message.column)

    def facts(self) -> list[str]:
        """Return rule, N, measure, threshold and order."""
        told = super().facts()
        return [*told, ORDERS[self.desk.look.order]] if told else told
