"""One memo: what it is about, its title and text, read or edited in place, and its links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static, TextArea

from kwalcode.i18n import _, counted
from kwalcode.project.memos import Noted
from kwalcode.project.moments import local_minute
from kwalcode.project.reads.notes import Link
from kwalcode.tui.screens.memos.list import LinkList
from kwalcode.tui.text.visible import one_line, visible
from kwalcode.tui.widgets.literal import LiteralArea, LiteralInput

_EXCERPT = 300


@dataclass(frozen=True, slots=True)
class Draft:
    """A title and a text as they stand in the fields."""

    title: str
    text: str


class _Area(LiteralArea):
    """The memo's text. While it is only read, up and down scroll it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.open", _("Place"), tooltip=_("Go to what the memo is about")),
        Binding("j", "cursor_down", _("Scroll down"), show=False),
        Binding("k", "cursor_up", _("Scroll up"), show=False),
    ]

    def action_cursor_down(self, select: bool = False) -> None:
        """Go a line down, or scroll."""
        if self.read_only:
            self.scroll_relative(y=1, animate=False)
        else:
            super().action_cursor_down(select)

    def action_cursor_up(self, select: bool = False) -> None:
        """Go a line up, or scroll."""
        if self.read_only:
            self.scroll_relative(y=-1, animate=False)
        else:
            super().action_cursor_up(select)


class MemoPane(Vertical):
    """Shows a memo; while `editing`, its title and text are fields."""

    DEFAULT_CSS = """
    MemoPane {
        background: $surface; padding: 0 1;
        & #about { height: auto; max-height: 8; }
        & #state { height: auto; color: $text-warning; }
        & #state.empty { display: none; }
        & #title { display: none; margin: 1 0 0 0; padding: 0 1; background: $foreground 8%; }
        & #shown { height: auto; margin: 1 0 0 0; text-style: bold; }
        & #shown.empty { display: none; }
        & _Area { height: 1fr; margin: 1 0 0 0; background: $surface; padding: 0;
            border: none; scrollbar-size-vertical: 1;
            &:focus { background: $surface; border: none; }
            & .text-area--cursor-line, &:focus .text-area--cursor-line {
                background: $foreground 0%; }
        }
        & #links-title { height: 1; margin: 1 0 0 0; color: $text-muted;
            text-style: bold; }
        & LinkList { height: auto; }
        &.unlinked #links-title, &.unlinked LinkList { display: none; }
        &.editing #title { display: block; }
        &.editing #shown { display: none; }
        &.editing _Area { background: $foreground 8%; padding: 0 1; }
        &.nothing > * { display: none; }
    }
    """

    class Typed(Message):
        """The title or the text in the fields became another."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, classes="nothing unlinked")
        self._number: int | None = None
        self._about = Static(id="about", markup=False)
        self._state = Static(id="state", classes="empty", markup=False)
        self._shown = Static(id="shown", markup=False)
        self._links_title = Static(id="links-title", markup=False)
        self.title_field = LiteralInput(id="title", select_on_focus=False)
        self.area = _Area(soft_wrap=True, tab_behavior="focus", read_only=True)
        self.links = LinkList(id="links")

    def compose(self) -> ComposeResult:
        """Build the pane."""
        self.title_field.placeholder = _("title (may stay empty)")
        yield self._about
        yield self._state
        yield self._shown
        yield self.title_field
        yield self.area
        yield self._links_title
        yield self.links

    def on_mount(self) -> None:
        """Nothing can be typed until a memo is edited."""
        self.area.show_cursor = False

    @property
    def editing(self) -> bool:
        """Whether the memo is being edited."""
        return self.has_class("editing")

    @property
    def typed(self) -> Draft:
        """What stands in the fields."""
        return Draft(self.title_field.value, self.area.text)

    def show(self, noted: Noted | None, draft: Draft, *, editing: bool) -> None:
        """Show a memo, None for a note that is not written yet, with these texts."""
        self.remove_class("nothing")
        self.set_class(editing, "editing")
        self.head(noted)
        self._shown.update(one_line(draft.title))
        self._shown.set_class(not draft.title.strip(), "empty")
        self.area.read_only = not editing
        self.area.show_cursor = editing
        if self.typed != draft:
            with self.prevent(Input.Changed, TextArea.Changed):
                self.title_field.value = draft.title
                self.area.load_text(draft.text)
        number = noted.memo.id if noted else None
        if number != self._number:  # those of the same memo stay until they are read anew
            self._number = number
            self.add_class("unlinked")

    def head(self, noted: Noted | None) -> None:
        """Show what the memo is about, by whom and when; None for one not written yet."""
        self._about.update(_heading(noted))

    def show_nothing(self) -> None:
        """Show that there is no memo."""
        self.remove_class("editing")
        self.add_class("nothing")

    def show_about(self, noted: Noted, excerpt: str, links: Sequence[tuple[Link, str]]) -> None:
        """Show what was read of what a memo is about: the passage, the links."""
        if excerpt:
            cut = excerpt if len(excerpt) <= _EXCERPT else excerpt[: _EXCERPT - 1].rstrip() + "…"
            quote = Content(f"\n“{visible(cut)}”").stylize("italic")
            self._about.update(_heading(noted) + quote)
        self.links.load(links)
        self._links_title.update(
            counted("LINKED TO {n} PASSAGE", "LINKED TO {n} PASSAGES", len(links))
        )
        self.set_class(not links, "unlinked")

    def tell(self, state: str) -> None:
        """Tell something of the text being typed, in a line above it."""
        self._state.update(state)
        self._state.set_class(not state, "empty")

    def begin(self) -> None:
        """Go on writing at the end."""
        self.area.focus()
        self.area.move_cursor(self.area.document.end)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell that the title became another."""
        event.stop()
        self.post_message(self.Typed())

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell that the text became another."""
        event.stop()
        self.post_message(self.Typed())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on from the title to the text."""
        event.stop()
        self.area.focus()


def _heading(noted: Noted | None) -> Content:
    if noted is None:
        return Content(_("New free note")).stylize("bold")
    about = {
        "project": _("Free note"),
        "document": _("About the document {subject}"),
        "quotation": _("About a passage in {subject}"),
        "code": _("About the code {subject}"),
        "theme": _("About the theme {subject}"),
        "pattern": _("About the pattern {subject}"),
        "respondent": _("About the respondent {subject}"),
    }.get(noted.memo.about, "{subject}")
    line = one_line(about.format(subject=noted.subject))
    by = f"{one_line(noted.author)}   {local_minute(noted.memo.changed)}"
    return Content(f"{line}\n").stylize("bold") + Content(by).stylize("$text-muted")
