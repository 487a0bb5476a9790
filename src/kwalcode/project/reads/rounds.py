"""Rounds of coding: who codes what in them, who may see whose work, what was coded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from kwalcode.errors import NotFound
from kwalcode.i18n import _
from kwalcode.model import Coding
from kwalcode.project.names import same_name
from kwalcode.project.reads.people import all_coders, completed
from kwalcode.store.tables import assignments, codings, journal, rounds


@dataclass(frozen=True, slots=True)
class Round:
    """A round of coding. `codebook` is the entry of the history that its codebook is of, None
    in a copy that does not have that history."""

    id: int
    uuid: bytes
    name: str
    started: str
    note: str
    blind: bool
    codebook: int | None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A document that a coder codes in a round (ids), and whether it is complete."""

    round: int
    document: int
    coder: int
    complete: bool


@dataclass(frozen=True, slots=True)
class RoundWork:
    """What agreement in a round is computed on: by document (id) the coders it was assigned to,
    two or more, of whom all have completed it; and their own codings there.

    These are the originals: what was settled later is the consensus coder's.
    """

    coded_by: Mapping[int, frozenset[int]]
    codings: tuple[Coding, ...]
    unfinished: tuple[int, ...]


def all_rounds(connection: Connection) -> list[Round]:
    """Return the rounds in their order."""
    r, j = rounds.c, journal.c
    chosen = (
        select(r.id, r.uuid, r.name, r.started, r.note, r.blind, j.id.label("codebook"))
        .join(journal, j.hash == r.codebook, isouter=True)
        .order_by(r.position, r.started, r.id)
    )
    return [
        Round(row.id, row.uuid, row.name, row.started, row.note, bool(row.blind), row.codebook)
        for row in connection.execute(chosen)
    ]


def find_round(connection: Connection, wanted: int | str) -> Round:
    """Return the round with that id, or of that name. Raises NotFound."""
    for found in all_rounds(connection):
        if found.id == wanted or (isinstance(wanted, str) and same_name(found.name, wanted)):
            return found
    raise NotFound(_("There is no round '{name}' in this project.").format(name=wanted))


def assignments_of(connection: Connection, round_id: int | None = None) -> list[Assignment]:
    """Return who codes what, in one round or in all."""
    a = assignments.c
    chosen = select(a.round_id, a.document_id, a.coder_id)
    if round_id is not None:
        chosen = chosen.where(a.round_id == round_id)
    done = completed(connection)
    return [
        Assignment(number, document, coder, (document, coder) in done)
        for number, document, coder in connection.execute(
            chosen.order_by(a.round_id, a.document_id, a.coder_id)
        )
    ]


def visible_coders(connection: Connection, document: int, coder: int) -> set[int]:
    """Return the coders (ids) whose codings of a document a coder may see.

    All of them, but in a blind round only their own until everybody whom the document was
    assigned to has completed it. The newest round in which the coder has the document counts.
    Supervisor and consensus see everything.
    """
    people = all_coders(connection)
    everybody = {person.id for person in people}
    if any(person.id == coder and person.kind != "coder" for person in people):
        return everybody
    blind = [found.id for found in all_rounds(connection) if found.blind]
    given = [a for a in assignments_of(connection) if a.document == document]
    mine = [a.round for a in given if a.coder == coder]
    order = {found.id: at for at, found in enumerate(all_rounds(connection))}
    if not mine:
        return everybody
    newest = max(mine, key=order.__getitem__)
    together = [a for a in given if a.round == newest]
    if newest not in blind or len(together) < 2 or all(a.complete for a in together):
        return everybody
    return {coder}


def round_work(connection: Connection, round_id: int) -> RoundWork:
    """Return what was coded twice or more in a round. Raises NotFound."""
    find_round(connection, round_id)
    people = {person.id for person in all_coders(connection) if person.kind == "coder"}
    given: dict[int, list[Assignment]] = {}
    for assignment in assignments_of(connection, round_id):
        if assignment.coder in people:
            given.setdefault(assignment.document, []).append(assignment)
    double = {d: found for d, found in given.items() if len(found) > 1}
    whole = {d: found for d, found in double.items() if all(a.complete for a in found)}
    coded_by = {d: frozenset(a.coder for a in found) for d, found in whole.items()}
    c = codings.c
    chosen = select(
        c.id, c.document_id, c.start, c.end, c.code_id, c.coder_id, c.quotation_id
    ).order_by(c.document_id, c.start, c.end, c.id)
    found = (Coding(*row) for row in connection.execute(chosen))
    kept = tuple(x for x in found if x.coder in coded_by.get(x.document, ()))
    return RoundWork(coded_by, kept, tuple(sorted(double.keys() - whole.keys())))
