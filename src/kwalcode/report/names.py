"""Names for pictures and tables: a code's own name, its path where another has the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from kwalcode.model import CODE_PATH


def short_names(paths: Mapping[int, str]) -> dict[int, str]:
    """Return per code its own name, or as many of its ancestors too as tell it from others."""
    names: dict[int, str] = {}
    left = {code: path.split(CODE_PATH) for code, path in paths.items()}
    parts = 1
    while left:
        tried = {code: CODE_PATH.join(steps[-parts:]) for code, steps in left.items()}
        seen = Counter(tried.values())
        done = {c: n for c, n in tried.items() if seen[n] == 1 or parts >= len(left[c])}
        names |= done
        left = {code: steps for code, steps in left.items() if code not in done}
        parts += 1
    return names
