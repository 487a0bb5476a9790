"""`?`: the keys of the screen one is on, taken from its real bindings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from kwalcode.i18n import _


class HelpScreen(ModalScreen[None]):
    """Lists what can be done here; Escape goes back."""

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
            width: 76; max-width: 100%; height: auto; max-height: 90%;
            background: $panel; border: round $primary; padding: 0 2;
            border-title-color: $foreground;
            border-subtitle-color: $foreground 60%;
        }
    }
    """

    def __init__(self, about: Screen[object]) -> None:
        super().__init__()
        self._sections = list(_sections(about))

    def compose(self) -> ComposeResult:
        """Build the window."""
        with VerticalScroll() as window:
            window.border_title = _("What can be done here")
            window.border_subtitle = _("Esc closes")
            yield Static(_listed(self._sections), markup=False)

    def action_scroll(self, rows: int) -> None:
        """Scroll the list."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)


_Section = tuple[str, list[tuple[str, str]]]


def _sections(screen: Screen[object]) -> Iterator[_Section]:
    """Yield the keys of the widget in focus, of the screen, and of the app."""
    if screen.focused is not None and screen.focused is not screen:
        yield _("In this panel"), _keys(screen, screen.focused._bindings)
    yield _("On this screen"), _keys(screen, screen._bindings)
    yield _("Everywhere"), _keys(screen, screen.app._bindings)


def _keys(screen: Screen[object], bindings: object) -> list[tuple[str, str]]:
    by_action: dict[str, list[Binding]] = {}
    for _key, binding in bindings:  # type: ignore[attr-defined]
        if binding.description:
            by_action.setdefault(binding.description, []).append(binding)
    return [
        (" ".join(dict.fromkeys(screen.app.get_key_display(b) for b in same)), description)
        for description, same in by_action.items()
    ]


def _listed(sections: list[_Section]) -> Content:
    lines: list[Content] = []
    for title, rows in sections:
        if rows:
            lines += [Content(""), Content(title).stylize("bold")]
            lines += [
                Content(f"  {keys:<26} ").stylize("$text-accent") + Content(what)
                for keys, what in rows
            ]
    return Content("\n").join(lines[1:])
