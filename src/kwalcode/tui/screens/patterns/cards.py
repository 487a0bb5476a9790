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
from kwalcode.tui.screens.patterns.cell import names
from kwalcode.tui.screens.patterns.gridpane import GridPane
from kwalcode.tui.text.grid import Column, GridRow
from kwalcode.tui.text.visible import one_line, visible
from kwalcode.tui.widgets.prompt import TextPrompt


class CardsPane(GridPane):
    """A card a row; it counts by the project's own layer and all respondents, as `final` does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "cases", _("Cases"), tooltip=_("Open the next negative case")),
        Binding("t", "status", _("Status"), tooltip=_("Draft, checked or final")),
        Binding("e", "claim", _("Claim"), tooltip=_("Write the claim anew")),
        Binding("z", "searched", _("Searched for negative cases, found none"), show=False),
        Binding("x", "delete", _("Delete the card"), show=False),
    ]

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.cards: dict[int, Card] = {}

    async def read(self) -> bool:
        """Read all cards with what is counted for them."""

        def cards(study: Study) -> dict[int, Card]:
            with study.reading() as connection:
                return {
                    one.id: study_pattern(connection, one.id) for one in all_patterns(connection)
                }

        found = await self.desk.away(cards)
        if found is None:
            return False
        self.cards = found
        self.say("" if found else _NOTHING)
        self.fill(_COLUMNS, [_row(card) for card in found.values()])
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
        card = self.cards[row.key[0]]
        pattern, found = card.pattern, card.found
        status = dict(STATUS_CHOICES).get(pattern.status, "")
        head = f"{_sides(card)}  ·  {_short(pattern.kind)}  ·  {status}"
        lines = [
            Content(visible(pattern.claim)).stylize("bold"),
            Content(one_line(head)),
            Content(_("rule: {rule}").format(rule=pattern.rule)).stylize("dim"),
            Content(""),
        ]
        for standing, title in _titles(card):
            who = {person for person, where in found.cells.items() if where == standing}
            title = f"{one_line(title)}: "
            lines.append(Content(title).stylize("dim") + Content(names(who, found.respondents)))
        lines.append(Content(""))
        for_it = sum(1 for quoted in card.quoted if quoted.side == "supporting")
        told = _("quotations chosen: {s} for it, {c} against it")
        lines.append(Content(told.format(s=for_it, c=len(card.quoted) - for_it)).stylize("dim"))
        unopened = names(card.unopened, found.respondents)
        lines.append(Content(_("negative cases not opened: {names}").format(names=unopened)))
        if pattern.searched:
            lines.append(Content(_("searched for negative cases: none found")))
        lines += [Content(f"! {one_line(line)}").stylize("$text-warning") for line in card.missing]
        return Content("\n").join(lines)

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

        self.desk.show_quotes(read, [one_line(card.pattern.claim)])

    # Keys

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

        self.desk.show_quotes(read, [one_line(card.pattern.claim)])
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


_NOTHING = _(
    "No pattern cards yet. Go to a cell of the matrix (1) or a pair (2) and press P: a card holds "
    "a claim about two codes, who carries it and who speaks against it."
)
_COLUMNS = (
    Column("claim", _("claim")),
    Column("status", _("status")),
    Column("kind", _("kind")),
    Column("together", _("for"), right=True),
    Column("negative", _("against"), right=True),
    Column("unopened", _("not opened"), right=True),
    Column("sides", _("codes")),
)


def _row(card: Card) -> GridRow:
    carried = card.found.of("together", "with")
    return GridRow(
        (card.pattern.id, ""),
        {
            "claim": one_line(card.pattern.claim),
            "status": dict(STATUS_CHOICES).get(card.pattern.status, card.pattern.status),
            "kind": _short(card.pattern.kind),
            "together": str(len(carried)),
            "negative": str(len(card.negative)),
            "unopened": str(len(card.unopened)),
            "sides": _sides(card),
        },
    )


def _short(kind: str) -> str:
    return dict(KIND_CHOICES).get(kind, kind).split(":")[0]


def _sides(card: Card) -> str:
    return " × ".join(filter(None, (card.a, card.b))) or _("its codes were deleted")


def _titles(card: Card) -> tuple[tuple[str, str], ...]:
    if card.pattern.b is None:
        return (("with", _("with it")), ("without", _("without it")))
    return (
        ("together", _("together")),
        ("apart", _("both, apart")),
        ("only a", _("only {code}").format(code=card.a)),
        ("only b", _("only {code}").format(code=card.b)),
        ("neither", _("neither")),
    )
