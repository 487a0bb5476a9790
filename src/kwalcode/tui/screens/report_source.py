"""A quotation that is edited for the report: its source, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from kwalcode import edits as editing
from kwalcode.edits import Edited
from kwalcode.i18n import _
from kwalcode.model import Edit
from kwalcode.tui.text.visible import visible
from kwalcode.tui.widgets.painter import Row
from kwalcode.tui.widgets.transcript import TranscriptView


class ReportSource(TranscriptView):
    """The quotation as it stands in the transcript; its edits are marked in the margin."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "screen.elide", _("Leave out"), tooltip=_("Leave the passage out: (...)")),
        Binding("i", "screen.insert", _("Insert"), tooltip=_("Put words of yours here: [text]")),
        Binding(
            "p", "screen.pseudonym", _("Pseudonym"), tooltip=_("Put another name for this one")
        ),
        Binding("x,delete", "screen.take_back", _("Take back"), key_display="x",
                tooltip=_("Take the edit at the caret back")),
        Binding("escape", "screen.leave", _("Cancel"), show=False),
    ]  # fmt: skip

    def _row(self, row: int) -> Row:
        """Show no turn numbers: they would count from the quotation's beginning."""
        return replace(super()._row(row), label="")


def shown_edit(edit: Edit) -> str:
    """Return what the report shows for an edit."""
    if edit.kind == "elision":
        return editing.ELLIPSIS
    return f"[{edit.text}]" if edit.kind == "insertion" else edit.text


def painted(edited: Edited) -> Content:
    """Return the quotation between its marks, with what was edited standing out."""
    text = Content("“")
    for piece in edited.pieces:
        shown = Content(visible(piece.shown))
        text += shown.stylize("bold $text-accent") if piece.edit else shown
    return text + Content("”")
