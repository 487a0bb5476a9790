"""What a join keeps for later ones: when what came from the other copy was changed there."""

from __future__ import annotations

from kwalcode.project.joining.keeping import Two
from kwalcode.project.joining.merged import Merged
from kwalcode.project.joining.shapes import SHAPES, STRUCTURE, WAITING


def note_stamps(two: Two, merged: Merged) -> None:
    """Keep where what came from their copy was changed, for later joins: also where the value
    is the one we had, since they may have changed it and changed it back."""
    for (table, key, column), stamp in two.they_heard.stamps.items():
        shape = SHAPES[table]
        if key not in merged.rows[table] and table in WAITING:
            shape = SHAPES["uncarried"]  # it waits for a decision now, by the same UUID
        row, theirs = merged.rows[shape.name].get(key), two.theirs.rows[shape.name].get(key)
        if row is None or theirs is None:
            continue
        if table in STRUCTURE and key not in two.ours.rows[table]:
            continue  # of a document that comes with them: nobody else has other values
        at = shape.at(column) if column in shape.columns else None
        if at is None or row[at] == theirs[at]:
            place = table, key, column
            merged.details.stamps[place] = max(stamp, merged.details.stamps.get(place, stamp))
