"""Coefficients of agreement on spans: per character, per unit, and the u-alpha family.

`SPAN_COEFFICIENTS` holds them by name, `f(coders, length, code=None, units=None)`: per coder a
list of (start, end, code), half-open, in a text of `length` code points; `units` are the bounds
of units for the coefficients that need them: (start, end) of each, or the offsets where the text
is cut, from first to last. What is empty or lies outside the text is left out. With a `code`
only its spans count, else all spans: for the coefficients that tell codes apart by their codes,
for the yes/no ones as "coded". Characters are never listed: a run between two bounds counts as
many as it has.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import partial
from typing import Final, cast

import numpy as np

from kwalcode import units as cutting
from kwalcode.agreement.nominal import NOMINAL, krippendorff_alpha
from kwalcode.agreement.ratings import Table
from kwalcode.agreement.sets import krippendorff_alpha_masi
from kwalcode.agreement.ualpha import UALPHA
from kwalcode.agreement.values import Value, no_pairs, no_variation, nobody_coded, nobody_used
from kwalcode.spans import Range
from kwalcode.units import Ints

Span = tuple[int, int, Hashable]
Coders = Sequence[Sequence[Span]]
Units = Sequence[Range] | Sequence[int]


def _ranges(spans: Sequence[Span], code: Hashable | None, length: int) -> tuple[Ints, Ints]:
    """Return starts and ends of one coder's spans (of one code), as far as they lie in the text."""
    chosen = [span[:2] for span in spans if code is None or span[2] == code]
    table = np.array(chosen, dtype=np.int64).reshape(-1, 2)
    start, end = np.maximum(table[:, 0], 0), np.minimum(table[:, 1], length)
    there = start < end
    return start[there], end[there]


def _bounds(units: Units | None, length: int) -> list[Range]:
    """Return the units within the text; without any given, the text is one."""
    if units is None:
        pairs: Iterable[Sequence[int]] = [(0, length)]
    else:
        cuts = [one for one in units if isinstance(one, int | np.integer)]
        pairs = itertools.pairwise(cuts) if cuts else cast("Sequence[Range]", units)
    within = ((max(start, 0), min(end, length)) for start, end in pairs)
    return [(int(start), int(end)) for start, end in within if start < end]


def _yes_or_no(
    coders: Coders, bounds: Sequence[Range], code: Hashable | None, length: int
) -> Table:
    """Return which coder coded which of the units; a unit counts once."""
    start, end = np.array(bounds, dtype=np.int64).reshape(-1, 2).T
    nowhere = np.zeros(len(start), dtype=np.int64)
    given = np.zeros((len(coders), len(start)), dtype=np.int64)
    for row, spans in zip(given, coders, strict=True):
        first, last = _ranges(spans, code, length)
        row[cutting.cut(np.zeros_like(first), first, last, nowhere, start, end)[1]] = 1
    return Table(given, np.ones(len(start)), 2, np.array([False, True]))


def _characters(coders: Coders, length: int, code: Hashable | None) -> Table:
    """Return which coder coded which run of characters; a run counts as its length."""
    edges = {0, length}
    for spans in coders:
        edges.update(edge for s in spans for edge in s[:2] if 0 <= edge <= length)
    bounds = sorted(edges)
    runs = list(itertools.pairwise(bounds))
    table = _yes_or_no(coders, runs, code, length)
    return Table(table.given, np.diff(bounds).astype(np.float64), 2, table.positive)


def per_character(
    coefficient: Callable[[Table], Value],
    coders: Coders,
    length: int,
    code: Hashable | None = None,
) -> Value:
    """Compute a nominal coefficient with every character as a unit, coded or not."""
    return coefficient(_characters(coders, length, code))


def of_text(
    coefficient: Callable[[Coders, int, Hashable | None], Value],
    coders: Coders,
    length: int,
    code: Hashable | None = None,
    units: Units | None = None,  # noqa: ARG001  all in the table are called alike
) -> Value:
    """Compute a coefficient that looks at the whole text and has no use for units."""
    return _unused(coders, length, code) or coefficient(coders, max(length, 0), code)


def _unused(coders: Coders, length: int, code: Hashable | None) -> Value | None:
    """Say that nobody used a code, or coded anything, in a text that two could have coded."""
    if len(coders) < 2 or length <= 0:
        return None
    if any(_ranges(spans, code, length)[0].size for spans in coders):
        return None
    return nobody_coded() if code is None else nobody_used()


def krippendorff_alpha_unit(
    coders: Coders,
    length: int,
    code: Hashable | None = None,
    units: Units | None = None,
) -> Value:
    """Return alpha with `units` as units, coded or not; without units the text is one."""
    bounds = _bounds(units, length)
    if len(coders) < 2 or not bounds:
        return no_pairs()
    if unused := _unused(coders, length, code):
        return unused
    return krippendorff_alpha(_yes_or_no(coders, bounds, code, length))


def krippendorff_alpha_unit_pooled(
    coders: Coders,
    length: int,
    code: Hashable | None = None,
    units: Units | None = None,
) -> Value:
    """Return alpha pooled over codes, 1 - sum(Do) / sum(De), with `units` as units.

    A `code` limits it to that one.
    """
    bounds = _bounds(units, length)
    if len(coders) < 2 or not bounds:
        return no_pairs()
    if unused := _unused(coders, length, code):
        return unused
    codes = {span[2] for spans in coders for span in spans} if code is None else {code}
    m, n = len(coders), len(coders) * len(bounds)
    observed = expected = 0.0
    for one in codes:
        yes = _yes_or_no(coders, bounds, one, length).given.sum(axis=0)
        observed += 2 * float((yes * (m - yes)).sum()) / (m - 1) / n
        expected += 2 * float(yes.sum() * (n - yes.sum())) / (n * (n - 1))
    return Value(1 - observed / expected) if expected else no_variation()


def krippendorff_alpha_masi_unit(
    coders: Coders,
    length: int,
    code: Hashable | None = None,
    units: Units | None = None,
) -> Value:
    """Return MASI-alpha over the sets of codes that each coder put on each unit."""
    bounds = _bounds(units, length)
    if unused := _unused(coders, length, code):
        return unused
    codes = {span[2] for spans in coders for span in spans} if code is None else {code}
    carried = {one: _yes_or_no(coders, bounds, one, length).given for one in codes}
    return krippendorff_alpha_masi(
        [
            [{one for one in codes if carried[one][coder, unit]} for unit in range(len(bounds))]
            for coder in range(len(coders))
        ]
    )


_PER_CHARACTER: Final = {
    "percent_agreement_char": "percent_agreement_mean_pairwise",
    "krippendorff_alpha_char": "krippendorff_alpha_nominal",
    "cohen_kappa_char": "cohen_kappa",
    "scott_pi_char": "scott_pi",
    "fleiss_kappa_char": "fleiss_kappa",
    "gwet_ac1_char": "gwet_ac1",
    "brennan_prediger_char": "brennan_prediger",
    "dice_char": "dice",
    "jaccard_char": "jaccard",
}
SPAN_COEFFICIENTS: Final[dict[str, Callable[..., Value]]] = {
    **{
        name: partial(of_text, partial(per_character, NOMINAL[nominal]))
        for name, nominal in _PER_CHARACTER.items()
    },
    **{name: partial(of_text, coefficient) for name, coefficient in UALPHA.items()},
    "krippendorff_alpha_unit": krippendorff_alpha_unit,
    "krippendorff_alpha_unit_pooled": krippendorff_alpha_unit_pooled,
    "krippendorff_alpha_masi_unit": krippendorff_alpha_masi_unit,
}
"""The coefficients on spans by name."""
