"""What the map asks of the graph: its backbone, and whether its communities hold."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from kwalcode.decimals import bare
from kwalcode.i18n import _
from kwalcode.tui.leaving import still_there
from kwalcode.tui.screens.patterns.linked import LinkedPane
from kwalcode.tui.screens.patterns.map_told import held_line

LEVELS: tuple[float | None, ...] = (None, 0.05, 0.1, 0.2, 0.3, 0.5)
"""Levels of the backbone that are offered; None for all lines."""


class _Stopped(Exception):
    """The count is not wanted any more."""


class GraphPane(LinkedPane):
    """Keeps the level of the backbone, and counts how the communities hold without each one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("B", "backbone", _("Keep only the lines that stand out"), show=False),
        Binding("v", "hold", _("Do the communities hold without each respondent?"), show=False),
    ]

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self._level: float | None = None
        self._counting = ""

    @property
    def alpha(self) -> float | None:
        """The level of the backbone that is shown."""
        return self._level

    @property
    def held_told(self) -> str:
        """How the communities hold, or how far that is counted."""
        if self._counting or self.matrix is None:
            return self._counting
        return held_line(self.desk.held.left_out(self.matrix, self.desk.look.minimum, self.alpha))

    def tell(self) -> None:
        """Tell of what is under the cursor."""
        raise NotImplementedError

    def action_backbone(self) -> None:
        """Choose the level of the backbone."""
        rows = [(level, _level(level)) for level in LEVELS]
        self.desk.choose(_("Backbone: which lines stay?"), rows, self.alpha, self._take_level)

    def _take_level(self, level: float | None) -> None:
        self._level = level
        self.desk.read_anew(self)

    @work(exclusive=True, group="hold")
    async def hold(self) -> None:
        """Leave each respondent out in turn; once more stops it."""
        if self._counting:
            self._counting = ""
            self.tell()
            return
        matrix, minimum, alpha = self.matrix, self.desk.look.minimum, self.alpha
        if matrix is None:
            return
        total, held = len(matrix.ground.respondents), self.desk.held
        tell = self._teller(total)
        tell(0)
        try:
            await asyncio.to_thread(held.leave_out, matrix, minimum, alpha, tell)
        except _Stopped:
            return
        self._counting = ""
        if still_there(self):
            self.tell()

    def _teller(self, total: int) -> Callable[[int], None]:
        """Return what tells how far the count is; it stops where that is not wanted any more."""
        told = _("leaving out respondent {n} of {total} … (v stops)")
        self._counting = told.format(n=0, total=total)

        def tell(done: int) -> None:
            if not self._counting or not still_there(self):
                raise _Stopped
            self._counting = told.format(n=done + 1, total=total)
            self.call_later(self.tell)

        return tell


def _level(level: float | None) -> str:
    if level is None:
        return _("all lines")
    told = _("{level}: lines that stand out at either end (disparity filter)")
    return told.format(level=bare(level))
