"""What somebody searches for, taken apart: words, phrases, beginnings of words, lemmas, patterns.

A word is a run of letters and figures, so "foto's" is two words that stand together. Upper and
lower case and accents make no difference. Pure; no dependencies.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.language.folding import WORD, fold, words_with_accents

Kind = Literal["words", "phrase", "lemma", "regex"]
KINDS: tuple[Kind, ...] = ("words", "lemma", "phrase", "regex")

_CHUNK = re.compile(r'"([^"]*)"?(\*?)|([^\s"]+)')
_WORD_OR_STAR = re.compile(rf"({WORD.pattern})(\*?)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any of its `forms` (folded); `prefix`: a word that begins so."""

    forms: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """Words one after the other; where there are none, signs that stand so (`literal`)."""

    words: tuple[Word, ...]
    literal: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for: `text` as typed; all `terms` must be in a turn, in any order.

    A query of kind "regex" has no terms: its `text` is the pattern.
    """

    kind: Kind
    text: str
    terms: tuple[Term, ...] = ()

    @property
    def words(self) -> list[str]:
        """The words as typed, in small letters but with their accents: what a lemma is of."""
        return words_with_accents(self.text)

    def with_forms(self, forms: Mapping[str, tuple[str, ...]]) -> Query:
        """Return the query with every word in all its `forms` (folded), where there are any."""
        terms = tuple(
            replace(
                term,
                words=tuple(Word(forms.get(w.forms[0], w.forms), w.prefix) for w in term.words),
            )
            for term in self.terms
        )
        return replace(self, terms=terms)


def parse_query(typed: str, kind: Kind | None = None) -> Query:
    """Return the query that was typed. Raises UsageError where nothing can be found by it.

    Of kind "words": `melden angst`, `"geen meldroute"`, `meld*`, also together. "phrase" takes
    all words together, one after the other; "lemma" each word in all its forms; "regex" is a
    regular expression. None: "regex" when it stands between slashes, as in `/m[ae]ld/`, else
    "words".
    """
    text = typed.strip()
    slashes = len(text) > 2 and text[0] == text[-1] == "/"
    if kind == "regex" or (kind is None and slashes):
        pattern = text[1:-1] if slashes else text
        compiled(pattern)
        return Query("regex", pattern)
    terms = [_term(text)] if kind == "phrase" else [_term(chunk) for chunk in _chunks(text)]
    kept = tuple(term for term in terms if term.words or term.literal)
    if not kept:
        raise UsageError(_("Type a word to search for."))
    return Query(kind or "words", text, kept)


def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern ready for texts folded but for case. Raises UsageError, telling where."""
    if not pattern:
        raise UsageError(_("Type a pattern to search for."))
    try:
        with warnings.catch_warnings():  # of what a later Python may read differently
            warnings.simplefilter("ignore")
            return re.compile(_without_accents(pattern), re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        at = getattr(error, "pos", None)
        place = _("place {n}").format(n=at + 1) if isinstance(at, int) else _("its end")
        raise UsageError(
            _("The pattern /{pattern}/ is wrong at {place}: {reason}.").format(
                pattern=pattern, place=place, reason=getattr(error, "msg", error)
            )
        ) from error


def _without_accents(pattern: str) -> str:
    """Fold the letters of a pattern but for case: `\\W` is not `\\w`."""
    return "".join(c if c.isascii() else fold(c, case=False).text for c in pattern)


def _chunks(text: str) -> Iterator[str]:
    """Yield what stands between spaces, and what stands between quotation marks."""
    for match in _CHUNK.finditer(text.translate(_PLAIN_QUOTES)):
        phrase, star, chunk = match.groups()
        yield chunk if chunk is not None else phrase + star


_PLAIN_QUOTES = str.maketrans("“”„", '"""')


def _term(chunk: str) -> Term:
    folded = fold(chunk).text
    words = tuple(Word((w[1],), bool(w[2])) for w in _WORD_OR_STAR.finditer(folded))
    return Term(words) if words else Term((), folded.strip().strip('"'))
