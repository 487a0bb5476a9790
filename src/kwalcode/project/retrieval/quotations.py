"""Quotations ready to leave: their text without speaker labels, and whom to attribute it to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Connection

from kwalcode.analysis.layers import Layer
from kwalcode.model import ROLES, Document, Excerpt, Role
from kwalcode.project.analyses.layers import documents_where, layer_of, people_where
from kwalcode.project.history.images import Row
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.codings import coded_places
from kwalcode.project.reads.people import all_coders, attributes_by_respondent, respondent_names
from kwalcode.project.reads.quoting import Marked, marked
from kwalcode.project.retrieval.speech import Piece, Speech
from kwalcode.spans import Range

_PLACE = itemgetter(0, 1)


def excerpts(
    connection: Connection,
    *,
    coder: str | None = None,
    roles: Sequence[Role] = ("respondent",),
    where: Collection[str] = (),
    codes: Collection[int] | None = None,
) -> tuple[Layer, Iterator[Excerpt]]:
    """Return the layer, and a stream of its quotations in document order.

    Arguments as in `frames.evidence`; `codes` limits to quotations with one of these codes
    (of their codes only these are named). One quotation comes once, with all its codes and
    coders. A quotation counts for `roles` when it touches the speech of one of them, and for
    `where` when it counts for a respondent who fits: in a group interview one who speaks in it.
    """
    documents = documents_where(connection, where)
    layer = layer_of(connection, coder, documents)
    limits = _limits(connection, roles, where, codes)
    return layer, _stream(connection, documents, layer, limits)


@dataclass(frozen=True, slots=True)
class _Limits:
    """Whose talk counts, of which respondents (None: everybody), with which codes (None: all)."""

    roles: frozenset[Role]
    people: frozenset[int] | None
    codes: frozenset[int] | None


def _limits(
    connection: Connection,
    roles: Sequence[Role],
    where: Collection[str],
    codes: Collection[int] | None,
) -> _Limits:
    wanted = None if codes is None else frozenset(codes)
    return _Limits(frozenset(roles), people_where(connection, where), wanted)


def _stream(
    connection: Connection,
    documents: Sequence[Document],
    layer: Layer,
    limits: _Limits,
) -> Iterator[Excerpt]:
    named, wanted = Named(connection), limits.codes
    for document in documents:
        who = layer.coders.get(document.id)
        if who is None:
            continue
        chosen = [
            row
            for row in coded_places(connection, document.id)
            if row[3] in who and (wanted is None or row[2] in wanted)
        ]
        if not chosen:
            continue
        speech = Speech(connection, document)
        for (start, end), group in groupby(chosen, key=_PLACE):
            pieces = speech.spoken(start, end)
            if speech.counts(pieces, limits.roles, limits.people):
                yield named.excerpt(speech, (start, end), pieces, list(group), limits.people)


def marked_excerpts(
    connection: Connection,
    *,
    coder: str | None = None,
    roles: Sequence[Role] = ROLES,
    where: Collection[str] = (),
    codes: Collection[int] | None = None,
    edited: bool = True,
) -> tuple[Layer, Iterator[Excerpt]]:
    """Return the layer, and a stream of the quotations marked for the report.

    Arguments as in `excerpts`, but everyone's talk is taken unless `roles` say otherwise. The
    layer tells which codes and coders are named; a marked quotation that has none of them is
    there all the same. `edited` False takes the edits back.
    """
    documents = documents_where(connection, where)
    layer = layer_of(connection, coder, documents)
    limits = _limits(connection, roles, where, codes)
    return layer, _stream_marked(connection, documents, layer, limits, edited)


def _stream_marked(
    connection: Connection,
    documents: Sequence[Document],
    layer: Layer,
    limits: _Limits,
    edited: bool,
) -> Iterator[Excerpt]:
    named, wanted, people = Named(connection), limits.codes, limits.people
    marks: dict[int, list[Marked]] = {}
    for mark in marked(connection):
        marks.setdefault(mark.document, []).append(mark)
    for document in documents:
        if document.id not in marks:
            continue
        speech = Speech(connection, document)
        who = layer.coders.get(document.id, frozenset())
        coded: dict[Range, list[Row]] = {}
        for row in coded_places(connection, document.id):
            if row[3] in who and (wanted is None or row[2] in wanted):
                coded.setdefault((row[0], row[1]), []).append(row)
        for mark in marks[document.id]:
            span = mark.start, mark.end
            pieces = speech.spoken(*span)
            counts = speech.counts(pieces, limits.roles, people)
            if (wanted is None or span in coded) and counts:
                found = named.excerpt(speech, span, pieces, coded.get(span, []), people)
                text = speech.edited(span, mark.edits).text if edited else found.text
                edits = mark.edits if edited else ()
                yield replace(found, text=text, edits=edits, note=mark.note)


def passage_excerpt(connection: Connection, document: Document, start: int, end: int) -> Excerpt:
    """Return any passage [start, end) of a document as an excerpt, without codes and coders."""
    speech = Speech(connection, document)
    return Named(connection).excerpt(speech, (start, end), speech.spoken(start, end), [])


class Named:
    """The names that go along with quotations: of codes, coders, respondents and attributes."""

    def __init__(self, connection: Connection) -> None:
        self._codes = {code.id: code.path for code in all_codes(connection)}
        self._coders = {coder.id: coder.name for coder in all_coders(connection)}
        self._respondents = respondent_names(connection)
        self._attributes = attributes_by_respondent(connection)

    def excerpt(
        self,
        speech: Speech,
        span: Range,
        pieces: Sequence[Piece],
        coded: Sequence[Row],
        people: Collection[int] | None = None,
    ) -> Excerpt:
        """Return the quotation `span`, spoken in `pieces`.

        `coded` are its codings, as `coded_places` gives them; `people` as in `Speech.voice`.
        """
        respondent = speech.respondent(pieces, people) or 0
        return speech.excerpt(
            *span,
            pieces,
            _distinct(self._codes, [row[2] for row in coded]),
            _distinct(self._coders, [row[3] for row in coded]),
            self._respondents.get(respondent, ""),
            self._attributes.get(respondent, {}),
            people,
        )


def _distinct(names: Mapping[int, str], ids: Sequence[int]) -> tuple[str, ...]:
    """Return the names of these ids, each once; nearly always it is one."""
    if len(ids) == 1:
        return (names[ids[0]],)
    return tuple(dict.fromkeys(names[number] for number in ids))
