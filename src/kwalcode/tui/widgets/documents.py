"""The documents of the study, with each coder's progress."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kwalcode.i18n import _
from kwalcode.model import Coder, Document
from kwalcode.tui.text.visible import one_line

if TYPE_CHECKING:
    from kwalcode.tui.session import Progress


class DocumentsList(OptionList):
    """Documents in the project's order; Enter opens one.

    Behind each name stand the coders' numbers of codings, with a tick where the coder marked
    the document complete.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "cursor_down", _("Next document"), show=False),
        Binding("up,k", "cursor_up", _("Previous document"), show=False),
        Binding("enter,l", "select", _("Read")),
    ]
    DEFAULT_CSS = """
    DocumentsList, DocumentsList:focus {
        border: none; padding: 0; background: $surface;
        scrollbar-size-vertical: 1; scrollbar-background: $surface; scrollbar-color: $panel;
        & > .option-list--option-highlighted { background: $foreground 10%; color: $foreground; }
        &:focus > .option-list--option-highlighted { background: $primary 35%; }
    }
    """

    @dataclass
    class Chosen(Message):
        """A document is to be read."""

        document: int

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._documents: Sequence[Document] = ()
        self._shown: int | None = None

    def show(
        self,
        documents: Sequence[Document],
        labels: Mapping[int, str],
        progress: Mapping[int, Progress],
        coders: Sequence[Coder],
        open_id: int | None,
    ) -> None:
        """Show these documents; the one that is open is marked and highlighted."""
        at = self.highlighted if self._shown == open_id else None
        self._documents, self._shown = documents, open_id
        width = max(16, self.size.width - 2)
        self.clear_options()
        self.add_options(
            Option(
                _line(
                    d,
                    labels.get(d.id, ""),
                    _done(progress.get(d.id), coders),
                    d.id == open_id,
                    width,
                )
            )
            for d in documents
        )
        places = {d.id: row for row, d in enumerate(documents)}
        self.highlighted = (
            at if at is not None else places.get(open_id or 0, 0 if documents else None)
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Ask for the document."""
        event.stop()
        self.post_message(self.Chosen(self._documents[event.option_index].id))


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


def _line(document: Document, label: str, done: str, is_open: bool, width: int) -> Content:
    name = one_line(document.name)
    room = max(4, width - cell_len(done) - 3)
    if (
        label
        and cell_len(name) + cell_len(label) + 1 <= room
        and label.casefold() not in name.casefold()
    ):
        name = f"{name} {one_line(label)}"
    if cell_len(name) > room:
        name = set_cell_size(name, room - 1) + "…"
    lead = "› " if is_open else "  "
    content = Content(f"{lead}{set_cell_size(name, room)} ") + Content(done).stylize("dim")
    return content.stylize("bold") if is_open else content
