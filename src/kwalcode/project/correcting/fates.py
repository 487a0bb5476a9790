"""Where each quotation of a text goes in another version of it, and the edits on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from kwalcode import edits as editing
from kwalcode.model import Edit
from kwalcode.spans import Range, trim
from kwalcode.store.tables import quotations
from kwalcode.transcripts.difference import Alignment


@dataclass(frozen=True, slots=True)
class Fate:
    """A quotation (id) with its range in the old text, and where it goes in the new one.

    `same` tells that the words are the same there; `new` is None where nothing is to take them.
    """

    quotation: int
    old: Range
    new: Range | None
    same: bool


def fates(connection: Connection, document: int, changed: Alignment, *, accept: bool) -> list[Fate]:
    """Return what becomes of each quotation of a document; by `accept`, of changed ones too."""
    q = quotations.c
    chosen = select(q.id, q.start, q.end).where(q.document_id == document)
    found = []
    for number, start, end in connection.execute(chosen.order_by(q.start, q.end)):
        new = changed.carried((start, end))
        proposal = changed.proposed((start, end)) if accept and new is None else None
        found.append(Fate(number, (start, end), new or proposal, new is not None))
    return found


def moved_edits(stored: str, fate: Fate, changed: Alignment) -> str | None:
    """Return a mark's edits for the words that took the place of its own; None where what they
    change was changed itself."""
    if fate.new is None:
        return None
    shifted = []
    for edit in editing.from_json(stored):
        start = _edge(changed, fate, edit.start)
        end = start + edit.end - edit.start if start is not None else None
        same = edit.start == edit.end or changed.carried(
            (fate.old[0] + edit.start, fate.old[0] + edit.end)
        )
        if start is None or end is None or not same or end > fate.new[1] - fate.new[0]:
            return None
        shifted.append(Edit(edit.kind, start, end, edit.text))
    return editing.to_json(shifted)


def _edge(changed: Alignment, fate: Fate, at: int) -> int | None:
    """Return where an edit of an old quotation starts in the new one."""
    assert fate.new is not None
    place = fate.old[0] + at
    beside: list[tuple[Range, Callable[[Range], int]]] = [
        ((place, place + 1), lambda new: new[0]),
        ((place - 1, place), lambda new: new[1]),
    ]
    for one, edge in beside:
        new = changed.carried(one)
        if new is not None and fate.new[0] <= edge(new) <= fate.new[1]:
            return edge(new) - fate.new[0]
    return None


def core_of(text: str, place: Range) -> tuple[int | None, int | None]:
    """Return the range without white space at its edges, (None, None) where it has none."""
    core = trim(text, *place)
    return (None, None) if core == place else core
