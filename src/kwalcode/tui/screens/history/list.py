"""The list of the history: a heading per day, a line per entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from kwalcode.i18n import _
from kwalcode.project.moments import local, local_day
from kwalcode.project.reads.history import Event
from kwalcode.project.telling.phrases import phrase
from kwalcode.tui.text.fitting import fitted
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.rowlist import RowList, row_keys

UNDONE = "↶"
"""Stands before an act that is undone."""
_WIDEST_NAME = 14


def day_title(day: str) -> str:
    """Return a day ("2026-03-01") with its weekday."""
    from datetime import date

    names = (
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"),
        _("Sunday"),
    )  # fmt: skip
    return f"{names[date.fromisoformat(day).weekday()]} {day}"


class HistoryList(RowList):
    """Entries of the journal, newest first; what is undone is dim, with a sign before it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *row_keys(_("Next act"), _("Previous act"), _("Newest act"), _("Oldest act read so far")),
        Binding("enter", "choose", _("Place"), tooltip=_("Go to the place of this act")),
    ]

    @dataclass
    class Highlighted(Message):
        """The highlight is on another entry; `last` tells that it is near the last one read."""

        event: Event
        last: bool

    @dataclass
    class Chosen(Message):
        """The place of an entry is wanted."""

        event: Event

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: list[Event | str] = []
        self._name_width = 0

    # What it shows

    def load(self, events: Sequence[Event]) -> None:
        """Show these entries; the highlight stays on its entry, else on the first."""
        before = self.highlighted
        self._rows, self._name_width = [], 0
        self._add(events)
        rows = (n for n, row in enumerate(self._rows) if _same(row, before))
        self.rows_changed(next(rows, 1))
        if self.highlighted is not None:
            self._tell()

    def extend(self, events: Sequence[Event]) -> None:
        """Show more entries, older than those there."""
        self._add(events)
        self.rows_changed(self._at)

    @property
    def highlighted(self) -> Event | None:
        """The entry under the highlight."""
        found = self._rows[self._at] if self._at < len(self._rows) else None
        return found if isinstance(found, Event) else None

    @property
    def row_count(self) -> int:
        """How many rows there are, headings included."""
        return len(self._rows)

    def _add(self, events: Sequence[Event]) -> None:
        last = self._rows[-1] if self._rows else None
        day = local_day(last.entry.time) if isinstance(last, Event) else ""
        for event in events:
            its_day = local_day(event.entry.time)
            if its_day != day:
                self._rows.append(its_day)
                day = its_day
            self._rows.append(event)
            width = cell_len(one_line(event.entry.actor_name))
            self._name_width = min(_WIDEST_NAME, max(self._name_width, width))

    # The highlight, never on a heading

    def put_highlight(self, row: int) -> None:
        """Put the highlight on a row, or on the entry beyond a heading."""
        row = min(max(row, 0), max(0, len(self._rows) - 1))
        if self._rows and isinstance(self._rows[row], str):
            down = row >= self._at or row == 0
            row = row + 1 if down else row - 1
            if not down and row == 0:
                self.scroll_to(y=0, animate=False, force=True)
        super().put_highlight(row)
        if self._at == 1:
            self.scroll_to(y=0, animate=False, force=True)

    def highlight_moved(self) -> None:
        """Tell which entry the highlight is on."""
        self._tell()

    def _tell(self) -> None:
        event = self.highlighted
        if event is not None:
            self.post_message(
                self.Highlighted(event, self._at > len(self._rows) - self.size.height)
            )

    def action_choose(self) -> None:
        """Ask for the place of the entry."""
        if self.highlighted is not None:
            self.post_message(self.Chosen(self.highlighted))

    def on_click(self, event: events.Click) -> None:
        """Highlight what is clicked; a double click asks for its place."""
        row = self.row_under(event.y)
        if row is not None and isinstance(self._rows[row], Event):
            self.put_highlight(row)
            if event.chain == 2:
                self.action_choose()

    # Painting

    def paint_row(self, row: int, width: int) -> Strip:
        """Return a heading or an entry as it looks without the highlight."""
        found = self._rows[row]
        faint = self.get_component_rich_style("rowlist--faint")
        if isinstance(found, str):
            title = Segment(f" {day_title(found)}", faint + Style(bold=True))
            return Strip([title]).adjust_cell_length(width, self.rich_style)
        entry, base = found.entry, self.rich_style
        style = faint if found.undone else base
        name = set_cell_size(one_line(entry.actor_name), self._name_width)
        lead = f" {local(entry.time):%H:%M} {name} {UNDONE if found.undone else ' '} "
        room = max(1, width - cell_len(lead) - 1)
        told = fitted(one_line(phrase(entry, found.base)), room)
        return Strip([Segment(lead, faint), Segment(told, style)]).adjust_cell_length(width, base)


def _same(row: Event | str, event: Event | None) -> bool:
    return isinstance(row, Event) and event is not None and row.entry.id == event.entry.id
