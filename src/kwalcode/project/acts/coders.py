"""The coder whom an act's codings, memos and marks are put down to."""

from __future__ import annotations

from sqlalchemy import select

from kwalcode.project.history.change import Change
from kwalcode.project.identity import new_uuid
from kwalcode.store.tables import coders


def coder_id(change: Change, name: str) -> int:
    """Return the id of the coder of that name (case does not matter), adding one when new."""
    for known, its_name in change.connection.execute(select(coders.c.id, coders.c.name)):
        if its_name.casefold() == name.casefold():
            return int(known)
    number = change.new_ids(coders)[0]
    row = (number, new_uuid(), name, "coder")
    change.share_rows(coders, ("id", "uuid", "name", "kind"), [row])
    return number
