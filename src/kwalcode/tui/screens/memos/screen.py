"""The memos: all of them, by kind and by what they are about; read, written, linked, exported."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _, counted
from kwalcode.project.memos import Noted
from kwalcode.project.study import Study
from kwalcode.tui.screens.memos.list import MemoList
from kwalcode.tui.screens.memos.writing import MemosWriting
from kwalcode.tui.screens.target import ask_for_file


class MemosScreen(MemosWriting):
    """Goes to what memos are about, and exports them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "write", _("Write"), tooltip=_("Write these memos to a file")),
        Binding("y", "copy", _("Copy"), tooltip=_("Copy the memo's text"), show=False),
    ]

    def action_open(self) -> None:
        """Show the text where only the list is shown, else go to what the memo is about."""
        noted = self.memos.highlighted
        if noted is None:
            return
        link = self.pane.links.highlighted if self.pane.links.has_focus else None
        if link is not None:
            self.workbench.go_to_place(link.document, (link.start, link.end))
        elif not self.wide and not self.has_class("reading"):
            self.add_class("reading")
            self.pane.area.focus()
        else:
            self._go_to(noted)

    def on_memo_list_opened(self, message: MemoList.Opened) -> None:
        """Do as Enter does."""
        message.stop()
        self.action_open()

    def _go_to(self, noted: Noted) -> None:
        if noted.document is not None and noted.place is not None:
            self.workbench.go_to_place(noted.document, noted.place)
        elif noted.memo.about == "code" and noted.memo.about_id is not None:
            self._go_to_code(noted.memo.about_id)
        elif noted.memo.about == "theme":
            self.notify(_("This memo is about the theme {name}.").format(name=noted.subject))
        elif noted.memo.about == "pattern":
            self.notify(_("This memo is about the pattern {name}.").format(name=noted.subject))
        elif noted.links:
            self.pane.links.focus()
        else:
            self.notify(_("A free note. + links it to the passage selected in the transcript."))

    def _go_to_code(self, code: int) -> None:
        """Show a code in the codebook."""
        from kwalcode.tui.screens.codebook.desk import CodebookDesk

        self.workbench.go("codebook")
        bench = self.workbench.screen
        if isinstance(bench, CodebookDesk):
            bench.call_after_refresh(bench.show_code, code)

    def action_leave(self) -> None:
        """Leave the field, the text, the filters, and then the screen."""
        if self.find.has_focus:
            self.find.value = ""
            self.leave_find()
        elif self.pane.editing and not self.memos.has_focus:
            self.give_up()
        elif self.has_class("reading") or not self.memos.has_focus:
            self.leave_pane()
        elif not self.clear_filters():
            super().action_leave()

    # Writing a file

    def action_write(self) -> None:
        """Ask for a file, and write the memos shown into it."""
        if not self.shown:
            self.notify(_("There is no memo to write."))
            return
        here = self.session.study.path
        title = _("These memos, into which file? (.docx .md .csv .json)")
        ask_for_file(self.app, title, here.with_name(f"{here.stem}-memos.docx"), self._write)

    @work(exclusive=True, group="writing")
    async def _write(self, path: Path) -> None:
        from kwalcode.report.memos import write_study_memos

        ids = [one.memo.id for one in self.shown]

        def write(study: Study) -> Path:
            return write_study_memos(study, path, ids)

        try:
            written = await self.away(write)
        except KwalcodeError as error:
            self.complain(error)
            return
        if written is not None:
            n = counted("{n} memo", "{n} memos", len(ids))
            self.notify(_("Written: {path} ({n}).").format(path=written, n=n))

    def action_copy(self) -> None:
        """Copy the text of the memo under the highlight."""
        noted = self.memos.highlighted
        if noted is not None:
            self.app.copy_to_clipboard(noted.memo.text)
            self.notify(_("Copied."))
