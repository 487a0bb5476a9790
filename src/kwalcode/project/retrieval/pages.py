"""What a query found, ready to be read: pages of quotations in their context, or all of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from kwalcode.model import Excerpt
from kwalcode.project.analyses.layers import people_where
from kwalcode.project.reads.documents import sentences_of
from kwalcode.project.retrieval.querying import Results, coders_of, codes_of
from kwalcode.project.retrieval.speech import Speech
from kwalcode.spans import Range


@dataclass(frozen=True, slots=True)
class Listed:
    """A quotation found: its document (id) and range, and what is shown of it.

    `before` and `after` are what was said next to it: the rest of its sentence, else the sentence
    before or after, with the speaker's label where that is another turn; "" at the edges of a
    text. `codes` and `coders` of `excerpt` are all that count in the layer.
    """

    document: int
    start: int
    end: int
    codes: tuple[int, ...]
    excerpt: Excerpt
    before: str
    after: str

    @property
    def place(self) -> tuple[int, int, int]:
        """Document, start and end."""
        return self.document, self.start, self.end


def page(connection: Connection, results: Results, first: int = 0, n: int = 50) -> list[Listed]:
    """Return `n` of the quotations found, from position `first` on, in their order."""
    return list(listed(connection, results, results.chosen[first : first + n].tolist()))


def everything(connection: Connection, results: Results) -> Iterator[Listed]:
    """Stream all quotations found, in their order."""
    return listed(connection, results, results.chosen.tolist())


def listed(connection: Connection, results: Results, positions: Iterable[int]) -> Iterator[Listed]:
    """Yield the quotations at these positions of the corpus, each document's text read once in
    a row."""
    texts = _Texts(connection, results)
    for position in positions:
        yield texts.listed(position)


def places_of(results: Results) -> list[tuple[int, int, int]]:
    """Return document, start and end of all quotations found, in their order."""
    corpus, at = results.material.corpus, results.chosen
    return list(
        zip(
            corpus.document[at].tolist(),
            corpus.start[at].tolist(),
            corpus.end[at].tolist(),
            strict=True,
        )
    )


def excerpts_of(
    connection: Connection, results: Results, only: Collection[tuple[int, int, int]] | None = None
) -> Iterator[Excerpt]:
    """Stream the quotations found, or those at the places `only`, for the writers of reports."""
    wanted = None if only is None else set(only)
    chosen = (
        position
        for position, place in zip(results.chosen.tolist(), places_of(results), strict=True)
        if wanted is None or place in wanted
    )
    for one in listed(connection, results, chosen):
        yield one.excerpt


_HELD = 8


class _Texts:
    """The texts that were read last, and quotations cut out of them."""

    def __init__(self, connection: Connection, results: Results) -> None:
        self._connection, self._material = connection, results.material
        self._documents = {d.id: d for d in results.material.documents}
        self._paths = {code.id: code.path for code in results.material.codes}
        self._people = people_where(connection, results.material.scope.where)
        self._held: dict[int, tuple[Speech, list[Range]]] = {}

    def _speech(self, number: int) -> tuple[Speech, list[Range]]:
        if number not in self._held:
            if len(self._held) >= _HELD:
                del self._held[next(iter(self._held))]
            speech = Speech(self._connection, self._documents[number])
            self._held[number] = speech, sentences_of(self._connection, number)
        return self._held[number]

    def listed(self, position: int) -> Listed:
        corpus, material = self._material.corpus, self._material
        number, start, end = (
            int(column[position]) for column in (corpus.document, corpus.start, corpus.end)
        )
        speech, sentences = self._speech(number)
        pieces = speech.spoken(start, end)
        people = self._people
        respondent = speech.respondent(pieces, people) or 0
        codes = codes_of(material, position)
        excerpt = speech.excerpt(
            start,
            end,
            pieces,
            tuple(self._paths[code] for code in codes),
            coders_of(material, position),
            material.respondents.get(respondent, ""),
            material.attributes.get(respondent, {}),
            people,
        )
        before, after = context(speech, sentences, (start, end))
        return Listed(number, start, end, codes, excerpt, before, after)


def context(speech: Speech, sentences: list[Range], place: Range) -> tuple[str, str]:
    """Return what was said right before and right after a range (see `Listed`).

    `sentences` are all of the document's, in order, in code points.
    """
    start, end = place
    at = bisect_left(sentences, start, key=lambda s: s[1])  # the first that ends at or after start
    before = ""
    if at < len(sentences) and sentences[at][0] < start < sentences[at][1]:
        before = _said(speech, (sentences[at][0], start), start)
    else:
        at = bisect_right(sentences, start, key=lambda s: s[1])
        before = _said(speech, sentences[at - 1], start) if at else ""
    at = bisect_right(sentences, end, key=lambda s: s[1])  # the first that ends after end
    if at == len(sentences):
        return before, ""
    first, last = sentences[at]
    return before, _said(speech, (max(first, end), last), end - 1)


def _said(speech: Speech, place: Range, beside: int) -> str:
    """Return a piece of speech, with its speaker's label where `beside` is in another turn."""
    starts = [turn.start for turn in speech.turns]
    here, there = (bisect_right(starts, at) - 1 for at in (place[0], beside))
    text = " ".join(speech.text[place[0] : place[1]].split())
    label = speech.turns[here].speaker if here >= 0 and here != there else ""
    return f"{label}: {text}" if label and text else text
