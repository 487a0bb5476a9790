"""A pattern between two sides, A and B, each a set of codes: who has both, and where.

Which respondents have both in the sense of a rule (METHOD section 2), which have both but never
together, which only one of them, which neither. Pure: frames in, values out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
import pandas as pd

from kwalcode.analysis.joins import later_overlaps, portions
from kwalcode.analysis.pairing import NEEDS_UNITS, finder_of
from kwalcode.analysis.rows import Rows, numbered, rows
from kwalcode.analysis.together import in_units
from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.units import Ints, distinct

Cell = Literal["together", "apart", "only a", "only b", "neither", "with", "without"]
CELLS: Final[tuple[Cell, ...]] = ("together", "apart", "only a", "only b", "neither")
"""Where a respondent stands towards two sides; towards one side it is "with" or "without"."""
_FOLLOWS = re.compile(r"follows\((\d{1,6})\)")


@dataclass(frozen=True, slots=True)
class Meetings:
    """Where A and B meet: the codings that take part, and the respondents in whom they do.

    `codings` has document, start, end, side ("a" or "b") and respondent, each row once, sorted.
    """

    codings: pd.DataFrame
    respondents: frozenset[object]


def follows(rule: str) -> int | None:
    """Return n of the rule "follows(n)", None for another rule."""
    found = _FOLLOWS.fullmatch(rule)
    return int(found[1]) if found else None


def meetings(
    codings: pd.DataFrame,
    a: Collection[object],
    b: Collection[object],
    *,
    rule: str = "sentence",
    units: pd.DataFrame | None = None,
    pool_coders: bool = True,
) -> Meetings:
    """Find where a code of `a` and one of `b` go together.

    Frames and `pool_coders` as in `pairing.cooccurrence`; besides its rules there is
    `follows(n)`: B in one of the n turns after a turn with A (`units` are all turns, in any
    order). A respondent counts where both sides count for him or her. Raises UsageError for an
    unknown rule, or one that lacks its units.
    """
    table = rows(_sided(codings, a, b), codes=("a", "b"), by_coder=pool_coders)
    reach = follows(rule)
    if reach is not None:
        return _following(table, _turns(rule, units), reach)
    if rule == "overlap":
        return _overlapping(table)
    finder = finder_of(rule, units)
    assert finder is not None
    # Every row as a code of its own: so the finder tells which row lies in which unit.
    present = finder(replace(table, code=np.arange(len(table), dtype=np.int64)), units)
    row, key = present.code, _group(present.unit, present.coder, present.respondent)
    first, second = (np.unique(key[table.code[row] == side]) for side in (0, 1))
    met = np.isin(key, np.intersect1d(first, second)) & (present.respondent >= 0)
    names = _people(table, units if _by_unit(rule) else None)
    return _found(table, row[met], names, present.respondent[met])


def cells(
    people: Iterable[int], a: Collection[object], b: Collection[object], met: Collection[object]
) -> dict[int, Cell]:
    """Say of each respondent where he or she stands: `a` and `b` are those with a side, `met`
    those in whom they go together."""
    answer: dict[int, Cell] = {}
    for person in people:
        if person in met:
            answer[person] = "together"
        elif person in a:
            answer[person] = "apart" if person in b else "only a"
        else:
            answer[person] = "only b" if person in b else "neither"
    return answer


def with_or_without(people: Iterable[int], a: Collection[object]) -> dict[int, Cell]:
    """Say of each respondent whether he or she has the one side."""
    return {person: "with" if person in a else "without" for person in people}


def negative(kind: str, found: Mapping[int, Cell]) -> tuple[int, ...]:
    """Return the respondents who speak against a pattern of this kind.

    Of a difference those with both sides; of other kinds those with one side alone, or with
    both and never together; of one side alone those without it.
    """
    against: tuple[Cell, ...] = ("apart", "only a", "only b", "without")
    if kind == "difference":
        against = ("together", "apart", "without")
    return tuple(person for person, cell in found.items() if cell in against)


def _sided(codings: pd.DataFrame, a: Collection[object], b: Collection[object]) -> pd.DataFrame:
    """Return the codings with a code of either side, named by it; of both, twice."""
    parts = [
        codings[codings["code"].isin(list(side))].assign(code=name)
        for name, side in (("a", a), ("b", b))
    ]
    return pd.concat(parts, ignore_index=True)


def _turns(rule: str, units: pd.DataFrame | None) -> pd.DataFrame:
    if units is None:
        raise UsageError(
            _("The rule “{rule}” needs the bounds of its units; give them as units.").format(
                rule=rule
            )
        )
    return units.sort_values(["document", "start"], kind="stable", ignore_index=True)


def _by_unit(rule: str) -> bool:
    return rule in NEEDS_UNITS or rule.startswith("near")


def _people(table: Rows, units: pd.DataFrame | None) -> pd.Index:
    """Return who the numbers of respondents mean: those of the units, where these name them."""
    if units is not None and "respondent" in units.columns:
        return numbered(units["respondent"])[1]
    return table.respondents


def _group(*columns: Ints) -> Ints:
    """Number the distinct rows of equally long columns."""
    if not len(columns[0]):
        return np.empty(0, dtype=np.int64)
    stacked = np.stack(columns, axis=1)
    return np.unique(stacked, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _overlapping(table: Rows) -> Meetings:
    kept: list[Ints] = [np.empty(0, dtype=np.int64)]
    count = later_overlaps(table.document, table.start, table.end)
    for i, j in portions(count, table.quotation):
        met = (table.code[i] != table.code[j]) & (table.coder[i] == table.coder[j])
        met &= (table.respondent[i] == table.respondent[j]) & (table.respondent[i] >= 0)
        kept += [i[met], j[met]]
    row = np.unique(np.concatenate(kept))
    return _found(table, row, table.respondents, table.respondent[row])


def _following(table: Rows, turns: pd.DataFrame, reach: int) -> Meetings:
    """Find the turns with A that have B in one of the next `reach` turns of the document."""
    present = in_units(replace(table, code=np.arange(len(table), dtype=np.int64)), turns)
    row, people = present.code, _people(table, turns)
    document = numbered(turns["document"])[0]
    place = present.unit + document[present.unit] * (reach + 1)
    side = table.code[row]
    stream = _group(present.coder, present.respondent)
    kept = np.zeros(len(row), dtype=np.bool_)
    for number in np.unique(stream[present.respondent >= 0]):
        here = stream == number
        first, second = np.unique(place[here & (side == 0)]), np.unique(place[here & (side == 1)])
        before = here & (side == 0) & _between(second, place + 1, place + reach)
        after = here & (side == 1) & _between(first, place - reach, place - 1)
        kept |= before | after
    return _found(table, row[kept], people, present.respondent[kept])


def _between(known: Ints, low: Ints, high: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell for each range whether one of the sorted `known` places lies in [low, high]."""
    return np.searchsorted(known, high, side="right") > np.searchsorted(known, low, side="left")


def _found(table: Rows, row: Ints, people: pd.Index, respondent: Ints) -> Meetings:
    row, respondent = distinct(row, respondent)
    frame = pd.DataFrame(
        {
            "document": table.documents.take(table.document[row]),
            "start": table.start[row],
            "end": table.end[row],
            "side": np.where(table.code[row] == 0, "a", "b"),
            "respondent": people.take(respondent),
        }
    )
    by_place = ["document", "start", "end", "side", "respondent"]
    frame = frame.drop_duplicates().sort_values(by_place, ignore_index=True)
    return Meetings(frame, frozenset(frame["respondent"].tolist()))
