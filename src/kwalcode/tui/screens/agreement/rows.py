"""The rows of the agreement screen's tables: codes, pairs, confusion, documents, the queue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from kwalcode.i18n import _
from kwalcode.model import CODE_PATH
from kwalcode.project.agreement.words import class_name
from kwalcode.tui.screens.lines import fitted
from kwalcode.tui.text.agreement import bar, figure, scale, shade
from kwalcode.tui.text.visible import one_line

if TYPE_CHECKING:
    from kwalcode.project.agreement.adjudication import Item, Queue
    from kwalcode.project.agreement.agreements import StudyAgreement
    from kwalcode.tui.screens.agreement.data import AgreementData
    from kwalcode.tui.widgets.linelist import Parts

MARKS = {"a": "A", "b": "B", "both": "2", "neither": "0", "edit": "e", "code": "c", "discuss": "?"}
"""How a decision is marked in the list."""
OPEN = "·"


@dataclass(frozen=True)
class CodeRow:
    """A code's figures; `alpha` None is n.a. `a_only` to `both` are units, of two coders only."""

    code: int
    path: str
    a_only: int
    b_only: int
    both: int
    figures: Mapping[str, float | None]
    positives: int
    flags: tuple[str, ...]
    reason: str


def code_rows(found: StudyAgreement) -> list[CodeRow]:
    """Return the codes that anybody used, worst first; what has no alpha comes last."""
    rows = [
        CodeRow(
            int(row["code"]),
            found.names[int(row["code"])],
            int(row["a_only"] or 0),
            int(row["b_only"] or 0),
            int(row["both"] or 0),
            {name: _known(row[name]) for name in ("alpha", "observed", "dice", "ac1")},
            int(row["positives"]),
            tuple(row["flags"]),
            str(row["reason"]),
        )
        for row in found.table.codes.to_dict("records")
        if row["positives"]
    ]

    def order(row: CodeRow) -> tuple[bool, float, str]:
        alpha = row.figures["alpha"]
        return alpha is None, alpha or 0.0, row.path

    return sorted(rows, key=order)


def _known(value: float) -> float | None:
    return None if value != value else float(value)


def name_cell(path: str, width: int) -> str:
    """Return a code's path in so many cells; of one that is too long its end."""
    shown = one_line(path)
    if cell_len(shown) > width:
        shown = one_line(path.rpartition(CODE_PATH)[2])
    return set_cell_size(fitted(shown, width), width)


_NUMBERS = (("alpha", "alpha"), ("observed", "agr."), ("dice", "Dice"), ("ac1", "AC1"))


def _code_widths(width: int, two: bool) -> tuple[int, int]:
    """Return the widths of a code's name and of its bar."""
    rest = width - 2 - 7 * len(_NUMBERS) - 6 - (17 if two else 0)
    bars = min(24, max(8, rest // 3)) if two else 0
    return rest - bars - (1 if two else 0), bars


def code_heading(width: int, coders: Sequence[str]) -> str:
    """Return the heading of the table of codes."""
    two = len(coders) == 2
    name, bars = _code_widths(width, two)
    numbers = "".join(f"{_(title):>7}" for _name, title in _NUMBERS)
    counts = f"{'A':>5}{_('both'):>6}{'B':>5}" if two else ""
    drawn = " " * (bars + 1) if two else ""
    return f" {set_cell_size(_('code, worst first'), name)}{counts}{drawn}{numbers}{_('n'):>6}"


def paint_codes(rows: Sequence[CodeRow], two: bool) -> Callable[[int, int], Parts]:
    """Return what paints a code's row."""

    def paint(at: int, width: int) -> Parts:
        row = rows[at]
        name, bars = _code_widths(width, two)
        parts = [(f" {name_cell(row.path, name)}", "")]
        if two:
            parts.append((f"{row.a_only:>5}{row.both:>6}{row.b_only:>5} ", "faint"))
            parts.append((bar(bars, row.a_only, row.both, row.b_only), ""))
        numbers = [f"{figure(row.figures[key]):>7}" for key, _title in _NUMBERS]
        return [
            *parts,
            (numbers[0], "bold"),
            ("".join(numbers[1:]), ""),
            (f"{row.positives:>6}", "faint"),
        ]

    return paint


# Coders


def pair_heading(width: int) -> str:
    """Return the heading of the table of pairs."""
    name = _pair_width(width)
    titles = (_("docs"), "n", "alpha", _("agr."), "kappa", "AC1", "Dice")
    return f" {set_cell_size(_('coders'), name)}" + "".join(f"{title:>8}" for title in titles)


def _pair_width(width: int) -> int:
    return max(12, width - 2 - 8 * 7)


def paint_pairs(found: StudyAgreement) -> Callable[[int, int], Parts]:
    """Return what paints a pair's row."""

    def paint(at: int, width: int) -> Parts:
        pair = found.pairs[at]
        name = set_cell_size(fitted(one_line(pair.name), _pair_width(width)), _pair_width(width))
        numbers = [
            figure(value.value if (value := pair.values.get(key)) else None)
            for key in ("observed", "kappa", "ac1", "dice")
        ]
        alpha = pair.values["alpha"].value if "alpha" in pair.values else None
        cells = "".join(f"{text:>8}" for text in numbers)
        return [
            (f" {name}", ""),
            (f"{pair.documents:>8}{pair.n:>8}", "faint"),
            (f"{figure(alpha):>8}", "bold"),
            (cells, ""),
        ]

    return paint


def coder_matrix(found: StudyAgreement, width: int) -> list[str]:
    """Return the matrix coder x coder of pooled alpha, with a scale below it."""
    names = found.coders
    if len(names) < 2:
        return []
    column = max(8, min(16, (width - 2) // (len(names) + 1)))
    alphas = {
        pair: one.values["alpha"].value if "alpha" in one.values else None
        for pair, one in zip(combinations(names, 2), found.pairs, strict=True)
    }
    head = "".join(set_cell_size(fitted(one_line(name), column - 1), column) for name in names)
    lines = [f" {' ' * column}{head}"]
    for one in names:
        cells = [
            "—" if one == other else figure(alphas.get((one, other), alphas.get((other, one))))
            for other in names
        ]
        row = "".join(set_cell_size(cell, column) for cell in cells)
        lines.append(f" {set_cell_size(fitted(one_line(one), column - 1), column)}{row}")
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


# Documents


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document: its alpha (None: not compared), how many disagreements, and how many settled."""

    id: int
    name: str
    alpha: float | None
    n: int
    disagreements: int
    settled: int
    compared: bool
    final: bool


def document_rows(data: AgreementData) -> list[DocumentRow]:
    """Return all documents in the project's order."""
    queue = data.queue
    if queue is None:
        return []
    figures = {one.name: one for one in data.found.by_document}
    every = Counter(item.document for item in queue.items)
    settled = Counter(item.document for item in queue.items if item.settled)
    rows = []
    for document in queue.documents.values():
        one = figures.get(document.name)
        alpha = one.values["alpha"].value if one is not None and "alpha" in one.values else None
        rows.append(
            DocumentRow(
                document.id,
                document.name,
                alpha,
                one.n if one is not None else 0,
                every[document.id],
                settled[document.id],
                document.id in queue.compared,
                document.id in queue.final,
            )
        )
    return rows


def document_heading(width: int) -> str:
    """Return the heading of the table of documents."""
    name = _document_width(width)
    numbers = f"{'alpha':>8}{'n':>7}{_('decided'):>12}  {_('consensus')}"
    return f" {set_cell_size(_('document'), name)}{numbers}"


def _document_width(width: int) -> int:
    return max(12, width - 2 - 8 - 7 - 12 - 2 - 14)


def paint_documents(rows: Sequence[DocumentRow]) -> Callable[[int, int], Parts]:
    """Return what paints a document's row."""

    def paint(at: int, width: int) -> Parts:
        row = rows[at]
        name = _document_width(width)
        state = _("final") if row.final else ""
        if not state and row.compared and row.settled == row.disagreements:
            state = _("ready")
        done = f"{row.settled}/{row.disagreements}" if row.compared else "—"
        n = f"{row.n or '':>7}"
        alpha = figure(row.alpha) if row.compared else "—"
        return [
            (f" {set_cell_size(fitted(one_line(row.name), name), name)}", ""),
            (f"{alpha:>8}", "bold"),
            (n, "faint"),
            (f"{done:>12}  ", ""),
            (state, "bold" if row.final else "faint"),
        ]

    return paint


# The queue


def paint_queue(queue: Queue, items: Sequence[Item]) -> Callable[[int, int], Parts]:
    """Return what paints a disagreement's row: decision, document, class, code."""

    def paint(at: int, width: int) -> Parts:
        item = items[at]
        mark = OPEN if item.decision is None else MARKS[item.decision.decision]
        column = max(6, min(24, width // 4))
        name = queue.documents[item.document].name
        document = set_cell_size(fitted(one_line(name), column), column)
        group = set_cell_size(fitted(class_name(item.group), 14), 14)
        codes = " / ".join(queue.codes[c].path.rpartition(CODE_PATH)[2] for c in item.codes)
        rest = max(1, width - column - 14 - 7)
        how = "faint" if item.settled else ""
        final = "✓" if item.document in queue.final else " "
        return [
            (f" {mark}{final} ", "bold"),
            (f"{document} ", "faint"),
            (f"{group} ", "faint"),
            (fitted(one_line(codes), rest), how),
        ]

    return paint


# The head: pooled alpha on its scale


def head_lines(data: AgreementData, width: int, reading: bool) -> list[str]:
    """Return the pooled alpha with its interval on the scale, and what was compared."""
    found = data.found
    pooled = found.table.pooled
    sure = found.uncertainty
    interval = None
    told = _("interval: computing …") if reading else ""
    if sure is not None:
        low, high = sure.pooled.low, sure.pooled.high
        if low is not None and high is not None:
            interval = (low, high)
            over = _("turns") if sure.over == "turn" else _("documents")
            told = _("95 % [{low}, {high}]: {n} resamples of {over}, seed {seed}").format(
                low=figure(low), high=figure(high), n=sure.replicates, over=over, seed=sure.seed
            )
        else:
            told = _("interval n.a.: {reason}").format(reason=sure.pooled.reason)
    value = figure(pooled.value) if pooled.value is not None else f"{_('n.a.')} ({pooled.reason})"
    line = _("alpha {value}").format(value=value)
    drawn, labels = scale(max(20, min(100, width - 2)), pooled.value, interval)
    return [f" {line}   {told}".rstrip(), f" {drawn}", f" {labels}"]
