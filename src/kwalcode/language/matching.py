"""Where in a text a query is found, to the code point. Pure; no dependencies."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kwalcode.language.folding import Folded, fold
from kwalcode.language.queries import Query, Term, Word
from kwalcode.spans import Range

_NO_LETTER_BEFORE, _NO_LETTER_AFTER = r"(?<![^\W_])", r"(?![^\W_])"
_BETWEEN, _REST = r"[\W_]+", r"[^\W_]*"


class Matcher:
    """Finds the places of a query that has terms, in one stretch of speech at a time."""

    def __init__(self, query: Query) -> None:
        self._patterns = [re.compile(_pattern(term)) for term in query.terms]

    def find(self, speech: str) -> list[Range]:
        """Return the places in `speech` sorted by start, as half-open ranges in code points.

        None unless all terms are there; then all places of each, but those inside another's.
        """
        folded = fold(speech)
        found: set[Range] = set()
        for pattern in self._patterns:
            places = [match.span() for match in pattern.finditer(folded.text)]
            if not places:
                return []
            found.update(places)
        return spans_of(folded, found)


def spans_of(folded: Folded, places: Iterable[Range]) -> list[Range]:
    """Return places in a folded text as ranges of the text itself, sorted, none inside another.

    Places without a character are left out.
    """
    found = {folded.span(*place) for place in places if place[0] < place[1]}
    kept: list[Range] = []
    for start, end in sorted(found, key=lambda place: (place[0], -place[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept


def _pattern(term: Term) -> str:
    if not term.words:
        return re.escape(term.literal)
    words = _BETWEEN.join(map(_word, term.words))
    return f"{_NO_LETTER_BEFORE}{words}{_NO_LETTER_AFTER}"


def _word(word: Word) -> str:
    forms = "|".join(map(re.escape, sorted(word.forms, key=len, reverse=True)))
    return f"(?:{forms}){_REST if word.prefix else ''}"
