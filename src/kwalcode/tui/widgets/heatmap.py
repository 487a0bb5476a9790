"""Codes x codes as a heat map: a figure and a shade in every cell, painted line by line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from kwalcode.i18n import _
from kwalcode.tui.text.heat import CELL, NOT_KNOWN, NOTHING, SAME, SHADES, Heat, first_visible
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.marks import on_ground_of

_NAME = 26
"""A name at the head of a row takes at most so many cells."""
_LETTERS = 5
"""The community's letter, a space, the code's two letters and another space."""
_STRONGEST = 0.62
"""How much of the accent colour the darkest shade has: text stays legible on it."""


@dataclass(frozen=True, slots=True)
class _Inks:
    """The styles of one painting: asked of the style sheet once, not for every cell."""

    base: Style
    faint: Style
    strong: Style
    cursor: Style
    shades: tuple[Style, ...]
    """By level, 1 to `SHADES`; level 0 has the base."""
    mark: Callable[[str], str]


class HeatMap(Widget, can_focus=True):
    """Shows a `Heat` with one cell under the cursor; heads of rows and columns stay in sight."""

    ALLOW_SELECT: ClassVar[bool] = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"heat--faint", "heat--head", "heat--shade"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", _("Quotations"), tooltip=_("Quotations of the cell")),
        Binding("down,j", "step(1,0)", _("Next row"), show=False),
        Binding("up,k", "step(-1,0)", _("Previous row"), show=False),
        Binding("right,l", "step(0,1)", _("Next column"), show=False),
        Binding("left,h", "step(0,-1)", _("Previous column"), show=False),
        Binding("pagedown,ctrl+f", "page(1)", _("Next page"), show=False),
        Binding("pageup,ctrl+b", "page(-1)", _("Previous page"), show=False),
        Binding("g,ctrl+home", "edge(0,None)", _("First row"), show=False),
        Binding("G,ctrl+end", "edge(-1,None)", _("Last row"), show=False),
        Binding("home", "edge(None,0)", _("First column"), show=False),
        Binding("end", "edge(None,-1)", _("Last column"), show=False),
        Binding("x", "turn", _("Row and column change places"), show=False),
    ]
    DEFAULT_CSS = """
    HeatMap {
        background: $surface;
        color: $foreground;
        & > .heat--faint { color: $text-muted; }
        & > .heat--head { color: $foreground; text-style: bold; }
        & > .heat--shade { color: $primary; }
    }
    """

    @dataclass
    class Moved(Message):
        """The cursor is on the cell of these two codes (ids)."""

        row: int
        column: int

    @dataclass
    class Chosen(Message):
        """The cell of these two codes was chosen."""

        row: int
        column: int

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._heat = Heat()
        self._row = self._column = 0
        self._top = self._left = 0
        self._shown_names: list[str] = []
        self._longest = 0
        self._inks: _Inks | None = None

    # What it shows

    def load(self, heat: Heat) -> None:
        """Show another table; the cursor stays on its two codes where they are still there."""
        row, column = self.cell or (None, None)
        self._heat = heat
        self._shown_names = [one_line(head.name) for head in heat.heads]
        self._longest = max(map(cell_len, self._shown_names), default=0)
        at_row, at_column = heat.place(row), heat.place(column)
        if at_row is None or at_column is None:
            at_row, at_column = _strongest(heat)
        self._put(at_row, at_column, tell=True)

    @property
    def cell(self) -> tuple[int, int] | None:
        """The codes (ids) of the row and the column under the cursor."""
        heads = self._heat.heads
        return (heads[self._row].code, heads[self._column].code) if heads else None

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor on the cell of two codes (ids), if they are there."""
        at_row, at_column = self._heat.place(row), self._heat.place(column)
        if at_row is not None and at_column is not None:
            self._put(at_row, at_column)

    # The cursor

    def _put(self, row: int, column: int, *, tell: bool = False) -> None:
        before = self._row, self._column
        last = max(0, len(self._heat.heads) - 1)
        self._row, self._column = min(max(row, 0), last), min(max(column, 0), last)
        self._reveal()
        if self.cell is not None and (tell or (self._row, self._column) != before):
            self.post_message(self.Moved(*self.cell))

    def _reveal(self) -> None:
        count = len(self._heat.heads)
        self._top = first_visible(self._top, self._row, self._rows, count)
        self._left = first_visible(self._left, self._column, self._columns, count)
        self.refresh()

    @property
    def _rows(self) -> int:
        return max(1, self.size.height - 1)

    @property
    def _names(self) -> int:
        """How many cells the names take: at most a fourth of the width."""
        return min(self._longest, _NAME, max(6, self.size.width // 4))

    @property
    def _lead(self) -> int:
        return _LETTERS + self._names

    @property
    def _columns(self) -> int:
        return max(1, (self.size.width - self._lead - 1) // CELL)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._reveal()

    def action_step(self, rows: int, columns: int) -> None:
        """Move the cursor by rows or columns."""
        self._put(self._row + rows, self._column + columns)

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages."""
        self._put(self._row + pages * max(1, self._rows - 1), self._column)

    def action_edge(self, row: int | None, column: int | None) -> None:
        """Move the cursor to the first (0) or last (-1) row or column."""
        count = max(1, len(self._heat.heads))
        self._put(
            self._row if row is None else row % count,
            self._column if column is None else column % count,
        )

    def action_turn(self) -> None:
        """Go to the cell across the diagonal: the same two codes, the other way round."""
        self._put(self._column, self._row)

    def action_choose(self) -> None:
        """Ask for the quotations of the cell."""
        if self.cell is not None:
            self.post_message(self.Chosen(*self.cell))

    def on_click(self, event: events.Click) -> None:
        """Go to the cell clicked; choose it on a double click."""
        column = (event.x - self._lead) // CELL + self._left
        row = event.y - 1 + self._top
        count = len(self._heat.heads)
        if event.y < 1 or event.x < self._lead or row >= count or column >= count:
            return
        self._put(row, column)
        if event.chain == 2:
            self.action_choose()

    def on_mouse_scroll_down(self) -> None:
        """Move on by three rows."""
        self.action_step(3, 0)

    def on_mouse_scroll_up(self) -> None:
        """Move back by three rows."""
        self.action_step(-3, 0)

    # Painting

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines within the crop, in the styles that hold at this moment."""
        self._inks = None
        return super().render_lines(crop)

    @property
    def _ink(self) -> _Inks:
        if self._inks is None:
            base, background = self.rich_style, self.background_colors[1]
            accent = self.get_component_styles("heat--shade").color
            self._inks = _Inks(
                base=base,
                faint=self.get_component_rich_style("heat--faint"),
                strong=self.get_component_rich_style("heat--head"),
                cursor=base + _filled(self.styles.color) + Style(bold=True),
                shades=tuple(
                    base + _filled(background.blend(accent, _STRONGEST * level / SHADES))
                    for level in range(1, SHADES + 1)
                ),
                mark=on_ground_of(self),
            )
        return self._inks

    def render_line(self, y: int) -> Strip:
        """Return one row of the screen: the letters of the columns, then a code a row."""
        width, base = self.size.width, self._ink.base
        row = self._top + y - 1
        if y and row >= len(self._heat.heads):
            return Strip.blank(width, base)
        segments = self._head_row() if y == 0 else self._code_row(row)
        return Strip(segments).adjust_cell_length(width, base)

    def _shown(self) -> range:
        return range(self._left, min(self._left + self._columns, len(self._heat.heads)))

    def _head_row(self) -> list[Segment]:
        faint, shown = self._ink.faint, self._shown()
        before = "‹" if shown.start else " "
        segments = [Segment(" " * (self._lead - 1) + before, faint)]
        for at in shown:
            text = self._heat.heads[at].letters
            style = self._mark(at, here=at == self._column)
            segments += [Segment(" ", faint), Segment(text, style), Segment(" ", faint)]
        segments.append(Segment("›" if shown.stop < len(self._heat.heads) else "", faint))
        return segments

    def _mark(self, at: int, *, here: bool) -> Style:
        if here:
            return self._ink.strong + Style(reverse=True)
        return self._ink.base + Style(color=self._ink.mark(self._heat.heads[at].color))

    def _code_row(self, row: int) -> list[Segment]:
        ink, head, here = self._ink, self._heat.heads[row], row == self._row
        name, room = self._shown_names[row], self._names
        if cell_len(name) > room:
            name = set_cell_size(name, room - 1) + "…"
        segments = [
            Segment(f"{head.community[:1]:1} ", ink.faint),
            Segment(head.letters, self._mark(row, here=here)),
            Segment(" " + set_cell_size(name, room), ink.strong if here else ink.base),
        ]
        segments += [self._cell(row, at) for at in self._shown()]
        return segments

    def _cell(self, row: int, at: int) -> Segment:
        ink = self._ink
        text = SAME if row == at else self._heat.texts[row][at]
        level = 0 if row == at else self._heat.shades[row][at]
        if (row, at) == (self._row, self._column):
            style = ink.cursor
        elif level:
            style = ink.shades[level - 1]
        else:
            style = ink.faint if text in (SAME, NOTHING, NOT_KNOWN) else ink.base
        text = text.center(CELL - 1) if len(text) == 1 else text.rjust(CELL - 1)
        return Segment(text + " ", style)


def _filled(background: Color) -> Style:
    """Return black or white, whichever is the more legible, on a background."""
    front = background.get_contrast_text(1.0)
    return Style(bgcolor=background.rich_color, color=front.rich_color)


def _strongest(heat: Heat) -> tuple[int, int]:
    """Return the cell with the darkest shade, the first of them."""
    cells = (
        (shades, -row, -column)
        for row, line in enumerate(heat.shades)
        for column, shades in enumerate(line)
        if row != column
    )
    _shade, row, column = max(cells, default=(0, 0, 0))
    return -row, -column
