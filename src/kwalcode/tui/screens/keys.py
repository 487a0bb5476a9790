"""What can be done on a screen, taken from its real bindings: for footer, help and commands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from kwalcode.i18n import _

COMMON: tuple[BindingType, ...] = (
    Binding("tab", "app.focus_next", _("Next panel"), show=False),
    Binding("shift+tab", "app.focus_previous", _("Previous panel"), show=False),
    Binding("ctrl+c,super+c", "screen.copy_text", _("Copy what is selected"), show=False),
)
"""What Textual binds on every screen, said in our words."""
_ON_ALL = {binding.action for binding in COMMON if isinstance(binding, Binding)}
_KEPT = ("go_to", "help")
"""The actions whose keys the last line always shows."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An action with its keys as they are shown, a short name for the last line, and what it does.

    `node` is where it is bound: the screen, the widget in focus, or the app. `everywhere` tells
    that it works on every screen.
    """

    keys: tuple[str, ...]
    action: str
    name: str
    does: str
    node: DOMNode
    everywhere: bool


def offers(screen: Screen[object], *, only_shown: bool = False) -> list[Offer]:
    """Return the actions that work on `screen` now, those of the widget in focus first.

    `only_shown` leaves out those that the last line does not show.
    """
    keys: dict[tuple[DOMNode, str], list[str]] = {}
    found: dict[tuple[DOMNode, str], Offer] = {}
    for node, binding, enabled, _tooltip in screen.active_bindings.values():
        if not enabled or not binding.description or (only_shown and not binding.show):
            continue
        where = node, binding.action
        keys.setdefault(where, []).append(
            screen.app.get_key_display(replace(binding, key_display=None))
        )
        # Textual's own descriptions come untranslated; ours stay as they are.
        name, does = _(binding.description), _(binding.tooltip or binding.description)
        everywhere = node is screen.app or binding.action in _ON_ALL
        offer = Offer((), binding.action, name, does, node, everywhere)
        found.setdefault(where, offer)
    return [replace(offer, keys=tuple(keys[where])) for where, offer in found.items()]


class KeysLine(Widget):
    """The last line: keys and what they do. Clicking one does it.

    Where there is no room for all, the later ones give way; those of the other screens and of
    the help stay.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeysLine { dock: bottom; height: 1; padding: 0 1; background: $panel; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._offers: list[Offer] = []

    def on_mount(self) -> None:
        """Follow the bindings, which change with the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    def _follow(self, screen: Screen[object]) -> None:
        self._offers = offers(screen, only_shown=True)
        self.refresh()

    def _fitting(self) -> tuple[list[Offer], int]:
        """Return what there is room for, and the space between two."""
        last = sorted(
            (offer for offer in self._offers if offer.action in _KEPT),
            key=lambda offer: _KEPT.index(offer.action),
        )
        first = [offer for offer in self._offers if offer.action not in _KEPT]
        width = self.content_size.width
        while True:
            kept = [*first, *last]
            for gap in (3, 2, 1):
                if sum(cell_len(_label(offer)) + gap for offer in kept) - gap <= width:
                    return kept, gap
            if not first:
                return kept, 1
            first.pop()

    def _placed(self) -> Iterator[tuple[int, int, Offer]]:
        kept, gap = self._fitting()
        at = 0
        for offer in kept:
            end = at + cell_len(_label(offer))
            yield at, end, offer
            at = end + gap

    def render(self) -> Content:
        """Return the line for the present width."""
        line = Content("")
        for start, _end, offer in self._placed():
            line += Content(" " * (start - line.cell_length))
            line += Content(offer.keys[0]).stylize("bold $footer-key-foreground")
            line += Content(f" {offer.name}")
        return line

    async def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        column = event.get_content_offset_capture(self).x
        for start, end, offer in self._placed():
            if start <= column < end:
                await self.app.run_action(offer.action, offer.node)


def _label(offer: Offer) -> str:
    return f"{offer.keys[0]} {offer.name}"
