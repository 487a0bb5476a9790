"""What finalising a document would make its consensus (METHOD section 6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.model import Coder, Document
from kwalcode.project.agreement.adjudication import agreed, classified, finalised, pair_items
from kwalcode.project.agreement.agreements import compared_documents
from kwalcode.project.agreement.standing import standing
from kwalcode.project.analyses.layers import coded_documents
from kwalcode.project.reads.codings import coded_places
from kwalcode.project.reads.decisions import CodedRange, Decision, list_decisions
from kwalcode.project.reads.documents import all_documents
from kwalcode.project.reads.people import all_coders, find_coder, setting

BOUNDARIES: Final = ("union", "intersection", "a", "b")
"""Which boundary an agreed coding gets: what either or both covered, or that of one coder."""
BOUNDARY_SETTING: Final = "consensus_boundary"
"""The setting of the project that names it; "union" where it was never set."""


@dataclass(frozen=True, slots=True)
class FinalPlan:
    """What finalising a document would do, or why it cannot be.

    `coders` are those whose work counts: two who are compared, or one whose work is adopted.
    `agreed` and `decided` are how many spans they agree on, and how many disagreements were
    settled; `open` how many were not; `stale` how many decisions are on what was changed since.
    `codings` are what the consensus gets. `obstacle` says why it cannot be finalised.
    """

    document: int
    name: str
    coders: tuple[str, ...] = ()
    agreed: int = 0
    decided: int = 0
    open: int = 0
    stale: int = 0
    codings: tuple[CodedRange, ...] = ()
    obstacle: str = ""
    final: bool = False

    def refusal(self, *, leave_open: bool) -> str:
        """Say why it cannot be finalised, "" when it can."""
        if self.obstacle or leave_open or not (self.open or self.stale):
            return self.obstacle
        return _("{document}: {n} disagreements are open").format(
            document=self.name, n=self.open + self.stale
        )


def final_plans(
    connection: Connection,
    documents: Collection[int],
    *,
    coders: Sequence[str] | None = None,
    adopt: str | None = None,
    boundary: str | None = None,
) -> list[FinalPlan]:
    """Return a plan per document (ids), in the project's order.

    `coders` are two by name, for the documents that both completed, `adopt` one whose work is
    taken as it is; by default, and in the other documents, those who completed the document
    (where nobody completed any, those who coded it). `boundary` is one
    of `BOUNDARIES`, by default the project's. Raises NotFound, UsageError.
    """
    rule = boundary_of(connection, boundary)
    wanted = [d for d in all_documents(connection) if d.id in set(documents)]
    final = finalised(connection, wanted)
    workers, blocked = _workers(connection, wanted, coders, adopt)
    pairs = {d: who for d, who in workers.items() if len(who) == 2 and d not in final}
    shared = _of_pairs(connection, pairs, rule)
    names = {coder.id: coder.name for coder in all_coders(connection)}
    return [
        _plan(connection, document, workers, names, shared)
        if document.id in workers and document.id not in final
        else FinalPlan(
            document.id,
            document.name,
            obstacle=blocked.get(document.id, ""),
            final=document.id in final,
        )
        for document in wanted
    ]


def boundary_of(connection: Connection, boundary: str | None = None) -> str:
    """Return the rule asked for, else the project's. Raises UsageError for one that is none."""
    chosen = boundary or setting(connection, BOUNDARY_SETTING) or BOUNDARIES[0]
    if chosen not in BOUNDARIES:
        raise UsageError(
            _("'{boundary}' is no boundary rule; there are: {known}.").format(
                boundary=chosen, known=", ".join(BOUNDARIES)
            )
        )
    return chosen


def bounded(a: CodedRange, b: CodedRange, rule: str) -> CodedRange:
    """Return the coding that two agreed ones become under a rule of `BOUNDARIES`.

    Two in one sentence that share no character have no intersection: then it is the union.
    """
    if rule in ("a", "b"):
        return a if rule == "a" else b
    inner = max(a.start, b.start), min(a.end, b.end)
    if rule == "intersection" and inner[0] < inner[1]:
        return CodedRange(a.code, *inner)
    return CodedRange(a.code, min(a.start, b.start), max(a.end, b.end))


_Workers = dict[int, tuple[int, ...]]


def _workers(
    connection: Connection,
    documents: Sequence[Document],
    coders: Sequence[str] | None,
    adopt: str | None,
) -> tuple[_Workers, dict[int, str]]:
    """Return whose work counts in each document, and why a document has none of that."""
    if adopt is not None:
        one = find_coder(connection, adopt)
        _refuse_kind(one)
        return {d.id: (one.id,) for d in documents}, {}
    all_people, _names, by_all, _notes = compared_documents(connection, None, ())
    two, _names, by_two, _notes = compared_documents(connection, coders, ())
    counts = {d.id: d.codings for d in coded_documents(connection, documents)}
    workers: _Workers = {}
    blocked: dict[int, str] = {}
    for d in documents:
        chosen = len(by_two.get(d.id, ())) == 2  # else others may have coded it, or one of them
        people, coded_by = (two, by_two) if chosen else (all_people, by_all)
        who = tuple(sorted(coded_by.get(d.id, ())))
        others = {c.id for c in people if counts[d.id].get(c.id)} - set(who)
        obstacle = _obstacle(d.name, len(who), [c.name for c in people if c.id in others])
        if obstacle:
            blocked[d.id] = obstacle
        else:
            workers[d.id] = who
    return workers, blocked


def _obstacle(document: str, n: int, unfinished: Sequence[str]) -> str:
    """Say why a document cannot be finalised, "" when one or two coders are done with it."""
    if not n and not unfinished:
        return _("{document}: nobody has coded it").format(document=document)
    if unfinished:
        return _(
            "{document}: {names} did not mark it complete (or take the work of one: --adopt)"
        ).format(document=document, names=", ".join(unfinished))
    if n > 2:
        return _("{document}: {n} coders completed it; choose two with --coders").format(
            document=document, n=n
        )
    return ""


def _refuse_kind(coder: Coder) -> None:
    if coder.kind == "consensus":
        raise UsageError(_("The consensus is made of the coders' work, not of itself."))


_Shared = Mapping[int, tuple[list[CodedRange], int, int, int, int]]


def _of_pairs(connection: Connection, pairs: Mapping[int, tuple[int, ...]], rule: str) -> _Shared:
    """Return per document coded by two: codings, and how many agreed, decided, open, stale."""
    answer = {}
    for pair in sorted(set(pairs.values())):
        first, second = pair
        own = [document for document, who in pairs.items() if who == pair]
        spans = classified(connection, own, (first, second))
        found: dict[int, list[CodedRange]] = {document: [] for document in own}
        others = _of_others(connection, own, pair)
        for document, a, b in agreed(spans, first):
            if not standing(others[document], document, (first, second), (a, b)):
                found[document].append(bounded(a, b, rule))
        items = pair_items(connection, spans, (first, second))
        there = {item.key for item in items}
        decided = list_decisions(connection, documents=own, coders=(first, second))
        stale = Counter(one.document for one in decided if one.key not in there)
        settled = Counter(item.document for item in items if item.settled)
        every = Counter(item.document for item in items)
        numbers = {d: len(ranges) for d, ranges in found.items()}
        for one in decided:
            if one.key in there:
                found[one.document] += one.outcome
        for d in own:
            found[d] += [one for other in others[d] for one in other.outcome]
            answer[d] = (found[d], numbers[d], settled[d], every[d] - settled[d], stale[d])
    return answer


def _of_others(
    connection: Connection, documents: Collection[int], pair: tuple[int, ...]
) -> Mapping[int, list[Decision]]:
    """Return by document what was settled between other coders. It holds: also over what two
    agree on."""
    answer: dict[int, list[Decision]] = {document: [] for document in documents}
    for one in list_decisions(connection, documents=documents):
        if (one.first, one.second) != pair and one.settled:
            answer[one.document].append(one)
    return answer


def _plan(
    connection: Connection,
    document: Document,
    workers: Mapping[int, tuple[int, ...]],
    names: Mapping[int, str],
    shared: _Shared,
) -> FinalPlan:
    who = workers[document.id]
    people = tuple(names[coder] for coder in who)
    if len(who) == 2:
        ranges, agree, settled, left, stale = shared[document.id]
        codings = _distinct(ranges)
        return FinalPlan(document.id, document.name, people, agree, settled, left, stale, codings)
    places = coded_places(connection, document.id)
    own = [CodedRange(code, start, end) for start, end, code, coder in places if coder in who]
    return FinalPlan(document.id, document.name, people, codings=_distinct(own))


def _distinct(ranges: Iterable[CodedRange]) -> tuple[CodedRange, ...]:
    return tuple(dict.fromkeys(ranges))
