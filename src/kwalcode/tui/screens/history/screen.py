"""The history: who did what when; undo to a point; the project as it was; the audit trail."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _, counted
from kwalcode.project.history.journal import Entry
from kwalcode.project.history.undo import UndoneTo, to_undo, undo_to
from kwalcode.project.moments import local_day, local_minute
from kwalcode.project.reads.history import Event
from kwalcode.project.study import SUFFIX, Study, open_study
from kwalcode.project.telling.changes import place_of
from kwalcode.project.telling.phrases import phrase
from kwalcode.spans import Range
from kwalcode.tui.leaving import still_there
from kwalcode.tui.screens.history.filters import HistoryFilters
from kwalcode.tui.screens.history.list import HistoryList
from kwalcode.tui.screens.target import ask_for_file


class HistoryScreen(HistoryFilters):
    """Acts on the entry under the highlight."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "U",
            "undo_to",
            _("Undo to here"),
            tooltip=_("Undo your acts from this one on, and this one too"),
        ),
        Binding("a", "as_of", _("As of"), tooltip=_("Write the project as it was after this act")),
        Binding("w", "write", _("Write"), tooltip=_("Write the audit trail of a methods section")),
        Binding("y", "copy", _("Copy"), tooltip=_("Copy this line of the history"), show=False),
    ]

    # Going to the place

    def on_history_list_chosen(self, message: HistoryList.Chosen) -> None:
        """Go to the place of an act."""
        self._go_to_place_of(message.event.entry)

    @work(exclusive=True, group="place")
    async def _go_to_place_of(self, entry: Entry) -> None:
        def read(study: Study) -> tuple[int, Range] | None:
            with study.reading() as connection:
                return place_of(connection, entry)

        try:
            found = await self.away(read)
        except KwalcodeError as error:
            self.complain(error)
            return
        if found is not None:
            self.workbench.go_to_place(*found)
        elif still_there(self):
            self.notify(_("This act has no place in a text, or it is gone."))

    # Undo to a point

    def action_undo_to(self) -> None:
        """Show what would be undone, and do it when that is agreed to."""
        event = self.entries.highlighted
        if event is not None:
            self._preview(event.entry.id)

    @work(exclusive=True, group="undo")
    async def _preview(self, point: int) -> None:
        from kwalcode.tui.screens.history.undo import UndoPreview

        def read(study: Study) -> list[Entry]:
            with study.reading() as connection:
                return to_undo(connection, study.require_actor(), point)

        try:
            acts = await self.away(read)
        except KwalcodeError as error:
            self.complain(error)
            return
        if acts is None:
            return
        if not acts:
            self.notify(_("No act of yours from this one on stands: nothing to undo."))
            return

        def agreed(yes: bool | None) -> None:
            if yes:
                self._undo_to(point, len(acts))

        self.app.push_screen(UndoPreview(acts), agreed)

    @work(exclusive=True, group="undo")
    async def _undo_to(self, point: int, planned: int) -> None:
        def act() -> UndoneTo:
            return self.session.acts.do(lambda study: undo_to(study, point))

        self.notify(_("Undoing …"))
        try:
            done = await asyncio.to_thread(act)
        except KwalcodeError as error:
            self.complain(error)
            return
        self.catch_up()
        n = len(done.done)
        if done.refused:
            line = _("{n} of {total} acts undone, then: {why}")
            self.notify(line.format(n=n, total=planned, why=done.refused), severity="error")
        else:
            undone = counted("{n} act undone.", "{n} acts undone.", n)
            self.notify(f"{undone} {_('ctrl+r brings them back one by one.')}")

    # Writing files

    def action_as_of(self) -> None:
        """Ask for a file, and write the project as it was into it."""
        event = self.entries.highlighted
        if event is None:
            return
        entry, here = event.entry, self.session.study.path
        default = here.with_name(f"{here.stem}-{local_day(entry.time)}{SUFFIX}")
        title = _("The project as of {time}, into which file?").format(
            time=local_minute(entry.time)
        )

        def named(path: Path) -> None:
            self._write_as_of(entry.id, path)

        ask_for_file(self.app, title, default, named)

    @work(exclusive=True, group="writing")
    async def _write_as_of(self, entry: int, path: Path) -> None:
        from kwalcode.project.history.as_of import study_as_of

        await self._written(lambda study: study_as_of(study, entry, path))

    def action_write(self) -> None:
        """Ask for a file, and write the audit trail into it."""
        here = self.session.study.path
        default = here.with_name(f"{here.stem}-history.docx")
        title = _("The audit trail, into which file? (.docx .md .csv .json)")
        ask_for_file(self.app, title, default, self._write_trail)

    @work(exclusive=True, group="writing")
    async def _write_trail(self, path: Path) -> None:
        from kwalcode.report.audit import write_study_trail

        await self._written(lambda study: write_study_trail(study, path))

    async def _written(self, write: Callable[[Study], Path]) -> None:
        """Write a file from the study opened once more: it may take long, and must not keep the
        screens from reading."""
        here = self.session.study.path

        def do() -> Path:
            with open_study(here) as study:
                return write(study)

        self.notify(_("Writing …"))
        try:
            path = await asyncio.to_thread(do)
        except KwalcodeError as error:
            self.complain(error)
            return
        self.notify(_("Written: {path}").format(path=path))

    def action_copy(self) -> None:
        """Copy what the line under the highlight says."""
        event = self.entries.highlighted
        if event is not None:
            self.app.copy_to_clipboard(line_of(event))
            self.notify(_("Copied."))


def line_of(event: Event) -> str:
    """Return an entry on one line: when, who, what."""
    entry = event.entry
    return f"{local_minute(entry.time)}  {entry.actor_name}: {phrase(entry, event.base)}"
