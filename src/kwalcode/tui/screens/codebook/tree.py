"""The codebook with room for columns: signs, origin, codings, respondents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _
from kwalcode.model import Code
from kwalcode.tui.screens.codebook.about import origin_names
from kwalcode.tui.screens.codebook.data import Codebook
from kwalcode.tui.widgets.codebook import CodebookTree
from kwalcode.tui.widgets.marks import letters
from kwalcode.tui.widgets.rowlist import row_keys

PICKED = "↕"
"""The sign of a code that was picked up."""
_SIGNS, _ORIGIN, _CODINGS, _PEOPLE = 4, 10, 11, 6
_WIDE = 56
"""From this width on there is room for more than the number of codings beside the name."""


class CodebookTable(CodebookTree, inherit_bindings=False):
    """Shows the codes of a `Codebook`, or some of them, with their numbers in columns.

    Its keys are its own: on this screen c, g and p do something else than when coding.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "screen.groups", _("Code groups of this code"), show=False),
        *row_keys(_("Next code"), _("Previous code"), _("First code"), _("Last code")),
        Binding("left,h", "fold", _("Fold"), show=False),
        Binding("right,l", "unfold", _("Unfold"), show=False),
        Binding("space", "turn", _("Fold or unfold"), show=False),
        Binding("enter", "choose", _("Edit"), tooltip=_("Edit this code's fields")),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._book = Codebook()
        self._picked: tuple[int, ...] = ()
        self._folded_before: set[int] | None = None

    def show(self, book: Codebook, codes: Sequence[Code], *, all_of_them: bool) -> None:
        """Show these codes of a codebook: when not `all_of_them`, nothing is folded away."""
        self._book = book
        if all_of_them and self._folded_before is not None:
            self._folded, self._folded_before = self._folded_before, None
        elif not all_of_them and self._folded_before is None:
            self._folded, self._folded_before = set(), self._folded
        self.load(codes, book.counts)
        self._letters = letters(book.codes)  # as in the margin, whatever is shown
        self.refresh()

    def show_picked(self, picked: Sequence[int]) -> None:
        """Mark the codes (ids) that are picked up."""
        self._picked = tuple(picked)
        self.refresh()

    def tail(self, code: Code) -> str:
        """Return the columns of a code."""
        signs = (PICKED if code.id in self._picked else "") + self._book.signs_of(code)
        codings = self._counts.get(code.id, 0)
        people = self._book.respondents.get(code.id, 0)
        if self.scrollable_content_region.width < _WIDE:
            return f" {signs} {codings or '·'} "
        return (
            f" {signs:<{_SIGNS}}{origin_names().get(code.origin, ''):<{_ORIGIN}}"
            f"{codings or '·':>{_CODINGS}}{people or '·':>{_PEOPLE}} "
        )


def heading(width: int) -> str:
    """Return the line above the columns, for a tree so many cells wide."""
    origin, codings, people = _("origin"), _("codings"), _("resp.")
    tail = f"{codings} "
    if width >= _WIDE:
        tail = f"{origin:<{_ORIGIN}}{codings:>{_CODINGS}}{people:>{_PEOPLE}} "
    title = _("CODEBOOK")
    return f"{title:<{max(len(title) + 2, width - len(tail))}}{tail}"
