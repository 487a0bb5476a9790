"""Codes and themes hang in trees: what two copies put under each other is taken apart."""

from __future__ import annotations

from collections.abc import Iterator

from kwalcode.i18n import _
from kwalcode.project.joining.keeping import Two
from kwalcode.project.joining.merged import Merged, Rows
from kwalcode.project.joining.shapes import SHAPES, Key
from kwalcode.project.joining.telling import Teller

_TREES = ("codes", "themes")
_PARENT = "parent_id"


def open_circles(two: Two, merged: Merged) -> None:
    """Put the first made of a circle at the top, with the others below it.

    One copy put A under C, the other C under A: each is right by itself, together they would
    hang in the air. Which one goes up follows from the UUIDs, so that it is the same in every
    copy, in whatever order they are joined.
    """
    teller = Teller(two.ours, two.theirs)
    for table in _TREES:
        rows, at = merged.rows[table], SHAPES[table].at(_PARENT)
        for key in list(_tops(rows, at)):
            merged.put(table, key, (*rows[key][:at], None, *rows[key][at + 1 :]))
            merged.notes.append(
                _("{name} is at the top now: the copies had put it in a circle.").format(
                    name=teller.name(table, key)
                )
            )


def _tops(rows: Rows, at: int) -> Iterator[Key]:
    """Yield the smallest UUID of each circle."""
    seen: set[Key] = set()
    for key in rows:
        way: list[Key] = []
        while key in rows and key not in seen:
            seen.add(key)
            way.append(key)
            key = rows[key][at]
        if key in way:
            yield min(way[way.index(key) :])
