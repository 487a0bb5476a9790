"""Sorting, filtering and placing what a table shows: pure functions, and the widget."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.tui.text.grid import (
    Column,
    GridRow,
    Sorting,
    arranged,
    blocks,
    first_shown,
    places,
    sort_key,
    widths,
)

TITLES = {"naam": "name", "domein": "domain", "groepen": "groups"}


def table(*cells: str, under: str = "") -> list[GridRow]:
    """Return rows with these cells in column `domain`; a row under each that `under` names."""
    rows = []
    for number, cell in enumerate(cells):
        rows.append(GridRow((number, ""), {"name": f"R{number}", "domain": cell}))
        if cell in under.split():
            rows.append(GridRow((number, "Jan"), {"name": "Jan", "domain": "onder"}, under=True))
    return rows


def shown(rows: list[GridRow]) -> list[str]:
    return [row.text("domain") for row in rows]


VALUE = st.one_of(
    st.sampled_from(["", " ", "10", "9,5", "-3", "12%", "2023-03-06", "6-3-2023", "31-4-2023"]),
    st.text(max_size=6),
    st.from_regex(r"[A-Z][0-9]{1,3}", fullmatch=True),
)
ROWS = st.lists(st.tuples(VALUE, st.integers(0, 2)), max_size=12).map(
    lambda found: [
        row
        for number, (cell, under) in enumerate(found)
        for row in (
            GridRow((number, ""), {"name": f"R{number}", "domain": cell}),
            *(
                GridRow((number, f"s{k}"), {"name": f"s{k}", "domain": cell[::-1]}, under=True)
                for k in range(under)
            ),
        )
    ]
)


@given(ROWS, st.booleans())
def test_sorting_keeps_all_rows_and_those_under_them(rows: list[GridRow], backward: bool) -> None:
    found = arranged(rows, Sorting("domain", backward))
    assert sorted(r.key for r in found) == sorted(r.key for r in rows)
    assert {b[0].key: b for b in blocks(found)} == {b[0].key: b for b in blocks(rows)}
    heads = [block[0].text("domain").strip() for block in blocks(found)]
    full = [head for head in heads if head]
    assert heads == full + [""] * (len(heads) - len(full))
    keys = [sort_key(head) for head in full]
    assert keys == sorted(keys, reverse=backward)


@given(ROWS)
def test_equal_cells_stay_in_order_in_both_directions(rows: list[GridRow]) -> None:
    place = {row.key: n for n, row in enumerate(rows)}
    for backward in (False, True):
        heads = [block[0] for block in blocks(arranged(rows, Sorting("domain", backward)))]
        for one, other in pairwise(heads):
            if one.text("domain") == other.text("domain"):
                assert place[one.key] < place[other.key]


@given(ROWS, st.text(max_size=4))
def test_a_word_leaves_just_the_blocks_that_hold_it(rows: list[GridRow], text: str) -> None:
    word = "".join(text.split()).replace('"', "").replace("=", "").casefold()
    found = {b[0].key for b in blocks(arranged(rows, wanted=word, titles=TITLES))}
    for block in blocks(rows):
        holds = any(word in cell.casefold() for row in block for cell in row.cells.values())
        assert (block[0].key in found) == holds


@given(ROWS, st.text(max_size=12))
def test_any_filter_may_be_typed(rows: list[GridRow], text: str) -> None:
    found = arranged(rows, Sorting("name"), text, TITLES)
    assert {row.key for row in found} <= {row.key for row in rows}


def test_numbers_dates_and_names_sort_as_such() -> None:
    assert shown(arranged(table("10", "9", "9,5", "-3", "", "100%"), Sorting("domain"))) == [
        "-3", "9", "9,5", "10", "100%", "",
    ]  # fmt: skip
    days = table("6-3-2023", "2022-12-31", "1.1.2024", "2023-3-7")
    assert shown(arranged(days, Sorting("domain"))) == [
        "2022-12-31", "6-3-2023", "2023-3-7", "1.1.2024",
    ]  # fmt: skip
    names = table("R10", "r2", "R1a", "R010b")
    assert shown(arranged(names, Sorting("domain"))) == ["R1a", "r2", "R10", "R010b"]


def test_conditions_on_columns() -> None:
    rows = table("politie", "Zorg", "politieacademie", "")
    for wanted, names in {
        "domein=politie": ["politie"],
        "DOMEIN=zorg": ["Zorg"],
        "domein=pol": ["politie", "politieacademie"],  # still being typed
        "domein!=politie": ["Zorg", "politieacademie", ""],
        "domein=": [""],
        "domein!=": ["politie", "Zorg", "politieacademie"],
        "naam=R1 zorg": ["Zorg"],
        "kleur=rood": [],
        '"lie a"': [],
    }.items():
        assert shown(arranged(rows, wanted=wanted, titles=TITLES)) == names, wanted


def test_a_condition_on_a_list_asks_for_one_of_its_values() -> None:
    rows = [
        GridRow((n, ""), {"groups": cell}, several=frozenset({"groups"}))
        for n, cell in enumerate(("ronde een, politie", "ronde twee", ""))
    ]
    for wanted, found in {
        'groepen="ronde een"': [0],
        "groepen=ronde": [0, 1],
        "groepen!=politie": [1, 2],
    }.items():
        assert [r.key[0] for r in arranged(rows, wanted=wanted, titles=TITLES)] == found, wanted


def test_a_row_comes_along_with_the_one_under_it_that_fits() -> None:
    rows = table("politie", "zorg", under="zorg")
    assert shown(arranged(rows, wanted="onder")) == ["zorg", "onder"]
    assert shown(arranged(rows, wanted="domein!=onder", titles=TITLES)) == ["politie"]


SIZES = st.lists(st.integers(1, 30), min_size=1, max_size=12)


@given(SIZES, st.integers(1, 100), st.integers(0, 12))
def test_columns_do_not_overlap_and_stay_inside(sizes: list[int], width: int, first: int) -> None:
    found = places(sizes, width, first)
    assert found[0].column == 0
    for one, other in pairwise(found):
        assert one.left + one.width < other.left
        assert one.column < other.column
    assert all(place.left + place.width <= width for place in found)
    assert all(place.width == sizes[place.column] for place in found[2:])


def test_the_column_of_names_gives_way_to_a_figure_that_would_not_be_whole() -> None:
    assert [place.width for place in places([24, 8, 10], 43, 1)] == [21, 8, 10]
    assert [place.width for place in places([24, 8, 10], 38, 1)] == [16, 8, 10]
    assert [place.width for place in places([24, 8, 10], 37, 1)] == [24, 8]
    assert [place.width for place in places([24, 30], 40, 1)] == [24, 14]


@given(SIZES, st.integers(1, 100), st.integers(1, 12), st.integers(0, 11))
def test_the_wanted_column_is_in_sight(
    sizes: list[int], width: int, first: int, wanted: int
) -> None:
    wanted = min(wanted, len(sizes) - 1)
    now = first_shown(sizes, width, first, wanted)
    found = {place.column: place for place in places(sizes, width, now)}
    if wanted and sizes[0] + 2 < width:
        assert wanted in found
        whole = sizes[0] + 2 + sizes[wanted] <= width
        assert not whole or found[wanted].width == sizes[wanted]


def test_widths_are_those_of_the_longest_cells_within_bounds() -> None:
    columns = [Column("name", "naam"), Column("domain", "d")]
    rows = table("kort", "een heel lange waarde die niet past")
    assert widths(columns, rows, most=20) == [6, 20]
    assert widths(columns, [], most=20) == [6, 3]


@pytest.mark.parametrize("sign", [".", ","])
def test_figures_without_a_nought_sort_by_their_value(sign: str) -> None:
    written = ["<.001", ".001", ".047", ".33", "1.20", "12"]
    cells = [cell.replace(".", sign) for cell in written]
    assert [*map(sort_key, cells)] == sorted(map(sort_key, cells))
