"""A list of quotations in full: what every such list has, its keys in our words and its looks."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from kwalcode.i18n import _


class QuoteList(OptionList, inherit_bindings=False):
    """Quotations under each other, each as high as it is; Enter goes to the place."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", _("Place"), tooltip=_("Go to the place")),
        Binding("down,j", "cursor_down", _("Next quotation"), show=False),
        Binding("up,k", "cursor_up", _("Previous quotation"), show=False),
        Binding("pagedown,ctrl+f", "page_down", _("Next page"), show=False),
        Binding("pageup,ctrl+b", "page_up", _("Previous page"), show=False),
        Binding("home,g", "first", _("First quotation"), show=False),
        Binding("end,G", "last", _("Last quotation read so far"), show=False),
    ]
    DEFAULT_CSS = """
    QuoteList, QuoteList:focus {
        border: none; height: 1fr; padding: 0; background: $surface;
        background-tint: $foreground 0%;
        scrollbar-size-vertical: 1; scrollbar-background: $surface; scrollbar-color: $panel;
        scrollbar-gutter: stable;
        & > .option-list--option { padding: 0 1; }
        & > .option-list--option-highlighted {
            background: $foreground 8%; color: $foreground; text-style: none;
        }
        &:focus > .option-list--option-highlighted { background: $primary 25%; }
    }
    """

    def __init__(self, id: str) -> None:
        super().__init__(id=id, markup=False)

    @property
    def at(self) -> int:
        """The row under the highlight, the first where there is none."""
        return self.highlighted or 0
