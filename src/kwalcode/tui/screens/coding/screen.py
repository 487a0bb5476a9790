"""The coding screen: documents, transcript with its margin, codebook. Where the work is done."""

from __future__ import annotations

from importlib import import_module
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from kwalcode.tui.screens.coding.acting import Acting
from kwalcode.tui.screens.coding.correcting import Correcting
from kwalcode.tui.screens.coding.going import Going
from kwalcode.tui.screens.coding.noting import Noting
from kwalcode.tui.screens.coding.offering import Offering
from kwalcode.tui.screens.coding.searching import Searching
from kwalcode.tui.screens.coding.viewing import Viewing
from kwalcode.tui.screens.keys import COMMON, KeysLine

_MEANWHILE = 0.5
"""Seconds after the first picture, when the reader is reading."""


class CodingScreen(Correcting, Searching, Viewing, Offering, Going, Noting, Acting):
    """Reads and codes one document at a time.

    The order of the parts is that of their keys in the footer and the help, last first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*COMMON]
    DEFAULT_CSS = """
    CodingScreen {
        background: $surface;
        & #middle { height: 1fr; }
        & #left { width: 22%; min-width: 30; max-width: 60%; border-right: solid $panel; }
        & #right { width: 36; max-width: 60%; border-left: solid $panel; }
        & .title { height: 1; padding: 0 1; color: $text-muted; text-style: bold; }
        & #documents, & #codebook { height: 1fr; padding: 0 0 0 1; }
        & #card { height: 45%; border-top: solid $panel; }
        & #saturation {
            display: none; height: auto; padding: 0 1; border-top: solid $panel;
            color: $text-muted;
        }
    }
    """

    def compose(self) -> ComposeResult:
        """Build the screen, the lists still missing."""
        yield self.top
        with Horizontal(id="middle"):
            yield self.left
            yield self.transcript
            yield self.empty
            yield self.right
        yield self.bottom
        yield KeysLine()

    def on_mount(self) -> None:
        """Show the transcript first; the lists come after the first picture."""
        self.fit(self.app.size.width)
        self.trying(self.open_first)
        self.call_after_refresh(self._furnish)

    async def _furnish(self) -> None:
        await self.furnish()
        self.refresh_lists()
        self.set_timer(_MEANWHILE, lambda: self.run_worker(_load_ahead, thread=True))


def _load_ahead() -> None:
    """Load what the first coding needs, before it is asked for."""
    for name in ("acts", "widgets.palette"):
        import_module(f"kwalcode.tui.{name}")
