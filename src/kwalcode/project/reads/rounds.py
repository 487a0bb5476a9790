"""Rounds of coding: who codes what in them, who may see whose work, what was coded."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

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


def assigned_to(connection: Connection, name: str) -> frozenset[int]:
    """Return the documents (ids) that were assigned to the coder of that name in any round; none
    for somebody who is no coder yet."""
    named = [coder.id for coder in all_coders(connection) if same_name(coder.name, name)]
    a = assignments.c
    return frozenset(connection.scalars(select(a.document_id).where(a.coder_id.in_(named))))


# Documents that a coder has, in the newest round that gave them, blind and not yet completed by
# all whom they were assigned to there.
HIDDEN: Final = """
SELECT g.document_id FROM assignments g JOIN rounds r ON r.id = g.round_id AND r.blind
JOIN (SELECT o.round_id, o.document_id FROM assignments o LEFT JOIN main.completion c
 ON c.document_id = o.document_id AND c.coder_id = o.coder_id
 GROUP BY o.round_id, o.document_id HAVING COUNT(*) > 1 AND COUNT(c.coder_id) < COUNT(*)) w
ON w.round_id = g.round_id AND w.document_id = g.document_id
WHERE g.coder_id = {coder}
AND EXISTS (SELECT 1 FROM coders p WHERE p.id = g.coder_id AND p.kind = 'coder')
AND NOT EXISTS (SELECT 1 FROM rounds n JOIN assignments x
 ON x.round_id = n.id AND x.document_id = g.document_id AND x.coder_id = g.coder_id
 WHERE (n.position, n.started, n.id) > (r.position, r.started, r.id))
"""


def hidden_documents(connection: Connection, coder: int) -> frozenset[int]:
    """Return the documents (ids) in which a coder may see only what is their own.

    Those of a blind round, until everybody whom the document was assigned to has completed it.
    The newest round in which the coder has the document counts. Supervisor and consensus see
    everything.
    """
    return frozenset(connection.exec_driver_sql(HIDDEN.format(coder=int(coder))).scalars())


def coded_blind_with(connection: Connection, documents: Collection[int], coder: int) -> set[int]:
    """Return the other coders (ids) whom any of these documents was assigned to."""
    given = assignments_of(connection)
    return {a.coder for a in given if a.document in documents and a.coder != coder}


def visible_coders(connection: Connection, document: int, coder: int) -> set[int]:
    """Return the coders (ids) whose codings of a document a coder may see: all of them, or only
    their own (`hidden_documents`)."""
    if document in hidden_documents(connection, coder):
        return {coder}
    return {person.id for person in all_coders(connection)}


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
