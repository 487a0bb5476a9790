"""Do the communities of a project hold when each respondent is left out? Heavy."""

from __future__ import annotations

from typing import Unpack

import networkx as nx
from sqlalchemy import Connection

from kwalcode.analysis.backbone import Holding, backbone, holding
from kwalcode.analysis.graph import Communities, communities, theme_graph
from kwalcode.analysis.pairing import Cooccurrence, cooccurrence
from kwalcode.analysis.rollup import lineage
from kwalcode.project.analyses.cooccurrence import SEED, units_of
from kwalcode.project.analyses.filtering import Asked
from kwalcode.project.analyses.frames import evidence
from kwalcode.project.analyses.talk import talk


def study_holding(
    connection: Connection,
    *,
    rule: str = "sentence",
    sub_codes: bool = False,
    minimum: float = 2,
    alpha: float | None = None,
    seed: int = SEED,
    **asked: Unpack[Asked],
) -> Holding:
    """Leave each respondent out in turn and compare the communities; `without` is a name.

    The graph is made as `study_graph` makes it, with the backbone of level `alpha` where one is
    given; other arguments as in `study_cooccurrence`. Raises UsageError, NotFound.
    """
    found = evidence(connection, sub_codes=sub_codes, **asked)
    codings, related = found.codings, lineage(found.parents)
    units = units_of(connection, rule, found)
    people = talk(connection, **asked).respondents

    def grouped(without: int | None) -> Communities:
        kept = codings[codings["respondent"] != without]
        left = units if units is None else units[units["respondent"] != without]
        result = cooccurrence(
            kept, rule=rule, units=left, pool_coders=found.layer.pooled, related=related
        )
        return communities(_graph(result, minimum, alpha), seed=seed)

    return holding(grouped(None), {people[person]: grouped(person) for person in people})


def _graph(result: Cooccurrence, minimum: float, alpha: float | None) -> nx.Graph[int]:
    graph = theme_graph(result.codes, result.pairs, minimum=minimum)
    return graph if alpha is None else backbone(graph, alpha)
