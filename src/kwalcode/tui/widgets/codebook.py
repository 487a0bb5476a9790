"""The codebook as a tree with counts, marked as in the margin of the transcript."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from kwalcode.i18n import _
from kwalcode.model import Code
from kwalcode.tui.text.outline import Branch, outline
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.marks import colors, letters, readable

_INDENT = 2


class CodebookTree(ScrollView, can_focus=True):
    """Shows the codes with their letters, colours and numbers of codings; unused ones are dim."""

    ALLOW_SELECT: ClassVar[bool] = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "codebook--unused",
        "codebook--count",
        "codebook--highlight",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "step(1)", _("Next code"), show=False),
        Binding("up,k", "step(-1)", _("Previous code"), show=False),
        Binding("pagedown", "page(1)", _("Next page"), show=False),
        Binding("pageup", "page(-1)", _("Previous page"), show=False),
        Binding("home,g", "edge(0)", _("First code"), show=False),
        Binding("end,G", "edge(-1)", _("Last code"), show=False),
        Binding("left,h", "fold", _("Fold"), show=False),
        Binding("right,l", "unfold", _("Unfold"), show=False),
        Binding("space", "turn", _("Fold or unfold"), show=False),
        Binding("enter", "choose", _("Quotations")),
    ]
    DEFAULT_CSS = """
    CodebookTree {
        background: $surface;
        color: $foreground;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-background: $surface;
        scrollbar-color: $panel;
        & > .codebook--unused { color: $foreground 50%; }
        & > .codebook--count { color: $foreground 65%; }
        & > .codebook--highlight { background: $foreground 10%; }
        &:focus > .codebook--highlight { background: $primary 35%; }
    }
    """

    @dataclass
    class CodeHighlighted(Message):
        """The highlight is on another code; None in an empty codebook."""

        tree: CodebookTree
        code_id: int | None

        @property
        def control(self) -> CodebookTree:
            """The tree it came from."""
            return self.tree

    @dataclass
    class CodeChosen(Message):
        """A code was chosen: its quotations are wanted."""

        tree: CodebookTree
        code_id: int

        @property
        def control(self) -> CodebookTree:
            """The tree it came from."""
            return self.tree

    def __init__(self, *, name: str | None = None, id: str | None = None) -> None:
        super().__init__(name=name, id=id)
        self._codes: Sequence[Code] = ()
        self._counts: Mapping[int, int] = {}
        self._folded: set[int] = set()
        self._rows: list[Branch] = []
        self._letters: dict[int, str] = {}
        self._colors: dict[int, str] = {}
        self._at = 0

    # What it shows

    def load(self, codes: Sequence[Code], counts: Mapping[int, int]) -> None:
        """Show these codes and numbers of codings; folds and highlight stay where they were."""
        before = self.highlighted
        self._codes, self._counts = codes, counts
        self._letters, self._colors = letters(codes), colors(codes)
        self._outline(before)

    def set_counts(self, counts: Mapping[int, int]) -> None:
        """Show other numbers of codings."""
        self._counts = counts
        self.refresh()

    def highlight(self, code_id: int) -> None:
        """Put the highlight on a code, unfolding what hides it."""
        by_id = {code.id: code for code in self._codes}
        above = by_id[code_id].parent if code_id in by_id else None
        while above in by_id:
            self._folded.discard(above)
            above = by_id[above].parent
        self._outline(code_id)

    @property
    def highlighted(self) -> int | None:
        """The id of the code under the highlight."""
        return self._rows[self._at].code.id if self._rows else None

    def _outline(self, keep: int | None) -> None:
        before = self.highlighted
        self._rows = outline(self._codes, self._folded)
        places = {branch.code.id: row for row, branch in enumerate(self._rows)}
        self._at = places.get(keep or 0, min(self._at, max(0, len(self._rows) - 1)))
        self.virtual_size = Size(0, len(self._rows))
        self._show(before)

    def _show(self, before: int | None) -> None:
        """Scroll to the highlight, repaint, and tell when it is on another code."""
        top, height = self.scroll_offset.y, max(1, self.size.height)
        if not top <= self._at < top + height:
            target = self._at if self._at < top else self._at - height + 1
            self.scroll_to(y=target, animate=False, force=True)
        self.refresh()
        if self.highlighted != before:
            self.post_message(self.CodeHighlighted(self, self.highlighted))

    # Keys and mouse

    def _go(self, row: int) -> None:
        before = self.highlighted
        self._at = min(max(row, 0), max(0, len(self._rows) - 1))
        self._show(before)

    def action_step(self, rows: int) -> None:
        """Move the highlight by rows."""
        self._go(self._at + rows)

    def action_page(self, pages: int) -> None:
        """Move the highlight by pages."""
        self._go(self._at + pages * max(1, self.size.height - 1))

    def action_edge(self, row: int) -> None:
        """Move the highlight to the first (0) or the last (-1) row."""
        self._go(row % max(1, len(self._rows)))

    def action_fold(self) -> None:
        """Fold the code under the highlight; where nothing is to fold, go to its parent."""
        if not self._rows:
            return
        branch = self._rows[self._at]
        if branch.parent and branch.code.id not in self._folded:
            self._folded.add(branch.code.id)
            self._outline(branch.code.id)
        else:
            shallower = (
                r for r in range(self._at, -1, -1) if self._rows[r].depth < max(1, branch.depth)
            )
            self._go(next(shallower, self._at) if branch.depth else self._at)

    def action_unfold(self) -> None:
        """Unfold the code under the highlight; where it is unfolded, go to its first child."""
        if not self._rows or not self._rows[self._at].parent:
            return
        code = self._rows[self._at].code.id
        if code in self._folded:
            self._folded.discard(code)
            self._outline(code)
        else:
            self._go(self._at + 1)

    def action_turn(self) -> None:
        """Fold or unfold the code under the highlight."""
        if self._rows and self._rows[self._at].parent:
            code = self._rows[self._at].code.id
            self._folded ^= {code}
            self._outline(code)

    def action_choose(self) -> None:
        """Ask for the quotations of the code under the highlight."""
        if self.highlighted is not None:
            self.post_message(self.CodeChosen(self, self.highlighted))

    def on_click(self, event: events.Click) -> None:
        """Highlight what is clicked, fold on its triangle, choose on a double click."""
        row = event.y + self.scroll_offset.y
        if not 0 <= row < len(self._rows):
            return
        branch = self._rows[row]
        self._go(row)
        if branch.parent and event.x in range(branch.depth * _INDENT, branch.depth * _INDENT + 2):
            self.action_turn()
        elif event.chain == 2:
            self.action_choose()

    # Painting

    def render_line(self, y: int) -> Strip:
        """Return one row of the screen."""
        row, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if row >= len(self._rows):
            if not self._codes and y == 0:
                empty = _("No codes yet: code a passage to make one.")
                style = self.get_component_rich_style("codebook--unused")
                return Strip([Segment(empty, style)]).adjust_cell_length(width, self.rich_style)
            return Strip.blank(width, self.rich_style)
        return self._paint(self._rows[row], row == self._at, width)

    def _paint(self, branch: Branch, highlighted: bool, width: int) -> Strip:
        code, used = branch.code, self._counts.get(branch.code.id, 0)
        unused = self.get_component_rich_style("codebook--unused")
        base = self.rich_style
        fold = ("▸ " if code.id in self._folded else "▾ ") if branch.parent else "  "
        lead = " " * min(branch.depth * _INDENT, max(0, width // 3)) + fold
        count = f" {used} " if used else " · "
        room = max(1, width - cell_len(lead) - 3 - len(count))
        name = one_line(code.name)
        if cell_len(name) > room:
            name = set_cell_size(name, room - 1) + "…"
        background = self.background_colors[1].hex6
        mark = Style(color=readable(self._colors[code.id], background), bold=bool(used))
        segments = [
            Segment(lead, unused),
            Segment(self._letters[code.id], base + mark),
            Segment(" " + set_cell_size(name, room), base if used else unused),
            Segment(count, self.get_component_rich_style("codebook--count")),
        ]
        strip = Strip(segments).adjust_cell_length(width, base)
        return self._highlighted(strip) if highlighted else strip

    def _highlighted(self, strip: Strip) -> Strip:
        """Return a row on the background of the highlight: over the tree's own, not under it."""
        tint = self.get_component_styles("codebook--highlight").background
        over = Style(bgcolor=(self.background_colors[1] + tint).rich_color)
        segments = [Segment(s.text, s.style + over if s.style else over) for s in strip]
        return Strip(segments, strip.cell_length)
