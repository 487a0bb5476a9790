"""The lines above the tabs' contents: the tabs themselves, and what the figures are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget


class TabsLine(Widget):
    """The tabs by their digits; a click goes there. In a narrow view other tabs' names are cut."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TabsLine { height: 1; padding: 0 1; background: $surface; }
    """

    @dataclass
    class Chosen(Message):
        """A tab was clicked."""

        digit: str

    def __init__(self, titles: Mapping[str, str]) -> None:
        super().__init__()
        self._titles = titles
        self._current = ""

    def show(self, digit: str) -> None:
        """Mark a tab as the one that is shown."""
        self._current = digit
        self.refresh()

    def _labels(self) -> list[tuple[str, str]]:
        """Return digit and label; names are as long as there is room for, the current one whole."""
        width = self.content_size.width
        for most in range(max(map(cell_len, self._titles.values()), default=0), 0, -1):
            labels = [
                (digit, _label(digit, title, cell_len(title) if digit == self._current else most))
                for digit, title in self._titles.items()
            ]
            if sum(cell_len(label) for _digit, label in labels) <= width or most == 1:
                return labels
        return []

    def render(self) -> Content:
        """Return the line for the present width."""
        line = Content("")
        for digit, label in self._labels():
            chosen = digit == self._current
            line += Content(label).stylize("bold reverse" if chosen else "dim")
        return line

    def on_click(self, event: events.Click) -> None:
        """Go to the tab clicked."""
        at, column = 0, event.get_content_offset_capture(self).x
        for digit, label in self._labels():
            if at <= column < at + cell_len(label):
                self.post_message(self.Chosen(digit))
            at += cell_len(label)


def _label(digit: str, title: str, most: int) -> str:
    """Return a tab's label; a title longer than `most` cells is cut, and stands closer."""
    if cell_len(title) <= most:
        return f" {digit} {title} "
    return f" {digit} {set_cell_size(title, most)}"
