"""What stands in the way of an undo or a redo, and which later acts put it there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from sqlalchemy import Connection

from kwalcode.i18n import _
from kwalcode.project.history import journal
from kwalcode.project.history.journal import UNDO, Entry
from kwalcode.project.history.references import missing, rivals, touches
from kwalcode.project.history.rows import table_named
from kwalcode.project.moments import local_minute
from kwalcode.project.telling.phrases import phrase

Ids = dict[str, set[int]]


class InTheWay(Exception):
    """A row is not as the act left it, or is used; `table` and `ids` tell which."""

    def __init__(self, table: str, ids: Sequence[int]) -> None:
        super().__init__(f"{table} {', '.join(map(str, ids[:5]))}")
        self.table = table
        self.ids = ids


def refusal(connection: Connection, name: str, target: Entry, obstacle: InTheWay | None) -> str:
    """Return the line that refuses to undo or redo (`name`) `target`, naming later acts.

    Without an `obstacle` SQLite itself refused, for a name taken or a reference to nothing.
    """
    if obstacle is None:
        ids = _clashes(connection, target, backward=name == UNDO)
    else:
        ids = {obstacle.table: set(obstacle.ids)}
    later = list(islice(_later_acts(connection, target, ids), 3))
    named = "; ".join(
        _("'{act}' by {actor}, {time}").format(
            act=phrase(e, journal.base_of(connection, e)),
            actor=e.actor_name,
            time=local_minute(e.time),
        )
        for e in later
    )
    line = (
        _("Cannot undo '{act}' of {time}: later acts build on it")
        if name == UNDO
        else _("Cannot redo '{act}' of {time}: later acts are in the way")
    ).format(act=phrase(target), time=local_minute(target.time))
    return f"{line} ({named})." if named else f"{line}."


def _later_acts(connection: Connection, target: Entry, ids: Ids) -> Iterator[Entry]:
    """Yield what was done after `target` to these rows and still stands, oldest first.

    That may be an undo: of an act from before `target`. Reads the later payloads one by one;
    only a refusal pays for that.
    """
    undone = journal.undone_acts(connection)
    for entry in journal.entries(connection):
        if entry.id <= target.id:
            continue
        base = journal.base_of(connection, entry)
        if base is not entry and base.id >= target.id:
            continue  # the act itself is later, and spoken of where it stands
        if (base.id in undone) != (entry.name == UNDO):
            continue
        images = journal.images(connection, base.id)
        if any(touches(image, *item) for image in images for item in ids.items()):
            yield entry


def _clashes(connection: Connection, target: Entry, *, backward: bool) -> Ids:
    """Return the rows that hold what the target's rows need, or that they need and are gone."""
    clashes: Ids = {}
    for image in journal.images(connection, target.id):
        table, rows = table_named(image.table), image.before if backward else image.after
        clashes.setdefault(table.name, set()).update(rivals(connection, table, image.columns, rows))
        for name, ids in missing(connection, table, image.columns, rows).items():
            clashes.setdefault(name, set()).update(ids)
    return clashes
