"""What the coder at the keyboard does. Every act is saved before the call returns.

All methods raise KwalcodeError, with one line for the user, when the study refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from kwalcode.model import CODE_PATH, Origin
from kwalcode.project.acts import codes as code_acts
from kwalcode.project.acts import coding as coding_acts
from kwalcode.project.acts import notes, passages, people, recoding
from kwalcode.project.history import undo as undoing
from kwalcode.project.history.journal import Entry
from kwalcode.project.reads.codes import find_code
from kwalcode.spans import Range

if TYPE_CHECKING:
    from kwalcode.project.study import Study
    from kwalcode.tui.session import Session

Done = TypeVar("Done")
_RECENT = 12
_LONG = 20
"""From more acts than this on, undo does not make the screen wait."""


class Acts:
    """The acts of a session's coder; `done` tells whether there were any."""

    def __init__(self, session: Session) -> None:
        self._session, self._study = session, session.study
        self.done = False

    def apply(self, document: int, passage: Range, choice: int | str) -> str | None:
        """Put a code on a passage; a text is the name (or path) of a code to be made.

        Returns the code's name, or None when it was there already.
        """
        if isinstance(choice, str):
            return self._apply_new(document, passage, choice, "inductive")
        coding = coding_acts.apply_code(self._study, document, *passage, choice)
        self._did()
        self._used(choice)
        code = self._session.code(choice)
        return code.name if coding is not None and code is not None else None

    def apply_all(self, document: int, passage: Range, choices: Sequence[int | str]) -> list[str]:
        """Put several codes on a passage, as one act; return the names of the new codings' codes.

        A text is the name (or path) of a code to be made.
        """
        chosen = [c if isinstance(c, int) else passages.NewCode(*self._named(c)) for c in choices]
        done = passages.apply_codes(self._study, document, *passage, chosen)
        self._did()
        for code in reversed(done.codes):
            self._used(code)
        codes = [self._session.code(code) for code in done.codes]
        return [code.name for code in codes if code is not None] if done.codings else []

    def apply_in_vivo(self, document: int, passage: Range, name: str) -> str:
        """Make a code called by the passage's own words, and put it there."""
        return self._apply_new(document, passage, name, "in vivo")

    def _apply_new(self, document: int, passage: Range, path: str, origin: Origin) -> str:
        name, parent = self._named(path)
        code, _coding = code_acts.code_with_new(
            self._study, document, *passage, name, parent=parent, origin=origin
        )
        self._did()
        self._used(code)
        return name

    def _named(self, path: str) -> tuple[str, int | None]:
        """Return the name of a code to be made, and the code it hangs under."""
        *above, name = [part.strip() for part in path.split(CODE_PATH.strip())]
        self._session.reload_codes()
        return name, find_code(self._session.codes, CODE_PATH.join(above)).id if above else None

    def change_extent(self, coding: int, passage: Range) -> bool:
        """Let a coding reach over a passage; tell whether that is another one than before."""
        changed = passages.change_extent(self._study, coding, *passage)
        self._did()
        return changed

    def recode(self, ids: Sequence[int], code: int) -> int:
        """Send codings to another code; return how many went."""
        moved = recoding.move_codings(self._study, ids, code)
        self._did()
        self._used(code)
        return moved

    def remove(self, ids: Sequence[int]) -> int:
        """Take codings off; return how many there were."""
        removed = coding_acts.remove_codings(self._study, ids)
        self._did()
        return removed

    def write_memo(self, document: int, passage: Range, text: str) -> None:
        """Write a memo about a passage."""
        notes.write_memo_on_passage(self._study, document, *passage, text)
        self._did()

    def write_code_memo(self, code: int, text: str) -> None:
        """Write a memo about a code."""
        notes.write_memo(self._study, "code", code, text)
        self._did()

    def edit_memo(self, memo: int, text: str) -> None:
        """Give a memo another text; an empty one deletes it."""
        if text.strip():
            notes.edit_memo(self._study, memo, text)
        else:
            notes.delete_memo(self._study, memo)
        self._did()

    def turn_complete(self, document: int) -> bool:
        """Mark a document complete for the coder, or take the mark back; return how it is now."""
        complete = not self._session.complete(document)
        people.mark_complete(self._study, self._session.actor, [document], complete=complete)
        self._did()
        return complete

    def undo(self) -> list[Entry]:
        """Take back the coder's newest act, or all that one stroke did; return the entries."""
        return self.do(undoing.undo_stroke)

    def long(self, name: str) -> bool:
        """Tell whether the next undo or redo (`name`) takes so many acts that one has to wait."""
        return undoing.stroke_length(self._study, name) > _LONG

    def redo(self) -> list[Entry]:
        """Do again what was undone last, in one stroke as it was; return the entries."""
        return self.do(undoing.redo_stroke)

    def do(self, act: Callable[[Study], Done]) -> Done:
        """Do any act of the project, and return what it returns."""
        done = act(self._study)
        self._did()
        return done

    def _did(self) -> None:
        """Take note of an act; the watcher need not tell of it, since all is read anew now."""
        self.done = True
        self._session.changed_elsewhere()
        self._session.take_note()

    def _used(self, code: int) -> None:
        others = (other for other in self._session.recent if other != code)
        self._session.recent = [code, *others][:_RECENT]
