"""Chooses a colour for a code: swatches, or a hexadecimal number."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kwalcode.i18n import _
from kwalcode.model import PALETTE
from kwalcode.tui.text.colors import parse
from kwalcode.tui.widgets.literal import LiteralInput
from kwalcode.tui.widgets.window import Window


class ColorScreen(Window[str | None]):
    """Returns "#rrggbb", "" for the automatic colour, None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", _("Cancel")),
        Binding("down,up", "swatches", _("Go to the swatches"), show=False),
    ]
    DEFAULT_CSS = """
    ColorScreen {
        align: center middle;
        background: $background 40%;
        & Vertical {
            width: 44; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
            background: $panel; border: round $primary; border-title-color: $foreground;
            border-subtitle-color: $text-muted;
        }
        & OptionList, & OptionList:focus {
            border: none; height: auto; max-height: 80vh; background: $panel;
            background-tint: $foreground 0%; padding: 0;
        }
        & LiteralInput, & LiteralInput:focus { background: $foreground 10%; padding: 0 1; }
        & #wrong { color: $text-error; height: auto; display: none; }
    }
    """

    def __init__(self, color: str) -> None:
        super().__init__()
        self._color = color
        self._colors = ["", *PALETTE]

    def compose(self) -> ComposeResult:
        """Build the window."""
        with Vertical() as window:
            window.border_title = _("Colour")
            window.border_subtitle = _("Enter chooses   Tab types one   Esc")
            yield OptionList(*map(_swatch, self._colors), markup=False)
            yield LiteralInput(self._color, placeholder="#3b82c4")
            yield Static(id="wrong", markup=False)

    def on_mount(self) -> None:
        """Begin at the present colour."""
        swatches = self.query_one(OptionList)
        present = self._color.lower()
        swatches.highlighted = self._colors.index(present) if present in self._colors else 0
        swatches.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the colour of the swatch."""
        event.stop()
        self.dismiss(self._colors[event.option_index])

    def on_input_submitted(self) -> None:
        """Return the colour that was typed, or tell how one is written."""
        typed = self.query_one(LiteralInput).value.strip()
        if not typed or parse(typed):
            self.dismiss(f"#{typed.lstrip('#').lower()}" if typed else "")
        else:
            wrong = self.query_one("#wrong", Static)
            wrong.display = True
            wrong.update(_("Write it like #3b82c4."))

    def action_swatches(self) -> None:
        """Go to the swatches."""
        self.query_one(OptionList).focus()

    def action_leave(self) -> None:
        """Return None."""
        self.dismiss(None)


def _swatch(color: str) -> Option:
    if not color:
        return Option(_("automatic"))
    return Option(Content("████ ").stylize(color) + Content(color))
