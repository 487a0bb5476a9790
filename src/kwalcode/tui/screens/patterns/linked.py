"""What the tabs about pairs of codes have in common: one matrix, one graph."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content

from kwalcode.analysis.rotation import RULES
from kwalcode.i18n import _, counted
from kwalcode.model import Counted
from kwalcode.project.analyses.themes import ThemeRow, themes_over
from kwalcode.project.study import Study
from kwalcode.report.facts import rule_name
from kwalcode.tui.leaving import still_there
from kwalcode.tui.screens.patterns.asking import MEASURES, told_n
from kwalcode.tui.screens.patterns.builder import built_lines
from kwalcode.tui.screens.patterns.pane import OFFERED, Pane
from kwalcode.tui.screens.patterns.reading import Linked, Matrix, graph_of


class LinkedPane(Pane):
    """Reads the matrix that is asked for and its graph; a subclass shows them.

    Communities take longest: until they are found, codes stay in those they were in.
    """

    OFFERS = OFFERED

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.matrix: Matrix | None = None
        self.linked: Linked | None = None
        self.built: ThemeRow | None = None
        """The theme that is being built, with what carries it."""

    @property
    def alpha(self) -> float | None:
        """The level of the backbone that the graph is cut down to; None for all of it."""
        return None

    async def read(self) -> bool:
        """Read the matrix and the graph, or take them from what was read before."""
        desk = self.desk
        asking, minimum, serial = desk.asking, desk.look.minimum, desk.session.serial

        matrix = await desk.away(lambda study: desk.held.matrix(study, serial, asking))
        if matrix is None:
            return False
        await self._read_built(matrix)
        alpha = self.alpha
        known = desk.held.known(matrix, minimum, alpha)
        if known is None and self.linked is not None:
            self._take(matrix, Linked(graph_of(matrix, minimum, alpha), self.linked.found))
        linked = known or await desk.away(lambda _study: desk.held.linked(matrix, minimum, alpha))
        if linked is None:
            return False
        self._take(matrix, linked)
        return True

    async def _read_built(self, matrix: Matrix) -> None:
        """Read what carries the theme that is being built; it may be gone."""
        number, found = self.desk.building, matrix.ground.evidence
        if number is None:
            self.built = None
            return

        def read(study: Study) -> ThemeRow | None:
            with study.reading() as connection:
                rows = themes_over(connection, found, sub_codes=matrix.asking.sub_codes).rows
                return next((row for row in rows if row.theme.id == number), None)

        self.built = await self.desk.away(read)

    def head(self) -> list[Content]:
        """Return what is told above all else: the theme that is being built."""
        if self.built is None or self.matrix is None:
            return []
        total = len(self.matrix.ground.respondents)
        codes = self.matrix.ground.codes
        return built_lines(self.built, codes, total, wide=self.has_class("wide"))

    def _take(self, matrix: Matrix, linked: Linked) -> None:
        self.matrix, self.linked = matrix, linked
        self.say(self._nothing(matrix, linked))
        self.show(matrix, linked)

    def show(self, matrix: Matrix, linked: Linked) -> None:
        """Show what was read."""
        raise NotImplementedError

    @property
    def counted(self) -> Counted | None:
        """What the figures shown were computed on."""
        return None if self.matrix is None else self.matrix.counted

    def facts(self) -> list[str]:
        """Return rule, N, measure and threshold."""
        look, matrix = self.desk.look, self.matrix
        if matrix is None:
            return []
        n = matrix.result.n
        units = _("no N under this rule") if n is None else told_n(matrix.asking.rule, n)
        least = counted("from {n} respondent", "from {n} respondents", look.minimum)
        shown = [look.measure.name, least]
        if look.measure is MEASURES[0]:
            shown = [_("respondents, from {n}").format(n=look.minimum)]
        return [_("rule: {rule}").format(rule=rule_name(matrix.asking.rule)), units, *shown]

    def _nothing(self, matrix: Matrix, linked: Linked) -> str:
        """Say what to do where no two codes go together, "" where some do."""
        if linked.graph.number_of_edges():
            return ""
        if not matrix.codes:
            return _(
                "No coding counts here yet. Code passages in the transcript (, c), choose another "
                "layer with L, or take filters away with f."
            )
        if self.desk.look.minimum > 1:
            return _(
                "No two codes go together in so many respondents. - lowers the threshold, r "
                "chooses a wider rule."
            )
        return _(
            "No two codes go together under this rule. r chooses a wider one, such as turn; "
            "L another layer, f takes filters away."
        )


class CellPane(LinkedPane):
    """A tab with a pair under the cursor, whose p can be counted by rotation as well."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "rotate", _("How far is it chance? p by rotation"), show=False),
    ]

    @work(exclusive=True, group="rotate")
    async def action_rotate(self) -> None:
        """Count p by rotation for all pairs."""
        desk, matrix = self.desk, self.matrix
        if matrix is None:
            return
        if matrix.asking.rule not in RULES:
            desk.notify(_("A rotation needs the rule sentence or turn: r chooses one."))
            return
        if desk.held.rotated(matrix) is None:
            desk.tell(reading=True)
            await asyncio.to_thread(desk.held.rotate, matrix)
        if still_there(self):
            desk.read_anew(self)
