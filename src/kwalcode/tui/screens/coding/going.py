"""Going places: to the quotations of a code and back, to the next coding, to other documents."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import ClassVar

from textual.binding import Binding, BindingType

from kwalcode.errors import NotFound
from kwalcode.i18n import _, counted
from kwalcode.tui.screens.coding.inspecting import Inspecting
from kwalcode.tui.text.todo import uncoded_turns
from kwalcode.tui.widgets.codebook import CodebookTree
from kwalcode.tui.widgets.documents import DocumentsList


class Going(Inspecting):
    """Follows codes to quotations and quotations to their places."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "quotations", _("Quotations of the code"), show=False),
        Binding("backspace", "back", _("Back to where you came from"), show=False),
        Binding("right_square_bracket", "coding(1)", _("Next coding"), show=False),
        Binding("left_square_bracket", "coding(-1)", _("Previous coding"), show=False),
        Binding("t", "uncoded(1)", _("Next turn to be coded"), show=False),
        Binding("T", "uncoded(-1)", _("Previous turn to be coded"), show=False),
        Binding("M", "memos", _("Next memo"), show=False),
        Binding("greater_than_sign", "document(1)", _("Next document"), show=False),
        Binding("less_than_sign", "document(-1)", _("Previous document"), show=False),
    ]

    # Documents

    def on_documents_list_chosen(self, event: DocumentsList.Chosen) -> None:
        """Open the chosen document."""
        self.trying(lambda: self._open_by_id(event.document))
        self.fold_if_narrow()

    def action_document(self, step: int) -> None:
        """Open the next or the previous document."""
        ids = [d.id for d in self.overview.documents]
        if self.document is None or self.document.id not in ids:
            return
        at = ids.index(self.document.id) + step * self.transcript.take_count()
        if 0 <= at < len(ids):
            self.trying(lambda: self._open_by_id(ids[at]))
        else:
            self.notify(_("No further document."))

    def _open_by_id(self, document: int, place: tuple[int, int] | int = 0) -> None:
        wanted = next((d for d in self.overview.documents if d.id == document), None)
        if wanted is None:
            raise NotFound(_("This document is no longer in the study."))
        self.open_document(wanted, place)
        self.show_lists()

    # Codes and their quotations

    def on_codebook_tree_code_chosen(self, event: CodebookTree.CodeChosen) -> None:
        """Show the quotations of the chosen code."""
        self._show_quotations(event.code_id)

    def action_quotations(self) -> None:
        """Show the quotations of the code at the caret, else of the one in the codebook."""
        here = [] if self.codebook.has_focus else self.here()
        code = here[0].code if here else self.codebook.highlighted
        if code is not None:
            self._show_quotations(code)

    def action_back(self) -> None:
        """Go back to the screen from which one came to this place."""
        self.workbench.come_back()

    def _show_quotations(self, code_id: int) -> None:
        from kwalcode.tui.screens.quotations.screen import show_quotations

        show_quotations(self.workbench, code_id)

    def action_coding(self, step: int) -> None:
        """Go to the next or the previous coding that is shown."""
        starts = {mark.start for mark in self.marks}
        if not self._step_to(starts, step):
            self.notify(_("No further coding."))

    def action_uncoded(self, step: int) -> None:
        """Go to the next or the previous turn that I did not code, of a respondent."""
        mine = [(mark.start, mark.end) for mark in self.marks if mark.mine]
        turns = uncoded_turns(self.transcript.data, mine)
        if not self._step_to({start for start, _end in turns}, step):
            left = counted("{n} uncoded turn in all", "{n} uncoded turns in all", len(turns))
            self.notify(_("No further uncoded turn; {left}.").format(left=left))

    def action_memos(self) -> None:
        """Go to the next passage with a memo; after the last one comes the first."""
        starts = {place[0] for place, _memo in self.memos}
        if not starts:
            self.notify(_("No memo about a passage of this document."))
        elif not self._step_to(starts, 1):
            self.transcript.go_to(min(starts))

    def _step_to(self, places: AbstractSet[int], step: int) -> bool:
        """Go to the next (1) or previous (-1) of some places, as often as was typed; tell whether
        there is one."""
        at, count = self.transcript.cursor, self.transcript.take_count()
        beyond = sorted((place for place in places if (place - at) * step > 0), reverse=step < 0)
        if beyond:
            self.transcript.go_to(beyond[min(count, len(beyond)) - 1])
        return bool(beyond)
