"""Which codes go together: co-occurrence under a named rule (METHOD section 2).

`kwalcode.analysis.cooccurrence` works on any frame of codings, without a project.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from kwalcode.analysis import measures
from kwalcode.analysis.joins import tally
from kwalcode.analysis.overlap import events, shared_characters
from kwalcode.analysis.rows import Rows, rows
from kwalcode.analysis.together import FINDERS, Finder, in_windows, together
from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.units import Ints, distinct

RULES: Final[dict[str, str]] = {
    "overlap": _("two quotations share at least one character"),
    "same-quotation": _("both codes are on the same quotation"),
    "sentence": _("both codes are in the same sentence"),
    "turn": _("both codes are in the same turn"),
    "document": _("both codes are in the same document"),
}
"""The rules by name, with what each means; beside them there is `near(n)`, n turns apart."""
NEEDS_UNITS: Final = ("sentence", "turn", "near")
_NEAR = re.compile(r"near\((\d{1,6})\)")


@dataclass(frozen=True, slots=True)
class Cooccurrence:
    """Codes and pairs of codes under one rule.

    `codes`: code, quotations (distinct ranges), respondents; one row per code, sorted.
    `pairs`: a, b (a before b), events (ATLAS.ti's, under every rule), respondents, units_both,
    n1, n2, jaccard, dice, p_b_given_a, p_a_given_b, lift, leverage, conviction, pmi, npmi, phi,
    c_atlas, flags (a tuple of "frequency gap", "above 1", "n.a.", all about c_atlas). NaN is
    n.a. `n` is the number of units; None under overlap, which has no units: there n1 and n2
    are quotations, Jaccard and Dice are shares of characters, and what needs units is NaN.
    A character or unit carries both codes only where one coder put both on it.
    """

    rule: str
    n: int | None
    codes: pd.DataFrame
    pairs: pd.DataFrame


def cooccurrence(
    codings: pd.DataFrame,
    *,
    rule: str = "overlap",
    units: pd.DataFrame | None = None,
    pool_coders: bool = True,
    codes: Iterable[object] | None = None,
    all_pairs: bool = False,
    related: Collection[tuple[object, object]] = (),
) -> Cooccurrence:
    """Count which codes go together, and measure it.

    `codings`: document, start, end (half-open code points), code, coder; optionally
    respondent (by default one per document; a coding that counts for several has a row for
    each) and trimmed_start, trimmed_end (the span without white space at its edges).
    `units`: document, start, end, optionally respondent; required for the rules of
    `NEEDS_UNITS`, and for `document` the documents that count, also those without codings.
    `pool_coders`: pairs form only within one coder's codings, and the same code on the same
    range counts once; False takes all codings as one layer, whoever made them.
    `codes` limits the codes and names those that may have no codings. `all_pairs` keeps the
    pairs that never meet. `related` pairs (a code and its ancestor) are left out.
    Raises UsageError for an unknown rule, or one that lacks its units.
    """
    finder = finder_of(rule, units)
    table = rows(codings, codes=codes, by_coder=pool_coders)
    k = len(table.codes)
    quotations = tally(distinct(table.code, table.quotation)[0], k)
    found = events(table)
    present = finder(table, units) if finder else None
    joint = together(present, k) if present else None
    met = joint.both > 0 if joint else found.events > 0
    if all_pairs:
        met = np.triu(np.ones((k, k), dtype=np.bool_), 1).ravel()
    chosen = np.flatnonzero(met).astype(np.int64)
    chosen = chosen[~_is_related(table.codes, chosen, related)]
    a, b = chosen // max(k, 1), chosen % max(k, 1)
    carrying = joint.units if joint else quotations
    pairs = pd.DataFrame(
        {
            "a": table.codes[a],
            "b": table.codes[b],
            "events": found.events[chosen],
            "respondents": (joint or found).respondents[chosen],
            "units_both": joint.both[chosen] if joint else np.nan,
            "n1": carrying[a],
            "n2": carrying[b],
        }
    )
    if present:
        _measure_units(pairs, present.n)
    else:
        _measure_overlap(pairs, table, found.meets, a, b)
    _measure_atlas(pairs, quotations[a], quotations[b])
    return Cooccurrence(rule, present.n if present else None, _codes(table, quotations), pairs)


def finder_of(rule: str, units: pd.DataFrame | None) -> Finder | None:
    """Return what finds the units of a rule; None for overlap.

    Raises UsageError for an unknown rule, or one that lacks its units.
    """
    near = _NEAR.fullmatch(rule)
    if rule not in RULES and near is None:
        names = ", ".join([*RULES, "near(n)"])
        raise UsageError(
            _("There is no rule “{rule}”; choose one of: {names}.").format(rule=rule, names=names)
        )
    if units is None and (near or rule in NEEDS_UNITS):
        raise UsageError(
            _("The rule “{rule}” needs the bounds of its units; give them as units.").format(
                rule=rule
            )
        )
    if near:
        return partial(in_windows, reach=int(near[1]))
    return FINDERS.get(rule)


def _is_related(
    codes: pd.Index, chosen: Ints, related: Collection[tuple[object, object]]
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Mark the flat pairs that are among `related`, in whichever direction."""
    k = len(codes)
    if not related:
        return np.zeros(len(chosen), dtype=np.bool_)
    first = codes.get_indexer(pd.Index([pair[0] for pair in related]))
    second = codes.get_indexer(pd.Index([pair[1] for pair in related]))
    known = (first >= 0) & (second >= 0)
    first, second = first[known], second[known]
    return np.isin(chosen, np.minimum(first, second) * k + np.maximum(first, second))


def _codes(table: Rows, quotations: Ints) -> pd.DataFrame:
    """Return code, quotations and respondents, one row per code."""
    someone = table.respondent >= 0
    seen = distinct(table.code[someone], table.respondent[someone])[0]
    k = len(table.codes)
    return pd.DataFrame(
        {"code": table.codes, "quotations": quotations, "respondents": tally(seen, k)}
    )


def _measure_overlap(pairs: pd.DataFrame, table: Rows, meets: Ints, a: Ints, b: Ints) -> None:
    """Add shares of characters and of quotations; what needs N units is NaN."""
    k = len(table.codes)
    lengths, shared = shared_characters(table)
    both = shared[a * k + b]
    pairs["jaccard"] = measures.jaccard(lengths[a], lengths[b], both)
    pairs["dice"] = measures.dice(lengths[a], lengths[b], both)
    pairs["p_b_given_a"] = measures.share(meets[a * k + b], pairs["n1"])
    pairs["p_a_given_b"] = measures.share(meets[b * k + a], pairs["n2"])
    for name in ("lift", "leverage", "conviction", "pmi", "npmi", "phi"):
        pairs[name] = np.nan


def _measure_units(pairs: pd.DataFrame, n: int) -> None:
    """Add every measure of presence in `n` units."""
    n1, n2, both = (pairs[name].to_numpy() for name in ("n1", "n2", "units_both"))
    pairs["jaccard"] = measures.jaccard(n1, n2, both)
    pairs["dice"] = measures.dice(n1, n2, both)
    pairs["p_b_given_a"] = measures.share(both, n1)
    pairs["p_a_given_b"] = measures.share(both, n2)
    for name in ("lift", "leverage", "conviction", "pmi", "npmi", "phi"):
        pairs[name] = getattr(measures, name)(n1, n2, both, n)


def _measure_atlas(pairs: pd.DataFrame, q1: Ints, q2: Ints) -> None:
    """Add ATLAS.ti's coefficient, on quotation counts under every rule, and what to mind."""
    pairs["c_atlas"] = measures.c_atlas(q1, q2, pairs["events"])
    pairs["flags"] = pd.Series(measures.atlas_flags(q1, q2, pairs["events"]), dtype=object)
