"""Writing memos in place: what is typed is kept until it is saved or thrown away."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from kwalcode.i18n import _, counted
from kwalcode.project.acts.notes import (
    delete_memo,
    edit_memo,
    link_memo,
    unlink_memo,
    write_memo,
)
from kwalcode.project.memos import Noted
from kwalcode.tui.screens.memos.desk import NEW
from kwalcode.tui.screens.memos.filters import MemosFilters
from kwalcode.tui.screens.memos.pane import Draft, MemoPane
from kwalcode.tui.session import Session
from kwalcode.tui.text.visible import one_line


class MemosWriting(MemosFilters):
    """Edits, writes, deletes and links memos. Drafts survive going to other memos and screens."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", _("Edit"), tooltip=_("Edit the memo's title and text")),
        Binding("n", "new", _("New note"), tooltip=_("Write a free note")),
        Binding("x", "delete", _("Delete"), tooltip=_("Delete the memo, or take a link away")),
        Binding(
            "plus,ampersand",
            "link",
            _("Link"),
            key_display="+",
            tooltip=_("Link the note to the passage selected in the transcript"),
        ),
        Binding("ctrl+s,ctrl+enter", "save", _("Save"), priority=True),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._warned: dict[int, Draft] = {}
        self._told: dict[int, Draft] = {}

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002 - as Textual calls it
    ) -> bool | None:
        """Tell what can be done: in the fields, only what has to do with them."""
        if action == "save":
            return self.typing
        return not self.typing or action in ("leave", "copy_text")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show the keys of where one is now."""
        super().on_descendant_focus(event)
        self.refresh_bindings()

    # What is typed

    def action_edit(self) -> None:
        """Edit the memo under the highlight."""
        noted = self.memos.highlighted
        if noted is None:
            return
        if noted.memo.coder != self.session.me:
            self.notify(_("This memo is {author}'s: only {author} changes it.").format(
                author=one_line(noted.author)
            ))  # fmt: skip
            return
        self.pane_id = noted.memo.id
        stored = Draft(noted.memo.title, noted.memo.text)
        self.pane.show(noted, self.drafts.get(noted.memo.id, stored), editing=True)
        self._read_about(noted)
        self._open_pane()

    def action_new(self) -> None:
        """Begin a free note."""
        self.pane_id = NEW
        self.pane.show(None, self.drafts.get(NEW, Draft("", "")), editing=True)
        self.pane.tell(_("Ctrl+S saves."))
        self._open_pane()
        self.pane.title_field.focus()

    def _open_pane(self) -> None:
        self.add_class("reading")
        self.pane.begin()

    def on_memo_pane_typed(self, _message: MemoPane.Typed) -> None:
        """Keep what was typed until it is saved."""
        if not self.pane.editing or self.pane_id is None:
            return
        typed, stored = self.pane.typed, self._stored(self.pane_id)
        if typed == stored:
            self.drafts.pop(self.pane_id, None)
        else:
            self.drafts[self.pane_id] = typed
        self._warned.pop(self.pane_id, None)
        self.pane.tell(_("Not saved yet: Ctrl+S saves.") if typed != stored else "")
        self.memos.mark_unsaved(set(self.drafts))

    def _stored(self, memo: int) -> Draft:
        for one in self.noted:
            if one.memo.id == memo:
                return Draft(one.memo.title, one.memo.text)
        return Draft("", "")

    def unsaved(self) -> str:
        """Return in one line what leaving the app would lose; only once for the same texts."""
        if not self.drafts or self._told == self.drafts:
            return ""
        self._told = dict(self.drafts)
        n = counted("{n} memo is not saved.", "{n} memos are not saved.", len(self.drafts))
        return f"{n} {_('Ctrl+S saves; leaving once more throws the text away.')}"

    # Acts

    def action_save(self) -> None:
        """Save what was typed."""
        memo = self.pane_id
        if memo is None or not self.pane.editing:
            return
        draft = self.pane.typed

        def act() -> str:
            title, text = " ".join(draft.title.split()), draft.text
            do = self.session.acts.do
            if memo == NEW:
                number = do(lambda study: write_memo(study, "project", None, text, title=title))
                self.pane_id = self._wanted = number
            else:
                do(lambda study: edit_memo(study, memo, text, title=title))
            self.drafts.pop(memo, None)
            self.memos.mark_unsaved(set(self.drafts))
            self.pane.tell("")
            return _("Memo saved.")

        self.attempt(act)

    def action_delete(self) -> None:
        """Delete the memo under the highlight, or take the link under the highlight away."""
        noted = self.memos.highlighted
        if noted is None:
            return
        if self.pane.links.has_focus:
            self._unlink(noted)
        elif noted.memo.coder != self.session.me:
            line = _("This memo is {author}'s: only {author} deletes it.")
            self.notify(line.format(author=one_line(noted.author)))
        else:
            self.attempt(lambda: self._delete(noted))

    def _delete(self, noted: Noted) -> str:
        self.session.acts.do(lambda study: delete_memo(study, noted.memo.id))
        self.drafts.pop(noted.memo.id, None)
        self.leave_pane()
        return _("Memo deleted (u brings it back).")

    def _unlink(self, noted: Noted) -> None:
        link = self.pane.links.highlighted
        if link is None:
            return

        def act() -> str:
            self.session.acts.do(lambda study: unlink_memo(study, noted.memo.id, link.quotation))
            self.memos.focus()
            return _("Link taken away (u brings it back).")

        self.attempt(act)

    def action_link(self) -> None:
        """Link the note under the highlight to the passage selected in the transcript."""
        noted, coding = self.memos.highlighted, self.workbench.coding
        if noted is None:
            return
        if noted.memo.about != "project":
            self.notify(_("Only free notes have links; this memo is about something already."))
        elif coding.document is None or coding.transcript.selection is None:
            self.notify(_("First select a passage in the transcript; then press + here."))
        else:
            document, (start, end) = coding.document, coding.transcript.selection

            def act() -> str:
                self.session.acts.do(
                    lambda study: link_memo(study, noted.memo.id, document.id, start, end)
                )
                return _("Linked to the passage in {document}.").format(document=document.name)

            self.attempt(act)

    # Leaving

    def leave_pane(self) -> None:
        """Go from the text to the list; what is not saved stays kept."""
        self.remove_class("reading")
        self.pane.remove_class("editing")
        self.memos.focus()
        self.show_one(self.memos.highlighted)

    def give_up(self) -> None:
        """Leave the fields; text that was changed is only given up when asked a second time."""
        memo = self.pane_id
        if memo in self.drafts and self._warned.get(memo) != self.drafts[memo]:
            self._warned[memo] = self.drafts[memo]
            self.pane.tell(_("Not saved: Ctrl+S saves, Escape again throws the text away."))
            return
        if memo is not None:
            self.drafts.pop(memo, None)
            self._warned.pop(memo, None)
        self.memos.mark_unsaved(set(self.drafts))
        self.leave_pane()
