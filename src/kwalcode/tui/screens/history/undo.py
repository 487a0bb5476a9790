"""A window that lists what undoing to a point would take back, before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from kwalcode.i18n import _, counted
from kwalcode.project.history.journal import Entry
from kwalcode.project.moments import local_minute
from kwalcode.project.telling.phrases import phrase
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.window import Window

_MOST = 500


class UndoPreview(Window[bool]):
    """Lists acts, newest first; returns whether they are to be undone."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "agree", _("Undo them")),
        Binding("escape,q", "leave", _("Cancel")),
        Binding("down,j", "scroll(1)", _("Down"), show=False),
        Binding("up,k", "scroll(-1)", _("Up"), show=False),
    ]
    DEFAULT_CSS = """
    UndoPreview {
        align: center middle;
        background: $background 40%;
        & Vertical {
            width: 76; max-width: 100%; height: auto; max-height: 90%;
            background: $panel; border: round $primary; border-title-color: $foreground;
            border-subtitle-color: $text-muted; padding: 0 1;
        }
        & VerticalScroll { height: auto; max-height: 16; scrollbar-size-vertical: 1; }
        & VerticalScroll Static { height: auto; text-wrap: nowrap; text-overflow: ellipsis; }
        & #after { color: $text-muted; margin-top: 1; height: auto; }
    }
    """

    def __init__(self, acts: Sequence[Entry]) -> None:
        super().__init__()
        self._acts = acts

    def compose(self) -> ComposeResult:
        """Build the window."""
        n = len(self._acts)
        with Vertical() as window:
            window.border_title = counted(
                "Undo this act of yours?", "Undo these {n} acts of yours?", n
            )
            window.border_subtitle = _("Enter undoes   Esc cancels")
            with VerticalScroll():
                yield Static("\n".join(self._lines()), markup=False)
            yield Static(
                _("Newest first. ctrl+r brings them back one by one. Others' acts stay."),
                id="after",
                markup=False,
            )

    def _lines(self) -> list[str]:
        lines = [
            f"{local_minute(entry.time)}  {one_line(phrase(entry))}" for entry in self._acts[:_MOST]
        ]
        more = len(self._acts) - _MOST
        return [*lines, _("and {n} more").format(n=more)] if more > 0 else lines

    def on_mount(self) -> None:
        """Let the list be scrolled."""
        self.query_one(VerticalScroll).focus()

    def action_scroll(self, rows: int) -> None:
        """Scroll the list."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)

    def action_agree(self) -> None:
        """Return that they are to be undone."""
        self.dismiss(True)

    def action_leave(self) -> None:
        """Return that they are not."""
        self.dismiss(False)
