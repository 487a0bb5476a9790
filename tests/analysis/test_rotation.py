"""Chance by rotation: exact answers on small interviews, seeds, and what must not change."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kwalcode.analysis.rotation import rotation
from kwalcode.errors import UsageError

PAIRS = pd.DataFrame([("A", "B")], columns=["a", "b"])


def sentences(*lengths: int) -> pd.DataFrame:
    """Return units of ten characters, so many per document."""
    rows = [(d, 10 * i, 10 * i + 9) for d, n in enumerate(lengths) for i in range(n)]
    return pd.DataFrame(rows, columns=["document", "start", "end"])


def put(*places: tuple[int, int, str], coder: int = 1) -> pd.DataFrame:
    """Return codings: (document, number of the sentence, code)."""
    rows = [(d, 10 * i, 10 * i + 9, code, coder) for d, i, code in places]
    return pd.DataFrame(rows, columns=["document", "start", "end", "code", "coder"])


def test_a_single_meeting_in_twenty_sentences_comes_by_chance_once_in_twenty() -> None:
    found = rotation(put((0, 3, "A"), (0, 3, "B")), PAIRS, sentences(20), runs=4000, seed=1)
    assert found["p_rotated"][0] == pytest.approx(1 / 20, abs=0.015)


def test_two_interviews_are_rotated_apart() -> None:
    met = put((0, 3, "A"), (0, 3, "B"), (1, 5, "A"), (1, 5, "B"))
    found = rotation(met, PAIRS, sentences(10, 10), runs=4000, seed=1)
    assert found["p_rotated"][0] == pytest.approx(1 / 100, abs=0.006)


def test_stretches_stay_together() -> None:
    """Ten sentences in one stretch meet another such stretch as a whole far more easily than
    ten sentences strewn about would: shuffling would call that rare."""
    stretch = put(*[(0, i, c) for i in range(10) for c in "AB"])
    found = rotation(stretch, PAIRS, sentences(20), runs=4000, seed=1)
    assert found["p_rotated"][0] == pytest.approx(1 / 20, abs=0.015)


def test_codes_that_are_everywhere_always_meet() -> None:
    every = put(*[(0, i, c) for i in range(8) for c in "AB"])
    assert rotation(every, PAIRS, sentences(8), runs=50, seed=1)["p_rotated"][0] == 1.0


def test_coders_do_not_pair_up_unless_their_work_is_one_layer() -> None:
    apart = pd.concat([put((0, 3, "A")), put((0, 3, "B"), coder=2)])
    alone = rotation(apart, PAIRS, sentences(20), runs=200, seed=1)
    assert alone["p_rotated"][0] == 1.0
    one = rotation(apart, PAIRS, sentences(20), runs=2000, seed=1, pool_coders=False)
    assert one["p_rotated"][0] == pytest.approx(1 / 20, abs=0.02)


def test_the_seed_decides_and_a_code_nobody_used_is_not_available() -> None:
    met = put((0, 3, "A"), (0, 3, "B"))
    pairs = pd.DataFrame([("A", "B"), ("A", "C")], columns=["a", "b"])
    one, again = (rotation(met, pairs, sentences(20), runs=99, seed=5) for _ in range(2))
    pd.testing.assert_frame_equal(one, again)
    assert np.isnan(one["p_rotated"][1])
    with pytest.raises(UsageError):
        rotation(met, pairs, sentences(20), runs=0, seed=5)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 1), st.integers(0, 5), st.sampled_from("AB")), min_size=1),
    st.integers(1, 30),
)
def test_p_is_a_share_of_the_runs(places: list[tuple[int, int, str]], runs: int) -> None:
    found = rotation(put(*places), PAIRS, sentences(6, 6), runs=runs, seed=2)["p_rotated"][0]
    assert np.isnan(found) or 1 / (1 + runs) <= found <= 1
