"""What the mouse does beside selecting: a code drawn onto a passage, the menu of what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Offset

from kwalcode.i18n import _
from kwalcode.spans import Range
from kwalcode.tui.screens.coding.counting import Counting
from kwalcode.tui.screens.keys import Offer, offers
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.codebook import CodebookTree
from kwalcode.tui.widgets.pointing import CodeDragged, MenuWanted


class Offering(Counting):
    """Codes with the mouse, and offers what can be done with what is under the pointer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "backslash,shift+f10,menu",
            "menu",
            _("Menu"),
            key_display="\\",
            tooltip=_("What can be done here"),
        ),
        Binding("P", "print", _("Print with the codes in the margin"), show=False),
    ]

    def action_print(self) -> None:
        """Print the document with its codes, beside the study."""
        from kwalcode.tui.screens.printing import PrintScreen

        self.app.push_screen(PrintScreen(self.session, [self.document] if self.document else []))

    # A code from the codebook

    def on_codebook_tree_put_wanted(self, event: CodebookTree.PutWanted) -> None:
        """Put the code under the highlight on the passage."""
        if self.document is not None:
            self.apply(self.document.id, self.transcript.passage, event.code_id)

    def on_code_dragged(self, event: CodeDragged) -> None:
        """Light up what the code would be put on; put it there when it was let go."""
        target = self.transcript.target_at(event.at) if self.document is not None else None
        if event.dropped:
            self.transcript.aim(None)
            self.tell_bottom()
            if target is not None and self.document is not None:
                self.apply(self.document.id, target, event.code)
        else:
            self.transcript.aim(target)
            self.transcript.scroll_at_edge(event.at)
            self._tell_target(target, event.code)

    def _tell_target(self, target: Range | None, number: int) -> None:
        code = self.session.code(number)
        name = one_line(code.name) if code is not None else ""
        if target is None:
            self.bottom.ask(name, _("draw it onto a passage"))
        else:
            told = _("let go: codes '{code}'").format(code=name)
            self.bottom.ask(self.transcript.text_of(*target), told)

    # What can be done here

    def on_menu_wanted(self, event: MenuWanted) -> None:
        """Open the menu at the pointer."""
        self._open_menu(event.at)

    def action_menu(self) -> None:
        """Open the menu at the passage, or at the code in the codebook."""
        if self.codebook.has_focus:
            at = self.codebook.highlight_offset
        else:
            passage = self.transcript.passage_region()
            at = Offset(passage.x, passage.bottom - 1)
        self._open_menu(at)

    def _open_menu(self, at: Offset) -> None:
        from kwalcode.tui.screens.coding.menu import Item, MenuScreen

        known = {offer.action: offer for offer in offers(self.app.screen)}
        wanted = self._with_code() if self.codebook.has_focus else self._with_passage()
        items = [Item(text, known[action]) for action, text in wanted if action in known]

        async def chosen(offer: Offer | None) -> None:
            if offer is not None:
                await self.app.run_action(offer.action, offer.node)

        if items:
            self.app.push_screen(MenuScreen(items, at), chosen)

    def _with_code(self) -> Iterator[tuple[str, str]]:
        """Yield actions with what they do to the code under the highlight."""
        code = self.session.code(self.codebook.highlighted)
        if code is None:
            return
        yield "put", _("Code the passage with '{code}'").format(code=code.name)
        yield "quotations", _("Its quotations")
        yield "inspect", _("What it means")
        yield "memo", _("Memo about it…")
        if code.id in self.session.pins.values():
            yield "pin", _("Let its digit key go")
        else:
            yield "pin", _("Give it a digit key that stays")

    def _with_passage(self) -> Iterator[tuple[str, str]]:
        """Yield actions with what they do to the passage and to the codings here."""
        if self.document is None:
            return
        yield "code", _("Code…")
        last = self.session.code(next(iter(self.session.recent), None))
        if last is not None:
            yield "again", _("Code with '{code}' again").format(code=last.name)
        yield "in_vivo", _("Code in vivo…")
        yield "memo", _("Memo…")
        yield "link_note", _("Link to a free note…")
        yield "copy_passage", _("Copy with attribution")
        here = self.here()
        mine = [mark.name for mark in here if mark.mine]
        if mine:
            name = f"'{mine[0]}'" if len(mine) == 1 else _("a coding…")
            yield "remove", _("Take off: {code}").format(code=name)
            yield "reach", _("Another extent for: {code}").format(code=name)
            yield "recode", _("Another code for: {code}").format(code=name)
        if here:
            yield "quotations", _("Quotations of '{code}'").format(code=here[0].name)
            yield "inspect", _("What the codes here mean")
        yield "print", _("Print with the codes in the margin…")
        yield "uncoded(1)", _("Next turn to be coded")
