"""The line of tabs: names are whole or not there, and those nearest to the tab shown are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.tui.screens.patterns.lines import tab_labels
from kwalcode.tui.screens.patterns.screen import TITLES


def test_all_names_are_there_where_they_fit() -> None:
    line = "".join(label for _digit, label in tab_labels(TITLES, "1", 158))
    assert line.startswith(" 1 Matrix  2 Pairs  3 Map ")
    assert all(title in line for title in TITLES.values())


@pytest.mark.parametrize(
    ("current", "line"),
    [
        ("1", " 1 Matrix  2 Pairs  3 Map  4 Themes  5 Patterns  6 Coverage  7  8  9  0 "),
        ("5", " 1  2 Pairs  3 Map  4 Themes  5 Patterns  6 Coverage  7 Contrasts  8  9  0 "),
        ("0", " 1  2  3  4  5  6  7 Contrasts  8 Saturation  9 Framework  0 Sequences "),
    ],
)
def test_at_80_columns_the_nearest_have_their_names(current: str, line: str) -> None:
    assert "".join(label for _digit, label in tab_labels(TITLES, current, 78)) == line


@given(st.integers(1, 200), st.sampled_from(list(TITLES)))
def test_no_name_is_cut(width: int, current: str) -> None:
    labels = tab_labels(TITLES, current, width)
    assert [digit for digit, _label in labels] == list(TITLES)
    assert all(label in (f" {d} ", f" {d} {TITLES[d]} ") for d, label in labels)
    assert TITLES[current] in dict(labels)[current]
    if width >= 42:
        assert sum(len(label) for _digit, label in labels) <= width
