"""Agreement on many codes at once, each yes or no per unit: the table a supervisor reads.

Formulas: METHOD section 6; what is added up is in `tallies`, the coefficients in `yesno`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from kwalcode.agreement.tallies import Bools, Compared, Sums, Tallies, tally
from kwalcode.agreement.values import Value, for_two_only, no_pairs, nobody_coded, nobody_used
from kwalcode.agreement.yesno import COEFFICIENT_NAMES, FOR_TWO, per_code, pooled
from kwalcode.i18n import _
from kwalcode.units import presence

FEW: Final = 5
"""A code on fewer units than this is flagged "unstable"."""
HIGH_AGREEMENT: Final = 0.9
LOW_ALPHA: Final = 0.4
"""From that observed agreement with an alpha below this, a code is flagged "paradox"."""


@dataclass(frozen=True, slots=True)
class AgreementTable:
    """How far coders agree on each code, and on all of them together.

    `codes`: code, the coefficients of `COEFFICIENT_NAMES` (NaN is n.a.), reason (why alpha and
    what else is corrected for chance is n.a.), a_only, b_only, both (units; None unless two
    coders are compared, a being the first of `coders`), positives (units that anyone coded),
    flags ("unstable", "paradox").
    `pooled` is alpha over all codes, 1 - sum(Do) / sum(De); `together` holds every coefficient
    over all codes. `unit` names the unit, `n` is how many were compared, in `documents`;
    `tallies` are the sums behind it all, by cluster.
    """

    unit: str
    coders: tuple[int, ...]
    documents: tuple[int, ...]
    n: int
    codes: pd.DataFrame
    pooled: Value
    together: Mapping[str, Value] = field(default_factory=dict)
    tallies: Tallies | None = None


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
    already limited to the talk that counts; optionally weight (how often a unit counts: a run
    of characters as many times as it has characters) and cluster (what is resampled together,
    a number within the document; by default the document is). `coded_by`: per document the
    coders who completed it; only documents with two or more are compared, and a coder who did
    not complete a document is missing there. `codes`: the codes of the table, in its order.
    """
    people = {d: sorted(set(c)) for d, c in coded_by.items() if len(set(c)) >= 2}
    coders = tuple(sorted({coder for of_one in people.values() for coder in of_one}))
    bounds = units[units["document"].isin(list(people))]
    taken = codings[codings["code"].isin(list(codes)) & _taken(codings, people, coders)]
    at, code, coder = presence(taken, bounds)
    place = pd.Index(codes).get_indexer(pd.Index(code)).astype(np.int64)
    size = {document: len(of_one) for document, of_one in people.items()}
    compared = _compared(bounds, size)
    is_first = coder == coders[0] if coders else np.zeros(0, dtype=np.bool_)
    tallies = tally(compared, at, place, is_first, len(coders), len(codes))
    total = tallies.total()
    together = pooled_values(total)
    return AgreementTable(
        unit,
        coders,
        tuple(sorted(people)),
        round(float(total.units.sum())),
        _rows(total, codes),
        together["alpha"],
        together,
        tallies,
    )


def _compared(bounds: pd.DataFrame, size: Mapping[int, int]) -> Compared:
    """Number the clusters in order of document; without any, each document is one."""
    document = bounds["document"].to_numpy(dtype=np.int64)
    within = bounds["cluster"].to_numpy(dtype=np.int64) if "cluster" in bounds else 0 * document
    width = int(within.max(initial=0)) + 1
    names, number = np.unique(document * width + within, return_inverse=True)
    weights = bounds["weight"].to_numpy(dtype=np.float64) if "weight" in bounds else None
    return Compared(
        np.asarray(bounds["document"].map(size), dtype=np.int64),
        np.ones(len(bounds)) if weights is None else weights,
        number.astype(np.int64),
        names // width,
    )


def _taken(
    codings: pd.DataFrame, people: Mapping[int, Sequence[int]], coders: Sequence[int]
) -> Bools:
    """Mark the codings by coders who completed their document, in a document compared."""
    documents = pd.Index(list(people))
    completed = np.zeros((len(documents) + 1, len(coders) + 1), dtype=np.bool_)
    for i, of_one in enumerate(people.values()):
        completed[i, [coders.index(coder) for coder in of_one]] = True
    # what is in neither list gets place -1: the last row and column, which are False
    row = documents.get_indexer(pd.Index(codings["document"]))
    column = pd.Index(coders).get_indexer(pd.Index(codings["coder"]))
    answer: Bools = completed[row, column]
    return answer


def _rows(sums: Sums, codes: Sequence[int]) -> pd.DataFrame:
    """Make the table of codes."""
    figures = {name: per_code(sums, name) for name in COEFFICIENT_NAMES}
    n, alpha, seen = float(sums.values.sum()), figures["alpha"], figures["observed"]
    positives = sums.positives.round().astype(np.int64)
    two = sums.coders == 2
    frame = pd.DataFrame({"code": list(codes)})
    frame["alpha"] = alpha
    frame["reason"] = pd.Series([_reason(ones, n) for ones in sums.ones.tolist()], dtype=object)
    for name in ("a_only", "b_only", "both"):
        counts = getattr(sums, name).round().astype(np.int64)
        frame[name] = counts if two else pd.Series([None] * len(codes), dtype=object)
    frame["positives"] = positives
    for name in figures.keys() - {"alpha"}:
        frame[name] = figures[name]
    flags = map(_flags, alpha.tolist(), positives.tolist(), seen.tolist())
    frame["flags"] = pd.Series(list(flags), dtype=object)
    return frame


def _reason(ones: float, n: float) -> str:
    """Say why what is corrected for chance is n.a. for a code; nothing where it is not."""
    if not n:
        return no_pairs().reason
    if not ones:
        return nobody_used().reason
    return _("everybody coded every unit") if ones == n else ""


def _flags(alpha: float, positives: int, observed: float) -> tuple[str, ...]:
    flags = ("unstable",) if 0 < positives < FEW else ()
    if alpha < LOW_ALPHA and observed >= HIGH_AGREEMENT:
        flags = (*flags, "paradox")
    return flags


def pooled_values(sums: Sums) -> dict[str, Value]:
    """Return every coefficient over all codes together, or why it is n.a.

    Codes that nobody used add nothing.
    """
    answer = {}
    for name in COEFFICIENT_NAMES:
        value = float(pooled(sums, name))
        answer[name] = Value(value) if value == value else Value(None, _why(sums, name))
    return answer


def _why(sums: Sums, name: str) -> str:
    if not sums.values.sum():
        return no_pairs().reason
    if name in FOR_TWO and sums.coders != 2:
        return for_two_only(sums.coders).reason
    return _("everybody coded every unit") if sums.ones.any() else nobody_coded().reason


def document_values(table: AgreementTable) -> list[tuple[int, int, dict[str, Value]]]:
    """Return per document compared: its id, its number of units, the pooled coefficients."""
    if table.tallies is None:
        return []
    documents, sums = table.tallies.by_document()
    rows = enumerate(documents.tolist())
    own = ((document, sums.row(at)) for at, document in rows)
    return [(document, round(float(one.units.sum())), pooled_values(one)) for document, one in own]
