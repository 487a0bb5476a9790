"""Co-occurrence in a project with the chance of each pair. Heavy (pandas, scipy)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from kwalcode.analysis.chance import chance
from kwalcode.analysis.measures import smallest_p
from kwalcode.analysis.rollup import roll_up
from kwalcode.analysis.rotation import RULES, rotation
from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.model import Role
from kwalcode.project.analyses import (
    SEED,
    StudyCooccurrence,
    parents_of,
    study_cooccurrence,
    units_of,
)
from kwalcode.project.frames import evidence
from kwalcode.project.talk import talk


@dataclass(frozen=True, slots=True)
class StudyChances:
    """Co-occurrence whose pairs have the columns of `analysis.chance` as well.

    Only pairs that meet are there; `tests` is over how many pairs, those that never meet
    included, Holm and BH were computed; `smallest_p` what so many respondents can give at best.
    With `rotations` the pairs have the columns of `analysis.rotation` too, made with `seed`.
    """

    found: StudyCooccurrence
    tests: int
    smallest_p: float
    rotations: int = 0
    seed: int = SEED


def study_chances(
    connection: Connection,
    *,
    rule: str = "sentence",
    coder: str | None = None,
    roles: Sequence[Role] = ("respondent",),
    where: Collection[str] = (),
    sub_codes: bool = False,
    rotations: int = 0,
    seed: int = SEED,
) -> StudyChances:
    """Count which codes go together, with the p of each pair over respondents.

    `rotations` adds the p over units, by so many seeded rotations along the interviews. Other
    arguments as in `study_cooccurrence`. Raises UsageError, also for a rule whose units do not
    lie along an interview; NotFound.
    """
    if rotations and rule not in RULES:
        raise UsageError(
            _(
                "--rotations needs the rule {rules}: others have no units along an interview."
            ).format(rules=_(" or ").join(RULES))
        )
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
    if rotations:
        heard = evidence(connection, coder=coder, roles=roles, where=where)
        units = units_of(connection, rule, heard)
        assert units is not None
        pooled = heard.layer.pooled
        rotated = rotation(codings, pairs, units, runs=rotations, seed=seed, pool_coders=pooled)
        pairs = pairs.join(rotated)
    meet = pairs["units_both"].fillna(pairs["events"]) > 0
    result = replace(every.result, pairs=pairs[meet].reset_index(drop=True))
    found = replace(every, result=result, counted=said.counted)
    return StudyChances(found, len(pairs), smallest_p(len(said.respondents)), rotations, seed)
