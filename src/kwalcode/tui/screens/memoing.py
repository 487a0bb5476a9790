"""Writing memos from where one is: about a code or a passage; linking passages to a free note."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kwalcode.i18n import _, counted
from kwalcode.spans import Range
from kwalcode.tui.screens.trying import Trying
from kwalcode.tui.text.visible import one_line

if TYPE_CHECKING:
    from kwalcode.model import Code, Memo
    from kwalcode.project.memos import Noted

_TITLE = 50
"""So many characters of a note without a title stand for it."""


class Memoing(Trying):
    """Asks for the text of a memo; one of mine about the same thing is gone on with."""

    def memo_about_code(self, code: Code) -> None:
        """Write a memo about a code, or go on with mine. Raises KwalcodeError."""
        title = _("Memo about the code {code}").format(code=code.name)
        mine = self.session.code_memo(code.id)
        if mine is None:
            self._ask_memo(title, lambda text: self.session.acts.write_code_memo(code.id, text))
        else:
            self._go_on(title, mine)

    def memo_about_passage(self, document: int, passage: Range, mine: Memo | None) -> None:
        """Write a memo about a passage, or go on with `mine`."""
        title = _("Memo about this passage")
        if mine is None:
            self._ask_memo(
                title, lambda text: self.session.acts.write_memo(document, passage, text)
            )
        else:
            self._go_on(title, mine)

    def _go_on(self, title: str, memo: Memo) -> None:
        title = _("{title} (empty it to delete it)").format(title=title)
        self._ask_memo(title, lambda text: self.session.acts.edit_memo(memo.id, text), memo.text)

    def _ask_memo(self, title: str, write: Callable[[str], None], before: str = "") -> None:
        from kwalcode.tui.widgets.prompt import TextPrompt

        def act(text: str) -> str:
            write(text)
            return _("Memo saved.") if text.strip() else _("Memo deleted (u brings it back).")

        def written(text: str | None) -> None:
            if text is not None and text != before and (text.strip() or before):
                self.attempt(lambda: act(text))

        self.app.push_screen(TextPrompt(one_line(title), before), written)

    # Free notes

    def ask_note(self, places: Sequence[tuple[int, int, int]]) -> None:
        """Ask for the note that passages (document, start, end) are linked to, and link them.

        Raises KwalcodeError when the notes cannot be read.
        """
        from kwalcode.tui.screens.pick import PickScreen

        notes = self._free_notes()

        def chosen(row: int | None) -> None:
            if row == len(notes):
                self._ask_new_note(places)
            elif row is not None:
                note = notes[row]
                self.attempt(lambda: self._linked(note.memo.id, _called(note), places))

        if not notes:
            self._ask_new_note(places)
            return
        asks = counted(
            "Link {n} passage to which note?", "Link {n} passages to which note?", len(places)
        )
        rows = [f"{_called(note)}  ({note.author})" for note in notes]
        self.app.push_screen(PickScreen(asks, [*rows, _("+ a new note")]), chosen)

    def _free_notes(self) -> list[Noted]:
        """Return the free notes of the coders whose work is shown, newest first."""
        from kwalcode.project.memos import all_noted

        with self.session.study.reading() as connection:
            noted = all_noted(connection)
        shown = {coder.id for coder in self.session.coders if self.session.shows(coder)}
        return [one for one in noted if one.memo.about == "project" and one.memo.coder in shown]

    def _ask_new_note(self, places: Sequence[tuple[int, int, int]]) -> None:
        from kwalcode.tui.widgets.prompt import TextPrompt

        def written(text: str | None) -> None:
            if text is not None and text.strip():
                self.attempt(lambda: self._linked(text, _("the new note"), places))

        asks = counted(
            "A new note, linked to {n} passage", "A new note, linked to {n} passages", len(places)
        )
        self.app.push_screen(TextPrompt(asks), written)

    def _linked(self, note: int | str, called: str, places: Sequence[tuple[int, int, int]]) -> str:
        from kwalcode.project.acts.notes import link_all

        n = self.session.acts.do(lambda study: link_all(study, note, places))
        if not n:
            return _("Linked to “{note}” already.").format(note=called)
        linked = counted("{n} passage linked to", "{n} passages linked to", n)
        return _("{linked} “{note}” (u takes it back).").format(linked=linked, note=called)


def _called(note: Noted) -> str:
    """Return the title of a note, or how it begins."""
    return one_line(note.memo.title or " ".join(note.memo.text.split())[:_TITLE])
