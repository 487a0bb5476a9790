"""Which pieces of two sequences are the same: anchors first, then the shortest edit between them.

Pieces that occur once in both are anchors, as many of them as keep their order (Bram Cohen's
patience diff); what lies between them goes to the next finer pieces, and last to Eugene Myers'
shortest edit (Algorithmica 1, 1986). Pure.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

Run = tuple[int, int, int]
"""Equal pieces: where they start in the old and in the new sequence, and how many they are."""
Gap = tuple[int, int, int, int]
"""What lies between: start and end in the old, start and end in the new sequence."""

_MOST_EDITS = 400
"""The search for the shortest edit is quadratic: after so many edits it begins anew."""


class Budget:
    """How many steps the search for short edits may still take, over all of a text."""

    def __init__(self, steps: int) -> None:
        self.left = steps


def anchored(old: Sequence[str], new: Sequence[str]) -> tuple[list[Run], list[Gap]]:
    """Return the runs around pieces that occur once in both, and the gaps between them, in order.

    A gap is empty on one side at most; in none of them does a piece occur once on both sides.
    """
    runs: list[Run] = []
    gaps: list[Gap] = []
    waiting: list[Gap | Run] = [(0, len(old), 0, len(new))]
    while waiting:
        part = waiting.pop()
        if len(part) == 3:
            runs.append(part)
            continue
        head, middle, tail = trimmed(old, new, part)
        places = _unique_in_order(old, new, middle)
        if places:
            inner = _around(middle, places)
        else:
            inner = []
            if middle[0] < middle[1] or middle[2] < middle[3]:
                if head[2]:
                    runs.append(head)
                gaps.append(middle)
                head = (0, 0, 0)
        waiting.extend(run for run in (tail, *reversed(inner), head) if len(run) == 4 or run[2])
    return runs, gaps


def trimmed(old: Sequence[str], new: Sequence[str], gap: Gap) -> tuple[Run, Gap, Run]:
    """Return the run at the start of a gap, what is left of it, and the run at its end."""
    old_start, old_end, new_start, new_end = gap
    first, second = old_start, new_start
    while first < old_end and second < new_end and old[first] == new[second]:
        first, second = first + 1, second + 1
    last, other = old_end, new_end
    while last > first and other > second and old[last - 1] == new[other - 1]:
        last, other = last - 1, other - 1
    head = (old_start, new_start, first - old_start)
    return head, (first, last, second, other), (last, other, old_end - last)


def _unique_in_order(old: Sequence[str], new: Sequence[str], gap: Gap) -> list[tuple[int, int]]:
    """Return the places of pieces that occur once on both sides, the most that keep their order."""
    old_start, old_end, new_start, new_end = gap
    if old_start == old_end or new_start == new_end:
        return []
    once = {piece for piece, n in Counter(old[old_start:old_end]).items() if n == 1}
    here = Counter(new[new_start:new_end])
    place_in_new = {
        piece: at
        for at, piece in enumerate(new[new_start:new_end], new_start)
        if piece in once and here[piece] == 1
    }
    pairs = [
        (at, place_in_new[piece])
        for at, piece in enumerate(old[old_start:old_end], old_start)
        if piece in place_in_new
    ]
    return _rising(pairs)


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of `pairs` in which the second numbers rise as the first do."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_first, second) in enumerate(pairs):
        at = bisect_left(ends, second)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [second]
        last[at : at + 1] = [number]
    found = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _around(gap: Gap, places: Sequence[tuple[int, int]]) -> list[Gap | Run]:
    """Return the anchors, each a run of one, with the gaps before, between and after them."""
    parts: list[Gap | Run] = []
    first, second = gap[0], gap[2]
    for old_at, new_at in places:
        parts += [(first, old_at, second, new_at), (old_at, new_at, 1)]
        first, second = old_at + 1, new_at + 1
    return [*parts, (first, gap[1], second, gap[3])]


def short_edit(old: Sequence[str], new: Sequence[str], budget: Budget) -> list[Run]:
    """Return the runs of a short edit from `old` to `new`; the shortest where it is not long.

    After so many edits what was reached is kept and the search begins anew there. Where the
    budget is used up, the rest counts as changed.
    """
    runs: list[Run] = []
    first = second = 0
    while first < len(old) and second < len(new) and budget.left > 0:
        found, reached = _search(old[first:], new[second:], budget)
        runs += [(first + a, second + b, n) for a, b, n in found]
        first, second = first + reached[0], second + reached[1]
    return runs


def _search(
    old: Sequence[str], new: Sequence[str], budget: Budget
) -> tuple[list[Run], tuple[int, int]]:
    """Return the runs of the shortest edit as far as the search came, and how far that is."""
    most = min(len(old) + len(new), _MOST_EDITS)
    furthest = [0] * (2 * most + 3)
    middle = most + 1
    seen: list[list[int]] = []
    for edits in range(most + 1):
        budget.left -= edits + 1
        seen.append(furthest[middle - edits - 1 : middle + edits + 2])
        reached = _spread(old, new, furthest, middle, edits)
        if reached == (len(old), len(new)) or budget.left < 0:
            break
    return _traced(seen, *reached), reached


def _spread(
    old: Sequence[str], new: Sequence[str], furthest: list[int], middle: int, edits: int
) -> tuple[int, int]:
    """Go one edit further on every diagonal; return the furthest place that was reached."""
    n, m = len(old), len(new)
    best = (0, 0)
    for diagonal in range(-edits, edits + 1, 2):
        at = middle + diagonal
        down = diagonal == -edits or (diagonal != edits and furthest[at - 1] < furthest[at + 1])
        x = furthest[at + 1] if down else furthest[at - 1] + 1
        y = x - diagonal
        while x < n and y < m and old[x] == new[y]:
            x, y = x + 1, y + 1
        furthest[at] = x
        if x <= n and y <= m and x + y > best[0] + best[1]:
            best = (x, y)
    return best


def _traced(seen: Sequence[Sequence[int]], x: int, y: int) -> list[Run]:
    """Walk back from (x, y) through what was reached with each number of edits."""
    runs: list[Run] = []
    for edits in range(len(seen) - 1, -1, -1):
        reached, zero, diagonal = seen[edits], edits + 1, x - y
        down = diagonal == -edits or (
            diagonal != edits and reached[zero + diagonal - 1] < reached[zero + diagonal + 1]
        )
        before = diagonal + 1 if down else diagonal - 1
        from_x = reached[zero + before] if edits else 0
        start = from_x if down or not edits else from_x + 1
        if x > start:
            runs.append((start, start - diagonal, x - start))
        x, y = from_x, from_x - before
    return runs[::-1]
