"""Hits as they are read: the words before, the words found, the words after, and who said it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from kwalcode.model import Role
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.codings import coded_places
from kwalcode.project.reads.documents import all_documents, speakers_of, text_of
from kwalcode.project.reads.people import respondent_names
from kwalcode.project.search.hits import Hit
from kwalcode.spans import overlap

CONTEXT = 400
"""So many characters before and after, at most, and never beyond the turn."""

_SPEECH = "SELECT speech_start, speech_end FROM turns WHERE document_id = ? AND position = ?"


@dataclass(frozen=True, slots=True)
class Line:
    """A hit in its context. `respondent` is who said it, "" for an interviewer; `codes` are the
    names of the codes on some of it."""

    document: str
    turn: int
    speaker: str
    role: Role
    respondent: str
    left: str
    match: str
    right: str
    codes: tuple[str, ...] = ()


def lines_of(
    connection: Connection,
    hits: Sequence[Hit],
    context: int = CONTEXT,
    *,
    coders: Collection[int] | None = None,
) -> list[Line | None]:
    """Return the line of each hit; None where the document is no longer there, or is shorter.

    `context` is in code points before and after. `coders` (ids): only codes that these put
    there are named; None: all.
    """
    about = _About.read(connection)
    present = {hit.document for hit in hits} & about.documents.keys()
    pages = {number: _Page.read(connection, number, coders) for number in present}
    return [_line(connection, hit, pages.get(hit.document), about, context) for hit in hits]


@dataclass(frozen=True, slots=True)
class _About:
    """The names of things, by id."""

    documents: Mapping[int, str]
    speakers: Mapping[int, tuple[str, Role, str]]
    codes: Mapping[int, str]

    @classmethod
    def read(cls, connection: Connection) -> _About:
        documents = {d.id: d for d in all_documents(connection)}
        people = respondent_names(connection)
        speakers = {}
        for speaker in speakers_of(connection):
            person = speaker.respondent
            if person is None and speaker.role != "interviewer":
                person = documents[speaker.document].respondent
            speakers[speaker.id] = (speaker.label, speaker.role, people.get(person or 0, ""))
        names = {code.id: code.name for code in all_codes(connection)}
        return cls({n: d.name for n, d in documents.items()}, speakers, names)


@dataclass(frozen=True, slots=True)
class _Page:
    """A document's text and codings."""

    text: str
    codings: Sequence[tuple[int, int, int]]

    @classmethod
    def read(cls, connection: Connection, document: int, coders: Collection[int] | None) -> _Page:
        rows = coded_places(connection, document)
        kept = [row[:3] for row in rows if coders is None or row[3] in coders]
        return cls(text_of(connection, document), kept)


def _line(
    connection: Connection, hit: Hit, page: _Page | None, about: _About, context: int
) -> Line | None:
    speech = connection.exec_driver_sql(_SPEECH, (hit.document, hit.turn)).one_or_none()
    who = about.speakers.get(hit.speaker)
    if page is None or speech is None or who is None or hit.end > speech[1]:
        return None
    text = page.text
    here = (hit.start, hit.end)
    codes = dict.fromkeys(row[2] for row in page.codings if overlap((row[0], row[1]), here))
    return Line(
        about.documents[hit.document],
        hit.turn,
        *who,
        text[max(speech[0], hit.start - context) : hit.start],
        text[hit.start : hit.end],
        text[hit.end : min(speech[1], hit.end + context)],
        tuple(about.codes[code] for code in codes if code in about.codes),
    )
