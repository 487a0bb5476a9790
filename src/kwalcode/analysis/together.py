"""Codes that occur in the same unit: the units with both, per pair of codes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from kwalcode.analysis.joins import Spread, later_members, portions, tally
from kwalcode.analysis.rows import PLACE, Rows, check_frame, numbered, people
from kwalcode.units import Ints, cut, distinct, expand


@dataclass(frozen=True, slots=True)
class Presence:
    """Which unit carries which code, put there by which coder, for which respondent.

    Columns of equal length, units numbered from 0; `n` is the number of all units.
    """

    unit: Ints
    coder: Ints
    code: Ints
    respondent: Ints
    n: int
    respondents: int


@dataclass(frozen=True, slots=True)
class Together:
    """Units per code, and flat tables (a < b) of units and respondents with both."""

    units: Ints
    both: Ints
    respondents: Ints


def together(present: Presence, k: int) -> Together:
    """Count the units with each code and with each pair of codes, among `k` codes.

    Only codes of one coder pair up, and only for a respondent for whom both count.
    """
    unit, coder, code, respondent = distinct(
        present.unit, present.coder, present.code, present.respondent
    )
    both = np.zeros(k * k, dtype=np.int64)
    spread = Spread(k * k, present.respondents)
    carried = distinct(unit, code)
    one_each = len(carried[0]) == len(unit)  # then no pair comes up twice in a unit
    group = unit * (1 + int(coder.max(initial=0))) + coder
    for i, j in portions(later_members(group), unit):
        a, b = code[i], code[j]  # sorted within the group, so a <= b
        pair = a * k + b
        spread.add(pair, respondent[i], respondent[j])
        both += tally(pair if one_each else distinct(unit[i], pair)[1], k * k)
    both[:: k + 1] = 0  # a code is no pair with itself
    return Together(tally(carried[1], k), both, spread.count())


def in_quotations(rows: Rows, _units: pd.DataFrame | None) -> Presence:
    """The distinct ranges are the units."""
    kept = np.flatnonzero(rows.trimmed_end > rows.trimmed_start)
    n = 1 + int(rows.quotation.max(initial=-1))
    return _present(rows, kept, rows.quotation[kept], n)


def in_documents(rows: Rows, units: pd.DataFrame | None) -> Presence:
    """The documents are the units: those of `units`, or else those with codings."""
    kept = np.flatnonzero(rows.trimmed_end > rows.trimmed_start)
    documents = rows.documents if units is None else pd.Index(units["document"].unique())
    unit = documents.get_indexer(rows.documents).astype(np.int64)[rows.document[kept]]
    known = unit >= 0
    return _present(rows, kept[known], unit[known], len(documents))


def in_units(rows: Rows, units: pd.DataFrame | None) -> Presence:
    """The rows of `units` (sentences or turns) are the units."""
    if units is None:
        raise ValueError("this rule needs a frame of units")
    check_frame(units, PLACE)
    document = rows.documents.get_indexer(pd.Index(units["document"])).astype(np.int64)
    # units of documents without codings lie behind the others, where no coding meets them
    document[document < 0] = len(rows.documents)
    span, unit = cut(
        rows.document,
        rows.trimmed_start,
        rows.trimmed_end,
        document,
        units["start"].to_numpy(dtype=np.int64),
        units["end"].to_numpy(dtype=np.int64),
    )
    if "respondent" not in units.columns:
        return _present(rows, span, unit, len(units))
    respondent, respondents = people(units["respondent"])
    found = _present(rows, span, unit, len(units))
    return Presence(unit, found.coder, found.code, respondent[unit], len(units), len(respondents))


def _present(rows: Rows, row: Ints, unit: Ints, n: int) -> Presence:
    return Presence(
        unit, rows.coder[row], rows.code[row], rows.respondent[row], n, len(rows.respondents)
    )


def in_windows(rows: Rows, units: pd.DataFrame | None, reach: int) -> Presence:
    """The units are windows of `reach` + 1 consecutive turns of one document.

    A document with fewer turns is one window.
    """
    if units is None:
        raise ValueError("this rule needs a frame of units")
    units = units.sort_values(["document", "start"], kind="stable")
    found = in_units(rows, units)
    document = numbered(units["document"])[0]
    turns = np.bincount(document) if len(document) else np.empty(0, dtype=np.int64)
    windows = np.maximum(turns - reach, 1).astype(np.int64)
    first_turn = (np.cumsum(turns) - turns).astype(np.int64)[document]
    first_window = (np.cumsum(windows) - windows).astype(np.int64)[document]
    place = np.arange(len(units), dtype=np.int64) - first_turn
    low = np.maximum(place - reach, 0)
    high = np.minimum(place, windows[document] - 1)
    row, window = expand((first_window + low)[found.unit], (high - low + 1)[found.unit])
    return Presence(
        window,
        found.coder[row],
        found.code[row],
        found.respondent[row],
        int(windows.sum()),
        found.respondents,
    )


Finder = Callable[[Rows, pd.DataFrame | None], Presence]
FINDERS: Final[dict[str, Finder]] = {
    "same-quotation": in_quotations,
    "sentence": in_units,
    "turn": in_units,
    "document": in_documents,
}
"""Per rule how it finds which unit carries what; one line per rule."""
