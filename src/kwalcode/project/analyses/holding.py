"""Do the communities of a project hold when each respondent is left out? Heavy."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Unpack

import networkx as nx
import pandas as pd
from sqlalchemy import Connection

from kwalcode.analysis.backbone import Holding, backbone, holding
from kwalcode.analysis.graph import Communities, communities, theme_graph
from kwalcode.analysis.pairing import Cooccurrence, cooccurrence
from kwalcode.project.analyses.cooccurrence import SEED, units_of
from kwalcode.project.analyses.filtering import Asked
from kwalcode.project.analyses.frames import evidence
from kwalcode.project.analyses.talk import talk
from kwalcode.project.analyses.theme_codings import subjects_of


@dataclass(frozen=True)
class Counting:
    """How the codes that go together are counted: the codings, the rule and its units, the pairs
    of a code and its ancestor, and from what on two codes are joined (see `study_graph`)."""

    codings: pd.DataFrame
    rule: str
    units: pd.DataFrame | None
    pool_coders: bool
    related: Collection[tuple[object, object]]
    minimum: float = 2
    alpha: float | None = None
    seed: int = SEED
    weight: str = "respondents"


def study_holding(
    connection: Connection,
    *,
    rule: str = "sentence",
    of: str = "code",
    sub_codes: bool = False,
    weight: str = "respondents",
    minimum: float = 2,
    alpha: float | None = None,
    seed: int = SEED,
    **asked: Unpack[Asked],
) -> Holding:
    """Leave each respondent out in turn and compare the communities; `without` is a name.

    The graph is made as `study_graph` makes it, with the backbone of level `alpha` where one is
    given; other arguments as in `study_cooccurrence`. Raises UsageError, NotFound.
    """
    found = evidence(connection, sub_codes=sub_codes and of == "code", **asked)
    people = talk(connection, **asked).respondents
    units = units_of(connection, rule, found)
    subjects = subjects_of(connection, found, of, sub_codes=sub_codes)
    how = Counting(
        subjects.codings,
        rule,
        units,
        found.layer.pooled,
        subjects.related,
        minimum,
        alpha,
        seed,
        weight,
    )
    return holding_of(how, people)


def holding_of(
    how: Counting, people: Mapping[int, str], tell: Callable[[int], None] = lambda _done: None
) -> Holding:
    """Leave each of these respondents (ids with names) out in turn and compare.

    `tell` is called with how many were left out so far; an exception from it stops the count.
    """
    without: dict[Hashable, Communities] = {}
    for done, (person, name) in enumerate(people.items()):
        tell(done)
        without[name] = _grouped(how, person)
    return holding(_grouped(how, None), without)


def _grouped(how: Counting, without: int | None) -> Communities:
    kept = how.codings[how.codings["respondent"] != without]
    units = how.units
    left = units if units is None else units[units["respondent"] != without]
    result = cooccurrence(
        kept, rule=how.rule, units=left, pool_coders=how.pool_coders, related=how.related
    )
    return communities(_graph(result, how), seed=how.seed)


def _graph(result: Cooccurrence, how: Counting) -> nx.Graph[int]:
    graph = theme_graph(result.codes, result.pairs, weight=how.weight, minimum=how.minimum)
    return graph if how.alpha is None else backbone(graph, how.alpha)
