"""Searching while one types: never on the screen's own thread, and only the newest search."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from textual import work
from textual.widgets import Static

from kwalcode.errors import KwalcodeError, UsageError
from kwalcode.i18n import _
from kwalcode.language.queries import Query, parse_query
from kwalcode.project.search.hits import Hit, Search
from kwalcode.project.search.index import refresh_some
from kwalcode.project.search.texts import texts_state
from kwalcode.project.search.told import facts_told, forms_told
from kwalcode.project.study import Study
from kwalcode.tui.leaving import still_there
from kwalcode.tui.screens.bench import BenchScreen
from kwalcode.tui.screens.search.about import HitAbout
from kwalcode.tui.screens.search.field import SearchField
from kwalcode.tui.screens.search.lines import read_lines
from kwalcode.tui.screens.search.list import HitList
from kwalcode.tui.screens.search.options import Options, OptionsLine, parts_of
from kwalcode.tui.session import Session
from kwalcode.tui.text.visible import one_line

_PAUSE = 0.1
"""So long nothing is typed before one searches, in seconds."""
_MOST = 200_000
"""More hits nobody reads; they would only take memory."""


class SearchRun(BenchScreen):
    """Keeps the hits in step with the field, the options and the study."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.options = Options()
        self.field, self.hits, self.about = SearchField(), HitList(), HitAbout()
        self.choices = OptionsLine()
        self.query_now: Query | None = None
        self.found: Search | None = None
        self.said = Static(id="said", markup=False)
        self._told = ""
        self._whole = True
        self._state: int | None = None

    # Keeping up

    def renew(self) -> None:
        """Look whether what was found may have changed, and index what was not yet."""
        self._drop_lost_codes()
        self.choices.show(parts_of(self.options, self.session))
        self._index()
        self._follow()

    def _drop_lost_codes(self) -> None:
        known = {code.id for code in self.session.codes} | {None}
        if self.options.within not in known:
            self.options = replace(self.options, within=None)
        if self.options.without not in known:
            self.options = replace(self.options, without=None)

    @work(exclusive=True, group="index")
    async def _index(self) -> None:
        with suppress(KwalcodeError):  # locked for long, a full disk: the texts are read instead
            while await self.away(refresh_some):
                pass

    @work(exclusive=True, group="follow")
    async def _follow(self) -> None:
        """Search again when other texts, or codings that count, may give other hits."""
        try:
            state = await self.away(_state_of)
        except KwalcodeError as error:
            self.complain(error)
            return
        if state is None:
            return
        before, self._state = self._state, state
        if self.field.value and (state != before or self.found is None or self._on_codings):
            self.look(keep=self.hits.hit)
        else:
            self.hits.forget_lines()

    @property
    def _on_codings(self) -> bool:
        return self.found is not None and self.found.scope.on_codings

    # Searching

    @work(exclusive=True, group="look")
    async def look(self, wait: bool = False, keep: Hit | None = None) -> None:
        """Search for what stands in the field; the highlight goes to `keep`, if it is found.

        A search that is under way is broken off.
        """
        if wait:
            await asyncio.sleep(_PAUSE)
        kind = None if self.options.kind == "words" else self.options.kind
        try:
            query = parse_query(self.field.value, kind)
        except UsageError as error:
            self._show_none(str(error) if self.field.value.strip() else "")
            return
        search = Search(query, self.options.scope(self.session))
        self._whole = False
        try:
            await self._look(search, keep)
            self._whole = True
        except KwalcodeError as error:
            self._show_none(str(error))
        finally:
            search.close()

    async def _look(self, search: Search, keep: Hit | None) -> None:
        fresh = True
        self.tell(_("searching …"))  # lemmas take their time when they are first asked for
        while not search.done:
            hits = await asyncio.to_thread(search.more, self.session.read)
            if hits and fresh:
                self.hits.start_anew()
                self.query_now, self.found = search.query, search
                fresh = False
            self._add(hits, keep)
            self._tell(search)
            if len(self.hits.hits) >= _MOST:
                search.close()
                self.tell(_("The first {n} hits. Narrow the search.").format(n=_MOST))
        if fresh:
            self._show_none("")
            self.query_now, self.found = search.query, search
            self._tell(search)

    def _add(self, hits: Sequence[Hit], keep: Hit | None) -> None:
        before = len(self.hits.hits)
        self.hits.add(hits)
        if keep in hits:
            self.hits.put_highlight(before + hits.index(keep))
        self.set_class(not self.hits.hits, "empty")
        if hits and self.focused is None:  # it went with the list, when that was empty
            self.hits.focus()

    def _show_none(self, why: str) -> None:
        self.hits.start_anew()
        self.about.show(None)
        self.query_now = self.found = None
        self.set_class(True, "empty")
        self._whole = True
        self.tell(why)

    def _tell(self, search: Search) -> None:
        told = [facts_told(search.facts)]
        if not search.done:
            told.append(_("searching …"))
        told += [forms_told(forms) for forms in search.forms.values() if len(forms) > 1]
        self.tell("   ".join(told))

    def tell(self, what: str | None = None) -> None:
        """Show facts on the line above the hits; None: those of before, after coming back."""
        self._told = self._told if what is None else one_line(what)
        self.said.update(self._told)

    def go_on(self) -> None:
        """Take up, after coming back, a search that was broken off by going away."""
        self.tell()
        self.call_after_refresh(self.hits.put_highlight, self.hits.at)
        if not self._whole:
            self.look(keep=self.hits.hit)

    # Lines

    def on_hit_list_missing(self, event: HitList.Missing) -> None:
        """Read the lines that are needed."""
        event.stop()
        self._read_lines(event.first, self.hits.hits[event.first : event.last])

    @work
    async def _read_lines(self, first: int, wanted: Sequence[Hit]) -> None:
        try:
            lines = await read_lines(self.session, wanted)
        except KwalcodeError as error:
            self.complain(error)
            return
        if lines is not None and still_there(self):
            self.hits.fill_for(first, wanted, lines)

    def on_hit_list_moved(self, event: HitList.Moved) -> None:
        """Show more of the hit under the highlight."""
        event.stop()
        self.about.show(self.hits.line(self.hits.at) if self.hits.hits else None)


def _state_of(study: Study) -> int:
    with study.reading() as connection:
        return texts_state(connection)
