"""What stands on the coding screen: the open document with its marks, and what is told of it.

`CodingScreen` is built of this, of `desk`, and of the parts that act and go places.
"""

from __future__ import annotations

from kwalcode.i18n import _
from kwalcode.model import Document, Memo
from kwalcode.spans import Range
from kwalcode.tui.overview import Overview
from kwalcode.tui.screens.empty import EmptyStudy
from kwalcode.tui.screens.lines import PassageLine, TopLine
from kwalcode.tui.screens.trying import Trying
from kwalcode.tui.session import Session
from kwalcode.tui.text.stripes import CodingMark
from kwalcode.tui.widgets.codebook import CodebookTree
from kwalcode.tui.widgets.codecard import CodeCard
from kwalcode.tui.widgets.documents import DocumentsList
from kwalcode.tui.widgets.transcript import TranscriptView

_TOLD = 400
"""How much of a text the line below the transcript can show at most."""


class Reading(Trying):
    """One document of a study, with its marks and memos, and the lists beside it.

    `overview` is what the lists show; it is read away from the screen and is as old as the
    last reading. `marks` and `memos` are those of the open document, of all coders.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.overview = Overview()
        self.document: Document | None = None
        self.marks: list[CodingMark] = []
        self.memos: list[tuple[Range, Memo]] = []
        self.show_others = True
        self.caret = 0
        self.top = TopLine(session.study.path.stem)
        self.transcript = TranscriptView(id="transcript")
        self.empty = EmptyStudy(session.study.path.name, id="empty")
        self.bottom = PassageLine()
        self.documents = DocumentsList(id="documents")
        self.codebook = CodebookTree(id="codebook")
        self.card = CodeCard(id="card")

    # What is here

    def here(self) -> list[CodingMark]:
        """Return the marks at the caret that are shown."""
        return self.transcript.marks_at(self.transcript.looked_at)

    def memos_here(self) -> list[tuple[Range, Memo]]:
        """Return the memos about passages that hold the caret, or all that is selected."""
        at = self.transcript.looked_at
        first, last = self.transcript.selection or (at, at)
        return [
            (place, memo)
            for place, memo in self.memos
            if place[0] <= first < place[1] and last <= place[1]
        ]

    # What is shown

    def paint_marks(self) -> None:
        """Show the marks, without those of other coders where they are hidden."""
        self.transcript.set_codings([m for m in self.marks if m.mine or self.show_others])

    def show_whether_empty(self) -> None:
        """Show the transcript, or what to do where the study has no documents."""
        self.transcript.display = bool(self.overview.documents)
        self.empty.display = not self.overview.documents

    def show_lists(self) -> None:
        """Show the overview in the lists."""
        known = self.overview
        self.codebook.load(known.codes, known.counts)
        self.documents.show(
            known.documents,
            known.labels,
            known.progress,
            known.coders,
            self.document.id if self.document else None,
        )
        self.show_card()

    def show_card(self) -> None:
        """Show what the highlighted code means."""
        code = self.session.code(self.codebook.highlighted)
        self.card.show(code, self.overview.counts.get(code.id, 0) if code else 0)

    # What is told

    def tell(self) -> None:
        """Tell where one is, in both lines."""
        self.tell_top()
        self.tell_bottom()

    def tell_top(self) -> None:
        """Tell the document, and who codes."""
        document = self.document
        if document is None:
            self.top.show("", "", self._facts())
            return
        facts = self._facts()
        if document.length:
            facts.append(f"{round(100 * self.caret / document.length)}%")
        if self.session.me in self.overview.progress_of(document.id).complete:
            facts.append(_("complete ✓"))
        self.top.show(document.name, self.overview.labels.get(document.id, ""), facts)

    def _facts(self) -> list[str]:
        facts = [self.session.actor, _("all coders") if self.show_others else _("only mine")]
        return facts if self.session.study.writable else [*facts, _("read-only")]

    def tell_bottom(self) -> None:
        """Tell the passage, and what is said about it."""
        if self.document is None:
            self.bottom.show("", "", (), ())
            return
        codes = dict.fromkeys(mark.name for mark in self.here())
        memos = [memo.text[:_TOLD] for _place, memo in self.memos_here()]
        text = self.transcript.passage_text[:_TOLD]
        self.bottom.show(text, self._kind_of_passage(), list(codes), memos)

    def _kind_of_passage(self) -> str:
        start, end = self.transcript.passage
        if self.transcript.extending:
            return _("selecting, {n} characters").format(n=end - start)
        if self.transcript.selection:
            return _("{n} characters selected").format(n=end - start)
        return _("sentence")

    def on_transcript_view_cursor_moved(self, event: TranscriptView.CursorMoved) -> None:
        """Tell the passage and the codes at the caret."""
        self.caret = event.offset
        self.tell()

    def on_transcript_view_selection_changed(self) -> None:
        """Tell what is selected."""
        self.tell_bottom()

    def on_codebook_tree_code_highlighted(self) -> None:
        """Show what the code means."""
        self.show_card()
