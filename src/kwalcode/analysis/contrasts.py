"""Contrasts and similarities between groups of respondents, code by code (METHOD section 4)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from kwalcode.analysis.grouptests import RUNS, GroupTest, Presences, compare_amounts
from kwalcode.analysis.intervals import mean_interval, newcombe, welch, wilson
from kwalcode.analysis.measures import benjamini_hochberg, holm
from kwalcode.i18n import _

UNITS: Final = ("respondents", "quotations", "words")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Contrast:
    """Codes x groups, counted in one unit.

    `groups`: value, respondents. `codes`: code, amount, p, holm, bh, smallest_p (that this
    code's numbers could give), everywhere (some respondent of every group has it), reason
    (why p is NaN, which is n.a.). `cells`: code, value, amount; with (respondents who have it);
    level (unit respondents: their share, else the mean per respondent) with low, high; and
    difference, difference_low, difference_high: the level less that of all other groups
    together. `test` names the test; `smallest_p` is the smallest p that groups of these sizes
    can give at all (other units: the smallest that any code's amounts could); `tests` how many
    p-values Holm and BH were computed over. All exploratory.
    """

    unit: str
    groups: pd.DataFrame
    codes: pd.DataFrame
    cells: pd.DataFrame
    test: str
    smallest_p: float
    tests: int
    seed: int
    runs: int
    reason: str = ""


def contrast(
    amounts: pd.DataFrame,
    codes: Sequence[int],
    groups: Mapping[int, str],
    *,
    unit: str = "respondents",
    seed: int = 1,
    runs: int = RUNS,
) -> Contrast:
    """Compare groups of respondents, code by code.

    `amounts`: code, respondent, quotations, words, as `analysis.amounts` gives them; `codes`
    all codes to compare, in order, also those without codings; `groups` maps each respondent
    who counts to a value. Intervals of 95 %: Wilson for shares, Newcombe (1998) for their
    differences; Student and Welch for means, n.a. for groups of one.
    """
    people = sorted(groups)
    values = sorted(set(groups.values()))
    group = np.array([values.index(groups[p]) for p in people], dtype=np.int64)
    table = _table(amounts, codes, people, unit)
    sizes = np.bincount(group, minlength=len(values)).tolist()
    reason = _reason(sizes)
    tests, name = _tests(table, group, sizes, unit, seed, runs) if not reason else ([], "")
    least = math.nan
    if not reason and unit == "respondents":
        least = Presences(sizes, seed=seed, runs=runs).smallest()
    elif tests:
        least = min((t.smallest for t in tests if not math.isnan(t.smallest)), default=math.nan)
    frame = _codes(table, codes, group, len(values), tests, reason)
    return Contrast(
        unit,
        pd.DataFrame({"value": values, "respondents": sizes}),
        frame,
        _cells(table, codes, group, values, unit),
        name,
        least,
        int(frame["p"].notna().sum()),
        seed,
        runs,
        reason,
    )


def _reason(sizes: Sequence[int]) -> str:
    if not sizes:
        return _("no respondent counts")
    return _("there is one group only") if len(sizes) == 1 else ""


def _table(amounts: pd.DataFrame, codes: Sequence[int], people: Sequence[int], unit: str) -> Floats:
    """Return codes x respondents: how much of each; 1 or 0 where respondents are the unit."""
    column = "quotations" if unit == "respondents" else unit
    answer = np.zeros((len(codes), len(people)))
    row = pd.Index(codes).get_indexer(pd.Index(amounts["code"]))
    place = pd.Index(people).get_indexer(pd.Index(amounts["respondent"]))
    known = (row >= 0) & (place >= 0)
    answer[row[known], place[known]] = amounts[column].to_numpy()[known]
    return np.minimum(answer, 1.0) if unit == "respondents" else answer


def _tests(
    table: Floats,
    group: npt.NDArray[np.int64],
    sizes: Sequence[int],
    unit: str,
    seed: int,
    runs: int,
) -> tuple[list[GroupTest], str]:
    """Return a test per code (p NaN where nothing varies), and the name of the test."""
    varies = np.array([len(np.unique(row)) > 1 for row in table], dtype=np.bool_)
    found: list[GroupTest]
    if unit == "respondents":
        presences = Presences(sizes, seed=seed, runs=runs)
        having = [
            np.bincount(group, weights=row, minlength=len(sizes)).astype(int).tolist()
            for row in table[varies]
        ]
        found = [presences.test(row) for row in having]
        sampled = any(test.sampled for test in found)
        name = "Fisher exact" if len(sizes) == 2 else "Fisher-Freeman-Halton exact"
        name = "Fisher-Freeman-Halton, shuffled where exact is too long" if sampled else name
    else:
        found, sampled = compare_amounts(table[varies], group, seed=seed, runs=runs)
        name = "shuffled respondents" if sampled else "all arrangements of respondents"
    rest = iter(found)
    nothing = GroupTest(math.nan, math.nan, False)
    return [next(rest) if one else nothing for one in varies], name


def _codes(
    table: Floats,
    codes: Sequence[int],
    group: npt.NDArray[np.int64],
    groups: int,
    tests: Sequence[GroupTest],
    reason: str,
) -> pd.DataFrame:
    p = np.array([test.p for test in tests] or [math.nan] * len(codes), dtype=np.float64)
    least = [test.smallest for test in tests] or [math.nan] * len(codes)
    everywhere = [bool(groups) and len(np.unique(group[row > 0])) == groups for row in table]
    return pd.DataFrame(
        {
            "code": list(codes),
            "amount": table.sum(axis=1).astype(np.int64),
            "p": p,
            "holm": holm(p),
            "bh": benjamini_hochberg(p),
            "smallest_p": least,
            "everywhere": everywhere,
            "reason": [reason or _why(row) for row in table],
        }
    )


def _why(row: Floats) -> str:
    """Say why a code gives no p."""
    if len(np.unique(row)) > 1:
        return ""
    return _("the same in every respondent") if row.any() else _("no codings")


def _cells(
    table: Floats,
    codes: Sequence[int],
    group: npt.NDArray[np.int64],
    values: Sequence[str],
    unit: str,
) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for code, row in zip(codes, table.tolist(), strict=True):
        for number, value in enumerate(values):
            inside = [x for x, g in zip(row, group, strict=True) if g == number]
            outside = [x for x, g in zip(row, group, strict=True) if g != number]
            rows.append({"code": code, "value": value} | _cell(inside, outside, unit))
    columns = ["code", "value", "amount", "with", "level", "low", "high", *_DIFFERENCE]
    return pd.DataFrame(rows, columns=columns)


_DIFFERENCE = ("difference", "difference_low", "difference_high")


def _cell(inside: Sequence[float], outside: Sequence[float], unit: str) -> dict[str, Any]:
    """Return amount, level and difference of one group against all others."""
    level = sum(inside) / len(inside)
    others = sum(outside) / len(outside) if outside else math.nan
    if unit == "respondents":
        k, rest = int(sum(inside)), int(sum(outside))
        own = wilson(k, len(inside))
        between = newcombe(k, len(inside), rest, len(outside))
    else:
        own, between = mean_interval(inside), welch(inside, outside)
    return {
        "amount": int(sum(inside)),
        "with": sum(x > 0 for x in inside),
        "level": level,
        "low": own[0],
        "high": own[1],
        "difference": level - others,
        "difference_low": between[0],
        "difference_high": between[1],
    }
