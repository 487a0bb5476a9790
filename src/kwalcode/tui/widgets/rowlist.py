"""A long list of rows, painted line by line: thousands of rows cost no more than those seen."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from kwalcode.i18n import _
from kwalcode.tui.themes import least_contrast
from kwalcode.tui.widgets.marks import over


def row_keys(following: str, previous: str, first: str, last: str) -> list[BindingType]:
    """Return the keys that move the highlight, with what they are called in this list."""
    return [
        Binding("down,j", "step(1)", following, show=False),
        Binding("up,k", "step(-1)", previous, show=False),
        Binding("pagedown,ctrl+f", "page(1)", _("Next page"), show=False),
        Binding("pageup,ctrl+b", "page(-1)", _("Previous page"), show=False),
        Binding("home,g", "edge(0)", first, show=False),
        Binding("end,G", "edge(-1)", last, show=False),
    ]


class RowList(ScrollView, can_focus=True):
    """Rows with a highlight on one of them.

    A subclass has `row_count`, `paint_row` and `highlight_moved`, and the keys of `row_keys`.
    """

    ALLOW_SELECT: ClassVar[bool] = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rowlist--highlight", "rowlist--faint"}
    DEFAULT_CSS = """
    RowList {
        background: $surface;
        color: $foreground;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-background: $surface;
        scrollbar-color: $panel;
        & > .rowlist--faint { color: $text-muted; }
        & > .rowlist--highlight { background: $foreground 10%; }
        &:focus > .rowlist--highlight { background: $primary 35%; }
    }
    """

    def __init__(self, *, name: str | None = None, id: str | None = None) -> None:
        super().__init__(name=name, id=id)
        self._at = 0

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def paint_row(self, row: int, width: int) -> Strip:
        """Return a row as it looks without the highlight."""
        raise NotImplementedError

    def paint_empty(self) -> str:
        """Return what stands in the list when it has no rows."""
        return ""

    def highlight_moved(self) -> None:
        """Hear that the highlight is on another row."""

    # The highlight

    def rows_changed(self, at: int) -> None:
        """Show the rows anew, with the highlight on row `at`."""
        self._at = min(max(at, 0), max(0, self.row_count - 1))
        self.virtual_size = Size(0, self.row_count)
        self._reveal()

    def put_highlight(self, row: int) -> None:
        """Put the highlight on a row, and show it."""
        before, self._at = self._at, min(max(row, 0), max(0, self.row_count - 1))
        self._reveal()
        if self._at != before:
            self.highlight_moved()

    def _reveal(self) -> None:
        top, height = self.scroll_offset.y, max(1, self.size.height)
        if not top <= self._at < top + height:
            target = self._at if self._at < top else self._at - height + 1
            self.scroll_to(y=target, animate=False, force=True)
        self.refresh()

    def row_under(self, y: int) -> int | None:
        """Return the row at a height in the list, None below the last one."""
        row = y + self.scroll_offset.y
        return row if 0 <= row < self.row_count else None

    def action_step(self, rows: int) -> None:
        """Move the highlight by rows."""
        self.put_highlight(self._at + rows)

    def action_page(self, pages: int) -> None:
        """Move the highlight by pages."""
        self.put_highlight(self._at + pages * max(1, self.size.height - 1))

    def action_edge(self, row: int) -> None:
        """Move the highlight to the first (0) or the last (-1) row."""
        self.put_highlight(row % max(1, self.row_count))

    # Painting

    def render_line(self, y: int) -> Strip:
        """Return one row of the screen."""
        row, width = self.row_under(y), self.scrollable_content_region.width
        if row is not None:
            strip = self.paint_row(row, width)
            return self._highlighted(strip) if row == self._at else strip
        if not self.row_count and y == 0:
            faint = Segment(self.paint_empty(), self.get_component_rich_style("rowlist--faint"))
            return Strip([faint]).adjust_cell_length(width, self.rich_style)
        return Strip.blank(width, self.rich_style)

    def _highlighted(self, strip: Strip) -> Strip:
        """Return a row on the background of the highlight: over the list's own, not under it."""
        tint = self.get_component_styles("rowlist--highlight").background
        return over(strip, self.background_colors[1] + tint, least_contrast(self.app.theme))
