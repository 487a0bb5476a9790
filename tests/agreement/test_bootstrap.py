"""Intervals: seeded, over documents or turns, with what is n.a. counted."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest

from kwalcode.agreement import sentence_agreement
from kwalcode.agreement.bootstrap import Uncertainty, bootstrap
from kwalcode.agreement.tallies import Tallies

COLUMNS = ["document", "start", "end", "code", "coder"]


def tallies(documents: int, *, turns: bool = False, rare: bool = False) -> Tallies:
    """Ten units per document; two coders who agree on two of three codings of code 7."""
    rows = []
    for d in range(documents):
        for n in range(0 if rare else 6):
            rows.append((d, 10 * n, 10 * n + 5, 7, 1))
            rows.append((d, 10 * (n + (n + d) % 3 // 2 * 4), 10 * n + 45, 7, 2))
    rows += [(0, 0, 5, 8, 1), (0, 0, 5, 8, 2)]
    units = pd.DataFrame(
        [(d, 10 * n, 10 * n + 9, n // 2) for d in range(documents) for n in range(10)],
        columns=["document", "start", "end", "cluster"],
    )
    if not turns:
        units = units.drop(columns="cluster")
    people = {d: {1, 2} for d in range(documents)}
    codings = pd.DataFrame(rows, columns=COLUMNS)
    found = sentence_agreement(codings, units, people, [7, 8, 9]).tallies
    assert found is not None
    return found


def test_the_same_seed_gives_the_same_interval() -> None:
    own = tallies(12)
    assert bootstrap(own, seed=5) == bootstrap(own, seed=5)
    assert bootstrap(own, seed=5).pooled != bootstrap(own, seed=6).pooled


def test_documents_are_resampled_as_a_whole() -> None:
    found = bootstrap(tallies(12), replicates=500)
    assert (found.over, found.clusters, found.replicates, found.seed) == ("document", 12, 500, 1)
    assert found.pooled.low is not None
    assert found.pooled.high is not None
    assert -1 <= found.pooled.low < found.pooled.high <= 1


def test_finer_clusters_are_turns_within_their_documents() -> None:
    found = bootstrap(tallies(3, turns=True))
    assert (found.over, found.clusters) == ("turn", 15)
    # each document keeps its number of units in every replicate
    sums = tallies(3, turns=True).sums
    assert sums.units.tolist() == [[2.0]] * 15


def test_replicates_without_a_figure_are_counted() -> None:
    # code 8 is in one document of twelve: (11/12)^12 = 35 % of the resamples leave it out
    found = bootstrap(tallies(12, rare=True), replicates=1000)
    assert found.codes[1].missing == pytest.approx(352, abs=60)
    assert found.codes[1].low == found.codes[1].high == 1
    assert found.pooled.missing == found.codes[1].missing
    unused = found.codes[2]
    assert (unused.low, unused.high, unused.missing) == (None, None, 1000)
    assert unused.reason


def test_one_document_is_nothing_to_resample() -> None:
    found = bootstrap(tallies(1))
    assert found.pooled.low is None
    assert found.pooled.reason == "one document cannot be resampled"


def test_nothing_compared_has_no_interval() -> None:
    units = pd.DataFrame({"document": [], "start": [], "end": []}, dtype=np.int64)
    codings = pd.DataFrame({name: [] for name in COLUMNS}, dtype=np.int64)
    table = sentence_agreement(codings, units, {}, [7])
    assert table.tallies is not None
    found = bootstrap(table.tallies, replicates=10)
    assert found.pooled.low is None
    assert found.pooled.reason == "no unit was coded by two coders"


def by_hand(own: Tallies, seed: int) -> tuple[float, float]:
    """Resample rows one by one, with another generator: close, not equal."""
    random = np.random.default_rng(seed)
    g = len(own.document)
    values = []
    for _ in range(2000):
        drawn = np.bincount(random.integers(0, g, g), minlength=g).astype(float)
        s = own.resampled(drawn[None])
        n = s.values[0, 0]
        seen = 2 * s.split[0].sum() / n
        chance = (2 * s.ones[0] * (n - s.ones[0])).sum() / (n * (n - 1))
        values.append(1 - seen / chance)
    return float(np.quantile(values, 0.025)), float(np.quantile(values, 0.975))


def test_the_interval_is_that_of_resampling_one_by_one() -> None:
    own = tallies(12)
    found: Uncertainty = bootstrap(own, replicates=2000)
    low, high = by_hand(own, 3)
    assert found.pooled.low == pytest.approx(low, abs=0.02)
    assert found.pooled.high == pytest.approx(high, abs=0.02)


def test_a_thousand_replicates_of_120_documents_are_quick() -> None:
    own = tallies(120)
    began = time.process_time()
    bootstrap(own)
    assert time.process_time() - began < 2
