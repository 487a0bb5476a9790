"""Looking things up: the codings at the caret, and what their codes mean."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from kwalcode.i18n import _
from kwalcode.tui.screens.coding.panels import Panels
from kwalcode.tui.screens.coding.reading import Reading
from kwalcode.tui.widgets.codecard import CodeCard
from kwalcode.tui.widgets.window import Window


class Inspecting(Panels):
    """The inspector: a panel where there is room, and a window."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "look", _("Code at the caret, in the codebook"), show=False),
        Binding(
            "I", "inspect", _("Inspect"), show=False, tooltip=_("What the codes here mean, large")
        ),
    ]

    def action_look(self) -> None:
        """Show the code at the caret in the codebook; again, the next one that is there."""
        if not self.here():
            self.notify(_("No code here."))
            return
        self.look_on(1)
        self.unfold_codebook()

    def action_inspect(self) -> None:
        """Open the inspector as a window."""
        self.app.push_screen(InspectorScreen(self))


class InspectorScreen(Window[None]):
    """The codings at the caret and what the chosen one's code means, in a window of its own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,I,q", "dismiss", _("Close")),
        Binding("down,j,enter", "look(1)", _("Next coding here")),
        Binding("up,k", "look(-1)", _("Previous coding here")),
        Binding("pagedown,space", "scroll(8)", _("Down"), show=False),
        Binding("pageup", "scroll(-8)", _("Up"), show=False),
    ]
    DEFAULT_CSS = """
    InspectorScreen {
        align: center middle;
        background: $background 40%;
        & Vertical {
            width: 76; max-width: 100%; height: auto; max-height: 90%;
            background: $panel; border: round $primary;
            border-title-color: $foreground; border-subtitle-color: $text-muted;
        }
        & CodeCard { max-height: 100%; background: $panel; }
    }
    """

    def __init__(self, desk: Reading) -> None:
        super().__init__()
        self._desk = desk
        self._card = CodeCard()

    def compose(self) -> ComposeResult:
        """Build the window."""
        with Vertical() as window:
            window.border_title = _("Inspector")
            several = len(self._desk.inspected().here) > 1
            keys = (_("↓ next coding"), _("Esc closes")) if several else (_("Esc closes"),)
            window.border_subtitle = "   ".join(keys)
            yield self._card

    def on_mount(self) -> None:
        """Show what the panel shows."""
        self._desk.look_on(0)
        self._card.inspect(self._desk.inspected())

    def action_look(self, step: int) -> None:
        """Look at another coding that is here."""
        self._desk.look_on(step)
        self._card.inspect(self._desk.inspected())

    def action_scroll(self, rows: int) -> None:
        """Scroll what does not fit."""
        self._card.scroll_relative(y=rows, animate=False)
