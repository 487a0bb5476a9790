"""Rows that may be there only once: which one stays, and what becomes of the others."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from kwalcode.analysis.layers import CONSENSUS
from kwalcode.project.identity import derived
from kwalcode.project.joining.keeping import Two
from kwalcode.project.joining.merged import Merged, Rows
from kwalcode.project.joining.reopening import settle_reopened
from kwalcode.project.joining.shapes import (
    DECISIONS,
    ENDS,
    ONE_EACH,
    SHAPES,
    WHOLE,
    Key,
    Shape,
    Values,
    is_coding,
    same_things,
)
from kwalcode.project.joining.side import canonical
from kwalcode.project.reads.decisions import CodedRange, outcome

Placed = tuple[Key, ...]
"""A coding: document, start, end, code; where it waits, also the text that it waits in."""
Made = tuple[Key, Key, str]
"""A coding: document, code, when it was made."""


def unite(two: Two, merged: Merged, beaten: Iterable[bytes]) -> None:
    """Leave one of the rows that may be there once: a coding, a cell of the framework, a decision.

    Of what hangs together the last one written stays, else the one that was made first. A
    summary that another one took the place of becomes a memo about its respondent; what a
    decision gave the consensus goes with it; `beaten` are the codings that earlier joins know
    of that it went for.
    """
    _relations(merged)
    _patterns(merged)
    for name in ONE_EACH:
        if name != "codings":  # of two in one place, only one may have been given by a decision
            _once(merged, SHAPES[name], sorted(merged.rows[name]))
    settle_reopened(two, merged)
    _keep_summaries(two, merged)
    merged.details.beaten.update(beaten, _beaten(two, merged))
    _take_back(merged)
    _once(merged, SHAPES["codings"], sorted(merged.rows["codings"]))
    waiting = SHAPES["uncarried"]
    placed = [key for key, row in merged.rows["uncarried"].items() if is_coding(waiting, row)]
    _once(merged, waiting, sorted(placed))


def _once(merged: Merged, shape: Shape, keys: Iterable[Key]) -> None:
    """Leave one of these rows of a table that are the same thing."""
    rows = merged.rows[shape.name]
    places = [shape.at(column) for column in shape.same]
    first: dict[Values, Key] = {}
    for key in keys:
        same = first.setdefault(tuple(rows[key][at] for at in places), key)
        if same != key and shape.name in WHOLE:
            _put_together(merged, shape, same, key)
        elif same != key:
            merged.drop(shape.name, key, same)


def _put_together(merged: Merged, shape: Shape, key: Key, other: Key) -> None:
    """Put two rows for one thing together under the first one's name."""
    name, rows, at = shape.name, merged.rows[shape.name], shape.at(WHOLE[shape.name][1])
    goes, stays = sorted((key, other), key=lambda one: (rows[one][at], repr(rows[one])))
    before = merged.as_merged(name, stays)
    merged.beaten.append((name, goes, merged.as_merged(name, goes)))
    rows[key] = rows[stays]
    merged.before[name, key] = before
    del rows[other]
    merged.before.pop((name, other), None)
    merged.details.aliases |= {(table, other): key for table in same_things(name)}


def _relations(merged: Merged) -> None:
    """Bring ends into order again where codes were merged; a code is not related to itself."""
    shape, rows = SHAPES["relations"], merged.rows["relations"]
    for key, values in list(rows.items()):
        ends = [[values[shape.at(column)] for column in pair] for pair in ENDS]
        if any(a is not None and a == b for a, b in ends):
            merged.drop("relations", key)
        elif canonical(shape, values) != values:
            merged.put("relations", key, canonical(shape, values))


def _patterns(merged: Merged) -> None:
    """Leave a pattern whose two sides became one code with one side, as a draft."""
    shape, rows = SHAPES["patterns"], merged.rows["patterns"]
    a, b, status = (shape.at(column) for column in ("code_a_id", "code_b_id", "status"))
    for key, values in list(rows.items()):
        if values[a] is not None and values[a] == values[b]:
            found = list(values)
            found[b], found[status] = None, "draft"
            merged.put("patterns", key, tuple(found))


def _keep_summaries(two: Two, merged: Merged) -> None:
    shape, memos = SHAPES["summaries"], SHAPES["memos"]
    respondent, text, coder, changed = (
        shape.at(c) for c in ("respondent_id", "text", "coder_id", "changed")
    )
    held = [two.we_heard.had.get("memos", set()), two.they_heard.had.get("memos", set())]
    texts = {row[text] for row in merged.rows["summaries"].values()}
    for name, _key, row in merged.beaten:
        if name != "summaries" or row[text] in texts:
            continue
        if row[respondent] not in merged.rows["respondents"]:
            continue
        key = _memo_id(row[changed], (row[respondent], row[text]))
        if any(key in known for known in held):
            continue  # it was there already, and may have been thrown away
        values = {
            "about": "respondent",
            "about_id": row[respondent],
            "title": "",  # what the cell is about may be called otherwise in another copy
            "text": row[text],
            "coder_id": row[coder],
            "changed": row[changed],
        }
        merged.rows["memos"][key] = tuple(values[column] for column in memos.columns)


def _memo_id(time: str, told: tuple[Any, ...]) -> bytes:
    """Return a UUID that is the same in every copy where the same summary was put aside."""
    stamp = int(datetime.fromisoformat(time).timestamp() * 1000)
    return derived(stamp.to_bytes(6, "big"), time, told)


def _beaten(two: Two, merged: Merged) -> Iterator[bytes]:
    """Yield the codings that decisions gave the consensus in whose place others were taken: in
    that place, up to when that was decided; where it waits, or the disagreement is open again, made
    just then."""
    until: dict[Placed, str] = {}
    then: dict[str, set[Made]] = {name: set() for name in DECISIONS}
    for name, _key, row in merged.beaten:
        for one, when in _given(name, row) if name in DECISIONS else ():
            then[name].add((one[0], one[3], when))
            if name == "decisions":
                until[one] = max(until.get(one, ""), when)
    if not any(then.values()):
        return
    found = _consensus(merged.rows)
    now = {key: place[:3] for table, key, place, _made in found if table == "codings"}
    for side in (two.ours, two.theirs):
        for table, key, place, made in _consensus(side.rows):
            waits = table == "uncarried"
            given = made in then["decisions"] if waits else made[2] <= until.get(place, "")
            moved = not waits and now.get(key, place[:3]) != place[:3]
            if made in then["reopened"] or (given and not moved):
                yield key


def _take_back(merged: Merged) -> None:
    """Take off what those decisions gave, and none that holds does."""
    if not merged.details.beaten:
        return
    stay: set[Placed] = set()
    then: set[Made] = set()
    for name in DECISIONS:
        for row in merged.rows[name].values():
            for one, when in _given(name, row):
                then.add((one[0], one[3], when))
                holds = name == "decisions"
                stay.add(one if holds else (*one, row[SHAPES[name].at("content_id")]))
    for table, key, place, made in list(_consensus(merged.rows)):
        if key in merged.details.beaten and place not in stay and made not in then:
            merged.drop(table, key)


def _consensus(rows: Mapping[str, Rows]) -> Iterator[tuple[str, bytes, Placed, Made]]:
    """Yield the codings of the consensus, placed or waiting: table, UUID, place, when made."""
    kind = SHAPES["coders"].at("kind")
    consensus = {key for key, row in rows["coders"].items() if row[kind] == CONSENSUS}
    if not consensus:
        return
    shape = SHAPES["codings"]
    code, coder, where, when = (
        shape.at(c) for c in ("code_id", "coder_id", "quotation_id", "created")
    )
    for key, row in rows["codings"].items():
        if row[coder] in consensus:
            place = (*row[where], row[code])
            yield "codings", key, place, (place[0], row[code], row[when])
    shape = SHAPES["uncarried"]
    coder, when = (shape.at(c) for c in ("coder_id", "details"))
    placed = [shape.at(c) for c in ("document_id", "start", "end", "code_id", "content_id")]
    for key, row in rows["uncarried"].items():
        if row[coder] in consensus and is_coding(shape, row):
            created = json.loads(row[when]).get("created", "")
            place = tuple(row[at] for at in placed)
            yield "uncarried", key, place, (place[0], place[3], created)


def _given(table: str, row: Values) -> Iterator[tuple[Placed, str]]:
    """Yield the codings that a decision gives the consensus, and when that was decided."""
    shape = SHAPES[table]

    def side(name: str) -> CodedRange | None:
        code, start, end = (row[shape.at(f"{name}_{part}")] for part in ("code_id", "start", "end"))
        return None if code is None else CodedRange(code, start, end)

    found = outcome(row[shape.at("decision")], side("a"), side("b"), side("new"))
    for one in found:
        place = (row[shape.at("document_id")], one.start, one.end, one.code)
        yield place, row[shape.at("made")]
