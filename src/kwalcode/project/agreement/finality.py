"""What finalising a document would make its consensus (METHOD section 6)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from kwalcode.analysis.layers import CONSENSUS
from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.model import Coder, Document
from kwalcode.project.agreement.agreements import compared_documents
from kwalcode.project.agreement.coded import Coded
from kwalcode.project.agreement.common import (
    INTERSECTION,
    UNION,
    Boundary,
    Common,
    common_work,
)
from kwalcode.project.names import same_name
from kwalcode.project.reads.codings import coded_places
from kwalcode.project.reads.decisions import CodedRange
from kwalcode.project.reads.documents import all_documents
from kwalcode.project.reads.people import all_coders, find_coder, setting

_RULES: Final = (UNION, INTERSECTION, "a", "b")
BOUNDARY_SETTING: Final = "consensus_boundary"
"""The setting of the project that says which boundary an agreed coding gets: "union" (where it was
never set), "intersection", or a coder's name; "a" or "b" is the first or second of a document."""


@dataclass(frozen=True, slots=True)
class FinalPlan:
    """What finalising a document would do, or why it cannot be.

    `coders` are those whose work counts: all who are compared, or one whose work is adopted.
    `agreed` and `decided` are how many codings they agree on, and how many disagreements were
    settled; `open` how many were not, and `between` whom, two by two; `stale` how many decisions
    are on what was changed since. `codings` are what the consensus gets. `obstacle` says why it
    cannot be finalised.
    """

    document: int
    name: str
    coders: tuple[str, ...] = ()
    agreed: int = 0
    decided: int = 0
    open: int = 0
    stale: int = 0
    codings: tuple[CodedRange, ...] = ()
    between: tuple[tuple[str, str, int], ...] = ()
    obstacle: str = ""
    final: bool = False

    def refusal(self, *, leave_open: bool) -> str:
        """Say why it cannot be finalised, "" when it can."""
        if self.obstacle or leave_open or not (self.open or self.stale):
            return self.obstacle
        told = _("{document}: {n} disagreements are open").format(
            document=self.name, n=self.open + self.stale
        )
        if len(self.coders) < 3 or not self.between:
            return told
        pairs = (f"{first} - {second}: {n}" for first, second, n in self.between)
        return f"{told} ({', '.join(pairs)})"


def final_plans(
    connection: Connection,
    documents: Collection[int],
    *,
    coders: Sequence[str] | None = None,
    adopt: str | None = None,
    boundary: str | None = None,
) -> list[FinalPlan]:
    """Return a plan per document (ids), in the project's order.

    `coders` are two or more by name, for the documents that all of them completed, `adopt` one
    whose work is taken as it is; by default, and in the other documents, those who completed the
    document (where nobody completed any, those who coded it). `boundary` is as in
    `BOUNDARY_SETTING`, by default the project's. Raises NotFound, UsageError.
    """
    rule = boundary_of(connection, boundary)
    wanted = [d for d in all_documents(connection) if d.id in set(documents)]
    coded = Coded(connection)
    workers, blocked = _workers(coded, wanted, coders, adopt)
    groups: dict[tuple[int, ...], list[int]] = {}
    for number, who in workers.items():
        if len(who) > 1 and number not in coded.final:
            groups.setdefault(who, []).append(number)
    names = {coder.id: coder.name for coder in all_coders(connection)}
    shared: dict[int, Common] = {}
    for who, own in groups.items():
        shared |= common_work(coded, own, who, _boundary(rule, [names[one] for one in who]))
    return [
        _plan(connection, document, workers[document.id], names, shared.get(document.id))
        if document.id in workers and document.id not in coded.final
        else FinalPlan(
            document.id,
            document.name,
            obstacle=blocked.get(document.id, ""),
            final=document.id in coded.final,
        )
        for document in wanted
    ]


def boundary_of(connection: Connection, boundary: str | None = None) -> str:
    """Return the rule asked for, else the project's: see `BOUNDARY_SETTING`. Raises UsageError
    for one that is none."""
    chosen = boundary or setting(connection, BOUNDARY_SETTING) or UNION
    if chosen in _RULES:
        return chosen
    people = [one.name for one in all_coders(connection) if one.kind == "coder"]
    named = next((name for name in people if same_name(name, chosen)), None)
    if named is None:
        raise UsageError(
            _("'{boundary}' is no boundary rule; there are: {known}.").format(
                boundary=chosen, known=", ".join((UNION, INTERSECTION, *people))
            )
        )
    return named


def _boundary(rule: str, who: Sequence[str]) -> Boundary:
    """Return what a rule comes to among these coders; the union, where it is that of another."""
    if rule in ("a", "b"):
        return "ab".index(rule)
    if rule in _RULES:
        return rule
    return who.index(rule) if rule in who else UNION


_Workers = dict[int, tuple[int, ...]]


def _workers(
    coded: Coded,
    documents: Sequence[Document],
    coders: Sequence[str] | None,
    adopt: str | None,
) -> tuple[_Workers, dict[int, str]]:
    """Return whose work counts in each document, and why a document has none of that."""
    if adopt is not None:
        one = find_coder(coded.connection, adopt)
        _refuse_kind(one)
        did = {d.id for d in coded.documents if one.id in d.complete or d.codings.get(one.id)}
        nothing = _("{document}: {name} has not coded it")
        return {d.id: (one.id,) for d in documents if d.id in did}, {
            d.id: nothing.format(document=d.name, name=one.name)
            for d in documents
            if d.id not in did
        }
    everybody, _names, by_all, _notes = compared_documents(coded, None, ())
    named, by_named = list[Coder](), dict[int, set[int]]()
    if coders is not None:
        named, _names, by_named, _notes = compared_documents(coded, coders, ())
    counts = {d.id: d.codings for d in coded.documents}
    workers: _Workers = {}
    blocked: dict[int, str] = {}
    for d in documents:
        chosen = bool(named) and by_named.get(d.id) == {coder.id for coder in named}
        people, coded_by = (named, by_named) if chosen else (everybody, by_all)
        who = tuple(sorted(coded_by.get(d.id, ())))
        others = {c.id for c in people if counts[d.id].get(c.id)} - set(who)
        obstacle = _obstacle(d.name, who, [c.name for c in people if c.id in others])
        if obstacle:
            blocked[d.id] = obstacle
        else:
            workers[d.id] = who
    return workers, blocked


def _obstacle(document: str, who: Collection[int], unfinished: Sequence[str]) -> str:
    """Say why a document cannot be finalised, "" when all who coded it are done with it."""
    if unfinished:
        return _(
            "{document}: {names} did not mark it complete (or take the work of one: --adopt)"
        ).format(document=document, names=", ".join(unfinished))
    return "" if who else _("{document}: nobody has coded it").format(document=document)


def _refuse_kind(coder: Coder) -> None:
    if coder.kind == CONSENSUS:
        raise UsageError(_("The consensus is made of the coders' work, not of itself."))


def _plan(
    connection: Connection,
    document: Document,
    who: tuple[int, ...],
    names: Mapping[int, str],
    common: Common | None,
) -> FinalPlan:
    people = tuple(names[coder] for coder in who)
    if common is None:
        places = coded_places(connection, document.id)
        own = [CodedRange(code, start, end) for start, end, code, coder in places if coder in who]
        return FinalPlan(document.id, document.name, people, codings=_distinct(own))
    return FinalPlan(
        document.id,
        document.name,
        people,
        common.agreed,
        common.decided,
        common.open.total(),
        common.stale,
        _distinct(common.codings),
        tuple((names[a], names[b], n) for (a, b), n in common.open.items()),
    )


def _distinct(ranges: Iterable[CodedRange]) -> tuple[CodedRange, ...]:
    return tuple(dict.fromkeys(ranges))
