"""Tab Themes: claims with their codes, who carries them, what they lack; and the theme builder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _, counted
from kwalcode.model import Counted
from kwalcode.project.acts import themes as acts
from kwalcode.project.analyses.themes import ThemeRow, study_themes
from kwalcode.project.reads.findings import Subject
from kwalcode.project.reads.patterns import all_patterns
from kwalcode.project.reads.relations import all_relations
from kwalcode.project.study import Study
from kwalcode.tui.screens.patterns.gridpane import GridPane
from kwalcode.tui.screens.patterns.linking import OfTheme
from kwalcode.tui.screens.patterns.theme_told import COLUMNS, Themes, about_theme, theme_row
from kwalcode.tui.screens.patterns.themed import (
    change_patterns,
    memo_act,
    memos_about,
    proposal_rows,
    proposals_title,
    read_proposals,
)
from kwalcode.tui.screens.pick import PickScreen
from kwalcode.tui.screens.ticks import TickScreen
from kwalcode.tui.text.grid import GridRow
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.prompt import LinePrompt, TextPrompt


class ThemesPane(GridPane):
    """A theme a row, those nested in it below it; the keys change the theme under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", _("New"), tooltip=_("Make a theme")),
        Binding("c", "proposals", _("Proposals"), tooltip=_("Make a theme of a community")),
        Binding("e", "claim", _("Claim"), tooltip=_("Write the theme's claim")),
        Binding("a", "codes", _("Codes"), tooltip=_("Choose the codes of the theme")),
        Binding("q", "chosen", _("Chosen"), tooltip=_("Quotations chosen for and against it")),
        Binding("w", "map", _("Map"), tooltip=_("The themes' map")),
        Binding("b", "build", _("Build"), tooltip=_("Build this theme beside the matrix")),
        Binding("p", "cards", _("Cards"), tooltip=_("Choose the pattern cards of the theme")),
        Binding("i", "nest", _("Into"), tooltip=_("Put the theme into another one")),
        Binding("N", "rename", _("Give the theme another name"), show=False),
        Binding("z", "searched", _("Searched for what speaks against, found none"), show=False),
        Binding("m,M", "memo", _("Memo"), tooltip=_("Write a memo about the theme"), show=False),
        Binding("x", "delete", _("Delete the theme; its codes stay"), show=False),
    ]
    OFFERS = frozenset({"pattern", "relate"})

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.themes: Themes | None = None

    async def read(self) -> bool:
        """Read the themes with what carries them."""
        asking = self.asking

        def themes(study: Study) -> Themes:
            with study.reading() as connection:
                found = study_themes(connection, sub_codes=asking.sub_codes, **asking.scope())
                relations = all_relations(connection, "theme")
                claims = {card.id: card.claim for card in all_patterns(connection)}
            return Themes(found, relations, memos_about(study, "theme"), claims)

        read = await self.desk.away(themes)
        if read is None:
            return False
        self.themes = read
        self.say("" if read.found.rows else _NOTHING)
        total = len(read.found.respondents)
        self.fill(COLUMNS, [theme_row(row, total) for row in read.found.rows])
        return True

    @property
    def counted(self) -> Counted | None:
        """What the figures were computed on."""
        return None if self.themes is None else self.themes.found.counted

    def facts(self) -> list[str]:
        """Return how many themes there are, and how many codes are in none."""
        if self.themes is None:
            return []
        found = self.themes.found
        n = counted("{n} theme", "{n} themes", len(found.rows))
        left = counted("{n} code in no theme", "{n} codes in no theme", len(found.orphans))
        return [n, left]

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """The theme under the cursor."""
        one = self._theme
        return () if one is None else (Subject("theme", one.theme.id),)

    @property
    def _theme(self) -> ThemeRow | None:
        row, read = self.grid.row, self.themes
        if row is None or read is None:
            return None
        return next((one for one in read.found.rows if one.theme.id == row.key[0]), None)

    def about(self, row: GridRow) -> Content:
        """Tell of a theme in full."""
        one, read = self._theme, self.themes
        if one is None or read is None or one.theme.id != row.key[0]:
            return Content("")
        return about_theme(read, one)

    def choose(self, row: GridRow) -> None:
        """Show the quotations with the codes of the theme."""
        one = self._theme
        if one is not None and one.theme.id == row.key[0]:
            self.desk.show_theme(one)

    def action_chosen(self) -> None:
        """Show the quotations chosen for and against the theme."""
        one = self._theme
        if one is not None:
            self.desk.show_chosen(OfTheme(one.theme.id, one.theme.name))

    def action_map(self) -> None:
        """Show the themes' map."""
        self.desk.show_themes_map()

    # The builder

    def action_build(self) -> None:
        """Build this theme beside the matrix."""
        one = self._theme
        if one is not None:
            self.desk.build_theme(one.theme.id)

    @work(exclusive=True, group="proposals")
    async def action_proposals(self) -> None:
        """Offer the communities of codes as themes."""
        desk = self.desk
        asking, minimum = desk.asking, desk.look.minimum
        try:
            found = await desk.away(lambda study: read_proposals(study, asking, minimum))
        except KwalcodeError as error:
            desk.complain(error)
            return
        if found is None:
            return
        rows = proposal_rows(found, desk.name_of)
        if rows:
            desk.choose(proposals_title(found), rows, None, desk.new_theme)
        else:
            desk.notify(found.reason or _("No communities: - on the map asks for fewer."))

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

    def action_cards(self) -> None:
        """Tick the pattern cards of the theme."""
        one, read = self._theme, self.themes
        if one is None or read is None:
            return
        if not read.claims:
            self.desk.notify(_("No pattern cards yet: P writes one in the matrix (1)."))
            return
        number, before, cards = one.theme.id, set(one.patterns), list(read.claims)
        ticked = {at for at, card in enumerate(cards) if card in before}

        def save(rows: frozenset[int] | None) -> None:
            wanted = before if rows is None else {cards[at] for at in rows}
            if wanted != before:
                self._do(change_patterns(number, before, wanted), _("Cards of the theme changed."))

        title = one_line(one.theme.name).replace("[", r"\[")
        shown = [one_line(read.claims[card]) for card in cards]
        self.app.push_screen(TickScreen(title, shown, ticked), save)

    def action_nest(self) -> None:
        """Choose the theme that this one goes into."""
        one, read = self._theme, self.themes
        if one is None or read is None:
            return
        theme = one.theme
        others = [row.theme for row in read.found.rows if row.theme.id != theme.id]
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
                    self._do(memo_act("theme", number, text), _("Memo saved."))

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
    "No themes yet. c proposes some: communities of codes that go together. n makes one; on the "
    "map (3), T makes one of the community under the cursor, in the matrix (1) of the two codes."
)
