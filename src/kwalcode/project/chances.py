"""Co-occurrence in a project with the chance of each pair. Heavy (pandas, scipy)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from kwalcode.analysis.chance import chance
from kwalcode.analysis.measures import smallest_p
from kwalcode.analysis.rollup import roll_up
from kwalcode.model import Role
from kwalcode.project.analyses import StudyCooccurrence, parents_of, study_cooccurrence
from kwalcode.project.talk import talk


@dataclass(frozen=True, slots=True)
class StudyChances:
    """Co-occurrence whose pairs have the columns of `analysis.chance` as well.

    Only pairs that meet are there; `tests` is over how many pairs, those that never meet
    included, Holm and BH were computed; `smallest_p` what so many respondents can give at best.
    """

    found: StudyCooccurrence
    tests: int
    smallest_p: float


def study_chances(
    connection: Connection,
    *,
    rule: str = "sentence",
    coder: str | None = None,
    roles: Sequence[Role] = ("respondent",),
    where: Collection[str] = (),
    sub_codes: bool = False,
) -> StudyChances:
    """Count which codes go together, with the p of each pair over respondents.

    Arguments as in `study_cooccurrence`. Raises UsageError, NotFound.
    """
    every = study_cooccurrence(
        connection,
        rule=rule,
        coder=coder,
        roles=roles,
        where=where,
        all_pairs=True,
        sub_codes=sub_codes,
    )
    said = talk(connection, coder=coder, roles=roles, where=where)
    codings = said.codings
    if sub_codes:
        codings = roll_up(codings, parents_of(connection))
    pairs = every.result.pairs
    pairs = pairs.join(chance(codings, pairs, list(said.respondents)))
    meet = pairs["units_both"].fillna(pairs["events"]) > 0
    result = replace(every.result, pairs=pairs[meet].reset_index(drop=True))
    found = replace(every, result=result, counted=said.counted)
    return StudyChances(found, len(pairs), smallest_p(len(said.respondents)))
