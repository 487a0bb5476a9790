"""Who codes what: documents drawn for coders, with a planned share coded twice. Pure, seeded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, cycle
from random import Random


def draw(
    groups: Mapping[str, Sequence[int]], coders: Sequence[int], overlap: float, seed: int
) -> dict[int, tuple[int, ...]]:
    """Return which coders (ids) code each document: one, or two of them.

    `groups` holds the documents (ids) by group; `overlap` from 0 to 1 is the share of all
    documents that two coders code, spread over the groups by their size (largest remainders).
    Pairs of coders take turns; who has the least to do gets the next document. The same seed
    draws the same.
    """
    random = Random(seed)
    total = sum(map(len, groups.values()))
    double = _spread({g: len(found) for g, found in groups.items()}, round(overlap * total))
    order = list(coders)
    random.shuffle(order)
    pairs = cycle(list(combinations(order, 2)))
    load = dict.fromkeys(order, 0)
    drawn: dict[int, tuple[int, ...]] = {}
    single: list[int] = []
    for group in sorted(groups):
        shuffled = sorted(groups[group])
        random.shuffle(shuffled)
        for document in shuffled[: double[group]]:
            drawn[document] = next(pairs)
            for coder in drawn[document]:
                load[coder] += 1
        single += shuffled[double[group] :]
    for document in single:
        coder = min(order, key=load.__getitem__)
        load[coder] += 1
        drawn[document] = (coder,)
    return drawn


def _spread(sizes: Mapping[str, int], wanted: int) -> dict[str, int]:
    """Return how many of `wanted` fall on each group, by its size."""
    total = sum(sizes.values()) or 1
    exact = {group: wanted * size / total for group, size in sizes.items()}
    found = {group: int(share) for group, share in exact.items()}
    by_rest = sorted(sizes, key=lambda group: (found[group] - exact[group], group))
    for group in by_rest[: wanted - sum(found.values())]:
        found[group] += 1
    return found
