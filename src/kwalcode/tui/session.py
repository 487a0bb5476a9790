"""What the screens ask: one open study, one coder, values in and out. Acts are in `acts`.

Screens hold no SQL; this is where they get values from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from kwalcode import preferences
from kwalcode.errors import KwalcodeError
from kwalcode.model import Code, Coder, Coding, Document, Memo
from kwalcode.project.reads import codes as read_codes
from kwalcode.project.reads import codings as read_codings
from kwalcode.project.reads import documents as read_documents
from kwalcode.project.reads import notes as read_notes
from kwalcode.project.reads import people as read_people
from kwalcode.project.study import Study, open_study
from kwalcode.spans import Range
from kwalcode.store.engine import translated
from kwalcode.tui.overview import Overview, Progress, read_overview
from kwalcode.tui.text.data import TranscriptData
from kwalcode.tui.text.stripes import CodingMark
from kwalcode.tui.widgets.marks import UNLETTERED, colors, letters

if TYPE_CHECKING:
    from kwalcode.tui.acts import Acts

__all__ = ["PAGE", "Overview", "Progress", "Quoted", "Session"]

Found = TypeVar("Found")
PAGE = 50
"""How many quotations are read at a time."""
_GREY = "#808080"
_PLACES = 50


@dataclass(frozen=True, slots=True)
class Quoted:
    """A coding with what is shown of it: document's name, coder's name, speech without labels."""

    coding: Coding
    document: str
    coder: str
    text: str


class Session:
    """An open study with the coder at the keyboard. `serial` grows with each change seen.

    Reads raise KwalcodeError when the file cannot be read any more, or what is asked for was
    taken out by another program meanwhile.
    """

    def __init__(self, path: Path, actor: str) -> None:
        self.study: Study = open_study(path, actor)
        self.actor = actor
        self.recent: list[int] = []
        self.codes: list[Code] = []
        self.coders: list[Coder] = []
        self._letters: dict[int, str] = {}
        self._colors: dict[int, str] = {}
        self.serial = 0
        self._closing = Lock()
        self._closed = False
        self._watcher = self.study.watcher()
        self.reload_codes()

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
        name = self.actor.casefold()
        return next((c.id for c in self.coders if c.name.casefold() == name), None)

    def reload_codes(self) -> None:
        """Read the codes and coders anew."""
        with self.study.reading() as connection:
            found = read_codes.all_codes(connection)
            self.coders = read_people.all_coders(connection)
        if found != self.codes:
            self.codes = found
            self._letters, self._colors = letters(found), colors(found)

    def code(self, code_id: int | None) -> Code | None:
        """Return a code by id."""
        return next((code for code in self.codes if code.id == code_id), None)

    def documents(self) -> list[Document]:
        """Return all documents in the project's order."""
        with self.study.reading() as connection:
            return read_documents.all_documents(connection)

    def overview(self) -> Overview | None:
        """Return what the lists show, None once the study is closed. For another thread."""
        return self.read(read_overview)

    def transcript(self, document: int) -> TranscriptData:
        """Return what the transcript view shows of a document."""
        with self.study.reading() as connection:
            return TranscriptData(
                read_documents.text_of(connection, document),
                read_documents.turns_of(connection, document),
                read_documents.roles_of(connection, document),
                read_documents.sentences_of(connection, document),
                self._marks(read_codings.codings_of(connection, document)),
            )

    def marks(self, document: int) -> list[CodingMark]:
        """Return the coding marks of a document."""
        with self.study.reading() as connection:
            return self._marks(read_codings.codings_of(connection, document))

    def memos(self, document: int) -> list[tuple[Range, Memo]]:
        """Return the memos about passages of a document, with their ranges."""
        with self.study.reading() as connection:
            return read_notes.memos_on(connection, document)

    def code_memo(self, code: int) -> Memo | None:
        """Return the coder's own newest memo about a code."""
        with self.study.reading() as connection:
            found = read_notes.all_memos(connection, "code", code)
        return next((memo for memo in found if memo.coder == self.me), None)

    def quotations(self, code: int, after: Coding | None = None) -> list[Quoted]:
        """Return the next `PAGE` codings of a code, by document and place."""
        from kwalcode.project.quotations import Speech

        names = {coder.id: coder.name for coder in self.coders}
        with self.study.reading() as connection:
            found = read_codings.codings_of_code(connection, code, limit=PAGE, after=after)
            speech = {
                number: Speech(connection, read_documents.document(connection, number))
                for number in dict.fromkeys(coding.document for coding in found)
            }
        quoted = []
        for coding in found:
            said = speech[coding.document]
            pieces = said.spoken(coding.start, coding.end)
            text = " ".join(said.text[first:last].strip() for _turn, first, last in pieces)
            text = text or said.text[coding.start : coding.end]
            quoted.append(Quoted(coding, said.document.name, names.get(coding.coder, ""), text))
        return quoted

    def respondents_of(self, code: int) -> tuple[int, int]:
        """Return in how many respondents a code occurs, and how many there are."""
        with self.study.reading() as connection:
            having = read_codings.respondents_with(connection, code)
            return having, len(read_people.respondent_names(connection))

    def complete(self, document: int) -> bool:
        """Tell whether the coder marked a document as completely coded."""
        with self.study.reading() as connection:
            return (document, self.me) in read_people.completed(connection)

    def changed_elsewhere(self) -> bool:
        """Tell whether the file was written to since the last call, by these acts too."""
        with translated():
            return self._watcher.changed()

    def _marks(self, found: Sequence[Coding]) -> list[CodingMark]:
        names = {coder.id: coder.name for coder in self.coders}
        titles = {code.id: code.name for code in self.codes}
        me = self.me
        return [
            CodingMark(
                c.id,
                c.start,
                c.end,
                c.code,
                titles.get(c.code, ""),
                self._letters.get(c.code, UNLETTERED),
                self._colors.get(c.code, _GREY),
                names.get(c.coder, ""),
                c.coder == me,
            )
            for c in found
        ]

    # Where I was

    def remembered_place(self) -> tuple[str, int] | None:
        """Return the document (UUID as hex) and offset where the reader stopped."""
        match self._places().get(self._path_key):
            case [str(document), int(offset)]:
                return document, offset
        return None

    def remember_place(self, document: Document, offset: int) -> None:
        """Remember where the reader is: with the user, not in the study."""
        places = self._places()
        places.pop(self._path_key, None)
        newest = [*places.items(), (self._path_key, [document.uuid.hex(), offset])]
        preferences.remember("places", dict(newest[-_PLACES:]))

    @staticmethod
    def _places() -> dict[str, object]:
        return preferences.remembered("places", {})

    @property
    def _path_key(self) -> str:
        return str(self.study.path.resolve())

    def back_up(self) -> None:
        """Keep today's backup, when something was done. A full disk must not stop the leaving."""
        if "acts" in self.__dict__ and self.acts.done:
            from kwalcode.project.backup import rotate

            with suppress(KwalcodeError, OSError):
                rotate(self.study)
