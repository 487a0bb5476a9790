"""What the disagreements about a code point to: its definition, its boundaries, or attention."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

DEFINITION: Final = "definition"
BOUNDARIES: Final = "boundaries"
ATTENTION: Final = "attention"
CAUSES: Final[dict[str, tuple[str, ...]]] = {
    DEFINITION: ("other code", "missed code"),
    BOUNDARIES: ("boundary",),
    ATTENTION: ("missed passage",),
}
"""What the classes of disagreement (METHOD section 6) mostly come of."""


@dataclass(frozen=True, slots=True)
class TroubledCode:
    """A code (its path) that two coders disagree about: how many spans of both are in each class,
    how many of them in one of disagreement, and what most of these point to (one of `CAUSES`)."""

    code: str
    spans: Mapping[str, int]
    wrong: int
    cause: str


def troubled_codes(codes: Mapping[str, Mapping[str, tuple[int, int]]]) -> tuple[TroubledCode, ...]:
    """Return the codes with disagreements, most first; `codes` as in `StudyDisagreements`."""
    found = (troubled(code, counts) for code, counts in codes.items())
    return tuple(sorted((one for one in found if one.wrong), key=lambda one: -one.wrong))


def troubled(code: str, counts: Mapping[str, tuple[int, int]]) -> TroubledCode:
    """Return what the spans of one code by class, of the first and the other coder, point to; of
    causes alike the first of `CAUSES`, "" where the coders agree wholly."""
    spans = {name: sum(two) for name, two in counts.items()}
    weight = {cause: sum(spans[name] for name in names) for cause, names in CAUSES.items()}
    wrong = sum(weight.values())
    cause = max(weight, key=weight.__getitem__) if wrong else ""
    return TroubledCode(code, spans, wrong, cause)
