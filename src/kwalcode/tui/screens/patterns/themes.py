"""Tab Themes: claims with their codes, who carries them, what they lack; and the theme builder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from kwalcode.i18n import _, counted
from kwalcode.model import Counted
from kwalcode.project.acts import themes as acts
from kwalcode.project.acts.notes import write_memo
from kwalcode.project.analyses.themes import StudyThemes, ThemeRow, study_themes, warning_words
from kwalcode.project.study import Study
from kwalcode.tui.screens.patterns.cell import names
from kwalcode.tui.screens.patterns.gridpane import GridPane
from kwalcode.tui.screens.quotations.pick import PickScreen
from kwalcode.tui.screens.ticks import TickScreen
from kwalcode.tui.text.grid import Column, GridRow
from kwalcode.tui.text.visible import one_line, visible
from kwalcode.tui.widgets.prompt import LinePrompt, TextPrompt


class ThemesPane(GridPane):
    """A theme a row, those nested in it below it; the keys change the theme under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", _("New"), tooltip=_("Make a theme")),
        Binding("e", "claim", _("Claim"), tooltip=_("Write the theme's claim")),
        Binding("R", "rename", _("Give the theme another name"), show=False),
        Binding("a", "codes", _("Codes"), tooltip=_("Choose the codes of the theme")),
        Binding("i", "nest", _("Into"), tooltip=_("Put the theme into another one")),
        Binding("z", "searched", _("Searched for what speaks against, found none"), show=False),
        Binding("M", "memo", _("Memo"), tooltip=_("Write a memo about the theme"), show=False),
        Binding("x", "delete", _("Delete the theme; its codes stay"), show=False),
    ]

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.themes: StudyThemes | None = None

    async def read(self) -> bool:
        """Read the themes with what carries them."""
        asking = self.asking

        def themes(study: Study) -> StudyThemes:
            with study.reading() as connection:
                return study_themes(connection, sub_codes=asking.sub_codes, **asking.scope())

        found = await self.desk.away(themes)
        if found is None:
            return False
        self.themes = found
        self.say("" if found.rows else _NOTHING)
        total = len(found.respondents)
        self.fill(_COLUMNS, [_row(row, total) for row in found.rows])
        return True

    @property
    def counted(self) -> Counted | None:
        """What the figures were computed on."""
        return None if self.themes is None else self.themes.counted

    def facts(self) -> list[str]:
        """Return how many themes there are, and how many codes are in none."""
        if self.themes is None:
            return []
        n = counted("{n} theme", "{n} themes", len(self.themes.rows))
        left = counted("{n} code in no theme", "{n} codes in no theme", len(self.themes.orphans))
        return [n, left]

    @property
    def _theme(self) -> ThemeRow | None:
        row, found = self.grid.row, self.themes
        if row is None or found is None:
            return None
        return next((one for one in found.rows if one.theme.id == row.key[0]), None)

    def about(self, row: GridRow) -> Content:
        """Tell of a theme in full."""
        one, found = self._theme, self.themes
        if one is None or found is None or one.theme.id != row.key[0]:
            return Content("")
        claim = visible(one.theme.claim) or _("No claim yet: e writes it.")
        lines = [Content(one_line(one.theme.name)).stylize("bold"), Content(claim), Content("")]
        lines += [
            Content(f"! {warning_words(warning)}").stylize("$text-warning")
            for warning in one.warnings
        ]
        lines.append(
            Content(
                _("{s} quotations for it, {c} against it chosen; {p} patterns").format(
                    s=one.supporting, c=one.contradicting, p=len(one.patterns)
                )
            ).stylize("dim")
        )
        lines.append(Content(_("codes")).stylize("dim"))
        lines += [Content(f"  {one_line(found.names[code])}") for code in one.codes]
        lines.append(Content(_("respondents")).stylize("dim"))
        carried = {
            who: f"{name} {one.cells[who]}"
            for who, name in found.respondents.items()
            if who in one.cells
        }
        lines.append(Content("  " + names(carried, carried)))
        without = [who for who in found.respondents if who not in one.cells]
        lines.append(Content(_("without it")).stylize("dim"))
        lines.append(Content("  " + names(without, found.respondents)))
        return Content("\n").join(lines)

    def choose(self, row: GridRow) -> None:
        """Show the quotations of the theme."""
        one = self._theme
        if one is not None:
            self.desk.show_codings(row.text("name"), one.codes, None)

    # The builder

    def action_new(self) -> None:
        """Ask for a name and a claim, and make a theme."""
        self.desk.new_theme(())

    def action_claim(self) -> None:
        """Ask for the claim."""
        one = self._theme
        if one is not None:
            theme = one.theme

            def save(claim: str | None) -> None:
                if claim is not None and claim.strip() != theme.claim:
                    self._do(
                        lambda study: acts.edit_theme(study, theme.id, claim=claim.strip()),
                        _("Claim written."),
                    )

            self.app.push_screen(TextPrompt(_("The theme's central claim"), theme.claim), save)

    def action_rename(self) -> None:
        """Ask for another name."""
        one = self._theme
        if one is not None:
            theme = one.theme

            def save(name: str | None) -> None:
                if name is not None and name != theme.name:
                    self._do(
                        lambda study: acts.edit_theme(study, theme.id, name=name),
                        _("Theme renamed."),
                    )

            self.app.push_screen(LinePrompt(_("Another name for the theme"), theme.name), save)

    def action_codes(self) -> None:
        """Tick the codes of the theme."""
        one = self._theme
        if one is None:
            return
        theme, known = one.theme, self.desk.session.codes
        ticked = {at for at, code in enumerate(known) if code.id in theme.codes}
        rows = [one_line(code.path) for code in known]

        def save(rows: frozenset[int] | None) -> None:
            if rows is None:
                return
            wanted = {known[at].id for at in rows}
            more, less = wanted - set(theme.codes), set(theme.codes) - wanted
            self._change_codes(theme.id, more, less)

        self.app.push_screen(
            TickScreen(one_line(theme.name).replace("[", r"\["), rows, ticked), save
        )

    def _change_codes(self, theme: int, more: Iterable[int], less: Iterable[int]) -> None:
        if more:
            self._do(
                lambda study: acts.put_in_theme(study, theme, sorted(more)), _("Codes put in.")
            )
        if less:
            self._do(
                lambda study: acts.take_from_theme(study, theme, sorted(less)),
                _("Codes taken out."),
            )

    def action_nest(self) -> None:
        """Choose the theme that this one goes into."""
        one, found = self._theme, self.themes
        if one is None or found is None:
            return
        theme = one.theme
        others = [row.theme for row in found.rows if row.theme.id != theme.id]
        titles = [_("(no other theme)"), *(other.name for other in others)]

        def put(row: int | None) -> None:
            if row is not None:
                parent = None if row == 0 else others[row - 1].id
                self._do(lambda study: acts.nest_theme(study, theme.id, parent), _("Theme moved."))

        self.app.push_screen(PickScreen(_("Into which theme?"), titles), put)

    def action_searched(self) -> None:
        """Say that what speaks against was searched for and not found."""
        one = self._theme
        if one is not None:
            number = one.theme.id
            self._do(
                lambda study: acts.mark_theme_searched(study, number),
                _("Written down: searched for what speaks against, found none."),
            )

    def action_memo(self) -> None:
        """Write a memo about the theme."""
        one = self._theme
        if one is not None:
            number = one.theme.id

            def save(text: str | None) -> None:
                if text is not None and text.strip():
                    self._do(
                        lambda study: write_memo(study, "theme", number, text), _("Memo saved.")
                    )

            self.app.push_screen(TextPrompt(_("Memo about the theme")), save)

    def action_delete(self) -> None:
        """Delete the theme."""
        one = self._theme
        if one is not None:
            number = one.theme.id
            self._do(
                lambda study: acts.delete_theme(study, number),
                _("Theme deleted; u brings it back."),
            )

    def _do(self, act: Callable[[Study], object], told: str) -> None:
        self.desk.act(act, told)


_NOTHING = _(
    "No themes yet. n makes one; on the map (3), T makes one of the community under the cursor, "
    "in the matrix (1) of the two codes of a cell."
)
_COLUMNS = (
    Column("name", _("theme")),
    Column("codes", _("codes"), right=True),
    Column("respondents", _("resp."), right=True),
    Column("quotations", _("quotations"), right=True),
    Column("patterns", _("patterns"), right=True),
    Column("warnings", "!", right=True),
    Column("claim", _("claim")),
)


def _row(row: ThemeRow, total: int) -> GridRow:
    return GridRow(
        (row.theme.id, ""),
        {
            "name": row.theme.name,
            "codes": str(len(row.codes)),
            "respondents": f"{len(row.cells)}/{total}",
            "quotations": str(row.quotations),
            "patterns": str(len(row.patterns)),
            "warnings": str(len(row.warnings) or ""),
            "claim": one_line(row.theme.claim),
        },
        under=row.depth > 0,
    )
