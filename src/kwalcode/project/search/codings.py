"""Codings that decide on what a search finds, and those that are there already."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from kwalcode.project.history.images import Row
from kwalcode.project.reads.codings import coded_places
from kwalcode.spans import Range


class Covered:
    """Ranges joined where they overlap or touch, to be asked about."""

    def __init__(self, ranges: Collection[Range]) -> None:
        self._joined: list[Range] = []
        for start, end in sorted(ranges):
            if self._joined and start <= self._joined[-1][1]:
                self._joined[-1] = (self._joined[-1][0], max(self._joined[-1][1], end))
            else:
                self._joined.append((start, end))
        self._starts = [start for start, _end in self._joined]

    def __bool__(self) -> bool:
        return bool(self._joined)

    def holds(self, start: int, end: int) -> bool:
        """Tell whether the whole range [start, end) is covered."""
        at = bisect_right(self._starts, start) - 1
        return at >= 0 and end <= self._joined[at][1]

    def touches(self, start: int, end: int) -> bool:
        """Tell whether some of the range [start, end) is covered."""
        at = bisect_right(self._starts, end - 1) - 1
        return at >= 0 and start < self._joined[at][1]


@dataclass(frozen=True, slots=True)
class CodedPlaces:
    """Where in a document a search may find something: `within` (None: anywhere) and not
    `without`."""

    within: Covered | None
    without: Covered

    @classmethod
    def read(
        cls,
        connection: Connection,
        document: int,
        within: frozenset[int] | None,
        without: frozenset[int],
        coders: frozenset[int] | None,
    ) -> CodedPlaces:
        """Read where a document has these codes (ids), by these coders or by any (None)."""
        rows = coded_places(connection, document)
        inside = None if within is None else Covered(_of(rows, within, coders))
        return cls(inside, Covered(_of(rows, without, coders)))

    @property
    def nowhere(self) -> bool:
        """Whether nothing can be found in this document."""
        return self.within is not None and not self.within

    def allow(self, start: int, end: int) -> bool:
        """Tell whether a place [start, end) counts."""
        inside = self.within is None or self.within.holds(start, end)
        return inside and not self.without.touches(start, end)


def coded_by(connection: Connection, document: int, code: int, coder: int | None) -> Covered:
    """Return where a document has a code, by one coder; nowhere for None."""
    if coder is None:
        return Covered(())
    return Covered(_of(coded_places(connection, document), frozenset((code,)), frozenset((coder,))))


def _of(rows: Sequence[Row], codes: frozenset[int], coders: frozenset[int] | None) -> list[Range]:
    return [
        (start, end)
        for start, end, code, who in rows
        if code in codes and (coders is None or who in coders)
    ]
