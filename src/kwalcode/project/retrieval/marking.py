"""A quotation laid out for editing: its source text with turns, its edits, its attribution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from kwalcode import edits as editing
from kwalcode.edits import Cut, Edited
from kwalcode.model import Edit, Excerpt, Role, Turn
from kwalcode.project.reads.documents import document as read_document
from kwalcode.project.reads.documents import sentences_of
from kwalcode.project.reads.quoting import mark_on, source_of
from kwalcode.project.retrieval.quotations import Named
from kwalcode.project.retrieval.speech import Speech
from kwalcode.spans import Range


@dataclass(frozen=True, slots=True)
class Draft:
    """What there is to see while a quotation is edited; all places count from its start.

    `source` is the text just as it stands, `cuts` what of it is no speech. `marked` tells
    whether it is marked for the report; `edits` and `note` are those of the mark.
    """

    excerpt: Excerpt
    source: str
    turns: tuple[Turn, ...]
    roles: dict[str, Role]
    sentences: tuple[Range, ...]
    cuts: tuple[Cut, ...]
    edits: tuple[Edit, ...]
    note: str
    marked: bool

    def edited(self, edits: Sequence[Edit]) -> Edited:
        """Return the quotation as a report shows it with these edits."""
        return editing.apply(self.source, edits, self.cuts)


def draft_of(connection: Connection, quotation: int) -> Draft:
    """Return a quotation, marked or not, for editing. Raises NotFound."""
    source = source_of(connection, quotation)
    document = read_document(connection, source.document)
    mark = mark_on(connection, quotation)
    span = source.start, source.end
    speech = Speech(connection, document)
    excerpt = Named(connection).excerpt(speech, span, speech.spoken(*span), [])
    within = (clipped(bounds, span) for bounds in sentences_of(connection, document.id))
    return Draft(
        excerpt,
        source.text,
        tuple(
            _turn(turn, span)
            for turn in speech.turns
            if turn.start < span[1] and turn.end > span[0]
        ),
        dict(speech.roles),
        tuple(bounds for bounds in within if bounds[0] < bounds[1]),
        tuple(speech.cuts(*span)),
        mark.edits if mark else (),
        mark.note if mark else "",
        mark is not None,
    )


def clipped(bounds: Range, span: Range) -> Range:
    """Return the part of a range that lies in `span`, counted from its start; empty for none."""
    start = min(max(bounds[0], span[0]), span[1])
    return start - span[0], max(start, min(bounds[1], span[1])) - span[0]


def _turn(turn: Turn, span: Range) -> Turn:
    whole, speech = (turn.start, turn.end), (turn.speech_start, turn.speech_end)
    return Turn(*clipped(whole, span), *clipped(speech, span), turn.speaker, turn.time)
