"""What the agreement screen reads of a disagreement: its passage, and what stands around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kwalcode.project.reads.codings import coded_places
from kwalcode.project.reads.notes import memos_on
from kwalcode.spans import Range, overlap

if TYPE_CHECKING:
    from kwalcode.model import Memo
    from kwalcode.project.agreement.queue import Item, Queue
    from kwalcode.project.reads import Connection
    from kwalcode.project.retrieval.speech import Speech
    from kwalcode.project.study import Study

_BEFORE, _AFTER = 320, 240
"""So many characters of context at most, before and after the passage."""


@dataclass(frozen=True, slots=True)
class PassageData:
    """A disagreement in its context: `text` is the stretch from `at` (code points), `turn` the
    number of the passage's turn; `a` and `b` what the coders coded with the codes at stake;
    `others` what else each put on the passage (paths); `memos` those on it."""

    item: Item
    at: int
    text: str
    turn: int | None
    a: tuple[Range, ...]
    b: tuple[Range, ...]
    others: tuple[tuple[str, ...], tuple[str, ...]]
    memos: tuple[Memo, ...]


def read_passage(study: Study, queue: Queue, item: Item) -> PassageData:
    """Read what stands around a disagreement."""
    with study.reading() as connection:
        return _passage(connection, queue, item)


def _passage(connection: Connection, queue: Queue, item: Item) -> PassageData:
    from kwalcode.project.retrieval.speech import Speech

    speech = Speech(connection, queue.documents[item.document])
    place = item.start, item.end
    start, end = _context(speech, place)
    rows = coded_places(connection, item.document)
    excerpt = speech.excerpt(*place, speech.spoken(*place), (), (), "", {})

    def others(coder: int) -> tuple[str, ...]:
        codes = [
            code
            for first, last, code, who in rows
            if who == coder and overlap((first, last), place) and code not in item.codes
        ]
        return tuple(queue.codes[code].path for code in dict.fromkeys(codes))

    memos = [memo for where, memo in memos_on(connection, item.document) if overlap(where, place)]
    return PassageData(
        item,
        start,
        speech.text[start:end],
        excerpt.turn,
        () if item.a is None else ((item.a.start, item.a.end),),
        () if item.b is None else ((item.b.start, item.b.end),),
        (others(item.first), others(item.second)),
        tuple(memos),
    )


def _context(speech: Speech, place: Range) -> Range:
    """Return the stretch to show: the turns of the passage with one before and one after, of
    long ones only the part beside it."""
    turns = [n for n, t in enumerate(speech.turns) if t.start < place[1] and t.end > place[0]]
    if not turns:
        return max(0, place[0] - _BEFORE), min(len(speech.text), place[1] + _AFTER)
    first = speech.turns[max(0, turns[0] - 1)]
    last = speech.turns[min(len(speech.turns) - 1, turns[-1] + 1)]
    start, end = max(first.start, place[0] - _BEFORE), min(last.end, place[1] + _AFTER)
    return _at_word(speech.text, start), end


def _at_word(text: str, at: int) -> int:
    """Return where the word begins that `at` lies in or before."""
    while 0 < at < len(text) and not text[at - 1].isspace():
        at -= 1
    return at


@dataclass(frozen=True, slots=True)
class Limits:
    """Which disagreements, or documents, are shown: those with all of these codes, of these
    documents (ids; None: all; `name` is what they are called), in one state: a class, "open",
    "decided", "discuss", "changed", or "" for all."""

    codes: tuple[int, ...] = ()
    documents: frozenset[int] | None = None
    name: str = ""
    state: str = ""

    def __bool__(self) -> bool:
        return bool(self.codes or self.state) or self.documents is not None


def chosen_items(queue: Queue, limits: Limits) -> list[Item]:
    """Return the items within the limits; what was changed since it was decided comes first."""
    every = [*queue.outdated, *queue.items]
    if not limits:
        return every
    return [
        item
        for item in every
        if all(code in item.codes for code in limits.codes)
        and (limits.documents is None or item.document in limits.documents)
        and _in_state(item, limits.state)
    ]


def _in_state(item: Item, state: str) -> bool:
    if state == "changed":
        return item.stale
    if item.stale:
        return not state
    if state == "open":
        return not item.settled
    if state == "decided":
        return item.settled
    if state == "discuss":
        return item.decision is not None and not item.settled
    return not state or item.group == state
