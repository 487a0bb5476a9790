"""What the agreement screen lists of codes, worst first, and the scale above them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from kwalcode.i18n import _
from kwalcode.model import CODE_PATH
from kwalcode.tui.screens.agreement.figures import ALPHA, SPANS, per_code, pooled, short, title
from kwalcode.tui.text.agreement import bar, figure, scale
from kwalcode.tui.text.fitting import fitted
from kwalcode.tui.text.visible import one_line

if TYPE_CHECKING:
    from kwalcode.agreement.bootstrap import Uncertainty
    from kwalcode.agreement.values import Value
    from kwalcode.project.agreement.agreements import StudyAgreement
    from kwalcode.tui.widgets.linelist import Parts

UNSTABLE, PARADOX = "?", "!"
"""Stand behind a code's figures: on too few units, or much agreement with a low alpha."""
_MARKS = {"unstable": UNSTABLE, "paradox": PARADOX}
_BESIDE = (ALPHA, "observed", "dice", "ac1", SPANS)
"""What stands beside the coefficient that comes first, as far as there is room."""


@dataclass(frozen=True)
class CodeRow:
    """A code's figures: `first` is what the codes are sorted by, `figures` all by name.
    `a_only` to `both` are units, of two coders only."""

    code: int
    path: str
    a_only: int
    b_only: int
    both: int
    first: Value
    figures: Mapping[str, Value]
    positives: int
    flags: tuple[str, ...]


def code_rows(found: StudyAgreement, coefficient: str = ALPHA) -> list[CodeRow]:
    """Return the codes that anybody used, worst first; what has no figure comes last."""
    names = dict.fromkeys((coefficient, *_BESIDE))
    values = {name: per_code(found, name) for name in names}
    rows = [
        CodeRow(
            number := int(row["code"]),
            found.names[number],
            int(row["a_only"] or 0),
            int(row["b_only"] or 0),
            int(row["both"] or 0),
            values[coefficient][number],
            {name: own[number] for name, own in values.items()},
            int(row["positives"]),
            tuple(row["flags"]),
        )
        for row in found.table.codes.to_dict("records")
        if row["positives"]
    ]

    def order(row: CodeRow) -> tuple[bool, float, str]:
        value = row.first.value
        return value is None, value or 0.0, row.path

    return sorted(rows, key=order)


def name_cell(path: str, width: int) -> str:
    """Return a code's path in so many cells; of one that is too long its end."""
    shown = one_line(path)
    if cell_len(shown) > width:
        shown = one_line(path.rpartition(CODE_PATH)[2])
    return set_cell_size(fitted(shown, width), width)


def columns(coefficient: str, width: int) -> list[str]:
    """Return the coefficients in their order, so many as there is room for."""
    others = [name for name in _BESIDE if name != coefficient]
    return [coefficient, *others[: 3 if width < 100 else 4]]


def _widths(width: int, shown: int, two: bool) -> tuple[int, int]:
    """Return the widths of a code's name and of its bar."""
    rest = width - 2 - 7 * shown - 7 - (17 if two else 0)
    bars = min(24, max(8, rest // 3)) if two else 0
    return rest - bars - (1 if two else 0), bars


def code_heading(width: int, coders: Sequence[str], coefficient: str) -> str:
    """Return the heading of the table of codes."""
    two, shown = len(coders) == 2, columns(coefficient, width)
    name, bars = _widths(width, len(shown), two)
    numbers = "".join(f"{short(one):>7}" for one in shown)
    counts = f"{'A':>5}{_('both'):>6}{'B':>5}" if two else ""
    drawn = " " * (bars + 1) if two else ""
    heading = set_cell_size(fitted(_("code, worst first"), name), name)
    return f" {heading}{counts}{drawn}{numbers}{_('n'):>6}"


def paint_codes(
    rows: Sequence[CodeRow], coefficient: str, two: bool
) -> Callable[[int, int], Parts]:
    """Return what paints a code's row."""

    def paint(at: int, width: int) -> Parts:
        row, shown = rows[at], columns(coefficient, width)
        name, bars = _widths(width, len(shown), two)
        parts = [(f" {name_cell(row.path, name)}", "")]
        if two:
            parts.append((f"{row.a_only:>5}{row.both:>6}{row.b_only:>5} ", "faint"))
            parts.append((bar(bars, row.a_only, row.both, row.b_only), ""))
        numbers = [f"{figure(row.figures[key].value):>7}" for key in shown]
        marks = "".join(_MARKS[flag] for flag in row.flags)[:1]
        return [
            *parts,
            (numbers[0], "bold"),
            ("".join(numbers[1:]), ""),
            (f"{row.positives:>6}{marks:1}", "faint"),
        ]

    return paint


def head_lines(
    found: StudyAgreement,
    coefficient: str,
    sure: Uncertainty | None,
    width: int,
    reading: bool,
) -> list[str]:
    """Return a coefficient over all codes with its interval on the scale."""
    value = pooled(found, coefficient)
    interval, told = _interval(sure, reading)
    shown = figure(value.value)
    if value.reason:
        shown, told = f"{shown} ({value.reason})", ""
    drawn, labels = scale(max(20, min(100, width - 2)), value.value, interval)
    line = f" {title(coefficient)} {shown}   {told}".rstrip()
    if cell_len(line) >= width:
        line = f" {short(coefficient)} {shown}   {told}".rstrip()
    return [line, f" {drawn}", f" {labels}"]


def _interval(sure: Uncertainty | None, reading: bool) -> tuple[tuple[float, float] | None, str]:
    """Return the interval of all codes together, and what is told of it."""
    if sure is None:
        return None, _("interval: computing …") if reading else ""
    low, high = sure.pooled.low, sure.pooled.high
    if low is None or high is None:
        return None, _("interval n.a.: {reason}").format(reason=sure.pooled.reason)
    over = _("turns") if sure.over == "turn" else _("documents")
    told = _("95 % [{low}, {high}]: {n} resamples of {over}, seed {seed}").format(
        low=figure(low), high=figure(high), n=sure.replicates, over=over, seed=sure.seed
    )
    return (low, high), told
