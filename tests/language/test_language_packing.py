"""Packed bounds come back exactly, whatever they are."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.errors import KwalcodeError
from kwalcode.language.packing import pack_bounds, unpack_array, unpack_bounds

EDGES = st.lists(st.integers(0, 2**20), max_size=200).map(lambda steps: list(accumulate(steps)))
BOUNDS = EDGES.map(lambda edges: list(zip(edges[::2], edges[1::2], strict=False)))


@given(BOUNDS)
def test_round_trip(bounds: list[tuple[int, int]]) -> None:
    assert unpack_bounds(pack_bounds(bounds)) == bounds


@given(BOUNDS)
def test_numpy_reads_the_flat_array(bounds: list[tuple[int, int]]) -> None:
    flat = unpack_array(pack_bounds(bounds))
    pairs = np.frombuffer(flat, dtype="uint32").reshape(-1, 2) if flat else np.empty((0, 2))
    assert [tuple(pair) for pair in pairs.tolist()] == bounds


def test_nothing_packs_to_nothing() -> None:
    assert pack_bounds([]) == b""
    assert unpack_bounds(b"") == []


def test_the_largest_edge_fits() -> None:
    assert unpack_bounds(pack_bounds([(0, 2**32 - 1)])) == [(0, 2**32 - 1)]


def test_sentences_of_an_interview_take_few_bytes() -> None:
    bounds = [(i * 71, i * 71 + 40 + i * 7 % 31) for i in range(1_000)]
    assert len(pack_bounds(bounds)) < 2_000


@pytest.mark.parametrize(
    "bounds", [[(5, 3)], [(0, 5), (4, 6)], [(-1, 2)], [(0, 2**32)], [(3, 4), (1, 2)]]
)
def test_what_is_no_list_of_bounds_is_refused(bounds: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="sorted"):
        pack_bounds(bounds)


def test_damaged_bytes_are_one_clear_error() -> None:
    good = pack_bounds([(0, 5), (6, 9)])
    for bad in (b"\x00", good[:-3], b"x" + good, pack_bounds([(0, 5)])[:2] + good[5:]):
        with pytest.raises(KwalcodeError, match="kwalcode check"):
            unpack_bounds(bad)
