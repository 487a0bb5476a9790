"""What the coders of a document have in common: what all of them agree on, and what was decided
pair by pair on the rest.

With three coders or more a coding is agreed where every two of them agree on it. Where one of
them does not, two pairs disagree, and what was decided in one settles it in the other too (see
`standing`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import combinations
from typing import Final

from kwalcode.project.agreement.adjudication import agreed, classified, pair_items
from kwalcode.project.agreement.coded import Coded
from kwalcode.project.agreement.queue import Item
from kwalcode.project.agreement.standing import about, sides, standing, touches
from kwalcode.project.reads.decisions import CodedRange, Decision, list_decisions
from kwalcode.project.reads.documents import text_of
from kwalcode.spans import merge, trim

UNION: Final = "union"
INTERSECTION: Final = "intersection"

Pair = tuple[int, int]
Boundary = str | int
"""`UNION`, `INTERSECTION`, or whose it is: a place among the coders of the document."""
Alike = Mapping[Pair, Mapping[CodedRange, CodedRange]]
"""By pair of coders (ids), what the first did and what the second did that agrees with it."""


@dataclass(slots=True)
class Common:
    """What coders have in common in one document.

    `codings` are what the consensus gets. `agreed` is how many codings all agree on, `decided` how
    many disagreements are settled, `stale` how many decisions are on what was changed since; `open`
    how many disagreements are left, by pair of coders (ids).
    """

    codings: list[CodedRange] = field(default_factory=list)
    agreed: int = 0
    decided: int = 0
    stale: int = 0
    open: Counter[Pair] = field(default_factory=Counter)


def common_work(
    coded: Coded,
    documents: Collection[int],
    who: tuple[int, ...],
    boundary: Boundary,
) -> dict[int, Common]:
    """Return what coders (ids, in order, two or more) have in common, by document (id)."""
    alike: dict[int, dict[Pair, dict[CodedRange, CodedRange]]] = {d: {} for d in documents}
    items: dict[int, list[Item]] = {d: [] for d in documents}
    for pair in combinations(who, 2):
        spans = classified(coded, documents, pair)
        for document, a, b in agreed(spans, pair[0]):
            alike[document].setdefault(pair, {})[a] = b
        for item in pair_items(coded.connection, spans, pair):
            items[item.document].append(item)
    ruled: dict[int, list[Decision]] = {d: [] for d in documents}
    for decision in list_decisions(coded.connection, documents=documents):
        ruled[decision.document].append(decision)
    return {
        d: _common(
            who, alike[d], items[d], ruled[d], boundary, partial(text_of, coded.connection, d)
        )
        for d in documents
    }


def _common(
    who: tuple[int, ...],
    alike: Alike,
    items: Sequence[Item],
    ruled: Sequence[Decision],
    boundary: Boundary,
    text: Callable[[], str],
) -> Common:
    """Return what coders have in common in one document.

    What was settled with somebody who is not among them holds too, also over what they agree on.
    Where a decision or another agreed coding takes a part of an agreed coding, that keeps the
    rest: no code stands double.
    """
    pairs, keys = set(combinations(who, 2)), {item.key for item in items}
    own = [one for one in ruled if (one.first, one.second) in pairs]
    others = [one for one in ruled if (one.first, one.second) not in pairs and one.settled]
    live = [one for one in own if one.key in keys]
    codings = [new for one in (*live, *others) for new in one.outcome]
    found = Common(codings, stale=len(own) - len(live))
    for same in unanimous(alike, who):
        if not about(others, same):
            whole = bounded(same, boundary)
            found.agreed += 1
            codings += [whole] if whole in codings else beside(whole, codings, text)
    for item in items:
        pair, spoken = (item.first, item.second), sides(item.a, item.b)
        elsewhere = standing((*live, *others), item.document, pair, spoken)
        if replace(item, elsewhere=elsewhere).settled:
            found.decided += 1
        else:
            found.open[pair] += 1
    return found


def unanimous(alike: Alike, who: Sequence[int]) -> Iterator[tuple[CodedRange, ...]]:
    """Yield what every two of the coders agree on: what each of them did, in their order."""
    first, *others = who
    for mine in alike.get((first, others[0]), {}):
        same = {other: alike.get((first, other), {}).get(mine) for other in others}
        theirs = [(other, one) for other, one in same.items() if one is not None]
        if len(theirs) == len(others) and all(
            alike.get((one, other), {}).get(a) == b
            for (one, a), (other, b) in combinations(theirs, 2)
        ):
            yield mine, *(one for _other, one in theirs)


def bounded(same: Sequence[CodedRange], boundary: Boundary) -> CodedRange:
    """Return the coding that agreed ones become.

    Those in one sentence that share no character have no intersection: then it is the union.
    """
    if isinstance(boundary, int):
        return same[boundary]
    start, end = max(one.start for one in same), min(one.end for one in same)
    if boundary == UNION or start >= end:
        start, end = min(one.start for one in same), max(one.end for one in same)
    return CodedRange(same[0].code, start, end)


def beside(
    one: CodedRange, taken: Iterable[CodedRange], text: Callable[[], str]
) -> list[CodedRange]:
    """Return what is left of a coding beside others of its code, without white space at the edges
    of a cut; `text` reads the document, when that is needed."""
    others = merge((at.start, at.end) for at in taken if touches(one, at))
    if not others:
        return [one]
    edges = [one.start, *(edge for at in others for edge in at), one.end]
    parts = (
        trim(text(), start, end)
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if start < end
    )
    return [CodedRange(one.code, start, end) for start, end in parts if start < end]
