"""What is given to the methods of a notebook."""

from __future__ import annotations

from collections.abc import Iterable


def several(names: Iterable[str] | None) -> list[str] | None:
    """Return names as a list; one name alone is not taken for a list of its letters."""
    if isinstance(names, str):
        return [names]
    return None if names is None else list(names)
