"""The queue of disagreements between two coders, and what was decided on each so far.

Everybody's talk counts here, not only that of respondents: what is finalised is the coding of a
whole document.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from kwalcode.agreement.disagreements import AGREE, BOUNDARY, CLASSES, KINDS, classify
from kwalcode.model import ROLES
from kwalcode.project.agreement.agreements import compared_documents
from kwalcode.project.agreement.coded import Coded
from kwalcode.project.agreement.disagreements import listed_rows, mirrored, two_of
from kwalcode.project.agreement.earlier import with_before
from kwalcode.project.agreement.queue import Item, Queue, several_fit
from kwalcode.project.agreement.standing import sides, standing
from kwalcode.project.analyses.frames import units_frame
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.decisions import (
    CodedRange,
    Decision,
    DisagreementKey,
    list_decisions,
)
from kwalcode.project.reads.documents import all_documents
from kwalcode.project.reads.people import all_coders


def adjudication(
    connection: Connection,
    *,
    coders: Sequence[str] | None = None,
    groups: Collection[str] = CLASSES[1:],
    codes: Collection[int] | None = None,
    documents: Collection[int] | None = None,
    coded: Coded | None = None,
) -> Queue:
    """Return the queue of two coders (by name; by default the two who coded together).

    `groups` (classes), `codes` and `documents` (ids) limit the items; their order is that of
    documents and places. Raises NotFound for an unknown coder, UsageError unless there are two.
    """
    coded = coded or Coded(connection)
    people, _names, coded_by, notes = compared_documents(coded, coders, ())
    pair = two_of(people, coded_by, named=bool(coders))
    together = [d for d, who in coded_by.items() if set(pair) <= who]
    spans = classified(coded, together, pair)
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
    items = with_before(connection, items, pair)
    there = {item.key for item in every if item.decision is not None}
    stale = [one for key, one in decided.items() if key not in there]
    position = {number: place for place, number in enumerate(known)}
    return Queue(
        (by_id[pair[0]], by_id[pair[1]]),
        tuple(people),
        {coder.id: coder for coder in all_coders(connection)},
        known,
        of_code,
        compared_documents(coded, None, ())[2] if coders else coded_by,
        tuple(together),
        coded.final,
        tuple(sorted(items, key=lambda item: position[item.document])),
        tuple(one for one in stale if documents is None or one.document in documents),
        notes,
    )


def queue_holding(connection: Connection, name: str, coders: Sequence[str] | None = None) -> Queue:
    """Return the queue that a disagreement is in, by its name or the beginning of it.

    Where nobody is named, that of any two who coded together: a name says which. Raises what
    `adjudication` does, and UsageError for a beginning that fits in several queues.
    """
    coded = Coded(connection)
    people, _names, coded_by, _notes = compared_documents(coded, coders, ())
    together = [sorted(who) for who in coded_by.values()]
    pairs = sorted({pair for who in together for pair in combinations(who, 2)})
    if coders is not None or len(pairs) < 2:
        return adjudication(connection, coders=coders, coded=coded)
    named = {coder.id: coder.name for coder in people}
    queues = [
        adjudication(connection, coders=[named[one] for one in pair], coded=coded) for pair in pairs
    ]
    holding = [queue for queue in queues if queue.fitting(name)]
    if len(holding) > 1:
        raise several_fit(name, sum(len(queue.fitting(name)) for queue in holding))
    return (holding or queues)[0]


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


def classified(coded: Coded, documents: Collection[int], pair: tuple[int, int]) -> pd.DataFrame:
    """Return every span of two coders in these documents with its class (`classify`)."""
    units = units_frame(coded.connection, "sentence", documents, ROLES)
    return classify(coded.codings, units, pair)


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
