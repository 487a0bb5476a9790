"""Why a measure of two codes cannot be computed (METHOD section 2)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from kwalcode.i18n import _

MEASURES: Final = (
    "jaccard",
    "dice",
    "p_b_given_a",
    "p_a_given_b",
    "lift",
    "leverage",
    "conviction",
    "pmi",
    "npmi",
    "phi",
    "c_atlas",
)
"""The measures of a pair, by the names of the co-occurrence table."""
_OF_UNITS: Final = ("lift", "leverage", "conviction", "pmi", "npmi", "phi")


def undefined(pair: Mapping[str, Any], n: int | None) -> dict[str, str]:
    """Return why measures of a pair are n.a., by their names; those that have a value are left out.

    `pair` is a row of `Cooccurrence.pairs`, `n` the number of units (None: the rule has none).
    """
    return {name: _reason(name, pair, n) for name in MEASURES if math.isnan(pair[name])}


def _reason(measure: str, pair: Mapping[str, Any], n: int | None) -> str:
    if n is None and measure in _OF_UNITS:
        return _("this rule has no units to count")
    if measure == "c_atlas":
        return _("the quotations overlap so often that its divisor is not positive")
    if measure == "npmi" and pair["units_both"] == n:
        return _("both codes are in every unit")
    if n is not None and n in (pair["n1"], pair["n2"]):
        return _("a code is in every unit")
    return _("a code is in no unit")
