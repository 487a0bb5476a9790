"""Find a quote in a text. Pure.

First exactly as it stands; else with runs of white space taken for one space, since
spreadsheets and editors change newlines and double spaces, and without white space at its
edges. Nothing else is ever forgiven. Every start counts as an occurrence: in "anana" the
quote "ana" occurs twice, though the two overlap.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from kwalcode.exchange.tables import RowError, excerpt
from kwalcode.i18n import _
from kwalcode.spans import Range

_SPACE = re.compile(r"\s+")


class Passages:
    """A text in which quotes are looked up; places are in code points of that text."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _flat(self) -> _Flat:
        return _Flat(self.text)

    def find(self, quote: str, occurrence: int | None = None) -> Range:
        """Return the range of the quote, of its `occurrence` from 1 where that is given.

        Occurrences are counted in the first way that finds any. Raises RowError for a quote
        that is not there, that occurs more than once without `occurrence`, or less often.
        """
        at = _chosen(self.text, quote, occurrence)
        if at is not None:
            return at, at + len(quote)
        words = " ".join(quote.split())
        at = _chosen(self._flat.text, words, occurrence) if words else None
        if at is None:
            raise RowError(_("the text has no passage '{quote}'").format(quote=excerpt(quote)))
        return self._flat.place(at), self._flat.place(at + len(words) - 1) + 1

    def agrees(self, place: Range, quote: str) -> bool:
        """Tell whether the passage is the quote, but for the amount of white space."""
        there = self.text[slice(*place)]
        return there == quote or there.split() == quote.split()


class _Flat:
    """A text with every run of white space as one space, and the way back to the original."""

    def __init__(self, text: str) -> None:
        self.text = _SPACE.sub(" ", text)
        self._from: list[int] = [0]
        self._shift: list[int] = [0]
        for run in _SPACE.finditer(text):
            longer = run.end() - run.start() - 1
            if longer:
                shift = self._shift[-1]
                self._from.append(run.start() - shift + 1)
                self._shift.append(shift + longer)

    def place(self, at: int) -> int:
        """Return where in the original the (non-space) character at `at` stands."""
        return at + self._shift[bisect_right(self._from, at) - 1]


def starts(text: str, quote: str) -> Iterator[int]:
    """Yield every place where the quote begins, overlapping ones too."""
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _chosen(text: str, quote: str, occurrence: int | None) -> int | None:
    """Return the start that is meant, None where there is none at all. Raises RowError."""
    found = starts(text, quote)
    if occurrence is None:
        first = next(found, None)
        if first is not None and next(found, None) is not None:
            reason = _("'{quote}' occurs more than once; say which in the column occurrence")
            raise RowError(reason.format(quote=excerpt(quote)))
        return first
    number = 0
    for number, at in enumerate(found, start=1):
        if number == occurrence:
            return at
    if number:
        reason = _("'{quote}' has no occurrence {n}; the last is {last}")
        raise RowError(reason.format(quote=excerpt(quote), n=occurrence, last=number))
    return None
