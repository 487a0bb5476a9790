"""Figures of agreement drawn in cells."""

from hypothesis import given
from hypothesis import strategies as st

from kwalcode.tui.text.agreement import A_ONLY, B_ONLY, BOTH, bar, figure, scale, shade

counts = st.integers(0, 500)


def test_a_figure_is_written_without_a_leading_nought() -> None:
    assert [figure(x) for x in (0.6194, 1.0, -0.2, None, float("nan"))] == [
        ".619", "1.000", "-.200", "n.a.", "n.a.",
    ]  # fmt: skip


@given(st.integers(1, 60), counts, counts, counts)
def test_a_bar_has_its_width_and_shows_all_there_is(width: int, a: int, both: int, b: int) -> None:
    drawn = bar(width, a, both, b)
    assert len(drawn) == width
    if a + both + b:
        assert set(drawn) <= {A_ONLY, BOTH, B_ONLY}
        if width > 3:
            assert (A_ONLY in drawn) == bool(a)
            assert (B_ONLY in drawn) == bool(b)
    assert drawn == A_ONLY * drawn.count(A_ONLY) + BOTH * drawn.count(BOTH) + (
        B_ONLY * drawn.count(B_ONLY) + " " * drawn.count(" ")
    )


@given(st.integers(40, 200), st.floats(-1, 1))
def test_the_value_stands_on_its_place_on_the_scale(width: int, value: float) -> None:
    line, labels = scale(width, value, None)
    assert len(line) == width
    assert line.index("●") == round(max(0.0, value) * (width - 1))
    assert ".667" in labels
    assert ".800" in labels


@given(st.integers(1, 1000), st.data())
def test_more_is_never_lighter(most: int, data: st.DataObject) -> None:
    shades = " ·░▒▓█"
    n = data.draw(st.integers(0, most - 1))
    assert shades.index(shade(n, most)) <= shades.index(shade(n + 1, most))
    assert (shade(n, most) == " ") == (n == 0)
    assert shade(most, most) == "█"
