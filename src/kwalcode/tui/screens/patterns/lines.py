"""The lines above the tabs' contents: the tabs themselves, and what the figures are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget


class TabsLine(Widget):
    """The tabs by their digits; a click goes there. In a narrow view those far off have no name."""

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
        return tab_labels(self._titles, self._current, self.content_size.width)

    def render(self) -> Content:
        """Return the line for the present width."""
        line = Content("")
        for digit, label in self._labels():
            chosen = digit == self._current
            line += Content(label).stylize("bold reverse" if chosen else "$text-muted")
        return line

    def on_click(self, event: events.Click) -> None:
        """Go to the tab clicked."""
        at, column = 0, event.get_content_offset_capture(self).x
        for digit, label in self._labels():
            if at <= column < at + cell_len(label):
                self.post_message(self.Chosen(digit))
            at += cell_len(label)


def tab_labels(titles: Mapping[str, str], current: str, width: int) -> list[tuple[str, str]]:
    """Return digit and label of each tab, in `width` cells if the digits alone fit in it.

    A name is shown whole or not at all: the current tab's first, then those nearest to it.
    """
    digits = list(titles)
    middle = digits.index(current) if current in titles else 0
    labels = {digit: f" {digit} " for digit in digits}
    room = width - sum(map(len, labels.values()))
    for digit in sorted(digits, key=lambda one: abs(digits.index(one) - middle)):
        room -= cell_len(titles[digit]) + 1
        if room < 0 and digit != current:
            break
        labels[digit] += f"{titles[digit]} "
    return list(labels.items())
