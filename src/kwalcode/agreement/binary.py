"""Agreement on many codes at once, each yes or no per unit: the table a supervisor reads.

Nothing is laid out per code and unit: only the units that somebody coded are looked at, the
others agree. Formulas: METHOD section 6; alpha as in Krippendorff (2011).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from kwalcode.agreement.ratings import Floats
from kwalcode.agreement.values import Value, no_pairs, nobody_coded
from kwalcode.i18n import _
from kwalcode.units import Ints, first_of_run, presence

FEW: Final = 5
"""A code on fewer units than this is flagged "unstable"."""
HIGH_AGREEMENT: Final = 0.9
LOW_ALPHA: Final = 0.4
"""From that observed agreement with an alpha below this, a code is flagged "paradox"."""


@dataclass(frozen=True, slots=True)
class AgreementTable:
    """How far coders agree on each code, and on all of them together.

    `codes`: code, alpha (NaN is n.a.), reason, a_only, b_only, both (numbers of units; None
    unless two coders are compared, a being the first of `coders`), positives (units that
    anyone coded), observed (agreement),
    ac1 (Gwet's, to read beside alpha), flags ("unstable", "paradox").
    `pooled` is alpha over all codes, 1 - sum(Do) / sum(De). `unit` names the unit, `n` is how
    many were compared, in `documents`.
    """

    unit: str
    coders: tuple[int, ...]
    documents: tuple[int, ...]
    n: int
    codes: pd.DataFrame
    pooled: Value


@dataclass(frozen=True, slots=True)
class _Sums:
    """Per code, over the units compared; `n` values were given to `units` units."""

    units: int
    n: int
    positives: Ints
    ones: Ints
    split: Floats
    """Disagreements as alpha counts them: c (m - c) / (m - 1), with c of m coders saying yes."""
    parted: Floats
    """Disagreeing pairs as a share of the pairs in a unit, added up."""
    prevalence: Floats

    def alpha_terms(self) -> tuple[Floats, Floats]:
        """Return the observed and the expected disagreement per code."""
        observed = 2 * self.split / max(self.n, 1)
        expected = 2 * self.ones * (self.n - self.ones) / max(self.n * (self.n - 1), 1)
        return observed, expected


def sentence_agreement(
    codings: pd.DataFrame,
    units: pd.DataFrame,
    coded_by: Mapping[int, Collection[int]],
    codes: Sequence[int],
    *,
    unit: str = "sentence",
) -> AgreementTable:
    """Compare coders on which units (as a rule sentences) carry which code.

    `codings`: document, start, end, code, coder (optionally trimmed_start, trimmed_end), of
    the coders to compare: without consensus and supervisor. `units`: document, start, end,
    already limited to the talk that counts. `coded_by`: per document the coders who completed
    it; only documents with two or more are compared, and a coder who did not complete a
    document is missing there. `codes`: the codes of the table, in its order.
    """
    people = {d: sorted(set(c)) for d, c in coded_by.items() if len(set(c)) >= 2}
    coders = tuple(sorted({coder for of_one in people.values() for coder in of_one}))
    bounds = units[units["document"].isin(list(people))]
    taken = codings[codings["code"].isin(list(codes)) & _taken(codings, people, coders)]
    at, code, coder = presence(taken, bounds)
    size = {document: len(of_one) for document, of_one in people.items()}
    m = np.asarray(bounds["document"].map(size), dtype=np.int64)
    place = pd.Index(codes).get_indexer(pd.Index(code)).astype(np.int64)
    sums = _sums(at, place, m, len(codes))
    table = _rows(sums, codes)
    if len(coders) == 2:
        names = ("a_only", "b_only", "both")
        only = _two_coders(at, place, coder == coders[0], len(codes))
        for name, column in zip(names, only, strict=True):
            table[name] = column
    return AgreementTable(unit, coders, tuple(sorted(people)), len(bounds), table, _pooled(sums))


def _taken(
    codings: pd.DataFrame, people: Mapping[int, Sequence[int]], coders: Sequence[int]
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Mark the codings by coders who completed their document, in a document compared."""
    documents = pd.Index(list(people))
    completed = np.zeros((len(documents) + 1, len(coders) + 1), dtype=np.bool_)
    for i, of_one in enumerate(people.values()):
        completed[i, [coders.index(coder) for coder in of_one]] = True
    # what is in neither list gets place -1: the last row and column, which are False
    row = documents.get_indexer(pd.Index(codings["document"]))
    column = pd.Index(coders).get_indexer(pd.Index(codings["coder"]))
    answer: np.ndarray[tuple[int], np.dtype[np.bool_]] = completed[row, column]
    return answer


def _sums(at: Ints, code: Ints, m: Ints, k: int) -> _Sums:
    """Add up per code; rows (unit, code, coder) are distinct and sorted."""
    firsts, yes = _coded_units(at, code)
    of_code, of_unit = code[firsts], m[at[firsts]]
    mixed: Floats = (yes * (of_unit - yes)).astype(np.float64)
    return _Sums(
        units=len(m),
        n=int(m.sum()),
        positives=np.bincount(of_code, minlength=k).astype(np.int64),
        ones=np.bincount(of_code, weights=yes, minlength=k).astype(np.int64),
        split=_total(of_code, mixed / (of_unit - 1), k),
        parted=_total(of_code, 2 * mixed / (of_unit * (of_unit - 1)), k),
        prevalence=_total(of_code, yes / of_unit, k) / max(len(m), 1),
    )


def _total(code: Ints, amount: Floats, k: int) -> Floats:
    """Add up an amount per code."""
    return np.bincount(code, weights=amount, minlength=k).astype(np.float64)


def _coded_units(at: Ints, code: Ints) -> tuple[Ints, Ints]:
    """Return where each unit with a code begins in the sorted rows, and how many coders said so."""
    firsts = np.flatnonzero(first_of_run(at) | first_of_run(code)).astype(np.int64)
    return firsts, np.diff(firsts, append=len(at)).astype(np.int64)


def _rows(sums: _Sums, codes: Sequence[int]) -> pd.DataFrame:
    """Make the table of codes; the counts for two coders are filled in by the caller."""
    nothing = [None] * len(codes)
    values = [_alpha(sums, i) for i in range(len(codes))]
    observed = 1 - sums.parted / sums.units if sums.units else np.full(len(codes), np.nan)
    alpha = np.array([np.nan if v.value is None else v.value for v in values], dtype=np.float64)
    chance = 2 * sums.prevalence * (1 - sums.prevalence)
    return pd.DataFrame(
        {
            "code": list(codes),
            "alpha": alpha,
            "reason": pd.Series([v.reason for v in values], dtype=object),
            "a_only": pd.Series(nothing, dtype=object),
            "b_only": pd.Series(nothing, dtype=object),
            "both": pd.Series(nothing, dtype=object),
            "positives": sums.positives,
            "observed": observed,
            "ac1": np.where(np.isnan(alpha), np.nan, (observed - chance) / (1 - chance)),
            "flags": pd.Series(
                [_flags(v, int(sums.positives[i]), observed[i]) for i, v in enumerate(values)],
                dtype=object,
            ),
        }
    )


def _alpha(sums: _Sums, i: int) -> Value:
    if not sums.n:
        return no_pairs()
    if not sums.ones[i]:
        return Value(None, _("nobody used this code"))
    if sums.ones[i] == sums.n:
        return Value(None, _("everybody coded every unit"))
    observed, expected = sums.alpha_terms()
    return Value(float(1 - observed[i] / expected[i]))


def _flags(value: Value, positives: int, observed: float) -> tuple[str, ...]:
    flags = ("unstable",) if 0 < positives < FEW else ()
    if value.value is not None and value.value < LOW_ALPHA and observed >= HIGH_AGREEMENT:
        flags = (*flags, "paradox")
    return flags


def _pooled(sums: _Sums) -> Value:
    """Return alpha over all codes; codes that nobody used add nothing to either sum."""
    if not sums.n:
        return no_pairs()
    observed, expected = (float(term.sum()) for term in sums.alpha_terms())
    if expected:
        return Value(1 - observed / expected)
    return Value(None, _("everybody coded every unit")) if sums.ones.any() else nobody_coded()


def _two_coders(at: Ints, code: Ints, is_first: Ints, k: int) -> tuple[Ints, Ints, Ints]:
    """Count per code the units that only the first, only the second, and both coded."""
    firsts, yes = _coded_units(at, code)
    groups = {
        "a": (yes == 1) & is_first[firsts],
        "b": (yes == 1) & ~is_first[firsts],
        "both": yes == 2,
    }
    a, b, both = (
        np.bincount(code[firsts[mask]], minlength=k).astype(np.int64) for mask in groups.values()
    )
    return a, b, both
