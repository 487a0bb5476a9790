"""Tab Map: the codes that go together as a graph, its communities as proposals for themes, the
relations that somebody made; and the themes' own map."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from kwalcode.analysis.layout import layout
from kwalcode.decimals import bare
from kwalcode.i18n import _, counted
from kwalcode.model import Counted
from kwalcode.project.analyses.cooccurrence import SEED
from kwalcode.project.reads.findings import Subject
from kwalcode.tui.screens.patterns.cell import relation_lines
from kwalcode.tui.screens.patterns.drawn import beside, code_nodes, lines, related
from kwalcode.tui.screens.patterns.graphed import GraphPane
from kwalcode.tui.screens.patterns.map_told import (
    code_lines,
    community_lines,
    pair_line,
)
from kwalcode.tui.screens.patterns.pane import OFFERED
from kwalcode.tui.screens.patterns.reading import Linked, Matrix
from kwalcode.tui.screens.patterns.theme_map import ThemeMap
from kwalcode.tui.widgets.mapview import MapView
from kwalcode.tui.widgets.marks import colors, letters

WHOLE = 45
"""A graph of more codes than this is not shown whole."""


class MapPane(GraphPane):
    """First a code with those around it; `w` goes to the whole map, and the themes'."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "whole", _("Wider"), tooltip=_("A code's map, the whole one, the themes'")),
    ]

    OFFERS = OFFERED - {"measure", "order"}

    DEFAULT_CSS = """
    MapPane .side { height: 8; }
    """

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.map = MapView(id="map")
        self._about = Static(markup=False)
        self._centre: int | None = None
        self._whole = False
        self._places: dict[int, tuple[float, float]] = {}
        self._drawn: Linked | None = None
        self.themes: ThemeMap | None = None

    def compose(self) -> ComposeResult:
        """Build the tab."""
        yield self.nothing
        with Container(classes="filled"):
            with Container(classes="main"):
                yield self.map
            with VerticalScroll(classes="side", can_focus=False):
                yield self._about

    @property
    def main(self) -> Widget:
        """The map."""
        return self.map

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """The code or theme under the cursor, after the one in the middle."""
        if self.themes is not None:
            return () if self.map.at is None else (Subject("theme", self.map.at),)
        return tuple(Subject("code", code) for code in self.pair or filter(None, [self.map.at]))

    @property
    def pair(self) -> tuple[int, int] | None:
        """The code in the middle and the one under the cursor."""
        if self._whole or self.themes or self._centre is None:
            return None
        if self.map.at is None or self.map.at == self._centre:
            return None
        return self._centre, self.map.at

    @property
    def community(self) -> tuple[int, frozenset[int]] | None:
        """The community of the code under the cursor, with its number."""
        if self.linked is None or self.map.at is None or self.themes is not None:
            return None
        number = self.linked.community.get(self.map.at)
        return None if number is None else (number, self.linked.found.groups[number])

    # Drawing

    async def read(self) -> bool:
        """Read the graph, or the themes."""
        if self.themes is None:
            return await super().read()
        if not await self.themes.read(self.desk):
            return False
        self.say(self.themes.nothing)
        self.map.load(*self.themes.drawing())
        self.tell()
        return True

    def _nothing(self, matrix: Matrix, linked: Linked) -> str:
        if matrix.ground.relations:
            return ""
        if self.alpha is not None and not linked.graph.number_of_edges():
            return _(
                "In a small study a backbone can keep nothing: of three equal lines each would "
                "need 78 % of the whole at .05. B chooses another level."
            )
        return super()._nothing(matrix, linked)

    def show(self, matrix: Matrix, linked: Linked) -> None:
        """Draw the graph with the relations."""
        graph, relations = linked.graph, matrix.ground.relations
        ends = {end.id for one in relations for end in (one.a, one.b)}
        joined = [c for c in matrix.ground.codes if c in ends or (c in graph and graph.degree(c))]
        if not joined:
            return
        centre = self._centre
        if centre is None or centre not in joined:
            sizes = dict(graph.degree(weight="weight"))
            centre = max(joined, key=lambda code: (sizes.get(code, 0), -code))
        self._centre = centre
        if self._whole and linked is not self._drawn:
            self._lay_out(linked, joined)
        codes = self.desk.session.codes
        building = () if self.built is None else self.built.codes
        nodes = code_nodes(
            matrix, linked, joined, letters(codes), colors(codes), self._places, building
        )
        edges = lines(graph, related(relations, nodes))
        around = self._around(linked, centre, beside(relations, centre))
        self.map.load(nodes, edges, None if self._whole else centre, around)
        self.tell()

    def _lay_out(self, linked: Linked, joined: list[int]) -> None:
        """Place the codes that have a line; the others of the graph take no room."""
        shown = linked.graph.subgraph(joined).copy()
        shown.add_nodes_from(
            (code, {"name": self.desk.name_of(code)}) for code in joined if code not in shown
        )
        self._places = layout(shown, SEED, linked.only(joined))
        self._drawn = linked

    def _around(self, linked: Linked, centre: int, others: list[int]) -> list[int]:
        """Return the codes around one: by community, those it goes together with most first."""
        near = linked.graph.adj.get(centre, {})
        last = len(linked.found.groups)
        known = sorted(
            near, key=lambda code: (linked.community.get(code, last), -near[code]["weight"])
        )
        return [*known, *(code for code in others if code not in near)]

    # Keys

    def action_whole(self) -> None:
        """Show a code's map, the whole map, or the themes'."""
        if self.themes is not None:
            self.themes = None
            self.desk.read_anew(self)
            return
        graph = self.linked.graph if self.linked is not None else None
        joined = 0 if graph is None else sum(1 for _node, degree in graph.degree() if degree)
        if not self._whole and joined <= WHOLE:
            self._whole = True
            self.desk.read_anew(self)
            return
        if not self._whole:
            told = _("{n} codes are too many for a whole map: + asks for more respondents.")
            self.desk.notify(told.format(n=joined))
        self._whole = False
        if self.map.at is not None:
            self._centre = self.map.at
        self.show_themes()
        self.desk.read_pane()

    async def action_hold(self) -> None:
        """Leave each respondent out in turn: communities are of codes."""
        if self.themes is not None:
            self.desk.notify(_("Communities are of codes: w goes to their map."))
        else:
            self.hold()

    def show_themes(self) -> None:
        """Show the themes' map."""
        self.themes = ThemeMap()
        self.stale = True

    @on(MapView.Centred)
    def _centred(self, message: MapView.Centred) -> None:
        if self.themes is None and self.matrix is not None and self.linked is not None:
            self._centre, self._whole = message.code, False
            self.show(self.matrix, self.linked)

    @on(MapView.Chosen)
    def _chosen(self, message: MapView.Chosen) -> None:
        if self.themes is not None:
            self.themes.choose(self.desk, message.code)
        else:
            self.desk.show_behind(*(self.pair or (message.code, message.code)))

    @on(MapView.Moved)
    def _moved(self) -> None:
        self.tell()

    # What is told

    @property
    def counted(self) -> Counted | None:
        """What the figures shown were computed on."""
        return super().counted if self.themes is None else self.themes.counted

    def facts(self) -> list[str]:
        """Return rule, N, threshold and backbone."""
        if self.themes is not None:
            return self.themes.facts(self.desk.look.minimum)
        least = counted("from {n} respondent", "from {n} respondents", self.desk.look.minimum)
        told = [*super().facts()[:2], least]
        if self.alpha is None or self.matrix is None:
            return told
        return [*told, _("backbone {level}").format(level=bare(self.alpha))]

    def tell(self) -> None:
        """Tell of what is under the cursor."""
        at = self.map.at
        if self.themes is not None:
            told = [] if at is None else self.themes.told(at)
        elif self.matrix is not None and self.linked is not None and at is not None:
            told = self._told(self.matrix, self.linked, at)
        else:
            return
        if self.map.left_out:
            n = _("{n} codes have no room here: + asks for more respondents.")
            told.insert(0, Content(n.format(n=self.map.left_out)).stylize("$text-warning"))
        told.append(Content(_("··· few respondents   ─── more   ═══ most")).stylize("$text-muted"))
        self._about.update(Content("\n").join(told))

    def _told(self, matrix: Matrix, linked: Linked, at: int) -> list[Content]:
        name_of = self.desk.name_of
        told = [*self.head(), *code_lines(matrix, linked, at)]
        if self.pair is not None:
            told += pair_line(linked, self.pair, name_of(self.pair[0]))
        told += relation_lines(matrix.ground.relations, name_of, at)
        return [*told, Content(""), *community_lines(matrix, linked, at, self.held_told)]
