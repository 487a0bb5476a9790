from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.model import Turn
from kwalcode.tui.text import caret as carets
from kwalcode.tui.text.blocks import Blocks
from kwalcode.tui.text.caret import MOTIONS, Caret, Ground
from kwalcode.tui.text.layout import Layout
from kwalcode.tui.text.motion import GROWTH, Places, Unit
from kwalcode.tui.text.visible import visible

KINDS: tuple[Unit, ...] = ("word", "clause", "sentence", "line", "turn")
TEXT = "I: Wanneer? En dan?\nR: Nou, eh, foto's van ggz-cliënten. Klaar! 😀"


def places(text: str, speeches: list[tuple[int, int]], sentences: list[tuple[int, int]]) -> Places:
    turns = [Turn(max(0, a - 3), b, a, b, "S") for a, b in speeches]
    return Places(visible(text), Blocks(text, turns), sentences)


@pytest.fixture
def talk() -> Places:
    sentences = ("Wanneer?", "En dan?", "Nou, eh, foto's van ggz-cliënten.", "Klaar!")
    bounds = [(TEXT.index(s), TEXT.index(s) + len(s)) for s in sentences]
    return places(TEXT, [(3, 19), (23, len(TEXT))], bounds)


def at(piece: str) -> int:
    return TEXT.index(piece)


@pytest.mark.parametrize(
    ("kind", "piece", "expected"),
    [
        ("word", "oto's", "foto's"),
        ("word", "-cli", "ggz-cliënten"),
        ("word", ", eh", ","),
        ("clause", "eh", "eh,"),
        ("clause", "foto", "foto's van ggz-cliënten."),
        ("sentence", "eh", "Nou, eh, foto's van ggz-cliënten."),
        ("sentence", " En", "Wanneer?"),
        ("sentence", "😀", "😀"),
        ("turn", "Klaar", "Nou, eh, foto's van ggz-cliënten. Klaar! 😀"),
    ],
)
def test_units(talk: Places, kind: Unit, piece: str, expected: str) -> None:
    start, end = talk.unit(kind, at(piece))
    assert TEXT[start:end] == expected


def test_steps_visit_units_across_turns(talk: Places) -> None:
    seen, place = [], talk.blocks.first
    for _ in range(5):
        seen.append(TEXT[slice(*talk.unit("sentence", place))])
        place = talk.next_place("sentence", place)
    assert seen == ["Wanneer?", "En dan?", "Nou, eh, foto's van ggz-cliënten.", "Klaar!", "😀"]
    assert place == len(TEXT)
    assert talk.next_place("turn", 5) == 23
    assert talk.previous_place("turn", 23) == 3
    assert talk.previous_place("turn", 30) == 23


def test_a_selection_grows_and_shrinks_through_the_units(talk: Places) -> None:
    start = at("foto")
    seen = [(start, start)]
    for _ in range(5):
        seen.append(talk.grow(seen[-1]))
    words = [TEXT[a:b] for a, b in seen[1:]]
    assert words[0] == "foto's"
    assert words[1] == "foto's van ggz-cliënten."
    assert words[2] == "Nou, eh, foto's van ggz-cliënten."
    assert words[3] == words[4] == TEXT[23:]
    assert talk.shrink(seen[4], start) == seen[3]
    assert talk.shrink(seen[3], start) == seen[2]
    assert talk.shrink(seen[2], start) == seen[1]
    assert talk.shrink(seen[1], start) == seen[1]


@st.composite
def grounds(draw: st.DrawFn) -> Places:
    said = draw(st.lists(st.text("ab' ,.-\né😀\u0301", max_size=30), min_size=1, max_size=4))
    text, speeches = "", []
    for piece in said:
        text += "S: "
        speeches.append((len(text), len(text) + len(piece)))
        text += piece + "\n"
    # Any bounds at all: the model may not rely on good ones.
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
    return places(text, speeches, list(pairwise(cuts)) if draw(st.booleans()) else [])


@given(grounds(), st.data())
def test_units_nest_and_hold_their_place(ground: Places, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(ground.text)))
    units = [ground.unit(kind, offset) for kind in GROWTH]
    for inner, outer in pairwise(units):
        assert inner[0] == inner[1] or outer[0] <= inner[0] <= inner[1] <= outer[1]
    on_text = ground.blocks.shown(offset)
    if on_text < len(ground.text) and not ground.text[on_text].isspace():
        for kind in KINDS:
            start, end = ground.unit(kind, on_text)
            inside = start <= on_text < end
            assert inside or on_text in ground.blocks.ends


@given(grounds(), st.sampled_from(KINDS), st.data())
def test_steps_go_on_to_the_end_and_back_to_the_beginning(
    ground: Places, kind: Unit, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(ground.text)))
    place = ground.blocks.shown(place)
    forth = place
    for _ in range(len(ground.text) + 3):
        following = ground.next_place(kind, forth)
        assert following > forth or following == ground.blocks.last
        forth = following
    assert forth == ground.blocks.last
    for _ in range(len(ground.text) + 3):
        before = ground.previous_place(kind, forth)
        assert before < forth or before == forth == ground.previous_place(kind, before)
        forth = before
    assert not ground.text[ground.blocks.first : forth].strip("S: \n") or forth == 3


@given(grounds(), st.data())
def test_characters_step_through_every_place_and_back(ground: Places, data: st.DataObject) -> None:
    seen = [ground.blocks.first]
    while (following := ground.after(seen[-1])) != seen[-1]:
        assert following > seen[-1]
        seen.append(following)
    assert seen[-1] == ground.blocks.last
    back = [seen[-1]]
    while (before := ground.before(back[-1])) != back[-1]:
        back.append(before)
    assert back == seen[::-1]
    place = data.draw(st.integers(0, len(ground.text)))
    assert ground.snap(place) in seen


@given(grounds(), st.data())
def test_growth_only_grows_and_shrinking_undoes_it(ground: Places, data: st.DataObject) -> None:
    offset = data.draw(st.integers(ground.blocks.first, ground.blocks.last))
    selected = ground.unit("word", offset)
    for _ in range(4):
        larger = ground.grow(selected)
        assert larger[0] <= selected[0]
        assert larger[1] >= selected[1]
        if larger != selected and selected[0] < selected[1]:
            smaller = ground.shrink(larger, selected[0])
            assert larger[0] <= smaller[0] < smaller[1] <= larger[1]
            assert smaller == selected
        selected = larger
    assert ground.grow(selected) == selected


@given(grounds(), st.data())
def test_any_walk_stays_on_shown_places(ground: Places, data: st.DataObject) -> None:
    layout = Layout(ground.text, ground.blocks, 9)
    over = Ground(ground, layout, 5)
    caret = Caret(ground.blocks.first)
    steps = st.tuples(st.sampled_from(sorted(MOTIONS)), st.booleans())
    for motion, extend in data.draw(st.lists(steps, max_size=25)):
        before = caret
        caret = carets.move(over, caret, motion, extend)
        assert ground.blocks.shown(caret.at) == caret.at
        assert extend or caret.selected is None
        if extend:
            assert caret.anchor == (before.at if before.anchor is None else before.anchor)
        start, end = carets.passage(over, caret)
        assert 0 <= start <= end <= len(ground.text)


def test_going_down_and_up_keeps_the_column(talk: Places) -> None:
    layout = Layout(talk.text, talk.blocks, 12)
    over = Ground(talk, layout, 5)
    caret = Caret(at=9)
    for _ in range(4):
        caret = carets.move(over, caret, "down")
    for _ in range(4):
        caret = carets.move(over, caret, "up")
    assert caret.at == 9


def test_extending_mode_keeps_its_anchor_until_it_ends(talk: Places) -> None:
    over = Ground(talk, Layout(talk.text, talk.blocks, 40), 5)
    caret = carets.toggle_extending(Caret(at=23))
    caret = carets.move(over, carets.move(over, caret, "next_word"), "next_sentence")
    assert TEXT[slice(*carets.passage(over, caret))] == "Nou, eh, foto's van ggz-cliënten."
    caret = carets.toggle_extending(caret)
    assert caret.selected is not None
    assert carets.move(over, caret, "right").selected is None
