"""What the map draws: codes or themes as nodes, what joins them as lines. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx

from kwalcode.i18n import _
from kwalcode.project.analyses.themes import StudyThemes
from kwalcode.project.reads.relations import Relation
from kwalcode.tui.screens.patterns.reading import Linked, Matrix
from kwalcode.tui.text.cells import narrow
from kwalcode.tui.text.drawing import Edge, Tie, strength
from kwalcode.tui.text.heat import community_letter
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.mapview import MapNode

if TYPE_CHECKING:
    Places = Mapping[int, tuple[float, float]]

SIGNS: Mapping[str, str] = {"associated": "↔", "contradicts": "≠"}
"""What stands on a relation without a direction; others have an arrow."""
IN_THEME = "*"
"""Marks the codes of the theme that is being built."""
_MIDDLE = (0.5, 0.5)


def tie_of(relation: Relation) -> Tie:
    """Return a relation as it is written on its line."""
    return Tie(plain(relation.title), SIGNS.get(relation.type, ""))


def plain(text: str) -> str:
    """Return a text on one line, with a question mark for what takes more than a cell."""
    text = one_line(text)
    return text if narrow(text) else "".join(c if c.isascii() else "?" for c in text)


def lines(graph: nx.Graph[int], relations: Iterable[Relation]) -> list[Edge]:
    """Return the lines of a graph, those of more weight stronger, and those of relations."""
    weights = {(a, b): float(known["weight"]) for a, b, known in graph.edges(data=True)}
    least, most = min(weights.values(), default=0.0), max(weights.values(), default=0.0)
    found = [Edge(a, b, strength(weight, least, most)) for (a, b), weight in weights.items()]
    ties: dict[tuple[int, int, str], list[str]] = {}
    for one in relations:
        tie = tie_of(one)
        ties.setdefault((one.a.id, one.b.id, tie.sign), []).append(tie.word)
    related_ones = (
        Edge(a, b, 2, Tie(", ".join(words), sign)) for (a, b, sign), words in ties.items()
    )
    return [*found, *related_ones]


def related(relations: Iterable[Relation], known: Collection[int]) -> list[Relation]:
    """Return the relations whose ends are both known."""
    return [one for one in relations if one.a.id in known and one.b.id in known]


def beside(relations: Iterable[Relation], node: int) -> list[int]:
    """Return what is related to a node, in either direction."""
    ends = ((one.a.id, one.b.id) for one in relations if node in (one.a.id, one.b.id))
    return list(dict.fromkeys(b if a == node else a for a, b in ends))


def code_nodes(
    matrix: Matrix,
    linked: Linked,
    codes: Iterable[int],
    signs: Mapping[int, str],
    tints: Mapping[int, str],
    places: Places,
    building: Collection[int] = (),
) -> dict[int, MapNode]:
    """Return these codes as nodes: the letter of the community, the code's two, its name."""
    answer = {}
    for code in codes:
        number = linked.community.get(code)
        sign = " " if number is None else community_letter(number)
        mark = IN_THEME if code in building else ""
        name = plain(matrix.ground.codes[code].name)
        text = f"{sign} {signs.get(code, '??')} {mark}{name}"
        short = f"{sign.strip()}{signs.get(code, '??')}{mark}"
        answer[code] = MapNode(code, text, short, tints.get(code, ""), places.get(code, _MIDDLE))
    return answer


def theme_graph(found: StudyThemes, minimum: int) -> nx.Graph[int]:
    """Return a graph of themes: joined are those that at least `minimum` respondents carry both.

    A theme and one it is nested in are not joined by that: the one's codes count for the other.
    """
    graph: nx.Graph[int] = nx.Graph()
    for row in found.rows:
        graph.add_node(row.theme.id, name=row.theme.name, respondents=len(row.cells))
    above = {row.theme.id: row.theme.parent for row in found.rows}
    for one, other in combinations(found.rows, 2):
        both = len(one.cells.keys() & other.cells.keys())
        a, b = one.theme.id, other.theme.id
        if both >= max(1, minimum) and b not in _line(above, a) and a not in _line(above, b):
            graph.add_edge(a, b, weight=both, respondents=both)
    return graph


def _line(above: Mapping[int, int | None], theme: int) -> list[int]:
    """Return the themes that a theme is nested in."""
    found: list[int] = []
    parent = above.get(theme)
    while parent is not None:
        found.append(parent)
        parent = above.get(parent)
    return found


def theme_nodes(found: StudyThemes, places: Places) -> dict[int, MapNode]:
    """Return the themes as nodes, with how many respondents carry each."""
    answer = {}
    for number, row in enumerate(found.rows, start=1):
        name = f"({len(row.cells)}) {plain(row.theme.name)}"
        place = places.get(row.theme.id, _MIDDLE)
        answer[row.theme.id] = MapNode(row.theme.id, name, str(number), "", place)
    return answer


def theme_lines(
    found: StudyThemes, graph: nx.Graph[int], relations: Sequence[Relation]
) -> list[Edge]:
    """Return the lines between themes, their relations, and what is nested in what."""
    nested = [
        Edge(row.theme.id, row.theme.parent, 1, Tie(_("in")))
        for row in found.rows
        if row.theme.parent is not None
    ]
    return [*lines(graph, related(relations, graph)), *nested]
