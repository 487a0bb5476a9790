"""A quotation for the report: leave words out, put words in, hide names; and take that back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from kwalcode import edits as editing
from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _
from kwalcode.model import PALETTE, Edit, EditKind
from kwalcode.spans import Range
from kwalcode.tui.screens.keys import KeysLine
from kwalcode.tui.screens.report_source import ReportSource, painted, shown_edit
from kwalcode.tui.session import Session
from kwalcode.tui.text.data import TranscriptData
from kwalcode.tui.text.stripes import CodingMark
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.prompt import LinePrompt, TextPrompt
from kwalcode.tui.widgets.transcript import TranscriptView
from kwalcode.tui.widgets.window import Window

if TYPE_CHECKING:
    from kwalcode.project.retrieval.marking import Draft

_LETTERS: dict[EditKind, str] = {"elision": "E", "insertion": "I", "pseudonym": "P"}
_COLORS = dict(zip(_LETTERS, PALETTE, strict=False))


class ReportEditScreen(Window[bool]):
    """Edits what the report shows of a quotation; True when that was saved.

    A quotation that is not marked for the report yet is marked when it is saved.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s", "save", _("Save"), key_display="enter"),
        Binding("u,ctrl+z", "undo", _("Undo"), key_display="u",
                tooltip=_("Undo the last edit here")),
        Binding("m", "note", _("Note"), tooltip=_("Write a note for yourself with the mark")),
        Binding("q", "leave", _("Cancel")),
    ]  # fmt: skip
    DEFAULT_CSS = """
    ReportEditScreen {
        align: center middle;
        background: $background 40%;
        & #window {
            width: 100%; max-width: 100; height: auto; max-height: 100%;
            background: $surface; border: round $primary; border-title-color: $foreground;
            border-subtitle-color: $text-muted;
        }
        & ReportSource { height: 4; min-height: 4; max-height: 45vh; }
        & KeysLine { dock: none; }
        & .caption { height: 1; padding: 0 1; background: $panel; color: $text-muted; }
        & #preview { height: auto; max-height: 30vh; padding: 0 1; margin: 1 0; }
        & #preview Static { height: auto; max-width: 84; }
        & #preview { scrollbar-size-vertical: 1; scrollbar-background: $surface;
                     scrollbar-color: $panel; }
    }
    """

    def __init__(self, session: Session, quotation_id: int) -> None:
        super().__init__()
        self._session, self._quotation = session, quotation_id
        self._draft: Draft | None = None
        self._label = ""
        self._edits: tuple[Edit, ...] = ()
        self._note = ""
        self._before: list[tuple[tuple[Edit, ...], str]] = []
        self._warned = False
        self._source, self._preview = ReportSource(), Static(markup=False)
        self._caption = Static(classes="caption", markup=False)
        self._scroll = VerticalScroll(self._preview, id="preview", can_focus=False)

    def compose(self) -> ComposeResult:
        """Build the window."""
        with Vertical(id="window") as window:
            window.border_title = _("A quotation for the report")
            yield self._source
            yield self._caption
            yield self._scroll
            yield KeysLine()

    def on_mount(self) -> None:
        """Read the quotation; one that is gone meanwhile is told of."""
        self._source.underline = "all"
        self.watch(self._source, "virtual_size", self._fit)
        try:
            self._take(*self._read())
        except KwalcodeError as error:
            self.notify(str(error), severity="error")
            self.dismiss(False)

    def _read(self) -> tuple[Draft, str]:
        from kwalcode.project.retrieval.marking import draft_of
        from kwalcode.report.labelling import attribution_of, whose

        with self._session.study.reading() as connection:
            draft = draft_of(connection, self._quotation)
            return draft, whose(draft.excerpt, attribution_of(connection))

    def _take(self, draft: Draft, label: str) -> None:
        self._draft, self._label = draft, label
        self._edits, self._note = draft.edits, draft.note
        self._source.load(
            TranscriptData(draft.source, draft.turns, draft.roles, draft.sentences, self._marks())
        )
        self._source.focus()
        window = self.query_one("#window")
        # Set as a plain string it would be read as markup.
        window.border_subtitle = Content(one_line(draft.excerpt.document)).markup
        self._show()

    # Showing

    def _fit(self, size: Size) -> None:
        """Make the window as high as the quotation wants it."""
        self._source.styles.height = size.height + 1

    def _marks(self) -> list[CodingMark]:
        return [
            CodingMark(n, *self._shown_at(e), n, shown_edit(e), _LETTERS[e.kind], _COLORS[e.kind])
            for n, e in enumerate(self._edits)
        ]

    def _shown_at(self, edit: Edit) -> Range:
        """Return where an edit is marked; an insertion beside the character that follows it."""
        if edit.start < edit.end or self._draft is None:
            return edit.start, edit.end
        start = min(edit.start, len(self._draft.source) - 1)
        return start, start + 1

    def _show(self) -> None:
        if self._draft is None:
            return
        self._source.set_codings(self._marks())
        edited = self._draft.edited(self._edits)
        self._preview.update(painted(edited) + Content(f" ({one_line(self._label)})"))
        told = [_("In the report")]
        if not self._draft.marked:
            told.append(_("not marked yet: Enter marks it"))
        if self._edits:
            told.append(_("edits: {n}").format(n=len(self._edits)))
        if self._note:
            told.append(_("note: {text}").format(text=one_line(self._note)))
        self._caption.update("   ".join(told))

    def on_transcript_view_cursor_moved(self, event: TranscriptView.CursorMoved) -> None:
        """Show the part of the preview that is about the caret's place."""
        event.stop()
        length = len(self._draft.source) if self._draft else 0
        height = self._preview.size.height
        row = height * event.offset // max(1, length)
        self._scroll.scroll_to(y=max(0, row - self._scroll.size.height // 2), animate=False)

    # Editing

    def _word(self) -> Range:
        """Return the selection, or else the word at the caret."""
        if self._source.selection is not None:
            return self._source.passage
        return self._source.ground.places.unit("word", self._source.cursor)

    def _change(self, edits: Iterable[Edit], note: str | None = None) -> None:
        """Show other edits, if they can be; what stood before can be undone."""
        if self._draft is None:
            return
        try:
            found = editing.checked(self._draft.source, edits)
        except KwalcodeError as error:
            self.notify(str(error), severity="error")
            return
        self._before.append((self._edits, self._note))
        self._edits, self._warned = found, False
        self._note = self._note if note is None else note
        self._source.clear_selection()
        self._show()

    def action_elide(self) -> None:
        """Leave the passage out."""
        self._change(editing.added(self._edits, Edit("elision", *self._source.passage)))

    def action_insert(self) -> None:
        """Put words in where the caret stands."""
        at = self._source.cursor
        self._ask("insertion", (at, at), _("Insert here, between [ ]"))

    def action_pseudonym(self) -> None:
        """Put another name for the selection, or the word at the caret."""
        if self._draft is not None:
            start, end = self._word()
            words = one_line(self._draft.source[start:end])
            self._ask("pseudonym", (start, end), _("Instead of “{words}”").format(words=words))

    def _ask(self, kind: EditKind, place: Range, title: str) -> None:
        there = next(
            (e.text for e in self._edits if (e.kind, e.start, e.end) == (kind, *place)), ""
        )

        def typed(text: str | None) -> None:
            if text:
                self._change(editing.added(self._edits, Edit(kind, *place, text)))

        self.app.push_screen(LinePrompt(title, there), typed)

    def action_take_back(self) -> None:
        """Take the edit at the caret back."""
        found = editing.at(self._edits, self._source.cursor)
        if found is None:
            self.notify(_("No edit here. Move onto one and press x."))
        else:
            self._change(edit for edit in self._edits if edit != found)

    def action_undo(self) -> None:
        """Show the edits as they were before the last one."""
        if self._before:
            self._edits, self._note = self._before.pop()
            self._show()

    def action_note(self) -> None:
        """Write a note with the mark."""

        def typed(text: str | None) -> None:
            if text is not None:
                self._change(self._edits, text)

        self.app.push_screen(TextPrompt(_("Note with this quotation"), self._note), typed)

    # Leaving

    def action_save(self) -> None:
        """Save the edits as one act."""
        from kwalcode.project.acts.quoting import edit_for_report

        edits: Sequence[Edit] = self._edits
        number, note = self._quotation, self._note
        try:
            self._session.acts.do(lambda study: edit_for_report(study, number, edits, note))
        except KwalcodeError as error:
            self.notify(str(error), severity="error")
            return
        self.dismiss(True)

    def action_leave(self) -> None:
        """Leave without saving; when something was changed, only at the second time.

        A selection is cleared first.
        """
        if self._source.selection is not None:
            self._source.clear_selection()
            return
        draft = self._draft
        unchanged = draft is None or (self._edits, self._note) == (draft.edits, draft.note)
        if unchanged or self._warned:
            self.dismiss(False)
        else:
            self._warned = True
            self.notify(_("Not saved: Enter saves, Escape again gives the edits up."))
