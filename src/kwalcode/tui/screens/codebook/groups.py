"""The code groups, and which of them a code is in."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.cells import set_cell_size
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _, counted
from kwalcode.model import Code
from kwalcode.project.acts.code_groups import (
    create_code_group,
    delete_code_group,
    mark_exclusive,
    put_in_code_group,
    rename_code_group,
    take_from_code_group,
)
from kwalcode.project.reads.code_groups import CodeGroup, all_code_groups
from kwalcode.project.study import Study
from kwalcode.tui.session import Session
from kwalcode.tui.text.fitting import fitted
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.prompt import LinePrompt
from kwalcode.tui.widgets.window import Window

_NAME = 36


class CodeGroupsScreen(Window[None]):
    """Lists the groups with a mark at those that the code is in. All is saved at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "turn", _("Put in or take out"), priority=True),
        Binding("n", "new", _("New group")),
        Binding("r", "rename", _("Rename the group")),
        Binding("e", "exclusive", _("Exclusive: one of its codes on a passage at most")),
        Binding("x,delete", "delete", _("Delete the group, not its codes")),
        Binding("j,down", "step(1)", _("Next group"), show=False),
        Binding("k,up", "step(-1)", _("Previous group"), show=False),
        Binding("escape,q,g", "leave", _("Close")),
    ]
    DEFAULT_CSS = """
    CodeGroupsScreen {
        align: center middle;
        background: $background 40%;
        & Vertical {
            width: 72; max-width: 100%; height: auto; max-height: 90%; padding: 0 1;
            background: $panel; border: round $primary; border-title-color: $foreground;
            border-subtitle-color: $text-muted;
        }
        & OptionList, & OptionList:focus {
            border: none; height: auto; max-height: 70vh; background: $panel;
            background-tint: $foreground 0%; padding: 0;
        }
    }
    """

    def __init__(self, session: Session, code: Code) -> None:
        super().__init__()
        self._session, self._code = session, code
        self._groups: list[CodeGroup] = []
        self._list = OptionList(markup=False)

    def compose(self) -> ComposeResult:
        """Build the window."""
        with Vertical() as window:
            title = _("Groups of {code}").format(code=one_line(self._code.name))
            # Set as a plain string it would be read as markup.
            window.border_title = title.replace("[", r"\[")
            window.border_subtitle = _(
                "space in/out   n new   r rename   e exclusive   x delete   Esc"
            )
            yield self._list

    def on_mount(self) -> None:
        """Show the groups."""
        self._show()

    def _show(self, at: int | None = None) -> None:
        """Read the groups anew; the highlight goes to the group with id `at`, or stays."""
        with self._session.study.reading() as connection:
            self._groups = all_code_groups(connection)
        row = self._list.highlighted or 0
        self._list.clear_options()
        if not self._groups:
            self._list.add_option(Option(_("No groups yet: n makes one."), disabled=True))
            return
        self._list.add_options(map(self._option, self._groups))
        ids = [group.id for group in self._groups]
        self._list.highlighted = ids.index(at) if at in ids else min(row, len(ids) - 1)

    def _option(self, group: CodeGroup) -> Option:
        mark = "[x]" if self._code.id in group.codes else "[ ]"
        codes = counted("{n} code", "{n} codes", len(group.codes))
        exclusive = _("exclusive") if group.exclusive else ""
        name = set_cell_size(fitted(one_line(group.name), _NAME), _NAME)
        return Option(f"{mark} {name}  {codes:<10} {exclusive}")

    @property
    def _group(self) -> CodeGroup | None:
        at = self._list.highlighted
        return self._groups[at] if at is not None and at < len(self._groups) else None

    def _do(self, act: Callable[[Study], object], at: int | None = None) -> None:
        try:
            made = self._session.acts.do(act)
        except KwalcodeError as error:
            self.notify(str(error), severity="error")
            return
        self._show(made if at is None and isinstance(made, int) else at)

    def action_turn(self) -> None:
        """Put the code into the group, or take it out."""
        group = self._group
        if group is not None:
            inside = self._code.id in group.codes
            act = take_from_code_group if inside else put_in_code_group
            self._do(lambda study: act(study, group.id, [self._code.id]), group.id)

    def action_new(self) -> None:
        """Make a group with the code in it."""
        code = self._code.id
        self._ask(_("New code group"), "", lambda s, name: create_code_group(s, name, [code]))

    def action_rename(self) -> None:
        """Give the group another name."""
        group = self._group
        if group is not None:
            rename = rename_code_group
            self._ask(
                _("Rename the code group"), group.name, lambda s, name: rename(s, group.id, name)
            )

    def _ask(self, title: str, before: str, act: Callable[[Study, str], object]) -> None:
        def named(name: str | None) -> None:
            if name and name != before:
                self._do(lambda study: act(study, name))

        self.app.push_screen(LinePrompt(title, before), named)

    def action_exclusive(self) -> None:
        """Say that the codes of the group exclude each other, or that they do not."""
        group = self._group
        if group is not None:
            now = not group.exclusive
            self._do(lambda study: mark_exclusive(study, group.id, exclusive=now), group.id)

    def action_delete(self) -> None:
        """Delete the group."""
        group = self._group
        if group is not None:
            self._do(lambda study: delete_code_group(study, group.id))
            self.notify(_("Deleted: {group} (u brings it back)").format(group=group.name))

    def action_step(self, rows: int) -> None:
        """Move the highlight."""
        if self._groups:
            self._list.highlighted = ((self._list.highlighted or 0) + rows) % len(self._groups)

    def action_leave(self) -> None:
        """Close the window."""
        self.dismiss(None)
