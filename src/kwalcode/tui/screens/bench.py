"""What the screens beside the coding screen have in common: going, coming back, keeping up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _
from kwalcode.project.study import Study
from kwalcode.tui.leaving import still_there
from kwalcode.tui.screens.keys import COMMON
from kwalcode.tui.screens.lines import TopLine
from kwalcode.tui.screens.trying import UNDOING, Trying
from kwalcode.tui.session import Session

Found = TypeVar("Found")


class BenchScreen(Trying):
    """A screen of the workbench, listed in `workbench.SCREENS`; made once and kept, so that one
    finds it as one left it.

    A subclass composes `self.top` first and a `KeysLine` last, and has `renew`, which is called
    when the screen is shown first, and whenever the study was changed since.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *COMMON,
        Binding("escape", "leave", _("Back"), tooltip=_("Back to the transcript")),
        *UNDOING,
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.top = TopLine(session.study.path.stem)

    def on_screen_resume(self) -> None:
        """Show what was changed while another screen was shown."""
        self.catch_up()

    def action_leave(self) -> None:
        """Go back to the transcript."""
        self.workbench.go("coding")

    def read_again(self) -> None:
        """Have all read anew when the screen is shown next: it was left before all was read."""
        self._shown_serial = -1

    def unsaved(self) -> str:
        """Return in one line what leaving the app would lose, "" when that is nothing.

        Asked once more for the same, it gives way.
        """
        return ""

    async def away(self, read: Callable[[Study], Found]) -> Found | None:
        """Return what `read` returns, away from the screen's thread; None when the app is closing.

        Raises KwalcodeError when the study cannot be read any more.
        """
        found = await asyncio.to_thread(self.session.read, read)
        return found if still_there(self) else None
