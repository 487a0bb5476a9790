"""What a code means: definition, inclusion, exclusion, example, question."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kwalcode.i18n import _, counted
from kwalcode.model import Code
from kwalcode.tui.text.visible import one_line, visible


class CodeCard(VerticalScroll, can_focus=False):
    """Shows the fields of one code; empty ones take no room."""

    DEFAULT_CSS = """
    CodeCard {
        height: auto;
        background: $surface;
        padding: 0 1;
        scrollbar-size-vertical: 1;
        scrollbar-background: $surface;
        scrollbar-color: $panel;
        & > Static { width: 1fr; height: auto; }
    }
    """

    def compose(self) -> ComposeResult:
        """Build the card."""
        yield Static(markup=False)

    def show(self, code: Code | None, codings: int = 0) -> None:
        """Show a code and how many codings it has; None empties the card."""
        self.query_one(Static).update(card(code, codings) if code else "")
        self.scroll_home(animate=False)


def card(code: Code, codings: int = 0) -> Content:
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
    )
    parts: list[Content] = [
        Content(one_line(code.name)).stylize("bold") + Content(head).stylize("dim")
    ]
    for label, value in fields:
        if value.strip():
            parts.append(Content(label).stylize("bold dim") + Content(visible(value.strip())))
    return Content("\n").join(parts)
