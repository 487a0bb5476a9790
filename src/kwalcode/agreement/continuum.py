"""|u-alpha of many codes at once: do coders agree on where a code begins and ends?

After Krippendorff, Mathet, Bouvry and Widlocher (2016), as `ualpha`, but from sums: for one code
only three lengths count, so nothing is walked through. Of one code alone u-alpha is the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kwalcode.agreement.ratings import Floats
from kwalcode.agreement.values import Value, no_pairs, nobody_coded, nobody_used
from kwalcode.i18n import _
from kwalcode.units import Ints, order


@dataclass(frozen=True, slots=True)
class SpanAgreement:
    """|u-alpha per code, in the order asked for, and pooled over codes, 1 - sum(Do) / sum(De)."""

    codes: tuple[Value, ...]
    pooled: Value


def span_agreement(
    spans: pd.DataFrame, talk: pd.DataFrame, coders: Mapping[int, int], codes: Sequence[int]
) -> SpanAgreement:
    """Compare where coders put each code.

    `spans`: document, start, end, code, coder: of the coders compared, each one's overlapping
    spans of a code merged (`passages.merged_spans`). `talk`: document, start, end of the
    stretches that count, which do not overlap; the rest is cut out, and documents are joined end
    to end. `coders`: how many are compared in each document, two or more.
    """
    line = Line(talk, coders)
    if not line.total:
        return SpanAgreement((no_pairs(),) * len(codes), no_pairs())
    own = spans[spans["document"].isin(list(coders)) & spans["code"].isin(list(codes))]
    document = own["document"].to_numpy(dtype=np.int64)
    start, end = (line.place(document, own[e].to_numpy(dtype=np.int64)) for e in ("start", "end"))
    code = pd.Index(codes).get_indexer(pd.Index(own["code"])).astype(np.int64)
    full = end > start
    many: Floats = np.asarray(own["document"].map(coders), dtype=np.float64)
    shares: Floats = many[full]
    observed, expected = _disagreement(
        start[full], end[full], code[full], shares, line.total, len(codes)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        alphas = 1 - observed / expected
    used = np.bincount(code[full], minlength=len(codes)) > 0
    return SpanAgreement(
        tuple(map(_value, alphas.tolist(), used.tolist())),
        Value(1 - float(observed.sum() / expected.sum())) if expected.sum() > 0 else nobody_coded(),
    )


def _value(alpha: float, used: bool) -> Value:
    if not used:
        return nobody_used()
    return Value(alpha) if alpha == alpha else Value(None, _("everybody coded everything"))


class Line:
    """Stretches of talk put end to end: the rest is cut out, documents follow one another.

    `talk` as for `span_agreement`, of the documents in `coders` only. `length` is that of the
    line, `total` counts each stretch as often as there are coders of it.
    """

    def __init__(self, talk: pd.DataFrame, coders: Mapping[int, int]) -> None:
        talk = talk[talk["document"].isin(list(coders))]
        talk = talk.sort_values(["document", "start"], kind="stable")
        document, start, end = (
            talk[name].to_numpy(dtype=np.int64) for name in ("document", "start", "end")
        )
        self._width = int(end.max(initial=0)) + 2
        self._keys, self._starts, self._lengths = self._key(document, start), start, end - start
        self._before = np.concatenate([[0], np.cumsum(self._lengths, dtype=np.int64)])
        many = talk["document"].map(coders).to_numpy(dtype=np.float64)
        self.length = int(self._before[-1])
        self.total = float((many * self._lengths).sum())

    def _key(self, document: Ints, at: Ints) -> Ints:
        return document * self._width + np.minimum(at, self._width - 1)

    def place(self, document: Ints, at: Ints) -> Ints:
        """Return where offsets of documents lie on the line; what is cut out has no length."""
        found = np.searchsorted(self._keys, self._key(document, at), side="right") - 1
        known = np.maximum(found, 0)
        beyond = np.where(self._keys[known] // self._width == document, at - self._starts[known],
                          self._lengths[known])  # fmt: skip
        inside = np.clip(beyond, 0, self._lengths[known])
        return np.asarray(np.where(found < 0, 0, self._before[known] + inside), dtype=np.int64)


def _disagreement(
    start: Ints, end: Ints, code: Ints, many: Floats, total: float, k: int
) -> tuple[Floats, Floats]:
    """Return per code the length coded by one and not by another, as seen and by chance."""

    def per_code(amount: Floats) -> Floats:
        return np.bincount(code, weights=amount, minlength=k).astype(np.float64)

    length = (end - start).astype(np.float64)
    coded, squares = per_code(length), per_code(length**2)
    gaps = total - coded
    below = total - (squares + gaps) / total
    expected = np.divide(gaps * coded, below, out=np.zeros(k), where=below > 0)
    return np.maximum(coded - _shared(start, end, code, many, k), 0), expected


def _shared(start: Ints, end: Ints, code: Ints, many: Floats, k: int) -> Floats:
    """Return per code how much of each coder's length the others coded too, a share of them."""
    at = np.concatenate([start, end])
    step = np.repeat(np.array([1, -1], dtype=np.int64), len(start))
    which, others = np.tile(code, 2), np.tile(many, 2)
    sort = order(which, at, step)  # what ends comes before what begins there
    at, which, others = at[sort], which[sort], others[sort]
    here = np.cumsum(step[sort]).astype(np.float64)
    stretch = np.diff(at, append=at[-1:] if len(at) else at).astype(np.float64)
    met = np.where(here > 0, here * (here - 1) / (others - 1) * stretch, 0.0)
    return np.bincount(which, weights=met, minlength=k).astype(np.float64)
