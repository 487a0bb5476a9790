"""What every part of a report starts from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kwalcode.model import Document, Excerpt, Role
from kwalcode.project.analyses.filtering import Asked
from kwalcode.project.reads import Connection
from kwalcode.project.reads.documents import all_documents
from kwalcode.project.reads.people import respondent_names
from kwalcode.project.retrieval.quotations import Named
from kwalcode.project.retrieval.speech import Speech
from kwalcode.report.attribution import Attribution
from kwalcode.report.data import ReportCode
from kwalcode.report.gather import Gathered


@dataclass(frozen=True, slots=True)
class Choices:
    """What is counted: as in `filtering.Asked`, with the rule and the seed."""

    rule: str
    coder: str | None
    roles: Sequence[Role]
    where: Collection[str]
    seed: int

    @property
    def asked(self) -> Asked:
        """Return whose codings, whose talk, and which respondents count."""
        return {"coder": self.coder, "roles": self.roles, "where": self.where}


class Basis:
    """The project as a report reads it: its quotations, and what respondents and codes are called.

    Respondents go by the name that the report gives them, never by that of a file.
    """

    def __init__(
        self,
        connection: Connection,
        choices: Choices,
        found: Gathered,
        codes: Mapping[int, ReportCode],
        person: Attribution,
        label: Attribution,
    ) -> None:
        self.connection, self.choices, self.found = connection, choices, found
        self.codes, self.label, self._person = codes, label, person
        self.names = respondent_names(connection)
        self.documents: Mapping[int, Document] = {d.id: d for d in all_documents(connection)}
        self._of_person: dict[int, str] = {}
        for document in self.documents.values():
            if document.respondent is not None:
                self._of_person.setdefault(document.respondent, document.name)
        self._by_code: dict[int, list[tuple[int, str]]] = {}
        for place, (quote, voice) in enumerate(zip(found.shown, found.voices, strict=True)):
            for code in quote.codes:
                self._by_code.setdefault(code, []).append((place, voice))
        self._named = Named(connection)
        self._speech = cache(lambda number: Speech(connection, self.documents[number]))

    def person(self, number: int) -> str:
        """Return what the report calls a respondent (id)."""
        name = self.names[number]
        document = self._of_person.get(number, name)
        return self._person(Excerpt(document, 0, 0, "", (), (), respondent=name))

    def with_codes(self, codes: Collection[int]) -> tuple[int, ...]:
        """Return the shown quotations with one of the codes."""
        known = (place for code in codes for place, _voice in self._by_code.get(code, ()))
        return tuple(sorted(set(known)))

    def behind(self, codes: Collection[int], people: Collection[int]) -> tuple[int, ...]:
        """Return the shown quotations with one of the codes by one of the respondents (ids)."""
        voices = {self.names[number] for number in people}
        known = (pair for code in codes for pair in self._by_code.get(code, ()))
        return tuple(sorted({place for place, voice in known if voice in voices}))

    def shown(self, places: Iterable[tuple[int, int, int]]) -> tuple[int, ...]:
        """Return where these quotations (document, start, end) stand, those that are shown."""
        known = (
            self.found.place.get((self.documents[document].name, start, end))
            for document, start, end in places
        )
        return tuple(sorted({place for place in known if place is not None}))

    def passage(self, document: int, start: int, end: int) -> int:
        """Return the place in the report of any passage; it is added where it is not there."""
        name = self.documents[document].name
        known = self.found.place.get((name, start, end))
        if known is not None:
            return known
        speech = self._speech(document)
        made = self._named.excerpt(speech, (start, end), speech.spoken(start, end), [])
        return self.found.add(replace(made, codes=()))
