"""The line in which a query is typed, with what may be meant below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from kwalcode.analysis.query.names import Vocabulary
from kwalcode.analysis.query.tree import QueryError
from kwalcode.i18n import _, current
from kwalcode.tui.screens.quotations.completing import Completion, complete
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.literal import LiteralInput

_ROWS = 8


class QueryLine(Vertical):
    """Asks with Enter, tells where a query is wrong, and completes names and words with Tab."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "ask", _("Search"), priority=True),
        Binding("tab", "complete", _("Complete"), priority=True,
                tooltip=_("Put the name in that is meant")),
        Binding("down", "step(1)", _("Next suggestion"), show=False, priority=True),
        Binding("up", "step(-1)", _("Previous suggestion"), show=False, priority=True),
        Binding("escape", "leave", _("To the list"), priority=True),
    ]  # fmt: skip
    DEFAULT_CSS = """
    QueryLine {
        height: auto; padding: 0 1; background: $surface; border-bottom: solid $panel;
        & LiteralInput, & LiteralInput:focus { width: 1fr; background: $surface; }
        &:focus-within { border-bottom: solid $primary; }
        & #typed { height: 1; }
        & #asks { width: auto; margin-right: 2; color: $text-muted; text-style: bold; }
        & #filters { width: auto; max-width: 50%; color: $text-accent; }
        & #wrong { height: auto; color: $text-error; display: none; }
        &.wrong #wrong { display: block; }
        & #offered {
            display: none; height: auto; max-height: 8; max-width: 74; border: none; padding: 0;
            background: $panel; overflow-x: hidden;
            scrollbar-size-vertical: 1; scrollbar-background: $panel;
            scrollbar-color: $foreground 25%;
            & > .option-list--option-highlighted { background: $primary 25%; color: $foreground; }
        }
        &.offering #offered { display: block; }
    }
    """

    @dataclass
    class Asked(Message):
        """A query was typed; "" asks for every quotation."""

        text: str

    class Left(Message):
        """The line was left as it was."""

    def __init__(self) -> None:
        super().__init__(id="query")
        self.names = Vocabulary()
        self.values: Mapping[str, Sequence[str]] = {}
        self._completion = Completion(0, 0)
        self._asked = ""
        self._field = LiteralInput(
            placeholder=_("every quotation   (/ types a query, b builds one)"),
            select_on_focus=False,
        )
        self._filters = Static(id="filters", markup=False)
        self._wrong = Static(id="wrong", markup=False)
        self._list = OptionList(id="offered", markup=False)
        self._list.can_focus = False

    def compose(self) -> ComposeResult:
        """Build the line."""
        with Horizontal(id="typed"):
            yield Static(_("Query"), id="asks", markup=False)
            yield self._field
            yield self._filters
        yield self._wrong
        yield self._list

    def show(self, text: str, filters: Sequence[str] = ()) -> None:
        """Show the query that was asked, and the filters on top of it."""
        self._asked = text
        self._put(text, len(text))
        shown = "".join(f"+ {one_line(one)}  " for one in filters)
        self._filters.update(shown.strip())
        self.say_right()

    def edit(self) -> None:
        """Go into the line."""
        self._field.focus()

    def say_wrong(self, error: QueryError) -> None:
        """Tell what is wrong, with the caret at the place."""
        self._wrong.update(one_line(str(error)))
        self.add_class("wrong")
        self._field.cursor_position = min(error.column - 1, len(self._field.value))
        self._field.focus()
        self._close()

    def say_right(self) -> None:
        """Take the complaint away."""
        self.remove_class("wrong")

    # Completing

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what may be meant."""
        event.stop()
        self.say_right()
        if not self._field.has_focus:
            return
        self._completion = complete(
            self._field.value,
            self._field.cursor_position,
            self.names,
            values=self.values,
            language=current(),
        )
        self._offer()

    def _offer(self) -> None:
        found = self._completion.suggestions
        self._list.clear_options()
        self._list.add_options(
            Option(Content(one_line(s.shown)) + Content(f"   {s.kind}").stylize("$text-muted"))
            for s in found
        )
        self._list.highlighted = None
        self.set_class(bool(found), "offering")

    def _close(self) -> None:
        self._completion = Completion(0, 0)
        self.remove_class("offering")

    def _put(self, text: str, caret: int) -> None:
        with self.prevent(Input.Changed):
            self._field.value = text
        self._field.cursor_position = caret

    def action_complete(self) -> None:
        """Put the highlighted suggestion in, else the first; without any go to the list."""
        found = self._completion.suggestions
        if not found:
            self.action_leave()
            return
        chosen, text = found[self._list.highlighted or 0], self._field.value
        insert = chosen.insert if chosen.insert.endswith(" ") else f"{chosen.insert} "
        rest = text[self._completion.end :].lstrip()
        before = text[: self._completion.start]
        self._put(before + insert + rest, len(before) + len(insert))
        self._close()

    def action_step(self, rows: int) -> None:
        """Move the highlight over the suggestions."""
        n = len(self._completion.suggestions)
        if n:
            at = self._list.highlighted
            self._list.highlighted = (0 if rows > 0 else n - 1) if at is None else (at + rows) % n
        elif rows > 0:
            self.action_leave()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Put in what was clicked."""
        event.stop()
        self._field.focus()
        self.action_complete()

    # Asking and leaving

    def action_ask(self) -> None:
        """Ask what was typed; a suggestion one moved to is put in first."""
        if self._completion.suggestions and self._list.highlighted is not None:
            self.action_complete()
            return
        self._close()
        self.post_message(self.Asked(self._field.value.strip()))

    def action_leave(self) -> None:
        """Close the suggestions, else leave the line as it was asked last."""
        if self.has_class("offering"):
            self._close()
            return
        if not self.has_class("wrong"):
            self._put(self._asked, len(self._asked))
        self.post_message(self.Left())

    def on_descendant_blur(self) -> None:
        """Close the suggestions."""
        self._close()
