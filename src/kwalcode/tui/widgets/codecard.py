"""The inspector: the codings at a place, and what a code means."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from kwalcode.i18n import _, counted
from kwalcode.model import Code
from kwalcode.tui.text.stripes import CodingMark
from kwalcode.tui.text.visible import one_line, visible
from kwalcode.tui.widgets.marks import on_ground_of
from kwalcode.tui.widgets.painting import paint_along


@dataclass(frozen=True, slots=True)
class Inspected:
    """What the inspector tells: the marks at a place (one's own first), which of them (`chosen`,
    from 0) is looked at, and of one code its fields, its number of codings and the memos about
    it: who wrote each ("" for oneself) and the text."""

    code: Code | None = None
    codings: int = 0
    memos: tuple[tuple[str, str], ...] = ()
    here: tuple[CodingMark, ...] = ()
    chosen: int = 0


class CodeCard(ScrollView, can_focus=False):
    """Shows the codings at a place and the fields of one code; empty ones take no room.

    It follows the caret, so it paints itself line by line: a widget of text would lay out the
    whole screen whenever it says something else.
    """

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = """
    CodeCard {
        height: auto;
        background: $surface;
        padding: 0 0 0 1;
        overflow-x: hidden;
        scrollbar-gutter: stable;
        scrollbar-size: 0 1;
        scrollbar-background: $surface;
        scrollbar-color: $panel;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._inspected = Inspected()
        self._lines: list[Strip] = []

    def inspect(self, inspected: Inspected) -> None:
        """Show something else; what is shown already costs nothing."""
        if inspected != self._inspected:
            self._inspected = inspected
            self._write()
            self.scroll_home(animate=False)

    def show(self, code: Code | None, codings: int = 0) -> None:
        """Show a code and how many codings it has; None empties the card."""
        self.inspect(Inspected(code, codings))

    @property
    def told(self) -> Content:
        """What the card says, in the colours of the present theme."""
        return told_of(self._inspected, on_ground_of(self))

    def _write(self) -> None:
        width = self.scrollable_content_region.width
        self._lines = self._wrapped(width)
        # Another size of what can be scrolled has Textual lay out the whole screen: it stays the
        # same as long as nothing needs scrolling.
        seen = 0 if self.styles.is_auto_height else self.size.height
        self.virtual_size = Size(width, max(len(self._lines), seen))
        if self.styles.is_auto_height:
            self.refresh(layout=True)
        else:
            paint_along(self)

    def _wrapped(self, width: int) -> list[Strip]:
        return Visual.to_strips(self, self.told, width, None, self.visual_style) if width else []

    def get_content_height(self, _container: Size, _viewport: Size, width: int) -> int:
        """Return how many rows the card needs at a width."""
        return len(self._wrapped(width))

    def on_resize(self) -> None:
        """Wrap for the new width."""
        self._write()

    def notify_style_update(self) -> None:
        """Follow the theme."""
        super().notify_style_update()
        if self.is_attached:
            self.call_after_refresh(self._write)

    def render_line(self, y: int) -> Strip:
        """Return one row of the screen."""
        row, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if row < len(self._lines):
            return self._lines[row].adjust_cell_length(width, self.rich_style)
        return Strip.blank(width, self.rich_style)


def told_of(inspected: Inspected, legible: Callable[[str], str]) -> Content:
    """Return what the inspector says, outside text taken literally; `legible` makes a code's
    colour one that can be read."""
    parts = []
    if inspected.here:
        parts += [*_listed(inspected, legible), Content("")]
    if inspected.code is not None:
        parts.append(card(inspected.code, inspected.codings, inspected.memos))
    return Content("\n").join(parts)


def _listed(inspected: Inspected, legible: Callable[[str], str]) -> Iterator[Content]:
    count = len(inspected.here)
    yield Content(counted("{n} coding here", "{n} codings here", count)).stylize("$text-muted")
    for row, mark in enumerate(inspected.here):
        looked_at = row == inspected.chosen
        line = Content("› " if looked_at and count > 1 else "  ")
        line += Content(mark.letters).stylize(f"bold {legible(mark.color)}")
        line += Content(f" {one_line(mark.name)}").stylize("bold" if looked_at else "")
        yield line + Content(f"  {one_line(mark.coder)}").stylize("$text-muted")


def card(code: Code, codings: int = 0, memos: tuple[tuple[str, str], ...] = ()) -> Content:
    """Return what the card says about a code, outside text taken literally."""
    origins = {
        "deductive": _("deductive"),
        "inductive": _("inductive"),
        "in vivo": _("in vivo"),
    }
    head = f"  {origins.get(code.origin, code.origin)}, " + (
        counted("{n} coding", "{n} codings", codings) if codings else _("not used yet")
    )
    fields = (
        ("", code.definition or _("No definition yet.")),
        (_("Include: "), code.include),
        (_("Exclude: "), code.exclude),
        (_("Example: "), code.example),
        (_("Question: "), code.question),
        *((_memo_of(coder), text) for coder, text in memos),
    )
    parts: list[Content] = [
        Content(one_line(code.name)).stylize("bold") + Content(head).stylize("$text-muted")
    ]
    for label, value in fields:
        if value.strip():
            parts.append(
                Content(label).stylize("bold $text-muted") + Content(visible(value.strip()))
            )
    return Content("\n").join(parts)


def _memo_of(coder: str) -> str:
    return _("Memo of {coder}: ").format(coder=one_line(coder)) if coder else _("Memo: ")
