"""What stands on the codebook screen: the codes, the fields of one, and how both are kept anew."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import events, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _, counted
from kwalcode.tui.screens.codebook.about import about_code
from kwalcode.tui.screens.codebook.data import (
    KINDS,
    SIGNS,
    Codebook,
    Kind,
    checked,
    chosen_codes,
    kind_title,
    read_about,
    read_codebook,
    with_ancestors,
)
from kwalcode.tui.screens.codebook.saving import CodebookSaving
from kwalcode.tui.screens.codebook.tree import heading
from kwalcode.tui.session import Session
from kwalcode.tui.widgets.codebook import CodebookTree
from kwalcode.tui.widgets.literal import LiteralArea, LiteralInput

WIDE = 110
"""From this width on, the fields of a code stand beside the codes."""
_REST = 0.1
"""So many seconds the highlight rests on a code before its history is read."""


class CodebookDesk(CodebookSaving):
    """The codes at the left, the fields of the one under the highlight at the right.

    In a narrow terminal one of the two is shown. `book` is what is known of the codes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", _("Find"), tooltip=_("Show codes in which words stand")),
        Binding(
            "f",
            "kind",
            _("Unused"),
            tooltip=_("Show only what a check points out (unused, undefined …), or all again"),
        ),
        Binding("y", "copy", _("Copy the code with its definition"), show=False),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.book = Codebook()
        self.kind: Kind = "all"
        self._counting = self._stale = False
        self._asked = 0
        self.shelf = Vertical(id="shelf")
        self.heading = Static(id="heading", markup=False)
        self.finder = LiteralInput(placeholder=_("Find codes"), id="finder", select_on_focus=False)
        self.nothing = Static(id="nothing", markup=False)

    # Reading and showing

    def renew(self) -> None:
        """Show the codes at once, with the numbers known so far; count anew meanwhile."""
        self.book = replace(self.book, codes=self.session.codes)
        self.show_codes()
        self._count()
        self._tell_more()

    def _count(self) -> None:
        """Count anew, away from the screen; a counting under way is followed by one."""
        self._stale = True
        if not self._counting:
            self._go_on_counting()

    @work
    async def _go_on_counting(self) -> None:
        self._counting = True
        try:
            while self._stale:
                self._stale = False
                coders = self.session.shown_coders
                found = await self.away(partial(read_codebook, coders=coders))
                if found is None:
                    return
                known = self.book
                self._take(replace(found, twice=known.twice, clashing=known.clashing))
                if not self._stale:
                    book = await self.away(partial(checked, book=self.book, coders=coders))
                    if book is not None:
                        self._take(book)
        except KwalcodeError as error:
            self.complain(error)
        finally:
            self._counting = False

    def _take(self, book: Codebook) -> None:
        self.book = book
        self.show_codes()
        self._tell_more()

    def show_codes(self) -> None:
        """Show the codes that are wanted, and what is told of all of them."""
        typed = self.finder.value
        everything = self.kind == "all" and not typed.strip()
        chosen = chosen_codes(self.book, self.kind, typed)
        codes = list(self.book.codes) if everything else with_ancestors(self.book.codes, chosen)
        self.table.show(self.book, codes, all_of_them=everything)
        self.finder.display = self.finder.has_focus or bool(typed.strip())
        self._show_nothing(everything, bool(codes))
        self._tell(None if everything else len(chosen))
        self._show_code()

    def _show_nothing(self, everything: bool, any_codes: bool) -> None:
        self.table.display = any_codes
        self.nothing.display = not any_codes
        if everything:
            said = _("No codes yet. n makes one, e reads a codebook from a file.")
        elif self.finder.value.strip():
            said = _("No code with these words. Esc shows all codes again.")
        else:
            said = _("No {kind}. f goes on, Esc shows all codes again.").format(
                kind=kind_title(self.kind)
            )
        self.nothing.update(said)

    def _tell(self, shown: int | None) -> None:
        kinds = [(kind, len(self.book.of_kind(kind))) for kind in KINDS[1:]]
        names = {
            "unused": _("unused"),
            "undefined": _("undefined"),
            "twice": _("doubly coded"),
            "clashing": _("not exclusive"),
        }
        facts = [f"{SIGNS[k]} {n} {names[k]}" for k, n in kinds if n and self.book.counted]
        total = counted("{n} code", "{n} codes", len(self.book.codes))
        if shown is not None:
            total = _("{n} of {total}").format(n=shown, total=total)
            if self.kind != "all":
                total = f"{kind_title(self.kind)}: {total}"
        whose = _("all coders") if self.session.shown_coders is None else _("coders shown")
        self.top.show(_("Codebook"), "", (whose, *facts, total))
        self.heading.update(heading(self.table.scrollable_content_region.width))

    def show_code(self, code_id: int) -> None:
        """Put the highlight on a code, whatever is filtered; for other screens, once shown."""
        self.finder.value, self.kind = "", "all"
        self.show_codes()
        self.table.highlight(code_id)

    def _show_code(self) -> None:
        """Show the fields of the code under the highlight; what was typed elsewhere is saved."""
        code = self.code
        if self.fields.code != (code.id if code else None):
            self.save_fields()
        self.fields.show(code)

    def on_codebook_tree_code_highlighted(self, event: CodebookTree.CodeHighlighted) -> None:
        """Show another code."""
        event.stop()
        self._show_code()
        self._tell_more()

    @work
    async def _tell_more(self) -> None:
        """Tell memos, groups and history of the code, once the highlight rests on it."""
        self._asked += 1
        asked, code = self._asked, self.code
        await asyncio.sleep(_REST)
        if code is None or asked != self._asked:
            return
        shown = self.session.shown_coders
        try:
            found = await self.away(lambda study: read_about(study, code.id, shown))
        except KwalcodeError as error:
            self.complain(error)
            return
        if found is not None and asked == self._asked:
            self.fields.tell(about_code(code, self.book, found))

    # Fields

    def on_codebook_tree_code_chosen(self, event: CodebookTree.CodeChosen) -> None:
        """Edit the fields of the code."""
        event.stop()
        self.edit("definition")

    def edit(self, field: str) -> None:
        """Go to a field of the code under the highlight."""
        self._fit(editing=True)
        self.fields.begin(field)

    # What is shown

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer nothing that a field in focus would take for text."""
        typing = isinstance(self.focused, LiteralInput | LiteralArea)
        return not (typing and action == "find") and super().check_action(action, parameters)

    def action_find(self) -> None:
        """Type words that must stand in a code."""
        self._fit(editing=False)
        self.finder.display = True
        self.finder.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the codes in which the words stand."""
        if event.input is self.finder:
            event.stop()
            self.show_codes()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the codes that were found."""
        if event.input is self.finder:
            event.stop()
            self.table.focus()
            self.show_codes()

    def action_kind(self) -> None:
        """Show the codes that the next check points out."""
        self.kind = KINDS[(KINDS.index(self.kind) + 1) % len(KINDS)]
        self.show_codes()
        self.notify(_("Shown: {kind}").format(kind=kind_title(self.kind)))

    def action_copy(self) -> None:
        """Copy the code with its definition."""
        if self.code is not None:
            definition = self.code.definition.strip()
            text = f"{self.code.name}: {definition}" if definition else self.code.name
            self.app.copy_to_clipboard(text)
            self.notify(_("Copied with its definition."))

    def action_leave(self) -> None:
        """Leave a field, then the choice of codes, then the screen."""
        if self.fields.has_focus_within or not self.shelf.display:
            self._fit(editing=False)
            self.table.focus()
        elif self.finder.has_focus or self.finder.value or self.kind != "all":
            self.finder.value, self.kind = "", "all"
            self.table.focus()
            self.show_codes()
        else:
            super().action_leave()

    def on_resize(self, event: events.Resize) -> None:
        """Show fields and codes side by side where there is room."""
        self._fit(editing=self.fields.has_focus_within, width=event.size.width)
        self.call_after_refresh(self._head)

    def _head(self) -> None:
        self.heading.update(heading(self.table.scrollable_content_region.width))

    def _fit(self, *, editing: bool, width: int | None = None) -> None:
        wide = (width or self.app.size.width) >= WIDE
        self.shelf.display = wide or not editing
        self.fields.display = wide or editing
