"""A code's fields, edited where they stand: Tab goes on, leaving a field saves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static, TextArea

from kwalcode.i18n import _
from kwalcode.model import Code
from kwalcode.tui.widgets.literal import LiteralArea, LiteralInput

_LINES = ("name", "keywords", "key")
_HIGHEST = 9
"""So many lines of a text are shown at once."""
Value = str | tuple[str, ...]


class FieldArea(LiteralArea):
    """A text as high as what is in it."""

    def fit(self) -> None:
        """Take as many rows as the text needs."""
        self.styles.height = min(_HIGHEST, max(1, self.wrapped_document.height))

    def on_resize(self, event: events.Resize) -> None:
        """Wrap anew, and take the rows that it needs then."""
        event.prevent_default()
        self._on_resize()
        self.fit()


class CodeFields(VerticalScroll, can_focus=False):
    """All fields of one code; below them what else is told of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", _("Save"), tooltip=_("Save this field and stay in it")),
    ]
    DEFAULT_CSS = """
    CodeFields {
        background: $surface;
        padding: 0 1;
        scrollbar-size-vertical: 1; scrollbar-background: $surface; scrollbar-color: $panel;
        & .label { height: 1; color: $text-muted; text-style: bold; }
        & LiteralInput, & FieldArea {
            margin: 0 0 1 0; padding: 0 1; border: none;
            background: $foreground 5%; background-tint: $foreground 0%;
            &:focus { background: $foreground 12%; padding: 0 1; border: none; }
            & .text-area--cursor-line, &:focus .text-area--cursor-line {
                background: $foreground 0%;
            }
        }
        & FieldArea { height: 1; scrollbar-size-vertical: 1; }
        & #about { height: auto; }
        &.empty > * { display: none; }
    }
    """

    @dataclass
    class Edited(Message):
        """A field was given another value; nothing is saved yet."""

        code_id: int
        field: str
        value: Value

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._code: Code | None = None
        self._fields: dict[str, LiteralInput | FieldArea] = {}
        self._about = Static(id="about", markup=False)

    def compose(self) -> ComposeResult:
        """Build the fields."""
        for name, label in _labels().items():
            yield Static(label, classes="label", markup=False)
            field = (
                LiteralInput(select_on_focus=False)
                if name in _LINES
                else FieldArea(soft_wrap=True, tab_behavior="focus")
            )
            self._fields[name] = field
            yield field
        yield self._about

    def on_mount(self) -> None:
        """Show the code that was asked for before there were fields: none of it was typed away."""
        code, self._code = self._code, None
        self.show(code)

    @property
    def code(self) -> int | None:
        """The id of the code that is shown."""
        return self._code.id if self._code else None

    def show(self, code: Code | None) -> None:
        """Show a code; what is being typed into a field of it stays as it is."""
        typed = dict(self.unsaved()) if code is not None and code.id == self.code else {}
        before, self._code = self._code, code
        self.set_class(code is None, "empty")
        if code is None:
            return
        for name, field in self._fields.items():
            if name not in typed and _text(field) != _stored(code, name):
                _write(field, _stored(code, name))
        if before is None or before.id != code.id:
            self.scroll_home(animate=False)

    def tell(self, about: Content) -> None:
        """Show what else is told of the code."""
        self._about.update(about)

    def unsaved(self) -> Iterator[tuple[str, str]]:
        """Yield the fields, with their texts, that differ from what is stored."""
        if self._code is not None:
            for name, field in self._fields.items():
                text, stored = _text(field), _stored(self._code, name)
                # White space at the edges, an import's, say, is no change of the user's.
                if text != stored and _value(name, text) != _value(name, stored):
                    yield name, text

    def edited(self) -> list[Edited]:
        """Return what was typed and is not saved yet."""
        number = self._code.id if self._code else 0
        return [self.Edited(number, name, _value(name, text)) for name, text in self.unsaved()]

    def take_back(self, name: str) -> None:
        """Put into a field what is stored."""
        if self._code is not None:
            _write(self._fields[name], _stored(self._code, name))

    def begin(self, name: str) -> None:
        """Go to a field, to the end of what is in it."""
        field = self._fields[name]
        field.focus()
        if isinstance(field, LiteralInput):
            field.cursor_position = len(field.value)
        else:
            field.move_cursor(field.document.end)

    def action_save(self) -> None:
        """Save what was typed."""
        for edited in self.edited():
            self.post_message(edited)

    def on_descendant_blur(self) -> None:
        """Save a field that is left."""
        self.action_save()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next field, which saves this one."""
        event.stop()
        self.screen.focus_next()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Take the rows that the text needs."""
        event.stop()
        if isinstance(event.text_area, FieldArea):
            event.text_area.fit()


def _labels() -> dict[str, str]:
    return {
        "name": _("Name"),
        "definition": _("Definition"),
        "include": _("Include"),
        "exclude": _("Exclude"),
        "example": _("Example"),
        "question": _("Question of the topic list"),
        "keywords": _("Keywords (between commas)"),
        "key": _("Key (by which an import finds the code again)"),
    }


def _stored(code: Code, name: str) -> str:
    value = getattr(code, name)
    return ", ".join(value) if name == "keywords" else str(value)


def _value(name: str, text: str) -> Value:
    if name == "keywords":
        return tuple(word for part in text.split(",") if (word := " ".join(part.split())))
    return " ".join(text.split()) if name in _LINES else text.replace("\r\n", "\n").strip()


def _text(field: LiteralInput | FieldArea) -> str:
    return field.value if isinstance(field, LiteralInput) else field.text


def _write(field: LiteralInput | FieldArea, text: str) -> None:
    if isinstance(field, LiteralInput):
        field.value = text
        field.cursor_position = len(text)
    else:
        field.load_text(text)
