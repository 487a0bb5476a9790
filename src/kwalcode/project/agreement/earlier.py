"""What was decided on a disagreement before the words that it is about were corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from kwalcode.project.agreement.queue import Item
from kwalcode.project.reads.decisions import CodedRange, Decision, list_reopened
from kwalcode.project.reads.versions import since
from kwalcode.spans import Range, overlap
from kwalcode.transcripts.difference import Alignment

_About = tuple[int, int | None, int | None]
"""A document and the codes of both coders (ids, None: nothing)."""


def with_before(connection: Connection, items: Sequence[Item], pair: tuple[int, int]) -> list[Item]:
    """Add to the open items of two coders (ids) what was decided on the same codes in the place of
    their words, while these were others: the last of several."""
    there: dict[_About, list[tuple[Range, Decision]]] = {}
    compared: dict[tuple[int, int], Alignment] = {}
    for content, one in list_reopened(connection, pair):
        text = one.document, content
        if text not in compared:
            compared[text] = since(connection, *text)
        place = _place(one, compared[text])
        if place is not None:
            there.setdefault(_about(one), []).append((place, one))
    return [_with(item, there.get(_about(item), ())) for item in items] if there else list(items)


def _with(item: Item, found: Sequence[tuple[Range, Decision]]) -> Item:
    if item.decision is not None:
        return item
    near = [one for place, one in found if overlap(place, (item.start, item.end))]
    return replace(item, before=near[-1]) if near else item


def _about(one: Item | Decision) -> _About:
    def code(side: CodedRange | None) -> int | None:
        return None if side is None else side.code

    return one.document, code(one.a), code(one.b)


def _place(one: Decision, changed: Alignment) -> Range | None:
    """Return where the words of a decision are by now, or what took their place."""
    sides = [side for side in (one.a, one.b) if side is not None]
    passage = min(side.start for side in sides), max(side.end for side in sides)
    return changed.carried(passage) or changed.proposed(passage)
