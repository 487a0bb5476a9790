"""What one ties quotations to: a theme that they speak for or against, a free note, a memo."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _, counted
from kwalcode.project.reads.findings import SIDES, Side
from kwalcode.tui.screens.choose import ChooseScreen
from kwalcode.tui.screens.memoing import Memoing
from kwalcode.tui.screens.pick import PickScreen
from kwalcode.tui.screens.quotations.data import Place
from kwalcode.tui.screens.quotations.sending import Sending

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kwalcode.model import StudyTheme


class Relating(Sending, Memoing):
    """Acts on the marked quotations, else on the one under the highlight."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "theme", _("Theme"), tooltip=_("Put with a theme, for it or against it")),
        Binding("m", "memo", _("Memo about the quotation"), show=False),
        Binding("ampersand", "link_note", _("Link to a free note"), show=False),
    ]

    def action_memo(self) -> None:
        """Write a memo about the quotation under the highlight, or go on with mine."""
        row = self.found.row
        if row is not None:
            self.trying(lambda: self._memo_about(row.found.place))

    def _memo_about(self, place: Place) -> None:
        document, *passage = place
        here = (passage[0], passage[1])
        memos = self.session.memos(document)
        mine = (memo for at, memo in memos if at == here and memo.coder == self.session.me)
        self.memo_about_passage(document, here, next(mine, None))

    def action_link_note(self) -> None:
        """Link the marked quotations, or the one under the highlight, to a free note."""
        places = self._meant()
        if places:
            self.trying(lambda: self.ask_note(places))

    # Themes

    def action_theme(self) -> None:
        """Put the marked quotations, or the one under the highlight, with a theme."""
        places = self._meant()
        if places:
            self.trying(lambda: self._ask_theme(places))

    def _ask_theme(self, places: list[Place]) -> None:
        from kwalcode.project.reads.notes import all_themes
        from kwalcode.project.reads.themes import in_order

        with self.session.study.reading() as connection:
            themes = in_order(all_themes(connection))

        def chosen(row: int | None) -> None:
            if row == len(themes):
                self._ask_name(places)
            elif row is not None:
                self._ask_side(places, themes[row][0])

        if not themes:
            self._ask_name(places)
            return
        asks = counted(
            "Put {n} quotation with which theme?",
            "Put {n} quotations with which theme?",
            len(places),
        )
        rows = [f"{'  ' * depth}{theme.name}" for theme, depth in themes]
        self.app.push_screen(PickScreen(asks, [*rows, _("+ a new theme")]), chosen)

    def _ask_side(self, places: Sequence[Place], theme: StudyTheme) -> None:
        def chosen(row: int | None) -> None:
            if row is not None:
                self.attempt(lambda: self._put(places, theme.id, theme.name, SIDES[row]))

        rows = [_("speaks for it"), _("speaks against it")]
        self.app.push_screen(ChooseScreen(theme.name, rows), chosen)

    def _ask_name(self, places: Sequence[Place]) -> None:
        from kwalcode.tui.widgets.prompt import LinePrompt

        def named(name: str | None) -> None:
            if name:
                self.attempt(lambda: self._put(places, name, name, SIDES[0]))

        asks = _("A new theme for which these speak: its name")
        self.app.push_screen(LinePrompt(asks), named)

    def _put(self, places: Sequence[Place], theme: int | str, name: str, side: Side) -> str:
        from kwalcode.project.acts.theme_quoting import quote_all_for_theme

        n = self.session.acts.do(lambda study: quote_all_for_theme(study, theme, places, side))
        if not n:
            return _("They are with “{theme}” already.").format(theme=name)
        put = counted("{n} quotation put with", "{n} quotations put with", n)
        return _("{put} “{theme}” (u takes it back).").format(put=put, theme=name)
