"""Tab Coverage: topics of the topic list by respondents, what was never spoken of."""

from __future__ import annotations

from textual.content import Content

from kwalcode.analysis.coverage import topics_of
from kwalcode.i18n import _
from kwalcode.model import Counted
from kwalcode.project.analyses.coverage import StudyCoverage, study_coverage
from kwalcode.project.study import Study
from kwalcode.tui.screens.patterns.cell import names
from kwalcode.tui.screens.patterns.gridpane import GridPane
from kwalcode.tui.text.grid import Column, GridRow
from kwalcode.tui.text.visible import one_line, visible

_NEVER = "·"


class CoveragePane(GridPane):
    """A topic a row, a respondent a column; the cell has the number of quotations."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.found: StudyCoverage | None = None

    async def read(self) -> bool:
        """Read which topics were spoken of by whom."""
        scope = self.asking.scope()

        def coverage(study: Study) -> StudyCoverage:
            with study.reading() as connection:
                return study_coverage(connection, **scope)

        found = await self.desk.away(coverage)
        if found is None:
            return False
        self.found = found
        self.say(_NOTHING.format(reason=found.result.reason) if found.result.reason else "")
        if not found.result.reason:
            self._show(found)
        return True

    def _show(self, found: StudyCoverage) -> None:
        columns = [Column("topic", _("topic")), Column("n", _("resp."), right=True)]
        columns += [Column(str(n), name, right=True) for n, name in found.respondents.items()]
        cells: dict[int, dict[str, str]] = {}
        for one in found.result.cells.to_dict("records"):
            said = str(one["quotations"]) if one["quotations"] else _NEVER
            cells.setdefault(int(one["topic"]), {})[str(one["respondent"])] = said
        rows = []
        for one in found.result.topics.to_dict("records"):
            topic = int(one["topic"])
            spoken = f"{int(one['respondents'])}/{len(found.respondents)}"
            about = {"topic": found.names[topic], "n": spoken}
            rows.append(GridRow((topic, ""), about | cells.get(topic, {})))
        self.fill(columns, rows)

    @property
    def counted(self) -> Counted | None:
        """What the figures were computed on."""
        return None if self.found is None else self.found.counted

    def facts(self) -> list[str]:
        """Return what the cells count."""
        return [_("quotations per topic and respondent")]

    @property
    def _respondent(self) -> int | None:
        column = self.grid.column
        return int(column.key) if column is not None and column.key.isdigit() else None

    def about(self, row: GridRow) -> Content:
        """Tell of a topic: its question, who never spoke of it, what opened it."""
        found, topic = self.found, row.key[0]
        if found is None:
            return Content("")
        never = [n for n in found.respondents if row.text(str(n)) == _NEVER]
        lines = [
            Content(one_line(found.names[topic])).stylize("bold"),
            Content(visible(found.questions.get(topic, ""))),
            Content(""),
            Content(_("never spoken of by: ")).stylize("dim")
            + Content(names(never, found.respondents)),
        ]
        who = self._respondent
        said = next((o for o in found.openings if (o.topic, o.respondent) == (topic, who)), None)
        if said is not None:
            first = _("{document}: first in turn {n}").format(document=said.document, n=said.turn)
            asked = visible(said.question) or _("no question before it")
            lines += [Content(""), Content(one_line(first)), Content(asked).stylize("dim")]
        return Content("\n").join(lines)

    def choose(self, row: GridRow) -> None:
        """Show the quotations of the topic, of the respondent of the column."""
        codes = self.desk.session.codes
        asked = [code.id for code in codes if code.question.strip()]
        topics = topics_of({code.id: code.parent for code in codes}, asked)
        mine = [code for code, topic in topics.items() if topic == row.key[0]]
        who = self._respondent
        name = "" if who is None or self.found is None else f" · {self.found.respondents[who]}"
        self.desk.show_codings(row.text("topic") + name, mine, who)


_NOTHING = _(
    "No coverage to show: {reason}. Give codes the question of the topic list they belong to, in "
    "the codebook (, b), and mark documents as completely coded."
)
