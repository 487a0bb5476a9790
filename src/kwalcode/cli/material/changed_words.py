"""Words that were changed, on one line: [-taken out-], {+put in+}."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kwalcode.transcripts.carrying import Piece

_WIDTH = 60


def marked(words: str, proposed: str) -> str:
    """Return a passage with what was changed in it marked, cut to a line."""
    from kwalcode.transcripts.carrying import from_first_change, pieces

    line = as_text(from_first_change(pieces(words, proposed)))
    line = " ".join(line.split())
    return line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…"


def as_text(found: Sequence[Piece]) -> str:
    """Return pieces of text with the marks of what was changed."""
    forms = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(forms[kind].format(text) for kind, text in found)
