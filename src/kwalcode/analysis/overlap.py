"""Codes whose spans overlap: events, shares and shared characters per pair of codes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kwalcode.analysis.joins import Spread, later_overlaps, merged, portions, tally
from kwalcode.analysis.rows import Rows
from kwalcode.units import Ints, distinct, order


@dataclass(frozen=True, slots=True)
class Events:
    """Tables of codes x codes as flat arrays; `a * k + b` is the place of the pair (a, b).

    `events` and `respondents` are filled for a < b, `meets` (how many quotations of a overlap
    one with b) for both directions.
    """

    events: Ints
    respondents: Ints
    meets: Ints


def events(rows: Rows) -> Events:
    """Count ATLAS.ti's events: unordered pairs of overlapping quotations, one with each code.

    A quotation that carries both counts once. Only codings of one coder pair up; the same two
    quotations count once, however many coders put the codes on them.
    """
    k = len(rows.codes)
    found = np.zeros(k * k, dtype=np.int64)
    meets = np.zeros(k * k, dtype=np.int64)
    spread = Spread(k * k, len(rows.respondents))
    pending = np.empty(0, dtype=np.int64)
    several = np.bincount(rows.quotation) > 1
    count = later_overlaps(rows.document, rows.start, rows.end)
    for all_i, all_j in portions(count, rows.quotation):
        i, j = _between_codes(rows.code, rows.coder, all_i, all_j)
        a, b = rows.code[i], rows.code[j]
        here, there = rows.quotation[i], rows.quotation[j]
        pair = np.minimum(a, b) * k + np.maximum(a, b)
        found += tally(_once(here, there, pair, several[here] | several[there]), k * k)
        spread.add(pair, rows.respondent[i], rows.respondent[j])
        keys = np.concatenate([(here * k + a) * k + b, (there * k + b) * k + a, pending])
        keys = distinct(keys)[0]
        # later portions hold later quotations only
        closed = int(np.searchsorted(keys, (int(rows.quotation[all_i[-1]]) + 1) * k * k))
        meets += tally(keys[:closed] % (k * k), k * k)
        pending = keys[closed:]
    if len(pending):
        meets += tally(pending % (k * k), k * k)
    return Events(found, spread.count(), meets)


def _between_codes(code: Ints, coder: Ints, i: Ints, j: Ints) -> tuple[Ints, Ints]:
    """Keep the pairs of rows that join two different codes of one coder."""
    kept = np.flatnonzero((code[i] != code[j]) & (coder[i] == coder[j]))
    return i[kept], j[kept]


def _once(here: Ints, there: Ints, pair: Ints, doubtful: npt.NDArray[np.bool_]) -> Ints:
    """Return the code pair of each distinct event (two quotations, two codes).

    An event can only come up twice when one of its quotations has several codings: only
    those, marked `doubtful`, are compared.
    """
    rest = distinct(here[doubtful], there[doubtful], pair[doubtful])[2]
    return np.concatenate([pair[~doubtful], rest])


def shared_characters(rows: Rows) -> tuple[Ints, Ints]:
    """Return the code points per code, and those per pair (flat, a < b) that carry both.

    A code point carries both codes when one coder put both on it; it counts once.
    """
    k = len(rows.codes)
    if not len(rows):
        return np.zeros(k, dtype=np.int64), np.zeros(k * k, dtype=np.int64)
    coders = 1 + int(rows.coder.max())
    anyone, start, end = merged(rows.document * k + rows.code, rows.start, rows.end)
    lengths = tally(anyone % k, k, end - start)
    if coders > 1:
        own = (rows.document * coders + rows.coder) * k + rows.code
        anyone, start, end = merged(own, rows.start, rows.end)
    pieces = _Pieces(anyone // (k * coders), anyone // k % coders, anyone % k, start, end)
    return lengths, _intersections(pieces.sorted(), k, coders)


@dataclass(frozen=True, slots=True)
class _Pieces:
    """What each coder put each code on, without overlaps."""

    document: Ints
    coder: Ints
    code: Ints
    start: Ints
    end: Ints

    def sorted(self) -> _Pieces:
        columns = (self.document, self.coder, self.code, self.start, self.end)
        by_place = order(self.document, self.start)
        return _Pieces(*(column[by_place] for column in columns))


def _intersections(pieces: _Pieces, k: int, coders: int) -> Ints:
    shared = np.zeros(k * k, dtype=np.int64)
    count = later_overlaps(pieces.document, pieces.start, pieces.end)
    for all_i, all_j in portions(count, pieces.document):
        i, j = _between_codes(pieces.code, pieces.coder, all_i, all_j)
        a, b = pieces.code[i], pieces.code[j]
        pair = np.minimum(a, b) * k + np.maximum(a, b)
        start, end = pieces.start[j], np.minimum(pieces.end[i], pieces.end[j])
        if coders > 1:  # two coders may have put both codes on the same words
            group = pair * (1 + int(pieces.document[-1])) + pieces.document[i]
            group, start, end = merged(group, start, end)
            pair = group // (1 + int(pieces.document[-1]))
        shared += tally(pair, k * k, end - start)
    return shared
