"""Co-occurrence of the whole study, with fetching its rows, beside numpy on ready arrays."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.figures import Figure
from benchmarks.generate import Material
from benchmarks.measure import medians
from benchmarks.sizes import Size
from kwalcode.project.analyses import study_cooccurrence
from kwalcode.project.frames import evidence, units_frame
from kwalcode.project.study import Study, open_study
from kwalcode.units import Ints, cut

_REPEATS = 4
RULES = ("overlap", "sentence")


def cooccurrence(material: Material, size: Size) -> Iterator[Figure]:
    """Count which codes go together over all codings of both coders."""
    path = material.coded(size)
    for rule in RULES:
        with open_study(path) as study:
            measured = medians([partial(_counted, study, rule)] * _REPEATS, warm=1)
        arrays = _arrays(path, rule)
        yield Figure(
            f"co-occurrence, {rule}",
            size.name,
            size.codings,
            measured,
            "cpu",
            limit=medians([partial(_plain, *arrays)] * _REPEATS, warm=1),
            limit_name="numpy, same arrays",
            most=1.5,
            most_exponent=1.3,
        )


def _counted(study: Study, rule: str) -> None:
    with study.reading() as connection:
        study_cooccurrence(connection, rule=rule, coder="all")


def _arrays(path: Path, rule: str) -> tuple[Ints, Ints, Ints, Ints]:
    """Return place (coder and document in one number), start, end and code of each coding.

    For a rule of units a coding is there once per unit, which is then its whole range.
    """
    with open_study(path) as study, study.reading() as connection:
        found = evidence(connection, coder="all")
        codings = found.codings
        columns = ("document", "coder", "trimmed_start", "trimmed_end", "code")
        document, coder, start, end, code = (codings[c].to_numpy() for c in columns)
        place = document * (coder.max() + 1) + coder
        if rule == "overlap":
            return place, start, end, code
        units = units_frame(connection, rule, found.documents, found.roles)
    parts = (units[c].to_numpy() for c in ("document", "start", "end"))
    row, unit = cut(document, start, end, *parts)
    return unit * (coder.max() + 1) + coder[row], np.zeros_like(unit), np.ones_like(unit), code[row]


def _plain(place: Ints, start: Ints, end: Ints, code: Ints) -> Ints:
    """Count, per pair of codes, the pairs of codings of one place that overlap.

    Sort, find by binary search how many later codings each one meets, count the code pairs.
    """
    width = 1 + int(end.max())
    order = np.argsort(place * width + start, kind="stable")
    key, stop, code = (place * width + start)[order], (place * width + end)[order], code[order]
    meets = np.searchsorted(key, stop, side="left") - np.arange(len(key)) - 1
    meets = np.maximum(meets, 0)
    i = np.repeat(np.arange(len(key)), meets)
    ends = np.cumsum(meets)
    j = np.arange(len(i)) - np.repeat(ends - meets, meets) + i + 1
    k = 1 + int(code.max())
    counts: Ints = np.bincount(code[i] * k + code[j], minlength=k * k)
    return counts
