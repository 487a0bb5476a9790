"""`?`: the keys of the screen one is on, taken from its real bindings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from textwrap import fill
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets._static import Static

from kwalcode.i18n import _
from kwalcode.tui.screens.keys import Offer, offers
from kwalcode.tui.widgets.window import Window

_KEYS = 24
"""Cells for the keys, left of what they do."""

_WIDTH = 74
"""Cells for both, in a window of 79 with its border and its scrollbar."""


class HelpScreen(Window[None]):
    """Lists what can be done on a screen; Escape goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "dismiss", _("Close")),
        Binding("down,j", "scroll(1)", _("Down"), show=False),
        Binding("up,k", "scroll(-1)", _("Up"), show=False),
    ]
    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        background: $background 40%;
        & VerticalScroll {
            width: 79; max-width: 100%; height: auto; max-height: 90%;
            background: $panel; border: round $primary; padding: 0 1;
            border-title-color: $foreground;
            border-subtitle-color: $text-muted;
            scrollbar-size-vertical: 1; scrollbar-background: $panel;
            scrollbar-color: $foreground 25%;
        }
    }
    """

    def __init__(self, about: Screen[object]) -> None:
        super().__init__()
        self._said = _listed(_sections(about))

    def compose(self) -> ComposeResult:
        """Build the window."""
        with VerticalScroll() as window:
            window.border_title = _("What can be done here")
            window.border_subtitle = _("↓ more   Esc closes")
            yield Static(self._said, markup=False)

    def action_scroll(self, rows: int) -> None:
        """Scroll the list."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)


_Section = tuple[str, list[Offer]]


def _sections(screen: Screen[object]) -> Iterator[_Section]:
    """Yield the actions of the screen, of the widget in focus, and of the app."""
    found = offers(screen)
    own = [offer for offer in found if not offer.everywhere]
    yield _("On this screen"), [offer for offer in own if offer.node is screen]
    yield _("In this panel"), [offer for offer in own if offer.node is not screen]
    yield _("Everywhere"), [offer for offer in found if offer.everywhere]


def _listed(sections: Iterable[_Section]) -> Content:
    lines: list[Content] = []
    for title, found in sections:
        if found:
            lines += [Content(""), Content(title).stylize("bold")]
        for does, same in groupby(found, key=lambda offer: offer.does):
            keys = "  ".join(key for offer in same for key in offer.keys)
            lines.append(_line(f"{keys:<{_KEYS}} ", does))
    return Content("\n").join(lines[1:])


def _line(keys: str, does: str) -> Content:
    """Return the keys and what they do, which goes on under itself and not under the keys."""
    indent = " " * (_KEYS + 1)
    said = fill(does, _WIDTH, initial_indent=" " * len(keys), subsequent_indent=indent)
    return Content(keys).stylize("$text-accent") + Content(said[len(keys) :])
