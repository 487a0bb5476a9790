"""What stands on the coding screen: the open document with its marks, and what is told of it.

`CodingScreen` is built of this, of `desk`, and of the parts that act and go places.
"""

from __future__ import annotations

from kwalcode.i18n import _, counted
from kwalcode.model import Document, Memo
from kwalcode.spans import Range
from kwalcode.tui.overview import Overview
from kwalcode.tui.screens.coding.empty import EmptyStudy
from kwalcode.tui.screens.lines import PassageLine, TopLine
from kwalcode.tui.screens.trying import Trying
from kwalcode.tui.session import Session
from kwalcode.tui.text.stripes import CodingMark
from kwalcode.tui.widgets.codebook import CodebookTree
from kwalcode.tui.widgets.codecard import CodeCard, Inspected
from kwalcode.tui.widgets.documents import DocumentsList
from kwalcode.tui.widgets.transcript import TranscriptView

_TOLD = 400
"""How much of a text the line below the transcript can show at most."""


class Reading(Trying):
    """One document of a study, with its marks and memos, and the lists beside it.

    `overview` is what the lists show; it is read away from the screen and is as old as the
    last reading. `marks` and `memos` are those of the open document, of the coders shown.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.overview = Overview()
        self.document: Document | None = None
        self.marks: list[CodingMark] = []
        self.memos: list[tuple[Range, Memo]] = []
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
        """Show the marks, and where there are memos."""
        self.transcript.set_codings(self.marks)
        self.transcript.set_memos([place for place, _memo in self.memos])

    def show_whether_empty(self) -> None:
        """Show the transcript, or what to do where the study has no documents."""
        self.transcript.display = bool(self.overview.documents)
        self.empty.display = not self.overview.documents

    def show_lists(self) -> None:
        """Show the overview in the lists."""
        known = self.overview
        self.codebook.load(known.codes, known.counts)
        self.show_digits()
        self.documents.show(
            known.documents,
            known.labels,
            known.progress,
            known.coders,
            self.document.id if self.document else None,
        )
        self.show_card()

    def show_digits(self) -> None:
        """Give the codes used most their digits, and show them in the codebook."""
        self.session.assign_digits(self.overview.ranking)
        self.codebook.set_digits(self.session.digits, self.session.pins)

    # The inspector

    def show_card(self) -> None:
        """Show the codings at the caret, and what the one means that is looked at."""
        if self.card.is_mounted:
            self.card.inspect(self.inspected())

    def inspected(self) -> Inspected:
        """Return what the inspector tells: of the codings at the caret the one whose code is
        highlighted in the codebook, else the first; where there is none, or in the codebook, the
        highlighted code."""
        highlighted = self.codebook.highlighted
        here = tuple(self._own_first())
        chosen = next((n for n, mark in enumerate(here) if mark.code == highlighted), 0)
        code = self.session.code(here[chosen].code if here else highlighted)
        if code is None:
            return Inspected(here=here, chosen=chosen)
        names = {coder.id: coder.name for coder in self.session.coders}
        me = self.session.me
        memos = tuple(
            ("" if memo.coder == me else names.get(memo.coder, "?"), memo.text)
            for memo in self.overview.memos.get(code.id, ())
        )
        return Inspected(code, self.overview.counts.get(code.id, 0), memos, here, chosen)

    def _own_first(self) -> list[CodingMark]:
        """Return the marks at the caret, mine first; none while one is in the codebook."""
        if self.focused is self.codebook:
            return []
        return sorted(self.here(), key=lambda mark: not mark.mine)

    def look_on(self, step: int) -> None:
        """Look at the code at the caret; when one is looked at already, at another one that is
        there, `step` further on."""
        codes = list(dict.fromkeys(mark.code for mark in self._own_first()))
        if codes:
            at = self.codebook.highlighted
            chosen = codes[(codes.index(at) + step) % len(codes)] if at in codes else codes[0]
            self.codebook.highlight(chosen)
            self.show_card()

    # What is told

    def tell(self) -> None:
        """Tell where one is, in both lines."""
        self.tell_top()
        self.tell_bottom()
        self.show_card()

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
        facts = [self.session.actor, self._shown()]
        return facts if self.session.study.writable else [*facts, _("read-only")]

    def _shown(self) -> str:
        """Return whose work is shown."""
        view, shown = self.session.view, self.session.shown_coders
        if view.blind:
            return _("blind")
        if self.document is not None and self.document.id in self.session.hidden:
            return _("blind until both are done")
        if shown is None:
            return _("all coders")
        if view.only_mine:
            return _("only mine")
        everybody = {coder.id for coder in self.session.coders}
        if self.overview.working:  # not those who only set the study up
            everybody &= self.overview.working | {self.session.me}
        n, total = len(shown & everybody), len(everybody)
        return _("{n} of {total} coders").format(n=n, total=total)

    def tell_bottom(self) -> None:
        """Tell the passage, and what is said about it."""
        if self.document is None:
            self.bottom.show("", "", (), ())
            return
        text, asked = self.transcript.passage_text[:_TOLD], self.prompting()
        if asked:
            self.bottom.ask(text, asked)
            return
        codes = dict.fromkeys(mark.name for mark in self.here())
        memos = [memo.text[:_TOLD] for _place, memo in self.memos_here()]
        self.bottom.show(text, self._kind_of_passage(), list(codes), memos)

    def prompting(self) -> str:
        """Return what the line below the transcript asks for at the moment, "" for nothing."""
        return ""

    def _kind_of_passage(self) -> str:
        start, end = self.transcript.passage
        if self.transcript.extending:
            length = counted("{n} character", "{n} characters", end - start)
            return _("selecting, {length}").format(length=length)
        if self.transcript.selection:
            return counted("{n} character selected", "{n} characters selected", end - start)
        return _("sentence")

    def on_transcript_view_cursor_moved(self, event: TranscriptView.CursorMoved) -> None:
        """Tell the passage and the codes at the caret."""
        self.caret = event.offset
        self.tell()

    def on_transcript_view_selection_changed(self) -> None:
        """Tell what is selected."""
        self.tell_bottom()
        self.show_card()

    def on_transcript_view_count_changed(self) -> None:
        """Tell what is being counted."""
        self.tell_bottom()

    def on_descendant_focus(self) -> None:
        """Inspect what has the keys now: the place in the transcript, or the code."""
        self.show_card()

    def on_codebook_tree_code_highlighted(self) -> None:
        """Show what the code means."""
        self.show_card()
