"""Where sentences end in transcribed Dutch speech: rules on characters, without spaCy.

The rules decide what a full stop, a run of dots or a question mark means; which stretches
hang together as one word (addresses, numbers, initials) the tokenizer of `sentences` says.
A change here changes figures: it needs a new `SEGMENTER` version.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

LINE = re.compile(r"[^\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]+")

_CLOSERS = "\"'”’“»›)]}"
_OPENERS = '([{"“‘„«‹'

# End marks with what closes after them; ". . ." is a pause like "...".
_STOP = re.compile(rf"[.!?…](?:[.!?…*_{re.escape(_CLOSERS)}]| [.!?](?![.\w]))*")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CLITIC = re.compile(r"['’‘`][stnkm]\s+(\w)")
_INITIALS = re.compile(r"[^\W\d_](?:\.-?[^\W\d_])*\.")
_DOTTED = re.compile(r"[^\W\d_]{1,4}(?:\.[^\W\d_]{1,4})+\.")
_LIST_MARK = re.compile(r"\W*(?:\d{1,2}(?:\.\d{1,2})*|[^\W\d_]|[ivx]{2,4})")


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


NEVER_LAST = _listed(
    "dhr mw mevr mej hr dr drs mr mrs ir ing prof bc ds jhr kol kapt st "
    "bijv b.v bvb bijvb vb o.a o.m zgn zg vgl vlg vlgs nl nml vnl m.n ca evt resp incl excl "
    "gem div wrsch ong plm oorspr cf vs d.w.z dwz m.a.w m.i i.v.m ivm m.b.t mbt t.a.v tav "
    "t.g.v tgv t.b.v i.p.v ipv t.o.v tov o.b.v i.o.v i.h.k.v i.c.m i.t.t n.a.v d.m.v o.l.v "
    "nr nrs blz pag pp afb fig hfst hfdst aant opm afd gebr mgr secr adr tst"
)
"""Abbreviations, without their last dot, after which a sentence goes on, capital or not."""

BEFORE_NUMBER = _listed(
    "jan febr feb mrt apr aug sept sep okt nov dec max min tel art no vol dl p par bijl"
)
"""Those that are also ordinary words or names: abbreviations only before a figure."""

MAY_BE_LAST = _listed(
    "enz etc e.d e.a e.v o.i.d i.d jl jr sr a.u.b aub s.v.p svp n.v.t z.s.m z.o.z "
    "p.m v.chr n.chr e.d.m d.d a.s"
)
"""Abbreviations after which a capital starts a new sentence and a small letter does not."""

STARTERS = _listed(
    "ik jij je u hij zij ze wij we jullie dat dit die deze dan toen en maar want dus nou nu ja "
    "nee er daar daarom hier het als omdat wat wie waar waarom hoe wanneer ook of zo soms "
    "eh ehm uh uhm oké oke kijk goed precies mijn onze"
)
"""Words that open a spoken sentence; after initials they decide: "plan B. Toen ..."."""

_SINGLE_WORDS = ("o", "u")


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the rules ask of a tokenizer, in code points of the same text.

    `splits_at(i)` tells whether a token starts at i; `word_at(i)` is the token to which the
    full stop at i is attached, the stop included.
    """

    splits_at: Callable[[int], bool]
    word_at: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class _Stop:
    """End marks in a line: what they are, what stands before and after them."""

    text: str
    marks: str
    start: int
    end: int
    sentence: int
    first: bool
    following: re.Match[str]


def sentence_starts(text: str, tokens: Tokens) -> Iterator[int]:
    """Yield where the sentences of `text` start, in code points, each at a visible character.

    Every line starts one. Linear in the length of the text, whatever stands in it.
    """
    for line in LINE.finditer(text):
        start, end = line.span()
        while start < end and text[start].isspace():
            start += 1
        if start < end:
            yield start
            yield from _later_starts(text, start, end, tokens)


def _later_starts(text: str, line_start: int, line_end: int, tokens: Tokens) -> Iterator[int]:
    """Yield the starts of the second and later sentences of one line.

    A sentence holds at least one letter or figure, unless its whole line holds none.
    """
    start = line_start
    word = _WORD.search(text, start, line_end)
    for found in _STOP.finditer(text, line_start, line_end):
        at, after = found.span()
        if word is None or word.start() >= at:
            continue  # no word yet in this sentence
        if after == line_end or not _may_split(text, after, tokens):
            continue
        following = _WORD.search(text, after, line_end)
        if following is None:
            return
        stop = _Stop(text, found.group(), at, after, start, start == line_start, following)
        if _ends(stop, tokens):
            start = _visible(text, after)
            word = following
            yield start


def _may_split(text: str, after: int, tokens: Tokens) -> bool:
    """Tell whether a sentence can start at `after`, where end marks have just closed."""
    char = text[after]
    if char.isspace():
        return True
    return (char.isupper() or char in _OPENERS) and tokens.splits_at(after)


def _visible(text: str, start: int) -> int:
    """Return the first place from `start` on that is not white space."""
    while text[start].isspace():
        start += 1
    return start


def _ends(stop: _Stop, tokens: Tokens) -> bool:
    """Tell whether the end marks end the sentence they stand in."""
    capital = _capital_follows(stop)
    closes = any(mark in _CLOSERS for mark in stop.marks)
    if "!" in stop.marks or "?" in stop.marks:
        return capital or not closes  # "Wat?" zei ze
    if closes or stop.marks.count(".") != 1 or "…" in stop.marks:
        return capital  # a hesitation, or reported speech
    if stop.first and _LIST_MARK.fullmatch(stop.text, stop.sentence, stop.start):
        return stop.text[stop.sentence : stop.start].casefold() in _SINGLE_WORDS
    return _full_stop_ends(tokens.word_at(stop.start), stop, capital)


def _capital_follows(stop: _Stop) -> bool:
    """Tell whether the next word has a capital; in "'s Avonds" that is the word after."""
    if stop.following.group()[0].isupper():
        return True
    clitic = _CLITIC.match(stop.text, stop.following.start() - 1)
    return clitic is not None and clitic.group(1).isupper()


def _full_stop_ends(word: str, stop: _Stop, capital: bool) -> bool:
    """Tell whether a single full stop, attached to `word` ("bijv.", "J."), ends a sentence."""
    bare = word[:-1].casefold()
    following = stop.following.group()
    if bare in NEVER_LAST and not word.isupper():  # "de ING. Daar" against "ing. Bakker"
        return False
    if bare in BEFORE_NUMBER:
        return not following[0].isdigit()
    if bare in MAY_BE_LAST:
        return capital
    if bare in _SINGLE_WORDS and stop.start - stop.sentence == 1:
        return True
    if (word[:1].isupper() and _INITIALS.fullmatch(word)) or _DOTTED.fullmatch(word):
        return capital and following.casefold() in STARTERS
    return True
