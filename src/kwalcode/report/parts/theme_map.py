"""The map of themes: which go together by their codes, and how people related them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kwalcode.project.analyses.cooccurrence import study_cooccurrence, study_graph
from kwalcode.project.reads.notes import all_themes
from kwalcode.project.reads.relations import all_relations
from kwalcode.project.reads.themes import codes_within
from kwalcode.report.data import Network, ReportPair, ThemeMap, Tie
from kwalcode.report.networks import network
from kwalcode.report.pairs import report_pairs
from kwalcode.report.parts.basis import Basis


def theme_map(basis: Basis) -> ThemeMap | None:
    """Return the map; None for fewer than two themes, and where nothing joins any two."""
    known = all_themes(basis.connection)
    if len(known) < 2:
        return None
    choices = basis.choices
    counts = study_cooccurrence(basis.connection, rule=choices.rule, of="theme", **choices.asked)
    graph, found = study_graph(counts, seed=choices.seed)
    graph.graph["relations"] = all_relations(basis.connection, "theme")
    if not graph.number_of_edges() and not graph.graph["relations"]:
        return None
    pairs = report_pairs(basis.connection, counts, basis.found.place, **_asked(basis))
    # themes get numbers of their own: one page shows them beside the codes
    after = max(basis.codes, default=0)
    return ThemeMap(
        _moved(network(graph, found, "theme"), after),
        tuple(_pair(pair, after) for pair in pairs),
        {theme.id + after: basis.with_codes(codes_within(known, theme.id)) for theme in known},
    )


def _asked(basis: Basis) -> dict[str, Any]:
    choices = basis.choices
    return {"coder": choices.coder, "roles": choices.roles, "where": choices.where}


def _pair(pair: ReportPair, by: int) -> ReportPair:
    return replace(pair, a=pair.a + by, b=pair.b + by)


def _moved(one: Network, by: int) -> Network:
    """Return the network with numbers that are higher by so much."""
    positions: Mapping[int, tuple[float, float]] = {
        code + by: place for code, place in one.positions.items()
    }
    return replace(
        one,
        nodes=tuple(replace(node, code=node.code + by) for node in one.nodes),
        edges=tuple(replace(edge, a=edge.a + by, b=edge.b + by) for edge in one.edges),
        groups=tuple(tuple(code + by for code in group) for group in one.groups),
        positions=positions,
        relations=tuple(_tie(tie, by) for tie in one.relations),
    )


def _tie(tie: Tie, by: int) -> Tie:
    return replace(tie, a=tie.a + by, b=tie.b + by)
