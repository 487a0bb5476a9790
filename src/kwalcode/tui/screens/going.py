"""Going places: to the quotations of a code and back, to the next coding, to other documents."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from kwalcode.errors import NotFound
from kwalcode.i18n import _
from kwalcode.model import Coding
from kwalcode.tui.screens.panels import Panels
from kwalcode.tui.widgets.codebook import CodebookTree
from kwalcode.tui.widgets.documents import DocumentsList


class Going(Panels):
    """Follows codes to quotations and quotations to their places."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "look", _("Code at the caret, in the codebook"), show=False),
        Binding("q", "quotations", _("Quotations of the code"), show=False),
        Binding("backspace", "back", _("Back to where you came from"), show=False),
        Binding("right_square_bracket", "coding(1)", _("Next coding"), show=False),
        Binding("left_square_bracket", "coding(-1)", _("Previous coding"), show=False),
        Binding("greater_than_sign", "document(1)", _("Next document"), show=False),
        Binding("less_than_sign", "document(-1)", _("Previous document"), show=False),
    ]
    _came_from: tuple[int, int] | None = None
    """The code, and the row in its quotations, from which one came to the present place."""

    # Documents

    def on_documents_list_chosen(self, event: DocumentsList.Chosen) -> None:
        """Open the chosen document."""
        self._came_from = None
        self.trying(lambda: self._open_by_id(event.document))
        self.fold_if_narrow()

    def action_document(self, step: int) -> None:
        """Open the next or the previous document."""
        ids = [d.id for d in self.overview.documents]
        if self.document is None or self.document.id not in ids:
            return
        at = ids.index(self.document.id) + step
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

    def action_look(self) -> None:
        """Show the code at the caret in the codebook; again, the next one that is there."""
        codes = list(dict.fromkeys(mark.code for mark in self.here()))
        if not codes:
            self.notify(_("No code here."))
            return
        at = self.codebook.highlighted
        chosen = codes[(codes.index(at) + 1) % len(codes)] if at in codes else codes[0]
        self.codebook.highlight(chosen)
        self.unfold_codebook()

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
        """Go back to the quotations, or to the screen, from which one came here."""
        if self._came_from is not None:
            self._show_quotations(*self._came_from)
        else:
            self.workbench.come_back()

    def _show_quotations(self, code_id: int, at: int = 0) -> None:
        from kwalcode.tui.screens.quotations import QuotationsScreen

        code = self.session.code(code_id)
        if code is None:
            return
        screen = QuotationsScreen(self.session, code, self.overview, at)

        def chosen(coding: Coding | None) -> None:
            if coding is not None:
                self._came_from = (code_id, screen.at)
                self.trying(lambda: self._go_to(coding))

        self.app.push_screen(screen, chosen)

    def _go_to(self, coding: Coding) -> None:
        place = (coding.start, coding.end)
        if self.document is None or self.document.id != coding.document:
            self._open_by_id(coding.document, place)
        else:
            self.transcript.go_to(place)
        self.fold_if_narrow()
        self.notify(_("Backspace goes back to the quotations."))

    def action_coding(self, step: int) -> None:
        """Go to the next or the previous coding that is shown."""
        at = self.transcript.cursor
        starts = sorted({m.start for m in self.marks if m.mine or self.show_others})
        places = [s for s in starts if s > at] if step > 0 else [s for s in starts[::-1] if s < at]
        if places:
            self.transcript.go_to(places[0])
        else:
            self.notify(_("No further coding."))
