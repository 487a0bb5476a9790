"""The documents of the study, with each coder's progress."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from kwalcode.i18n import _
from kwalcode.model import Coder, Document
from kwalcode.tui.text.fitting import fitted
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.rowlist import RowList, row_keys

if TYPE_CHECKING:
    from kwalcode.tui.session import Progress


class DocumentsList(RowList):
    """Documents in the project's order; Enter opens one.

    Behind each name stand the coders' numbers of codings, with a tick where the coder marked
    the document complete.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *row_keys(
            _("Next document"), _("Previous document"), _("First document"), _("Last document")
        ),
        Binding("enter,l", "select", _("Read")),
    ]

    @dataclass
    class Chosen(Message):
        """A document is to be read."""

        document: int

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._documents: Sequence[Document] = ()
        self._labels: Mapping[int, str] = {}
        self._progress: Mapping[int, Progress] = {}
        self._coders: Sequence[Coder] = ()
        self._shown: int | None = None

    @property
    def row_count(self) -> int:
        """How many documents there are."""
        return len(self._documents)

    def show(
        self,
        documents: Sequence[Document],
        labels: Mapping[int, str],
        progress: Mapping[int, Progress],
        coders: Sequence[Coder],
        open_id: int | None,
    ) -> None:
        """Show these documents; the one that is open is marked, and highlighted when it was
        opened just now."""
        highlighted = self._documents[self._at].id if self._documents else None
        wanted = highlighted if self._shown == open_id else open_id
        self._documents, self._labels, self._progress = documents, labels, progress
        self._coders, self._shown = coders, open_id
        at = next((row for row, d in enumerate(documents) if d.id == wanted), self._at)
        self.rows_changed(at)

    def action_select(self) -> None:
        """Ask for the document under the highlight."""
        if self._documents:
            self.post_message(self.Chosen(self._documents[self._at].id))

    def on_click(self, event: events.Click) -> None:
        """Ask for the document that is clicked."""
        row = self.row_under(event.y)
        if row is not None:
            self.put_highlight(row)
            self.action_select()

    def paint_row(self, row: int, width: int) -> Strip:
        """Return a document's row: its name, what tells it apart, how far the coders are."""
        document = self._documents[row]
        done = _done(self._progress.get(document.id), self._coders)
        room = max(4, width - cell_len(done) - 4)
        name = _named(document, self._labels.get(document.id, ""), room)
        opened = document.id == self._shown
        base = self.rich_style + Style(bold=opened)
        segments = [
            Segment("› " if opened else "  ", base),
            Segment(set_cell_size(name, room) + " ", base),
            Segment(done, self.get_component_rich_style("rowlist--faint")),
        ]
        return Strip(segments).adjust_cell_length(width, self.rich_style)


def _done(progress: Progress | None, coders: Sequence[Coder]) -> str:
    if progress is None:
        return ""
    parts = []
    for coder in coders:
        n, complete = progress.codings.get(coder.id, 0), coder.id in progress.complete
        if n or complete:
            initial = coder.name[:1] if len(coders) > 1 else ""
            parts.append(f"{initial}{n}{'✓' if complete else ''}")
    return " ".join(parts)


def _named(document: Document, label: str, room: int) -> str:
    name = one_line(document.name)
    known = label.casefold() in name.casefold()
    if label and not known and cell_len(name) + cell_len(label) + 1 <= room:
        name = f"{name} {one_line(label)}"
    return fitted(name, room)
