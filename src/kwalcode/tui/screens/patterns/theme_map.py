"""The themes' own map: which are carried by the same respondents, how they are related."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import networkx as nx
from textual.content import Content

from kwalcode.analysis.layout import layout
from kwalcode.i18n import _, counted
from kwalcode.model import Counted
from kwalcode.project.analyses.cooccurrence import SEED
from kwalcode.project.analyses.themes import StudyThemes, ThemeRow, study_themes
from kwalcode.project.reads.relations import Relation, all_relations
from kwalcode.project.study import Study
from kwalcode.tui.screens.patterns.cell import relation_lines
from kwalcode.tui.screens.patterns.drawn import theme_graph, theme_nodes
from kwalcode.tui.screens.patterns.drawn import theme_lines as edges_of
from kwalcode.tui.screens.patterns.map_told import theme_lines, together_lines
from kwalcode.tui.text.drawing import Edge
from kwalcode.tui.widgets.mapview import MapNode

if TYPE_CHECKING:
    from kwalcode.tui.screens.patterns.screen import PatternsScreen

NO_THEMES = _("No themes yet: T makes one of a community of codes; w goes to the codes.")


class ThemeMap:
    """What is read of the themes, as the map shows it."""

    def __init__(self) -> None:
        self.found: StudyThemes | None = None
        self._relations: list[Relation] = []
        self._graph: nx.Graph[int] = nx.Graph()

    async def read(self, desk: PatternsScreen) -> bool:
        """Read the themes and their relations; False when one went elsewhere meanwhile."""
        asking = desk.asking

        def read(study: Study) -> tuple[StudyThemes, list[Relation]]:
            with study.reading() as connection:
                found = study_themes(connection, sub_codes=asking.sub_codes, **asking.scope())
                return found, all_relations(connection, "theme")

        answer = await desk.away(read)
        if answer is None:
            return False
        self.found, self._relations = answer
        self._graph = theme_graph(self.found, desk.look.minimum)
        return True

    @property
    def nothing(self) -> str:
        """Say what to do where there are no themes."""
        return NO_THEMES if self.found is not None and not self.found.rows else ""

    @property
    def counted(self) -> Counted | None:
        """What the figures were computed on."""
        return None if self.found is None else self.found.counted

    def drawing(self) -> tuple[Mapping[int, MapNode], list[Edge], None, list[int]]:
        """Return what the map shows: nodes, lines, nothing in the middle."""
        if self.found is None or not self.found.rows:
            return {}, [], None, []
        nodes = theme_nodes(self.found, layout(self._graph, SEED))
        return nodes, edges_of(self.found, self._graph, self._relations), None, []

    def facts(self, minimum: int) -> list[str]:
        """Return how many themes there are, and what a line means."""
        n = len(self.found.rows) if self.found is not None else 0
        told = counted("{n} theme", "{n} themes", n)
        line = counted(
            "a line: {n} respondent carries both", "a line: {n} respondents or more carry both",
            minimum,
        )  # fmt: skip
        return [told, line]

    def _row(self, theme: int) -> ThemeRow | None:
        rows = self.found.rows if self.found is not None else ()
        return next((row for row in rows if row.theme.id == theme), None)

    def name_of(self, theme: int) -> str:
        """Return what a theme is called."""
        row = self._row(theme)
        return "" if row is None else row.theme.name

    def told(self, theme: int) -> list[Content]:
        """Tell of the theme under the cursor."""
        row = self._row(theme)
        if row is None or self.found is None:
            return []
        near = self._graph.adj.get(theme, {})
        others = {other: near[other]["respondents"] for other in near}
        return [
            *theme_lines(self.found, row),
            *relation_lines(self._relations, self.name_of, theme),
            *together_lines(self.found, others),
        ]

    def choose(self, desk: PatternsScreen, theme: int) -> None:
        """Show the quotations of a theme."""
        row = self._row(theme)
        if row is not None:
            desk.show_theme(row)
