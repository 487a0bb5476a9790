from __future__ import annotations

import zlib
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kwalcode.project.history.images import Image, pack, unpack

INTEGERS = st.integers(-(2**63), 2**63 - 1)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
VALUES = st.one_of(INTEGERS, TEXTS, st.none(), st.binary(max_size=40))
KINDS = [VALUES, INTEGERS, TEXTS, st.binary(max_size=20), st.none() | TEXTS, st.none() | INTEGERS]


@st.composite
def rows(draw: Any, width: int) -> tuple[tuple[Any, ...], ...]:
    kinds = [draw(st.sampled_from(KINDS)) for _ in range(width)]
    return tuple(draw(st.lists(st.tuples(*kinds), max_size=8)))


@st.composite
def images(draw: Any) -> Image:
    width = draw(st.integers(1, 5))
    return Image(
        draw(TEXTS),
        draw(st.sampled_from(["insert", "share", "release", "update", "delete"])),
        tuple(f"column {i}" for i in range(width)),
        draw(st.integers(1, width)),
        draw(rows(width)),
        draw(rows(width)),
    )


@given(images())
@settings(max_examples=150, deadline=None)
def test_any_rows_come_back_as_they_were(image: Image) -> None:
    assert unpack(pack(image)) == image


@given(images(), st.data())
@settings(max_examples=100, deadline=None)
def test_damaged_data_is_a_value_error_or_the_same_image(image: Image, data: Any) -> None:
    packed = bytearray(pack(image))
    at = data.draw(st.integers(0, len(packed) - 1))
    packed[at] ^= data.draw(st.integers(1, 255))
    with suppress(ValueError):
        assert unpack(bytes(packed)) == image


@given(images(), st.data())
@settings(max_examples=60, deadline=None)
def test_data_cut_short_is_a_value_error(image: Image, data: Any) -> None:
    packed = pack(image)
    with pytest.raises(ValueError, match="damaged image"):
        unpack(packed[: data.draw(st.integers(0, len(packed) - 1))])


@pytest.mark.parametrize(
    "inside",
    [
        b"",
        b"\xff\xff\xff\xff",
        b"\x02\x00\x00\x00[]",
        b"\x02\x00\x00\x00{}",
        b"\x04\x00\x00\x00null",
        b"\x03\x00\x00\x00{]}",
    ],
)
def test_a_whole_envelope_with_nonsense_inside_is_a_value_error(inside: bytes) -> None:
    with pytest.raises(ValueError, match="damaged image"):
        unpack(zlib.compress(inside))


def test_a_column_shorter_than_its_rows_is_a_value_error() -> None:
    raw = zlib.decompress(pack(Image("codes", "insert", ("id",), 1, after=((5,), (9,), (11,)))))
    with pytest.raises(ValueError, match="damaged image"):
        unpack(zlib.compress(raw.replace(b'"rows":[0,3]', b'"rows":[0,4]')))


def test_big_consecutive_ids_and_uuids_take_hardly_any_room() -> None:
    first = 2**62
    uuid = 0x0199_0000_0000_7000_8000_0000_0000_0000
    after = tuple((first + i, (uuid + i).to_bytes(16, "big"), "same") for i in range(50_000))
    image = Image("codings", "insert", ("id", "uuid", "created"), 1, after=after)
    packed = pack(image)
    assert unpack(packed) == image
    assert len(packed) < 400


def test_integers_that_sqlite_cannot_hold_are_refused() -> None:
    image = Image("codes", "insert", ("id", "n"), 1, after=((1, 2**63), (2, 5)))
    with pytest.raises(ValueError, match="64 bits"):
        pack(image)


def test_runs_that_only_look_consecutive_are_kept_exactly() -> None:
    values = (1, 2, 3, 5, 4, 6)
    uuids = [(7 << 90 | v).to_bytes(16, "big") for v in (0, 2, 1, 3, 4, 5)]
    after = tuple(zip(values, uuids, strict=True))
    image = Image("codes", "insert", ("id", "uuid"), 1, after=after)
    assert unpack(pack(image)) == image
