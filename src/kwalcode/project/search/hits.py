"""Searching the whole project: where words, phrases, lemmas or patterns were said.

Only speech is searched, speaker labels are not. The index tells in which turns to look; the
exact places are found in the text. A text that is not indexed is read instead, so that what is
found does not depend on the index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from kwalcode.language.matching import Matcher
from kwalcode.language.patterns import PatternFinder
from kwalcode.language.queries import Query
from kwalcode.model import ROLES, Role
from kwalcode.project.reads.documents import all_documents, document_groups_of, speakers_of
from kwalcode.project.search import index
from kwalcode.project.search.codings import CodedPlaces
from kwalcode.project.search.texts import TEXT, TURNS, vocabulary
from kwalcode.project.study import Study
from kwalcode.spans import Range

_T = TypeVar("_T")
_FIRST_CHARACTERS, _MOST_CHARACTERS = 60_000, 600_000
_SECONDS = 0.05
"""How much is read at a time: little at first, so that the first hits come at once."""

_PLACE = """
SELECT d.content_id, s.id FROM documents d
LEFT JOIN search_documents s ON s.document_id = d.id AND s.content_id = d.content_id
WHERE d.id = ?
"""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to search. All but `roles` are ids; None means everywhere.

    `within`: only in passages with one of these codes; `without`: not in passages that share
    text with a coding of one of these; by these `coders` only, or by any.
    """

    roles: frozenset[Role] = frozenset(ROLES)
    documents: frozenset[int] | None = None
    group: int | None = None
    within: frozenset[int] | None = None
    without: frozenset[int] = frozenset()
    coders: frozenset[int] | None = None

    @property
    def on_codings(self) -> bool:
        """Whether codings decide on what is found."""
        return self.within is not None or bool(self.without)


@dataclass(frozen=True, slots=True)
class Hit:
    """A place found: ids of document and speaker, range in code points, turn counted from 1."""

    document: int
    start: int
    end: int
    turn: int
    speaker: int


@dataclass(slots=True)
class Facts:
    """What goes along with what was found so far: hits, and the ids of documents with hits and
    of respondents who said it (an interviewer's words are no respondent's)."""

    hits: int = 0
    documents: set[int] = field(default_factory=set)
    respondents: set[int] = field(default_factory=set)


class Reader(Protocol):
    """What gives a search its study."""

    def __call__(self, what: Callable[[Study], _T], /) -> _T | None:
        """Return what `what` returns for the study; None when the study is closed."""


@dataclass(frozen=True, slots=True)
class _Speech:
    """A turn to look in."""

    turn: int
    start: int
    end: int
    speaker: int


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A document to look in."""

    document: int
    text: str
    turns: Sequence[_Speech]
    coded: CodedPlaces | None


class Search:
    """A search under way, document by document in the project's order. `close` it in the end.

    `forms` are the forms of each word that a search by lemma looks for.
    """

    def __init__(self, query: Query, scope: Scope | None = None) -> None:
        self.query, self.scope = query, scope or Scope()
        self.facts = Facts()
        self.forms: Mapping[str, tuple[str, ...]] = {}
        self.done = self._planned = False
        self._left: list[int] = []
        self._wanted = ""
        self._turns: Mapping[int, list[int]] | None = None
        self._said_by: dict[int, int | None] = {}
        self._speakers: set[int] = set()
        self._room = _FIRST_CHARACTERS
        self._patterns = PatternFinder(query.text) if query.kind == "regex" else None
        self._matcher: Matcher | None = None

    def more(self, read: Reader) -> list[Hit]:
        """Return the next hits, perhaps none yet; `done` tells whether there are more.

        Takes a moment, only part of it inside `read`. Raises KwalcodeError for a pattern that
        takes too long, or when the study cannot be read.
        """
        if not self._planned:
            words = read(self._plan)
            self._prepare(words or set())
        loaded = read(self._load)
        if loaded is None:
            self.done = True
            return []
        hits = list(self._found(loaded))
        self.facts.hits += len(hits)
        self.facts.documents.update(hit.document for hit in hits)
        said_by = (self._said_by.get(hit.speaker) for hit in hits)
        self.facts.respondents.update(person for person in said_by if person is not None)
        return hits

    def close(self) -> None:
        """Break off, also what another thread is finding at this moment."""
        self.done = True
        if self._patterns is not None:
            self._patterns.close()

    # What to look in

    def _plan(self, study: Study) -> set[str]:
        """Find out in which documents and at whose words to look; return the words that occur,
        where they are needed."""
        with study.reading() as connection:
            found = all_documents(connection)
            chosen = self._documents(connection)
            self._left = [d.id for d in reversed(found) if chosen is None or d.id in chosen]
            own = {d.id: d.respondent for d in found}
            for speaker in speakers_of(connection):
                person = speaker.respondent
                if person is None and speaker.role != "interviewer":
                    person = own.get(speaker.document)
                self._said_by[speaker.id] = person
                if speaker.role in self.scope.roles:
                    self._speakers.add(speaker.id)
            self._planned = True
            return vocabulary(connection) if self.query.kind == "lemma" else set()

    def _documents(self, connection: Connection) -> frozenset[int] | None:
        chosen = self.scope.documents
        if self.scope.group is not None:
            groups = {group.id: group.documents for group in document_groups_of(connection)}
            members = frozenset(groups.get(self.scope.group, ()))
            chosen = members if chosen is None else chosen & members
        return chosen

    def _prepare(self, words: set[str]) -> None:
        query = self.query
        if query.kind == "lemma":
            from kwalcode.language.wordforms import occurring_forms

            self.forms = occurring_forms(query.words, words)
            query = query.with_forms(self.forms)
        if query.terms:
            self._wanted = index.question(query)
            self._matcher = Matcher(query)

    def _load(self, study: Study) -> list[_Loaded]:
        """Read the next documents in which there may be something."""
        loaded: list[_Loaded] = []
        with study.reading() as connection:
            if self._turns is None:
                self._turns = self._ask_index(connection)
            until = perf_counter() + _SECONDS
            while self._left and self._room > 0 and perf_counter() < until:
                one = self._one(connection, self._left.pop(), self._turns)
                if one is not None:
                    loaded.append(one)
                    self._room -= len(one.text)
        self.done = not self._left
        self._room = min(_MOST_CHARACTERS, _FIRST_CHARACTERS + 2 * sum(len(d.text) for d in loaded))
        return loaded

    def _ask_index(self, connection: Connection) -> dict[int, list[int]]:
        """Return the turns to look in, by number in the index; of texts not in it all are."""
        if not self._wanted or not index.indexed(connection):
            return {}
        known = index.numbers(connection).values()
        return {number: [] for number in known} | index.turns_with(connection, self._wanted)

    def _one(
        self, connection: Connection, document: int, asked: Mapping[int, list[int]]
    ) -> _Loaded | None:
        """Read a document; None when there is nothing in it."""
        place = connection.exec_driver_sql(_PLACE, (document,)).one_or_none()
        if place is None:
            return None
        content, number = place
        found = asked.get(number or 0)
        only = None if found is None else set(found)
        if found is not None and not only:
            return None
        turns = [
            _Speech(*row)
            for row in connection.exec_driver_sql(TURNS, (document,))
            if row[3] in self._speakers and (only is None or row[0] in only)
        ]
        coded = None
        if self.scope.on_codings:
            scope = self.scope
            coded = CodedPlaces.read(
                connection, document, scope.within, scope.without, scope.coders
            )
        if not turns or (coded is not None and coded.nowhere):
            return None
        text = connection.exec_driver_sql(TEXT, (content,)).scalar_one()
        return _Loaded(document, text, turns, coded)

    # Looking

    def _found(self, loaded: Iterable[_Loaded]) -> Iterator[Hit]:
        for one in loaded:
            for turn, places in zip(one.turns, self._places(one), strict=True):
                for start, end in places:
                    hit = Hit(
                        one.document, turn.start + start, turn.start + end, turn.turn, turn.speaker
                    )
                    if one.coded is None or one.coded.allow(hit.start, hit.end):
                        yield hit

    def _places(self, one: _Loaded) -> Iterable[list[Range]]:
        speech = [one.text[turn.start : turn.end] for turn in one.turns]
        if self._patterns is not None:
            return self._patterns.find(speech)
        assert self._matcher is not None
        return map(self._matcher.find, speech)


def search(study: Study, query: Query, scope: Scope | None = None) -> tuple[list[Hit], Search]:
    """Search to the end; return the hits and what goes along with them. Raises KwalcodeError."""
    under_way = Search(query, scope)
    hits: list[Hit] = []

    def read(what: Callable[[Study], _T]) -> _T | None:
        return what(study)

    try:
        while not under_way.done:
            hits += under_way.more(read)
    finally:
        under_way.close()
    return hits, under_way
