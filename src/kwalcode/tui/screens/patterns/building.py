"""The theme builder beside the matrix and the map: codes go into a theme and out of it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _, counted
from kwalcode.project.acts.themes import put_in_theme, take_from_theme
from kwalcode.project.reads.notes import all_themes
from kwalcode.project.study import Study
from kwalcode.tui.screens.patterns.relating import Relating
from kwalcode.tui.session import Session

_NEW = -1


class Building(Relating):
    """`b` chooses the theme to build, `a` puts the codes under the cursor in, or takes them out."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "build", _("Build"), tooltip=_("Choose the theme to build beside it")),
        Binding("a", "into", _("In/out"), tooltip=_("Put these codes into the theme, or out")),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.building: int | None = None
        """The theme (id) that is being built."""

    def action_build(self) -> None:
        """Choose the theme to build; a new one of the codes under the cursor, or none."""
        with self.session.study.reading() as connection:
            known = all_themes(connection)
        rows: list[tuple[int | None, str]] = [(_NEW, _("a new theme of what is under the cursor"))]
        rows += [(theme.id, theme.name) for theme in known]
        if self.building is not None:
            rows.append((None, _("no theme: back to the cell alone")))
        self.choose(_("Which theme is being built?"), rows, self.building, self._build)

    def _build(self, theme: int | None) -> None:
        if theme == _NEW:
            self.action_theme()
        else:
            self.building = theme
            self.renew()

    def build_theme(self, theme: int) -> None:
        """Build a theme beside the matrix."""
        self.building = theme
        self.action_tab("1")
        self.renew()

    def action_tab(self, digit: str) -> None:
        """Show a tab."""
        raise NotImplementedError

    def action_theme(self) -> None:
        """Make a theme of what is chosen."""
        raise NotImplementedError

    def action_into(self) -> None:
        """Put the codes under the cursor into the theme; out of it where all are in."""
        codes = sorted({one.id for one in self.pane.subjects if one.kind == "code"})
        if not codes:
            self.notify(_("Choose a code or a cell first."))
            return
        with self.session.study.reading() as connection:
            theme = next((t for t in all_themes(connection) if t.id == self.building), None)
        if theme is None:
            self.action_build()
            return
        wanted = [code for code in codes if code not in theme.codes]
        number, name = theme.id, theme.name

        def put(study: Study) -> object:
            return put_in_theme(study, number, wanted)

        def take(study: Study) -> object:
            return take_from_theme(study, number, codes)

        if wanted:
            told = counted("{n} code put into {{theme}}.", "{n} codes put into {{theme}}.",
                           len(wanted))  # fmt: skip
            self.act(put, told.format(theme=name))
        else:
            told = counted("{n} code taken out of {{theme}}.", "{n} codes taken out of {{theme}}.",
                           len(codes))  # fmt: skip
            self.act(take, told.format(theme=name))
