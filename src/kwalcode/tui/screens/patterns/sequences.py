"""Tab Sequences: what follows what in the talk, and which codes the answers to questions bring."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from kwalcode.analysis.sequences import WITHIN
from kwalcode.decimals import bare
from kwalcode.i18n import _, counted
from kwalcode.model import CODE_PATH, Counted
from kwalcode.project.analyses.sequences import (
    StudyAnswers,
    StudySequences,
    answer_places,
    follow_places,
    study_answers,
    study_sequences,
)
from kwalcode.project.study import Study
from kwalcode.report.facts import rule_name
from kwalcode.tui.screens.patterns.behind_data import Side, read_side
from kwalcode.tui.screens.patterns.gridpane import GridPane
from kwalcode.tui.text.grid import Column, GridRow
from kwalcode.tui.text.visible import one_line

MOST = 3000
"""So many pairs are listed."""
_FARTHEST = 20
_A_COLON = ":"


class SequencesPane(GridPane):
    """A pair a row, or (`w`) a code with its answers; + and - change how far on still counts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "w", "answers", _("Answers"), tooltip=_("What answers bring, or what follows what")
        ),
        Binding("plus,equals_sign", "reach(1)", _("A turn further counts"), show=False),
        Binding("minus", "reach(-1)", _("A turn less counts"), show=False),
    ]
    OFFERS = frozenset({"pattern", "relate"})

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.within = WITHIN
        self._answers = False
        self.found: StudySequences | StudyAnswers | None = None

    async def read(self) -> bool:
        """Read what follows what, or what the answers bring."""
        within, answers, asking = self.within, self._answers, self.asking

        def sequences(study: Study) -> StudySequences | StudyAnswers:
            scope, sub_codes = asking.scope(), asking.sub_codes
            with study.reading() as connection:
                if answers:
                    return study_answers(connection, sub_codes=sub_codes, **scope)
                return study_sequences(connection, within=within, sub_codes=sub_codes, **scope)

        found = await self.desk.away(sequences)
        if found is None:
            return False
        self.found = found
        if isinstance(found, StudyAnswers):
            rows = _answer_rows(found)
            self.say("" if rows and found.result.answers else _NO_ANSWERS)
            self.fill(_ANSWERS, rows)
        else:
            rows = _pair_rows(found)
            self.say("" if rows else _NO_PAIRS)
            self.fill(_PAIRS, rows)
        return True

    @property
    def counted(self) -> Counted | None:
        """What the figures were computed on."""
        return None if self.found is None else self.found.counted

    @property
    def pair(self) -> tuple[int, int] | None:
        """The two codes of the row under the cursor, the one that comes first first."""
        row = self.grid.row
        if row is None or self._answers:
            return None
        a, _colon, b = row.key[1].partition(_A_COLON)
        return int(a), int(b)

    @property
    def pattern_kind(self) -> str | None:
        """A sequence."""
        return "sequence"

    @property
    def pattern_rule(self) -> str:
        """What following means here."""
        return f"follows({self.within})"

    def facts(self) -> list[str]:
        """Return what following means, and in how many turns it was looked for."""
        found = self.found
        if isinstance(found, StudySequences):
            near = counted(
                "B within {n} turn after A", "B within {n} turns after A", found.result.within
            )
            turns = counted("{n} turn", "{n} turns", found.result.turns)
            return [near, turns, _("the interviewer's turns count as steps")]
        if found is None:
            return []
        result = found.result
        told = _("answers to questions: {answers} of {turns} turns of respondents, {q} questions")
        return [told.format(answers=result.answers, turns=result.turns, q=result.questions)]

    def about(self, row: GridRow) -> Content:
        """Tell of a row in a sentence or two."""
        text = row.text
        if self._answers:
            head = text("code")
            told = [
                _("{n} of {all} turns with it are answers to a question of the interviewer").format(
                    n=text("answers"), all=text("turns")
                ),
                _("{share} of all answers, in {people}").format(
                    share=text("of_answers"), people=_people(text("respondents"))
                ),
                _("A high share: it comes when asked. A low one: it comes up by itself."),
            ]
        else:
            head = f"{text('a')} → {text('b')}"
            told = [
                _("{n} of {all} turns with the first are followed by the second: {share}").format(
                    n=text("followed"), all=text("turns_a"), share=text("share")
                ),
                _("in {people}").format(people=_people(text("respondents"))),
                _("the other way round: {n} ({share}), in {people}").format(
                    n=text("back"),
                    share=text("back_share"),
                    people=_people(text("back_respondents")),
                ),
                _("P writes a card of kind sequence with the rule {rule}.").format(
                    rule=rule_name(self.pattern_rule)
                ),
            ]
        lines = [Content(one_line(head)).stylize("bold"), *map(Content, told[:-1])]
        return Content("\n").join([*lines, Content(""), Content(told[-1]).stylize("$text-muted")])

    def choose(self, row: GridRow) -> None:
        """Show the quotations: what comes first beside what follows; or in answers and not."""
        within, asking, pair = self.within, self.asking, self.pair
        first, then = row.text("a"), row.text("b")

        def followed(study: Study) -> list[Side]:
            assert pair is not None
            scope, sub_codes = asking.scope(), asking.sub_codes
            with study.reading() as connection:
                places = follow_places(
                    connection, *pair, within=within, sub_codes=sub_codes, **scope
                )
            return [read_side(study, *side) for side in zip((first, then), places, strict=True)]

        def answered(study: Study) -> list[Side]:
            scope, sub_codes = asking.scope(), asking.sub_codes
            with study.reading() as connection:
                places = answer_places(connection, row.key[0], sub_codes=sub_codes, **scope)
            titles = (_("{code}: in answers"), _("{code}: not in answers"))
            named = [title.format(code=row.text("code")) for title in titles]
            return [read_side(study, *side) for side in zip(named, places, strict=True)]

        self.desk.show_quotes(followed if pair is not None else answered, self.facts()[:1])

    def action_answers(self) -> None:
        """Show what the answers bring, or what follows what."""
        self._answers = not self._answers
        self.grid.sorting = None
        self.desk.read_anew(self)

    def action_reach(self, step: int) -> None:
        """Let a turn more or less count."""
        within = min(max(1, self.within + step), _FARTHEST)
        if within != self.within and not self._answers:
            self.within = within
            self.desk.read_anew(self)


_NO_PAIRS = _(
    "Nothing follows anything here yet: code more passages, let turns further on count with +, "
    "or take filters away with f."
)
_NO_ANSWERS = _(
    "No answers here: a question is a turn of the interviewer that ends in a question mark. Give "
    "speakers their roles in the list of documents (, d); w goes back."
)
_PAIRS = (
    Column("a", _("first")),
    Column("b", _("then")),
    Column("followed", _("times"), right=True),
    Column("turns_a", _("of"), right=True),
    Column("share", _("share"), right=True),
    Column("respondents", _("resp."), right=True),
    Column("back", _("back"), right=True),
)
_ANSWERS = (
    Column("code", _("code")),
    Column("answers", _("in answers"), right=True),
    Column("turns", _("of"), right=True),
    Column("share", _("share"), right=True),
    Column("of_answers", _("of answers"), right=True),
    Column("respondents", _("resp."), right=True),
)


def _pair_rows(found: StudySequences) -> list[GridRow]:
    pairs = found.result.pairs.sort_values(
        ["respondents", "followed", "share"], ascending=False, kind="stable"
    )
    rows = []
    for at, one in enumerate(pairs.head(MOST).to_dict("records")):
        cells = {end: _short(found.names[one[end]]) for end in ("a", "b")}
        for name in ("followed", "turns_a", "respondents", "back", "back_respondents"):
            cells[name] = str(int(one[name]))
        cells |= {name: bare(one[name]) for name in ("share", "back_share")}
        rows.append(GridRow((at, f"{one['a']}{_A_COLON}{one['b']}"), cells))
    return rows


def _answer_rows(found: StudyAnswers) -> list[GridRow]:
    rows = []
    used = found.result.codes[found.result.codes["turns"] > 0]
    for one in used.to_dict("records"):
        cells = {"code": _short(found.names[one["code"]])}
        cells |= {name: str(int(one[name])) for name in ("answers", "turns", "respondents")}
        cells |= {name: bare(one[name]) for name in ("share", "of_answers")}
        rows.append(GridRow((int(one["code"]), ""), cells))
    return rows


def _people(n: str) -> str:
    return counted("{n} respondent", "{n} respondents", int(n))


def _short(path: str) -> str:
    return path.rsplit(CODE_PATH, 1)[-1]
