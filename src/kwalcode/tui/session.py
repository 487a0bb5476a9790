"""What the screens ask: one open study, one coder, values in and out. Acts are in `acts`.

Screens hold no SQL; this is where they get values from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from kwalcode.errors import KwalcodeError
from kwalcode.model import Code, Coder, Document, Memo
from kwalcode.project.reads import codes as read_codes
from kwalcode.project.reads import codings as read_codings
from kwalcode.project.reads import documents as read_documents
from kwalcode.project.reads import notes as read_notes
from kwalcode.project.reads import people as read_people
from kwalcode.project.reads import rounds as read_rounds
from kwalcode.project.study import Study, open_study
from kwalcode.spans import Range
from kwalcode.store.engine import translated
from kwalcode.tui.marking import Marking
from kwalcode.tui.memory import Memory
from kwalcode.tui.overview import Overview, Progress, read_overview
from kwalcode.tui.text.data import TranscriptData
from kwalcode.tui.text.digits import assigned, digit_to_pin
from kwalcode.tui.text.stripes import CodingMark
from kwalcode.tui.view import View

if TYPE_CHECKING:
    from kwalcode.project.reads import Connection
    from kwalcode.tui.acts import Acts

__all__ = ["Overview", "Progress", "Session"]

Found = TypeVar("Found")
_NOBODY = -1
"""For the id of a coder who is not in the study yet."""


class Session:
    """An open study with the coder at the keyboard. `serial` grows with each change seen.

    `view` is what of others is shown: what it hides is left out of all that is read here.
    `hidden` are documents of a blind round: nothing of others is read there, on any screen.
    `recent` are the codes used since the study was opened, `digits` the codes by digit key, and
    `pins` those of them that stay. Reads raise KwalcodeError when the file cannot be read any
    more, or what is asked for was taken out by another program meanwhile.
    """

    def __init__(self, path: Path, actor: str) -> None:
        self.study: Study = open_study(path, actor)
        self.actor = actor
        self.memory = Memory(path, actor)
        self.view = self.memory.view()
        self.recent: list[int] = []
        self.pins: dict[int, int] = {}
        self.digits: dict[int, int] = {}
        self.codes: list[Code] = []
        self.coders: list[Coder] = []
        self.hidden: frozenset[int] = frozenset()
        self._blinkers: tuple[int, bool] | None = None
        self._marking = Marking((), (), None)
        self.serial = 0
        self._closing = Lock()
        self._closed = False
        self._watcher = self.study.watcher()
        self.reload_codes()
        self.assign_digits(())

    @cached_property
    def acts(self) -> Acts:
        """What the coder can do. Loaded at the first act, not before the first picture."""
        from kwalcode.tui.acts import Acts

        return Acts(self)

    def close(self) -> None:
        """Close the study, its log written into the file; waits for an overview being read."""
        with self._closing:
            self._closed = True
        self._watcher.close()
        self.study.close()

    def take_note(self) -> None:
        """Read the codes anew after a change, of one's own or not; screens then know of it."""
        self.serial += 1
        self.reload_codes()

    # Reading

    def read(self, what: Callable[[Study], Found]) -> Found | None:
        """Return what `what` reads, None once the study is closed. For another thread.

        Raises KwalcodeError when it cannot be read.
        """
        with self._closing:
            return None if self._closed else what(self.study)

    @property
    def me(self) -> int | None:
        """The id of the coder at the keyboard; None before the first act."""
        return next((c.id for c in self.coders if self.is_me(c)), None)

    def is_me(self, coder: Coder) -> bool:
        """Tell whether a coder is the one at the keyboard."""
        return coder.name.casefold() == self.actor.casefold()

    def workers(self) -> list[Coder]:
        """Read who codes here; not those who only set the study up. The one at the keyboard is
        among them."""
        with self.study.reading() as connection:
            working = {coder.id for coder in read_people.working_coders(connection)}
        return [coder for coder in self.coders if coder.id in working or self.is_me(coder)]

    # Whose work is shown

    def shows(self, coder: Coder) -> bool:
        """Tell whether a coder's work is shown."""
        return self.view.shows(coder, self.is_me(coder))

    @property
    def shown_coders(self) -> set[int] | None:
        """The ids of the coders whose work is shown; None where it is that of all."""
        shown = {coder.id for coder in self.coders if self.shows(coder)}
        return None if len(shown) == len(self.coders) and not self.view.alone else shown

    def show(self, view: View) -> None:
        """Show the work of others as told there, from now on; screens read all anew."""
        self.view = view
        self.memory.remember_view(view)
        self._put_on_blinkers(self.hidden)
        self.serial += 1

    def reload_codes(self) -> None:
        """Read the codes and coders anew."""
        with self.study.reading() as connection:
            codes = read_codes.all_codes(connection)
            coders = read_people.all_coders(connection)
            hidden = self._hidden(connection, coders)
        if (codes, coders) != (self.codes, self.coders):
            self.codes, self.coders = codes, coders
            self._marking = Marking(codes, coders, self.me)
        self._put_on_blinkers(hidden)

    # Blind rounds

    def _hidden(self, connection: Connection, coders: Sequence[Coder]) -> frozenset[int]:
        me = next((coder.id for coder in coders if self.is_me(coder)), None)
        return frozenset() if me is None else read_rounds.hidden_documents(connection, me)

    def _put_on_blinkers(self, hidden: frozenset[int]) -> None:
        """Read from now on without what others did in these documents, whatever is read; in
        blind mode, in no document at all."""
        self.hidden = hidden
        blind = (self.me or _NOBODY, self.view.blind) if hidden or self.view.blind else None
        if blind == self._blinkers:
            return
        self._blinkers = blind
        if blind is None:
            self.study.look_through(None)
            return
        from kwalcode.project.blinkers import blind_reader

        coder, everywhere = blind
        self.study.look_through(blind_reader(self.study, coder, everywhere=everywhere))

    def coded_blind_with(self) -> list[Coder]:
        """Return the coders whose work is hidden in some document, because of a blind round."""
        me = self.me
        if me is None or not self.hidden:
            return []
        with self.study.reading() as connection:
            others = read_rounds.coded_blind_with(connection, self.hidden, me)
        return [coder for coder in self.coders if coder.id in others]

    def code(self, code_id: int | None) -> Code | None:
        """Return a code by id."""
        return next((code for code in self.codes if code.id == code_id), None)

    def documents(self) -> list[Document]:
        """Return all documents in the project's order."""
        with self.study.reading() as connection:
            return read_documents.all_documents(connection)

    def overview(self) -> Overview | None:
        """Return what the lists show, None once the study is closed. For another thread."""
        return self.read(lambda study: read_overview(study, self.shows, self.is_me))

    def transcript(self, document: int) -> TranscriptData:
        """Return what the transcript view shows of a document."""
        with self.study.reading() as connection:
            return TranscriptData(
                read_documents.text_of(connection, document),
                read_documents.turns_of(connection, document),
                read_documents.roles_of(connection, document),
                read_documents.sentences_of(connection, document),
                self._marking.marks(
                    read_codings.coding_rows(connection, document), self.shown_coders
                ),
            )

    def saturation(self) -> str | None:
        """Return the line on new codes in the newest interviews, "" where there is none yet, None
        once the study is closed. For another thread."""
        from kwalcode.project.analyses.interviews import saturation_line

        def line(study: Study) -> str:
            me = self.me
            if me is None:
                return ""
            with study.reading() as connection:
                return saturation_line(connection, me)

        return self.read(line)

    def text_mark(self, document: int) -> bytes | None:
        """Return what tells the text that a document has now from any other."""
        with self.study.reading() as connection:
            return read_documents.text_mark(connection, document)

    def marks(self, document: int) -> list[CodingMark]:
        """Return the coding marks of a document."""
        with self.study.reading() as connection:
            rows = read_codings.coding_rows(connection, document)
        return self._marking.marks(rows, self.shown_coders)

    def memos(self, document: int) -> list[tuple[Range, Memo]]:
        """Return the memos about passages of a document, with their ranges."""
        with self.study.reading() as connection:
            found = read_notes.memos_on(connection, document)
        shown = self.shown_coders
        return [(place, memo) for place, memo in found if shown is None or memo.coder in shown]

    def code_memo(self, code: int) -> Memo | None:
        """Return the coder's own newest memo about a code."""
        with self.study.reading() as connection:
            found = read_notes.all_memos(connection, "code", code)
        return next((memo for memo in found if memo.coder == self.me), None)

    def complete(self, document: int) -> bool:
        """Tell whether the coder marked a document as completely coded."""
        with self.study.reading() as connection:
            return (document, self.me) in read_people.completed(connection)

    def changed_elsewhere(self) -> bool:
        """Tell whether the file was written to since the last call, by these acts too."""
        with translated():
            return self._watcher.changed()

    # Digit keys

    def assign_digits(self, ranking: Sequence[int]) -> None:
        """Give the digits that are free to the codes used most, of `ranking`; others stay."""
        self.pins = self.memory.pins(self.codes)
        known = {code.id for code in self.codes}
        self.digits = assigned(self.pins, self.digits, ranking, known)

    def pin(self, code: Code) -> int | None:
        """Give a code a digit for good; return it, None where nine codes have one already."""
        digit = digit_to_pin(code.id, self.pins, self.digits)
        if digit is not None:
            self.memory.remember_pin(code, digit)
            self.assign_digits(list(self.digits.values()))
        return digit

    def unpin(self, code: Code) -> None:
        """Let a code's digit go to another one, when the study is opened next."""
        self.memory.remember_pin(code, None)
        self.assign_digits(())

    def back_up(self) -> None:
        """Keep today's backup, when something was done. A full disk must not stop the leaving."""
        if "acts" in self.__dict__ and self.acts.done:
            from kwalcode.project.backup import rescue, rotate

            with suppress(KwalcodeError, OSError):
                (rescue if self.study.gone() else rotate)(self.study)
