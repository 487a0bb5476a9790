"""The text of a query as tokens: names, texts, words with a meaning, signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from kwalcode.analysis.query.tree import QueryError
from kwalcode.analysis.query.words import BY_WORDS, LONGEST
from kwalcode.i18n import _

Kind = Literal["word", "name", "text", "sign", "open", "close", "comma", "key", "end"]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: `value` is its meaning (quotes taken off), [start, end) its place."""

    kind: Kind
    value: str
    start: int
    end: int


_NAME_QUOTES: Final = {"'": "'", "‘": "’"}
_TEXT_QUOTES: Final = {'"': '"', "“": "”", "„": "”"}
_PLAIN: Final[dict[str, Kind]] = {"(": "open", ")": "close", ",": "comma"}
_SIGN: Final = re.compile(r"!=|<=|>=|≠|≤|≥|[<>=]")
_SAME_SIGN: Final = {"≠": "!=", "≤": "<=", "≥": ">="}
# A word may hold an apostrophe ("collega's") but not begin with one.
_WORD: Final = re.compile(r"[^\s(),<>=!≠≤≥\"“”„'‘](?:[^\s(),<>=!≠≤≥\"“”„]|!(?!=))*")


def tokens(text: str, *, unfinished: bool = False) -> list[Token]:
    """Return the tokens of a query, the last one of the kind "end".

    `unfinished` takes a quotation mark that is not closed as closed at the end, for completing
    what is being typed. Raises QueryError, with the column.
    """
    found: list[Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token = _token(text, at, unfinished)
        found.append(token)
        at = token.end
    return [*_with_meanings(found), Token("end", "", len(text), len(text))]


def _token(text: str, at: int, unfinished: bool) -> Token:
    first = text[at]
    if first in _PLAIN:
        return Token(_PLAIN[first], first, at, at + 1)
    if first in _NAME_QUOTES:
        return _quoted(text, at, _NAME_QUOTES[first], "name", unfinished)
    if first in _TEXT_QUOTES:
        return _quoted(text, at, _TEXT_QUOTES[first], "text", unfinished)
    sign = _SIGN.match(text, at)
    if sign:
        return Token("sign", _SAME_SIGN.get(sign[0], sign[0]), at, sign.end())
    word = _WORD.match(text, at)
    if word is None:
        raise QueryError(
            _("Column {column}: “{sign}” has no meaning here.").format(column=at + 1, sign=first),
            at + 1,
        )
    return Token("word", word[0], at, word.end())


def _quoted(text: str, start: int, mark: str, kind: Kind, unfinished: bool) -> Token:
    """Read up to the closing mark; a doubled one, or one inside a word, belongs to the text."""
    value = ""
    at = start + 1
    while at < len(text):
        here, following = text[at], text[at + 1 : at + 2]
        if here == mark:
            if following == mark:
                at += 1
            elif not (kind == "name" and following.isalnum() and value[-1:].isalnum()):
                return Token(kind, value, start, at + 1)
        value += here
        at += 1
    if unfinished:
        return Token(kind, value, start, len(text))
    raise QueryError(
        _("Column {column}: the quotation mark that opens here is not closed.").format(
            column=start + 1
        ),
        start + 1,
    )


def _with_meanings(found: list[Token]) -> list[Token]:
    """Put the words of the language, which may be several words, in the place of their words."""
    answer: list[Token] = []
    at = 0
    while at < len(found):
        key = _key_at(found, at)
        answer.append(key[0] if key else found[at])
        at += key[1] if key else 1
    return answer


def _key_at(found: list[Token], at: int) -> tuple[Token, int] | None:
    """Return the longest word of the language that begins here, and how many words it takes."""
    for n in range(LONGEST, 0, -1):
        part = found[at : at + n]
        if len(part) < n or any(token.kind != "word" for token in part):
            continue
        meaning = BY_WORDS.get(tuple(token.value.casefold() for token in part))
        if meaning == "ONE OF" and not _opens(found, at + n):
            continue  # "een van de" is no operator
        if meaning is not None:
            return Token("key", meaning, part[0].start, part[-1].end), n
    return None


def _opens(found: list[Token], at: int) -> bool:
    return at < len(found) and found[at].kind == "open"
