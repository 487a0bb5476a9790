"""Co-occurrence of the whole study, its chances and its graph, beside numpy on ready arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.figures import Figure
from benchmarks.generate import Material
from benchmarks.measure import in_child, medians, once
from benchmarks.sizes import Size
from kwalcode import analysis
from kwalcode.analysis.centrality import centralities
from kwalcode.project.analyses.chances import study_chances
from kwalcode.project.analyses.cooccurrence import (
    StudyCooccurrence,
    study_cooccurrence,
    study_graph,
    units_of,
)
from kwalcode.project.analyses.frames import evidence, units_frame
from kwalcode.project.study import Study, open_study
from kwalcode.report.build import write_report
from kwalcode.units import Ints, cut

_REPEATS = 4
ROTATIONS = 1000
RULES = ("overlap", "sentence")


def cooccurrence(material: Material, size: Size) -> Iterator[Figure]:
    """Count which codes go together over all codings of both coders."""
    path = material.coded(size)
    for rule in RULES:
        done = in_child("benchmarks.analysing:counted", str(path), rule)
        with open_study(path) as study:
            fetched = medians([partial(_counted, study, rule)] * _REPEATS, warm=1)
        limit = medians([partial(_plain, *_arrays(path, rule))] * _REPEATS, warm=1)
        yield Figure(
            f"co-occurrence, {rule}, with fetch",
            size.name,
            size.codings,
            fetched,
            "cpu",
            limit=limit,
            limit_name="numpy, same arrays",
            most=1.5,
            most_exponent=1.3,
            memory=done.peak,
            most_memory=700,
        )
        yield Figure(
            f"co-occurrence, {rule}, on a frame",
            size.name,
            size.codings,
            medians([_on_a_frame(path, rule)] * _REPEATS, warm=1),
            "cpu",
            limit=limit,
            limit_name="numpy, same arrays",
            # in a small study the frames' own fixed costs are most of it
            most_ratio=10 if size.name == "L" else None,
        )


def report(material: Material, size: Size) -> Iterator[Figure]:
    """Write the report as a page and as a Word file; only at M, as the target says."""
    if size.name != "M":
        return
    with open_study(material.coded(size)) as study, TemporaryDirectory() as folder:
        for form in ("html", "docx"):
            target = Path(folder) / f"report.{form}"
            took = once(partial(write_report, study, target, form, rule="turn", coder="all"))
            megabytes = target.stat().st_size / 1e6
            name = f"report as {form}, {megabytes:.1f} MB of at most 15"
            yield Figure(name, size.name, size.codings, took, "wall", most=30)


def chances(material: Material, size: Size) -> Iterator[Figure]:
    """Rotate every code along every interview, a thousand times; only at M, as the target says."""
    if size.name != "M":
        return
    with open_study(material.coded(size)) as study:
        yield Figure(
            f"{ROTATIONS} rotations, sentence",
            size.name,
            size.codings,
            once(partial(_rotated, study)),
            "wall",
            most=20,
        )


def graph(material: Material, size: Size) -> Iterator[Figure]:
    """Make the graph of all codes, find its communities over twenty seeds and its centralities."""
    with open_study(material.coded(size)) as study, study.reading() as connection:
        found = study_cooccurrence(connection, rule="overlap", coder="all")
    yield Figure(
        f"graph, communities, stability, {size.codes} codes",
        size.name,
        size.codings,
        medians([partial(_drawn, found)] * _REPEATS, warm=1),
        "wall",
        most=5,
    )


def counted(path: str, rule: str) -> Callable[[], None]:
    """Open the study; return the work whose memory is measured."""
    return partial(_counted, open_study(Path(path)), rule)


def _counted(study: Study, rule: str) -> None:
    with study.reading() as connection:
        study_cooccurrence(connection, rule=rule, coder="all")


def _rotated(study: Study) -> None:
    with study.reading() as connection:
        study_chances(connection, rule="sentence", coder="all", rotations=ROTATIONS)


def _drawn(found: StudyCooccurrence) -> None:
    network, _groups = study_graph(found)
    centralities(network)


def _on_a_frame(path: Path, rule: str) -> Callable[[], object]:
    """Return the counting of frames that were read before, as a notebook does it."""
    with open_study(path) as study, study.reading() as connection:
        found = evidence(connection, coder="all")
        units = units_of(connection, rule, found)
    return partial(analysis.cooccurrence, found.codings, rule=rule, units=units)


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
