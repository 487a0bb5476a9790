"""Saturation: do new interviews still bring new codes? An aid, not a proof (METHOD section 5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from kwalcode.analysis.guest import BASE, LEVELS, RUN
from kwalcode.errors import UsageError
from kwalcode.i18n import _

Present = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SHUFFLES: Final = 1000
_BAND: Final = (2.5, 50.0, 97.5)
_BAND_NAMES: Final = ("low", "median", "high")


@dataclass(frozen=True, slots=True)
class Richness:
    """How many codes there would be, were interviewing to go on (Chao2), and from what.

    `seen` codes in `interviews`, `once` of them in one interview only, `twice` in two. NaN is
    n.a., with the reason in `reason`.
    """

    interviews: int
    seen: int
    once: int
    twice: int
    chao2: float
    corrected: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """At which interview the ratio first falls to `level`; None when it never does.

    That is the last interview of the run, counted from 1. Over the shuffled orders: `low`,
    `median` and `high` (2.5, 50 and 97.5 %) among those that reach it, and the share that does.
    """

    level: float
    interview: int | None
    low: float
    median: float
    high: float
    share: float


@dataclass(frozen=True, slots=True)
class Saturation:
    """Codes first seen, interview by interview, in the order given.

    `interviews`: interview (from 1), new, total, and low, median, high of the total over the
    shuffled orders. `runs`: first, last (interviews), new, ratio, and low, median, high of the
    ratio. Ratios are n.a. (`runs` empty) for the `reason`.
    """

    base: int
    run: int
    seed: int
    shuffles: int
    interviews: pd.DataFrame
    runs: pd.DataFrame
    reached: tuple[Reached, ...]
    richness: Richness
    reason: str = ""


def saturation(
    present: Present, *, base: int = BASE, run: int = RUN, seed: int = 1, shuffles: int = SHUFFLES
) -> Saturation:
    """Follow new codes over interviews after Guest, Namey and Chen (2020).

    `present`: interviews (rows, in order) x codes. `base` is the number of interviews whose
    distinct codes are the yardstick, `run` the number whose new codes are held against it.
    Raises UsageError unless both are positive.
    """
    if base < 1 or run < 1:
        raise UsageError(_("A base and a run hold at least one interview."))
    new = first_seen(present)
    shuffled = _shuffled(present, seed, shuffles)
    reason = _reason(new, base, run)
    interviews = pd.DataFrame({"interview": np.arange(1, len(new) + 1), "new": new})
    interviews["total"] = np.cumsum(new)
    _add_band(interviews, np.cumsum(shuffled, axis=1, dtype=np.float64))
    runs, reached = _runs(new, shuffled, base, run, bool(reason))
    return Saturation(
        base, run, seed, shuffles, interviews, runs, reached, richness(present), reason
    )


def first_seen(present: Present) -> Ints:
    """Return per interview how many codes are seen for the first time."""
    m = len(present)
    first = np.argmax(present, axis=0)[present.any(axis=0)] if m else np.empty(0, dtype=np.int64)
    return np.bincount(first, minlength=m).astype(np.int64)


def ratios(new: npt.ArrayLike, base: int, run: int) -> Floats:
    """Return new codes of each run / codes of the base, the first run right after the base.

    `new`: codes first seen per interview (last axis). NaN where the base holds no code.
    """
    counts = np.asarray(new, dtype=np.float64)
    total = np.cumsum(counts, axis=-1)
    if counts.shape[-1] < base + run:
        return np.empty((*counts.shape[:-1], 0))
    ground = total[..., base - 1 : base]
    found = total[..., base + run - 1 :] - total[..., base - 1 : -run]
    answer = np.full(found.shape, np.nan)
    np.divide(found, ground, out=answer, where=ground > 0)
    return answer


def richness(present: Present) -> Richness:
    """Estimate the number of codes there are with Chao2 (Chao, 1987), from their incidence.

    Without a code in exactly two interviews only the bias-corrected form exists.
    """
    m = len(present)
    incidence = present.sum(axis=0)
    seen, once, twice = (
        int(x) for x in ((incidence > 0).sum(), (incidence == 1).sum(), (incidence == 2).sum())
    )
    if m < 2 or not seen:
        reason = _("fewer than two interviews") if m < 2 else _("no codes")
        return Richness(m, seen, once, twice, float("nan"), float("nan"), reason)
    share = (m - 1) / m
    corrected = seen + share * once * (once - 1) / (2 * (twice + 1))
    if not twice:
        reason = _("no code is in exactly two interviews: only the corrected form exists")
        return Richness(m, seen, once, twice, float("nan"), corrected, reason)
    return Richness(m, seen, once, twice, seen + share * once**2 / (2 * twice), corrected)


def _reason(new: Ints, base: int, run: int) -> str:
    if len(new) < base + run:
        return _("{n} interviews are too few for a base of {base} and a run of {run}").format(
            n=len(new), base=base, run=run
        )
    if not new[:base].sum():
        return _("no code is in the base")
    return ""


def _shuffled(present: Present, seed: int, shuffles: int) -> Ints:
    """Return codes first seen per place in each shuffled order of the interviews."""
    random = np.random.default_rng(seed)
    m = len(present)
    seen = present[:, present.any(axis=0)] if m else present
    answer = np.zeros((shuffles, m), dtype=np.int64)
    for n in range(shuffles):
        answer[n] = first_seen(seen[random.permutation(m)])
    return answer


def _add_band(frame: pd.DataFrame, values: Floats) -> None:
    """Add low, median and high over the rows of `values`, NaN left out."""
    for name, percent in zip(_BAND_NAMES, _BAND, strict=True):
        known = values[~np.isnan(values).any(axis=1)] if values.size else values
        frame[name] = np.percentile(known, percent, axis=0) if known.size else np.nan


def _runs(
    new: Ints, shuffled: Ints, base: int, run: int, unknown: bool
) -> tuple[pd.DataFrame, tuple[Reached, ...]]:
    ratio = np.empty(0) if unknown else ratios(new, base, run)
    first = base + 1 + np.arange(len(ratio))
    counts = [int(new[i - 1 : i - 1 + run].sum()) for i in first]
    frame = pd.DataFrame({"first": first, "last": first + run - 1, "new": counts, "ratio": ratio})
    spread = np.empty((0, 0)) if unknown else ratios(shuffled, base, run)
    _add_band(frame, spread)
    return frame, tuple(_reached(ratio, spread, level, base + run) for level in LEVELS)


def _reached(ratio: Floats, spread: Floats, level: float, first: int) -> Reached:
    """`first` is the interview at which the first run ends."""
    fallen = ratio <= level
    interview = first + int(np.argmax(fallen)) if fallen.any() else None
    if not spread.size:
        unknown = float("nan")
        return Reached(level, interview, unknown, unknown, unknown, unknown)
    hits = spread <= level
    reach = hits.any(axis=1)
    at = first + np.argmax(hits[reach], axis=1)
    band = np.percentile(at, _BAND) if len(at) else np.full(3, np.nan)
    low_end, median, high_end = (float(value) for value in band)
    return Reached(level, interview, low_end, median, high_end, float(reach.mean()))
