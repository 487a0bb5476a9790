"""What the agreement screen lists of coders two by two, and of codes that are confused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from kwalcode.i18n import _
from kwalcode.tui.screens.agreement.codes import name_cell
from kwalcode.tui.screens.agreement.figures import short
from kwalcode.tui.text.agreement import figure, shade
from kwalcode.tui.text.fitting import fitted
from kwalcode.tui.text.visible import one_line

if TYPE_CHECKING:
    from kwalcode.project.agreement.agreements import PooledAgreement, StudyAgreement
    from kwalcode.tui.screens.agreement.data import AgreementData, Person
    from kwalcode.tui.widgets.linelist import Parts


_BESIDE = ("alpha", "observed", "kappa", "ac1", "dice")


def _columns(coefficient: str) -> list[str]:
    return [coefficient, *[name for name in _BESIDE if name != coefficient][:4]]


def pair_heading(width: int, what: str, coefficient: str) -> str:
    """Return the heading of the table of pairs, or of groups of documents: `what` they are."""
    titles = (_("docs"), "n", *map(short, _columns(coefficient)))
    name = set_cell_size(fitted(what, _pair_width(width)), _pair_width(width))
    return f" {name}" + "".join(f"{one:>8}" for one in titles)


def _pair_width(width: int) -> int:
    return max(12, width - 2 - 8 * 7)


def paint_pairs(
    pairs: Sequence[PooledAgreement], coefficient: str, unnamed: str = ""
) -> Callable[[int, int], Parts]:
    """Return what paints a pair's row, or that of a group of documents; `unnamed` stands for an
    empty name."""

    def paint(at: int, width: int) -> Parts:
        pair = pairs[at]
        named = one_line(pair.name) or unnamed
        name = set_cell_size(fitted(named, _pair_width(width)), _pair_width(width))
        numbers = [
            f"{figure(value.value if (value := pair.values.get(key)) else None):>8}"
            for key in _columns(coefficient)
        ]
        return [
            (f" {name}", ""),
            (f"{pair.documents:>8}{pair.n:>8}", "faint"),
            (numbers[0], "bold"),
            ("".join(numbers[1:]), ""),
        ]

    return paint


def coder_matrix(found: StudyAgreement, coefficient: str, width: int) -> list[str]:
    """Return the matrix coder x coder of a coefficient over all codes."""
    names = found.coders
    if len(names) < 2:
        return []
    column = max(8, min(16, (width - 2) // (len(names) + 1)))
    figures = {
        pair: one.values[coefficient].value if coefficient in one.values else None
        for pair, one in zip(combinations(names, 2), found.pairs, strict=True)
    }
    head = "".join(set_cell_size(fitted(one_line(name), column - 1), column) for name in names)
    lines = [f" {' ' * column}{head}"]
    for one in names:
        cells = [
            "—" if one == other else figure(figures.get((one, other), figures.get((other, one))))
            for other in names
        ]
        row = "".join(set_cell_size(cell, column) for cell in cells)
        lines.append(f" {set_cell_size(fitted(one_line(one), column - 1), column)}{row}")
    return lines


def people_lines(everyone: Sequence[Person], width: int) -> list[str]:
    """Return a table of who is in the study, with how much each did and was assigned."""
    titles = (_("codings"), _("complete"), _("assigned"))
    column = max(10, *(cell_len(one) + 2 for one in titles))
    name = max(12, min(30, width - 4 - 3 * column - 12))
    head = "".join(f"{one:>{column}}" for one in titles)
    lines = [f" {set_cell_size(_('coder'), name)}{head}"]
    for one in everyone:
        work = one.work
        numbers = "".join(f"{n:>{column}}" for n in (work.codings, work.complete, work.assigned))
        kind = f"  {_('supervisor')}" if one.kind == "supervisor" else ""
        lines.append(f" {set_cell_size(fitted(one_line(one.name), name - 1), name)}{numbers}{kind}")
    return lines


# Confusion


def confused_pairs(data: AgreementData) -> list[tuple[str, str, int]]:
    """Return which codes (paths) stand against each other, those that do so most first."""
    if data.spans is None:
        return []
    return [(a, b, n) for a, b, n in data.spans.confused if a != b]


def confused_heading(coders: Sequence[str], width: int) -> str:
    """Return the heading of the list of confused codes."""
    half = max(8, (width - 12) // 2)
    first, second = (_("code of {name}").format(name=one_line(name)) for name in coders)
    return f"{'n':>5}   {set_cell_size(fitted(first, half), half)} × {second}"


def paint_confused(pairs: Sequence[tuple[str, str, int]]) -> Callable[[int, int], Parts]:
    """Return what paints a pair of codes."""
    most = max((n for _a, _b, n in pairs), default=1)

    def paint(at: int, width: int) -> Parts:
        a, b, n = pairs[at]
        half = max(8, (width - 12) // 2)
        return [
            (f"{n:>5} {shade(n, most)} ", "bold"),
            (name_cell(a, half), ""),
            (" × ", "faint"),
            (name_cell(b, half), ""),
        ]

    return paint


def heat_map(
    pairs: Sequence[tuple[str, str, int]], width: int, height: int, at: tuple[str, str] | None
) -> list[str]:
    """Return the heat map of the codes that are confused most: rows are those of the first
    coder, columns of the second; the cell `at` stands in brackets."""
    name = max(12, min(30, width // 3))
    room = max(2, min((width - name - 4) // 4, height - 1))
    every = list(dict.fromkeys(code for a, b, _n in pairs for code in (a, b)))
    codes = every[:room]
    if at is not None and set(at) - set(codes):
        codes = list(dict.fromkeys([*at, *codes]))[:room]
    counts = {(a, b): n for a, b, n in pairs}
    most = max(counts.values(), default=1)
    numbers = [str(n) for n in range(1, len(codes) + 1)]
    lines = [f" {' ' * (name + 3)}" + "".join(f"{number:>3} " for number in numbers)]
    for number, a in zip(numbers, codes, strict=True):
        cells = ""
        for b in codes:
            n = counts.get((a, b), 0)
            drawn = "  ·" if a == b else f"{n or '':>2}{shade(n, most)}"
            cells += f"[{drawn.strip():>2}]" if (a, b) == at else f"{drawn} "
        lines.append(f" {number:>2} {name_cell(a, name)}{cells}")
    return lines
