"""A pattern card as it is listed, and what is told of it in full. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from kwalcode.i18n import _
from kwalcode.project.analyses.patterns import Card
from kwalcode.report.facts import rule_name
from kwalcode.tui.screens.patterns.asking import KIND_CHOICES, STATUS_CHOICES
from kwalcode.tui.screens.patterns.cell import names
from kwalcode.tui.screens.patterns.theme_told import memo_lines
from kwalcode.tui.text.grid import Column, GridRow
from kwalcode.tui.text.visible import one_line, visible

NOTHING = _(
    "No pattern cards yet. Go to a cell of the matrix (1) or a pair (2) and press P: a card holds "
    "a claim about two codes, who carries it and who speaks against it."
)
COLUMNS = (
    Column("claim", _("claim")),
    Column("status", _("status")),
    Column("kind", _("kind")),
    Column("together", _("for"), right=True),
    Column("negative", _("against"), right=True),
    Column("unopened", _("not opened"), right=True),
)


def card_row(card: Card) -> GridRow:
    """Return a card as a row."""
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


def about_card(card: Card, memos: Sequence[str]) -> Content:
    """Tell of a card in full: its sides, who stands where, what "final" still needs, memos."""
    pattern, found = card.pattern, card.found
    status = dict(STATUS_CHOICES).get(pattern.status, "")
    head = f"{_sides(card)}  ·  {_short(pattern.kind)}  ·  {status}"
    lines = [
        Content(visible(pattern.claim)).stylize("bold"),
        Content(one_line(head)),
        Content(_("rule: {rule}").format(rule=rule_name(pattern.rule))).stylize("$text-muted"),
        Content(""),
    ]
    for standing, title in _titles(card):
        who = {person for person, where in found.cells.items() if where == standing}
        title = f"{one_line(title)}: "
        lines.append(Content(title).stylize("$text-muted") + Content(names(who, found.respondents)))
    lines.append(Content(""))
    for_it = sum(1 for quoted in card.quoted if quoted.side == "supporting")
    told = _("quotations chosen: {s} for it, {c} against it (q)")
    lines.append(Content(told.format(s=for_it, c=len(card.quoted) - for_it)).stylize("$text-muted"))
    unopened = names(card.unopened, found.respondents)
    lines.append(Content(_("negative cases not opened: {names}").format(names=unopened)))
    if pattern.searched:
        lines.append(Content(_("searched for negative cases: none found")))
    lines += [Content(f"! {one_line(line)}").stylize("$text-warning") for line in card.missing]
    return Content("\n").join([*lines, *memo_lines(memos)])
