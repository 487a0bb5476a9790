"""Analyses of a project: fetch the frames, ask the pure function, keep what it was asked.

Heavy (pandas, networkx); imported only where needed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import Connection

from kwalcode.analysis.cooccurrence import NEEDS_UNITS, Cooccurrence, cooccurrence
from kwalcode.model import Counted, Role
from kwalcode.project.frames import Evidence, evidence, units_frame
from kwalcode.project.reads.codes import all_codes

if TYPE_CHECKING:
    import networkx as nx

    from kwalcode.analysis.graph import Communities

SEED = 1
"""The seed of random procedures unless another is asked for; printed with every result."""


@dataclass(frozen=True, slots=True)
class StudyCooccurrence:
    """Co-occurrence in a project: the result, what was counted, and the codes' paths by id."""

    result: Cooccurrence
    counted: Counted
    names: Mapping[int, str]


def study_cooccurrence(
    connection: Connection,
    *,
    rule: str = "sentence",
    coder: str | None = None,
    roles: Sequence[Role] = ("respondent",),
    where: Collection[str] = (),
    all_pairs: bool = False,
) -> StudyCooccurrence:
    """Count which codes go together. Arguments as in `frames.evidence`; `rule` is one of
    `analysis.cooccurrence.RULES`. Raises UsageError, NotFound."""
    found = evidence(connection, coder=coder, roles=roles, where=where)
    result = cooccurrence(
        found.codings,
        rule=rule,
        units=units_of(connection, rule, found),
        pool_coders=found.layer.pooled,
        all_pairs=all_pairs,
    )
    return StudyCooccurrence(result, found.counted, code_names(connection))


def study_graph(
    found: StudyCooccurrence, *, weight: str = "respondents", minimum: float = 2, seed: int = SEED
) -> tuple[nx.Graph[int], Communities]:
    """Return the graph of codes that go together, and its communities (theme proposals)."""
    from kwalcode.analysis.graph import communities, theme_graph

    codes = found.result.codes.copy()
    codes["name"] = [found.names[code] for code in codes["code"]]
    graph = theme_graph(codes, found.result.pairs, weight=weight, minimum=minimum)
    return graph, communities(graph, seed=seed)


def code_names(connection: Connection) -> dict[int, str]:
    """Return the path of each code by id."""
    return {code.id: code.path for code in all_codes(connection)}


def units_of(connection: Connection, rule: str, found: Evidence) -> pd.DataFrame | None:
    """Return the frame of units that a rule needs, None where it needs none."""
    if rule == "document":
        return units_frame(connection, "document", found.documents, found.roles)
    if rule in NEEDS_UNITS:
        return units_frame(connection, rule, found.documents, found.roles, found.turns)
    if rule.startswith("near"):
        # A window of turns holds the interviewer's turns too (METHOD section 2).
        return units_frame(
            connection, "turn", found.documents, ("interviewer", "respondent", "other")
        )
    return None
