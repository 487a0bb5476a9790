"""Tab Map: the codes that go together as a graph, and its communities as proposals for themes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from kwalcode.analysis.layout import layout
from kwalcode.i18n import _, counted
from kwalcode.project.analyses.cooccurrence import SEED
from kwalcode.tui.screens.patterns.linked import LinkedPane
from kwalcode.tui.screens.patterns.reading import Linked, Matrix
from kwalcode.tui.text.cells import narrow
from kwalcode.tui.text.drawing import Edge, strength
from kwalcode.tui.text.heat import community_letter
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.mapview import MapNode, MapView
from kwalcode.tui.widgets.marks import colors, letters

WHOLE = 45
"""A graph of more codes than this is not shown whole."""


class MapPane(LinkedPane):
    """First a code with those around it; `w` shows the whole map where it fits."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "whole", _("Whole map"), tooltip=_("The whole map, or one code's")),
    ]

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.map = MapView(id="map")
        self._about = Static(markup=False)
        self._centre: int | None = None
        self._whole = False
        self._places: dict[int, tuple[float, float]] = {}
        self._drawn: Linked | None = None

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
    def pair(self) -> tuple[int, int] | None:
        """The code in the middle and the one under the cursor."""
        if self._whole or self._centre is None or self.map.at in (None, self._centre):
            return None
        assert self.map.at is not None
        return self._centre, self.map.at

    @property
    def community(self) -> tuple[int, frozenset[int]] | None:
        """The community of the code under the cursor, with its number."""
        if self.linked is None or self.map.at is None:
            return None
        number = self.linked.community.get(self.map.at)
        return None if number is None else (number, self.linked.found.groups[number])

    def show(self, matrix: Matrix, linked: Linked) -> None:
        """Draw the graph."""
        graph = linked.graph
        joined = [code for code in matrix.codes if graph.degree(code)]
        if not joined:
            return
        centre = self._centre
        if centre is None or centre not in joined:
            centre = max(joined, key=lambda code: (graph.degree(code, weight="weight"), -code))
        self._centre = centre
        if self._whole and linked is not self._drawn:
            shown = graph.subgraph(joined).copy()
            groups = (frozenset(group & set(joined)) for group in linked.found.groups)
            left = set(joined).difference(*linked.found.groups)
            found = replace(
                linked.found,
                groups=tuple(filter(None, groups)),
                isolated=tuple(sorted(left)),
            )
            self._places, self._drawn = layout(shown, SEED, found), linked
        around = sorted(
            graph[centre],
            key=lambda code: (
                linked.community.get(code, len(joined)),
                -graph[centre][code]["weight"],
            ),
        )
        nodes = self._map_nodes(matrix, linked, joined)
        self.map.load(nodes, _edges(linked), None if self._whole else centre, around)
        self._tell()

    def _map_nodes(
        self, matrix: Matrix, linked: Linked, joined: list[int]
    ) -> Mapping[int, MapNode]:
        codes = self.desk.session.codes
        signs, tints = letters(codes), colors(codes)
        answer = {}
        for code in joined:
            number = linked.community.get(code)
            sign = "" if number is None else community_letter(number)
            name = one_line(matrix.ground.codes[code].name)
            shown = name if narrow(name) else "".join(c if c.isascii() else "?" for c in name)
            text = f"{sign} {signs.get(code, '??')} {shown}"
            place = self._places.get(code, (0.5, 0.5))
            short = f"{sign}{signs.get(code, '??')}"
            answer[code] = MapNode(code, text, short, tints.get(code, ""), place)
        return answer

    # Keys

    def action_whole(self) -> None:
        """Show the whole map, or the code under the cursor with those around it."""
        if self.matrix is None or self.linked is None:
            return
        joined = sum(1 for _node, degree in self.linked.graph.degree() if degree)
        if not self._whole and joined > WHOLE:
            told = _("{n} codes are too many for a whole map here: + asks for more respondents.")
            self.desk.notify(told.format(n=joined))
            return
        self._whole = not self._whole
        if not self._whole and self.map.at is not None:
            self._centre = self.map.at
        self.show(self.matrix, self.linked)

    @on(MapView.Centred)
    def _centred(self, message: MapView.Centred) -> None:
        self._centre, self._whole = message.code, False
        if self.matrix is not None and self.linked is not None:
            self.show(self.matrix, self.linked)

    @on(MapView.Chosen)
    def _chosen(self, message: MapView.Chosen) -> None:
        self.desk.show_behind(*(self.pair or (message.code, message.code)))

    @on(MapView.Moved)
    def _moved(self) -> None:
        self._tell()

    # What is told

    def facts(self) -> list[str]:
        """Return rule, N, threshold, and how the communities were found."""
        found = self.linked.found if self.linked is not None else None
        told = [fact for at, fact in enumerate(super().facts()) if at in (0, 1, 3)]
        if found is not None and found.modularity is not None and found.stability is not None:
            line = _("modularity {q:.2f}, same over {runs} seeds {ari:.2f} (from {seed})")
            told.append(
                line.format(
                    q=found.modularity, runs=found.runs, ari=found.stability, seed=found.seed
                )
            )
        return told

    def _tell(self) -> None:
        matrix, linked, at = self.matrix, self.linked, self.map.at
        if matrix is None or linked is None or at is None:
            return
        lines = [Content(one_line(matrix.ground.codes[at].path)).stylize("bold")]
        n = counted("{n} respondent", "{n} respondents", matrix.sizes[at])
        near = counted("{n} neighbour", "{n} neighbours", int(linked.graph.degree(at)))
        lines.append(Content(f"{n} · {near}").stylize("dim"))
        if self.pair is not None and linked.graph.has_edge(*self.pair):
            edge = linked.graph.edges[self.pair]
            told = _("together with {code} in {n}").format(
                code=self.desk.name_of(self.pair[0]), n=edge["respondents"]
            )
            lines.append(Content(one_line(told)))
        if self.map.left_out:
            lines.append(
                Content(
                    _("{n} codes have no room here: + asks for more respondents.").format(
                        n=self.map.left_out
                    )
                ).stylize("$text-warning")
            )
        lines += [Content(""), Content(_("Communities: proposals for themes")).stylize("bold")]
        own = linked.community.get(at)
        for number, group in enumerate(linked.found.groups):
            known = sorted(group & matrix.ground.codes.keys())
            names = ", ".join(one_line(matrix.ground.codes[c].name) for c in known)
            line = Content(f"{community_letter(number)} ").stylize("$text-accent") + Content(names)
            lines.append(line.stylize("bold") if number == own else line)
        lines.append(
            Content(_("··· few respondents   ─── more   ═══ most   w whole map")).stylize("dim")
        )
        self._about.update(Content("\n").join(lines))


def _edges(linked: Linked) -> list[Edge]:
    """Return the lines, those of more respondents stronger."""
    weights = {(a, b): float(known["weight"]) for a, b, known in linked.graph.edges(data=True)}
    least, most = min(weights.values()), max(weights.values())
    return [Edge(a, b, strength(weight, least, most)) for (a, b), weight in weights.items()]
