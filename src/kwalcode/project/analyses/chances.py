"""Co-occurrence in a project with the chance of each pair. Heavy (pandas, scipy)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Unpack

from sqlalchemy import Connection

from kwalcode.analysis.chance import chance
from kwalcode.analysis.measures import smallest_p
from kwalcode.analysis.rotation import RULES, rotation
from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.project.analyses.cooccurrence import (
    SEED,
    StudyCooccurrence,
    study_cooccurrence,
    units_of,
)
from kwalcode.project.analyses.filtering import Asked
from kwalcode.project.analyses.frames import evidence
from kwalcode.project.analyses.talk import talk


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
    sub_codes: bool = False,
    rotations: int = 0,
    seed: int = SEED,
    **asked: Unpack[Asked],
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
    found = study_cooccurrence(connection, rule=rule, all_pairs=True, sub_codes=sub_codes, **asked)
    said = talk(connection, sub_codes=sub_codes, **asked)
    pairs = found.result.pairs
    pairs = pairs.join(chance(said.codings, pairs, list(said.respondents)))
    if rotations:
        heard = evidence(connection, sub_codes=sub_codes, **asked)
        units = units_of(connection, rule, heard)
        assert units is not None
        pooled = heard.layer.pooled
        rotated = rotation(
            heard.codings, pairs, units, runs=rotations, seed=seed, pool_coders=pooled
        )
        pairs = pairs.join(rotated)
    meet = pairs["units_both"].fillna(pairs["events"]) > 0
    result = replace(found.result, pairs=pairs[meet].reset_index(drop=True))
    least = smallest_p(len(said.respondents))
    return StudyChances(replace(found, result=result), len(pairs), least, rotations, seed)
