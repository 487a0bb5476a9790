"""Agreement on where spans begin and end, and on sets of codes: what goes beyond yes or no."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from kwalcode.agreement.codesets import masi_of_units
from kwalcode.agreement.continuum import Line, span_agreement
from kwalcode.agreement.passages import merged_spans
from kwalcode.agreement.ratings import Floats
from kwalcode.agreement.ualpha import bar_u_alpha, cu_alpha, k_u_alpha, k_u_coverage, u_alpha
from kwalcode.agreement.values import Value, no_pairs
from kwalcode.i18n import _
from kwalcode.project.reads.code_groups import all_code_groups
from kwalcode.units import presence


@dataclass(frozen=True, slots=True)
class ExclusiveAgreement:
    """A group of codes that exclude each other: do coders find the same units (`bar`), give them
    the same code where both have one (`same`), and both at once (`whole`)? `codes`: by id,
    (k)u-alpha with the share of the code's length that it covers."""

    name: str
    whole: Value
    bar: Value
    same: Value
    codes: Mapping[int, tuple[Value, Value]]


@dataclass(frozen=True, slots=True)
class FurtherAgreement:
    """|u-alpha per code (id) and pooled, MASI-alpha over the sets of codes on the units, and the
    groups of codes that exclude each other."""

    codes: Mapping[int, Value]
    pooled: Value
    masi: Value
    exclusive: tuple[ExclusiveAgreement, ...]


def further_agreement(
    connection: Connection,
    codings: pd.DataFrame,
    units: pd.DataFrame,
    talk: pd.DataFrame,
    coded_by: Mapping[int, Collection[int]],
    codes: Sequence[int],
) -> FurtherAgreement:
    """Compare coders on spans and on sets of codes.

    `codings`, `units` and `coded_by` as for `sentence_agreement`; `talk` as for `span_agreement`.
    """
    many = {d: len(set(who)) for d, who in coded_by.items() if len(set(who)) > 1}
    own = _own(codings, {d: coded_by[d] for d in many}, codes)
    spans = merged_spans(own)
    found = span_agreement(spans, talk, many, codes)
    groups = [group for group in all_code_groups(connection) if group.exclusive]
    return FurtherAgreement(
        dict(zip(codes, found.codes, strict=True)),
        found.pooled,
        _masi(own, units, many, codes),
        tuple(
            _exclusive(
                group.name, [c for c in group.codes if c in set(codes)], spans, talk, coded_by
            )
            for group in groups
        ),
    )


def _own(
    codings: pd.DataFrame, coded_by: Mapping[int, Collection[int]], codes: Sequence[int]
) -> pd.DataFrame:
    """Keep the codings of those who completed their document, with these codes."""
    width = int(codings["coder"].max() if len(codings) else 0) + 1
    pairs = [d * width + c for d, who in coded_by.items() for c in who if c < width]
    keys = codings["document"].to_numpy() * width + codings["coder"].to_numpy()
    return codings[np.isin(keys, pairs) & codings["code"].isin(list(codes)).to_numpy()]


def _masi(
    own: pd.DataFrame, units: pd.DataFrame, many: Mapping[int, int], codes: Sequence[int]
) -> Value:
    bounds = units[units["document"].isin(list(many))].reset_index(drop=True)
    unit, code, coder = presence(own, bounds)
    place = pd.Index(codes).get_indexer(pd.Index(code)).astype(np.int64)
    weight: Floats = np.ones(len(bounds))
    if "weight" in bounds:
        weight = np.asarray(bounds["weight"], dtype=np.float64)
    return masi_of_units(
        unit,
        coder,
        place,
        np.asarray(bounds["document"].map(dict(many)), dtype=np.int64),
        weight,
        len(codes),
    )


def _exclusive(
    name: str,
    codes: Sequence[int],
    spans: pd.DataFrame,
    talk: pd.DataFrame,
    coded_by: Mapping[int, Collection[int]],
) -> ExclusiveAgreement:
    """Compare on the documents that all coders completed: the family takes no missing values."""
    people = sorted({c for who in coded_by.values() if len(set(who)) > 1 for c in who})
    together = {d: len(people) for d, who in coded_by.items() if set(who) == set(people)}
    if len(people) < 2 or not together:
        none = no_pairs() if len(people) < 2 else _never_all()
        return ExclusiveAgreement(name, none, none, none, dict.fromkeys(codes, (none, none)))
    line = Line(talk, together)
    own = spans[spans["document"].isin(list(together)) & spans["code"].isin(list(codes))]
    places = [
        line.place(own["document"].to_numpy(), own[edge].to_numpy()).tolist()
        for edge in ("start", "end")
    ]
    rows = list(zip(*places, own["code"].tolist(), own["coder"].tolist(), strict=True))
    work = [[(s, e, k) for s, e, k, c in rows if c == who and e > s] for who in people]
    return ExclusiveAgreement(
        name,
        u_alpha(work, line.length),
        bar_u_alpha(work, line.length),
        cu_alpha(work, line.length),
        {k: (k_u_alpha(work, line.length, k), k_u_coverage(work, line.length, k)) for k in codes},
    )


def _never_all() -> Value:
    return Value(None, _("there is no document that all of the coders completed"))
