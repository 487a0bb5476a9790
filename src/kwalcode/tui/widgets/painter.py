"""Paints one row of the transcript view: gutter, margin, text with caret and selection, names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from kwalcode.spans import Range, merge
from kwalcode.tui.text.cells import clusters, narrow
from kwalcode.tui.text.columns import HANGING, Columns
from kwalcode.tui.text.stripes import CodingMark, Stripe, margin
from kwalcode.tui.text.visible import one_line

MEMO_SIGN = "✎"


@dataclass(frozen=True, slots=True)
class Look:
    """The styles of the view under the present theme; `mark` gives a code colour made legible."""

    base: Style
    aside: Style
    gutter: Style
    speaker: Style
    passage: Style
    selection: Style
    caret: Style
    mark: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Overlay:
    """What lies over one row: ranges and a place in code points, clipped to the row.

    Two rows with equal overlays and equal stripes look the same, so this is the key under which
    a painted row is kept. `hot` holds the ids of the marks at the caret.
    """

    passage: Range | None = None
    selection: Range | None = None
    caret: int | None = None
    hot: frozenset[int] = frozenset()
    underlined: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row to paint: its range and painted text, the gutter text where a turn begins, and
    whether a memo about a passage begins in it."""

    number: int
    start: int
    end: int
    text: str
    label: str
    speaker: str
    aside: bool
    stripes: Sequence[Stripe]
    memo: bool = False


def paint(row: Row, columns: Columns, overlay: Overlay, look: Look, width: int) -> Strip:
    """Return the strip of a row, exactly `width` cells."""
    segments = [Segment(" " * columns.pad, look.base)] if columns.pad else []
    number = row.label.rjust(columns.number)[: columns.number] if columns.number else ""
    segments.append(Segment(number + " ", look.gutter))
    segments.append(Segment(set_cell_size(row.speaker, columns.speaker), look.speaker))
    segments.append(Segment(MEMO_SIGN, look.speaker) if row.memo else Segment(" ", look.gutter))
    segments += _margin(row, columns.lanes, overlay.hot, look)
    segments.append(Segment(" ", look.base))
    text = Strip(_text(row, overlay, look)).adjust_cell_length(columns.text + HANGING, look.base)
    segments += text
    if columns.names:
        segments += _names(row, columns.names, look)
    return Strip(segments).adjust_cell_length(width, look.base)


def _margin(row: Row, lanes: int, hot: frozenset[int], look: Look) -> Iterable[Segment]:
    for cell in margin(row.stripes, row.number, lanes, hot):
        if cell.mark is None:
            yield Segment(cell.sign, look.gutter)
        else:
            style = look.base + Style(color=look.mark(cell.mark.color), bold=cell.mark.id in hot)
            yield Segment(cell.sign, style)


def _text(row: Row, overlay: Overlay, look: Look) -> list[Segment]:
    """Return the row's text, cut where its look changes, with one cell more for the caret."""
    text = row.text + " "
    edges = {row.start, row.start + len(text)}
    for part in (overlay.passage, overlay.selection, *overlay.underlined):
        edges.update(part or ())
    after = row.start
    if overlay.caret is not None:
        after = _after(text, overlay.caret - row.start) + row.start
        edges.update((overlay.caret, after))
    cuts = sorted(edge for edge in _snapped(edges, row.start, text))
    pieces = pairwise(cuts)
    return [
        Segment(text[a - row.start : b - row.start], _style(a, b, after, row.aside, overlay, look))
        for a, b in pieces
    ]


def _snapped(edges: set[int], start: int, text: str) -> set[int]:
    """Return the edges moved to where clusters begin: a cluster cannot be painted in halves."""
    if narrow(text):
        return edges
    begins = [start + at for at, _, _ in clusters(text)] + [start + len(text)]
    return {max(begin for begin in begins if begin <= edge) for edge in edges if edge >= start}


def _after(text: str, at: int) -> int:
    if narrow(text):
        return at + 1
    return next((begin for begin, _, _ in clusters(text) if begin > at), len(text))


def _style(a: int, b: int, after: int, aside: bool, overlay: Overlay, look: Look) -> Style:
    style = look.aside if aside else look.base
    if any(start <= a and b <= end for start, end in overlay.underlined):
        style += Style(underline=True)
    if overlay.selection and overlay.selection[0] <= a and b <= overlay.selection[1]:
        style += look.selection
    elif overlay.passage and overlay.passage[0] <= a and b <= overlay.passage[1]:
        style += look.passage
    if overlay.caret is not None and overlay.caret <= a < after:
        style += look.caret
    return style


def _names(row: Row, width: int, look: Look) -> Iterable[Segment]:
    """Return the names of the codes whose marks begin in this row, as many as fit."""
    left = width - 1
    yield Segment(" ", look.base)
    for stripe in row.stripes:
        if stripe.first != row.number or left < 4:
            continue
        name = caption(stripe.mark)
        if cell_len(name) > left:
            name = set_cell_size(name, left - 1).rstrip() + "…"
        style = look.base + Style(color=look.mark(stripe.mark.color))
        yield Segment(name, style)
        yield Segment("  ", look.base)
        left -= cell_len(name) + 2


def caption(mark: CodingMark) -> str:
    """Return a mark's letters and name on one row, and the coder where that is another."""
    name = f"{mark.letters} {one_line(mark.name)}"
    return name if mark.mine or not mark.coder else f"{name} ({one_line(mark.coder)})"


def clipped(span: Range | None, row: Range) -> Range | None:
    """Return the part of a range that lies in a row, None where there is none."""
    if span is None or span[0] >= row[1] or span[1] <= row[0]:
        return None
    return max(span[0], row[0]), min(span[1], row[1])


def underlined(marks: Iterable[CodingMark], row: Range) -> tuple[Range, ...]:
    """Return the parts of a row (its range without the space that ends it) under marks, joined."""
    parts = (clipped((mark.start, mark.end), row) for mark in marks)
    return tuple(merge(part for part in parts if part))
