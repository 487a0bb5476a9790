"""Asking: the query, and reading what it finds page by page."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widgets import OptionList, Static

from kwalcode.analysis.query.names import Vocabulary
from kwalcode.analysis.query.parsing import parse
from kwalcode.analysis.query.printing import printed, quoted_name
from kwalcode.analysis.query.tree import And, CodeNamed, Or, Query, QueryError, Related
from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _, counted, current
from kwalcode.model import CODE_PATH, ROLES
from kwalcode.tui.screens.bench import BenchScreen
from kwalcode.tui.screens.quotations.data import (
    PAGE,
    Answer,
    Asking,
    answer,
    read_rows,
)
from kwalcode.tui.screens.quotations.line import QueryLine
from kwalcode.tui.screens.quotations.list import FoundList
from kwalcode.tui.screens.quotations.side import SidePanel, facts_of
from kwalcode.tui.session import Session

if TYPE_CHECKING:
    from kwalcode.project.retrieval.querying import Asked

_AHEAD = 10
"""So many rows before the end, the next page is read."""
_FRAME = 0.02
"""Seconds in which the screen paints itself before reading begins."""


class Finding(BenchScreen):
    """Asks; keeps what was found, and the row one was at."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "type", _("Query"), key_display="/", tooltip=_("Type a query")),
        Binding("b", "build", _("Build"), tooltip=_("Build a query by choosing")),
        Binding("s", "saved", _("Saved"), tooltip=_("Saved queries: ask, save, rename, delete")),
        Binding("S", "sub_codes", _("With sub-codes, or without"), show=False),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.line, self.found, self.side = QueryLine(), FoundList(), SidePanel()
        self.empty = Static(id="empty", markup=False)
        self.asking = Asking()
        self.answer: Answer | None = None
        self._asked: Asked | None = None
        self._ticket = 0
        self._reading = False
        self._due = False

    # Asking

    def ask(self, text: str) -> None:
        """Ask a query, "" for every quotation; what was filtered stays filtered."""
        self.ask_anew(replace(self.asking, text=text))

    def look_for_code(self, code_id: int, with_too: Collection[int] = ()) -> None:
        """Have every quotation of a code before one, everybody's, finished documents or not;
        only those on whose words one of `with_too` (ids) stands as well, where any are named."""
        code = self.session.code(code_id)
        if code is None:
            return
        others = [one.path for one in self.session.codes if one.id in with_too]
        text = _together(code.path, others) if others else quoted_name(code.path)
        asking = Asking(text, coder="all", roles=ROLES, unfinished=True, order=self.asking.order)
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
            self.ask_anew(self.asking)

    def ask_anew(self, asking: Asking) -> None:
        """Ask something else; what was marked stays so only in another order of the same."""
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
        from kwalcode.project.retrieval.querying import Asked

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
        self.empty.update(self._why_none())

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
        from kwalcode.tui.screens.quotations.builder import QueryBuilderScreen

        names = self.answer.vocabulary if self.answer else Vocabulary(codes=self.session.codes)
        values = self.answer.values if self.answer else {}

        def built(text: str | None) -> None:
            if text is not None:
                self.ask(text)

        self.app.push_screen(QueryBuilderScreen(names, values), built)

    def action_saved(self) -> None:
        """Show the saved queries."""
        from kwalcode.tui.screens.quotations.saved import SavedQueriesScreen

        def chosen(text: str | None) -> None:
            if text is not None:
                self.ask(text)

        self.app.push_screen(SavedQueriesScreen(self.session, self.asking.text), chosen)


def _together(path: str, others: Sequence[str]) -> str:
    """Return the query for a code's quotations that another code is on, or shares words with."""
    mine, *rest = (CodeNamed(name) for name in (path, *others))
    theirs: Query = Or(tuple(rest)) if len(rest) > 1 else rest[0]
    return printed(Or((And((mine, theirs)), Related(mine, "COOCCURS", theirs))), current())
