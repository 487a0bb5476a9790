"""Sentence bounds of speech, always by the embedded rules, whatever model is installed.

spaCy's blank Dutch tokenizer and a sentence component of our own (`speech_rules`): bounds are
units of analysis, so they may not depend on what else a machine has.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from kwalcode import spans
from kwalcode.language.speech_rules import Tokens, sentence_starts
from kwalcode.spans import Range

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

SEGMENTER = "kwalcode-nl-1"
"""Version of the rules; stored with the bounds that they made."""

COMPONENT = "kwalcode_sentences"
_SOURCE = "kwalcode_text"
BATCH = 5_000
"""Code points of joined speeches handed to spaCy at once. Small on purpose: after the first
contraction or abbreviation in a text, its tokenizer stores nothing more in its cache."""
LONGEST = 100_000
"""Code points of one speech handed to spaCy at once; its own limit is 1,000,000."""

_MOST_FORMS = 150_000
_CACHED_FORMS = 50_000
_LONGEST_WORD = 200
_KEPT = 20
_FILLER = "x" * 50 + " "  # no end marks in it, so the spaces split nothing
# Between two word characters no rule looks across the space: a cut there changes nothing.
_HARMLESS_CUT = re.compile(r"(?<=\w)[ \t](?=\w)")
_ANY_CUT = re.compile(r"(?<=\S)\s")
_LONG_WORD = re.compile(rf"(?<!\S)\S{{{_LONGEST_WORD},}}")
_SURROGATE = re.compile("[\ud800-\udfff]")

_lock = Lock()

Piece = tuple[int, int, int, bool]
"""Number of the speech, start and end in it, whether the piece goes on in the next one."""


def build() -> Language:
    """Return a new embedded pipeline: blank Dutch tokenizer and the rules for speech."""
    import spacy
    from spacy.language import Language

    Language.component(COMPONENT, func=mark_sentences)
    nlp = spacy.blank("nl")
    nlp.add_pipe(COMPONENT)
    return nlp


@cache
def _own() -> Language:
    """Return the pipeline of this module alone.

    spaCy keeps every word form that it ever met, some 400 bytes each, so after enough of them
    a new one is built (a quarter of a second). Its memory zones would bound that too, but in
    a zone the tokenizer caches nothing and is ten times as slow.
    """
    nlp = build()
    tokenizer: Any = nlp.tokenizer
    tokenizer.max_cache_size = _CACHED_FORMS
    return nlp


def mark_sentences(doc: Doc) -> Doc:
    """Set the sentence starts of a tokenized text (a spaCy component) and return it."""
    import numpy as np

    places: list[int] = doc.to_array("IDX").tolist()
    text: str = doc.user_data.get(_SOURCE) or doc.text  # doc.text is as slow as tokenizing

    def splits_at(place: int) -> bool:
        at = bisect_left(places, place)
        return at < len(places) and places[at] == place

    def word_at(place: int) -> str:
        at = bisect_left(places, place + 1) - 1
        if places[at] == place and at and not text[place - 1].isspace():
            at -= 1
        return text[places[at] : place + 1]

    marks = [-1] * len(places)
    for start in sentence_starts(text, Tokens(splits_at, word_at)):
        marks[bisect_left(places, start)] = 1
    column: Any = np.array(marks, dtype="int64").astype("uint64")
    return doc.from_array("SENT_START", column)


def sentence_bounds(speeches: Iterable[str]) -> Iterator[list[Range]]:
    """Yield for each speech (a turn's text without its label) the bounds of its sentences.

    Bounds are half-open, in code points of that speech, trimmed of white space, sorted, never
    overlapping; together they cover every visible character. A speech without punctuation is
    one sentence per line; one without visible characters has none. Speeches are read as they
    are needed, a few thousand code points ahead.
    """
    waiting: list[str] = []
    size = 0
    for speech in speeches:
        waiting.append(speech)
        size += len(speech) + 1
        if size >= BATCH:
            yield from _bounds_of(waiting)
            waiting, size = [], 0
    yield from _bounds_of(waiting)


def document_sentences(text: str, speech_ranges: Iterable[Range]) -> list[Range]:
    """Return the bounds of all sentences of a document, in code points of its text.

    `speech_ranges` are the ranges of its turns' speech, sorted; no sentence crosses a turn.
    """
    ranges = list(speech_ranges)
    found = sentence_bounds(text[start:end] for start, end in ranges)
    return [
        (offset + start, offset + end)
        for (offset, _), bounds in zip(ranges, found, strict=True)
        for start, end in bounds
    ]


def _bounds_of(speeches: list[str]) -> list[list[Range]]:
    """Return the bounds of some speeches, handing them to spaCy in batches."""
    answer: list[list[Range]] = [[] for _ in speeches]
    batch: list[Piece] = []
    size = 0
    goes_on = False
    for piece in _pieces(speeches):
        if batch and size + piece[2] - piece[1] >= BATCH:
            goes_on = _add(answer, speeches, batch, goes_on)
            batch, size = [], 0
        batch.append(piece)
        size += piece[2] - piece[1] + 1
    _add(answer, speeches, batch, goes_on)
    return answer


def _add(answer: list[list[Range]], speeches: list[str], batch: list[Piece], goes_on: bool) -> bool:
    """Add the sentences of one batch to the answer; tell whether its last piece goes on.

    `goes_on` says so of the last piece of the batch before: its last sentence is then joined
    with the first one here.
    """
    for (number, offset, _, more), bounds in zip(batch, _segment(speeches, batch), strict=True):
        found = [(offset + start, offset + end) for start, end in bounds]
        known = answer[number]
        if goes_on and known and found:
            found[0] = (known.pop()[0], found[0][1])
        known += found
        goes_on = more
    return goes_on


def _segment(speeches: list[str], batch: list[Piece]) -> list[list[Range]]:
    """Return the bounds of each piece of a batch, found in one go over the joined pieces."""
    texts = [speeches[number][start:end] for number, start, end, _ in batch]
    joined = "\n".join(texts)
    if not joined or joined.isspace():
        return [[] for _ in batch]
    edges = _sentence_edges(joined)
    answer: list[list[Range]] = []
    offset = at = 0
    for text in texts:
        end = offset + len(text)
        first = at
        while at < len(edges) and edges[at][0] < end:
            at += 1
        answer.append([(start - offset, stop - offset) for start, stop in edges[first:at]])
        offset = end + 1
    return answer


def _sentence_edges(text: str) -> list[Range]:
    """Run the embedded pipeline over a text; return its sentences' ranges, trimmed."""
    with _lock:
        nlp = _own()
        tame = _tame(text)
        doc = nlp.make_doc(tame)
        doc.user_data[_SOURCE] = tame
        found = [(sent.start_char, sent.end_char) for sent in nlp(doc).sents]
        if len(nlp.vocab.strings) > _MOST_FORMS:
            _own.cache_clear()
    edges = [spans.trim(text, start, end) for start, end in found]
    return [(start, end) for start, end in edges if start < end]


def _tame(text: str) -> str:
    """Return the text, as long as it was, without what a tokenizer chokes on.

    The middle of very long "words" (its patterns are quadratic in a word's length) and lone
    surrogates (not encodable) become letters.
    """
    if max(map(len, text.split())) >= _LONGEST_WORD:
        text = _LONG_WORD.sub(_filled, text)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = _SURROGATE.sub("x", text)
    return text


def _filled(word: re.Match[str]) -> str:
    """Return a stretch as long as the word, its head and tail kept and letters between."""
    found = word.group()
    filler = _FILLER * (len(found) // len(_FILLER) + 1)
    return found[:_KEPT] + filler[: len(found) - 2 * _KEPT] + found[-_KEPT:]


def _pieces(speeches: list[str]) -> Iterator[Piece]:
    """Yield the speeches, long ones in pieces: cut at line ends, else at spaces, else anywhere."""
    for number, speech in enumerate(speeches):
        start = 0
        while len(speech) - start > LONGEST:
            end, goes_on = _cut(speech, start, start + LONGEST)
            yield number, start, end, goes_on
            start = end
        yield number, start, len(speech), False


def _cut(speech: str, start: int, limit: int) -> tuple[int, bool]:
    """Return where to cut a speech in (start, limit], and whether a sentence may go on there."""
    line_end = speech.rfind("\n", start + 1, limit)
    if line_end > start:
        return line_end, False
    for space in (_HARMLESS_CUT, _ANY_CUT):
        cuts = [found.start() for found in space.finditer(speech, start + 1, limit)]
        if cuts:
            return cuts[-1], speech[cuts[-1] - 1] not in ".!?"
    return limit, True
