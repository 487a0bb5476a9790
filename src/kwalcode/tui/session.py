"""What the screens ask and do: one open study, one coder, values in and out.

Screens hold no SQL; this is where they get values from, and through which they act. Every act
is saved before the call returns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kwalcode import preferences
from kwalcode.errors import KwalcodeError
from kwalcode.model import CODE_PATH, Code, Coder, Coding, Document, Memo, Origin
from kwalcode.project import undo as undoing
from kwalcode.project.acts import codes as code_acts
from kwalcode.project.acts import coding as coding_acts
from kwalcode.project.acts import notes, people
from kwalcode.project.journal import Entry
from kwalcode.project.reads import codes as read_codes
from kwalcode.project.reads import codings as read_codings
from kwalcode.project.reads import documents as read_documents
from kwalcode.project.reads import notes as read_notes
from kwalcode.project.reads import people as read_people
from kwalcode.project.study import Study, open_study
from kwalcode.spans import Range
from kwalcode.tui.text.data import TranscriptData
from kwalcode.tui.text.stripes import CodingMark
from kwalcode.tui.widgets.marks import colors, letters

_RECENT = 12


@dataclass(frozen=True, slots=True)
class Progress:
    """How far each coder is with a document: codings, and whether marked complete, by coder id."""

    codings: Mapping[int, int]
    complete: frozenset[int]


class Session:
    """An open study with the coder at the keyboard."""

    def __init__(self, path: Path, actor: str) -> None:
        self.study: Study = open_study(path, actor)
        self.actor = actor
        self.acted = False
        self.recent: list[int] = []
        self.codes: list[Code] = []
        self.coders: list[Coder] = []
        self._letters: dict[int, str] = {}
        self._colors: dict[int, str] = {}
        self._watcher = self.study.watcher()
        self.reload_codes()

    def close(self) -> None:
        """Close the study, its log written into the file."""
        self._watcher.close()
        self.study.close()

    # Reading

    @property
    def me(self) -> int | None:
        """The id of the coder at the keyboard; None before the first act."""
        return next((c.id for c in self.coders if c.name == self.actor), None)

    def reload_codes(self) -> None:
        """Read the codes and coders anew."""
        with self.study.reading() as connection:
            self.codes = read_codes.all_codes(connection)
            self.coders = read_people.all_coders(connection)
        self._letters, self._colors = letters(self.codes), colors(self.codes)

    def code(self, code_id: int | None) -> Code | None:
        """Return a code by id."""
        return next((code for code in self.codes if code.id == code_id), None)

    def documents(self) -> list[Document]:
        """Return all documents in the project's order."""
        with self.study.reading() as connection:
            return read_documents.all_documents(connection)

    def labels(self) -> Mapping[int, str]:
        """Return what tells a document's respondent apart: the first attribute, by document id."""
        with self.study.reading() as connection:
            values = read_people.attributes_by_respondent(connection)
            documents = read_documents.all_documents(connection)
        return {d.id: next(iter(values.get(d.respondent or 0, {}).values()), "") for d in documents}

    def progress(self) -> Mapping[int, Progress]:
        """Return how far the coders are, by document id."""
        with self.study.reading() as connection:
            counts = read_codings.coding_counts_by_document(connection)
            done = read_people.completed(connection)
            documents = read_documents.all_documents(connection)
        by_document: dict[int, dict[int, int]] = {}
        for (document, coder), n in counts.items():
            by_document.setdefault(document, {})[coder] = n
        marks: dict[int, set[int]] = {}
        for document, coder in done:
            marks.setdefault(document, set()).add(coder)
        return {
            d.id: Progress(by_document.get(d.id, {}), frozenset(marks.get(d.id, ())))
            for d in documents
        }

    def counts(self) -> Mapping[int, int]:
        """Return the number of codings per code, of all coders."""
        with self.study.reading() as connection:
            return read_codes.coding_counts(connection)

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

    def quotations(self, code: int, after: Coding | None = None) -> list[tuple[Coding, str, str]]:
        """Return the next 50 codings of a code: coding, document name, text without labels."""
        from kwalcode.project.quotations import Speech

        with self.study.reading() as connection:
            found = read_codings.codings_of_code(connection, code, after=after)
            speech: dict[int, Speech] = {}
            rows = []
            for coding in found:
                if coding.document not in speech:
                    shown = read_documents.document(connection, coding.document)
                    speech[coding.document] = Speech(connection, shown)
                said = speech[coding.document]
                pieces = said.spoken(coding.start, coding.end)
                text = " ".join(said.text[a:b].strip() for _turn, a, b in pieces)
                rows.append(
                    (coding, said.document.name, text or said.text[coding.start : coding.end])
                )
        return rows

    def respondents_of(self, code: int) -> tuple[int, int]:
        """Return in how many respondents a code occurs, and how many there are."""
        with self.study.reading() as connection:
            having = read_codings.respondents_with(connection, code)
            return having, len(read_people.respondent_names(connection))

    def changed_elsewhere(self) -> bool:
        """Tell whether the file was written to since the last call."""
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
                self._letters.get(c.code, "??"),
                self._colors.get(c.code, "#808080"),
                names.get(c.coder, ""),
                c.coder == me,
            )
            for c in found
        ]

    # Acting

    def apply(self, document: int, passage: Range, choice: int | str) -> str | None:
        """Put a code on a passage; a text is the name (or path) of a code to be made.

        Returns the code's name, or None when it was there already.
        """
        start, end = passage
        if isinstance(choice, str):
            return self._apply_new(document, passage, choice, "inductive")
        coding = coding_acts.apply_code(self.study, document, start, end, choice)
        self._done()
        self._used(choice)
        code = self.code(choice)
        return code.name if coding is not None and code is not None else None

    def apply_in_vivo(self, document: int, passage: Range, name: str) -> str:
        """Make a code called by the passage's own words, and put it there."""
        return self._apply_new(document, passage, name, "in vivo")

    def _apply_new(self, document: int, passage: Range, path: str, origin: Origin) -> str:
        *above, name = [part.strip() for part in path.split(CODE_PATH.strip())]
        parent = None
        if above:
            with self.study.reading() as connection:
                known = read_codes.all_codes(connection)
            parent = read_codes.find_code(known, CODE_PATH.join(above)).id
        code, _coding = code_acts.code_with_new(
            self.study, document, *passage, name, parent=parent, origin=origin
        )
        self._done()
        self._used(code)
        return name

    def remove(self, ids: Sequence[int]) -> int:
        """Take codings off."""
        removed = coding_acts.remove_codings(self.study, ids)
        self._done()
        return removed

    def write_memo(self, document: int, passage: Range, text: str) -> None:
        """Write a memo about a passage."""
        notes.write_memo_on_passage(self.study, document, *passage, text)
        self._done()

    def edit_memo(self, memo: int, text: str) -> None:
        """Give a memo another text; an empty one deletes it."""
        if text.strip():
            notes.edit_memo(self.study, memo, text)
        else:
            notes.delete_memo(self.study, memo)
        self._done()

    def write_code_memo(self, code: int, text: str) -> None:
        """Write a memo about a code."""
        notes.write_memo(self.study, "code", code, text)
        self._done()

    def turn_complete(self, document: int) -> bool:
        """Mark a document complete for the coder, or take the mark back; return how it is now."""
        done = document in {
            d for d, p in self.progress().items() if self.me is not None and self.me in p.complete
        }
        people.mark_complete(self.study, self.actor, [document], complete=not done)
        self._done()
        return not done

    def undo(self) -> Entry:
        """Take back the coder's newest act."""
        entry = undoing.undo(self.study)
        self._done()
        return entry

    def redo(self) -> Entry:
        """Do again what was undone last."""
        entry = undoing.redo(self.study)
        self._done()
        return entry

    def _done(self) -> None:
        self.acted = True
        self.reload_codes()

    def _used(self, code: int) -> None:
        self.recent = [code, *(c for c in self.recent if c != code)][:_RECENT]

    # Where I was

    def remembered_place(self) -> tuple[str, int] | None:
        """Return the document (UUID as hex) and offset where the reader stopped."""
        place = preferences.remembered("places", {}).get(str(self.study.path.resolve()))
        if isinstance(place, list) and len(place) == 2:
            return str(place[0]), int(place[1])
        return None

    def remember_place(self, document: Document, offset: int) -> None:
        """Remember where the reader is: with the user, not in the study."""
        places = dict(preferences.remembered("places", {}))
        places[str(self.study.path.resolve())] = [document.uuid.hex(), offset]
        preferences.remember("places", places)

    def back_up(self) -> None:
        """Keep today's backup, when something was done. A full disk must not stop the leaving."""
        from contextlib import suppress

        from kwalcode.project.backup import rotate

        if self.acted:
            with suppress(KwalcodeError, OSError):
                rotate(self.study)
