"""Acts that send codings to another code. What stands on the text stays where it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, bindparam, select

from kwalcode.errors import NotFound
from kwalcode.i18n import _
from kwalcode.project.acts.coding import delete_codings
from kwalcode.project.history.change import Change
from kwalcode.project.history.rows import chunks, fetched
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.study import Study
from kwalcode.store.tables import codings

_PART = 900
"""Ids in one statement: SQLite's limit of bound values, less some room."""
_HAVING = select(codings.c.id).where(codings.c.code_id == bindparam("code"))


@dataclass(frozen=True, slots=True)
class Recoded:
    """How many codings went to another code, and how many of these fell together with one that
    the same coder had there already on the same quotation."""

    codings: int = 0
    doubles: int = 0


def move_codings(study: Study, ids: Iterable[int], code: int, *, reason: str = "") -> int:
    """Send codings (ids; those gone by now are passed over) to the code with id `code`.

    A coding that would double one of the same coder on the same quotation falls together with
    it. Returns how many codings left the code they had; 0 leaves no entry in the history.
    Raises NotFound when there is no such code.
    """
    wanted = list(dict.fromkeys(ids))
    with study.act("move codings", {}, reason=reason) as change:
        known = {found.id: found for found in all_codes(change.connection)}
        if code not in known:
            raise NotFound(_("There is no code with number {n}.").format(n=code))
        left = set(codes_of(change.connection, wanted).values()) - {code}
        done = recode_ids(change, wanted, code)
        change.arguments.update(
            codings=done.codings,
            doubles=done.doubles,
            code=known[code].path,
            left=[known[n].path for n in sorted(left)],
            ids=[code, *sorted(left)],
        )
        return done.codings
    return 0


def codes_of(connection: Connection, ids: Sequence[int]) -> dict[int, int]:
    """Return the id of the code that each of these codings has; those gone are left out."""
    found: dict[int, int] = {}
    for part in chunks(ids, _PART):
        chosen = select(codings.c.id, codings.c.code_id).where(codings.c.id.in_(part))
        for coding, code in connection.execute(chosen):
            found[coding] = code
    return found


def codes_now(connection: Connection, ids: Sequence[int], code: int) -> dict[int, int]:
    """Return what `codes_of` does, in a fraction of the time when most of them have `code`."""
    having = {n for (n,) in fetched(connection, _HAVING, code=code)}
    return {n: code for n in ids if n in having} | codes_of(
        connection, [n for n in ids if n not in having]
    )


def recode_ids(change: Change, ids: Sequence[int], code: int) -> Recoded:
    """Send these codings to a code, as part of an act."""
    moved = doubles = 0
    for part in chunks(ids, _PART):
        done = recode(change, codings.c.id.in_(part), code)
        moved, doubles = moved + done.codings, doubles + done.doubles
    return Recoded(moved, doubles)


def recode(change: Change, where: ColumnElement[bool], code: int) -> Recoded:
    """Send the codings that fit `where` to a code, as part of an act.

    The double that stays is the one that has the code already, else the oldest.
    """
    c = codings.c
    leaving = where & (c.code_id != code)
    doubled = doubles_of(change.connection, leaving, code)
    for part in chunks(doubled, _PART):
        delete_codings(change, c.id.in_(part))
    moved = change.update(codings, leaving, code_id=code)
    return Recoded(moved + len(doubled), len(doubled))


def doubles_of(connection: Connection, leaving: ColumnElement[bool], code: int) -> list[int]:
    """Return the ids of those codings that would double another one, were they all sent there."""
    c = codings.c
    there = select(c.quotation_id, c.coder_id).where(
        c.code_id == code, c.quotation_id.in_(select(c.quotation_id).where(leaving))
    )
    taken = {tuple(row) for row in connection.execute(there)}
    doubles = []
    for number, *place in connection.execute(
        select(c.id, c.quotation_id, c.coder_id).where(leaving).order_by(c.id)
    ):
        if tuple(place) in taken:
            doubles.append(number)
        taken.add(tuple(place))
    return doubles
