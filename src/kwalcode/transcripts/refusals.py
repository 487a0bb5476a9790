"""How a file is refused: one line with its name, the reason and the remedy."""

from __future__ import annotations

from kwalcode.errors import UnreadableFile
from kwalcode.i18n import _

SHOWN_LINES = 5
"""How many line numbers a message lists before it says that there are more."""


def refusal(name: str, reason: str) -> UnreadableFile:
    """Return the error for a file; line breaks and escapes in its name are made visible."""
    return UnreadableFile(f"{shown(name)}: {reason}")


def shown(name: str) -> str:
    """Return text from outside with everything unprintable written as an escape."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in name
    )


def listed_lines(lines: list[int]) -> str:
    """Return line numbers, from 1, as they stand in a message: `3, 8` or `1, 2, 3, 4, 5, …`."""
    distinct = sorted(set(lines))
    text = ", ".join(str(line) for line in distinct[:SHOWN_LINES])
    return text + ", …" if len(distinct) > SHOWN_LINES else text


def no_text(name: str) -> UnreadableFile:
    """Return the error for a file that was read well and holds no text."""
    return refusal(name, _("there is no text in it; check that this is the right file"))
