"""Text fields that show what is in them literally, control characters as visible signs."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import Input, TextArea

from kwalcode.i18n import _
from kwalcode.tui.text.visible import one_line, visible


class LiteralInput(Input):
    """One line of text, without a border: the window around it has one."""

    # Not nested: once a subclass is on the screen, nested rules weigh no more than Input's own.
    DEFAULT_CSS = """
    LiteralInput { height: 1; background: $panel; }
    LiteralInput, LiteralInput:focus {
        border: none; padding: 0; background-tint: $foreground 0%;
    }
    """

    @property
    def _value(self) -> Text:
        """Painted as many code points as typed, so the cursor stays where it belongs."""
        return Text(one_line(self.value), no_wrap=True, overflow="ignore", end="")


class LiteralArea(TextArea):
    """Several lines of text, without a border."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+a", "select_all", _("Select all"), show=False)
    ]

    DEFAULT_CSS = """
    LiteralArea { background: $panel; }
    LiteralArea, LiteralArea:focus {
        border: none; padding: 0; background-tint: $foreground 0%;
    }
    LiteralArea .text-area--cursor-line, LiteralArea:focus .text-area--cursor-line {
        background: $panel;
    }
    """

    def get_line(self, line_index: int) -> Text:
        """Return a line as it is painted."""
        return Text(visible(self.document.get_line(line_index)), end="", no_wrap=True)
