"""Analyses of a project: fetch the frames, ask the pure function, keep what it was asked.

Heavy (pandas, networkx); imported only where needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Unpack

import pandas as pd
from sqlalchemy import Connection

from kwalcode.analysis.pairing import NEEDS_UNITS, Cooccurrence, cooccurrence
from kwalcode.model import Counted
from kwalcode.project.analyses.filtering import Asked
from kwalcode.project.analyses.frames import Evidence, evidence, turns_frame, units_frame
from kwalcode.project.analyses.layers import NOBODY
from kwalcode.project.analyses.theme_codings import subjects_of
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.notes import all_themes

if TYPE_CHECKING:
    import networkx as nx

    from kwalcode.analysis.graph import Communities

SEED = 1
"""The seed of random procedures unless another is asked for; printed with every result."""


@dataclass(frozen=True, slots=True)
class StudyCooccurrence:
    """Co-occurrence in a project: the result, what was counted, and the codes' paths by id.

    `sub_codes`: codings counted for the codes above them too. Where `of` is "theme" the result's
    codes are themes, and the names theirs.
    """

    result: Cooccurrence
    counted: Counted
    names: Mapping[int, str]
    sub_codes: bool = False
    of: str = "code"


def study_cooccurrence(
    connection: Connection,
    *,
    rule: str = "sentence",
    of: str = "code",
    all_pairs: bool = False,
    sub_codes: bool = False,
    **asked: Unpack[Asked],
) -> StudyCooccurrence:
    """Count which codes go together. Arguments as in `filtering.Asked`; `rule` is one of
    `analysis.pairing.RULES`. `sub_codes` lets a coding count for the codes above it too,
    and a code and its ancestor are no pair. `of` "theme" counts themes by their codes (see
    `theme_codings`). Raises UsageError, NotFound."""
    found = evidence(connection, sub_codes=sub_codes and of == "code", **asked)
    subjects = subjects_of(connection, found, of, sub_codes=sub_codes)
    result = cooccurrence(
        subjects.codings,
        rule=rule,
        units=units_of(connection, rule, found),
        pool_coders=found.layer.pooled,
        codes=subjects.ids,
        all_pairs=all_pairs,
        related=subjects.related,
    )
    names = code_names(connection) if of == "code" else theme_names(connection)
    return StudyCooccurrence(result, found.counted, names, sub_codes, of)


def study_graph(
    found: StudyCooccurrence,
    *,
    weight: str = "respondents",
    minimum: float = 2,
    alpha: float | None = None,
    seed: int = SEED,
) -> tuple[nx.Graph[int], Communities]:
    """Return the graph of codes that go together, and its communities (theme proposals).

    `alpha` keeps only its backbone at that level (`analysis.backbone`). Raises UsageError.
    """
    from kwalcode.analysis.backbone import backbone
    from kwalcode.analysis.graph import communities, theme_graph

    codes = found.result.codes.copy()
    codes["name"] = [found.names[code] for code in codes["code"]]
    graph = theme_graph(codes, found.result.pairs, weight=weight, minimum=minimum)
    if alpha is not None:
        graph = backbone(graph, alpha)
    return graph, communities(graph, seed=seed)


def code_names(connection: Connection) -> dict[int, str]:
    """Return the path of each code by id."""
    return {code.id: code.path for code in all_codes(connection)}


def theme_names(connection: Connection) -> dict[int, str]:
    """Return the name of each theme by id."""
    return {theme.id: theme.name for theme in all_themes(connection)}


def units_of(connection: Connection, rule: str, found: Evidence) -> pd.DataFrame | None:
    """Return the frame of units that a rule needs, None where it needs none."""
    if rule == "document":
        return units_frame(connection, "document", found.documents, found.roles)
    if rule in NEEDS_UNITS:
        return units_frame(connection, rule, found.documents, found.roles, found.turns)
    if rule.startswith("near"):
        return _whole_talk(connection, found)
    return None


def _whole_talk(connection: Connection, found: Evidence) -> pd.DataFrame:
    """Return all turns: a window of turns holds the interviewer's too (METHOD section 2).

    Those of others than who counts are there without a respondent.
    """
    turns = turns_frame(connection)
    turns = turns[turns["document"].isin(found.documents)].reset_index(drop=True)
    if found.fitting is not None:
        others = ~turns["respondent"].isin(list(found.fitting))
        turns["respondent"] = turns["respondent"].mask(others, NOBODY)
    return turns[["document", "start", "end", "respondent"]]
