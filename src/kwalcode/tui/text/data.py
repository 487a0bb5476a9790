"""What the transcript view is given to show. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kwalcode.model import Role, Turn
from kwalcode.spans import Range
from kwalcode.tui.text.stripes import CodingMark


@dataclass(frozen=True, slots=True)
class TranscriptData:
    """What the view shows: text, turns, role per speaker, sentence bounds, the codings' marks.

    All ranges are code points of `text`; turns and sentences are sorted and do not overlap.
    """

    text: str = ""
    turns: Sequence[Turn] = ()
    roles: Mapping[str, Role] = field(default_factory=dict)
    sentences: Sequence[Range] = ()
    codings: Sequence[CodingMark] = ()
