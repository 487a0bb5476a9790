"""What the tabs about pairs of codes have in common: one matrix, one graph."""

from __future__ import annotations

from kwalcode.i18n import _, counted
from kwalcode.model import Counted
from kwalcode.tui.screens.patterns.asking import told_n
from kwalcode.tui.screens.patterns.pane import Pane
from kwalcode.tui.screens.patterns.reading import Linked, Matrix, graph_of


class LinkedPane(Pane):
    """Reads the matrix that is asked for and its graph; a subclass shows them.

    Communities take longest: until they are found, codes stay in those they were in.
    """

    OF_PAIRS = True

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.matrix: Matrix | None = None
        self.linked: Linked | None = None

    async def read(self) -> bool:
        """Read the matrix and the graph, or take them from what was read before."""
        desk = self.desk
        asking, minimum, serial = desk.asking, desk.look.minimum, desk.session.serial

        matrix = await desk.away(lambda study: desk.held.matrix(study, serial, asking))
        if matrix is None:
            return False
        known = desk.held.known(matrix, minimum)
        if known is None and self.linked is not None:
            self._take(matrix, Linked(graph_of(matrix, minimum), self.linked.found))
        linked = known or await desk.away(lambda _study: desk.held.linked(matrix, minimum))
        if linked is None:
            return False
        self._take(matrix, linked)
        return True

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
        return [
            _("rule: {rule}").format(rule=matrix.asking.rule),
            units,
            _("shown: {measure}").format(measure=look.measure.name),
            least,
        ]

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
