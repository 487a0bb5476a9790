"""Tells what a merge of codes will do, and asks whether and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from kwalcode.i18n import _, counted
from kwalcode.project.acts.merging import described
from kwalcode.project.merging import MergePlan
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.literal import LiteralInput
from kwalcode.tui.widgets.window import Window


class MergeScreen(Window[str | None]):
    """Shows a plan; returns the reason (perhaps empty) when it is wanted, None when it is not."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "merge", _("Merge")),
        Binding("escape", "leave", _("Cancel")),
    ]
    DEFAULT_CSS = """
    MergeScreen {
        align: center middle;
        background: $background 40%;
        & #merge {
            width: 72; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
            background: $panel; border: round $primary; border-title-color: $foreground;
            border-subtitle-color: $text-muted;
        }
        & #plan { height: auto; margin: 0 0 1 0; }
        & LiteralInput { background: $foreground 10%; padding: 0 1; }
        & LiteralInput:focus { background: $foreground 10%; padding: 0 1; }
    }
    """

    def __init__(self, plan: MergePlan) -> None:
        super().__init__()
        self._plan = plan

    def compose(self) -> ComposeResult:
        """Build the window."""
        with Vertical(id="merge") as window:
            window.border_title = _("Merge codes")
            window.border_subtitle = _("Enter merges   Esc cancels   undo brings all back")
            yield Static("\n".join(plan_lines(self._plan)), id="plan", markup=False)
            yield LiteralInput(placeholder=_("Why? Kept in the history; may stay empty"))

    def on_input_submitted(self) -> None:
        """Merge."""
        self.action_merge()

    def action_merge(self) -> None:
        """Return the reason."""
        self.dismiss(self.query_one(LiteralInput).value.strip())

    def action_leave(self) -> None:
        """Return None."""
        self.dismiss(None)


def plan_lines(plan: MergePlan) -> Iterator[str]:
    """Yield what a merge will do, a line each."""
    target = one_line(plan.target.name)
    names = ", ".join(f"'{one_line(code.path)}'" for code in plan.sources)
    yield _("{names} into '{target}':").format(names=names, target=one_line(plan.target.path))
    yield ""
    yield "• " + counted("{n} coding moves", "{n} codings move", plan.codings) + _doubles(plan)
    now, then = plan.respondents
    yield "• " + _("respondents with '{target}': {now} now, {then} then").format(
        target=target, now=now, then=then
    )
    for placed in plan.placed:
        name = one_line(placed.name)
        if placed.parent == plan.target.id:
            yield "• " + _("'{code}' will hang under '{target}'").format(code=name, target=target)
        else:
            yield "• " + _("'{code}' moves one level up").format(code=name)
    if plan.taken_over:
        yield "• " + _("'{target}' had no {fields}: taken over").format(
            target=target, fields=_fields(plan)
        )
    yield from ("• " + line for line in _along(plan))


def _doubles(plan: MergePlan) -> str:
    if not plan.doubles:
        return ""
    doubled = counted(
        "{n} falls together with another one of its coder there",
        "{n} fall together with another one of their coder there",
        plan.doubles,
    )
    return f"; {doubled}"


def _fields(plan: MergePlan) -> str:
    labels = {
        "definition": _("definition"),
        "include": _("inclusion"),
        "exclude": _("exclusion"),
        "example": _("example"),
        "question": _("question"),
    }
    return ", ".join(labels[name] for name in plan.taken_over)


def _along(plan: MergePlan) -> Iterator[str]:
    if any(described(code) for code in plan.sources):
        yield _("what was said of the merged codes is kept in a memo")
    along = [
        counted("{n} memo", "{n} memos", plan.memos) if plan.memos else "",
        counted("{n} theme", "{n} themes", plan.themes) if plan.themes else "",
        counted("{n} code group", "{n} code groups", plan.groups) if plan.groups else "",
    ]
    if any(along):
        yield _("along come: {what}").format(what=", ".join(filter(None, along)))
