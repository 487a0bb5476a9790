"""Blocks in the place of words that were blacked out: the text keeps its length. Pure."""

from __future__ import annotations

MASK = "\u2588"  # a full block: the text keeps its length, so that other anchors hold


def same_but_for_masks(one: str, other: str) -> bool:
    """Tell whether two texts are the same but for characters that one of them has blacked out."""
    return len(one) == len(other) and all(
        a == b or MASK in (a, b) for a, b in zip(one, other, strict=True)
    )
