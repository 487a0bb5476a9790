"""What a table on the screen shows: rows sorted and filtered, and where its columns stand. Pure.

Numbers (also .05 and <.001) and dates sort as such, names as people count (`R2` before `R10`),
empty cells last whatever the direction. A row may stand under another one, and then goes where
that one goes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from typing import TypeAlias

from rich.cells import cell_len

from kwalcode.tui.text.visible import one_line

SortKey: TypeAlias = tuple[int, float, tuple[tuple[int, int, str], ...]]

_NUMBER = re.compile(r"(<?)([-+]?(?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+))%?")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?![0-9])")
_DUTCH = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})(?![0-9])")
_PIECES = re.compile(r"([0-9]+)|([^0-9]+)")
_TERM = re.compile(r'(?:"[^"]*"?|[^\s"])+')
_CONDITION = re.compile(r'((?:"[^"]*"|[^\s"=!])+)(!?)=(.*)', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, what stands above it, and whether its cells stand at the right."""

    key: str
    title: str
    right: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: its key, its cells' texts by column key, and whether it belongs to the one above.

    `several` are columns whose cell is a list, divided by commas: a condition on one of them
    asks whether it holds the value.
    """

    key: tuple[int, str]
    cells: Mapping[str, str] = field(default_factory=dict)
    under: bool = False
    several: frozenset[str] = frozenset()

    def text(self, column: str) -> str:
        """Return what stands in a column, "" for nothing."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Sorting:
    """By which column rows are sorted, and whether from the end."""

    column: str
    backward: bool = False


def sort_key(text: str) -> SortKey:
    """Return what a cell is sorted by: a number, a date, or a text with the numbers in it."""
    text = text.strip()
    number = _NUMBER.fullmatch(text)
    if number is not None:
        value = float(number[2].replace(",", "."))
        return 0, math.nextafter(value, -math.inf) if number[1] else value, ()
    day = _day(text)
    if day is not None:
        return 1, day, ()
    return 2, 0, tuple(_natural(text.casefold()))


def _day(text: str) -> int | None:
    """Return the day of a cell that begins with a date: 2023-03-06, or 6-3-2023 (day first)."""
    iso, dutch = _ISO.match(text), _DUTCH.match(text)
    parts = iso.groups() if iso else dutch.groups()[::-1] if dutch else None
    if parts is None:
        return None
    try:
        return date(*map(int, parts)).toordinal()
    except ValueError:  # there is no 31 April
        return None


def _natural(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the pieces of a text; figures compare by their value, however many there are."""
    for figures, other in _PIECES.findall(text):
        value = figures.lstrip("0")
        yield (0, len(value), value) if figures else (1, 0, other)


def blocks(rows: Iterable[GridRow]) -> list[list[GridRow]]:
    """Return each row together with those that stand under it."""
    found: list[list[GridRow]] = []
    for row in rows:
        if row.under and found:
            found[-1].append(row)
        else:
            found.append([row])
    return found


def arranged(
    rows: Sequence[GridRow],
    sorting: Sorting | None = None,
    wanted: str = "",
    titles: Mapping[str, str] | None = None,
) -> list[GridRow]:
    """Return the rows that fit the filter `wanted`, sorted; equal ones stay as they were.

    Every term must be met, by a row or by one of those under it: words by any cell,
    `title=value` and `title!=value` by the column of that title (`titles`: its key by title).
    Quotation marks keep words together. While no cell has the value asked for, it stands for
    those that begin with it: one is still typing.
    """
    found = blocks(rows)
    tests = [_test(term, rows, titles or {}) for term in _TERM.findall(wanted)]
    found = [block for block in found if all(_fits(test, block) for test in tests)]
    if sorting is not None:
        found = _sorted(found, sorting)
    return [row for block in found for row in block]


def _sorted(found: list[list[GridRow]], sorting: Sorting) -> list[list[GridRow]]:
    texts = {id(block): block[0].text(sorting.column) for block in found}
    full = [block for block in found if texts[id(block)].strip()]
    empty = [block for block in found if not texts[id(block)].strip()]
    keys = {id(block): sort_key(texts[id(block)]) for block in full}
    full.sort(key=lambda block: keys[id(block)], reverse=sorting.backward)
    return [*full, *empty]


@dataclass(frozen=True, slots=True)
class _Test:
    """A term of a filter: text anywhere (`column` None), or a value of one column."""

    text: str
    column: str | None = None
    negated: bool = False
    begins: bool = False

    def holds(self, row: GridRow) -> bool:
        if self.column is None:
            return any(self.text in cell.casefold() for cell in row.cells.values())
        values = _values(row, self.column)
        return any(v.startswith(self.text) if self.begins else v == self.text for v in values)


def _test(term: str, rows: Sequence[GridRow], titles: Mapping[str, str]) -> _Test:
    read = _CONDITION.fullmatch(term)
    columns = {title.casefold(): key for title, key in titles.items()}
    column = columns.get(_bare(read[1])) if read else None
    if read is None or column is None:
        return _Test(_bare(term))
    value = _bare(read[3])
    exact = any(value in _values(row, column) for row in rows)
    return _Test(value, column, bool(read[2]), begins=not exact and bool(value))


def _bare(text: str) -> str:
    return " ".join(text.replace('"', "").split()).casefold()


def _values(row: GridRow, column: str) -> list[str]:
    text = row.text(column)
    parts = text.split(",") if column in row.several else [text]
    return [" ".join(part.split()).casefold() for part in parts]


def _fits(test: _Test, block: Sequence[GridRow]) -> bool:
    return any(map(test.holds, block)) != test.negated


# Where the columns stand

_NAME = 16
"""So many cells are left to the first column, where the others need room."""


def widths(
    columns: Sequence[Column], rows: Sequence[GridRow], least: int = 3, most: int = 24
) -> list[int]:
    """Return how many terminal cells each column takes: as its longest text, within bounds.

    There is room for the sign of the sorting beside the title.
    """
    return [
        max(
            least,
            min(most, cell_len(one_line(column.title)) + 2),
            min(most, _longest(row.text(column.key) for row in rows)),
        )
        for column in columns
    ]


def _longest(texts: Iterable[str]) -> int:
    # Cells of a column often repeat each other, and measuring is what costs.
    return max((cell_len(one_line(text)) for text in set(texts)), default=0)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column stands: its number, its first terminal cell, and how many it has."""

    column: int
    left: int
    width: int


def places(sizes: Sequence[int], width: int, first: int, gap: int = 2) -> list[Place]:
    """Return where columns stand in `width` cells: the first always, then those from `first` on.

    They are whole, so that no figure is cut: a column without room is left out. So that one more
    is seen the first column may give way down to `_NAME` cells. Only where none beside the first
    would be seen, one is cut short.
    """
    if not sizes:
        return []
    ends = list(accumulate((size + gap for size in sizes[max(1, first) :]), initial=sizes[0]))
    most = max((end for end in ends if end - width <= max(0, sizes[0] - _NAME)), default=width)
    least = sizes[0] - max(0, most - width)
    found = [Place(0, 0, min(least, width))]
    at = least + gap
    for column in range(max(1, first), len(sizes)):
        if at >= width or (len(found) > 1 and at + sizes[column] > width):
            break
        found.append(Place(column, at, min(sizes[column], width - at)))
        at += sizes[column] + gap
    return found


def first_shown(sizes: Sequence[int], width: int, first: int, wanted: int, gap: int = 2) -> int:
    """Return the first column to show beside the fixed one, so that `wanted` is seen whole."""
    first = max(1, min(first, len(sizes) - 1))
    if wanted == 0:
        return first
    if wanted < first:
        return wanted
    room = width - sizes[0] - gap
    while first < wanted and sum(sizes[first : wanted + 1]) + gap * (wanted - first) > room:
        first += 1
    return first
