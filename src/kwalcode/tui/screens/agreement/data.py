"""What the agreement screen reads: figures, the queue, a passage in its context.

The rooms that count are loaded where they are asked, in a worker: the screen is there at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from kwalcode.errors import UsageError
from kwalcode.project.reads.codings import coded_places
from kwalcode.project.reads.notes import memos_on
from kwalcode.spans import Range, overlap

if TYPE_CHECKING:
    from kwalcode.model import Memo
    from kwalcode.project.agreement.adjudication import Item, Queue
    from kwalcode.project.agreement.agreements import StudyAgreement
    from kwalcode.project.agreement.disagreements import StudyDisagreements
    from kwalcode.project.reads import Connection
    from kwalcode.project.retrieval.quotations import Speech
    from kwalcode.project.study import Study

REPLICATES, SEED = 1000, 1
_BEFORE, _AFTER = 320, 240
"""So many characters of context at most, before and after the passage."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is compared: the unit, two coders by name (() leaves it to the study), and whether
    codings count for main codes."""

    unit: str = "sentence"
    coders: tuple[str, ...] = ()
    sub_codes: bool = False


@dataclass(frozen=True)
class AgreementData:
    """Figures of a choice. `spans` and `queue` are of one pair of coders; None, with the reason
    in `obstacle`, where there are not two."""

    choice: Choice
    found: StudyAgreement
    spans: StudyDisagreements | None
    queue: Queue | None
    obstacle: str
    boundary: str


def read_agreement(study: Study, choice: Choice) -> AgreementData:
    """Read the figures, without intervals, and the queue."""
    from kwalcode.project.agreement.adjudication import adjudication
    from kwalcode.project.agreement.agreements import study_agreement
    from kwalcode.project.agreement.disagreements import study_disagreements
    from kwalcode.project.agreement.finality import boundary_of

    with study.reading() as connection:
        found = study_agreement(
            connection,
            coders=choice.coders or None,
            unit=choice.unit,
            sub_codes=choice.sub_codes,
        )
        pair = list(choice.coders) or _busiest(found)
        boundary = boundary_of(connection)
        try:
            spans = study_disagreements(connection, coders=pair, groups=())
            queue = adjudication(connection, coders=pair)
        except UsageError as error:
            return AgreementData(choice, found, None, None, str(error), boundary)
    return AgreementData(choice, found, spans, queue, "", boundary)


def _busiest(found: StudyAgreement) -> list[str] | None:
    """Return the pair of coders with the most documents together, where there are several."""
    if len(found.coders) < 3:
        return None
    named = list(zip(pairs_of(found), found.pairs, strict=True))
    return list(max(named, key=lambda one: one[1].documents)[0])


def pairs_of(found: StudyAgreement) -> list[tuple[str, str]]:
    """Return the names of every two coders compared, in the order of `found.pairs`."""
    return list(combinations(found.coders, 2))


def with_interval(found: StudyAgreement) -> StudyAgreement:
    """Return the figures with intervals, seeded."""
    from kwalcode.agreement.bootstrap import bootstrap

    if found.table.tallies is None:
        return found
    sure = bootstrap(found.table.tallies, replicates=REPLICATES, seed=SEED)
    return replace(found, uncertainty=sure)


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
    from kwalcode.project.retrieval.quotations import Speech

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


def chosen_items(
    queue: Queue, *, codes: Sequence[int] = (), document: int | None = None, state: str = ""
) -> list[Item]:
    """Return the items with all of these codes, of one document, and in one state: a class,
    "open", "decided", "discuss", or "" for all."""
    if not (codes or state) and document is None:
        return list(queue.items)
    return [
        item
        for item in queue.items
        if all(code in item.codes for code in codes)
        and (document is None or item.document == document)
        and _in_state(item, state)
    ]


def _in_state(item: Item, state: str) -> bool:
    if state == "open":
        return not item.settled
    if state == "decided":
        return item.settled
    if state == "discuss":
        return item.decision is not None and not item.settled
    return not state or item.group == state
