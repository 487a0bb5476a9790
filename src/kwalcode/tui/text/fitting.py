"""Texts made to fit so many terminal cells. Pure."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size


def fitted(text: str, width: int) -> str:
    """Return `text`, cut with an ellipsis where it is wider than `width` cells."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…" if width > 0 else ""


def filled(text: str, width: int, right: bool = False) -> str:
    """Return `text` in just `width` cells, cut with an ellipsis, at the left or the right."""
    text = fitted(text, width)
    space = " " * (width - cell_len(text))
    return space + text if right else text + space
