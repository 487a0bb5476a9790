"""Filters of the memos: kind, author, words; and their order."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _
from kwalcode.project.memos import KINDS
from kwalcode.tui.screens.memos.desk import MemosDesk
from kwalcode.tui.text.visible import one_line


class MemosFilters(MemosDesk):
    """Narrows the memos that are shown; Escape shows all of them again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", _("Find"), key_display="/", tooltip=_("Show memos with words")),
        Binding("f", "author", _("Author"), tooltip=_("Show the memos of one author")),
        Binding("s", "order", _("Order"), tooltip=_("Order by date, or by what they are about")),
        *(
            Binding(str(n), f"kind({n})", text, show=False)
            for n, text in enumerate(
                (
                    _("All memos"),
                    _("Only free notes"),
                    _("Only memos about documents"),
                    _("Only memos about passages"),
                    _("Only memos about codes"),
                    _("Only memos about themes"),
                    _("Only memos about respondents"),
                )
            )
        ),
    ]

    def action_kind(self, number: int) -> None:
        """Show the memos of one kind, or of all (0)."""
        self._about = ("", *KINDS)[number]
        self.show_memos()

    def action_order(self) -> None:
        """Order the memos by date, or by what they are about."""
        self._by_date = not self._by_date
        self.show_memos()
        self.notify(_("Newest first.") if self._by_date else _("By what they are about."))

    def action_author(self) -> None:
        """Choose whose memos to show."""
        from kwalcode.tui.screens.choose import ChooseScreen

        authors = sorted({one.author for one in self.noted}, key=str.casefold)
        rows = [_("everybody"), *map(one_line, authors)]

        def picked(row: int | None) -> None:
            if row is not None:
                self._author = authors[row - 1] if row else ""
                self.show_memos()

        self.app.push_screen(ChooseScreen(_("Whose memos?"), rows), picked)

    def action_find(self) -> None:
        """Type words that must occur."""
        self.find.add_class("shown")
        self.find.focus()

    def on_input_changed(self) -> None:
        """Filter as one types."""
        if self.find.value.strip() != self._needle:
            self._needle = self.find.value.strip()
            self.show_memos()

    def on_input_submitted(self) -> None:
        """Go to what was found."""
        self.leave_find()

    def leave_find(self) -> None:
        """Go from the field to the list; an empty field is put away."""
        self.find.set_class(bool(self.find.value.strip()), "shown")
        self.memos.focus()

    def clear_filters(self) -> bool:
        """Show all memos again; return whether anything was filtered."""
        filtered = bool(self._about or self._author or self._needle)
        self._about = self._author = self._needle = ""
        self.find.value = ""
        self.find.remove_class("shown")
        if filtered:
            self.show_memos()
        return filtered
