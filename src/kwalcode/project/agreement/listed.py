"""Disagreements with their words, for lists: read document by document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection

from kwalcode.project.agreement.queue import Item, Queue
from kwalcode.project.history.images import Row
from kwalcode.project.reads.codings import coded_places
from kwalcode.project.reads.decisions import CodedRange, Decision
from kwalcode.project.retrieval.speech import Speech


@dataclass(frozen=True, slots=True)
class ToldItem:
    """A disagreement or a stale decision with its words: `turn` counts from 1; `text` is the
    passage of both coders, `a` and `b` what each of them coded (None: nothing): the code's path
    and the words. `others` are the codes that a coder who did not put this one there did put."""

    id: str
    item: Item | Decision
    document: str
    turn: int | None
    text: str
    a: tuple[str, str] | None
    b: tuple[str, str] | None
    others: tuple[str, ...]


def told_items(
    connection: Connection, queue: Queue, items: Sequence[Item | Decision]
) -> Iterator[ToldItem]:
    """Yield the items with their words."""
    for number, group in groupby(items, key=lambda one: one.document):
        speech = Speech(connection, queue.documents[number])
        places = coded_places(connection, number)
        for one in group:
            yield _told(queue, speech, one, places)


def _told(queue: Queue, speech: Speech, one: Item | Decision, places: Sequence[Row]) -> ToldItem:
    sides = [side for side in (one.a, one.b) if side is not None]
    start, end = min(side.start for side in sides), max(side.end for side in sides)
    whole = speech.excerpt(start, end, speech.spoken(start, end), (), (), "", {})
    a, b = (_words(queue, speech, side) for side in (one.a, one.b))
    return ToldItem(
        queue.id_of(one),
        one,
        whole.document,
        whole.turn,
        whole.text,
        a,
        b,
        _others(queue, one, places),
    )


def _others(queue: Queue, one: Item | Decision, places: Sequence[Row]) -> tuple[str, ...]:
    """Return what a coder who lacks the code put on the passage, where one of them does."""
    if one.a is not None and one.b is not None:
        return ()
    there, coder = (one.a, one.second) if one.b is None else (one.b, one.first)
    assert there is not None
    codes = [
        code
        for start, end, code, who in places
        if who == coder and start < there.end and end > there.start and code != there.code
    ]
    return tuple(queue.codes[code].path for code in dict.fromkeys(codes))


def _words(queue: Queue, speech: Speech, side: CodedRange | None) -> tuple[str, str] | None:
    if side is None:
        return None
    pieces = speech.spoken(side.start, side.end)
    words = speech.excerpt(side.start, side.end, pieces, (), (), "", {}).text
    return queue.codes[side.code].path, words
