"""What may be meant by what is being typed into a query: codes, other names, operators. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from kwalcode.analysis.query.names import Vocabulary, bind
from kwalcode.analysis.query.parsing import parse
from kwalcode.analysis.query.printing import quoted_name, quoted_text
from kwalcode.analysis.query.reading import Token, tokens
from kwalcode.analysis.query.tree import CodeNamed, QueryError
from kwalcode.analysis.query.words import OPERANDS, RELATIONS, ROLE_NAMES, printed_word
from kwalcode.i18n import _
from kwalcode.model import Code
from kwalcode.tui.text.fuzzy import SCATTERED, fold, rank

_MOST: Final = 50
_JOINING: Final = ("AND", "OR", *RELATIONS)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What can be put in the place of what was typed: how it is shown, and what it is."""

    insert: str
    shown: str
    kind: str


@dataclass(frozen=True, slots=True)
class Completion:
    """Suggestions for the stretch [start, end) of the query's text."""

    start: int
    end: int
    suggestions: tuple[Suggestion, ...] = ()


def complete(
    text: str,
    caret: int,
    names: Vocabulary,
    *,
    values: Mapping[str, Sequence[str]] | None = None,
    language: str = "en",
) -> Completion:
    """Return what fits the stretch before the caret; `values` are those of each attribute."""
    try:
        found = tokens(text[:caret], unfinished=True)[:-1]
    except QueryError:
        return Completion(caret, caret)
    words = _stretch(found, text, caret)
    before = found[: len(found) - len(words)]
    start = words[0].start if words else caret
    typed = " ".join(token.value if token.kind != "key" else text[token.start : token.end]
                     for token in words)  # fmt: skip
    if words and words[-1].end < caret and _is_code(typed, names):
        return Completion(caret, caret)
    saying = bool(words) and words[-1].kind == "text"
    offered = _offers(typed, before, names, values or {}, language, saying)
    tail = _after_a_code(words, names, language)
    if tail is not None:
        start, offered = tail
    return Completion(start, caret, tuple(islice(offered, _MOST)))


def _stretch(found: list[Token], text: str, caret: int) -> list[Token]:
    """Return the tokens at the end that are still being typed."""
    if not found or (found[-1].end < caret and found[-1].kind != "word"):
        return []
    last = found[-1]
    if last.kind in ("name", "text"):
        closed = last.end - last.start >= 2 and text[last.end - 1] in "'’\"”"
        return [] if closed else [last]
    if last.kind not in ("word", "key"):
        return []
    first = len(found) - 1
    while first and found[first - 1].kind == "word" and last.kind == "word":
        first -= 1
    return found[first:]


def _offers(
    typed: str,
    before: list[Token],
    names: Vocabulary,
    values: Mapping[str, Sequence[str]],
    language: str,
    saying: bool,
) -> Iterator[Suggestion]:
    """Offer what may stand here; `saying`: between double quotation marks."""
    previous = before[-1] if before else None
    if previous is not None and previous.kind == "key" and previous.value in OPERANDS:
        yield from _of_kind(previous.value, typed, names, language)
    elif previous is not None and (
        previous.kind == "sign" or (previous.kind, previous.value) == ("key", "CONTAINS")
    ):
        attribute = before[-2].value if len(before) > 1 else ""
        known = next((v for n, v in values.items() if fold(n) == fold(attribute)), ())
        yield from (Suggestion(quoted_text(v), v, attribute) for v in _fitting(typed, known))
    elif saying:
        return
    elif previous is not None and previous.kind in ("word", "name", "text", "close"):
        yield from _operators(typed, language)
    elif typed:
        yield from _operands(typed, names, language)


def _operands(typed: str, names: Vocabulary, language: str) -> Iterator[Suggestion]:
    hits = rank(typed, names.codes)
    good = [hit.code for hit in hits if hit.quality < SCATTERED]
    rest = [hit.code for hit in hits if hit.quality >= SCATTERED]
    yield from (_code(code, names) for code in good)
    for name in _fitting(typed, names.attributes):
        yield Suggestion(f"{_bare(name)} = ", name, _("attribute"))
    for kind, known in (("CODE GROUP", names.groups), ("THEME", names.themes)):
        for name in _fitting(typed, known):
            word = printed_word(kind, language)
            yield Suggestion(f"{word} {quoted_name(name)}", name, word.lower())
    for meaning in ("NOT", "ONE OF", *OPERANDS):
        word = printed_word(meaning, language)
        if fold(word).startswith(fold(typed)):
            yield Suggestion(word, word, _("word of the language"))
    yield from (_code(code, names) for code in rest)


def _of_kind(kind: str, typed: str, names: Vocabulary, language: str) -> Iterator[Suggestion]:
    if kind == "CODE":
        yield from (_code(hit.code, names) for hit in rank(typed, names.codes))
        return
    known: Mapping[str, Iterable[str]] = {
        "CODE GROUP": names.groups,
        "THEME": names.themes,
        "CODER": names.coders,
        "ROLE": [each[1 if language == "nl" else 0] for each in ROLE_NAMES.values()],
        "DOCUMENT": names.documents,
        "DOCUMENT GROUP": names.document_groups,
    }
    for name in _fitting(typed, known[kind]):
        insert = name if kind == "ROLE" else quoted_name(name)
        yield Suggestion(insert, name, printed_word(kind, language).lower())


def _operators(typed: str, language: str) -> Iterator[Suggestion]:
    for meaning in (*_JOINING, "WITH SUB-CODES", "CONTAINS", "MISSING"):
        word = printed_word(meaning, language)
        if typed and fold(word).startswith(fold(typed)):
            yield Suggestion(word, word, _("word of the language"))


def _after_a_code(
    words: list[Token], names: Vocabulary, language: str
) -> tuple[int, Iterator[Suggestion]] | None:
    """Return operators for the last word, where the words before it are a code already."""
    if len(words) < 2 or any(token.kind != "word" for token in words):
        return None
    if not _is_code(" ".join(token.value for token in words[:-1]), names):
        return None
    return words[-1].start, _operators(words[-1].value, language)


def _is_code(name: str, names: Vocabulary) -> bool:
    """Tell whether exactly one code is called so."""
    try:
        bind(CodeNamed(name), names)
    except QueryError:
        return False
    return True


def _code(code: Code, names: Vocabulary) -> Suggestion:
    """Suggest a code by its name where only it is called so, else by its path."""
    alone = sum(fold(other.name) == fold(code.name) for other in names.codes) == 1
    return Suggestion(_bare(code.name if alone else code.path), code.path, _("code"))


def _bare(name: str) -> str:
    """Return a name as it can stand in a query: in quotation marks only where it must."""
    try:
        plain = parse(name) == CodeNamed(name)
    except QueryError:
        plain = False
    return name if plain else quoted_name(name)


def _fitting(typed: str, known: Iterable[str]) -> list[str]:
    """Return the names that hold what was typed, those that begin with it first."""
    wanted = fold(typed)
    found = [name for name in known if wanted in fold(name)]
    return sorted(found, key=lambda name: not fold(name).startswith(wanted))
