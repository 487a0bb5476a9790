"""Asking: the query, its order and filters, and reading what it finds page by page."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widgets import OptionList, Static

from kwalcode.analysis.query.names import RESPONDENT, Vocabulary
from kwalcode.analysis.query.parsing import parse
from kwalcode.analysis.query.printing import printed, quoted_name
from kwalcode.analysis.query.tree import CodeNamed, Condition, DocumentNamed, Query, QueryError
from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _, counted, current
from kwalcode.model import CODE_PATH, ROLES
from kwalcode.tui.screens.bench import BenchScreen
from kwalcode.tui.screens.choose import ChooseScreen
from kwalcode.tui.screens.quotations_data import (
    PAGE,
    Answer,
    Asking,
    Filter,
    answer,
    read_rows,
)
from kwalcode.tui.screens.quotations_line import QueryLine
from kwalcode.tui.screens.quotations_list import FoundList
from kwalcode.tui.screens.quotations_pick import PickScreen
from kwalcode.tui.screens.quotations_side import SidePanel, facts_of, order_names
from kwalcode.tui.session import Session

if TYPE_CHECKING:
    from kwalcode.project.querying import Asked, Order

_AHEAD = 10
"""So many rows before the end, the next page is read."""
_FRAME = 0.02
"""Seconds in which the screen paints itself before reading begins."""


class Finding(BenchScreen):
    """Asks, sorts and filters; keeps what was found, and the row one was at."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "type", _("Query"), key_display="/", tooltip=_("Type a query")),
        Binding("b", "build", _("Build"), tooltip=_("Build a query by choosing")),
        Binding("s", "saved", _("Saved"), tooltip=_("Saved queries: ask, save, rename, delete")),
        Binding("o", "order", _("Order"), tooltip=_("Put the quotations in another order")),
        Binding("f", "filter", _("Filter"), tooltip=_("Only some of the quotations")),
        Binding("S", "sub_codes", _("With sub-codes, or without"), show=False),
        Binding("v", "context", _("Show or hide what was said around them"), show=False),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.line, self.found, self.side = QueryLine(), FoundList(), SidePanel()
        self.asking = Asking()
        self.answer: Answer | None = None
        self._asked: Asked | None = None
        self._ticket = 0
        self._reading = False
        self._due = False

    # Asking

    def ask(self, text: str) -> None:
        """Ask a query, "" for every quotation; what was filtered stays filtered."""
        self._ask_anew(replace(self.asking, text=text))

    def look_for_code(self, code_id: int) -> None:
        """Have every quotation of a code before one, everybody's, finished documents or not."""
        code = self.session.code(code_id)
        if code is None:
            return
        asking = Asking(
            quoted_name(code.path), coder="all", roles=ROLES, unfinished=True,
            order=self.asking.order,
        )  # fmt: skip
        self.asking, self._due = asking, True

    def on_screen_resume(self) -> None:
        """Ask what is wanted now, or anew where the study was changed meanwhile."""
        due, self._due = self._due, False
        if due:
            self.found.picked.clear()
            self.found.load([], 0)
        if self._shown_serial != self.session.serial:
            self.catch_up()
        elif due:
            self._ask_anew(self.asking)

    def _ask_anew(self, asking: Asking) -> None:
        if replace(asking, order=self.asking.order) != self.asking:
            self.found.picked.clear()
        self.asking = asking
        self._show_query()
        self.search(0)

    def _show_query(self) -> None:
        self.line.show(self.asking.text, [one.shown for one in self.asking.filters])

    def renew(self) -> None:
        """Ask anew, since the study was changed; one stays at the row where one was."""
        self._asked = None
        self._show_query()
        self.search(self.found.at)

    @work
    async def search(self, at: int) -> None:
        """Find what is asked for, away from the screen's thread, and show it from row `at` on."""
        self._ticket += 1
        ticket = self._ticket
        await asyncio.sleep(_FRAME)  # reading takes time that painting needs
        from kwalcode.project.querying import Asked

        asking = self._as_shown()
        asked = self._asked = self._asked or Asked()
        try:
            found = await self.away(
                lambda study: answer(study, asking, asked, at - at % PAGE + PAGE)
            )
        except QueryError as error:
            self._say_wrong(error, ticket)
        except KwalcodeError as error:
            self.complain(error)
        else:
            if found is not None and ticket == self._ticket:
                self._show(found, at)

    def _as_shown(self) -> Asking:
        """Return what is asked, limited to the coders whose work is shown."""
        shown = self.session.shown_coders
        if shown is None:
            return self.asking
        names = [coder.name for coder in self.session.coders if coder.id in shown]
        coder = self.asking.coder
        if len(names) == 1 and coder in (None, "all"):
            coder = names[0]
        return replace(self.asking, coder=coder, only=frozenset(shown))

    def _say_wrong(self, error: QueryError, ticket: int) -> None:
        if ticket == self._ticket:
            self.line.say_wrong(error)

    def _show(self, found: Answer, at: int) -> None:
        self.answer = found
        self.line.names, self.line.values = found.vocabulary, found.values
        self.line.say_right()
        self.found.load(found.rows, at)
        self._tell()

    def _tell(self) -> None:
        """Tell how many were found, and by which rules."""
        if self.answer is None:
            return
        results = self.answer.results
        layer, talk = facts_of(results)
        facts = (
            talk,
            layer,
            _("in {n} of {total} respondents").format(
                n=results.respondents, total=results.counted.respondents
            ),
            counted("{n} quotation", "{n} quotations", len(results)),
        )
        self.top.show(_("Quotations"), "", facts)
        self.side.show(self.answer, self.asking, len(self.found.picked))
        self.set_class(not len(results), "empty")
        self.query_one("#empty", Static).update(self._why_none())

    def _why_none(self) -> str:
        """Say what to do when nothing was found."""
        if self.asking.filters:
            return _("Nothing found with these filters. Esc takes them away.")
        hidden = self.answer is not None and self.answer.results.counted.not_coded
        if hidden and not self.asking.unfinished:
            return _(
                "Nothing found in the documents that count as coded. f, then “documents”, counts"
                " unfinished ones too."
            )
        code = self._one_code()
        if code is not None and not code.sub_codes and self._has_sub_codes(code):
            return _("No quotation has this code itself. S finds those of the codes below it.")
        if self.asking.text and code is None:
            return _("Nothing found. / changes the query, b builds another one.")
        return _("No quotations yet. Esc goes back; select a passage and press c.")

    def _one_code(self) -> CodeNamed | None:
        """Return the code when the query is nothing but one."""
        try:
            query = parse(self.asking.text) if self.asking.text.strip() else None
        except QueryError:
            return None
        return query if isinstance(query, CodeNamed) else None

    def _has_sub_codes(self, named: CodeNamed) -> bool:
        path = named.name.casefold() + CODE_PATH
        return any(code.path.casefold().startswith(path) for code in self.session.codes)

    def action_sub_codes(self) -> None:
        """Take the codes below in with the code asked for, or leave them out again."""
        code = self._one_code()
        if code is None:
            self.notify(_("Only for a query that is one code; else type “with sub-codes”."))
        else:
            self.ask(printed(replace(code, sub_codes=not code.sub_codes), current()))

    # Further pages

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Read the next page before the end is reached."""
        if event.option_list is not self.found or self.answer is None:
            return
        total = len(self.answer.results)
        near = event.option_index >= len(self.found.rows) - _AHEAD
        if near and len(self.found.rows) < total and not self._reading:
            self._read_more()

    @work
    async def _read_more(self) -> None:
        self._reading = True
        try:
            assert self.answer is not None
            results, first = self.answer.results, len(self.found.rows)
            rows = await self.away(lambda study: read_rows(study, results, first, PAGE))
            if rows and self.answer.results is results and first == len(self.found.rows):
                self.found.append(rows)
        except KwalcodeError as error:
            self.complain(error)
        finally:
            self._reading = False

    # The query

    def action_type(self) -> None:
        """Go into the query."""
        self.line.edit()

    def on_query_line_asked(self, event: QueryLine.Asked) -> None:
        """Ask what was typed."""
        event.stop()
        self.ask(event.text)
        self.found.focus()

    def on_query_line_left(self, event: QueryLine.Left) -> None:
        """Go back to the list."""
        event.stop()
        self.found.focus()

    def action_build(self) -> None:
        """Build a query by choosing."""
        from kwalcode.tui.screens.query_builder import QueryBuilderScreen

        names = self.answer.vocabulary if self.answer else Vocabulary(codes=self.session.codes)
        values = self.answer.values if self.answer else {}

        def built(text: str | None) -> None:
            if text is not None:
                self.ask(text)

        self.app.push_screen(QueryBuilderScreen(names, values), built)

    def action_saved(self) -> None:
        """Show the saved queries."""
        from kwalcode.tui.screens.quotations_saved import SavedQueriesScreen

        def chosen(text: str | None) -> None:
            if text is not None:
                self.ask(text)

        self.app.push_screen(SavedQueriesScreen(self.session, self.asking.text), chosen)

    # Order and filters

    def action_order(self) -> None:
        """Choose another order."""
        known = order_names()

        def chosen(row: int | None) -> None:
            if row is not None:
                self._put_in_order(list(known)[row])

        self.app.push_screen(ChooseScreen(_("Order"), list(known.values())), chosen)

    def _put_in_order(self, order: Order) -> None:
        self._ask_anew(replace(self.asking, order=order))

    def action_context(self) -> None:
        """Show or hide what was said around the quotations."""
        self.found.with_context = not self.found.with_context
        self.found.repaint()

    def action_filter(self) -> None:
        """Choose what to filter by."""
        names = self.answer.vocabulary if self.answer else Vocabulary(codes=self.session.codes)
        kinds = [_("respondent"), _("document"), _("code"), *names.attributes]
        coder, role, unfinished = self._rules()
        rows = [*kinds, coder, role, unfinished]
        rows += [_("take away: {filter}").format(filter=f.shown) for f in self.asking.filters]

        def chosen(row: int | None) -> None:
            if row is None:
                return
            if row < len(kinds):
                self._filter_by(row, names)
            elif row < len(kinds) + 3:
                (self._choose_coder, self._choose_role, self._turn_unfinished)[row - len(kinds)]()
            else:
                self._take_away(row - len(kinds) - 3)

        self.app.push_screen(PickScreen(_("Only quotations with this"), rows), chosen)

    def _rules(self) -> tuple[str, str, str]:
        """Return the rows for whose codings, whose talk, and which documents count."""
        unfinished = self.asking.unfinished
        return (
            _("coder: whose codings count"),
            _("role: whose talk counts"),
            _("documents: only finished ones")
            if unfinished
            else _("documents: unfinished ones too"),
        )

    def _filter_by(self, row: int, names: Vocabulary) -> None:
        """Choose the respondent, document, code or value of an attribute."""
        answer = self.answer
        people = dict(answer.results.material.respondents) if answer else {}
        found: list[Filter] = []
        if row == 0:
            title = _("respondent")
            found = [_where(RESPONDENT, name) for name in people.values()]
        elif row == 1:
            title = _("document")
            found = [Filter(name, DocumentNamed(name)) for name in names.documents]
        elif row == 2:
            title = _("code")
            found = [Filter(code.path, CodeNamed(code.path)) for code in names.codes]
        else:
            title = names.attributes[row - 3]
            values = answer.values.get(title, ()) if answer else ()
            found = [_where(title, value) for value in values]
            found.append(
                Filter(_("{name} is missing").format(name=title), Condition(title, "missing"))
            )

        def chosen(one: int | None) -> None:
            if one is not None:
                filters = (*self.asking.filters, found[one])
                self._ask_anew(replace(self.asking, filters=filters))

        self.app.push_screen(PickScreen(title, [one.shown for one in found]), chosen)

    def _choose_coder(self) -> None:
        shown = self.session.shown_coders
        names = [c.name for c in self.session.coders if shown is None or c.id in shown]
        rows = [_("the consensus, else the main coder"), _("all coders, pooled"), *names]
        wanted = [None, "all", *names]

        def chosen(row: int | None) -> None:
            if row is not None:
                self._ask_anew(replace(self.asking, coder=wanted[row]))

        self.app.push_screen(PickScreen(_("Whose codings count"), rows), chosen)

    def _choose_role(self) -> None:
        from kwalcode.report.facts import role_name

        rows = [_("everybody"), *map(role_name, ROLES)]
        wanted = [ROLES, *((role,) for role in ROLES)]

        def chosen(row: int | None) -> None:
            if row is not None:
                self._ask_anew(replace(self.asking, roles=wanted[row]))

        self.app.push_screen(PickScreen(_("Whose talk counts"), rows), chosen)

    def _turn_unfinished(self) -> None:
        self._ask_anew(replace(self.asking, unfinished=not self.asking.unfinished))

    def _take_away(self, n: int) -> None:
        kept = tuple(f for at, f in enumerate(self.asking.filters) if at != n)
        self._ask_anew(replace(self.asking, filters=kept))

    def action_leave(self) -> None:
        """Take the filters away; without any go back to the transcript."""
        if self.asking.filters:
            self._ask_anew(replace(self.asking, filters=()))
        else:
            super().action_leave()


def _where(attribute: str, value: str) -> Filter:
    query: Query = Condition(attribute, "=", value)
    return Filter(f"{attribute} = {value}", query)
