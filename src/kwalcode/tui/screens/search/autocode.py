"""What an autocode would code: look through it, take out what does not belong, then code."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _, counted
from kwalcode.project.search.hits import Hit
from kwalcode.project.search.passages import EXTENTS, Extent, Passage, passages_of
from kwalcode.project.study import Study
from kwalcode.tui.leaving import still_there
from kwalcode.tui.screens.keys import COMMON, KeysLine
from kwalcode.tui.screens.lines import TopLine
from kwalcode.tui.screens.search.lines import read_lines
from kwalcode.tui.screens.search.list import HitList
from kwalcode.tui.screens.search.options import extent_names
from kwalcode.tui.screens.search.passages import PassageList
from kwalcode.tui.session import Session

_AT_A_TIME = 2_000
"""So many hits are cut to passages at a time."""


class AutocodeScreen(Screen[Sequence[Passage] | None]):
    """Lists the passages of hits with a tick each; returns those that are to be coded.

    `choice` is the id of a code, or the path of one to be made. Passages that are coded so
    already begin without a tick, and if `careful` an interviewer's words. `extent` is what was
    chosen last.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *COMMON,
        Binding("escape,q", "leave", _("Back"), tooltip=_("Back to the hits, nothing is coded")),
    ]
    DEFAULT_CSS = """
    AutocodeScreen {
        background: $surface;
        & #said, & #how { height: auto; padding: 0 1; color: $text-muted; }
        & #how { margin: 0 0 1 0; }
        & PassageList { height: 1fr; }
    }
    """

    def __init__(
        self,
        session: Session,
        hits: Sequence[Hit],
        choice: int | str,
        extent: Extent,
        *,
        careful: bool = True,
    ) -> None:
        super().__init__()
        self.extent, self._careful = extent, careful
        self._session, self._hits, self._choice = session, hits, choice
        self._top, self.list = TopLine(), PassageList()
        self._ready = False

    def compose(self) -> ComposeResult:
        """Build the screen."""
        yield self._top
        yield Static(id="said", markup=False)
        yield Static(id="how", markup=False)
        yield self.list
        yield KeysLine()

    def on_mount(self) -> None:
        """Paint first; the passages come from another thread."""
        path = self._choice
        if isinstance(path, int):
            code = self._session.code(path)
            path = code.path if code is not None else ""
            title = _("Autocode with {code}").format(code=path)
        else:
            title = _("Autocode with {code} (new)").format(code=path)
        self._top.show(title, "", ())
        self.list.focus()
        self._cut()

    # What would be coded

    @work(exclusive=True, group="cut")
    async def _cut(self) -> None:
        """Cut the passages, with what is coded already."""
        self._ready = False
        self.list.start_anew()
        try:
            silent = await asyncio.to_thread(self._session.read, _interviewers)
            for hits in _parts(self._hits):
                found = await asyncio.to_thread(self._session.read, self._cutter(hits))
                if not still_there(self):
                    return
                self.list.take(found or [], (silent if self._careful else None) or ())
                self._tell()
        except KwalcodeError as error:
            self.app.notify(str(error), severity="error")
            return
        self._ready = True
        self._tell()

    def _cutter(self, hits: Sequence[Hit]) -> Callable[[Study], list[Passage]]:
        code = self._choice if isinstance(self._choice, int) else None
        coder, extent = self._session.me, self.extent

        def cut(study: Study) -> list[Passage]:
            with study.reading() as connection:
                return passages_of(connection, hits, extent, code=code, coder=coder)

        return cut

    def _tell(self) -> None:
        rows, ticked = len(self.list.passages), len(self.list.ticked)
        told = _("{ticked} of {passages} ticked").format(
            ticked=ticked, passages=counted("{n} passage", "{n} passages", rows)
        )
        coded = Counter(passage.coded for passage in self.list.passages)
        facts = [told]
        if coded["wholly"]:
            facts.append(_("{n} coded so already (=)").format(n=coded["wholly"]))
        if coded["partly"]:
            facts.append(_("{n} coded so in part (~)").format(n=coded["partly"]))
        if not self._ready:
            facts.append(_("reading …"))
        self.query_one("#said", Static).update("   ".join(facts))
        extent = extent_names()[self.extent]
        how = [_("Each coding takes the {extent}: bright in the list.").format(extent=extent)]
        if self.list.unasked:
            how.append(_("What interviewers (I) said begins without a tick."))
        self.query_one("#how", Static).update(" ".join(how))

    def on_hit_list_missing(self, event: HitList.Missing) -> None:
        """Read the lines that are needed."""
        event.stop()
        self._read_lines(event.first, self.list.hits[event.first : event.last])

    @work
    async def _read_lines(self, first: int, wanted: Sequence[Hit]) -> None:
        try:
            lines = await read_lines(self._session, wanted)
        except KwalcodeError as error:
            self.app.notify(str(error), severity="error")
            return
        if lines is not None and still_there(self):
            self.list.fill_for(first, wanted, lines)

    # Choosing

    def action_turn(self) -> None:
        """Tick or untick the passage under the highlight, and go to the next."""
        self.list.turn(self.list.at)
        self.list.action_step(1)
        self._tell()

    def on_hit_list_chosen(self, event: HitList.Chosen) -> None:
        """Tick or untick what was double-clicked."""
        event.stop()
        self.list.turn(self.list.at)
        self._tell()

    def action_tick(self, all_of_them: bool) -> None:
        """Tick all passages, or none."""
        self.list.tick_all(all_of_them)
        self._tell()

    def action_extent(self) -> None:
        """Take more of each hit, or less; the ticks are set anew."""
        self.extent = EXTENTS[(EXTENTS.index(self.extent) + 1) % len(EXTENTS)]
        self._cut()

    def action_accept(self) -> None:
        """Return what is ticked."""
        if not self._ready:
            self.app.notify(_("Not all passages are read yet."))
        elif not self.list.ticked:
            self.app.notify(_("Nothing is ticked. Space ticks a passage, Esc goes back."))
        else:
            self.dismiss([self.list.passages[row] for row in sorted(self.list.ticked)])

    def action_leave(self) -> None:
        """Return None."""
        self.dismiss(None)


def _parts(hits: Sequence[Hit]) -> Iterator[list[Hit]]:
    """Cut the hits into parts that end with a document: equal passages must fall together."""
    part: list[Hit] = []
    for _document, group in groupby(hits, key=attrgetter("document")):
        part += group
        if len(part) >= _AT_A_TIME:
            yield part
            part = []
    yield part


def _interviewers(study: Study) -> frozenset[int]:
    """Return the ids of the speakers whose words are not coded without being asked for."""
    from kwalcode.project.reads.documents import speakers_of

    with study.reading() as connection:
        return frozenset(s.id for s in speakers_of(connection) if s.role == "interviewer")
