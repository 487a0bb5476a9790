"""The codebook as rows of a tree: which codes are seen, which are folded away. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from kwalcode.model import Code


@dataclass(frozen=True, slots=True)
class Branch:
    """A row of the tree: a code, how deep it stands (0: at the root), whether it has children."""

    code: Code
    depth: int
    parent: bool


def outline(codes: Sequence[Code], folded: AbstractSet[int] = frozenset()) -> list[Branch]:
    """Return the rows of the codebook from top to bottom, without what is under folded codes.

    Siblings stand by position, then by name; a code whose parent is missing stands at the root.
    """
    known = {code.id for code in codes}
    children: dict[int | None, list[Code]] = {}
    for code in sorted(codes, key=lambda c: (c.position, c.name, c.id)):
        above = code.parent if code.parent in known and code.parent != code.id else None
        children.setdefault(above, []).append(code)
    rows: list[Branch] = []
    waiting = [(code, 0) for code in reversed(children.get(None, []))]
    while waiting:
        code, depth = waiting.pop()
        below = children.get(code.id, [])
        rows.append(Branch(code, depth, bool(below)))
        if code.id not in folded:
            waiting.extend((child, depth + 1) for child in reversed(below))
    return rows
