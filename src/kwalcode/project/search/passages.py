"""Hits as passages to be coded: the match itself, its sentence, or its turn."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from sqlalchemy import Connection

from kwalcode.project.reads.documents import sentences_of, text_of
from kwalcode.project.search.codings import coded_by
from kwalcode.project.search.hits import Hit
from kwalcode.spans import Range, trim

Extent = Literal["match", "sentence", "turn"]
EXTENTS: tuple[Extent, ...] = ("match", "sentence", "turn")
Coded = Literal["", "partly", "wholly"]

_SPEECH = (
    "SELECT position, speech_start, speech_end FROM turns WHERE document_id = ? ORDER BY position"
)
_CONTENT = "SELECT content_id FROM documents WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with one hit or more: range in code points, the first hit in it, how many.

    `content` is the id of the text that the range belongs to. `coded` tells whether the coder
    has the code there already: on all of it, or on some.
    """

    document: int
    content: int
    start: int
    end: int
    hit: Hit
    hits: int = 1
    coded: Coded = ""


def passages_of(
    connection: Connection,
    hits: Iterable[Hit],
    extent: Extent,
    *,
    code: int | None = None,
    coder: int | None = None,
) -> list[Passage]:
    """Return the passages of these hits in the order of the hits; equal ones fall together.

    A hit in no sentence is its own passage, and one across sentences takes all of them; a
    sentence ends with its turn. White space at the edges is left out. `code` and `coder` (ids)
    tell which codings `Passage.coded` is about. Hits of documents that are gone are left out.
    """
    found: list[Passage] = []
    for document, group in groupby(hits, key=lambda hit: hit.document):
        content = connection.exec_driver_sql(_CONTENT, (document,)).scalar()
        if content is None:
            continue
        cut = _Cutter(connection, document, extent)
        same: dict[Range, list[Hit]] = {}
        for hit in group:
            same.setdefault(cut.around(hit), []).append(hit)
        there = coded_by(connection, document, code, coder) if code is not None else None
        for (start, end), inside in same.items():
            coded: Coded = ""
            if there is not None and there.touches(start, end):
                coded = "wholly" if there.holds(start, end) else "partly"
            found.append(Passage(document, content, start, end, inside[0], len(inside), coded))
    return found


class _Cutter:
    """Cuts passages out of one document."""

    def __init__(self, connection: Connection, document: int, extent: Extent) -> None:
        self._extent = extent
        self._text = text_of(connection, document)
        rows = connection.exec_driver_sql(_SPEECH, (document,))
        self._speech = {position: (start, end) for position, start, end in rows}
        self._sentences: Sequence[Range] = ()
        if extent == "sentence":
            self._sentences = sentences_of(connection, document)
        self._starts = [start for start, _end in self._sentences]
        self._ends = [end for _start, end in self._sentences]

    def around(self, hit: Hit) -> Range:
        """Return the passage around a hit."""
        start, end = hit.start, hit.end
        speech = self._speech.get(hit.turn, (start, end))
        if self._extent == "turn":
            start, end = speech
        elif self._extent == "sentence":
            first, last = bisect_right(self._ends, start), bisect_left(self._starts, end) - 1
            if first <= last:
                start = max(speech[0], min(start, self._starts[first]))
                end = min(speech[1], max(end, self._ends[last]))
        trimmed = trim(self._text, start, end)
        return trimmed if trimmed[0] < trimmed[1] else (hit.start, hit.end)
