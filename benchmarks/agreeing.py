"""Agreement of two coders, beside numpy on ready arrays: coefficients, intervals, disagreements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.figures import Figure
from benchmarks.generate import Material
from benchmarks.measure import in_child, medians
from benchmarks.sizes import Size
from kwalcode.agreement.binary import AgreementTable
from kwalcode.agreement.bootstrap import bootstrap
from kwalcode.agreement.disagreements import classify
from kwalcode.project.agreement.adjudication import adjudication
from kwalcode.project.agreement.agreements import study_agreement
from kwalcode.project.agreement.compared import compared_units
from kwalcode.project.analyses.frames import all_codings, units_frame
from kwalcode.project.reads.documents import all_documents
from kwalcode.project.study import Study, open_study
from kwalcode.units import Ints, presence

_REPEATS = 3
_SECONDS = {"sentence": 5.0, "character": 10.0}
_REPLICATES = 1000


def coefficients(material: Material, size: Size) -> Iterator[Figure]:
    """All coefficients of every code, with fetching the rows, on sentences and on characters."""
    path = material.coded(size)
    for unit, most in _SECONDS.items():
        done = in_child("benchmarks.agreeing:compared", str(path), unit)
        with open_study(path) as study:
            measured = medians([partial(_table, study, unit)] * _REPEATS, warm=1)
        arrays = _presence(path, unit)
        yield Figure(
            f"agreement, {unit}",
            size.name,
            size.codings,
            measured,
            "cpu",
            limit=medians([partial(_plain_alpha, *arrays)] * _REPEATS, warm=1),
            limit_name="numpy, same arrays",
            most=most,
            most_exponent=1.2,
            memory=done.peak,
            most_memory=700,
        )


def intervals(material: Material, size: Size) -> Iterator[Figure]:
    """A bootstrap of 1,000 replicates, for all codes and pooled."""
    with open_study(material.coded(size)) as study:
        tallies = _table(study, "sentence").tallies
    assert tallies is not None
    run = partial(bootstrap, tallies, replicates=_REPLICATES)
    clusters, codes = len(tallies.document), tallies.sums.ones.shape[-1]
    yield Figure(
        "agreement, bootstrap of 1,000",
        size.name,
        size.codings,
        medians([run] * _REPEATS, warm=1),
        "wall",
        limit=medians([partial(_plain_resamples, clusters, codes)] * _REPEATS, warm=1),
        limit_name="numpy, one product",
        most=20.0 if size.name != "L" else None,
    )


def disagreements(material: Material, size: Size) -> Iterator[Figure]:
    """Every span in its class; and the whole queue, with what was decided."""
    path = material.coded(size)
    with open_study(path) as study:
        with study.reading() as connection:
            units = units_frame(
                connection, "sentence", [d.id for d in all_documents(connection)], ("respondent",)
            )
            codings = all_codings(connection)
        coders = codings["coder"].unique().tolist()
        pair = min(coders), max(coders)
        run: Callable[[], object] = partial(classify, codings, units, pair)
        arrays = [codings[name].to_numpy() for name in ("document", "code", "start", "end")]
        yield Figure(
            "disagreements, classes",
            size.name,
            size.codings,
            medians([run] * _REPEATS, warm=1),
            "cpu",
            limit=medians([partial(_plain_meetings, *arrays)] * _REPEATS, warm=1),
            limit_name="numpy, same arrays",
            most=10.0,
            most_exponent=1.2,
        )
        alike = _alike(codings, pair)
        yield Figure(
            "disagreements, classes, coders alike",
            size.name,
            size.codings,
            medians([partial(classify, alike, units, pair)] * _REPEATS, warm=1),
            "cpu",
            most=10.0,
            most_exponent=1.2,
        )
        yield Figure(
            "disagreements, queue",
            size.name,
            size.codings,
            medians([partial(_queue, study)] * _REPEATS, warm=1),
            "cpu",
        )


def compared(path: str, unit: str) -> Callable[[], None]:
    """Open the study; return the work whose memory is measured."""
    study = open_study(Path(path))

    def work() -> None:
        _table(study, unit)

    return work


def _table(study: Study, unit: str) -> AgreementTable:
    with study.reading() as connection:
        return study_agreement(connection, unit=unit, further=True).table


def _alike(codings: pd.DataFrame, pair: tuple[int, int]) -> pd.DataFrame:
    """Return as many codings of two coders who do nearly the same, so that most spans match.

    In the generated studies they code at random, and hardly any do.
    """
    half = codings.iloc[::2]
    shift = np.arange(len(half)) % 30
    ends = half["trimmed_end"].to_numpy()
    start = np.minimum(half["trimmed_start"].to_numpy() + shift, ends - 1)
    first = half.assign(coder=pair[0])
    second = half.assign(coder=pair[1], start=start, trimmed_start=start)
    return pd.concat([first, second], ignore_index=True)


def _queue(study: Study) -> int:
    with study.reading() as connection:
        return len(adjudication(connection).items)


def _presence(path: Path, unit: str) -> tuple[Ints, Ints, Ints, int, int]:
    """Return which unit carries which code of which coder; how many units and codes."""
    with open_study(path) as study, study.reading() as connection:
        documents = [d.id for d in all_documents(connection)]
        codings = all_codings(connection)
        units, codings = compared_units(connection, unit, documents, ("respondent",), codings)
    at, code, coder = presence(codings, units)
    return at, code, (coder != coder.min()).astype(np.int64), len(units), int(code.max()) + 1


def _plain_alpha(at: Ints, code: Ints, second: Ints, units: int, codes: int) -> Ints:
    """Count per code the units of one coder, of the other and of both: what alpha is made of."""
    ones = np.bincount(code * 2 + second, minlength=2 * codes)
    key = np.sort(code * units + at)
    both = key[1:][key[1:] == key[:-1]] // units
    answer: Ints = np.append(ones, np.bincount(both, minlength=codes))
    return answer


def _plain_resamples(clusters: int, codes: int) -> object:
    """Draw the resamples, and add up two sums per code."""
    random = np.random.default_rng(1)
    times = random.multinomial(clusters, np.full(clusters, 1 / clusters), size=_REPLICATES)
    return times.astype(np.float64) @ np.ones((clusters, 2 * codes))


def _plain_meetings(document: Ints, code: Ints, start: Ints, end: Ints) -> Ints:
    """Sort the spans of each code by place, and find by binary search how many each one meets."""
    width = 1 + int(end.max())
    place = (document * (1 + int(code.max())) + code) * width
    order = np.argsort(place + start, kind="stable")
    first, last = (place + start)[order], (place + end)[order]
    answer: Ints = np.searchsorted(first, last, side="left") - np.arange(len(first)) - 1
    return answer
