"""Tab Coverage: topics of the topic list by respondents, what was never spoken of, and the
questions of the interviewer that opened each topic."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from kwalcode.analysis.coverage import topics_of
from kwalcode.i18n import _, counted
from kwalcode.model import CODE_PATH, Counted
from kwalcode.project.analyses.coverage import Opening, StudyCoverage, study_coverage
from kwalcode.project.study import Study
from kwalcode.tui.screens.patterns.cell import names
from kwalcode.tui.screens.patterns.gridpane import GridPane
from kwalcode.tui.screens.pick import PickScreen
from kwalcode.tui.text.grid import Column, GridRow
from kwalcode.tui.text.visible import one_line, visible

_NEVER = "·"
_UNITS = ("quotations", "words")


class CoveragePane(GridPane):
    """A topic a row, a respondent a column; or (`w`) the questions that opened the topics."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("U", "unit", _("Unit"), tooltip=_("Quotations or words")),
        Binding("v", "beside", _("Beside"), tooltip=_("Two respondents side by side on a topic")),
        Binding("w", "openings", _("Questions"), tooltip=_("What the interviewer asked before")),
    ]

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.found: StudyCoverage | None = None
        self._unit = _UNITS[0]
        self._asked = False

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
        self._show()
        return True

    def _show(self) -> None:
        found = self.found
        if found is None:
            return
        reason = found.result.reason
        self.say(_NOTHING.format(reason=reason) if reason else "")
        if reason:
            return
        if self._asked:
            self.fill(_QUESTIONS, [_question(found, at) for at in range(len(found.openings))])
        else:
            self.fill(*_table(found, self._unit))

    @property
    def counted(self) -> Counted | None:
        """What the figures were computed on."""
        return None if self.found is None else self.found.counted

    def facts(self) -> list[str]:
        """Return what the cells count, and how many topics nobody spoke of."""
        found = self.found
        if found is None or found.result.reason:
            return []
        if self._asked:
            asked = sum(1 for one in found.openings if one.question_turn is not None)
            told = _("first time of each topic in each interview: {n}, after a question {m}")
            return [told.format(n=len(found.openings), m=asked)]
        never = int((found.result.topics["respondents"] == 0).sum())
        told = counted("{n} topic never spoken of", "{n} topics never spoken of", never)
        return [_("{unit} per topic and respondent").format(unit=_(self._unit)), told]

    @property
    def _respondent(self) -> int | None:
        column = self.grid.column
        return int(column.key) if column is not None and column.key.isdigit() else None

    def about(self, row: GridRow) -> Content:
        """Tell of a topic: its question, who never spoke of it, what opened it."""
        found = self.found
        if found is None:
            return Content("")
        if self._asked:
            return _about_opening(found, found.openings[row.key[0]])
        topic = row.key[0]
        never = [n for n in found.respondents if row.text(str(n)) == _NEVER]
        lines = [
            Content(one_line(found.names[topic])).stylize("bold"),
            Content(visible(found.questions.get(topic, ""))),
            Content(""),
            Content(_("never spoken of by: ")).stylize("$text-muted")
            + Content(names(never, found.respondents)),
        ]
        who = self._respondent
        said = next((o for o in found.openings if (o.topic, o.respondent) == (topic, who)), None)
        if said is not None:
            lines += [Content(""), *_opened(said)]
        return Content("\n").join(lines)

    def choose(self, row: GridRow) -> None:
        """Show the quotations of the topic, of the respondent of the column; or the question."""
        found = self.found
        if found is None:
            return
        if self._asked:
            document, start, end = found.openings[row.key[0]].place
            self.desk.go_to(document, (start, end))
            return
        who = self._respondent
        name = "" if who is None else f" · {found.respondents[who]}"
        self.desk.show_codings(row.text("topic") + name, self._codes_of(row), who)

    def _codes_of(self, row: GridRow) -> list[int]:
        """Return the codes of a topic."""
        codes = self.desk.session.codes
        asked = [code.id for code in codes if code.question.strip()]
        topics = topics_of({code.id: code.parent for code in codes}, asked)
        return [code for code, topic in topics.items() if topic == row.key[0]]

    def action_beside(self) -> None:
        """Choose another respondent, and show what both said about the topic side by side."""
        found, row, who = self.found, self.grid.row, self._respondent
        if found is None or row is None or self._asked or who is None:
            self.desk.notify(_("First go with → to the respondent to compare with another one."))
            return
        topic, codes = row.text("topic"), self._codes_of(row)
        others = {number: name for number, name in found.respondents.items() if number != who}

        def chosen(at: int | None) -> None:
            if at is not None:
                both = {who: found.respondents[who], list(others)[at]: list(others.values())[at]}
                columns = [(f"{topic} · {name}", number) for number, name in both.items()]
                self.desk.show_columns(columns, codes)

        title = _("{respondent} beside whom?").format(respondent=found.respondents[who])
        self.app.push_screen(PickScreen(title, list(others.values())), chosen)

    def action_unit(self) -> None:
        """Count the other unit."""
        self._unit = _UNITS[(_UNITS.index(self._unit) + 1) % len(_UNITS)]
        self._asked = False
        self._show()
        self.desk.tell()

    def action_openings(self) -> None:
        """Show the questions that opened the topics, or the table."""
        self._asked = not self._asked
        self.grid.sorting = None
        self._show()
        self.desk.tell()


_NOTHING = _(
    "No coverage to show: {reason}. Give codes the question of the topic list they belong to, in "
    "the codebook (, b), and mark documents as completely coded."
)
_QUESTIONS = (
    Column("topic", _("topic")),
    Column("who", _("resp.")),
    Column("turn", _("turn"), right=True),
    Column("question", _("the interviewer before it")),
)


def _table(found: StudyCoverage, unit: str) -> tuple[list[Column], list[GridRow]]:
    columns = [Column("topic", _("topic")), Column("n", _("resp."), right=True)]
    columns.append(Column("all", _("in all"), right=True))
    columns += [Column(str(n), name, right=True) for n, name in found.respondents.items()]
    cells: dict[int, dict[str, str]] = {}
    for one in found.result.cells.to_dict("records"):
        said = str(one[unit]) if one["quotations"] else _NEVER
        cells.setdefault(int(one["topic"]), {})[str(one["respondent"])] = said
    rows = []
    for one in found.result.topics.to_dict("records"):
        topic = int(one["topic"])
        spoken = f"{int(one['respondents'])}/{len(found.respondents)}"
        about = {"topic": _short(found, topic), "n": spoken, "all": str(int(one[unit]))}
        rows.append(GridRow((topic, ""), about | cells.get(topic, {})))
    return columns, rows


def _question(found: StudyCoverage, at: int) -> GridRow:
    one = found.openings[at]
    cells = {
        "topic": _short(found, one.topic),
        "who": found.respondents[one.respondent],
        "turn": str(one.turn),
        "question": one_line(one.question) or _NEVER,
    }
    return GridRow((at, ""), cells)


def _about_opening(found: StudyCoverage, one: Opening) -> Content:
    head = Content(one_line(found.names[one.topic])).stylize("bold")
    topic = Content(visible(found.questions.get(one.topic, ""))).stylize("$text-muted")
    lines = [head, topic, Content(""), *_opened(one), Content("")]
    lines.append(Content(_("Enter goes to the place.")).stylize("$text-muted"))
    return Content("\n").join(lines)


def _opened(one: Opening) -> list[Content]:
    first = _("{document}: first in turn {n}").format(document=one.document, n=one.turn)
    asked = visible(one.question) or _("no question before it")
    return [Content(one_line(first)), Content(asked).stylize("$text-muted")]


def _short(found: StudyCoverage, topic: int) -> str:
    return found.names[topic].rsplit(CODE_PATH, 1)[-1]
