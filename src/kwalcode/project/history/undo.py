"""Undo and redo: the generic inverse of an act's row images. No code per act.

Undo takes the actor's own newest act that is not undone; redo takes back the actor's newest
undo, as long as the actor did nothing new since. Both are acts, with an entry that names what
they undo; they need no payload of their own, since it is the inverse of the one they name.
Refused, never a cascade, unless every touched row still is as the act left it and nothing
else depends on it; the refusal names the later acts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from sqlalchemy import Connection, exc, select

from kwalcode.errors import Refused
from kwalcode.i18n import _
from kwalcode.project.correcting.versions import CORRECTING, JOIN, check_left, check_ranges
from kwalcode.project.history import journal
from kwalcode.project.history.inverses import backward, forward
from kwalcode.project.history.journal import LASTING, LOT, REDO, UNDO, Actor, Draft, Entry, base_of
from kwalcode.project.history.obstacles import InTheWay, refusal
from kwalcode.project.history.references import used_ids
from kwalcode.project.history.rows import table_named
from kwalcode.project.moments import local_minute
from kwalcode.project.study import Study, ensure_actor
from kwalcode.project.telling.phrases import phrase
from kwalcode.store.tables import coders

Target = tuple[Entry, int]
"""What is undone or done again, and the entry that the undo's or redo's own refers to (its id)."""


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
    return _turn_back(study, UNDO, lambda *who: _first(_undoable(*who)))[0]


def redo(study: Study) -> Entry:
    """Do again the act that the actor undid last; return that act's entry.

    Raises Refused when there is none, or later acts are in the way (they are named).
    """
    return _turn_back(study, REDO, lambda *who: _first(_redoable(*who)))[0]


def undo_stroke(study: Study) -> list[Entry]:
    """Undo the actor's newest act, and those that were done in one stroke with it (see `LOT`).

    So an import of forty files goes as it came. All of them or none: raises Refused as `undo`
    does, when one of them cannot be. Returns their entries, newest first.
    """
    return _turn_back(study, UNDO, lambda *who: _stroke(_undoable(*who)))


def redo_stroke(study: Study) -> list[Entry]:
    """Do again what the actor undid last, and what was done in one stroke with it.

    Returns the entries, oldest first. Raises Refused.
    """
    return _turn_back(study, REDO, lambda *who: _stroke(_redoable(*who)))


def stroke_length(study: Study, name: str) -> int:
    """Return how many acts the actor's next undo or redo (`name`) in one stroke would take."""
    actor_name = study.require_actor()
    with study.reading() as connection:
        actor = _known(connection, actor_name)
        if actor is None:
            return 0
        targets = _undoable(connection, actor) if name == UNDO else _redoable(connection, actor)
        return len(_stroke(targets))


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
            _turn_back(study, UNDO, _just(target))
        except Refused as refusal:
            return UndoneTo(done, str(refusal))
        done.append(target)
    return UndoneTo(done)


def to_undo(connection: Connection, actor_name: str, point: int) -> list[Entry]:
    """Return what `undo_to` would undo, newest first; nothing for somebody who never acted."""
    actor = _known(connection, actor_name)
    standing = iter(()) if actor is None else _standing(connection, actor)
    return list(takewhile(lambda entry: entry.id >= point, standing))


def _known(connection: Connection, name: str) -> Actor | None:
    """Return somebody who acts in this study; None for a name that it does not know."""
    chosen = select(coders.c.uuid, coders.c.name)
    known = (Actor(u, n) for u, n in connection.execute(chosen))
    return next((one for one in known if one.name.casefold() == name.casefold()), None)


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


def _undoable(connection: Connection, actor: Actor) -> Iterator[Target]:
    return ((entry, entry.id) for entry in _standing(connection, actor))


def _redoable(connection: Connection, actor: Actor) -> Iterator[Target]:
    """Yield what redo would take one after the other, up to the actor's newest act."""
    redone: set[int] = set()
    for entry in journal.entries_of(connection, actor):
        if entry.name == REDO and entry.undoes is not None:
            redone.add(entry.undoes)
        elif entry.name == UNDO and entry.undoes is not None:
            if entry.id not in redone:
                yield journal.entry(connection, entry.undoes), entry.id
        elif entry.name not in LASTING:
            return


def _just(entry: Entry) -> _Find:
    return lambda _connection, _actor: [(entry, entry.id)]


def _first(targets: Iterator[Target]) -> list[Target]:
    return list(islice(targets, 1))


def _stroke(targets: Iterator[Target]) -> list[Target]:
    """Return the first, with those next to it that are of the same lot."""
    taken = _first(targets)
    lot = taken[0][0].arguments.get(LOT) if taken else None
    return taken + list(takewhile(lambda it: lot and it[0].arguments.get(LOT) == lot, targets))


_Find = Callable[[Connection, Actor], Sequence[Target]]


def _turn_back(study: Study, name: str, find: _Find) -> list[Entry]:
    """Undo or redo (`name`) what is found, in that order: all of it or nothing."""
    actor_name = study.require_actor()
    target: Entry | None = None
    try:
        with study.writing() as connection:
            actor = ensure_actor(connection, actor_name)
            found = find(connection, actor)
            if not found:
                raise Refused(_nothing(name, actor_name))
            for target, refers_to in found:
                _turn_one(connection, actor, name, target, refers_to)
    except exc.IntegrityError as error:
        assert target is not None
        with study.reading() as connection:
            raise Refused(refusal(connection, name, target, None)) from error
    return [entry for entry, _refers_to in found]


def _turn_one(
    connection: Connection, actor: Actor, name: str, target: Entry, refers_to: int
) -> None:
    _refuse_blanked(target)
    draft = Draft(connection, actor, name)
    apply = backward if name == UNDO else forward
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
                act=phrase(entry), time=local_minute(entry.time)
            )
        )


def _nothing(name: str, actor: str) -> str:
    if name == UNDO:
        return _("Nothing to undo: {actor} has no act left to take back.").format(actor=actor)
    return _("Nothing to redo: {actor} has undone nothing since the last act.").format(actor=actor)
