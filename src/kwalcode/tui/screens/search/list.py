"""Hits one below the other, the words found in a column: keyword in context."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from kwalcode.i18n import _
from kwalcode.project.search.hits import Hit
from kwalcode.project.search.lines import Line
from kwalcode.tui.text.cells import clusters, narrow
from kwalcode.tui.text.fitting import fitted
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.rowlist import RowList, row_keys

PAGE = 100
"""How many lines are read at a time."""
_PAGES_KEPT = 40
_NAME = (6, 24)
_CODED = "•"
_SPACE = re.compile(r"\s+")


class HitList(RowList):
    """The hits of a search. Asks with `Missing` for the lines of the hits that are seen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"hits--match", "hits--code"}
    BINDINGS: ClassVar[list[BindingType]] = [
        *row_keys(_("Next hit"), _("Previous hit"), _("First hit"), _("Last hit")),
        Binding("enter", "screen.go", _("Go there"),
                tooltip=_("Go to the place; Backspace comes back here")),
        Binding("slash", "screen.search", _("Search"), key_display="/",
                tooltip=_("Type what to search for")),
        Binding("c", "screen.code", _("Code"), tooltip=_("Put a code on this hit")),
        Binding("a", "screen.autocode", _("Autocode"),
                tooltip=_("Put a code on all hits, after a look")),
        Binding("y", "screen.copy", _("Copy"), tooltip=_("Copy the passage with its attribution")),
    ]  # fmt: skip
    DEFAULT_CSS = """
    HitList {
        & > .hits--match { text-style: bold; color: $text-accent; }
        & > .hits--code { color: $text-success; }
    }
    """

    @dataclass
    class Missing(Message):
        """The lines of these rows are needed."""

        first: int
        last: int

    class Moved(Message):
        """The highlight is on another hit, or the line of that hit came."""

    class Chosen(Message):
        """A hit was double-clicked."""

    def __init__(self) -> None:
        super().__init__()
        self.hits: list[Hit] = []
        self.names: dict[int, str] = {}
        self._pages: dict[int, Sequence[Line | None]] = {}
        self._asked: set[int] = set()

    # What there is

    @property
    def row_count(self) -> int:
        """How many hits there are."""
        return len(self.hits)

    @property
    def at(self) -> int:
        """The row under the highlight."""
        return self._at

    @property
    def hit(self) -> Hit | None:
        """The hit under the highlight."""
        return self.hits[self._at] if self._at < len(self.hits) else None

    def start_anew(self) -> None:
        """Forget all hits."""
        self.hits = []
        self.forget_lines()
        self.rows_changed(0)

    def add(self, hits: Sequence[Hit]) -> None:
        """Add hits after the others."""
        before = len(self.hits)
        last = self._pages.get(before // PAGE)
        if before % PAGE and last is not None:
            self._pages.pop(before // PAGE)
        self._asked.discard(before // PAGE)
        self.hits += hits
        self.rows_changed(self._at)
        if not before and hits:
            self.highlight_moved()

    def forget_lines(self) -> None:
        """Read anew what is seen."""
        self._pages.clear()
        self._asked.clear()
        self.refresh()

    def fill(self, first: int, lines: Sequence[Line | None]) -> None:
        """Take the lines of the rows from `first` on, which begins a page."""
        while len(self._pages) >= _PAGES_KEPT:
            self._pages.pop(next(iter(self._pages)))
        self._pages[first // PAGE] = lines
        self._asked.discard(first // PAGE)
        self.refresh()
        if self._at // PAGE == first // PAGE:
            self.highlight_moved()

    def fill_for(self, first: int, hits: Sequence[Hit], lines: Sequence[Line | None]) -> None:
        """Take the lines that were read for these hits, unless other hits are there now."""
        if self.hits[first : first + len(hits)] == hits:
            known = zip(hits, lines, strict=True)
            self.names |= {hit.document: line.document for hit, line in known if line}
            self.fill(first, lines)

    def line(self, row: int) -> Line | None:
        """Return the line of a row, None when it is not there (yet); then it is asked for."""
        page = self._pages.get(row // PAGE)
        if page is not None and row % PAGE < len(page):
            return page[row % PAGE]
        if row // PAGE not in self._asked:
            self._asked.add(row // PAGE)
            first = row - row % PAGE
            self.post_message(self.Missing(first, min(first + PAGE, len(self.hits))))
        return None

    def highlight_moved(self) -> None:
        """Tell it."""
        self.post_message(self.Moved())

    def on_click(self, event: events.Click) -> None:
        """Highlight what is clicked, choose on a double click."""
        row = self.row_under(event.y)
        if row is not None:
            self.put_highlight(row)
            if event.chain == 2:
                self.post_message(self.Chosen())

    # Painting

    def paint_row(self, row: int, width: int) -> Strip:
        """Return a hit: document, sign of who speaks, whether coded, and the words."""
        line, base = self.line(row), self.rich_style
        faint = self.get_component_rich_style("rowlist--faint")
        room = self._name_width(width)
        name = one_line(self.names.get(self.hits[row].document, ""))
        lead = [Segment(f" {set_cell_size(fitted(name, room), room)} ", faint)]
        if line is None:
            return Strip([*lead, Segment(" …", faint)]).adjust_cell_length(width, base)
        lead.append(Segment(f"{role_sign(line)} ", faint))
        coded = _CODED if line.codes else " "
        lead.append(Segment(f"{coded} ", self.get_component_rich_style("hits--code")))
        left, match, right = in_context(line, width - room - 7)
        said = faint if line.role == "interviewer" else base
        found = self.get_component_rich_style("hits--match")
        words = [Segment(left, said), Segment(match, found), Segment(right, said)]
        return Strip([*lead, *words]).adjust_cell_length(width, base)

    def _name_width(self, width: int) -> int:
        longest = max(map(cell_len, self.names.values()), default=0)
        return min(max(longest, _NAME[0]), _NAME[1], max(_NAME[0], width // 6))


def role_sign(line: Line | None) -> str:
    """Return the letter that marks who is no respondent."""
    signs = {"interviewer": _("I"), "other": _("o")}
    return " " if line is None else signs.get(line.role, " ")


def in_context(line: Line, width: int) -> tuple[str, str, str]:
    """Return what stands left, the match, and what stands right of it, together `width` cells;
    the match begins at the same cell whatever it is."""
    at = max(0, 2 * width // 5)
    left, match, right = (flat(text) for text in (line.left, line.match, line.right))
    left = last_cells(left, at)
    match = fitted(match, width - at)
    return (
        " " * (at - cell_len(left)) + left,
        match,
        set_cell_size(right, max(0, width - at - cell_len(match))),
    )


def last_cells(text: str, width: int) -> str:
    """Return the end of a painted text that fits into `width` cells."""
    if narrow(text):
        return text[-width:] if width else ""
    if cell_len(text) <= width:
        return text
    whole = cell_len(text)
    for start, column, _cells in clusters(text):
        if whole - column <= width:
            return text[start:]
    return ""


def flat(text: str) -> str:
    """Return a text on one line, safe to paint, with single spaces."""
    return one_line(_SPACE.sub(" ", text))
