"""What a join keeps for later ones: when what came from the other copy was changed there."""

from __future__ import annotations

from kwalcode.project.joining.keeping import Two
from kwalcode.project.joining.merged import Merged
from kwalcode.project.joining.shapes import SHAPES, STRUCTURE, WAITING, Key


def note_stamps(two: Two, merged: Merged) -> None:
    """Keep where what came from their copy was changed, for later joins: also where the value
    is the one we had, since they may have changed it and changed it back, or had another code
    that was merged into ours."""
    codes = merged.rows["codes"]
    gone = {code: into for code, into in two.successors.items() if code not in codes}

    def followed(value: Key) -> Key:
        if isinstance(value, tuple):
            return tuple(gone.get(part, part) for part in value)
        return gone.get(value, value)

    for (table, key, column), stamp in two.they_heard.stamps.items():
        shape = SHAPES[table]
        named = followed(key) if shape.keyed else key
        if named not in merged.rows[table] and table in WAITING:
            shape = SHAPES["uncarried"]  # it waits for a decision now, by the same UUID
        row, theirs = merged.rows[shape.name].get(named), two.theirs.rows[shape.name].get(key)
        if row is None or theirs is None:
            continue
        if table in STRUCTURE and key not in two.ours.rows[table]:
            continue  # of a document that comes with them: nobody else has other values
        at = shape.at(column) if column in shape.columns else None
        marked = (table, named, column) in merged.marked
        if at is None or marked or row[at] == followed(theirs[at]):
            place = table, named, column
            merged.details.stamps[place] = max(stamp, merged.details.stamps.get(place, stamp))
