"""Filling in the table: values in their cells, names, and the columns themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kwalcode.i18n import _, counted
from kwalcode.project.study import Study
from kwalcode.tui.material import ATTRIBUTE, NAME, RESPONDENT
from kwalcode.tui.screens.documents.table import DocumentsTable
from kwalcode.tui.session import Session
from kwalcode.tui.text.grid import GridRow
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.celleditor import CellEditor
from kwalcode.tui.widgets.prompt import LinePrompt

Key = tuple[int, str]
"""A row: a document's id, and the label of one of its speakers, "" for the document itself."""


class Editing(DocumentsTable):
    """Opens a field in a cell; saving goes on in the next one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e,f2", "edit", _("Edit"), show=False,
                tooltip=_("Edit this cell, as Enter does")),
        Binding("r", "rename", _("Rename"), show=False,
                tooltip=_("Rename the document, person or attribute")),
        Binding("A", "add_attribute", _("Attribute"), tooltip=_("Add an attribute")),
        Binding("X", "delete_attribute", _("Delete this attribute with its values"), show=False),
        Binding("shift+left,H", "shift(-1)", _("Move this attribute to the left"), show=False),
        Binding("shift+right,L", "shift(1)", _("Move this attribute to the right"), show=False),
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.editor = CellEditor()
        self._store: Callable[[str], None] = _nothing
        self._going_on = False

    def compose(self) -> ComposeResult:
        """Build the screen."""
        yield from super().compose()
        yield self.editor

    @property
    def attribute(self) -> str | None:
        """The attribute whose column the cursor is in."""
        column = self.grid.column
        known = column is not None and column.key.startswith(ATTRIBUTE)
        return column.key.removeprefix(ATTRIBUTE) if column is not None and known else None

    # Opening a field

    def action_edit(self) -> None:
        """Open a field in the cell under the cursor."""
        self.edit()

    def edit(self, typed: str | None = None) -> bool:
        """Open a field with what stands in the cell, or what was typed; tell if that can be."""
        row, column = self.grid.row, self.grid.column
        if row is None or column is None:
            return False
        if self.attribute is not None:
            known = self.material.known_values(self.attribute)
            store = partial(self._store_value, self.attribute, self.chosen())
            self._open(row.text(column.key), known, store, typed)
            return True
        if column.key == RESPONDENT:
            known = sorted(self.material.people.values(), key=str.casefold)
            given = partial(self._store_respondent, row, self.chosen_documents())
            self._open(row.text(RESPONDENT), known, given, typed)
            return True
        return False

    def on_key(self, event: events.Key) -> None:
        """Begin to type a number in a cell of an attribute."""
        figure = event.character is not None and event.character in "0123456789"
        if figure and self.grid.has_focus and self.attribute is not None:
            event.stop()
            event.prevent_default()
            self.edit(event.character)

    def _open(
        self,
        value: str,
        known: list[str],
        store: Callable[[str], None],
        typed: str | None = None,
        *,
        going_on: bool = True,
    ) -> None:
        self._store, self._going_on, self.frozen = store, going_on, True
        self.editor.open_over(self.grid, value, known, typed)
        self.tell()

    def tell(self) -> None:
        """Say, while a field is open, how many rows its value is for, and which are known."""
        super().tell()
        if not self.editor.is_open:
            return
        several, known = len(self.grid.marked), ", ".join(self.editor.known)
        lead = counted("For {n} marked row", "For {n} marked rows", several)
        parts = [lead] if several and self.attribute is not None else []
        parts += [_("Known: {values}").format(values=known)] if known else []
        self.detail.update(one_line("   ".join(parts)))

    def unsaved(self) -> str:
        """Say that a value is being typed."""
        if self.editor.is_open and self.editor.changed:
            return _("A value is not stored yet: Enter stores it, Escape leaves it.")
        return ""

    # Leaving it

    def on_cell_editor_saved(self, event: CellEditor.Saved) -> None:
        """Store the value and open the next cell, if there is one."""
        self._store(event.value)
        before = self.grid.row, self.grid.column
        if self._going_on and not self.grid.marked:
            self.grid.action_step(*event.move)
        if before == (self.grid.row, self.grid.column) or not self.edit():
            self.editor.close_to(self.grid)
        self.tell()

    def on_cell_editor_left(self) -> None:
        """Leave the cell as it was."""
        self.editor.close_to(self.grid)
        self.tell()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Store what was typed, when another cell is clicked."""
        if event.widget is self.grid and self.editor.is_open:
            self.editor.close_to(self.grid)
            self._store(self.editor.value.strip())

    # Storing

    def _store_value(self, attribute: str, keys: Sequence[Key], value: str) -> None:
        if all(self.material.value(key, attribute) == value for key in keys):
            return
        people = {key: self.material.respondent(key) for key in keys}

        def store(study: Study) -> None:
            from kwalcode.project.acts.attributes import set_values
            from kwalcode.project.acts.people import set_attributes

            if None in people.values():  # their documents get a respondent, called like them
                documents = {key[0]: ("", {attribute: value}) for key in people}
                set_attributes(study, documents)
            else:
                set_values(study, attribute, {n: value for n in people.values() if n is not None})

        shown = value or _("(empty)")
        told = _("{attribute} of {n} rows: {value}").format(
            attribute=attribute, n=len(keys), value=shown
        )
        self.did(store, told if len(keys) > 1 else "")

    def _store_respondent(self, row: GridRow, ids: Sequence[int], name: str) -> None:
        if not name or name == row.text(RESPONDENT):
            return
        number, label = row.key

        def store(study: Study) -> None:
            from kwalcode.project.acts.respondents import give_documents, map_speakers

            if label:
                map_speakers(study, number, {label: name})
            else:
                give_documents(study, ids, name)

        self.did(store)

    def did(self, act: Callable[[Study], object], told: str = "") -> None:
        """Do an act that changes nothing but names and values, and tell what it did."""

        def do() -> str | None:
            self.session.acts.do(act)
            return told or None

        self.own = True
        self.attempt(do)
        self.own = False

    # Names

    def action_rename(self) -> None:
        """Rename what the cursor is on."""
        row, column = self.grid.row, self.grid.column
        if row is None or column is None:
            return
        if self.attribute is not None:
            self._ask_attribute(self.attribute)
        else:
            whose = RESPONDENT if column.key == RESPONDENT and row.text(RESPONDENT) else NAME
            self.grid.go_to(column=whose)
            store = partial(self._store_name, row, whose)
            self._open(row.text(whose), [], store, going_on=False)

    def _store_name(self, row: GridRow, whose: str, name: str) -> None:
        (number, label), old = row.key, row.text(whose)
        if not name or name == old:
            return

        def store(study: Study) -> None:
            from kwalcode.project.acts import documents
            from kwalcode.project.acts.respondents import rename_respondent

            if whose == RESPONDENT:
                rename_respondent(study, old, name)
            elif label:
                documents.rename_speaker(study, number, label, name)
            else:
                documents.rename_document(study, number, name)

        self.did(store, _("{old} is now {new}.").format(old=old, new=name))

    # Attributes

    def action_add_attribute(self) -> None:
        """Ask for the name of an attribute, and add it behind the others."""

        def named(name: str | None) -> None:
            if name:
                from kwalcode.project.acts.attributes import add_attribute

                told = _("New attribute: {name}").format(name=name)
                self.wanted_column = f"{ATTRIBUTE}{' '.join(name.split())}"
                self.did(lambda study: add_attribute(study, name), told)

        self.app.push_screen(LinePrompt(_("New attribute: its name")), named)

    def _ask_attribute(self, attribute: str) -> None:
        def named(name: str | None) -> None:
            if name and name != attribute:
                from kwalcode.project.acts.attributes import rename_attribute

                told = _("{old} is now {new}.").format(old=attribute, new=name)
                act = rename_attribute
                self.did(lambda study: act(study, attribute, name), told)

        self.app.push_screen(LinePrompt(_("Attribute: its name"), attribute), named)

    def action_delete_attribute(self) -> None:
        """Delete the attribute in whose column the cursor is, with its values."""
        attribute = self.attribute
        if attribute is None:
            self.notify(_("Move to the column of an attribute, then press X."))
            return

        def delete(study: Study) -> None:
            from kwalcode.project.acts.attributes import delete_attribute

            delete_attribute(study, attribute)

        told = _("Deleted: {name} with its values (u brings it back)").format(name=attribute)
        self.did(delete, told)

    def action_shift(self, step: int) -> None:
        """Move the column of an attribute by one place."""
        attribute, names = self.attribute, list(self.material.attributes)
        if attribute is None or attribute not in names:
            return
        at = names.index(attribute)
        if not 0 <= at + step < len(names):
            return
        names.insert(at + step, names.pop(at))

        def order(study: Study) -> None:
            from kwalcode.project.acts.attributes import order_attributes

            order_attributes(study, names)

        self.did(order)


def _nothing(_value: str) -> None:
    """Store nothing: no field is open."""
