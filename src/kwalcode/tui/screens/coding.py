"""The coding screen: documents, transcript with its margin, codebook. Where the work is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _
from kwalcode.model import Coding, Document, Memo
from kwalcode.tui.session import Session
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.codebook import CodebookTree
from kwalcode.tui.widgets.codecard import CodeCard
from kwalcode.tui.widgets.documents import DocumentsList
from kwalcode.tui.widgets.palette import Choice, CodePalette
from kwalcode.tui.widgets.prompt import LinePrompt, TextPrompt
from kwalcode.tui.widgets.transcript import CodingMark, TranscriptView

WIDE, WIDEST = 100, 140
"""From these widths on, the codebook and also the documents stand beside the transcript: it
keeps its reading width of some seventy characters."""

_IN_VIVO_LENGTH = 60
_POLL_SECONDS = 2.0


class CodingScreen(Screen[None]):
    """Reads and codes one document at a time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "code", _("Code")),
        Binding("full_stop", "again", _("Again"), key_display="."),
        Binding("i", "in_vivo", _("In vivo")),
        Binding("x,delete", "remove", _("Remove"), key_display="x"),
        Binding("m", "memo", _("Memo")),
        Binding("u,ctrl+z", "undo", _("Undo"), key_display="u"),
        Binding("ctrl+r,ctrl+y", "redo", _("Redo"), show=False),
        Binding("d", "documents", _("Documents")),
        Binding("o", "codebook", _("Codes")),
        Binding("f", "full", _("Transcript only, or all panels"), show=False),
        Binding("enter", "look", _("Code at the cursor, in the codebook"), show=False),
        Binding("q", "quotations", _("Quotations of the code"), show=False),
        Binding("backspace", "back", _("Back to the quotations"), show=False),
        Binding("slash", "search", _("Search in this document"), key_display="/", show=False),
        Binding("n", "search_next", _("Next place found"), show=False),
        Binding("N", "search_previous", _("Previous place found"), show=False),
        Binding("right_square_bracket", "coding(1)", _("Next coding"), show=False),
        Binding("left_square_bracket", "coding(-1)", _("Previous coding"), show=False),
        Binding("greater_than_sign", "document(1)", _("Next document"), show=False),
        Binding("less_than_sign", "document(-1)", _("Previous document"), show=False),
        Binding("a", "others", _("Show or hide other coders"), show=False),
        Binding("D", "complete", _("Mark this document as completely coded"), show=False),
        Binding("escape", "reading", _("Back to the transcript"), show=False),
    ]
    DEFAULT_CSS = """
    CodingScreen {
        background: $surface;
        & #top { height: 1; padding: 0 1; background: $panel; }
        & #middle { height: 1fr; }
        & #left { width: 30; max-width: 60%; border-right: solid $panel; }
        & #right { width: 36; max-width: 60%; border-left: solid $panel; }
        & .title { height: 1; padding: 0 1; color: $foreground 55%; text-style: bold; }
        & #documents, & #codebook { height: 1fr; padding: 0 0 0 1; }
        & #card { max-height: 45%; border-top: solid $panel; }
        & #bottom { height: 1; padding: 0 1; color: $foreground 75%; }
        & #empty { height: 1fr; padding: 2 4; color: $foreground 80%; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.document: Document | None = None
        self._documents: list[Document] = []
        self._marks: list[CodingMark] = []
        self._memos: list[tuple[tuple[int, int], Memo]] = []
        self._show_others = True
        self._panels: bool | None = None
        self._needle = ""
        self._came_from: tuple[int, int] | None = None
        self._stands_at = 0

    def compose(self) -> ComposeResult:
        """Build the screen."""
        yield Static(id="top", markup=False)
        with Horizontal(id="middle"):
            with Vertical(id="left"):
                yield Static(_("DOCUMENTS"), classes="title", markup=False)
                yield DocumentsList(id="documents")
            yield TranscriptView(id="transcript")
            yield Static(_empty_study(self.session.study.path.name), id="empty", markup=False)
            with Vertical(id="right"):
                yield Static(_("CODEBOOK"), classes="title", markup=False)
                yield CodebookTree(id="codebook")
                yield CodeCard(id="card")
        yield Static(id="bottom", markup=False)
        yield Footer(compact=True)

    def on_mount(self) -> None:
        """Show the transcript first; lists and counts come after the first picture."""
        self._fit(self.app.size.width)
        self._documents = self.session.documents()
        self.transcript.display = bool(self._documents)
        self.query_one("#empty").display = not self._documents
        self._open_first()
        self.call_after_refresh(self._refresh_lists)
        self.set_interval(_POLL_SECONDS, self._look_for_changes)

    @property
    def transcript(self) -> TranscriptView:
        """The transcript view."""
        return self.query_one("#transcript", TranscriptView)

    @property
    def codebook(self) -> CodebookTree:
        """The codebook tree."""
        return self.query_one("#codebook", CodebookTree)

    # Opening documents

    def _open_first(self) -> None:
        place = self.session.remembered_place()
        known = {d.uuid.hex(): d for d in self._documents}
        if place is not None and place[0] in known:
            self.open_document(known[place[0]], min(place[1], known[place[0]].length))
        elif self._documents:
            self.open_document(self._documents[0])

    def open_document(self, document: Document, place: int | tuple[int, int] = 0) -> None:
        """Show a document, at a code point or with a range selected."""
        self._leave_place()
        self.document = document
        data = self.session.transcript(document.id)
        self._marks = list(data.codings)
        self._memos = self.session.memos(document.id)
        self.transcript.load(data)
        self._stands_at = self.transcript.cursor
        self._paint_marks()
        if place:
            self.transcript.go_to(place)
        self.transcript.focus()
        self._say_top()
        self._say_bottom()

    def _leave_place(self) -> None:
        if self.document is not None:
            self.session.remember_place(self.document, self._stands_at)

    def on_documents_list_chosen(self, event: DocumentsList.Chosen) -> None:
        """Open the chosen document."""
        chosen = next(d for d in self._documents if d.id == event.document)
        self._came_from = None
        self.open_document(chosen)
        self._fold_if_narrow()
        self._refresh_lists()

    def action_document(self, step: int) -> None:
        """Open the next or the previous document."""
        ids = [d.id for d in self._documents]
        if self.document is None:
            return
        at = ids.index(self.document.id) + step
        if 0 <= at < len(ids):
            self.open_document(self._documents[at])
            self._refresh_lists()

    # What is seen

    def _refresh_lists(self) -> None:
        """Read codes, counts and progress anew, away from the screen."""
        self._read_lists()

    @work(thread=True, exclusive=True, group="lists")
    def _read_lists(self) -> None:
        counts = self.session.counts()
        progress, labels = self.session.progress(), self.session.labels()
        documents = self.session.documents()
        self.app.call_from_thread(self._show_lists, documents, counts, progress, labels)

    def _show_lists(self, documents, counts, progress, labels) -> None:  # type: ignore[no-untyped-def]
        self._documents = documents
        self._counts = counts
        self._labels = labels
        self._progress = progress
        self.codebook.load(self.session.codes, counts)
        self.query_one(DocumentsList).show(
            documents,
            labels,
            progress,
            self.session.coders,
            self.document.id if self.document else None,
        )
        self._show_card()
        self._say_top()

    def _paint_marks(self) -> None:
        shown = [m for m in self._marks if m.mine or self._show_others]
        self.transcript.set_codings(shown)

    def _reload_marks(self) -> None:
        if self.document is not None:
            self._marks = self.session.marks(self.document.id)
            self._memos = self.session.memos(self.document.id)
            self._paint_marks()
        self._say_bottom()
        self._refresh_lists()

    def _look_for_changes(self) -> None:
        """Show what another program wrote to the file."""
        if self.session.changed_elsewhere():
            self.session.reload_codes()
            self._reload_marks()

    def on_resize(self, event: events.Resize) -> None:
        """Fold the panels where there is no room for them."""
        self._fit(event.size.width)

    def _fit(self, width: int) -> None:
        """Show the panels that there is room for, or (`_panels`) those that were asked for."""
        for panel, enough in (("#left", WIDEST), ("#right", WIDE)):
            show = width >= enough if self._panels is None else self._panels
            self.query_one(panel).display = show

    def _fold_if_narrow(self) -> None:
        self._fit(self.app.size.width)
        self.transcript.focus()

    def action_full(self) -> None:
        """Give the transcript the whole screen, or bring the panels back."""
        self._panels = None if self._panels is False else False
        self._fit(self.app.size.width)
        self.transcript.focus()

    def action_documents(self) -> None:
        """Go to the list of documents, unfolding it; from there, back to the transcript."""
        self._turn_to("#left", self.query_one(DocumentsList))

    def action_codebook(self) -> None:
        """Go to the codebook, unfolding it; from there, back to the transcript."""
        self._turn_to("#right", self.codebook)

    def _turn_to(self, panel: str, widget: DocumentsList | CodebookTree) -> None:
        if widget.has_focus:
            self._fold_if_narrow()
            return
        self._fit(self.app.size.width)
        self.query_one(panel).display = True
        widget.focus()

    def action_reading(self) -> None:
        """Go back to the transcript."""
        self._fold_if_narrow()

    # What is told

    def _say_top(self) -> None:
        if self.document is None:
            self.query_one("#top", Static).update(f"kwalcode · {self.session.study.path.stem}")
            return
        label = getattr(self, "_labels", {}).get(self.document.id, "")
        progress = getattr(self, "_progress", {}).get(self.document.id)
        done = progress is not None and self.session.me in progress.complete
        left = Content(f"{one_line(self.session.study.path.stem)} · ").stylize("dim") + Content(
            one_line(self.document.name)
        ).stylize("bold")
        if label:
            left += Content(f" · {one_line(label)}")
        right = f"{self.session.actor} · {_('all coders') if self._show_others else _('only mine')}"
        if done:
            right += " · " + _("complete ✓")
        if not self.session.study.writable:
            right += " · " + _("read-only")
        room = self.app.size.width - 2 - left.cell_length - len(right)
        self.query_one("#top", Static).update(
            left + Content(" " * max(2, room)) + Content(right).stylize("dim")
        )

    def _say_bottom(self) -> None:
        if self.document is None:
            return
        text = one_line(self.transcript.passage_text)
        start, end = self.transcript.passage
        kind = (
            _("{n} characters selected").format(n=end - start)
            if self.transcript.selection
            else _("sentence")
        )
        codes = list(dict.fromkeys(one_line(m.name) for m in self._here()))
        here = "   " + _("codes here: {codes}").format(codes=", ".join(codes)) if codes else ""
        memos = [one_line(memo.text) for memo in self._memos_here()]
        here += "   " + _("memo: {text}").format(text=" | ".join(memos)) if memos else ""
        room = max(10, self.app.size.width - len(kind) - len(here) - 8)
        if len(text) > room:
            text = text[: room - 1] + "…"
        self.query_one("#bottom", Static).update(
            Content(f"[{text}] ") + Content(kind + here).stylize("dim")
        )

    def _memos_here(self) -> list[Memo]:
        at = self.transcript.cursor
        return [memo for (start, end), memo in self._memos if start <= at < end]

    def _here(self) -> list[CodingMark]:
        return self.transcript.marks_at(self.transcript.cursor)

    def on_transcript_view_cursor_moved(self, event: TranscriptView.CursorMoved) -> None:
        """Tell the passage and the codes at the caret."""
        self._stands_at = event.offset
        self._say_bottom()

    def on_transcript_view_selection_changed(self) -> None:
        """Tell what is selected."""
        self._say_bottom()

    def on_codebook_tree_code_highlighted(self) -> None:
        """Show what the code means."""
        self._show_card()

    def _show_card(self) -> None:
        code = self.session.code(self.codebook.highlighted)
        counts = getattr(self, "_counts", {})
        self.query_one(CodeCard).show(code, counts.get(code.id, 0) if code else 0)

    # Acting

    def _attempt(self, act: Callable[[], str | None]) -> None:
        """Do an act and tell what was done, or in one line why not."""
        try:
            done = act()
        except KwalcodeError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        self._reload_marks()
        if done:
            self.notify(done, timeout=2, markup=False)

    def action_code(self) -> None:
        """Open the palette under the passage."""
        if self.document is None:
            return
        passage = self.transcript.passage

        def stay(choice: Choice) -> None:
            self._apply(passage, choice)
            palette.update_codes(self.session.codes)

        def chosen(choice: Choice | None) -> None:
            if choice is not None:
                self._apply(passage, choice)

        palette = CodePalette(
            self.session.codes,
            recent=self.session.recent,
            counts=getattr(self, "_counts", {}),
            passage=self.transcript.passage_region(),
            on_stay=stay,
        )
        self.app.push_screen(palette, chosen)

    def _apply(self, passage: tuple[int, int], choice: Choice) -> None:
        document = self.document
        assert document is not None

        def act() -> str | None:
            name = self.session.apply(document.id, passage, choice)
            if name is None:
                return _("That code is on this passage already.")
            return None

        self._attempt(act)
        self.transcript.clear_selection()

    def action_again(self) -> None:
        """Put the last code on this passage too."""
        if not self.session.recent:
            self.notify(_("No code used yet: press c first."))
        elif self.document is not None:
            self._apply(self.transcript.passage, self.session.recent[0])

    def action_in_vivo(self) -> None:
        """Make a code of the passage's own words."""
        if self.document is None:
            return
        document, passage = self.document, self.transcript.passage
        words = one_line(self.transcript.passage_text).replace(">", " ").strip()[:_IN_VIVO_LENGTH]

        def named(name: str | None) -> None:
            if name:
                self._attempt(
                    lambda: _("New code in vivo: {name}").format(
                        name=self.session.apply_in_vivo(document.id, passage, name)
                    )
                )
                self.transcript.clear_selection()

        self.app.push_screen(LinePrompt(_("Code in vivo: its name"), words), named)

    def action_remove(self) -> None:
        """Take my coding at the caret off; where there are several, ask which."""
        mine = [m for m in self._here() if m.mine]
        if not mine:
            self.notify(_("No coding of yours here. Move onto one and press x."))
        elif len(mine) == 1:
            self._remove(mine[0])
        else:
            from kwalcode.tui.screens.choose import ChooseScreen

            rows = [(m.id, f"{m.letters} {one_line(m.name)}") for m in mine]
            by_id = {m.id: m for m in mine}
            self.app.push_screen(
                ChooseScreen(_("Remove which coding?"), rows),
                lambda chosen: self._remove(by_id[chosen]) if chosen is not None else None,
            )

    def _remove(self, mark: CodingMark) -> None:
        def act() -> str:
            self.session.remove([mark.id])
            return _("Removed: {code} (u brings it back)").format(code=mark.name)

        self._attempt(act)

    def action_memo(self) -> None:
        """Write a memo: about the code in the codebook, else about the passage."""
        if self.codebook.has_focus:
            code = self.session.code(self.codebook.highlighted)
            if code is not None:
                number = code.id
                self._ask_memo(
                    _("Memo about the code {code}").format(code=code.name),
                    lambda text: self.session.write_code_memo(number, text),
                )
        elif self.document is not None:
            self._passage_memo(self.document.id, self.transcript.passage)

    def _passage_memo(self, document: int, passage: tuple[int, int]) -> None:
        """Write a memo about the passage, or go on with mine that is there."""
        mine = next(
            (m for place, m in self._memos if place == passage and m.coder == self.session.me), None
        )
        if mine is None:
            self._ask_memo(
                _("Memo about this passage"),
                lambda text: self.session.write_memo(document, passage, text),
            )
        else:
            number = mine.id
            self._ask_memo(
                _("Memo about this passage (empty it to delete it)"),
                lambda text: self.session.edit_memo(number, text),
                mine.text,
            )

    def _ask_memo(self, title: str, write: Callable[[str], None], before: str = "") -> None:
        def written(text: str | None) -> None:
            if text is not None and text != before and (text.strip() or before):

                def act() -> str:
                    write(text)
                    return _("Memo saved.")

                self._attempt(act)

        self.app.push_screen(TextPrompt(title, before), written)

    def action_undo(self) -> None:
        """Take back my newest act."""
        self._attempt(lambda: _("Undone: {act}").format(act=self.session.undo().name))

    def action_redo(self) -> None:
        """Do again what I undid last."""
        self._attempt(lambda: _("Done again: {act}").format(act=self.session.redo().name))

    def action_complete(self) -> None:
        """Mark this document complete for me, or take the mark back."""
        if self.document is None:
            return
        document = self.document

        def act() -> str:
            complete = self.session.turn_complete(document.id)
            return _("Marked as completely coded.") if complete else _("Mark taken back.")

        self._attempt(act)

    def action_others(self) -> None:
        """Show or hide the codings of other coders."""
        self._show_others = not self._show_others
        self._paint_marks()
        self._say_top()
        self._say_bottom()

    # Going places

    def action_look(self) -> None:
        """Show the code at the caret in the codebook."""
        here = self._here()
        if here:
            at = self.codebook.highlighted
            codes = list(dict.fromkeys(m.code for m in here))
            chosen = codes[(codes.index(at) + 1) % len(codes)] if at in codes else codes[0]
            self.codebook.highlight(chosen)
            self.query_one("#right").display = True

    def on_codebook_tree_code_chosen(self, event: CodebookTree.CodeChosen) -> None:
        """Show the quotations of the chosen code."""
        self._show_quotations(event.code_id)

    def action_quotations(self) -> None:
        """Show the quotations of the code at the caret, else of the one in the codebook."""
        here = self._here()
        code = here[0].code if here and not self.codebook.has_focus else self.codebook.highlighted
        if code is not None:
            self._show_quotations(code)

    def action_back(self) -> None:
        """Go back to the quotations from which one came here."""
        if self._came_from is not None:
            self._show_quotations(*self._came_from)

    def _show_quotations(self, code_id: int, at: int = 0) -> None:
        from kwalcode.tui.screens.quotations import QuotationsScreen

        code = self.session.code(code_id)
        if code is None:
            return
        screen = QuotationsScreen(self.session, code, at)

        def chosen(coding: Coding | None) -> None:
            if coding is not None:
                self._came_from = (code_id, screen.at)
                self._go_to(coding)

        self.app.push_screen(screen, chosen)

    def _go_to(self, coding: Coding) -> None:
        place = (coding.start, coding.end)
        if self.document is None or self.document.id != coding.document:
            wanted = next(d for d in self._documents if d.id == coding.document)
            self.open_document(wanted, place)
            self._refresh_lists()
        else:
            self.transcript.go_to(place)
        self._fold_if_narrow()
        self.notify(_("Backspace goes back to the quotations."), timeout=2)

    def action_coding(self, step: int) -> None:
        """Go to the next or the previous coding that is shown."""
        at = self.transcript.cursor
        starts = sorted({m.start for m in self._marks if m.mine or self._show_others})
        places = [s for s in starts if s > at] if step > 0 else [s for s in starts[::-1] if s < at]
        if places:
            self.transcript.go_to(places[0])
        else:
            self.notify(_("No further coding."), timeout=2)

    def action_search(self) -> None:
        """Ask what to search for in this document."""

        def typed(needle: str | None) -> None:
            if needle:
                self._needle = needle
                self._find(1)

        self.app.push_screen(LinePrompt(_("Search in this document"), self._needle), typed)

    def action_search_next(self) -> None:
        """Go to the next place found."""
        self._find(1)

    def action_search_previous(self) -> None:
        """Go to the previous place found."""
        self._find(-1)

    def _find(self, direction: int) -> None:
        from kwalcode.tui.text.finding import find

        if not self._needle:
            self.action_search()
            return
        selected = self.transcript.selection or (self.transcript.cursor,) * 2
        found = find(self.transcript.data.text, self._needle, selected, direction)
        if found is None:
            self.notify(
                _("'{needle}' is not in this document.").format(needle=self._needle), markup=False
            )
        else:
            self.transcript.go_to(found)

    def on_unmount(self) -> None:
        """Remember the place."""
        self._leave_place()


def _empty_study(name: str) -> Content:
    steps = (
        _("This study is empty. Three things to do, in a terminal:"),
        "",
        "  1  " + _("kwalcode import {study} FILES     take in transcripts").format(study=name),
        "  2  "
        + _("kwalcode codebook import {study} TOPICS.yaml     take in a topic list").format(
            study=name
        ),
        "  3  "
        + _("kwalcode {study}     read, select a passage, press c to code it").format(study=name),
        "",
        _("ctrl+q leaves. 'kwalcode demo' makes an example study to look at."),
    )
    return Content("\n".join(steps))
