"""What is told of a cell of the matrix: two codes, how often they go together, in whom."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from kwalcode.analysis.patterns import Cell as Standing
from kwalcode.analysis.patterns import cells, meetings
from kwalcode.analysis.rotation import COLUMNS, RULES
from kwalcode.decimals import bare, probability
from kwalcode.i18n import _, counted
from kwalcode.project.analyses.cooccurrence import SEED
from kwalcode.project.reads.relations import Relation
from kwalcode.tui.screens.patterns.asking import told_n
from kwalcode.tui.screens.patterns.reading import ROTATIONS, Matrix
from kwalcode.tui.text.visible import one_line

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Cell:
    """Two codes of a matrix (ids; the same one on the diagonal), with the figures of the pair,
    and where each respondent stands towards them. `figures` is None for no pair."""

    matrix: Matrix
    row: int
    column: int
    figures: Mapping[str, Any] | None
    standing: Mapping[int, Standing]
    rotated: tuple[float, float, float] | None = None
    """p, Holm and BH by rotation, where they were counted."""


def read_cell(matrix: Matrix, row: int, column: int, rotated: pd.DataFrame | None = None) -> Cell:
    """Return what is told of a cell; `rotated` is p by rotation, in the order of the pairs.

    Takes a moment: for another thread.
    """
    figures = None if row == column else matrix.pair(row, column)
    met: frozenset[object] = frozenset()
    if figures is not None:
        met = meetings(
            matrix.ground.codings,
            [row],
            [column],
            rule=matrix.asking.rule,
            units=matrix.units,
            pool_coders=matrix.ground.evidence.layer.pooled,
        ).respondents
    having = matrix.ground.having
    return Cell(
        matrix,
        row,
        column,
        figures,
        cells(matrix.ground.respondents, having[row], having[column], met),
        None if rotated is None or figures is None else _rotated(matrix, rotated, row, column),
    )


def _rotated(
    matrix: Matrix, rotated: pd.DataFrame, row: int, column: int
) -> tuple[float, float, float]:
    at = matrix.rows[min(row, column), max(row, column)]
    p, holm, bh = (float(rotated[name].iloc[at]) for name in COLUMNS)
    return p, holm, bh


def about_cell(cell: Cell, letters: Mapping[int, str], *, wide: bool = True) -> Content:
    """Return the panel beside the matrix, or (not `wide`) a low one below it."""
    ab = letters.get(cell.row, "??"), letters.get(cell.column, "??")
    if cell.row == cell.column:
        return _about_code(cell, cell.row, ab[0])
    ends = (cell.row, ab[0]), (cell.column, ab[1])
    lines = [_about_code(cell, code, sign, wide=wide) for code, sign in ends]
    if cell.figures is None:
        told = _("A code and the code above it are no pair: the one counts for the other.")
        return Content("\n").join([*lines, Content(""), Content(told)])
    figures, people = list(_figures(cell, cell.figures, ab)), list(_people(cell, ab))
    ties = relation_lines(cell.matrix.ground.between(cell.row, cell.column), _named(cell))
    if wide:
        return Content("\n").join([*lines, *ties, Content(""), *figures, Content(""), *people])
    first = figures[0] + Content(" · ") + figures[1]
    return Content("\n").join([*lines, *ties, first, *people, *figures[2:]])


def _named(cell: Cell) -> Callable[[int], str]:
    codes = cell.matrix.ground.codes
    return lambda code: codes[code].name


def _about_code(cell: Cell, code: int, letters: str, *, wide: bool = True) -> Content:
    matrix = cell.matrix
    n, everybody = len(matrix.ground.having[code]), len(matrix.ground.respondents)
    quotations = counted("{n} quotation", "{n} quotations", matrix.quotations.get(code, 0))
    spread = _("{n} of {total} respondents").format(n=n, total=everybody)
    between = "\n   " if wide else "   "
    head = Content(f"{letters} ").stylize("$text-accent")
    known = matrix.ground.codes[code]
    name = Content(one_line(known.path if wide else known.name)).stylize("bold")
    return head + name + Content(f"{between}{quotations}, {spread}").stylize("$text-muted")


def _figures(cell: Cell, f: Mapping[str, Any], ab: tuple[str, str]) -> Iterable[Content]:
    matrix, everybody = cell.matrix, len(cell.matrix.ground.respondents)
    line = _("Together in {n} of {total} respondents")
    yield Content(line.format(n=int(f["respondents"]), total=everybody)).stylize("bold")
    events = counted("{n} event", "{n} events", int(f["events"]))
    yield Content(" · ".join(filter(None, (_units(matrix, f), events))))
    given = ("p_b_given_a", "p_a_given_b") if cell.row < cell.column else _TURNED
    yield _row(
        (f"P({ab[1]}|{ab[0]})", bare(f[given[0]])),
        (f"P({ab[0]}|{ab[1]})", bare(f[given[1]])),
    )
    yield _row(("Jaccard", bare(f["jaccard"])), ("lift", bare(f["lift"])))
    yield _row(("NPMI", bare(f["npmi"])), ("phi", bare(f["phi"])))
    yield _row(("c (ATLAS.ti)", bare(f["c_atlas"])))
    for flag in f["flags"]:
        yield Content(f"  ! {_FLAGS.get(flag, flag)}").stylize("$text-warning")
    yield from _chances(cell, f)


def _chances(cell: Cell, f: Mapping[str, Any]) -> Iterable[Content]:
    """Tell how far chance alone would bring the codes together."""
    matrix = cell.matrix
    yield _three(f["p"], f["holm"], f["bh"])
    told = _("exploratory: exact, one-sided, over respondents; smallest possible {p}")
    yield Content(told.format(p=probability(matrix.smallest_p))).stylize("$text-muted")
    if cell.rotated is not None:
        yield _three(*cell.rotated)
        told = _("exploratory: {n} rotations along the interviews, seed {seed}; smallest {p}")
        least = probability(1 / (1 + ROTATIONS))
        line = told.format(n=ROTATIONS, seed=SEED, p=least)
        yield Content(line).stylize("$text-muted")
    elif matrix.asking.rule in RULES:
        yield Content(_("c: p over the places, by rotation along the interviews")).stylize(
            "$text-muted"
        )


def _three(p: float, holm: float, bh: float) -> Content:
    return Content(f"p {probability(p)}   Holm {probability(holm)}   BH {probability(bh)}")


_TURNED = ("p_a_given_b", "p_b_given_a")
_FLAGS = {
    "frequency gap": _("one code is used over five times as often as the other"),
    "above 1": _("c passes 1: it is no share"),
    "n.a.": _("c cannot be computed: too many overlaps"),
}


def _units(matrix: Matrix, f: Mapping[str, Any]) -> str:
    if matrix.result.n is None:
        return ""
    return _("{n} of {units}").format(
        n=int(f["units_both"]), units=told_n(matrix.asking.rule, matrix.result.n)
    )


def _row(*pairs: tuple[str, str]) -> Content:
    cells = [f"{name:<13}{value:<7}" for name, value in pairs]
    return Content("  ".join(cells).rstrip())


def _people(cell: Cell, ab: tuple[str, str]) -> Iterable[Content]:
    known = cell.matrix.ground.respondents
    titles: tuple[tuple[Standing, str], ...] = (
        ("together", _("together")),
        ("apart", _("both, apart")),
        ("only a", _("only {code}").format(code=ab[0])),
        ("only b", _("only {code}").format(code=ab[1])),
        ("neither", _("neither")),
    )
    wide = max(13, *(cell_len(title) + 1 for _standing, title in titles))
    for standing, title in titles:
        who = {person for person, where in cell.standing.items() if where == standing}
        title = set_cell_size(title, wide)
        yield Content(title).stylize("$text-muted") + Content(names(who, known))


def relation_lines(
    relations: Iterable[Relation], name_of: Callable[[int], str], of: int | None = None
) -> list[Content]:
    """Tell of relations as sentences; of those of one code or theme (id) where it is given."""
    answer = []
    for one in relations:
        if of in (None, one.a.id, one.b.id):
            told = sentence(one, name_of)
            note = (
                Content(f"  {one_line(one.note)}").stylize("$text-muted")
                if one.note
                else Content("")
            )
            answer.append(Content(told).stylize("$text-success") + note)
    return answer


def sentence(relation: Relation, name_of: Callable[[int], str]) -> str:
    """Return a relation as it is read: A, what it is to B, B."""
    a, b = name_of(relation.a.id), name_of(relation.b.id)
    return one_line(f"{a} {relation.title} {b}")


def names(who: Collection[int], known: Mapping[int, str]) -> str:
    """Return the names of respondents in their order, a dash for nobody."""
    return one_line(", ".join(name for number, name in known.items() if number in who)) or "–"
