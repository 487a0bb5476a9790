"""Agreement round by round: does another codebook and more training make coders agree better?

Always on the coders' own codings, never on what was settled later.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from kwalcode.model import Role
from kwalcode.project.agreement.agreements import StudyAgreement, study_agreement
from kwalcode.project.agreement.coded import Coded
from kwalcode.project.reads.rounds import Round, RoundWork, all_rounds, round_work
from kwalcode.store.tables import codings, completion, journal

CODEBOOK_ACTS = (
    "import codebook", "create code", "code with new", "code in vivo", "edit code", "rename code",
    "move code", "merge codes", "split code", "delete code",
)  # fmt: skip
"""The acts that make another version of the codebook."""


@dataclass(frozen=True)
class RoundAgreement:
    """How far coders agreed in a round. `found` is None where no document was completed twice
    yet; `unfinished` is how many documents wait for that.

    `codebook_changes` counts acts on the codebook between the round before (for the first one:
    the beginning) and this one, None where the history does not tell; `later` are the codings
    that were made in these documents after they were marked complete, so that the figure is not
    quite that of the round any more. `members` are the documents (ids) compared.
    """

    round: Round
    found: StudyAgreement | None
    documents: int
    unfinished: int
    codebook_changes: int | None
    later: int
    members: frozenset[int] = frozenset()


def agreement_by_round(
    connection: Connection,
    *,
    coders: Sequence[str] | None = None,
    unit: str = "sentence",
    sub_codes: bool = False,
    roles: Sequence[Role] = ("respondent",),
    where: Collection[str] = (),
    documents: Collection[int] | None = None,
    replicates: int = 0,
    seed: int = 1,
) -> tuple[RoundAgreement, ...]:
    """Return the rounds in their order, each with its agreement; arguments as for
    `study_agreement`; `documents` (ids) limit what is compared. Raises NotFound, UsageError."""
    answer, coded = [], Coded(connection)
    before: Round | None = None
    for one in all_rounds(connection):
        work = round_work(connection, one.id)
        coded_by = {d: c for d, c in work.coded_by.items() if documents is None or d in documents}
        found = None
        if coded_by:
            found = study_agreement(
                connection,
                coders=coders,
                unit=unit,
                sub_codes=sub_codes,
                roles=roles,
                where=where,
                replicates=replicates,
                seed=seed,
                within=coded_by,
                coded=coded,
            )
        answer.append(
            RoundAgreement(
                one,
                found,
                len(coded_by),
                len(work.unfinished),
                _codebook_changes(connection, before, one),
                _later(connection, work),
                frozenset(coded_by),
            )
        )
        before = one
    return tuple(answer)


def _codebook_changes(connection: Connection, before: Round | None, one: Round) -> int | None:
    if one.codebook is None or (before is not None and before.codebook is None):
        return None
    j = journal.c
    since = 0 if before is None else before.codebook
    defined = (j.name == "adjudicate") & j.arguments.like('%"defined":%')
    chosen = select(func.count()).where(
        j.id > since, j.id <= one.codebook, j.name.in_(CODEBOOK_ACTS) | defined
    )
    return connection.scalar(chosen) or 0


def _later(connection: Connection, work: RoundWork) -> int:
    """Count the codings that a coder made after having marked the document complete."""
    c, m = codings.c, completion.c
    chosen = (
        select(c.document_id, c.coder_id, func.count())
        .join(completion, (m.document_id == c.document_id) & (m.coder_id == c.coder_id))
        .where(c.created > m.marked)
        .group_by(c.document_id, c.coder_id)
    )
    return sum(n for d, who, n in connection.execute(chosen) if who in work.coded_by.get(d, ()))
