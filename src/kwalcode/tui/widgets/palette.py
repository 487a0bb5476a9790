"""The code palette: opens under the passage; type a few letters, Enter puts the code on it.

With Tab several codes are marked, which Enter then puts there together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Region
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from kwalcode.i18n import _
from kwalcode.model import Code
from kwalcode.tui.text.fitting import fitted
from kwalcode.tui.text.fuzzy import Hit, rank
from kwalcode.tui.text.placing import Box, beside
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.literal import LiteralInput
from kwalcode.tui.widgets.marks import colors, letters, under_highlight
from kwalcode.tui.widgets.offered import (
    Choice,
    code_row,
    keys_told,
    keys_with_marked,
    marked_first,
    new_name,
    new_row,
    with_new,
)
from kwalcode.tui.widgets.window import Window

Chosen = Choice | tuple[Choice, ...]
"""One choice, or where several were marked all of them."""

_WIDTH, _ROWS, _AROUND, _SHOWN = 64, 8, 5, 60


class CodePalette(Window[Chosen | None]):
    """Finds a code, or makes a name for a new one; returns what was chosen, None if left.

    `recent` are ids of codes, the one used last first; `counts` codings per id; `digits` what is
    shown of their digit keys; `passage` is where the passage is seen on the screen. `on_stay` is
    called with each choice that is made without leaving the palette; `several` lets codes be
    marked; `make` lets new ones be named; `asks` stands in the empty field.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "step(1)", _("Next code"), show=False),
        Binding("up", "step(-1)", _("Previous code"), show=False),
        Binding("pagedown", "step(8)", _("Next page"), show=False),
        Binding("pageup", "step(-8)", _("Previous page"), show=False),
        Binding("tab", "mark", _("Mark: one of several codes"), priority=True),
        Binding("ctrl+n", "make", _("New code of what is typed"), priority=True),
        Binding("ctrl+enter", "stay", _("Code and stay"), priority=True),
        Binding("escape", "leave", _("Close")),
    ]
    DEFAULT_CSS = """
    CodePalette {
        background: transparent;
        & #palette { background: $panel; border: round $primary; padding: 0 1; }
        & OptionList {
            border: none; padding: 0; height: 1fr; background: $panel;
            scrollbar-size-vertical: 1; scrollbar-background: $panel;
            scrollbar-background-hover: $panel; scrollbar-color: $foreground 25%;
            & > .option-list--option-highlighted { background: $primary 25%; color: $foreground; }
            &:focus > .option-list--option-highlighted { background: $primary 25%; }
        }
        & #definition { height: 1; color: $text-muted; }
        & #keys { height: 1; color: $text-muted; }
    }
    """

    def __init__(
        self,
        codes: Sequence[Code],
        *,
        recent: Sequence[int] = (),
        counts: Mapping[int, int] | None = None,
        digits: Mapping[int, str] | None = None,
        passage: Region | None = None,
        on_stay: Callable[[Choice], None] | None = None,
        several: bool = False,
        make: bool = True,
        asks: str = "",
    ) -> None:
        super().__init__()
        self._recent, self._counts = list(recent), dict(counts or {})
        self._digits = digits or {}
        self._passage, self._on_stay = passage, on_stay
        self._several, self._make, self._asks = several, make, asks
        self._choices: list[Hit | str] = []
        self._marked: list[Choice] = []
        self._stepped, self._new = False, ""
        self._wide = _WIDTH
        self._take(codes)

    def _take(self, codes: Sequence[Code]) -> None:
        self._codes = codes
        self._letters, self._colors = letters(codes), colors(codes)

    def update_codes(self, codes: Sequence[Code]) -> None:
        """Show these codes instead, after one was made while the palette stays open."""
        self._take(codes)
        self._fill()

    def compose(self) -> ComposeResult:
        """Build the window."""
        with Vertical(id="palette"):
            asks = self._asks or _("Code: type a few letters")
            yield LiteralInput(placeholder=asks, select_on_focus=False)
            results = OptionList(markup=False)
            results.can_focus = False
            yield results
            yield Static(id="definition", markup=False)
            yield Static(id="keys", markup=False)

    def _keys(self) -> str:
        if self._marked:
            return keys_with_marked([*map(self._named, self._together())], self._wide)
        makes = self._new in self._choices[1:]
        return keys_told(
            codes=bool(self._on_stay or self._several), makes=makes, marks=self._several
        )

    def _named(self, choice: Choice) -> str:
        if isinstance(choice, str):
            return choice
        return next((code.name for code in self._codes if code.id == choice), "")

    def on_mount(self) -> None:
        """Open beside the passage with the codes used last."""
        self._place()
        self._fill()

    def on_resize(self, event: events.Resize) -> None:
        """Stay within the screen."""
        event.stop()
        self._place()
        self._fill()

    def _place(self) -> None:
        region = self._passage or Region(0, self.size.height // 3, _WIDTH, 1)
        around = Box(region.x - 2, region.y, region.width, region.height)
        box = beside(around, (_WIDTH, _ROWS + _AROUND), _AROUND + 3, self.size)
        window = self.query_one("#palette")
        window.styles.offset = (box.x, box.y)
        window.styles.width, window.styles.height = box.width, box.height
        self._wide = box.width - 5

    # What is offered

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what fits."""
        event.stop()
        self._fill()

    def _fill(self) -> None:
        typed = self.query_one(LiteralInput).value
        self._new = new_name(typed, self._codes) if self._make else ""
        self._choices, self._stepped = self._offers(typed), False
        results = self.query_one(OptionList)
        results.clear_options()
        results.add_options([Option(self._prompt(choice)) for choice in self._choices])
        first = 0 if typed else min(len(self._marked), len(self._choices) - 1)
        results.highlighted = first if self._choices else None
        self._describe()

    def _offers(self, typed: str) -> list[Hit | str]:
        hits = rank(typed, self._codes, self._recent, self._counts, self._letters)
        if not typed.strip():
            return marked_first(hits, self._marked)[:_SHOWN]
        return with_new(hits[:_SHOWN], self._new, typed)

    def _prompt(self, choice: Hit | str) -> Content:
        if isinstance(choice, str):
            return new_row(choice, marked=choice in self._marked)
        code = choice.code
        used = str(self._counts.get(code.id) or "")
        tail = f"{used} {self._digits.get(code.id, ''):2}" if self._digits else used
        return code_row(
            choice,
            self._letters[code.id],
            under_highlight(self.query_one(OptionList))(self._colors[code.id]),
            tail,
            self._wide,
            marked=code.id in self._marked,
        )

    def _describe(self) -> None:
        choice = self._highlighted
        definition = ""
        if isinstance(choice, Hit):
            definition = one_line(choice.code.definition) or _("(no definition)")
        self.query_one("#definition", Static).update(fitted(definition, self._wide))
        self.query_one("#keys", Static).update(self._keys())

    @property
    def _highlighted(self) -> Hit | str | None:
        index = self.query_one(OptionList).highlighted
        return None if index is None else self._choices[index]

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the definition of the code on which the highlight is."""
        event.stop()
        if event.option_index < len(self._choices):
            self._describe()

    # What is chosen

    def action_step(self, rows: int) -> None:
        """Move the highlight."""
        results = self.query_one(OptionList)
        self._stepped = True
        if self._choices:
            at = (results.highlighted or 0) + rows
            results.highlighted = min(max(at, 0), len(self._choices) - 1)

    def _choice(self) -> Choice | None:
        return chosen.code.id if isinstance(chosen := self._highlighted, Hit) else chosen

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return what is highlighted."""
        event.stop()
        self._return()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return what was clicked."""
        event.stop()
        self._stepped = True
        self._return()

    def _return(self) -> None:
        together = self._together()
        if len(together) == 1:
            self.dismiss(together[0])
        elif together:
            self.dismiss(tuple(together))

    def _together(self) -> list[Choice]:
        """Return what Enter chooses: what is marked, and the highlighted code if it was meant:
        something was typed, or the highlight was moved there."""
        choice, typed = self._choice(), self.query_one(LiteralInput).value.strip()
        meant = bool(typed) or self._stepped or not self._marked
        if choice is None or choice in self._marked or not meant:
            return list(self._marked)
        return [*self._marked, choice]

    def action_make(self) -> None:
        """Choose a new code of just what is typed, whatever else fits it."""
        if self._new in self._choices:
            self.query_one(OptionList).highlighted = self._choices.index(self._new)
            self._return()

    def action_mark(self) -> None:
        """Mark what is highlighted as one of several, or take the mark off; empty the field."""
        choice = self._choice()
        if choice is None or not self._several:
            return
        if choice in self._marked:
            self._marked.remove(choice)
        else:
            self._marked.append(choice)
        self._start_over()

    def action_stay(self) -> None:
        """Hand over what is highlighted and go on with an empty field."""
        choice = self._choice()
        if choice is None or self._on_stay is None:
            return
        if isinstance(choice, int):
            self._recent = [choice, *(code for code in self._recent if code != choice)]
            self._counts[choice] = self._counts.get(choice, 0) + 1
        self._on_stay(choice)
        self._start_over()

    def _start_over(self) -> None:
        """Empty the field, and offer what fits that."""
        field = self.query_one(LiteralInput)
        if field.value:
            field.value = ""
        else:
            self._fill()

    def action_leave(self) -> None:
        """Return None."""
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """Close on a click beside the window."""
        if not self.query_one("#palette").region.contains(event.screen_x, event.screen_y):
            self.dismiss(None)
