"""Decisions on disagreements as part of other acts: a corrected text carries them along."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from kwalcode.project.history.change import Change
from kwalcode.store.tables import decisions
from kwalcode.transcripts.difference import Alignment

_RANGES = (("start", "end"), ("a_start", "a_end"), ("b_start", "b_end"), ("new_start", "new_end"))
_COLUMNS = ("id", *(name for pair in _RANGES for name in pair))


def carry_decisions(change: Change, document: int, changed: Alignment) -> None:
    """Let the decisions of a document go along with its corrected text.

    One whose words were changed goes: what it was about is another passage now, and comes back
    as a disagreement if it still is one. Its codings are carried as any other.
    """
    d = decisions.c
    chosen = select(*(d[name] for name in _COLUMNS)).where(d.document_id == document)
    moved, lost = [], []
    for row in change.connection.execute(chosen).all():
        after = _carried(tuple(row), changed)
        if after is None:
            lost.append(row.id)
        else:
            moved.append((tuple(row), after))
    change.update_each(decisions, _COLUMNS, moved)
    for number in lost:
        change.delete(decisions, d.id == number)


def _carried(row: tuple[Any, ...], changed: Alignment) -> tuple[Any, ...] | None:
    """Return the row with its ranges in the new text, None where the words are others."""
    after: list[Any] = [row[0]]
    for start, end in zip(row[1::2], row[2::2], strict=True):
        if start is None:
            after += [None, None]
            continue
        place = changed.carried((start, end))
        if place is None:
            return None
        after += place
    return tuple(after)
