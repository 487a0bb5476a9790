"""A table to move about in, cell by cell: the first column stays, the others scroll."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from kwalcode.i18n import _
from kwalcode.tui.text.fitting import filled
from kwalcode.tui.text.grid import Column, GridRow, Place, Sorting, first_shown, places, widths
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.themes import least_contrast
from kwalcode.tui.widgets.marks import over_style

_GUTTER = 2
"""Cells at the left, for the marks."""
_GAP = 2
_MOST = (60, 40, 32, 24)
"""Cells that a column takes at most: the first number with which all columns fit, or the last."""
_CRAMPED = 16
"""And where they do not fit even so, all but the first."""


class Grid(ScrollView, can_focus=True):
    """Shows rows and columns with a cell under the cursor, and rows that are marked.

    What one does with a cell, and the sorting, is for the screen: the grid tells what is asked.
    """

    ALLOW_SELECT: ClassVar[bool] = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "grid--header",
        "grid--dim",
        "grid--row",
        "grid--cursor",
        "grid--marked",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "step(1,0)", _("Next row"), show=False),
        Binding("up,k", "step(-1,0)", _("Previous row"), show=False),
        Binding("right,l", "step(0,1)", _("Next column"), show=False),
        Binding("left,h", "step(0,-1)", _("Previous column"), show=False),
        Binding("pagedown,ctrl+f", "page(1)", _("Next page"), show=False),
        Binding("pageup,ctrl+b", "page(-1)", _("Previous page"), show=False),
        Binding("g,ctrl+home", "edge(0)", _("First row"), show=False),
        Binding("G,ctrl+end", "edge(-1)", _("Last row"), show=False),
        Binding("home", "margin(0)", _("First column"), show=False),
        Binding("end", "margin(-1)", _("Last column"), show=False),
    ]
    DEFAULT_CSS = """
    Grid {
        background: $surface;
        color: $foreground;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-background: $surface;
        scrollbar-color: $panel;
        & > .grid--header { color: $text-muted; text-style: bold; }
        & > .grid--dim { color: $text-muted; }
        & > .grid--row { background: $foreground 6%; }
        & > .grid--cursor { background: $foreground 16%; }
        & > .grid--marked { color: $text-accent; text-style: bold; }
        &:focus > .grid--row { background: $primary 14%; }
        &:focus > .grid--cursor { background: $primary 45%; }
    }
    """

    @dataclass
    class Chosen(Message):
        """The cell under the cursor was clicked twice: something is to be done with it."""

    @dataclass
    class TitleClicked(Message):
        """The title of a column was clicked."""

        column: str

    @dataclass
    class Moved(Message):
        """The cursor is on another cell."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.columns: Sequence[Column] = ()
        self.rows: Sequence[GridRow] = ()
        self.marked: set[tuple[int, str]] = set()
        self.sorting: Sorting | None = None
        self._sizes: list[int] = []
        self._row = self._column = 0
        self._first = 1

    # What it shows

    def load(self, columns: Sequence[Column], rows: Sequence[GridRow]) -> None:
        """Show these; the cursor stays on its row and column, the marks on rows still there."""
        row, column = self.row, self.column
        self.columns, self.rows = columns, rows
        self._measure()
        keys = {r.key: n for n, r in enumerate(rows)}
        self.marked &= keys.keys()
        self._row = keys.get(row.key, self._row) if row else self._row
        titles = [c.key for c in columns]
        if column is not None and column.key in titles:
            self._column = titles.index(column.key)
        self.virtual_size = Size(0, len(rows) + 1)
        self._go(self._row, self._column)

    @property
    def row(self) -> GridRow | None:
        """The row under the cursor."""
        return self.rows[self._row] if self._row < len(self.rows) else None

    @property
    def column(self) -> Column | None:
        """The column under the cursor."""
        return self.columns[self._column] if self._column < len(self.columns) else None

    def go_to(self, row: tuple[int, str] | None = None, column: str | None = None) -> None:
        """Put the cursor on a row and a column, by their keys, where they are there."""
        rows = [r.key for r in self.rows]
        columns = [c.key for c in self.columns]
        self._go(
            rows.index(row) if row in rows else self._row,
            columns.index(column) if column in columns else self._column,
        )

    def turn_mark(self) -> None:
        """Mark the row under the cursor, or take its mark away."""
        if self.row is not None:
            self.marked ^= {self.row.key}
            self.refresh()

    def mark(self, rows: Sequence[GridRow]) -> None:
        """Mark these rows and no others."""
        self.marked = {row.key for row in rows}
        self.refresh()

    def cell_region(self) -> Region:
        """Return where the cell under the cursor is, relative to the grid's top left corner."""
        self._show()
        place = next((p for p in self._places() if p.column == self._column), Place(0, 0, 1))
        return Region(_GUTTER + place.left, 1 + self._row - self.scroll_offset.y, place.width, 1)

    # Moving

    def _go(self, row: int, column: int) -> None:
        before = self._row, self._column
        self._row = min(max(row, 0), max(0, len(self.rows) - 1))
        self._column = min(max(column, 0), max(0, len(self.columns) - 1))
        self._show()
        if (self._row, self._column) != before:
            self.post_message(self.Moved())

    def _show(self) -> None:
        """Scroll to the cursor and repaint."""
        if self._sizes and self.size.width:
            self._first = first_shown(self._sizes, self._room, self._first, self._column, _GAP)
        top, height = self.scroll_offset.y, max(1, self.size.height - 1)
        if not top <= self._row < top + height:
            target = self._row if self._row < top else self._row - height + 1
            self.scroll_to(y=target, animate=False, force=True)
        self.refresh()

    @property
    def _room(self) -> int:
        return max(1, self.scrollable_content_region.width - _GUTTER - 1)

    def _places(self) -> list[Place]:
        return places(self._sizes, self._room, self._first, _GAP)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._measure()
        self._show()

    def _measure(self) -> None:
        longest = widths(self.columns, self.rows, most=_MOST[0])
        for most in _MOST:
            self._sizes = [min(size, most) for size in longest]
            if sum(self._sizes) + _GAP * len(self._sizes) <= self._room:
                return
        self._sizes[1:] = [min(size, _CRAMPED) for size in self._sizes[1:]]

    def action_step(self, rows: int, columns: int) -> None:
        """Move the cursor by rows or columns."""
        self._go(self._row + rows, self._column + columns)

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages."""
        self._go(self._row + pages * max(1, self.size.height - 2), self._column)

    def action_edge(self, row: int) -> None:
        """Move the cursor to the first (0) or the last (-1) row."""
        self._go(row % max(1, len(self.rows)), self._column)

    def action_margin(self, column: int) -> None:
        """Move the cursor to the first (0) or the last (-1) column."""
        self._go(self._row, column % max(1, len(self.columns)))

    def on_click(self, event: events.Click) -> None:
        """Go to the cell clicked, ask to do something on a second click; sort on a title."""
        place = next(
            (p for p in self._places() if p.left <= event.x - _GUTTER < p.left + p.width + 1), None
        )
        if event.y == 0:
            if place is not None:
                self.post_message(self.TitleClicked(self.columns[place.column].key))
            return
        row = event.y - 1 + self.scroll_offset.y
        if row >= len(self.rows):
            return
        self._go(row, self._column if place is None else place.column)
        if event.x < _GUTTER:
            self.turn_mark()
        elif event.chain == 2 and place is not None:
            self.post_message(self.Chosen())

    # Painting

    def render_line(self, y: int) -> Strip:
        """Return one row of the screen: the titles, then the rows."""
        width, base = self.scrollable_content_region.width, self.rich_style
        if y == 0:
            strip = Strip(self._titles())
        else:
            row = y - 1 + self.scroll_offset.y
            if row >= len(self.rows):
                return Strip.blank(width, base)
            strip = Strip(self._cells(row))
        strip = strip.adjust_cell_length(width, base)
        return self._tinted(strip, "grid--row") if y and row == self._row else strip

    def _titles(self) -> list[Segment]:
        style = self.get_component_rich_style("grid--header")
        hidden = "‹" if self._first > 1 else " "
        segments, at = [Segment(" " * _GUTTER, style)], 0
        shown = self._places()
        for place in shown:
            column = self.columns[place.column]
            title = one_line(column.title)
            if self.sorting is not None and self.sorting.column == column.key:
                title += " ▾" if self.sorting.backward else " ▴"
            lead = " " * (place.left - at)
            if place.column == self._first and hidden != " ":
                lead = lead[:-1] + hidden
            segments.append(Segment(lead + filled(title, place.width, column.right), style))
            at = place.left + place.width
        more = bool(shown) and (
            shown[-1].column < len(self.columns) - 1
            or shown[-1].width < self._sizes[shown[-1].column]
        )
        segments.append(Segment(" " * (self._room - at) + ("›" if more else " "), style))
        return segments

    def _cells(self, number: int) -> list[Segment]:
        row, base = self.rows[number], self.rich_style
        dim = self.get_component_rich_style("grid--dim")
        mark = "▌ " if row.key in self.marked else "  "
        segments, at = [Segment(mark, self.get_component_rich_style("grid--marked"))], 0
        for place in self._places():
            column = self.columns[place.column]
            text = one_line(row.text(column.key))
            if place.column == 0 and row.under:
                text = "└ " + text
            segments.append(Segment(" " * (place.left - at), base))
            style = dim if row.under and place.column == 0 else base
            cell = Strip([Segment(filled(text, place.width, column.right), style)])
            if number == self._row and place.column == self._column:
                cell = self._tinted(cell, "grid--cursor")
            segments += cell
            at = place.left + place.width
        return segments

    def _tinted(self, strip: Strip, component: str) -> Strip:
        """Return a strip on the background of a component, unless it has one already."""
        tint = self.get_component_styles(component).background
        ground, least = self.background_colors[1] + tint, least_contrast(self.app.theme)
        plain = self.rich_style.bgcolor
        return Strip(
            [
                Segment(s.text, over_style(s.style, ground.hex6, least))
                if s.style is not None and s.style.bgcolor in (None, plain)
                else s
                for s in strip
            ],
            strip.cell_length,
        )
