"""What the tabs about pairs of codes have in common: one matrix, one graph."""

from __future__ import annotations

from kwalcode.i18n import _, counted
from kwalcode.model import Counted
from kwalcode.project.study import Study
from kwalcode.tui.screens.patterns.asking import told_n
from kwalcode.tui.screens.patterns.pane import Pane
from kwalcode.tui.screens.patterns.reading import Linked, Matrix


class LinkedPane(Pane):
    """Reads the matrix that is asked for and its graph; a subclass shows them."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.matrix: Matrix | None = None
        self.linked: Linked | None = None

    async def read(self) -> bool:
        """Read the matrix and the graph, or take them from what was read before."""
        desk = self.desk
        asking, minimum, serial = desk.asking, desk.look.minimum, desk.session.serial

        def both(study: Study) -> tuple[Matrix, Linked]:
            matrix = desk.held.matrix(study, serial, asking)
            return matrix, desk.held.linked(matrix, minimum)

        found = await desk.away(both)
        if found is None:
            return False
        self.matrix, self.linked = found
        self.say(self._nothing(*found))
        self.show(*found)
        return True

    def show(self, matrix: Matrix, linked: Linked) -> None:
        """Show what was read."""
        raise NotImplementedError

    @property
    def pair(self) -> tuple[int, int] | None:
        """The two codes (ids) that are chosen, None for none."""
        return None

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
