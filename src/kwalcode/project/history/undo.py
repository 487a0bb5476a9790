"""Undo and redo: the generic inverse of an act's row images. No code per act.

Undo takes the actor's own newest act that is not undone; redo takes back the actor's newest
undo, as long as the actor did nothing new since. Both are acts, with an entry that names what
they undo; they need no payload of their own, since it is the inverse of the one they name.
Refused, never a cascade, unless every touched row still is as the act left it and nothing
else depends on it; the refusal names the later acts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import takewhile

from sqlalchemy import Connection, exc, select

from kwalcode.errors import Refused
from kwalcode.i18n import _
from kwalcode.project.correcting.versions import CORRECTING, JOIN, check_left, check_ranges
from kwalcode.project.history import journal
from kwalcode.project.history.images import Image, Row
from kwalcode.project.history.journal import LASTING, REDO, UNDO, Actor, Draft, Entry, base_of
from kwalcode.project.history.obstacles import InTheWay, refusal
from kwalcode.project.history.references import in_use, missing, used_ids
from kwalcode.project.history.rows import (
    delete_rows,
    fetch_rows,
    insert_rows,
    table_named,
    update_rows,
)
from kwalcode.project.study import Study, ensure_actor
from kwalcode.store.tables import coders, memos


@dataclass(frozen=True, slots=True)
class UndoneTo:
    """What undoing to a point did: the acts undone, newest first, and in one line why it
    stopped before the point ("" when it did not)."""

    done: list[Entry]
    refused: str = ""


def undo(study: Study) -> Entry:
    """Undo the actor's newest act not yet undone; return that act's entry.

    Raises Refused when there is none, or later acts are in the way (they are named).
    """
    return _turn_back(study, UNDO, next_to_undo, backward)


def redo(study: Study) -> Entry:
    """Do again the act that the actor undid last; return that act's entry.

    Raises Refused when there is none, or later acts are in the way (they are named).
    """
    return _turn_back(study, REDO, next_to_redo, forward)


def undo_to(study: Study, point: int) -> UndoneTo:
    """Undo the actor's acts that stand, from the entry `point` on and that one included.

    They are undone one by one, newest first, each an act of its own, so that redo brings them
    back one by one. Where one is refused the rest stays; what was undone until then stays
    undone. Raises Refused when no act of the actor from there on stands.
    """
    actor_name = study.require_actor()
    with study.reading() as connection:
        targets = to_undo(connection, actor_name, point)
    if not targets:
        raise Refused(_("{actor} has no act to take back from there on.").format(actor=actor_name))
    done: list[Entry] = []
    for target in targets:
        try:
            _turn_back(study, UNDO, partial(_just_this, target), backward)
        except Refused as refusal:
            return UndoneTo(done, str(refusal))
        done.append(target)
    return UndoneTo(done)


def to_undo(connection: Connection, actor_name: str, point: int) -> list[Entry]:
    """Return what `undo_to` would undo, newest first; nothing for somebody who never acted."""
    name = actor_name.casefold()
    chosen = select(coders.c.uuid, coders.c.name)
    known = [Actor(u, n) for u, n in connection.execute(chosen) if n.casefold() == name]
    standing = _standing(connection, known[0]) if known else iter(())
    return list(takewhile(lambda entry: entry.id >= point, standing))


def next_to_undo(connection: Connection, actor: Actor) -> tuple[Entry, int] | None:
    """Return the act that undo would take, and what the undo's entry refers to (its id)."""
    entry = next(_standing(connection, actor), None)
    return None if entry is None else (entry, entry.id)


def _just_this(entry: Entry, _connection: Connection, _actor: Actor) -> tuple[Entry, int]:
    return entry, entry.id


def _standing(connection: Connection, actor: Actor) -> Iterator[Entry]:
    """Yield the actor's acts that are not undone, newest first: what undo takes, in order."""
    decided: dict[int, bool] = {}
    for entry in journal.entries_of(connection, actor):
        if entry.name == UNDO and entry.undoes is not None:
            decided.setdefault(entry.undoes, False)
        elif entry.name == REDO and entry.undoes is not None:
            decided.setdefault(base_of(connection, entry).id, True)
        elif entry.name not in LASTING and decided.get(entry.id, True):
            yield entry


def next_to_redo(connection: Connection, actor: Actor) -> tuple[Entry, int] | None:
    """Return the act that redo would take, and what the redo's entry refers to (the undo)."""
    redone: set[int] = set()
    for entry in journal.entries_of(connection, actor):
        if entry.name == REDO and entry.undoes is not None:
            redone.add(entry.undoes)
        elif entry.name == UNDO and entry.undoes is not None:
            if entry.id not in redone:
                return journal.entry(connection, entry.undoes), entry.id
        elif entry.name not in LASTING:
            return None
    return None


def backward(connection: Connection, images: Iterator[Image]) -> dict[str, list[int]]:
    """Apply the inverse of images that come last first; return the removed ids per table.

    Raises InTheWay when a row is not as the images left it, or what a memo is about is gone.
    """
    removed: dict[str, list[int]] = {}
    for image in images:
        if image.operation == "insert":
            _expect(connection, image, image.after)
            _delete(connection, image, image.after)
            removed.setdefault(image.table, []).extend(row[0] for row in image.after)
        elif image.operation == "share":
            _delete(connection, image, image.after, unless=in_use(table_named(image.table)))
        elif image.operation == "release":
            _insert(connection, image, image.before, or_ignore=True)
        elif image.operation == "update":
            _expect(connection, image, image.after)
            _update(connection, image, image.before)
        else:
            _expect_gone(connection, image, image.before)
            _insert(connection, image, image.before)
    return removed


def forward(connection: Connection, images: Iterator[Image]) -> dict[str, list[int]]:
    """Apply images as they were first applied; return the removed ids per table.

    Raises InTheWay when a row is not as the act found it, or what a memo is about is gone.
    """
    removed: dict[str, list[int]] = {}
    for image in images:
        if image.operation == "insert":
            _expect_gone(connection, image, image.after)
            _insert(connection, image, image.after)
        elif image.operation == "share":
            _insert(connection, image, image.after, or_ignore=True)
        elif image.operation == "release":
            _delete(connection, image, image.before, unless=in_use(table_named(image.table)))
        elif image.operation == "update":
            _expect(connection, image, image.before)
            _update(connection, image, image.after)
        else:
            _expect(connection, image, image.before)
            _delete(connection, image, image.before)
            removed.setdefault(image.table, []).extend(row[0] for row in image.before)
    return removed


_Find = Callable[[Connection, Actor], tuple[Entry, int] | None]
_Apply = Callable[[Connection, Iterator[Image]], dict[str, list[int]]]


def _turn_back(study: Study, name: str, find: _Find, apply: _Apply) -> Entry:
    actor_name = study.require_actor()
    target: Entry | None = None
    try:
        with study.writing() as connection:
            actor = ensure_actor(connection, actor_name)
            found = find(connection, actor)
            if found is None:
                raise Refused(_nothing(name, actor_name))
            target, refers_to = found
            _refuse_blanked(target)
            draft = Draft(connection, actor, name)
            try:
                images = journal.images(connection, target.id, backward=name == UNDO)
                if target.name not in CORRECTING or target.name == JOIN:
                    check_ranges(connection, target.id, backward=name == UNDO)
                _check_unused(connection, apply(connection, images))
                if target.name in CORRECTING:
                    check_left(connection, target.id)
            except InTheWay as obstacle:
                raise Refused(refusal(connection, name, target, obstacle)) from obstacle
            draft.write({"act": target.name}, undoes=refers_to)
    except exc.IntegrityError as error:
        assert target is not None
        with study.reading() as connection:
            raise Refused(refusal(connection, name, target, None)) from error
    return target


def _check_unused(connection: Connection, removed: dict[str, list[int]]) -> None:
    for name, ids in removed.items():
        table = table_named(name)
        if "id" in table.columns:
            used = used_ids(connection, table, ids)
            if used:
                raise InTheWay(name, used)


def _refuse_blanked(entry: Entry) -> None:
    if entry.blanked:
        raise Refused(
            _("'{act}' of {time} cannot be undone: an erasure took out what it wrote.").format(
                act=entry.name, time=entry.time
            )
        )


def _nothing(name: str, actor: str) -> str:
    if name == UNDO:
        return _("Nothing to undo: {actor} has no act left to take back.").format(actor=actor)
    return _("Nothing to redo: {actor} has undone nothing since the last act.").format(actor=actor)


def _expect(connection: Connection, image: Image, rows: tuple[Row, ...]) -> None:
    """Raise InTheWay unless these rows are in the table just as given."""
    now = fetch_rows(connection, table_named(image.table), image.columns, _keys(image, rows))
    wrong = [row[0] for row in rows if now.get(row[: image.keys]) != row]
    if wrong:
        raise InTheWay(image.table, wrong)


def _expect_gone(connection: Connection, image: Image, rows: tuple[Row, ...]) -> None:
    now = fetch_rows(connection, table_named(image.table), image.columns, _keys(image, rows))
    if now:
        raise InTheWay(image.table, [key[0] for key in now])


def _keys(image: Image, rows: Iterable[Row]) -> list[Row]:
    return [row[: image.keys] for row in rows]


def _insert(
    connection: Connection, image: Image, rows: tuple[Row, ...], *, or_ignore: bool = False
) -> None:
    table = table_named(image.table)
    insert_rows(connection, table, image.columns, rows, or_ignore=or_ignore)
    if table is memos:  # SQLite cannot declare what a memo is about, so nothing else looks
        for name, ids in missing(connection, table, image.columns, rows).items():
            raise InTheWay(name, sorted(ids))


def _update(connection: Connection, image: Image, rows: tuple[Row, ...]) -> None:
    update_rows(connection, table_named(image.table), image.columns, image.keys, rows)


def _delete(
    connection: Connection, image: Image, rows: tuple[Row, ...], *, unless: str = ""
) -> None:
    table = table_named(image.table)
    delete_rows(connection, table, image.columns[: image.keys], _keys(image, rows), unless=unless)
