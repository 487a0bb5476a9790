"""Going from a figure to the quotations behind it, and linking them to what they show."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from kwalcode.i18n import _
from kwalcode.project.reads.notes import all_themes
from kwalcode.project.reads.patterns import all_patterns
from kwalcode.project.study import Study
from kwalcode.report.facts import rule_name
from kwalcode.tui.screens.patterns.making import Making
from kwalcode.tui.screens.pick import PickScreen
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.marks import letters

if TYPE_CHECKING:
    from kwalcode.project.analyses.themes import ThemeRow
    from kwalcode.tui.screens.patterns.behind import Read
    from kwalcode.tui.screens.patterns.behind_data import Side
    from kwalcode.tui.screens.patterns.linking import Finding


class Showing(Making):
    """Shows the quotations of a cell, a code, a theme; asks what a quotation is linked to."""

    def show_behind(self, a: int, b: int) -> None:
        """Show the quotations of two codes side by side; of one code those with it."""
        if a == b:
            from kwalcode.tui.screens.quotations.screen import show_quotations

            show_quotations(self.workbench, a)
            return
        from kwalcode.tui.screens.patterns.behind_data import read_sides

        asking, serial, held = self.asking, self.session.serial, self.held
        signs = letters(self.session.codes)
        titles = [f"{signs.get(code, '')} {self.name_of(code)}" for code in (a, b)]

        def read(study: Study) -> Sequence[Side]:
            return read_sides(study, held.matrix(study, serial, asking), a, b, titles)

        self.show_quotes(read, [_("rule: {rule}").format(rule=rule_name(asking.rule))])

    def show_quotes(
        self, read: Read, facts: Sequence[str] = (), finding: Finding | None = None
    ) -> None:
        """Show one column of quotations, or two side by side, that can be linked to a finding."""
        raise NotImplementedError

    def show_chosen(self, finding: Finding) -> None:
        """Show the quotations that people linked to a theme or a card, for and against it."""
        from kwalcode.tui.screens.patterns.behind_data import read_chosen

        name = one_line(finding.name)
        self.show_quotes(lambda study: read_chosen(study, finding), [name], finding)

    def go_to(self, document: int, place: tuple[int, int]) -> None:
        """Show a place in the transcript, from where one comes back here."""
        self.workbench.go_to_place(document, place)
        self.workbench.coding.fold_if_narrow()
        self.workbench.notify(_("Backspace goes back to the patterns."))

    def show_theme(self, row: ThemeRow) -> None:
        """Show the quotations with the codes of a theme, which can be linked to it."""
        from kwalcode.tui.screens.patterns.linking import OfTheme

        theme = row.theme
        self.show_codings(theme.name, row.codes, None, OfTheme(theme.id, theme.name))

    def show_codings(
        self,
        title: str,
        codes: Collection[int],
        respondent: int | None,
        finding: Finding | None = None,
    ) -> None:
        """Show the quotations that count with one of these codes, of all or of one respondent."""
        self.show_columns([(title, respondent)], codes, finding)

    def show_columns(
        self,
        columns: Sequence[tuple[str, int | None]],
        codes: Collection[int],
        finding: Finding | None = None,
    ) -> None:
        """Show the quotations that count with one of these codes: a column, or two, each with its
        title and whose they are (None: everybody's)."""
        from kwalcode.tui.screens.patterns.behind_data import places_of, read_side

        asking, serial, held = self.asking, self.session.serial, self.held

        def read(study: Study) -> Sequence[Side]:
            codings = held.ground(study, serial, asking).codings
            codings = codings[codings["code"].isin(list(codes))]
            return [
                read_side(
                    study,
                    title,
                    places_of(codings if who is None else codings[codings["respondent"] == who]),
                )
                for title, who in columns
            ]

        self.show_quotes(read, (), finding)

    def choose_finding(self, take: Callable[[Finding], None]) -> None:
        """Ask to which theme or pattern card a quotation is linked."""
        from kwalcode.tui.screens.patterns.linking import OfPattern, OfTheme

        with self.session.study.reading() as connection:
            themes, cards = all_themes(connection), all_patterns(connection)
        known: list[Finding] = [OfTheme(one.id, one.name) for one in themes]
        known += [OfPattern(one.id, one.claim) for one in cards]
        titles = [_("theme: {name}").format(name=one.name) for one in themes]
        titles += [_("card: {name}").format(name=one.claim) for one in cards]
        if not known:
            self.notify(_("No theme or pattern card yet to link it to: T and P make them."))
            return

        def chosen(row: int | None) -> None:
            if row is not None:
                take(known[row])

        self.app.push_screen(PickScreen(_("Linked to which theme or card?"), titles), chosen)
