"""Do the communities of a project hold when each respondent is left out? Heavy."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import networkx as nx
from sqlalchemy import Connection

from kwalcode.analysis.backbone import Holding, backbone, holding
from kwalcode.analysis.cooccurrence import Cooccurrence, cooccurrence
from kwalcode.analysis.graph import Communities, communities, theme_graph
from kwalcode.analysis.rollup import lineage, roll_up
from kwalcode.model import Role
from kwalcode.project.analyses import SEED, parents_of, units_of
from kwalcode.project.frames import evidence
from kwalcode.project.talk import talk


def study_holding(
    connection: Connection,
    *,
    rule: str = "sentence",
    coder: str | None = None,
    roles: Sequence[Role] = ("respondent",),
    where: Collection[str] = (),
    sub_codes: bool = False,
    minimum: float = 2,
    alpha: float | None = None,
    seed: int = SEED,
) -> Holding:
    """Leave each respondent out in turn and compare the communities; `without` is a name.

    The graph is made as `study_graph` makes it, with the backbone of level `alpha` where one is
    given. Raises UsageError, NotFound.
    """
    found = evidence(connection, coder=coder, roles=roles, where=where)
    parents = parents_of(connection) if sub_codes else {}
    codings = roll_up(found.codings, parents) if sub_codes else found.codings
    units = units_of(connection, rule, found)
    people = talk(connection, coder=coder, roles=roles, where=where).respondents

    def grouped(without: int | None) -> Communities:
        kept = codings[codings["respondent"] != without]
        left = units if units is None else units[units["respondent"] != without]
        result = cooccurrence(
            kept, rule=rule, units=left, pool_coders=found.layer.pooled, related=lineage(parents)
        )
        return communities(_graph(result, minimum, alpha), seed=seed)

    return holding(grouped(None), {people[person]: grouped(person) for person in people})


def _graph(result: Cooccurrence, minimum: float, alpha: float | None) -> nx.Graph[int]:
    graph = theme_graph(result.codes, result.pairs, minimum=minimum)
    return graph if alpha is None else backbone(graph, alpha)
