"""The quotations of a code: read them side by side, Enter goes to the place."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _, counted
from kwalcode.model import Code, Coding
from kwalcode.tui.screens.keys import COMMON, KeysLine
from kwalcode.tui.session import PAGE, Quoted, Session
from kwalcode.tui.text.visible import one_line, visible

_AHEAD = 10
"""So many rows before the end, the next page is read."""


class QuotationsScreen(Screen[Coding | None]):
    """Lists a code's quotations, a page at a time; returns the one whose place is wanted.

    `codings` is how many there are, `at` the row to begin at.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *COMMON,
        Binding("escape,backspace,q", "leave", _("Back")),
        Binding("enter", "go", _("Go to the place")),
        Binding("y,ctrl+c", "copy", _("Copy with attribution")),
        Binding("down,j", "step(1)", _("Next quotation"), show=False),
        Binding("up,k", "step(-1)", _("Previous quotation"), show=False),
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
        & #empty { display: none; height: 1fr; padding: 1 2; color: $foreground 70%; }
        &.empty OptionList { display: none; }
        &.empty #empty { display: block; }
    }
    """

    def __init__(self, session: Session, code: Code, codings: int = 0, at: int = 0) -> None:
        super().__init__()
        self._session, self._code, self._codings, self._start_at = session, code, codings, at
        self._rows: list[Quoted] = []
        self._more, self._under_way = True, False
        self._list = OptionList(markup=False)

    def compose(self) -> ComposeResult:
        """Build the screen."""
        yield Static(Content(one_line(self._code.path)).stylize("bold"), id="head", markup=False)
        definition = one_line(self._code.definition) or _("(no definition)")
        yield Static(definition, id="definition", markup=False)
        yield self._list
        yield Static(
            _("No quotations yet. Esc goes back; select a passage and press c."),
            id="empty",
            markup=False,
        )
        yield KeysLine()

    def on_mount(self) -> None:
        """Paint first; the first page comes from another thread."""
        self._list.focus()
        self._read()

    @property
    def at(self) -> int:
        """The row under the highlight, to come back to."""
        return self._list.highlighted or 0

    # Reading

    @work
    async def _read(self) -> None:
        """Read the next page, and as many more as it takes to come to the row to begin at."""
        self._under_way = True
        try:
            if not self._rows:
                self._tell(*await asyncio.to_thread(self._session.respondents_of, self._code.id))
            await self._read_page()
            while self._more and len(self._rows) <= self._start_at:
                await self._read_page()
        except KwalcodeError as error:
            self._more = False
            self.notify(str(error), severity="error")
        finally:
            self._under_way = False
        self.set_class(not self._rows, "empty")
        if self._rows and self._list.highlighted is None:
            self._list.highlighted = min(self._start_at, len(self._rows) - 1)

    async def _read_page(self) -> None:
        after = self._rows[-1].coding if self._rows else None
        page = await asyncio.to_thread(self._session.quotations, self._code.id, after)
        if not self.is_attached:
            return
        self._more = len(page) == PAGE
        self._rows += page
        self._list.add_options(Option(_shown(quoted)) for quoted in page)

    def _tell(self, having: int, respondents: int) -> None:
        said = counted("{n} coding", "{n} codings", self._codings)
        where = _("in {n} of {total} respondents, all coders").format(n=having, total=respondents)
        head = Content(one_line(self._code.path)).stylize("bold") + Content(f"   {said} {where}")
        self.query_one("#head", Static).update(head)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Read the next page before the end is reached."""
        if self._more and not self._under_way and event.option_index >= len(self._rows) - _AHEAD:
            self._read()

    # Acting

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the place."""
        event.stop()
        self.dismiss(self._rows[event.option_index].coding)

    def action_go(self) -> None:
        """Return the place under the highlight."""
        if self._rows:
            self.dismiss(self._rows[self.at].coding)

    def action_step(self, rows: int) -> None:
        """Move the highlight."""
        if self._rows:
            self._list.highlighted = min(max(self.at + rows, 0), len(self._rows) - 1)

    def action_copy(self) -> None:
        """Copy the quotation with its attribution."""
        if self._rows:
            quoted = self._rows[self.at]
            self.app.copy_to_clipboard(f"“{quoted.text}” ({quoted.document})")
            self.notify(_("Copied with its attribution."))

    def action_leave(self) -> None:
        """Go back to where one was."""
        self.dismiss(None)


def _shown(quoted: Quoted) -> Content:
    by = f"{one_line(quoted.document)}   {one_line(quoted.coder)}\n"
    return Content(f"“{visible(quoted.text)}”\n") + Content(by).stylize("dim")
