"""What happens on the desk whatever one does there: opening, and keeping up to date."""

from __future__ import annotations

import asyncio

from textual import work

from kwalcode.errors import KwalcodeError, NotFound
from kwalcode.i18n import _
from kwalcode.model import Document
from kwalcode.spans import Range
from kwalcode.tui.overview import Overview
from kwalcode.tui.screens.coding.reading import Reading
from kwalcode.tui.session import Session

_AFTER_PAINTING = 0.05
"""Seconds from an act to the reading of the lists: what was done is painted first."""


class Desk(Reading):
    """Opens documents, and shows what acts and other programs changed."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._under_way = self._stale = False
        self._text_mark: bytes | None = None

    def on_screen_resume(self) -> None:
        """Show what was changed on other screens meanwhile; nothing before the first reading."""
        if self._shown_serial >= 0:
            self.catch_up()

    def on_unmount(self) -> None:
        """Remember the place."""
        self._leave_place()

    # Opening documents

    def open_first(self) -> None:
        """Open the document where the reader stopped, else the first, or tell that there is none.

        Raises KwalcodeError when it cannot be read.
        """
        self._shown_serial = self.session.serial
        documents = self.session.documents()
        self.overview = Overview(documents=documents)
        self.show_whether_empty()
        place = self.session.memory.place()
        known = {d.uuid.hex(): d for d in documents}
        if place is not None and place[0] in known:
            self.open_document(known[place[0]], min(place[1], known[place[0]].length))
        elif documents:
            self.open_document(documents[0])
        self.tell()

    def open_document(self, document: Document, place: int | Range = 0) -> None:
        """Show a document, at a code point or with a range selected.

        Raises KwalcodeError when it cannot be read or is no longer there; what was shown stays.
        """
        mark = self.session.text_mark(document.id)
        data, memos = self.session.transcript(document.id), self.session.memos(document.id)
        self._leave_place()
        self._text_mark = mark
        self.document, self.marks, self.memos = document, list(data.codings), memos
        self.transcript.load(data)
        self.caret = self.transcript.cursor
        self.paint_marks()
        if place:
            self.transcript.go_to(place)
        self.transcript.focus()
        self.tell()

    def go_to_place(self, document: int, place: Range) -> None:
        """Show a place of a document, or tell that it is gone."""
        self.trying(lambda: self._go_to_place(document, place))

    def _go_to_place(self, document: int, place: Range) -> None:
        if self.document is not None and self.document.id == document:
            self.catch_up()
            self.transcript.go_to(place)
        else:
            known = {d.id: d for d in self.session.documents()}
            if document not in known:
                raise NotFound(_("This document is no longer in the study."))
            self.open_document(known[document], place)

    def _leave_place(self) -> None:
        if self.document is not None:
            self.session.memory.remember_place(self.document, self.caret)

    # Keeping up to date

    def renew(self) -> None:
        """Read the marks and memos of the document anew, and the lists. Raises KwalcodeError."""
        if self.document is not None:
            if self.session.text_mark(self.document.id) not in (self._text_mark, None):
                self._show_corrected(self.document.id)
            self.marks = self.session.marks(self.document.id)
            self.memos = self.session.memos(self.document.id)
            self.paint_marks()
        self.tell()
        self.refresh_lists()

    def _show_corrected(self, document: int) -> None:
        """Show another text of the open document, at the place where the reader was."""
        from kwalcode.transcripts.difference import align

        known = {d.id: d for d in self.session.documents()}
        before, caret, focused = self.transcript.data.text, self.caret, self.focused
        if document in known:
            self.open_document(known[document])
            self.transcript.go_to(align(before, self.transcript.data.text).place(caret))
            if focused is not None:
                focused.focus()

    def refresh_lists(self) -> None:
        """Read the overview anew, away from the screen; a reading under way is followed by one."""
        self._stale = True
        if not self._under_way:
            self._read_lists()

    @work
    async def _read_lists(self) -> None:
        self._under_way = True
        try:
            while self._stale:
                await asyncio.sleep(_AFTER_PAINTING)
                self._stale = False
                overview = await asyncio.to_thread(self.session.overview)
                if overview is not None and self.app.is_running:
                    self._take(overview)
        except KwalcodeError as error:
            self.complain(error)
        finally:
            self._under_way = False

    def _take(self, overview: Overview) -> None:
        self.overview = overview
        self.show_whether_empty()
        if self.document is None or self.document.id not in {d.id for d in overview.documents}:
            self._open_another()
        self.show_lists()
        self.tell()

    def _open_another(self) -> None:
        """Open the first document: there was none before, or the one that was shown is gone."""
        if self.document is not None:
            self.notify(_("This document is no longer in the study."))
        self.document, self.marks, self.memos = None, [], []
        if self.overview.documents:
            self.open_document(self.overview.documents[0])
