"""Whether the newest interviews still bring new codes: a line that keeps up while one codes."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from textual import work
from textual.widgets._static import Static

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _
from kwalcode.tui.leaving import still_there
from kwalcode.tui.screens.coding.desk import Desk
from kwalcode.tui.session import Session


@dataclass(frozen=True, slots=True)
class _Stage:
    """What the line depends on: the open document, the coder, the documents that are complete."""

    document: int | None
    coder: int | None
    complete: frozenset[int]


class Saturating(Desk):
    """Reads the line when a document is left or marked complete, away from the screen.

    It stands below the documents; where there is no room for them it is told when it changes,
    and always when a document is marked complete.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.saturation = Static(id="saturation", markup=False)
        self._line = ""
        self._read_at: _Stage | None = None
        self._marked = False

    def show_lists(self) -> None:
        """Show the overview; where another document is open or complete, read the line anew."""
        super().show_lists()
        at, before = self._stage(), self._read_at
        if at != before:
            self._marked = before is not None and len(at.complete) > len(before.complete)
            self._read_at = at
            self._read_line()

    def _stage(self) -> _Stage:
        known, me = self.overview, self.session.me
        done = (d.id for d in known.documents if me in known.progress_of(d.id).complete)
        return _Stage(self.document.id if self.document else None, me, frozenset(done))

    @work(exclusive=True, group="saturation")
    async def _read_line(self) -> None:
        with suppress(KwalcodeError):  # told where the lists are read
            line = await asyncio.to_thread(self.session.saturation)
            if line is not None and still_there(self):
                self._show_line(line)

    def _show_line(self, line: str) -> None:
        news, self._line = line != self._line and bool(self._line), line
        self.saturation.update(line)
        self.saturation.display = bool(line)
        if self._marked and line:
            self.notify(_("Marked as completely coded. {line}.").format(line=line))
        elif news and line and not self.saturation.region:
            self.notify(f"{line}.")
        self._marked = False
