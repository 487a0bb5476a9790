"""Making themes and pattern cards from what is chosen on the patterns screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _
from kwalcode.project.acts.patterns import write_pattern
from kwalcode.project.acts.themes import adopt_proposal
from kwalcode.project.reads.findings import Subject
from kwalcode.project.study import Study
from kwalcode.tui.screens.patterns.asking import KIND_CHOICES
from kwalcode.tui.screens.patterns.choosing import Choosing
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.prompt import LinePrompt, TextPrompt


class Making(Choosing):
    """P writes a pattern card of the two codes chosen, T makes a theme of them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("P", "pattern", _("Card"), tooltip=_("Write a pattern card of the two codes")),
        Binding("T", "theme", _("Theme"), tooltip=_("Make a theme of these codes")),
    ]

    def act(self, act: Callable[[Study], object], told: str) -> None:
        """Do an act and tell what was done."""

        def do() -> str:
            self.session.acts.do(act)
            return told

        self.attempt(do)

    def action_pattern(self) -> None:
        """Ask for the kind and the claim, and write the card."""
        pane = self.pane
        pair = pane.pair
        if pair is None or pair[0] == pair[1]:
            self.notify(_("Choose two codes first: a cell of the matrix (1) or a pair (2)."))
            return
        a, b = pair
        names = one_line(f"{self.name_of(a)} × {self.name_of(b)}")

        def write(kind: str) -> None:
            def save(claim: str | None) -> None:
                if claim is not None and claim.strip():
                    rule, sub_codes = self.asking.rule, self.asking.sub_codes
                    self.act(
                        lambda study: write_pattern(
                            study,
                            kind,
                            claim.strip(),
                            Subject("code", a),
                            Subject("code", b),
                            rule=rule,
                            sub_codes=sub_codes,
                        ),
                        _("Pattern card written: tab 5."),
                    )

            self.app.push_screen(TextPrompt(_("Claim: {names}").format(names=names)), save)

        self.choose(_("Which kind of pattern?"), KIND_CHOICES, None, write)

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
                    self.act(
                        lambda study: adopt_proposal(study, name, claim.strip(), codes),
                        _("Theme made: tab 4."),
                    )

            if name is not None:
                self.app.push_screen(TextPrompt(_("The theme's central claim")), save)

        self.app.push_screen(LinePrompt(one_line(title)), named)
