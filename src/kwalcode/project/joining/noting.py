"""What a join keeps for later ones: when what came from the other copy was changed there."""

from __future__ import annotations

from collections.abc import Mapping

from kwalcode.project.joining.keeping import Two
from kwalcode.project.joining.merged import Merged, Rows
from kwalcode.project.joining.shapes import (
    SHAPES,
    STRUCTURE,
    WAITING,
    Key,
    Shape,
    Values,
    same_things,
)


def note_stamps(two: Two, merged: Merged) -> None:
    """Keep where what came from their copy was changed, for later joins: also where the value
    is the one we had, since they may have changed it and changed it back."""
    for (table, key, column), stamp in two.they_heard.stamps.items():
        ours, theirs = (_row(rows, table, key) for rows in (merged.rows, two.theirs.rows))
        if ours is None or theirs is None:
            continue
        if table in STRUCTURE and key not in two.ours.rows[table]:
            continue  # of a document that comes with them: nobody else has other values
        values = [row[shape.at(column)] for shape, row in (ours, theirs) if column in shape.columns]
        if len(values) < 2 or values[0] == values[1]:
            place = table, key, column
            merged.details.stamps[place] = max(stamp, merged.details.stamps.get(place, stamp))


def _row(rows: Mapping[str, Rows], table: str, key: Key) -> tuple[Shape, Values] | None:
    """Return a row with its shape; by the same UUID it may wait for a decision, or
    be one whose disagreement is open again."""
    also = (*same_things(table), *(["uncarried"] if table in WAITING else []))
    for name in (table, *also):
        if key in rows[name]:
            return SHAPES[name], rows[name][key]
    return None
