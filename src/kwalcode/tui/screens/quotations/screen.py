"""The quotations: asked for by a query, read in their context, sent where they are wanted."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList

from kwalcode.i18n import _
from kwalcode.tui.screens.keys import KeysLine
from kwalcode.tui.screens.quotations.relating import Relating

if TYPE_CHECKING:
    from kwalcode.tui.app import KwalcodeApp

_WIDE = 120
"""From this width on, the facts stand beside the list."""


def show_quotations(app: KwalcodeApp, code_id: int, with_too: Collection[int] = ()) -> None:
    """Show the quotations of a code; only those on which one of `with_too` (ids) stands too."""
    screen = app.bench("quotations")
    assert isinstance(screen, QuotationsScreen)
    screen.look_for_code(code_id, with_too)
    app.go("quotations")


class QuotationsScreen(Relating):
    """Letter q; from a code, its quotations. Enter goes to the place, Backspace comes back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("backspace,q", "transcript", _("Back to the transcript"), show=False),
        Binding("u,ctrl+z", "undo", _("Undo your last act"), show=False),
        Binding("escape", "leave", _("Take filters away, else back to the transcript"), show=False),
    ]
    DEFAULT_CSS = """
    QuotationsScreen {
        background: $surface;
        & #middle { height: 1fr; }
        & #list { width: 2fr; max-width: 93; }
        & #empty { display: none; height: auto; max-width: 84; padding: 1;
                   color: $text-muted; }
        &.empty #empty { display: block; }
    }
    """

    def compose(self) -> ComposeResult:
        """Build the screen."""
        yield self.top
        yield self.line
        with Horizontal(id="middle"):
            with Vertical(id="list"):
                yield self.empty
                yield self.found
            yield self.side
        yield KeysLine()

    def on_mount(self) -> None:
        """Begin in the list."""
        self.top.show(_("Quotations"), "", ())
        self.side.display = self.app.size.width >= _WIDE
        self.found.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Show the facts where there is room for them."""
        self.side.display = event.size.width >= _WIDE

    @property
    def at(self) -> int:
        """The row under the highlight."""
        return self.found.at

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the place of the quotation."""
        if event.option_list is not self.found:
            return
        event.stop()
        found = self.found.rows[event.option_index].found
        self.workbench.go_to_place(found.document, (found.start, found.end))
        self.workbench.coding.fold_if_narrow()
        self.workbench.notify(_("Backspace goes back to the quotations."))

    def action_transcript(self) -> None:
        """Go back to the transcript."""
        self.workbench.go("coding")
