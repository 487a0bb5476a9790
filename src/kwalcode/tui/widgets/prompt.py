"""Small windows that ask for a name or a longer text."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from kwalcode.i18n import _
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.literal import LiteralArea, LiteralInput
from kwalcode.tui.widgets.window import Window

Check = Callable[[str], str | None]
"""Looks at what was typed and returns what is wrong with it in one line, None where nothing is."""


class _Prompt(Window[str | None]):
    """A window with a title, a field and a line for what is wrong; None when it was left."""

    DEFAULT_CSS = """
    _Prompt {
        align: center middle;
        background: $background 40%;
        & #prompt {
            width: 72;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            padding: 0 1;
            background: $panel;
            border: round $primary;
            border-title-color: $foreground;
            border-subtitle-color: $text-muted;
        }
        & #wrong { color: $text-error; height: auto; }
        & #wrong.empty { display: none; }
        & LiteralArea { height: 10; max-height: 60vh; }
    }
    """

    def __init__(self, title: str, value: str = "", check: Check | None = None) -> None:
        super().__init__()
        self._title, self._initial, self._check = title, value, check

    def _window(self, field: LiteralInput | LiteralArea, keys: str) -> ComposeResult:
        with Vertical(id="prompt") as window:
            # Set as a plain string it would be read as markup.
            window.border_title = one_line(self._title).replace("[", r"\[")
            window.border_subtitle = keys
            yield field
            yield Static(id="wrong", classes="empty", markup=False)

    def _complain(self, message: str) -> None:
        wrong = self.query_one("#wrong", Static)
        wrong.update(message)
        wrong.set_class(not message, "empty")

    def _finish(self, value: str) -> None:
        message = self._check(value) if self._check else None
        if message:
            self._complain(message)
        else:
            self.dismiss(value)


class LinePrompt(_Prompt):
    """Asks for one line, a name for instance; returns it without white space at its edges.

    An empty line counts as leaving: None. `keys` tells what Enter does where it does not save;
    `anew`: what is typed takes the place of the value, which is selected.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "save", _("Save")),
        Binding("escape", "leave", _("Cancel")),
    ]

    def __init__(
        self,
        title: str,
        value: str = "",
        check: Check | None = None,
        *,
        keys: str = "",
        anew: bool = False,
    ) -> None:
        super().__init__(title, value, check)
        self._keys, self._anew = keys, anew

    def compose(self) -> ComposeResult:
        """Build the window."""
        keys = self._keys or _("Enter saves   Esc cancels")
        yield from self._window(LiteralInput(self._initial, select_on_focus=self._anew), keys)

    def on_input_submitted(self) -> None:
        """Take the line that stands there."""
        self.action_save()

    def action_save(self) -> None:
        """Return the line, if the check finds nothing wrong."""
        value = self.query_one(LiteralInput).value.strip()
        if value:
            self._finish(value)
        else:
            self.dismiss(None)

    def action_leave(self) -> None:
        """Return None."""
        self.dismiss(None)


class TextPrompt(_Prompt):
    """Asks for a text of any length, a memo for instance; returns it as typed, perhaps empty."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,ctrl+enter", "save", _("Save"), priority=True),
        Binding("escape", "leave", _("Cancel"), priority=True),
    ]

    def __init__(self, title: str, value: str = "", check: Check | None = None) -> None:
        super().__init__(title, value, check)
        self._warned_about: str | None = None

    def compose(self) -> ComposeResult:
        """Build the window."""
        area = LiteralArea(self._initial, soft_wrap=True, tab_behavior="focus")
        yield from self._window(area, _("Ctrl+S saves   Esc cancels"))

    def on_mount(self) -> None:
        """Go on writing at the end."""
        area = self.query_one(LiteralArea)
        area.move_cursor(area.document.end)

    def action_save(self) -> None:
        """Return the text, if the check finds nothing wrong."""
        self._finish(self.query_one(LiteralArea).text)

    def action_leave(self) -> None:
        """Return None; text that was changed is only given up when Escape is pressed again."""
        value = self.query_one(LiteralArea).text
        if value in (self._initial, self._warned_about):
            self.dismiss(None)
        else:
            self._warned_about = value
            self._complain(_("Not saved: Ctrl+S saves, Escape again throws the text away."))


class PlacedPrompt(TextPrompt):
    """Asks for changes in a text that is there; the cursor begins before code point `at`."""

    def __init__(self, title: str, value: str, at: int, check: Check | None = None) -> None:
        super().__init__(title, value, check)
        self._at = at

    def on_mount(self) -> None:
        """Begin at the place, once the window is there and the cursor at its end."""
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        before = self._initial[: self._at]
        column = len(before) - before.rfind("\n") - 1
        self.query_one(LiteralArea).move_cursor((before.count("\n"), column))
