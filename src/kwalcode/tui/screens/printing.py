"""A small window that prints coded transcripts: which, as what, whose codings."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _, counted
from kwalcode.model import Document
from kwalcode.project.study import Study
from kwalcode.tui.leaving import still_there
from kwalcode.tui.session import Session
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.window import Window


@dataclass(slots=True)
class _Asked:
    """A row of the window: its title, what can be chosen, and which of it is."""

    title: str
    values: Sequence[str]
    chosen: int = 0

    def shown(self, width: int) -> str:
        """Return the row, its title padded to `width` cells."""
        pad = " " * (width - cell_len(self.title))
        return f"{self.title}{pad}   ‹ {one_line(self.values[self.chosen])} ›"


class PrintScreen(Window[str | None]):
    """Asks what to print and writes it beside the study; returns the file's name, None if left.

    `documents` are those that are meant: the open one, or the marked ones; all of them can be
    printed as well.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l,space", "change(1)", _("Next choice")),
        Binding("left,h", "change(-1)", _("Previous choice")),
        Binding("j", "step(1)", _("Next"), show=False),
        Binding("k", "step(-1)", _("Previous"), show=False),
        Binding("escape,q", "leave", _("Cancel")),
    ]
    DEFAULT_CSS = """
    PrintScreen {
        align: center middle;
        background: $background 40%;
        & Vertical {
            width: 72; max-width: 100%; height: auto; max-height: 100%;
            background: $panel; border: round $primary; border-title-color: $foreground;
            border-subtitle-color: $text-muted;
        }
        & OptionList, & OptionList:focus {
            border: none; height: auto; background: $panel; padding: 0 1;
        }
    }
    """

    def __init__(self, session: Session, documents: Sequence[Document]) -> None:
        super().__init__()
        self._session, self._documents = session, documents
        self._under_way = False
        whole = _("all, in one file")
        shown = [coder for coder in session.workers() if session.shows(coder)]
        every = session.shown_coders is None
        # Who works blind is not offered what the others did, on paper either.
        self._whole = [_("consensus, else the main coder"), _("all coders")] if every else []
        self._which = _Asked(_("Documents"), [*_meant(documents), whole])
        self._form = _Asked(_("Format"), ["html", "docx"])
        self._coder = _Asked(_("Codings"), [*self._whole, *(c.name for c in shown)])
        self._memos = _Asked(_("Memos"), [_("yes"), _("no")])
        self._rows = [self._which, self._form, self._coder, self._memos]

    def compose(self) -> ComposeResult:
        """Build the window."""
        with Vertical() as window:
            window.border_title = _("Print with the codes in the margin")
            window.border_subtitle = _("←→ change   Enter writes   Esc cancels")
            yield OptionList(*self._options(), markup=False)

    def _options(self) -> list[Option]:
        width = max(cell_len(row.title) for row in self._rows)
        return [Option(row.shown(width)) for row in self._rows]

    def on_mount(self) -> None:
        """Begin at the first row."""
        self.query_one(OptionList).highlighted = 0

    def action_change(self, step: int) -> None:
        """Choose another value of the row."""
        shown = self.query_one(OptionList)
        at = shown.highlighted or 0
        row = self._rows[at]
        row.chosen = (row.chosen + step) % len(row.values)
        shown.replace_option_prompt_at_index(at, self._options()[at].prompt)

    def action_step(self, rows: int) -> None:
        """Move the highlight."""
        shown = self.query_one(OptionList)
        shown.highlighted = ((shown.highlighted or 0) + rows) % len(self._rows)

    def action_leave(self) -> None:
        """Return None."""
        self.dismiss(None)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Write the file."""
        event.stop()
        if not self._under_way:
            self._under_way = True
            self.query_one(Vertical).border_subtitle = _("Writing …")
            self._write()

    @work
    async def _write(self) -> None:
        """Write away from the screen's thread, and tell where the file is."""
        try:
            path = await asyncio.to_thread(self._session.read, self._printed)
        except KwalcodeError as error:
            self.notify(str(error), severity="error")
            path = None
        if still_there(self):
            if path is not None:
                self.notify(_("Written: {path}").format(path=path))
            self.dismiss(path)

    def _printed(self, study: Study) -> str:
        from kwalcode.project.reads.documents import all_documents
        from kwalcode.report.coded.files import print_beside

        documents = self._documents
        if self._which.chosen == len(self._which.values) - 1:
            with study.reading() as connection:
                documents = all_documents(connection)
        path, _notices = print_beside(
            study,
            documents,
            self._form.values[self._form.chosen],
            coder=self._whose(),
            memos=not self._memos.chosen,
        )
        return str(path)

    def _whose(self) -> str | None:
        """Return what `print_documents` takes for the chosen coder."""
        if self._coder.chosen < len(self._whole):
            return "all" if self._coder.chosen else None
        return self._coder.values[self._coder.chosen]


def _meant(documents: Sequence[Document]) -> list[str]:
    """Return what the documents that are meant are called; nothing where there are none."""
    if len(documents) < 2:
        return [document.name for document in documents]
    return [counted("{n} document, in one file", "{n} documents, in one file", len(documents))]
