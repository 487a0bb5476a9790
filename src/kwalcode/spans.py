"""Arithmetic on half-open ranges [start, end) in Unicode code points. Pure; no dependencies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Range = tuple[int, int]


def overlap(a: Range, b: Range) -> bool:
    """Tell whether two ranges share a code point; ranges that only touch do not."""
    return a[0] < b[1] and b[0] < a[1]


def intersection(a: Range, b: Range) -> int:
    """Return how many code points two ranges share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def merge(ranges: Iterable[Range]) -> list[Range]:
    """Join ranges that overlap, sorted by start; ranges that only touch stay two."""
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def trim(text: str, start: int, end: int) -> Range:
    """Return the range without the white space at its edges; (start, start) when all is space."""
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end


def lanes(ranges: Sequence[Range]) -> list[int]:
    """Give each range the first free lane (from 0) so that overlapping ranges lie side by side.

    `ranges` are sorted by start; the answer has one lane per range, in the same order.
    """
    ends: list[int] = []
    answer: list[int] = []
    for start, end in ranges:
        for lane, busy_until in enumerate(ends):
            if busy_until <= start:
                ends[lane] = end
                break
        else:
            lane = len(ends)
            ends.append(end)
        answer.append(lane)
    return answer
