"""What stands on the memos screen: the list, the memo under the highlight."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Static

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _, counted
from kwalcode.project.memos import KINDS, Noted, all_noted, chosen
from kwalcode.project.reads.notes import Link, links_of, quoted_text
from kwalcode.project.study import Study
from kwalcode.tui.leaving import still_there
from kwalcode.tui.screens.bench import BenchScreen
from kwalcode.tui.screens.keys import KeysLine
from kwalcode.tui.screens.memos.list import MemoList
from kwalcode.tui.screens.memos.pane import Draft, MemoPane
from kwalcode.tui.session import Session
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.literal import LiteralInput

WIDE = 100
"""From this width on, the text of a memo stands beside the list."""
_REST = 0.08
"""So many seconds the highlight rests before the passage and the links are read."""
NEW = 0
"""Stands for the id of a note that is not written yet."""


class MemosDesk(BenchScreen):
    """Reads the memos, away from the screen's thread; shows those that the filters leave."""

    DEFAULT_CSS = """
    MemosDesk {
        background: $surface;
        & #kinds { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis;
                   link-style: none; link-color: $text-muted;
                   link-style-hover: none; link-color-hover: $foreground;
                   link-background-hover: $foreground 15%; }
        & #find { display: none; margin: 0 1; padding: 0 1; background: $foreground 8%; }
        & #find.shown { display: block; }
        & #sides { height: 1fr; }
        & #list { width: 1fr; }
        & MemoPane { width: 1fr; display: none; }
        &.reading MemoPane { display: block; }
        &.reading #list { display: none; }
        &.wide MemoPane { display: block; border-left: solid $panel; }
        &.wide #list { display: block; }
        & #empty { display: none; padding: 1 2; color: $text-muted; height: 1fr; }
        &.empty #empty { display: block; }
        &.empty MemoList { display: none; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.memos = MemoList(id="memos")
        self.pane = MemoPane(id="pane")
        self.find = LiteralInput(id="find", select_on_focus=False)
        self.noted: list[Noted] = []
        self.shown: list[Noted] = []
        self.drafts: dict[int, Draft] = {}
        self._about = self._author = self._needle = ""
        self._by_date = False
        self._kinds = Static(id="kinds", markup=False)
        self._empty = Static(id="empty", markup=False)
        self._wanted: int | None = None
        self._resting: asyncio.TimerHandle | None = None
        self._left_at: Widget | None = None

    def compose(self) -> ComposeResult:
        """Build the screen."""
        self.find.placeholder = _("words in a memo, or in what it is about")
        yield self.top
        yield self._kinds
        yield self.find
        with Horizontal(id="sides"):
            with Vertical(id="list"):
                yield self.memos
                yield self._empty
            yield self.pane
        yield KeysLine()

    def on_mount(self) -> None:
        """Begin in the list, or where one was."""
        (self._left_at or self.memos).focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember where one is."""
        self._left_at = event.widget

    def on_resize(self, size: events.Resize) -> None:
        """Put the text beside the list where there is room."""
        self.set_class(size.size.width >= WIDE, "wide")

    @property
    def typing(self) -> bool:
        """Whether one is in the fields of a memo that is edited."""
        fields = (self.pane.area, self.pane.title_field)
        return self.pane.editing and any(field.has_focus for field in fields)

    @property
    def wide(self) -> bool:
        """Whether list and text stand beside each other."""
        return self.has_class("wide")

    # Reading

    def renew(self) -> None:
        """Read the memos anew."""
        self._read()

    @work(exclusive=True, group="memos")
    async def _read(self) -> None:
        def read(study: Study) -> list[Noted]:
            with study.reading() as connection:
                return all_noted(connection)

        try:
            found = await self.away(read)
        except KwalcodeError as error:
            self.complain(error)
            return
        if found is None:  # one went elsewhere meanwhile: read when one comes back
            self.read_again()
        else:
            shown = {coder.id for coder in self.session.coders if self.session.shows(coder)}
            self.noted = [one for one in found if one.memo.coder in shown]
            self.show_memos()

    def show_memos(self) -> None:
        """Show the memos that the filters leave."""
        found = chosen(self.noted, about=self._about, author=self._author, needle=self._needle)
        if self._by_date:
            found.sort(key=lambda one: (one.memo.changed, one.memo.id), reverse=True)
        self.shown, wanted, self._wanted = found, self._wanted, None
        self.memos.load(found, by_date=self._by_date, at=wanted)
        self.set_class(not found, "empty")
        if self.noted:
            self._empty.update(_("No memo fits. Esc shows all of them."))
        else:
            self._empty.update(
                _("No memos yet. n writes a free note; m in the transcript, one about a passage.")
            )
        self._show_filters()

    def show_memo(self, memo: int) -> None:
        """Put the highlight on the memo with this id, whatever is filtered."""
        self._about = self._author = self._needle = ""
        self._wanted = memo
        if still_there(self):
            self.show_memos()

    def _show_filters(self) -> None:
        n = counted("{n} memo", "{n} memos", len(self.shown))
        filters = [self._author, f"“{self._needle}”" if self._needle else ""]
        self.top.show(_("Memos"), one_line(", ".join(filter(None, filters))), (n,))
        self._kinds.update(self._kinds_line())

    def _kinds_line(self) -> Content:
        there = {one.memo.about for one in self.noted} | {"", self._about}
        parts = []
        for number, kind in enumerate(("", *KINDS)):
            if kind in there:
                part = Content(f"{number} {_short(kind)}")
                part = part.stylize("bold reverse") if kind == self._about else part
                parts.append(part.stylize(Style.from_meta({"@click": f"screen.kind({number})"})))
        return Content("  ").join(parts)

    # The memo under the highlight

    def on_memo_list_highlighted(self, message: MemoList.Highlighted) -> None:
        """Show the memo under the highlight."""
        self.show_one(message.noted)

    def show_one(self, noted: Noted | None) -> None:
        """Show a memo, with what was typed into it and not saved."""
        if self.typing:  # what was changed elsewhere does not take the text from one's hands
            if noted is not None and noted.memo.id == self.pane_id:
                self.pane.head(noted)
                self._read_about(noted)
            return
        self.pane_id = noted.memo.id if noted else None
        if noted is None:
            self.pane.show_nothing()
            return
        stored = Draft(noted.memo.title, noted.memo.text)
        draft = self.drafts.get(noted.memo.id)
        self.pane.show(noted, draft or stored, editing=draft is not None)
        self.pane.tell(_("Not saved yet: Ctrl+S saves.") if draft else "")
        if self._resting is not None:
            self._resting.cancel()
        loop = asyncio.get_running_loop()
        self._resting = loop.call_later(_REST, self._read_about, noted)

    pane_id: int | None = None
    """The id of the memo in the pane, `NEW` for one not written yet."""

    @work(exclusive=True, group="about")
    async def _read_about(self, noted: Noted) -> None:
        """Read the passage that a memo is about, and a note's links."""

        def read(study: Study) -> tuple[str, Sequence[tuple[Link, str]]]:
            with study.reading() as connection:
                if noted.memo.about == "quotation":
                    return quoted_text(connection, noted.memo.about_id or 0), ()
                found = links_of(connection, noted.memo.id) if noted.links else []
                return "", [(link, quoted_text(connection, link.quotation)) for link in found]

        try:
            found = await self.away(read)
        except KwalcodeError as error:
            self.complain(error)
            return
        if found is not None and self.pane_id == noted.memo.id:
            self.pane.show_about(noted, *found)


def _short(kind: str) -> str:
    return {
        "": _("all"),
        "project": _("notes"),
        "document": _("documents"),
        "quotation": _("passages"),
        "code": _("codes"),
        "theme": _("themes"),
        "respondent": _("respondents"),
        "pattern": _("patterns"),
    }[kind]
