"""A project's own list of names, found again in a text however they are written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache
from itertools import pairwise
from unicodedata import combining, normalize

from kwalcode.privacy.found import Found

_Names = Sequence[tuple[int, Set[tuple[str, ...]]]]
"""Names of several lengths in words, the longest first."""

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\s.'’‘`-]{1,3}")
"""What may stand between the words of one name, as in `Anne-Marie`, `A. de Vries`, `O'Neil`."""
_UNDIVIDED = {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
_UNSEEN = frozenset("\u00ad\u200c\u200d\u2060")


def names_in(text: str, names: Iterable[str]) -> list[Found]:
    """Return where one of `names` stands in `text`, in order, not overlapping, in code points.

    Whole words only; capitals, accents and the signs between the words of a name make no
    difference. Where several names begin, the longest wins.
    """
    wanted = _by_first_word(names)
    folded, origin = _folded(text)
    words = list(_WORD.finditer(folded))
    found = []
    place = 0
    while place < len(words):
        count = _match(folded, words, place, wanted.get(words[place].group(), ()))
        if count:
            last = words[place + count - 1].end() - 1
            end = _with_marks(text, origin[last] + 1)
            found.append(Found(origin[words[place].start()], end, "name"))
        place += count or 1
    return found


def _by_first_word(names: Iterable[str]) -> dict[str, _Names]:
    """Return the names as tuples of words, by their first word and their length."""
    groups: dict[str, dict[int, set[tuple[str, ...]]]] = defaultdict(lambda: defaultdict(set))
    for name in names:
        words = tuple(_WORD.findall(_folded(name)[0]))
        if words:
            groups[words[0]][len(words)].add(words)
    return {first: sorted(lengths.items(), reverse=True) for first, lengths in groups.items()}


def _match(folded: str, words: Sequence[re.Match[str]], place: int, wanted: _Names) -> int:
    """Return how many words from `place` on are one of the names; 0 when none is."""
    for length, names in wanted:
        here = words[place : place + length]
        if tuple(word.group() for word in here) in names and all(
            _BETWEEN.fullmatch(folded, a.end(), b.start()) for a, b in pairwise(here)
        ):
            return length
    return 0


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """Return the text without capitals and accents, and for each of its characters whence."""
    if text.isascii():
        return text.lower(), range(len(text))
    pieces = [_fold(char) for char in text]
    origin = [place for place, piece in enumerate(pieces) for _char in piece]
    return "".join(pieces), origin


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    if char in _UNSEEN:
        return ""
    plain = normalize("NFKD", normalize("NFKD", char).casefold())
    return "".join(_UNDIVIDED.get(c, c) for c in plain if not combining(c))


def _with_marks(text: str, end: int) -> int:
    """Take the accents that stand as characters of their own along with their letter."""
    while end < len(text) and combining(text[end]):
        end += 1
    return end
