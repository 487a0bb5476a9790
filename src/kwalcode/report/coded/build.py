"""Reads what is to be printed of a study: whose codings, on what text, with which memos."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from kwalcode.analysis.layers import ALL, CONSENSUS, CodedDocument, main_coder
from kwalcode.i18n import _, counted, current
from kwalcode.marks import UNLETTERED, color_of, letters
from kwalcode.model import Code, Document
from kwalcode.project.analyses.layers import MAIN_CODER, coded_documents
from kwalcode.project.reads import Connection
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.codings import coded_places
from kwalcode.project.reads.documents import all_documents
from kwalcode.project.reads.notes import all_memos, memos_on
from kwalcode.project.reads.people import all_coders, find_coder, setting
from kwalcode.project.retrieval.speech import Speech
from kwalcode.project.study import Study
from kwalcode.report.coded.sheet import Book, Mark, Note, PrintedCode, Sheet, Stretch
from kwalcode.report.facts import layer_name
from kwalcode.spans import Range, trim


def print_documents(
    study: Study,
    documents: Sequence[Document],
    *,
    coder: str | None = None,
    memos: bool = True,
) -> Book:
    """Return documents ready to print, with their codes in the margin.

    `coder` None prints the consensus where it was finalised, else the main coder's codings,
    whether marked complete or not; a name that coder's, "all" everyone's (the same code on the
    same range once, with all its coders). Raises NotFound for an unknown coder.
    """
    with study.reading() as connection:
        return Reader(connection, coder, memos).book(study.path.stem, documents)


@dataclass(frozen=True, slots=True)
class _Whose:
    """The coders (ids) whose codings are printed, under a name; `told` to name each of them."""

    name: str
    coders: frozenset[int]
    told: bool


class Reader:
    """Reads documents for printing; what they have in common is read once.

    Arguments as in `print_documents`. Raises NotFound for an unknown coder.
    """

    def __init__(self, connection: Connection, coder: str | None, memos: bool) -> None:
        self._connection, self._asked, self._with_memos = connection, coder, memos
        self._coders = {c.id: c for c in all_coders(connection)}
        self._facts = {d.id: d for d in coded_documents(connection, all_documents(connection))}
        self._main = self._main_coder()
        if coder is not None and coder != ALL:
            find_coder(connection, coder)
        self._codes = all_codes(connection)

    def book(self, title: str, documents: Sequence[Document]) -> Book:
        """Return the documents ready to print."""
        sheets = [self._sheet(document) for document in documents]
        used = Counter(mark.code for sheet in sheets for mark in sheet.marks)
        legend = {c.id: c for c in printed_codes(self._codes) if c.id in used}
        codes = {number: replace(code, codings=used[number]) for number, code in legend.items()}
        return Book(title, current(), sheets, codes)

    def _main_coder(self) -> int | None:
        named = setting(self._connection, MAIN_CODER)
        if named is not None:
            return find_coder(self._connection, named).id
        return main_coder(self._facts.values(), self._coders.values())

    def _whose(self, fact: CodedDocument) -> _Whose:
        consensus = [c.id for c in self._coders.values() if c.kind == CONSENSUS]
        if self._asked == ALL:
            return _Whose(layer_name(ALL), frozenset(self._coders) - set(consensus), True)
        if self._asked is not None:
            coder = find_coder(self._connection, self._asked)
            return _Whose(coder.name, frozenset([coder.id]), False)
        if fact.finalised:
            return _Whose(layer_name(CONSENSUS), frozenset(consensus), False)
        if self._main is None:
            return _Whose(_("nobody"), frozenset(), False)
        return _Whose(self._coders[self._main].name, frozenset([self._main]), False)

    def _sheet(self, document: Document) -> Sheet:
        fact = self._facts[document.id]
        whose = self._whose(fact)
        speech = Speech(self._connection, document)
        marks = list(self._marks(document.id, whose))
        notes = list(self._notes(document.id)) if self._with_memos else []
        complete = whose.coders and whose.coders <= fact.complete
        facts = [
            (_("Layer"), whose.name),
            (_("Codings"), str(len(marks))),
            (_("Codes"), str(len({mark.code for mark in marks}))),
            (_("Turns"), str(len(speech.turns))),
            (_("Completely coded"), _("yes") if complete else _("no")),
        ]
        if document.version > 1:
            facts.append((_("Version"), str(document.version)))
        if notes:
            facts.append((_("Memos"), counted("{n} memo", "{n} memos", len(notes))))
        stretches = tuple(stretches_of(speech))
        return Sheet(document.name, tuple(facts), speech.text, stretches, marks, notes)

    def _marks(self, document: int, whose: _Whose) -> Iterator[Mark]:
        rows = [r for r in coded_places(self._connection, document) if r[3] in whose.coders]
        rows.sort(key=lambda r: (r[0], -r[1], r[2]))
        for (start, end, code), same in groupby(rows, key=lambda r: r[:3]):
            names = [self._coders[row[3]].name for row in same] if whose.told else []
            yield Mark(start, end, code, ", ".join(names))

    def _notes(self, document: int) -> Iterator[Note]:
        for memo in reversed(all_memos(self._connection, "document", document)):
            yield Note(memo.title, memo.text, self._author(memo.coder))
        found = memos_on(self._connection, document)
        for number, (place, memo) in enumerate(found, start=1):
            yield Note(memo.title, memo.text, self._author(memo.coder), number, place)

    def _author(self, coder: int) -> str:
        known = self._coders.get(coder)
        return known.name if known else ""


def printed_codes(codes: Sequence[Code]) -> Iterator[PrintedCode]:
    """Yield the codes as they are marked, in the order of the codebook."""
    marked = letters(codes)
    for code in codes:
        pair = marked.get(code.id, UNLETTERED)
        yield PrintedCode(code.id, pair, color_of(code), code.name, code.path, code.definition)


def stretches_of(speech: Speech) -> Iterator[Stretch]:
    """Yield the speech of the turns, and what else stands between them, in order."""
    done = 0
    for number, turn in enumerate(speech.turns, start=1):
        yield from _between(speech.text, (done, turn.start))
        aside = speech.roles.get(turn.speaker) == "interviewer"
        start, end = trim(speech.text, turn.speech_start, turn.speech_end)
        yield Stretch(start, end, number, turn.speaker, aside)
        yield from _between(speech.text, (turn.speech_end, turn.end))
        done = turn.end
    yield from _between(speech.text, (done, len(speech.text)))


def _between(text: str, span: Range) -> Iterable[Stretch]:
    start, end = trim(text, span[0], max(span))
    if start < end:
        yield Stretch(start, end)
