from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kwalcode.model import PALETTE, Code
from kwalcode.tui.text.colors import LEAST_CONTRAST, contrast, legible, parse
from kwalcode.tui.text.stripes import CodingMark, Stripes, margin
from kwalcode.tui.widgets.marks import UNLETTERED, colors, letters, readable

marks = st.lists(
    st.builds(
        lambda start, length, code: (start, start + length, code),
        st.integers(0, 400),
        st.integers(1, 200),
        st.integers(0, 5),
    ),
    max_size=25,
)


def made(found: list[tuple[int, int, int]], mine: bool = True) -> list[CodingMark]:
    return [
        CodingMark(n, start, end, code, f"code {code}", f"{chr(65 + code)}x", "#888888", "", mine)
        for n, (start, end, code) in enumerate(found)
    ]


def by_tens(start: int, end: int) -> tuple[int, int]:
    return start // 10, (end - 1) // 10


@given(marks, marks)
def test_overlapping_stripes_never_share_a_lane(first: list, second: list) -> None:  # type: ignore[type-arg]
    stripes = Stripes(by_tens)
    stripes.replace(made(first))
    stripes.replace(made(second))
    assert len(stripes) == len(second)
    for row in range(70):
        here = stripes.on_row(row)
        assert len({stripe.lane for stripe in here}) == len(here)
        expected = {m.id for m in made(second) if by_tens(m.start, m.end)[0] <= row}
        expected &= {m.id for m in made(second) if by_tens(m.start, m.end)[1] >= row}
        assert {stripe.mark.id for stripe in here} == expected


def test_stripes_keep_their_lanes_when_one_comes_and_another_goes() -> None:
    one, two, three = made([(0, 50, 0), (10, 60, 1), (20, 70, 2)])
    stripes = Stripes(by_tens)
    assert stripes.replace([one, three]) == [(0, 4), (2, 6)]
    before = {s.mark.id: s.lane for s in stripes.on_row(3)}
    assert stripes.replace([one, two, three]) == [(1, 5)]
    after = {s.mark.id: s.lane for s in stripes.on_row(3)}
    assert {key: after[key] for key in before} == before
    assert stripes.replace([two, three]) == [(0, 4)]
    assert {s.mark.id: s.lane for s in stripes.on_row(3)} == {1: after[1], 2: after[2]}
    assert [mark.id for mark in stripes.at(6, 65)] == [2]


def signs(found: list[CodingMark], row: int, lanes: int = 6, hot: int = -1) -> str:
    stripes = Stripes(by_tens)
    stripes.replace(found)
    return "".join(c.sign for c in margin(stripes.on_row(row), row, lanes, frozenset({hot})))


def test_a_stripe_spells_its_letters_then_goes_on_as_a_line() -> None:
    mine, theirs = made([(0, 50, 0)]), made([(0, 50, 0)], mine=False)
    assert [signs(mine, row).strip() for row in range(6)] == ["A", "x", "│", "│", "╵", ""]
    assert [signs(mine, row, hot=0).strip() for row in (2, 4)] == ["┃", "╹"]
    assert [signs(theirs, row).strip() for row in range(3)] == ["a", "x", "┊"]
    assert signs(theirs, 2, hot=0).strip() == "┋"


def test_more_stripes_than_lanes_are_announced() -> None:
    many = made([(0, 50, n) for n in range(5)])
    assert signs(many, 0, lanes=3) == "+BA"
    assert signs(many, 0, lanes=6) == " EDCBA"


def test_letters_come_from_the_name_and_stay_when_codes_are_added(
    make_codes: Callable[..., list[Code]],
) -> None:
    names = ["onderbuikgevoel", "optelsom", "dure spullen", "7 Melden", "Ömer", "日本", "op", "?!"]
    codes = make_codes(*names)
    made = letters(codes)
    assert [made[n] for n in range(1, 6)] == ["On", "Op", "Ds", "Me", "Om"]
    assert len(set(made.values())) == len(names)
    assert letters(reversed(codes)) == made
    assert {key: letters(codes[:5])[key] for key in range(1, 6)} == {
        key: made[key] for key in range(1, 6)
    }


def test_letters_run_out_without_harm(make_codes: Callable[..., list[Code]]) -> None:
    made = letters(make_codes(*(f"a code {n}" for n in range(1000))))
    assert len({pair for pair in made.values() if pair != UNLETTERED}) == 936


@given(st.tuples(*[st.integers(0, 255)] * 3), st.sampled_from(["#1e1e1e", "#d8d8d8", "#000000"]))
def test_colours_become_legible(color: tuple[int, int, int], background: str) -> None:
    behind = parse(background) or (0, 0, 0)
    assert contrast(legible(color, behind), behind) >= LEAST_CONTRAST


def test_contrast_of_black_and_white_is_twenty_one() -> None:
    assert round(contrast((0, 0, 0), (255, 255, 255)), 2) == 21


def test_a_code_keeps_its_own_colour_and_a_wrong_one_does_no_harm(
    make_codes: Callable[..., list[Code]],
) -> None:
    codes = make_codes("a", "b", "c")
    codes[0] = replace(codes[0], color="#112233")
    codes[1] = replace(codes[1], color="reddish")
    given_colors = colors(codes)
    assert given_colors[1] == "#112233"
    assert given_colors[2] in PALETTE
    assert readable("reddish", "#000000") == "#808080"
