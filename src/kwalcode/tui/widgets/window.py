"""What all windows have in common: they are closed once, however often a key was struck."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, ScreenResultType


class Window(ModalScreen[ScreenResultType]):
    """A window on top of a screen; it returns a result to who opened it."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close it, with a result. A second Enter that came in before it was closed is nothing:
        it would close what lies below."""
        return super().dismiss(result) if self.is_current else AwaitComplete()
