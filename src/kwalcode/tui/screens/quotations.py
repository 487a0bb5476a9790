"""The quotations of a code: read them side by side, Enter goes to the place."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from kwalcode.i18n import _, counted
from kwalcode.model import Code, Coding
from kwalcode.tui.session import Session
from kwalcode.tui.text.visible import one_line, visible


class QuotationsScreen(Screen[Coding | None]):
    """Lists a code's quotations, fifty at a time; returns the one whose place is wanted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,backspace,q", "leave", _("Back"), key_display="esc"),
        Binding("down,j", "step(1)", _("Next quotation"), show=False),
        Binding("up,k", "step(-1)", _("Previous quotation"), show=False),
        Binding("enter", "go", _("Go to the place"), key_display="⏎"),
        Binding("y,ctrl+c", "copy", _("Copy with attribution")),
    ]
    DEFAULT_CSS = """
    QuotationsScreen {
        background: $surface;
        & #head { height: 1; padding: 0 1; background: $panel; }
        & #definition { height: auto; max-height: 3; padding: 0 1; color: $foreground 70%; }
        & OptionList, & OptionList:focus {
            border: none; height: 1fr; background: $surface; padding: 0 1;
            scrollbar-size-vertical: 1; scrollbar-background: $surface; scrollbar-color: $panel;
            & > .option-list--option-highlighted {
                background: $primary 25%; color: $foreground; text-style: none;
            }
        }
        & #empty { padding: 1 2; color: $foreground 70%; }
    }
    """

    def __init__(self, session: Session, code: Code, at: int = 0) -> None:
        super().__init__()
        self._session, self._code, self._start_at = session, code, at
        self._rows: list[tuple[Coding, str, str]] = []
        self._more = True

    def compose(self) -> ComposeResult:
        """Build the screen."""
        yield Static(id="head", markup=False)
        yield Static(
            one_line(self._code.definition) or _("(no definition)"), id="definition", markup=False
        )
        yield OptionList(markup=False)
        yield Static(
            _("No quotations yet. Esc goes back; select a passage and press c."),
            id="empty",
            markup=False,
        )
        yield Footer()

    def on_mount(self) -> None:
        """Fill the first page."""
        having, total = self._session.respondents_of(self._code.id)
        codings = self._session.counts().get(self._code.id, 0)
        said = counted("{n} coding", "{n} codings", codings)
        where = _("in {n} of {total} respondents, all coders").format(n=having, total=total)
        self.query_one("#head", Static).update(
            Content(one_line(self._code.path)).stylize("bold") + Content(f"   {said} {where}")
        )
        while self._more and len(self._rows) <= self._start_at:
            self._fetch()
        results = self.query_one(OptionList)
        results.display = bool(self._rows)
        self.query_one("#empty").display = not self._rows
        if self._rows:
            results.highlighted = min(self._start_at, len(self._rows) - 1)
            results.focus()

    @property
    def at(self) -> int:
        """The row under the highlight, to come back to."""
        return self.query_one(OptionList).highlighted or 0

    def _fetch(self) -> None:
        page = self._session.quotations(self._code.id, self._rows[-1][0] if self._rows else None)
        self._more = len(page) == 50
        self._rows += page
        names = {coder.id: coder.name for coder in self._session.coders}
        self.query_one(OptionList).add_options(
            Option(_quoted(text, name, names.get(coding.coder, ""))) for coding, name, text in page
        )

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Fetch the next page before the end is reached."""
        if self._more and event.option_index >= len(self._rows) - 10:
            self._fetch()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the place."""
        event.stop()
        self.dismiss(self._rows[event.option_index][0])

    def action_go(self) -> None:
        """Return the place under the highlight."""
        if self._rows:
            self.dismiss(self._rows[self.at][0])

    def action_step(self, rows: int) -> None:
        """Move the highlight."""
        results = self.query_one(OptionList)
        if self._rows:
            results.highlighted = min(max(self.at + rows, 0), len(self._rows) - 1)

    def action_copy(self) -> None:
        """Copy the quotation with its attribution."""
        if self._rows:
            _coding, name, text = self._rows[self.at]
            self.app.copy_to_clipboard(f"“{text}” ({name})")
            self.notify(_("Copied with its attribution."))

    def action_leave(self) -> None:
        """Go back to where one was."""
        self.dismiss(None)


def _quoted(text: str, document: str, coder: str) -> Content:
    return Content(f"“{visible(text)}”\n") + Content(
        f"{one_line(document)}   {one_line(coder)}\n"
    ).stylize("dim")
