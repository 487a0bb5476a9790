"""The line that names the panels of the agreement screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widget import Widget


class Tabs(Widget):
    """The names of the panels with their digits; the one shown stands out. A click shows one."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Tabs { height: 1; padding: 0 1; }
    """

    def __init__(self, show: Callable[[int], None]) -> None:
        super().__init__()
        self._show, self._titles, self._at = show, list[str](), 0

    def tell(self, titles: Sequence[str], at: int) -> None:
        """Show these titles, with the one at `at` standing out."""
        self._titles, self._at = list(titles), at
        self.refresh()

    def render(self) -> Content:
        """Return the line."""
        parts = [
            Content(f" {n} {title} ").stylize("reverse bold" if n - 1 == self._at else "dim")
            for n, title in enumerate(self._titles, start=1)
        ]
        return Content(" ").join(parts)

    def on_click(self, event: events.Click) -> None:
        """Show the panel that is clicked."""
        column, at = event.get_content_offset_capture(self).x, 0
        for n, title in enumerate(self._titles):
            end = at + cell_len(f" {n + 1} {title} ")
            if at <= column < end:
                self._show(n)
            at = end + 1
