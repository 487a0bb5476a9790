"""What can be done here: a small list under the pointer, each with the key that does it too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kwalcode.i18n import _
from kwalcode.tui.screens.keys import Offer
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.window import Window


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the menu: what is done, and the action that does it."""

    text: str
    offer: Offer


class MenuScreen(Window[Offer | None]):
    """Lists what can be done; returns what was chosen, None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", _("Close")),
        Binding("j", "step(1)", _("Next"), show=False),
        Binding("k", "step(-1)", _("Previous"), show=False),
    ]
    DEFAULT_CSS = """
    MenuScreen {
        background: transparent;
        & OptionList, & OptionList:focus {
            background: $panel; border: round $primary; padding: 0 1;
            scrollbar-size-vertical: 1; scrollbar-background: $panel;
            scrollbar-color: $foreground 25%;
            & > .option-list--option-highlighted {
                background: $primary 25%; color: $foreground; text-style: none;
            }
        }
    }
    """

    def __init__(self, items: Sequence[Item], at: Offset) -> None:
        super().__init__()
        self._items, self._at_pointer = items, at

    def compose(self) -> ComposeResult:
        """Build the list."""
        self._keys = max((cell_len(item.offer.keys[0]) for item in self._items), default=0)
        yield OptionList(*(Option(self._line(item)) for item in self._items), markup=False)

    def _line(self, item: Item) -> Content:
        key = item.offer.keys[0].rjust(self._keys)
        return Content(key).stylize("$text-accent") + Content(f"  {one_line(item.text)}")

    def on_mount(self) -> None:
        """Open beside the pointer."""
        self.query_one(OptionList).highlighted = 0
        self._place()

    def on_resize(self, event: events.Resize) -> None:
        """Stay within the screen."""
        event.stop()
        self._place()

    def _place(self) -> None:
        listed = self.query_one(OptionList)
        longest = max(cell_len(one_line(item.text)) for item in self._items)
        width = min(longest + self._keys + 6, self.size.width)
        height = min(len(self._items) + 2, self.size.height)
        under = self._at_pointer.y + 1
        above = self._at_pointer.y - height
        y = under if under + height <= self.size.height else above
        listed.styles.width, listed.styles.height = width, height
        listed.styles.offset = (
            max(0, min(self._at_pointer.x, self.size.width - width)),
            max(0, min(y, self.size.height - height)),
        )

    async def on_key(self, event: events.Key) -> None:
        """Do what the key does outside the menu."""
        for item in self._items:
            if (event.character or event.key) in item.offer.keys:
                event.stop()
                event.prevent_default()
                self.dismiss(item.offer)
                return

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return what was chosen."""
        event.stop()
        self.dismiss(self._items[event.option_index].offer)

    def on_click(self, event: events.Click) -> None:
        """Close on a click beside the list."""
        if not self.query_one(OptionList).region.contains_point(event.screen_offset):
            self.dismiss(None)

    def action_step(self, rows: int) -> None:
        """Move the highlight."""
        listed = self.query_one(OptionList)
        listed.highlighted = ((listed.highlighted or 0) + rows) % len(self._items)

    def action_leave(self) -> None:
        """Return None."""
        self.dismiss(None)
