"""Making themes and pattern cards from what is chosen on the patterns screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _
from kwalcode.model import CODE_PATH
from kwalcode.project.acts.patterns import write_pattern
from kwalcode.project.acts.themes import adopt_proposal
from kwalcode.project.reads.findings import Subject, subject_names
from kwalcode.project.study import Study
from kwalcode.tui.screens.patterns.asking import KIND_CHOICES
from kwalcode.tui.screens.patterns.building import Building
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.prompt import LinePrompt, TextPrompt


class Making(Building):
    """P writes a pattern card of the two codes chosen, T makes a theme of them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("P", "pattern", _("Card"), tooltip=_("Write a pattern card of what is chosen")),
        Binding("T", "theme", _("Theme"), tooltip=_("Make a theme of these codes")),
    ]

    def action_pattern(self) -> None:
        """Ask for the kind and the claim, and write the card."""
        sides = tuple(dict.fromkeys(self.pane.subjects))
        if not sides:
            self.notify(_("Choose two codes first: a cell of the matrix (1) or a pair (2)."))
            return
        kind = self.pane.pattern_kind
        if kind is not None:
            self._claim(kind, sides)
        else:
            self.choose(
                _("Which kind of pattern?"), KIND_CHOICES, None, lambda k: self._claim(k, sides)
            )

    def _claim(self, kind: str, sides: Sequence[Subject]) -> None:
        """Ask for the claim, and write the card."""
        rule, sub_codes = self.pane.pattern_rule, self.asking.sub_codes
        with self.session.study.reading() as connection:
            names = subject_names(connection)

        def save(claim: str | None) -> None:
            if claim is not None and claim.strip():
                self.act(
                    lambda study: write_pattern(
                        study, kind, claim.strip(), *sides, rule=rule, sub_codes=sub_codes
                    ),
                    _("Pattern card written: tab 5."),
                )

        called = " × ".join(names[one].rsplit(CODE_PATH, 1)[-1] for one in sides)
        title = _("Claim: {names}").format(names=one_line(called))
        self.app.push_screen(TextPrompt(title), save)

    def action_theme(self) -> None:
        """Make a theme: of the community on the map, of two codes, or an empty one."""
        pane = self.pane
        codes: Sequence[int] = ()
        if pane.community is not None:
            codes = sorted(pane.community[1])
        elif pane.pair is not None:
            codes = sorted(set(pane.pair))
        self.new_theme(codes)

    def new_theme(self, codes: Sequence[int]) -> None:
        """Ask for the name and the claim of a theme of these codes, and make it."""
        title = _("Name of the theme")
        if codes:
            listed = ", ".join(map(self.name_of, codes))
            title = _("Name of the theme of: {codes}").format(codes=listed)

        def named(name: str | None) -> None:
            def save(claim: str | None) -> None:
                if name is not None and claim is not None:
                    self._adopt(name, claim.strip(), codes)

            if name is not None:
                self.app.push_screen(TextPrompt(_("The theme's central claim")), save)

        self.app.push_screen(LinePrompt(one_line(title)), named)

    def _adopt(self, name: str, claim: str, codes: Sequence[int]) -> None:
        """Make the theme; it is the one that is being built from then on."""
        before = self.building

        def adopt(study: Study) -> None:
            self.building = adopt_proposal(study, name, claim, codes)

        try:
            self.act(adopt, _("Theme made: tab 4."))
        finally:
            if self.building != before:
                self.renew()
