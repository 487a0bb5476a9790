"""The panels beside the transcript: unfolded where there is room, or when asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets._static import Static

from kwalcode.i18n import _
from kwalcode.tui.screens.coding.saturating import Saturating
from kwalcode.tui.session import Session
from kwalcode.tui.widgets.codebook import CodebookTree
from kwalcode.tui.widgets.documents import DocumentsList

WIDE, WIDEST = 100, 140
"""From these widths on, the codebook and also the documents stand beside the transcript: it
keeps its reading width of some seventy characters."""


class Panels(Saturating):
    """Documents at the left, codebook and code card at the right."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "documents", _("Documents"), tooltip=_("Go to the documents, or back")),
        Binding("o", "codebook", _("Codes"), tooltip=_("Go to the codebook, or back")),
        Binding("f", "full", _("Transcript only, or all panels"), show=False),
        Binding("escape", "reading", _("Back to the transcript"), show=False),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.left, self.right = Vertical(id="left"), Vertical(id="right")
        self._alone = session.view.full

    async def furnish(self) -> None:
        """Put the lists into the panels: after the first picture, which they would delay."""
        title = Static(_("DOCUMENTS"), classes="title", markup=False)
        await self.left.mount(title, self.documents, self.saturation)
        title = Static(_("CODEBOOK"), classes="title", markup=False)
        await self.right.mount(title, self.codebook, self.card)
        self.show_card()

    def on_resize(self, event: events.Resize) -> None:
        """Fold the panels where there is no room for them."""
        self.fit(event.size.width)

    def fit(self, width: int) -> None:
        """Show the panels for which a screen `width` cells wide has room."""
        for panel, enough in ((self.left, WIDEST), (self.right, WIDE)):
            holds_focus = self.focused is not None and panel in self.focused.ancestors
            panel.display = holds_focus or (width >= enough and not self._alone)

    def fold_if_narrow(self) -> None:
        """Go back to the transcript, folding what there is no room for."""
        self.transcript.focus()
        for panel, enough in ((self.left, WIDEST), (self.right, WIDE)):
            panel.display = self.app.size.width >= enough and not self._alone

    def unfold_codebook(self) -> None:
        """Show the codebook, also where there is little room."""
        self.right.display = True

    def action_full(self) -> None:
        """Give the transcript the whole screen, or bring the panels back; that is remembered."""
        self._alone = not self._alone
        self.session.show(replace(self.session.view, full=self._alone))
        self.fold_if_narrow()

    def action_documents(self) -> None:
        """Go to the list of documents, unfolding it; from there, back to the transcript."""
        self._turn_to(self.left, self.documents)

    def action_codebook(self) -> None:
        """Go to the codebook, unfolding it; from there, back to the transcript."""
        self._turn_to(self.right, self.codebook)

    def _turn_to(self, panel: Vertical, widget: DocumentsList | CodebookTree) -> None:
        if widget.has_focus or not widget.is_attached:
            self.fold_if_narrow()
            return
        self.fold_if_narrow()
        panel.display = True
        widget.focus()

    def action_reading(self) -> None:
        """Go back to the transcript."""
        self.fold_if_narrow()
