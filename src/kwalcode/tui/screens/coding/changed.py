"""The window that asks what is to become of the codings on words that a correction changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kwalcode.i18n import _, counted
from kwalcode.project.correcting.previewing import Preview, Uncertain
from kwalcode.tui.text.changed import changed_words
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.window import Window

Answer = Literal["along", "later"]
_MOST = 100
"""So many changed passages are shown."""


class ChangedScreen(Window[Answer | None]):
    """Tells what a correction does to codings; None goes back to where the words were typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "answer('along')", _("Correct, take them along")),
        Binding("d", "answer('later')", _("Correct, decide later")),
        Binding("escape", "leave", _("Back")),
        Binding("down,j", "scroll(1)", _("Further down"), show=False),
        Binding("up,k", "scroll(-1)", _("Further up"), show=False),
    ]
    DEFAULT_CSS = """
    ChangedScreen {
        align: center middle;
        background: $background 40%;
        & #window {
            width: 76; max-width: 100%; height: auto; max-height: 90%; padding: 0 1;
            background: $panel; border: round $primary; border-title-color: $foreground;
            border-subtitle-color: $text-muted;
        }
        & #told { height: auto; margin-bottom: 1; }
        & VerticalScroll { height: auto; max-height: 60vh; scrollbar-size-vertical: 1;
                         scrollbar-background: $panel; scrollbar-color: $foreground 25%; }
        & .passage { height: auto; margin-bottom: 1; }
    }
    """

    def __init__(self, title: str, previews: Sequence[Preview]) -> None:
        super().__init__()
        self._title = title
        self._carried = sum(one.carried for one in previews)
        self._passages = [one for shown in previews for one in shown.uncertain]

    def compose(self) -> ComposeResult:
        """Build the window."""
        with Vertical(id="window") as window:
            window.border_title = one_line(self._title).replace("[", r"\[")
            window.border_subtitle = _("Enter takes them along   d decides later   Esc back")
            yield Static(self._told(), id="told", markup=False)
            with VerticalScroll(can_focus=False):
                for one in self._passages[:_MOST]:
                    yield Static(_passage(one), classes="passage", markup=False)
                if len(self._passages) > _MOST:
                    more = len(self._passages) - _MOST
                    yield Static(_("… and {n} more").format(n=more), markup=False)

    def _told(self) -> str:
        stay = counted("{n} coding stays on its words.", "{n} codings stay on their words.",
                       self._carried)  # fmt: skip
        changed = counted(
            "{n} passage with something on it gets other words:",
            "{n} passages with something on them get other words:",
            len(self._passages),
        )
        return f"{stay} {changed}"

    def action_answer(self, answer: Answer) -> None:
        """Return the answer."""
        self.dismiss(answer)

    def action_leave(self) -> None:
        """Return None."""
        self.dismiss(None)

    def action_scroll(self, rows: int) -> None:
        """Show what is further down or up."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)


def _passage(one: Uncertain) -> Content:
    shown = changed_words(one.words, one.proposed)
    if one.proposal is None:
        shown += Content(" ") + Content(_("(nothing took its place: it waits)")).stylize("italic")
    return shown
