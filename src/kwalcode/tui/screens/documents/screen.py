"""The documents screen: what there is, who they are, how far it is coded."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _
from kwalcode.tui.material import GROUPS
from kwalcode.tui.screens.documents.acting import Acting
from kwalcode.tui.screens.documents.trading import Trading


class DocumentsScreen(Acting, Trading):
    """A row per document, a column per attribute; Enter opens what is under the cursor.

    The order of the parts is that of their keys in the footer and the help, last first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", _("Open"),
                tooltip=_("Read the document, or fill in the cell")),
    ]  # fmt: skip

    def on_grid_chosen(self) -> None:
        """Do what Enter does."""
        self.action_open()

    def action_open(self) -> None:
        """Edit the cell, or go to the transcript."""
        row, column = self.grid.row, self.grid.column
        if row is None or column is None or self.edit():
            return
        if column.key == GROUPS:
            self.action_groups()
        else:
            self._read_document(row.key[0])

    def _read_document(self, number: int) -> None:
        """Go to the transcript: where one was in it, or else to its beginning."""
        coding = self.workbench.coding
        here = coding.document is not None and coding.document.id == number
        at = coding.caret if here else 0
        self.workbench.go_to_place(number, (at, at))
