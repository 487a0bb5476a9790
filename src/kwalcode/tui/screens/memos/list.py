"""The list of memos, by kind and by what they are about, and the list of a note's links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
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
from kwalcode.project.memos import Noted, kind_title
from kwalcode.project.moments import local_day
from kwalcode.project.reads.notes import Link
from kwalcode.tui.text.fitting import fitted
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.rowlist import RowList, row_keys

UNSAVED = "*"
_DATE = len(" 2026-03-01")
_ROOMY = 56
"""From this width on, author and date stand behind each memo."""
_MOST_SUBJECT = 26
_NAME = 10


class MemoList(RowList):
    """Memos under a heading per kind; what several are about is said once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *row_keys(_("Next memo"), _("Previous memo"), _("First memo"), _("Last memo")),
        Binding(
            "enter", "screen.open", _("Open"), tooltip=_("Go to the text, or to what it is about")
        ),
    ]

    @dataclass
    class Highlighted(Message):
        """The highlight is on another memo; None in an empty list."""

        noted: Noted | None

    @dataclass
    class Opened(Message):
        """A memo was double-clicked."""

        noted: Noted

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: list[Noted | str] = []
        self._unsaved: Collection[int] = ()
        self._by_date = False

    def load(self, noted: Sequence[Noted], *, by_date: bool, at: int | None = None) -> None:
        """Show these memos, in this order; `at` is the id of the one to highlight, by default
        the one that was."""
        before = self.highlighted
        wanted = at if at is not None else before.memo.id if before else None
        self._rows, self._by_date = [], by_date
        numbers = Counter(one.memo.about for one in noted)
        kind = ""
        for one in noted:
            if one.memo.about != kind and not by_date:
                kind = one.memo.about
                self._rows.append(f"{kind_title(kind)} {numbers[kind]}")
            self._rows.append(one)
        rows = (n for n, row in enumerate(self._rows) if wanted is not None and _id(row) == wanted)
        first = next((n for n, row in enumerate(self._rows) if not isinstance(row, str)), 0)
        near = min(max(self._at, first), max(0, len(self._rows) - 1))
        if self._rows and isinstance(self._rows[near], str):
            near += 1 if near + 1 < len(self._rows) else -1
        self.rows_changed(next(rows, near))
        self.post_message(self.Highlighted(self.highlighted))

    def mark_unsaved(self, ids: Collection[int]) -> None:
        """Mark the memos with these ids as not saved yet."""
        self._unsaved = ids
        self.refresh()

    @property
    def highlighted(self) -> Noted | None:
        """The memo under the highlight."""
        found = self._rows[self._at] if self._at < len(self._rows) else None
        return None if isinstance(found, str) else found

    @property
    def row_count(self) -> int:
        """How many rows there are, headings included."""
        return len(self._rows)

    def put_highlight(self, row: int) -> None:
        """Put the highlight on a row, or on the memo beyond a heading."""
        row = min(max(row, 0), max(0, len(self._rows) - 1))
        if self._rows and isinstance(self._rows[row], str):
            row = row + 1 if row >= self._at or row == 0 else row - 1
        super().put_highlight(row)
        if self._at == 1:
            self.scroll_to(y=0, animate=False, force=True)

    def highlight_moved(self) -> None:
        """Tell which memo the highlight is on."""
        self.post_message(self.Highlighted(self.highlighted))

    def on_click(self, event: events.Click) -> None:
        """Highlight what is clicked; a double click opens it."""
        row = self.row_under(event.y)
        found = self._rows[row] if row is not None else ""
        if row is not None and not isinstance(found, str):
            self.put_highlight(row)
            if event.chain == 2:
                self.post_message(self.Opened(found))

    # Painting

    def paint_row(self, row: int, width: int) -> Strip:
        """Return a heading or a memo as it looks without the highlight."""
        found, base = self._rows[row], self.rich_style
        faint = self.get_component_rich_style("rowlist--faint")
        if isinstance(found, str):
            kind = Segment(f" {found.upper()}", faint + Style(bold=True))
            return Strip([kind]).adjust_cell_length(width, base)
        by = self._by(found) if width >= _ROOMY else ""
        subject = self._subject(row, found, (width - cell_len(by)) // 2)
        lead = UNSAVED if found.memo.id in self._unsaved else " "
        room = max(0, width - 2 - cell_len(subject) - cell_len(by))
        links = f" (+{found.links})" if found.links else ""
        heading = f"{fitted(one_line(found.heading), room - cell_len(links))}{links}"
        heading = set_cell_size(heading, room)
        segments = [
            Segment(f"{lead}", base + Style(bold=True)),
            Segment(subject, base),
            Segment(heading, faint if subject else base),
            Segment(f"{by} ", faint),
        ]
        return Strip(segments).adjust_cell_length(width, base)

    def _subject(self, row: int, one: Noted, most: int) -> str:
        """Return what a memo is about, in a column; said once for several of the same."""
        if one.memo.about == "project":
            return ""
        above = self._rows[row - 1] if row else ""
        column = max(0, min(_MOST_SUBJECT, most))
        last = one.subject.rpartition(" > ")[2] if one.memo.about == "code" else one.subject
        same = not isinstance(above, str) and above.memo.about == one.memo.about
        said = same and not isinstance(above, str) and above.subject == one.subject
        return set_cell_size("" if said else fitted(one_line(last), column - 1), column)

    def _by(self, one: Noted) -> str:
        name = set_cell_size(fitted(one_line(one.author), _NAME), _NAME)
        return f" {name} {local_day(one.memo.changed)}"


def _id(row: Noted | str) -> int | None:
    return None if isinstance(row, str) else row.memo.id


class LinkList(RowList):
    """The passages that a free note is linked to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *row_keys(_("Next link"), _("Previous link"), _("First link"), _("Last link")),
        Binding("enter", "screen.open", _("Place"), tooltip=_("Go to the passage")),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._links: Sequence[tuple[Link, str]] = ()

    def load(self, links: Sequence[tuple[Link, str]]) -> None:
        """Show these links with the texts of their passages."""
        self._links = links
        self.styles.height = min(6, len(links))
        self.rows_changed(self._at)

    @property
    def highlighted(self) -> Link | None:
        """The link under the highlight."""
        return self._links[self._at][0] if self._links else None

    @property
    def row_count(self) -> int:
        """How many links there are."""
        return len(self._links)

    def paint_row(self, row: int, width: int) -> Strip:
        """Return a link as it looks without the highlight."""
        link, text = self._links[row]
        name = f"{fitted(one_line(link.document_name), width // 2)}  "
        quote = fitted(f"“{one_line(' '.join(text.split()))}”", width - cell_len(name))
        faint = self.get_component_rich_style("rowlist--faint")
        return Strip([Segment(name, faint), Segment(quote, self.rich_style)]).adjust_cell_length(
            width, self.rich_style
        )
