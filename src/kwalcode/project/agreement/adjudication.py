"""The queue of disagreements between two coders, and what was decided on each so far.

Everybody's talk counts here, not only that of respondents: what is finalised is the coding of a
whole document.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from kwalcode.agreement.disagreements import AGREE, BOUNDARY, CLASSES, KINDS, classify
from kwalcode.errors import NotFound, UsageError
from kwalcode.i18n import _
from kwalcode.model import ROLES, Code, Coder, Document
from kwalcode.project.agreement.agreements import compared_documents
from kwalcode.project.agreement.disagreements import listed_rows, mirrored, two_of
from kwalcode.project.agreement.standing import sides, standing
from kwalcode.project.analyses.frames import all_codings, units_frame
from kwalcode.project.analyses.layers import coded_documents
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.decisions import (
    CodedRange,
    Decision,
    DisagreementKey,
    list_decisions,
)
from kwalcode.project.reads.documents import all_documents
from kwalcode.project.reads.people import all_coders

ID_DIGITS = 10
"""So many hexadecimal digits name a disagreement."""


@dataclass(frozen=True, slots=True)
class Item:
    """A disagreement in the queue: what each coder did there (None: nothing), in ids.

    `group` is its class and `kind` how a boundary differs, as seen from coder `whose` ("a" or
    "b"); see `Disagreement`. `decision` is None while nothing was decided.
    """

    document: int
    first: int
    second: int
    group: str
    kind: str
    whose: str
    a: CodedRange | None
    b: CodedRange | None
    decision: Decision | None = None
    elsewhere: tuple[Decision, ...] = ()
    stale: bool = False

    @property
    def key(self) -> DisagreementKey:
        """What tells it from any other."""
        return self.document, self.first, self.second, self.a, self.b

    @property
    def start(self) -> int:
        """Where the passage of both begins."""
        return min(side.start for side in (self.a, self.b) if side is not None)

    @property
    def end(self) -> int:
        """Where the passage of both ends."""
        return max(side.end for side in (self.a, self.b) if side is not None)

    @property
    def codes(self) -> tuple[int, ...]:
        """The codes at stake, that of the first coder first."""
        sides = (side.code for side in (self.a, self.b) if side is not None)
        return tuple(dict.fromkeys(sides))

    @property
    def settled(self) -> bool:
        """Tell whether it was decided on, and not only put aside to be discussed."""
        return self.decision is not None and self.decision.settled


@dataclass(frozen=True)
class Queue:
    """All disagreements between two coders in the documents that both completed, in order.

    `items` are those asked for; `stale` are decisions on what was changed since. `coded_by` tells
    who of all coders is done with each document (ids), `compared` are those of both, `final`
    those whose consensus is finalised. `people` are the coders who are compared, `everybody` all
    coders by id; `codes` and `documents` are of the whole project.
    """

    coders: tuple[Coder, Coder]
    people: tuple[Coder, ...]
    everybody: Mapping[int, Coder]
    documents: Mapping[int, Document]
    codes: Mapping[int, Code]
    coded_by: Mapping[int, Collection[int]]
    compared: tuple[int, ...]
    final: frozenset[int]
    items: tuple[Item, ...]
    stale: tuple[Decision, ...]
    notes: tuple[str, ...]

    @property
    def names(self) -> tuple[str, str]:
        """The names of the two coders."""
        return self.coders[0].name, self.coders[1].name

    @cached_property
    def decided(self) -> int:
        """How many are settled."""
        return sum(item.settled for item in self.items)

    @property
    def discussed(self) -> int:
        """How many wait to be talked about."""
        return sum(item.decision is not None and not item.settled for item in self.items)

    @cached_property
    def outdated(self) -> tuple[Item, ...]:
        """The stale decisions as items, to be looked at beside the others."""
        return tuple(
            Item(
                one.document, one.first, one.second, one.disagreement, "", "", one.a, one.b,
                decision=one, stale=True,
            )
            for one in self.stale
        )  # fmt: skip

    def id_of(self, item: Item | Decision) -> str:
        """Return what names a disagreement, the same on any day and in any copy of the study."""
        parts = [self.documents[item.document].uuid, *(coder.uuid for coder in self.coders)]
        digest = blake2b(b"".join(parts), digest_size=ID_DIGITS // 2)
        for side in (item.a, item.b):
            told = "-" if side is None else f"{side.start}:{side.end}"
            digest.update(told.encode() + (b"" if side is None else self.codes[side.code].uuid))
        return digest.hexdigest()

    @cached_property
    def by_id(self) -> Mapping[str, Item | Decision]:
        """Everything in the queue by what names it, stale decisions too."""
        every: list[Item | Decision] = [*self.stale, *self.items]
        return {self.id_of(one): one for one in every}

    def find(self, name: str) -> Item | Decision:
        """Return the disagreement, or the stale decision, of that name or its beginning.

        Raises NotFound, UsageError where the beginning fits several.
        """
        wanted = name.casefold()
        found = [one for own, one in self.by_id.items() if wanted and own.startswith(wanted)]
        if not found:
            raise NotFound(
                _("There is no disagreement '{id}': 'kwalcode adjudicate' lists them.").format(
                    id=name
                )
            )
        if len(found) > 1:
            raise UsageError(
                _("'{id}' fits {n} disagreements: give more of it.").format(id=name, n=len(found))
            )
        return found[0]

    def having(self, item: Item, decision: Decision | None) -> Queue:
        """Return the queue with another decision on `item`, one of its own."""
        items = tuple(replace(one, decision=decision) if one is item else one for one in self.items)
        return replace(self, items=items)


def adjudication(
    connection: Connection,
    *,
    coders: Sequence[str] | None = None,
    groups: Collection[str] = CLASSES[1:],
    codes: Collection[int] | None = None,
    documents: Collection[int] | None = None,
) -> Queue:
    """Return the queue of two coders (by name; by default the two who coded together).

    `groups` (classes), `codes` and `documents` (ids) limit the items; their order is that of
    documents and places. Raises NotFound for an unknown coder, UsageError unless there are two.
    """
    people, _names, coded_by, notes = compared_documents(connection, coders, ())
    pair = two_of(people, coded_by, named=bool(coders))
    together = [d for d, who in coded_by.items() if set(pair) <= who]
    spans = classified(connection, together, pair)
    decisions = list_decisions(connection)
    decided = {one.key: one for one in decisions if (one.first, one.second) == pair}
    every = pair_items(connection, spans, pair)
    known = {document.id: document for document in all_documents(connection)}
    by_id = {coder.id: coder for coder in people}
    of_code = {code.id: code for code in all_codes(connection)}
    items = [
        item
        for item in every
        if item.group in groups
        and (documents is None or item.document in documents)
        and (codes is None or not set(codes).isdisjoint(item.codes))
    ]
    items = _with_elsewhere(items, [one for one in decisions if one.key not in decided], pair)
    there = {item.key for item in every if item.decision is not None}
    stale = [one for key, one in decided.items() if key not in there]
    position = {number: place for place, number in enumerate(known)}
    return Queue(
        (by_id[pair[0]], by_id[pair[1]]),
        tuple(people),
        {coder.id: coder for coder in all_coders(connection)},
        known,
        of_code,
        compared_documents(connection, None, ())[2] if coders else coded_by,
        tuple(together),
        finalised(connection, list(known.values())),
        tuple(sorted(items, key=lambda item: position[item.document])),
        tuple(one for one in stale if documents is None or one.document in documents),
        notes,
    )


def _with_elsewhere(
    items: list[Item], others: Sequence[Decision], pair: tuple[int, int]
) -> list[Item]:
    """Add to the items what was settled between other coders about the same place."""
    if not others:
        return items
    of_document: dict[int, list[Decision]] = {}
    for one in others:
        of_document.setdefault(one.document, []).append(one)
    return [
        replace(item, elsewhere=standing(near, item.document, pair, sides(item.a, item.b)))
        if (near := of_document.get(item.document))
        else item
        for item in items
    ]


def classified(
    connection: Connection, documents: Collection[int], pair: tuple[int, int]
) -> pd.DataFrame:
    """Return every span of two coders in these documents with its class (`classify`)."""
    units = units_frame(connection, "sentence", documents, ROLES)
    return classify(all_codings(connection), units, pair)


def pair_items(
    connection: Connection, spans: pd.DataFrame, pair: tuple[int, int]
) -> tuple[Item, ...]:
    """Return the disagreements among the spans of two coders (`classified`), with what was
    decided on them, in order of document and place."""
    decided = {one.key: one for one in list_decisions(connection, coders=pair)}
    rows = listed_rows(spans, None, None, CLASSES[1:])
    return tuple(_items(spans, rows, pair, decided))


def agreed(spans: pd.DataFrame, first: int) -> Iterator[tuple[int, CodedRange, CodedRange]]:
    """Yield what two coders agree on: the document, what the first did, what the other did."""
    group, coder = spans["group"].to_numpy(), spans["coder"].to_numpy()
    rows = np.flatnonzero((group == AGREE) & (coder == first))
    partners = spans["partner"].to_numpy()[rows]
    documents, code = spans["document"].to_numpy()[rows].tolist(), spans["code"].to_numpy()
    mine, theirs = _ranges(spans, rows.tolist()), _ranges(spans, partners.tolist())
    assert (code[rows] == code[partners]).all()
    yield from zip(documents, mine, theirs, strict=True)


def finalised(connection: Connection, documents: Sequence[Document]) -> frozenset[int]:
    """Return the ids of the documents that are final."""
    return frozenset(d.id for d in coded_documents(connection, documents) if d.finalised)


def _ranges(spans: pd.DataFrame, rows: Sequence[int]) -> list[CodedRange]:
    columns = (spans[name].to_numpy()[rows].tolist() for name in ("code", "start", "end"))
    return list(map(CodedRange, *columns))


def _items(
    spans: pd.DataFrame,
    rows: Sequence[int],
    pair: tuple[int, int],
    decided: Mapping[DisagreementKey, Decision],
) -> Iterator[Item]:
    """Yield an item per row of the frame, with what it is set against."""
    touched = {key[0] for key in decided}
    own, partners = _ranges(spans, rows), spans["partner"].to_numpy()[rows].tolist()
    theirs: Iterator[CodedRange] = iter(_ranges(spans, [at for at in partners if at >= 0]))
    columns = (spans[name].to_numpy()[rows].tolist() for name in ("document", "coder", "group"))
    kinds = spans["kind"].to_numpy()[rows].tolist()
    for mine, partner, document, coder, group, number in zip(
        own, partners, *columns, kinds, strict=True
    ):
        other = next(theirs) if partner >= 0 else None
        is_first = coder == pair[0]
        a, b = (mine, other) if is_first else (other, mine)
        kind, whose = mirrored(KINDS[number] if group == BOUNDARY else "", is_first=is_first)
        decision = decided.get((document, *pair, a, b)) if document in touched else None
        yield Item(document, *pair, CLASSES[group], kind, whose, a, b, decision)
