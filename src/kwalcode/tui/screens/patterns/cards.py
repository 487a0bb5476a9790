"""Tab Patterns: the pattern cards, who carries them and who speaks against them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from kwalcode.i18n import _, counted
from kwalcode.model import Counted
from kwalcode.project.acts import patterns as acts
from kwalcode.project.analyses.patterns import Card, study_pattern
from kwalcode.project.reads.patterns import all_patterns
from kwalcode.project.study import Study
from kwalcode.tui.screens.patterns.asking import KIND_CHOICES, STATUS_CHOICES
from kwalcode.tui.screens.patterns.behind_data import Side, read_side
from kwalcode.tui.screens.patterns.card_told import COLUMNS, NOTHING, about_card, card_row
from kwalcode.tui.screens.patterns.gridpane import GridPane
from kwalcode.tui.screens.patterns.linking import OfPattern
from kwalcode.tui.screens.patterns.themed import memo_act, memos_about
from kwalcode.tui.text.grid import GridRow
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.prompt import TextPrompt


class CardsPane(GridPane):
    """A card a row; it counts by the project's own layer and all respondents, as `final` does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "cases", _("Cases"), tooltip=_("Open the next negative case")),
        Binding("t", "status", _("Status"), tooltip=_("Draft, checked or final")),
        Binding("q", "chosen", _("Chosen"), tooltip=_("Quotations chosen for and against it")),
        Binding("e", "claim", _("Claim"), tooltip=_("Write the claim anew")),
        Binding("K", "kind", _("Another kind of pattern"), show=False),
        Binding("m,M", "memo", _("Memo"), tooltip=_("Write a memo about the card"), show=False),
        Binding("z", "searched", _("Searched for negative cases, found none"), show=False),
        Binding("x", "delete", _("Delete the card"), show=False),
    ]

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.cards: dict[int, Card] = {}
        self.memos: dict[int, list[str]] = {}

    async def read(self) -> bool:
        """Read all cards with what is counted for them."""

        def cards(study: Study) -> tuple[dict[int, Card], dict[int, list[str]]]:
            with study.reading() as connection:
                known = all_patterns(connection)
                found = {one.id: study_pattern(connection, one.id) for one in known}
            return found, memos_about(study, "pattern")

        read = await self.desk.away(cards)
        if read is None:
            return False
        self.cards, self.memos = read
        self.say("" if self.cards else NOTHING)
        self.fill(COLUMNS, [card_row(card) for card in self.cards.values()])
        return True

    @property
    def counted(self) -> Counted | None:
        """What the figures were computed on."""
        return next((card.found.counted for card in self.cards.values()), None)

    def facts(self) -> list[str]:
        """Return how many cards there are."""
        n = counted("{n} card", "{n} cards", len(self.cards))
        return [n, _("cards count all respondents, whatever the filter")]

    @property
    def _card(self) -> Card | None:
        return None if self.grid.row is None else self.cards.get(self.grid.row.key[0])

    def about(self, row: GridRow) -> Content:
        """Tell of a card in full."""
        number = row.key[0]
        return about_card(self.cards[number], self.memos.get(number, ()))

    def choose(self, row: GridRow) -> None:
        """Show what speaks for the card, and beside it what the negative cases say."""
        card = self.cards[row.key[0]]
        for_it = {(p.document, p.start, p.end) for p in card.found.meeting}
        against = {
            (p.document, p.start, p.end) for p in card.found.places if p.respondent in card.negative
        }

        def read(study: Study) -> Sequence[Side]:
            return [
                read_side(study, _("Speaks for it"), for_it),
                read_side(study, _("From the negative cases"), against),
            ]

        self.desk.show_quotes(read, [one_line(card.pattern.claim)], _finding(card))

    # Keys

    def action_chosen(self) -> None:
        """Show the quotations chosen for and against the card."""
        card = self._card
        if card is not None:
            self.desk.show_chosen(_finding(card))

    def action_kind(self) -> None:
        """Choose another kind."""
        card = self._card
        if card is not None:
            number = card.pattern.id

            def set_to(kind: str) -> None:
                self._do(lambda study: acts.edit_pattern(study, number, kind=kind), _CHANGED)

            self.desk.choose(_("Which kind of pattern?"), KIND_CHOICES, card.pattern.kind, set_to)

    def action_memo(self) -> None:
        """Write a memo about the card."""
        card = self._card
        if card is not None:
            number = card.pattern.id

            def save(text: str | None) -> None:
                if text is not None and text.strip():
                    self._do(memo_act("pattern", number, text), _("Memo saved."))

            self.app.push_screen(TextPrompt(_("Memo about the card")), save)

    def action_cases(self) -> None:
        """Show the next negative case that nobody looked at, and write down that it is opened."""
        card = self._card
        if card is None:
            return
        if not card.unopened:
            self.desk.notify(_("All negative cases of this card were opened."))
            return
        person = card.unopened[0]
        name = card.found.respondents[person]
        places = {(p.document, p.start, p.end) for p in card.found.places_of(person)}

        def read(study: Study) -> Sequence[Side]:
            title = _("{name}: all that is coded with either side").format(name=name)
            return [read_side(study, title, places)]

        self.desk.show_quotes(read, [one_line(card.pattern.claim)], _finding(card))
        number = card.pattern.id
        self.desk.act(
            lambda study: acts.open_cases(study, number, [person]),
            _("Negative case opened: {name}. Esc goes back.").format(name=name),
        )

    def action_status(self) -> None:
        """Choose the status."""
        card = self._card
        if card is not None:
            number = card.pattern.id

            def set_to(status: str) -> None:
                self._do(lambda study: acts.set_status(study, number, status), _("Status changed."))

            self.desk.choose(_("Status"), STATUS_CHOICES, card.pattern.status, set_to)

    def action_claim(self) -> None:
        """Write the claim anew."""
        card = self._card
        if card is not None:
            pattern = card.pattern

            def save(claim: str | None) -> None:
                if claim is not None and claim.strip() not in ("", pattern.claim):
                    self._do(
                        lambda study: acts.edit_pattern(study, pattern.id, claim=claim.strip()),
                        _("Claim written."),
                    )

            self.app.push_screen(TextPrompt(_("The card's claim"), pattern.claim), save)

    def action_searched(self) -> None:
        """Say that negative cases were searched for and not found."""
        card = self._card
        if card is not None:
            number = card.pattern.id
            self._do(
                lambda study: acts.mark_pattern_searched(study, number),
                _("Written down: searched for negative cases, found none."),
            )

    def action_delete(self) -> None:
        """Delete the card."""
        card = self._card
        if card is not None:
            number = card.pattern.id
            self._do(
                lambda study: acts.delete_pattern(study, number),
                _("Card deleted; u brings it back."),
            )

    def _do(self, act: Callable[[Study], object], told: str) -> None:
        self.desk.act(act, told)


_CHANGED = _("Kind changed: what is checked of another kind is a draft again.")


def _finding(card: Card) -> OfPattern:
    return OfPattern(card.pattern.id, card.pattern.claim)
