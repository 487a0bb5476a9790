"""The heat map's cells: three cells at most, darker where there is more, its order."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.tui.text.heat import (
    CELL,
    SHADES,
    Form,
    by_community,
    by_size,
    community_letter,
    figure,
    first_visible,
    shade,
)

FORMS: tuple[Form, ...] = ("count", "share", "ratio")


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (12, "count", "12"),
        (0, "count", "·"),
        (1500, "count", "2k"),
        (0.333, "share", ".33"),
        (1.0, "share", "1.0"),
        (0.0, "share", ".00"),
        (-0.48, "share", "-.5"),
        (-1.0, "share", "-1"),
        (1.94, "ratio", "1.9"),
        (18.53, "ratio", "19"),
        (0.5, "ratio", ".50"),
        (math.inf, "ratio", "inf"),
        (math.nan, "share", "n.a"),
    ],
)
def test_a_figure_as_it_is_written(value: float, form: Form, shown: str) -> None:
    assert figure(value, form) == shown


@given(st.floats(-1, 1e5), st.sampled_from(FORMS))
def test_a_figure_fits_in_its_cell(value: float, form: Form) -> None:
    assert len(figure(value if form == "ratio" else abs(value), form)) < CELL or (
        form == "share" and value > 1
    )


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0.001, 1e6))
def test_more_is_never_lighter(one: float, other: float, top: float) -> None:
    less, more = sorted((one, other))
    assert 0 <= shade(less, top) <= shade(more, top) <= SHADES


def test_nothing_and_not_known_have_no_shade() -> None:
    assert shade(0, 5) == shade(math.nan, 5) == 0


@given(st.lists(st.integers(1, 50), unique=True), st.data())
def test_orders_keep_every_code_once(codes: list[int], data: st.DataObject) -> None:
    groups = data.draw(st.dictionaries(st.sampled_from(codes or [0]), st.integers(0, 4)))
    sizes = data.draw(st.dictionaries(st.sampled_from(codes or [0]), st.integers(0, 9)))
    assert sorted(by_community(codes, groups, sizes)) == sorted(by_size(codes, sizes))
    numbers = [groups.get(code, 50) for code in by_community(codes, groups, sizes)]
    assert numbers == sorted(numbers)


@given(st.integers(0, 99), st.integers(0, 99), st.integers(1, 60), st.integers(1, 100))
def test_the_cursor_stays_in_sight(first: int, at: int, room: int, count: int) -> None:
    at = min(at, count - 1)
    seen = first_visible(min(first, count - 1), at, room, count)
    assert seen <= at < seen + room
    assert 0 <= seen < count


def test_communities_have_letters() -> None:
    assert [community_letter(n) for n in (0, 25, 26)] == ["A", "Z", "A2"]
