"""Quotations ready to leave: their text without speaker labels, and whom to attribute it to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Connection

from kwalcode.analysis.layers import Layer
from kwalcode.model import ROLES, Document, Excerpt, Role, Turn
from kwalcode.project.layers import documents_where, layer_of
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.codings import coded_places
from kwalcode.project.reads.documents import roles_of, text_of, turns_of
from kwalcode.project.reads.people import all_coders, attributes_by_respondent, respondent_names

_PLACE = itemgetter(0, 1)
Piece = tuple[Turn, int, int]
"""Speech of a turn, and a range in it."""


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
    coders. A quotation counts for `roles` when it touches the speech of one of them.
    """
    documents = documents_where(connection, where)
    layer = layer_of(connection, coder, documents)
    wanted = None if codes is None else frozenset(codes)
    return layer, _stream(connection, documents, layer, frozenset(roles), wanted)


def _stream(
    connection: Connection,
    documents: Sequence[Document],
    layer: Layer,
    roles: frozenset[Role],
    wanted: frozenset[int] | None,
) -> Iterator[Excerpt]:
    names = {code.id: code.path for code in all_codes(connection)}
    coders = {coder.id: coder.name for coder in all_coders(connection)}
    respondents = respondent_names(connection)
    attributes = attributes_by_respondent(connection)
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
        respondent = respondents.get(document.respondent or 0, "")
        values = attributes.get(document.respondent or 0, {})
        for (start, end), group in groupby(chosen, key=_PLACE):
            pieces = speech.spoken(start, end)
            if not speech.touches(pieces, roles):
                continue
            same = list(group)
            yield speech.excerpt(
                start,
                end,
                pieces,
                _distinct(names, [row[2] for row in same]),
                _distinct(coders, [row[3] for row in same]),
                respondent,
                values,
            )


def _distinct(names: Mapping[int, str], ids: Sequence[int]) -> tuple[str, ...]:
    """Return the names of these ids, each once; nearly always it is one."""
    if len(ids) == 1:
        return (names[ids[0]],)
    return tuple(dict.fromkeys(names[number] for number in ids))


class Speech:
    """One document's text and turns: cuts quotations out of it, without speaker labels."""

    def __init__(self, connection: Connection, document: Document) -> None:
        self.document = document
        self.text = text_of(connection, document.id)
        self.turns = turns_of(connection, document.id)
        self.roles = roles_of(connection, document.id)
        self._starts = [turn.start for turn in self.turns]

    def spoken(self, start: int, end: int) -> list[Piece]:
        """Return the pieces of speech in [start, end): turn, and the range within its speech."""
        pieces = []
        for at in range(max(0, bisect_right(self._starts, start) - 1), len(self.turns)):
            turn = self.turns[at]
            if turn.start >= end:
                break
            first, last = max(start, turn.speech_start), min(end, turn.speech_end)
            if first < last:
                pieces.append((turn, first, last))
        return pieces

    def touches(self, pieces: Sequence[Piece], roles: Collection[Role]) -> bool:
        """Tell whether some non-space speech of one of `roles` is among the pieces."""
        if len(roles) == len(ROLES):
            return True
        return any(
            self.roles.get(turn.speaker) in roles and not self.text[first:last].isspace()
            for turn, first, last in pieces
        )

    def excerpt(
        self,
        start: int,
        end: int,
        pieces: Sequence[Piece],
        codes: tuple[str, ...],
        coders: tuple[str, ...],
        respondent: str,
        attributes: Mapping[str, str],
    ) -> Excerpt:
        """Return the quotation [start, end) of the document, spoken in `pieces`."""
        text = "\n".join([self.text[first:last].strip() for _turn, first, last in pieces])
        turn = pieces[0][0] if pieces else None
        return Excerpt(
            document=self.document.name,
            start=start,
            end=end,
            text=text or self.text[start:end],
            codes=codes,
            coders=coders,
            speaker=turn.speaker if turn else "",
            role=self.roles.get(turn.speaker, "") if turn else "",
            respondent=respondent,
            turn=bisect_right(self._starts, turn.start) if turn else None,
            time=turn.time if turn else None,
            attributes=attributes,
        )
