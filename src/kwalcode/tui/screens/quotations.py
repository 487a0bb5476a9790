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
from kwalcode.tui.screens.lines import TopLine
from kwalcode.tui.session import PAGE, Overview, Quoted, Session
from kwalcode.tui.text.visible import one_line, visible

_AHEAD = 10
"""So many rows before the end, the next page is read."""


class _Quotations(OptionList, inherit_bindings=False):
    """The list; its keys are told in our words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", _("Go to the place")),
        Binding("down,j", "cursor_down", _("Next quotation"), show=False),
        Binding("up,k", "cursor_up", _("Previous quotation"), show=False),
        Binding("pagedown,ctrl+f", "page_down", _("Next page"), show=False),
        Binding("pageup,ctrl+b", "page_up", _("Previous page"), show=False),
        Binding("home,g", "first", _("First quotation"), show=False),
        Binding("end,G", "last", _("Last quotation read so far"), show=False),
    ]


class QuotationsScreen(Screen[Coding | None]):
    """Lists a code's quotations, a page at a time; returns the one whose place is wanted.

    `overview` tells how many there are and what tells the respondents apart; `at` is the row
    to begin at.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *COMMON,
        Binding("escape,backspace,q", "leave", _("Back")),
        Binding("y,ctrl+c", "copy", _("Copy with attribution")),
    ]
    DEFAULT_CSS = """
    QuotationsScreen {
        background: $surface;
        & #definition { height: auto; max-height: 3; max-width: 84; margin: 1 0; padding: 0 1;
                        color: $foreground 70%; }
        & OptionList, & OptionList:focus {
            border: none; height: 1fr; max-width: 84; padding: 0; background: $surface;
            background-tint: $foreground 0%;
            scrollbar-size-vertical: 1; scrollbar-background: $surface; scrollbar-color: $panel;
            scrollbar-gutter: stable;
            & > .option-list--option { padding: 0 1; }
            & > .option-list--option-highlighted {
                background: $primary 25%; color: $foreground; text-style: none;
            }
        }
        & #empty { display: none; height: 1fr; max-width: 84; padding: 0 1;
                   color: $foreground 70%; }
        &.empty OptionList { display: none; }
        &.empty #empty { display: block; }
    }
    """

    def __init__(self, session: Session, code: Code, overview: Overview, at: int = 0) -> None:
        super().__init__()
        self._session, self._code, self._overview, self._start_at = session, code, overview, at
        self._rows: list[Quoted] = []
        self._more, self._under_way = True, False
        self._top, self._list = TopLine(), _Quotations(markup=False)

    def compose(self) -> ComposeResult:
        """Build the screen."""
        yield self._top
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
        self._top.show(self._code.path, "", ())
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
        self._list.add_options(Option(self._shown(quoted)) for quoted in page)

    def _shown(self, quoted: Quoted) -> Content:
        label = self._overview.labels.get(quoted.coding.document, "")
        by = "   ".join(map(one_line, filter(None, (quoted.document, label, quoted.coder))))
        return Content(f"“{visible(quoted.text)}”\n") + Content(f"{by}\n").stylize("dim")

    def _tell(self, having: int, respondents: int) -> None:
        codings = self._overview.counts.get(self._code.id, 0)
        facts = (
            _("all coders"),
            _("in {n} of {total} respondents").format(n=having, total=respondents),
            counted("{n} coding", "{n} codings", codings),
        )
        self._top.show(self._code.path, "", facts)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Read the next page before the end is reached."""
        if self._more and not self._under_way and event.option_index >= len(self._rows) - _AHEAD:
            self._read()

    # Acting

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the place."""
        event.stop()
        self.dismiss(self._rows[event.option_index].coding)

    def action_copy(self) -> None:
        """Copy the quotation with its attribution."""
        if self._rows:
            quoted = self._rows[self.at]
            self.app.copy_to_clipboard(f"“{quoted.text}” ({quoted.document})")
            self.notify(_("Copied with its attribution."))

    def action_leave(self) -> None:
        """Go back to where one was."""
        self.dismiss(None)
