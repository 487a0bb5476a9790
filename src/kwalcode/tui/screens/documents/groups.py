"""The groups of documents: put documents in and out; make, rename and delete groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _, counted
from kwalcode.project.study import Study
from kwalcode.tui.screens.documents.window import GridWindow
from kwalcode.tui.session import Session
from kwalcode.tui.text.grid import Column, GridRow
from kwalcode.tui.widgets.grid import Grid
from kwalcode.tui.widgets.prompt import LinePrompt

_IN, _NAME, _SIZE = "in", "name", "size"


class GroupsScreen(GridWindow):
    """Lists the groups, with a tick where the chosen documents are in, a dash where some are."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "turn", _("In or out"), tooltip=_("Put the documents in, or out")),
        Binding("n", "new", _("New"), tooltip=_("A new group with these documents")),
        Binding("r", "rename", _("Rename"), tooltip=_("Rename this group")),
        Binding("x,delete", "delete", _("Delete"), key_display="x",
                tooltip=_("Delete this group; its documents stay")),
    ]  # fmt: skip
    KEYS = _("Space in or out   n new   r rename   x delete   u undo   Esc")

    def __init__(self, session: Session, documents: Sequence[int]) -> None:
        title = counted("Groups of {n} document", "Groups of {n} documents", len(documents))
        super().__init__(session, title)
        self._documents = frozenset(documents)

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        size = Column(_SIZE, _("documents"), right=True)
        return Column(_NAME, _("group")), Column(_IN, _("in it")), size

    def read(self) -> Sequence[GridRow]:
        """Return a row per group."""
        from kwalcode.project.reads.documents import document_groups_of

        with self.session.study.reading() as connection:
            found = document_groups_of(connection)
        rows = []
        for group in found:
            n = len(self._documents & set(group.documents))
            sign = "✓" if n == len(self._documents) else "–" if n else ""
            cells = {_NAME: group.name, _IN: sign, _SIZE: str(len(group.documents))}
            rows.append(GridRow((group.id, ""), cells))
        return rows or [GridRow((0, ""), {_NAME: _("No groups yet: n makes one.")})]

    @property
    def _group(self) -> str:
        row = self.grid.row
        return row.text(_NAME) if row is not None and row.key[0] else ""

    def on_grid_chosen(self, _event: Grid.Chosen) -> None:
        """Put the documents in, or out."""
        self.action_turn()

    def action_turn(self) -> None:
        """Put the chosen documents into the group; where all of them are in it, take them out."""
        row, name = self.grid.row, self._group
        if row is None or not name:
            return
        inside = row.text(_IN) == "✓"

        def store(study: Study) -> None:
            from kwalcode.project.acts.groups import put_in_group, take_out_of_group

            (take_out_of_group if inside else put_in_group)(study, name, self._documents)

        self.do(store)

    def action_new(self) -> None:
        """Ask for the name of a group, and put the chosen documents into it."""

        def named(name: str | None) -> None:
            if name:
                from kwalcode.project.acts.groups import put_in_group

                ids = self._documents
                self.do(lambda study: put_in_group(study, name, ids))

        self.app.push_screen(LinePrompt(_("New group: its name")), named)

    def action_rename(self) -> None:
        """Ask for another name of the group."""
        group = self._group

        def named(name: str | None) -> None:
            if name and name != group:
                from kwalcode.project.acts.groups import rename_group

                self.do(lambda study: rename_group(study, group, name))

        if group:
            self.app.push_screen(LinePrompt(_("Group: its name"), group), named)

    def action_delete(self) -> None:
        """Delete the group."""
        from kwalcode.project.acts.groups import delete_group

        group = self._group
        if group:
            self.do(lambda study: delete_group(study, group))
