"""The rows of a transcript at one width: which place in the text stands in which cell. Pure."""

from __future__ import annotations

from array import array
from bisect import bisect_right

from kwalcode.spans import Range
from kwalcode.tui.text.blocks import Blocks
from kwalcode.tui.text.cells import clusters, narrow
from kwalcode.tui.text.wrap import wrap


class Layout:
    """Rows of the blocks of a painted text, wrapped at `width` cells.

    After every block but the last come `gap` empty rows. Offsets are code points of the text,
    rows count from 0, columns are cells from the left edge of the text.
    """

    def __init__(self, painted: str, blocks: Blocks, width: int, gap: int = 1) -> None:
        self.painted, self.blocks, self.width, self.gap = painted, blocks, width, gap
        self._starts, self._first = array("L"), array("L")
        for start, end in zip(blocks.starts, blocks.ends, strict=True):
            self._first.append(len(self._starts))
            if (
                end - start <= width
                and painted[start:end].isascii()
                and "\n" not in painted[start:end]
            ):
                self._starts.append(start)
            else:
                self._starts.extend([start + row for row in wrap(painted[start:end], width)])
            self._starts.extend([end] * gap)
        self.height = len(self._starts) - gap

    def block_of(self, row: int) -> int:
        """Return the index of the block that a row belongs to."""
        return bisect_right(self._first, row) - 1

    def first_row(self, block: int) -> int:
        """Return the first row of a block."""
        return self._first[block]

    def _after_last(self, block: int) -> int:
        following = self._first[block + 1] if block + 1 < len(self._first) else len(self._starts)
        return following - self.gap

    def is_gap(self, row: int) -> bool:
        """Tell whether a row is one of the empty ones between two blocks."""
        return row >= self._after_last(self.block_of(row))

    def bounds(self, row: int) -> Range:
        """Return the range of text that stands in a row, with the space or feed that ends it."""
        block = self.block_of(row)
        after = self._after_last(block)
        if row >= after:
            return self.blocks.ends[block], self.blocks.ends[block]
        end = self._starts[row + 1] if row + 1 < after else self.blocks.ends[block]
        return self._starts[row], end

    def row_at(self, offset: int) -> int:
        """Return the row that shows a place in the text, or the next one that is shown."""
        block = self.blocks.at(offset)
        first = self._first[block]
        return max(first, bisect_right(self._starts, offset, first, self._after_last(block)) - 1)

    def rows_of(self, start: int, end: int) -> Range:
        """Return the first row and the last row that show the range [start, end)."""
        first, last = self.row_at(start), max(start, end - 1)
        block = bisect_right(self.blocks.starts, last) - 1
        if block >= 0 and last > self.blocks.ends[block]:
            last = self.blocks.ends[block]
        return first, max(first, self.row_at(last))

    def last_place(self, row: int) -> int:
        """Return where the caret stands at the end of a row: on the space that wrapped it."""
        start, end = self.bounds(row)
        block = self.block_of(row)
        if row + 1 < self._after_last(block) and end > start and self.painted[end - 1] in " \n":
            return end - 1
        return end if row + 1 >= self._after_last(block) else max(start, end - 1)

    def text(self, row: int) -> str:
        """Return a row as it is painted; the line feed that ends it as a space."""
        start, end = self.bounds(row)
        return self.painted[start:end].replace("\n", " ")

    def column(self, row: int, offset: int) -> int:
        """Return the cell in which the cluster that holds `offset` begins."""
        text, inside = self.text(row), offset - self.bounds(row)[0]
        if inside <= 0 or narrow(text):
            return max(0, min(inside, len(text)))
        column = 0
        for start, first, cells in clusters(text):
            if start > inside:
                return column
            column = first if inside < len(text) else first + cells
        return column

    def place(self, row: int, column: int) -> Range:
        """Return the range of the cluster in a cell; beyond the row's text (end, end)."""
        start, end = self.bounds(row)
        text, column = self.text(row), max(0, column)
        if narrow(text):
            at = start + min(column, len(text))
            return at, min(at + 1, end)
        following = end
        for inside, first, cells in reversed(clusters(text)):
            if column >= first + cells:
                break
            if column >= first and cells:
                return start + inside, following
            following = start + inside
        return end, end
