"""Cut a text into rows that fit a width in terminal cells, in time linear in its length."""

from __future__ import annotations

from kwalcode.tui.text.cells import NOT_NARROW, cluster


def wrap(text: str, width: int) -> list[int]:
    """Return where each row of a painted text begins, in code points; the first is 0.

    A row ends after a line feed, after the last space that fits, or, where there is none, in
    the word, between two clusters. The space or line feed that ends a row may hang in a cell
    beyond `width` (cells, at least 1); so may a cluster that is wider than `width` by itself.
    """
    rows: list[int] = []
    start = 0
    while True:
        feed = text.find("\n", start)
        _wrap_line(text, start, len(text) if feed < 0 else feed, max(1, width), rows)
        if feed < 0:
            return rows
        start = feed + 1


def _wrap_line(text: str, start: int, stop: int, width: int, rows: list[int]) -> None:
    rows.append(start)
    while stop - start > width or not _one_row(text, start, stop, width):
        # Two more than fit: the space that may hang, and the character that may combine with it.
        if NOT_NARROW.search(text, start, min(stop, start + width + 2)) is None:
            space = text.rfind(" ", start, start + width + 1)
            start = space + 1 if space >= start else start + width
        else:
            start = _next_row(text, start, stop, width)
        if start >= stop:
            return
        rows.append(start)


def _one_row(text: str, start: int, stop: int, width: int) -> bool:
    """Tell whether a rest of no more characters than `width` fits; wide ones may not."""
    if NOT_NARROW.search(text, start, stop) is None:
        return True
    return _next_row(text, start, stop, width) >= stop


def _next_row(text: str, start: int, stop: int, width: int) -> int:
    """Return where the next row begins when there are characters that have to be measured."""
    at, used, after_space = start, 0, -1
    while at < stop:
        plain = _plain_until(text, at, stop, width - used)
        if plain > at:
            after_space = max(after_space, text.rfind(" ", at, plain) + 1)
            at, used = plain, used + plain - at
            continue
        end, cells = cluster(text, at, stop)
        space = end == at + 1 and text[at] == " "
        if used + cells > width:
            if space and used == width:
                return end
            if after_space > start:
                return after_space
            return at if at > start else end
        at, used = end, used + cells
        if space:
            after_space = at
    return stop


def _plain_until(text: str, at: int, stop: int, room: int) -> int:
    """Return how far characters of one cell follow, at most `room` of them.

    The last one before a character of another width is left out: the two may be one cluster.
    """
    odd = NOT_NARROW.search(text, at, min(stop, at + room + 1))
    return min(stop, at + room, odd.start() - 1 if odd else stop)
