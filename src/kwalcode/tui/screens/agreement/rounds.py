"""What the agreement screen lists of rounds of coding: is it getting better?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.cells import set_cell_size

from kwalcode.i18n import _, counted
from kwalcode.tui.screens.agreement.figures import ALPHA, short
from kwalcode.tui.text.agreement import figure, scale
from kwalcode.tui.text.fitting import fitted
from kwalcode.tui.text.visible import one_line

if TYPE_CHECKING:
    from kwalcode.project.agreement.by_round import RoundAgreement
    from kwalcode.tui.widgets.linelist import Parts

_NAME, _NUMBERS = 16, 36


def trend_line(rounds: Sequence[RoundAgreement], width: int) -> str:
    """Return alpha round by round in one line, "" where there are no rounds; of many the last."""
    told = [f"{one_line(one.round.name)} {_alpha(one)}" for one in rounds]
    while len(told) > 1 and len(_trend(told)) > width - 2:
        told = ["…", *told[2:]] if told[0] == "…" else ["…", *told[1:]]
    return _trend(told) if told else ""


def _trend(told: Sequence[str]) -> str:
    return _("alpha by round: {rounds}").format(rounds="  →  ".join(told))


def _alpha(one: RoundAgreement) -> str:
    if one.found is None:
        return _("(not complete)")
    return figure(one.found.table.pooled.value)


def round_heading(width: int) -> str:
    """Return the heading of the table of rounds."""
    name = set_cell_size(_("round"), _name_width(width))
    numbers = f"{_('codebook'):>10}{_('docs'):>6}{_('waiting'):>10}{short(ALPHA):>8}"
    return f" {name}{numbers}  {scale(_scale_width(width), None, None)[1]}"


def _name_width(width: int) -> int:
    return max(_NAME, min(40, (width - _NUMBERS) // 3))


def _scale_width(width: int) -> int:
    return max(12, width - _name_width(width) - _NUMBERS - 3)


def paint_rounds(rounds: Sequence[RoundAgreement]) -> Callable[[int, int], Parts]:
    """Return what paints a round's row: its alpha with the interval on a scale from 0 to 1."""

    def paint(at: int, width: int) -> Parts:
        one = rounds[at]
        name = set_cell_size(fitted(one_line(one.round.name), _name_width(width)),
                             _name_width(width))  # fmt: skip
        book = "" if one.round.codebook is None else f"#{one.round.codebook}"
        drawn, _labels = scale(_scale_width(width), _value(one), _bounds(one))
        return [
            (f" {name}", ""),
            (f"{book:>10}{one.documents:>6}{one.unfinished or '':>10}", "faint"),
            (f"{_alpha(one) if one.found is not None else '':>8}", "bold"),
            (f"  {drawn if one.found is not None else _('(not complete)')}", ""),
        ]

    return paint


def _value(one: RoundAgreement) -> float | None:
    return None if one.found is None else one.found.table.pooled.value


def _bounds(one: RoundAgreement) -> tuple[float, float] | None:
    sure = None if one.found is None else one.found.uncertainty
    if sure is None or sure.pooled.low is None or sure.pooled.high is None:
        return None
    return sure.pooled.low, sure.pooled.high


def told_round(rounds: Sequence[RoundAgreement], at: int) -> str:
    """Return what is told of a round under its row."""
    one = rounds[at]
    lines = []
    if one.found is not None:
        from kwalcode.report.agreement.sentence import summary_line

        lines.append(summary_line(one.found))
    else:
        lines.append(_("No document was completed yet by all whom it was assigned to."))
    if one.unfinished:
        lines.append(
            counted("{n} document waits for that.", "{n} documents wait for that.", one.unfinished)
        )
    lines.append(_codebook(one, first=not at))
    if one.later:
        lines.append(
            counted(
                "{n} coding was made after its document was marked complete: the figure is of now.",
                "{n} codings were made after their document was marked complete: the figure is of"
                " now.",
                one.later,
            )
        )
    blind = _("blind") if one.round.blind else _("open: coders saw each other's work")
    lines.append(
        _("Started {day}, {blind}. {note}").format(
            day=one.round.started[:10], blind=blind, note=one_line(one.round.note)
        )
    )
    return "\n".join(line.rstrip() for line in lines)


def _codebook(one: RoundAgreement, *, first: bool) -> str:
    if one.codebook_changes is None:
        return _("Codebook: of another copy's history.")
    if first:
        return _("Codebook: as of entry {n} of the history.").format(n=one.round.codebook)
    changes = counted(
        "{n} change since the round before", "{n} changes since the round before",
        one.codebook_changes,
    )  # fmt: skip
    return _("Codebook: as of entry {n} of the history, {changes}.").format(
        n=one.round.codebook, changes=changes
    )
