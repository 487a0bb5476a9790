"""Find the code that somebody means from a few typed letters. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kwalcode.model import Code


@dataclass(frozen=True, slots=True)
class Hit:
    """A code that fits what was typed; `letters` are the places in its name that matched."""

    code: Code
    quality: int
    letters: tuple[int, ...] = ()


EXACT, LETTERS, PREFIX, WORD_STARTS, WITHIN, SCATTERED, PATH, KEYWORD = range(8)
"""How well a code fits, the best first: the whole name, the letters that mark it, its beginning,
beginnings of its words, letters next to each other in it, letters in their order, the same in its
path, a keyword."""


def rank(
    query: str,
    codes: Sequence[Code],
    recent: Sequence[int] = (),
    counts: Mapping[int, int] = {},
    letters: Mapping[int, str] = {},
) -> list[Hit]:
    """Return the codes that fit a query, the best first; all of them for an empty query.

    `letters` are those that mark a code in the margin, by code id: no two codes have the same,
    so typing them always finds the code.

    Accents and case do not matter. Among codes that fit equally well those used last come
    first (`recent`: ids, the newest first), then those used most (`counts`: codings per id),
    then shorter names, then the order of the codebook.
    """
    wanted = fold(query).split()
    place = {code: n for n, code in reversed(list(enumerate(recent)))}
    found = []
    for order, code in enumerate(codes):
        hit = _fit(wanted, code, fold(letters.get(code.id, "")))
        if hit is not None:
            used_last = place.get(code.id, len(recent))
            often = -counts.get(code.id, 0) if wanted else 0
            length = len(code.name) if wanted else 0
            found.append(((hit.quality, used_last, often, length, order), hit))
    return [hit for _, hit in sorted(found, key=lambda pair: pair[0])]


def fold(text: str) -> str:
    """Return `text` without accents and case, letter for letter: as many code points as before."""
    return "".join(_bare(c) for c in text)


def _bare(character: str) -> str:
    if character.isascii():
        return character.lower()
    return unicodedata.normalize("NFD", character)[0].casefold()[0]


def _fit(wanted: Sequence[str], code: Code, letters: str = "") -> Hit | None:
    """Return how a code fits words that must all be found, or None; the worst word decides."""
    if not wanted:
        return Hit(code, EXACT)
    name = fold(code.name)
    if name.split() == list(wanted):
        return Hit(code, EXACT, tuple(range(len(name))))
    if letters and [letters] == list(wanted):
        return Hit(code, LETTERS)
    quality, found_at = EXACT, set[int]()
    for word in wanted:
        found = _in_name(word, name)
        if found is None:
            elsewhere = _elsewhere(word, code)
            if elsewhere is None:
                return None
            quality = max(quality, elsewhere)
        else:
            quality = max(quality, found[0])
            found_at.update(found[1])
    return Hit(code, quality, tuple(sorted(found_at)))


def _in_name(word: str, name: str) -> tuple[int, Sequence[int]] | None:
    if name.startswith(word):
        return PREFIX, range(len(word))
    starts = _at_word_starts(word, name)
    if starts is not None:
        return WORD_STARTS, starts
    at = name.find(word)
    if at >= 0:
        return WITHIN, range(at, at + len(word))
    scattered = _scattered(word, name)
    return None if scattered is None else (SCATTERED, scattered)


def _elsewhere(word: str, code: Code) -> int | None:
    if word in fold(code.path):
        return PATH
    return KEYWORD if any(word in fold(keyword) for keyword in code.keywords) else None


def _at_word_starts(word: str, name: str) -> list[int] | None:
    """Return where `word` is spelled by beginnings of words of `name`, as in "gmr" or "gemel"."""
    starts = [
        n for n, c in enumerate(name) if c.isalnum() and (n == 0 or not name[n - 1].isalnum())
    ]
    return _spell(word, name, starts, set())


def _spell(
    word: str, name: str, starts: Sequence[int], failed: set[tuple[int, int]]
) -> list[int] | None:
    """Spell `word`; `failed` remembers what was tried in vain: (letters left, starts left)."""
    if not word:
        return []
    if (len(word), len(starts)) in failed:
        return None
    for index, start in enumerate(starts):
        length = 0
        while length < len(word) and name[start + length : start + length + 1] == word[length]:
            length += 1
        for taken in range(length, 0, -1):
            rest = _spell(word[taken:], name, starts[index + 1 :], failed)
            if rest is not None:
                return [*range(start, start + taken), *rest]
    failed.add((len(word), len(starts)))
    return None


def _scattered(word: str, name: str) -> list[int] | None:
    letters: list[int] = []
    at = -1
    for letter in word:
        at = name.find(letter, at + 1)
        if at < 0:
            return None
        letters.append(at)
    return letters
