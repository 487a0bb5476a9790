"""A graph on cells: labels within the picture and off each other, lines told by their dots."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.tui.text.drawing import (
    LINE,
    STRONG_LINE,
    WORD,
    Edge,
    Label,
    Tie,
    draw,
    nearest,
    ring,
    ring_room,
    spread,
    strength,
)
from kwalcode.tui.text.plot import POINT, plot

sizes = st.tuples(st.integers(20, 160), st.integers(6, 48))
shares = st.tuples(st.floats(0, 1), st.floats(0, 1))


def apart(labels: list[Label]) -> bool:
    return all(
        a.y != b.y or a.x + len(a.text) <= b.x or b.x + len(b.text) <= a.x
        for a, b in combinations(labels, 2)
    )


def within(labels: list[Label], width: int, height: int) -> bool:
    return all(
        one.x >= 0 and one.x + len(one.text) <= width and 0 <= one.y < height for one in labels
    )


@given(sizes, st.integers(0, 60))
def test_a_ring_has_room_for_its_labels(size: tuple[int, int], count: int) -> None:
    width, height = size
    around = [(n, f"A Xx code number {n}") for n in range(2, count + 2)]
    labels = ring((1, "A Aa the centre"), around, width, height)
    assert within(labels, width, height)
    assert len(labels) == 1 + min(count, ring_room(height))
    assert apart([label for label in labels if label.node != 1])


@given(sizes, st.dictionaries(st.integers(1, 99), shares, min_size=1, max_size=45))
def test_a_whole_map_has_no_label_over_another(
    size: tuple[int, int], places: dict[int, tuple[float, float]]
) -> None:
    width, height = size
    labels = spread(places, {node: f"A Xx code {node}" for node in places}, width, height)
    if labels is not None:
        assert {label.node for label in labels} == set(places)
        assert within(labels, width, height)
        assert apart(labels)


def test_forty_codes_fit_on_a_usual_screen() -> None:
    places = {n: ((n * 7 % 40) / 40, (n * 13 % 40) / 40) for n in range(1, 41)}
    assert spread(places, dict.fromkeys(places, "A Xx een naam"), 100, 34) is not None
    assert spread(places, dict.fromkeys(places, "AXx"), 78, 12) is not None


def test_lines_at_the_chosen_node_are_others_and_labels_lie_above() -> None:
    labels = [Label(1, "one", 0, 0), Label(2, "two", 30, 0), Label(3, "three", 15, 8)]
    grid = draw(labels, [Edge(1, 2), Edge(1, 3, 3), Edge(2, 3)], 40, 10, chosen=3)
    kinds = {kind for row in grid for _char, kind in row}
    assert {LINE, STRONG_LINE, 1, 2, 3} <= kinds
    assert "".join(char for char, kind in grid[0] if kind == 1) == "one"


@pytest.mark.parametrize(
    ("b", "told"),
    [
        (Label(2, "two", 40, 5), "part of →"),
        (Label(2, "two", 0, 5), "← part of"),
        (Label(2, "two", 22, 11), "part of ↓"),
        (Label(2, "two", 22, 0), "part of ↑"),
    ],
)
def test_a_relation_has_its_word_and_an_arrow_to_its_end(b: Label, told: str) -> None:
    a = Label(1, "one", 22, 5)
    grid = draw([a, b], [Edge(1, 2, 2, Tie("part of"))], 50, 12, chosen=1)
    assert told in "\n".join("".join(c if k == WORD else " " for c, k in row) for row in grid)
    assert not any(kind == STRONG_LINE for row in grid for _char, kind in row)


def test_a_relation_without_room_for_its_word_keeps_its_sign() -> None:
    labels = [Label(1, "one", 0, 0), Label(2, "two", 8, 0)]
    grid = draw(labels, [Edge(1, 2, 2, Tie("is associated with", "↔"))], 11, 1, chosen=None)
    assert "".join(char for char, _kind in grid[0]).replace("\u2800", " ").count("↔") == 1


def test_a_stronger_line_has_more_dots() -> None:
    labels = [Label(1, "a", 0, 4), Label(2, "b", 38, 4)]
    dots = []
    for strong in (1, 2, 3):
        grid = draw(labels, [Edge(1, 2, strong)], 40, 10, chosen=None)
        bits = (bin(ord(c) - 0x2800).count("1") for row in grid for c, k in row if k == LINE)
        dots.append(sum(bits))
    assert dots[0] < dots[1] < dots[2]
    assert [strength(w, 2, 8) for w in (2, 5, 8)] == [1, 2, 3]


def test_one_goes_to_what_lies_in_the_direction() -> None:
    labels = [Label(1, "mid", 20, 5), Label(2, "right", 34, 5), Label(3, "up", 20, 0)]
    assert nearest(labels, 1, 1, 0) == 2
    assert nearest(labels, 1, 0, -1) == 3
    assert nearest(labels, 1, 0, 1) == 1
    assert nearest(labels, 2, -1, 0) == 1


@given(st.lists(st.integers(0, 60), min_size=1, max_size=20), st.integers(8, 40))
def test_every_interview_has_its_point_on_the_curve(values: list[int], height: int) -> None:
    total = [float(value) for value in values]
    lines = plot(total, [v / 2 for v in total], total, [v + 3 for v in total], 120, height)
    assert sum(line.count(POINT) for line in lines) == len(values)
    assert len(lines) == height


def test_a_plot_without_room_is_none() -> None:
    assert plot([1.0] * 30, [0] * 30, [1] * 30, [2] * 30, 20, 20) == []
    assert plot([1.0], [0], [1], [2], 40, 3) == []
