"""Edits of quotations: what is shown, and that taking them back gives the source exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.edits import (
    Cut,
    added,
    apply,
    as_object,
    at,
    checked,
    from_json,
    take_back,
    to_json,
)
from kwalcode.errors import KwalcodeError, UsageError
from kwalcode.model import Edit

TEXTS = st.text(
    st.sampled_from("ab c.\n,\u0301\u0308é👩‍👧🏽\u200d\ufe0f[](“\t") | st.characters(codec="utf-8"),
    min_size=1,
    max_size=60,
)


@st.composite
def edited_texts(draw: st.DrawFn) -> tuple[str, list[Edit], list[Cut]]:
    """A text with edits that do not overlap, and cuts of their own that do not either."""
    text = draw(TEXTS)
    return text, draw(_edits(len(text))), draw(_cuts(len(text)))


def _bounds(length: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(0, length), max_size=8, unique=True).map(sorted)


@st.composite
def _edits(draw: st.DrawFn, length: int) -> list[Edit]:
    bounds = draw(_bounds(length))
    found = []
    for start, end in zip(bounds[::2], bounds[1::2], strict=False):
        kind = draw(st.sampled_from(["elision", "insertion", "pseudonym"]))
        if kind == "insertion":
            found.append(Edit("insertion", start, start, "nu"))
        else:
            found.append(Edit(kind, start, end, "" if kind == "elision" else "An"))
    return found


@st.composite
def _cuts(draw: st.DrawFn, length: int) -> list[Cut]:
    bounds = draw(_bounds(length))
    return [Cut(a, b, "\n") for a, b in zip(bounds[::2], bounds[1::2], strict=False)]


@given(edited_texts())
def test_taking_the_edits_back_gives_the_source(
    drawn: tuple[str, list[Edit], list[Cut]],
) -> None:
    text, edits, cuts = drawn
    edited = apply(text, edits, cuts)
    assert take_back(edited) == text
    assert [piece.edit for piece in edited.pieces if piece.edit] == edits
    assert apply(text, [], []).text == text
    for piece in edited.pieces:
        if piece.edit is not None:
            assert (piece.edit.text or "(...)") in piece.shown


@given(edited_texts())
def test_words_that_are_not_edited_stay(drawn: tuple[str, list[Edit], list[Cut]]) -> None:
    text, edits, cuts = drawn
    touched = {n for e in (*edits, *cuts) for n in range(e.start, e.end)}
    kept = "".join(c for n, c in enumerate(text) if n not in touched)
    pieces = apply(text, edits, cuts).pieces
    whole = [
        p
        for p in pieces
        if not touched.intersection(range(p.start, p.start + len(p.source))) and not p.edit
    ]
    assert all(p.shown == p.source for p in whole)
    assert "".join(p.shown for p in whole) == kept
    at_ = 0
    for piece in pieces:
        assert piece.start == at_
        at_ += len(piece.source)
    assert at_ == len(text)


@given(edited_texts())
def test_edits_are_kept_as_json(drawn: tuple[str, list[Edit], list[Cut]]) -> None:
    _text, edits, _rest = drawn
    assert from_json(to_json(edits)) == tuple(edits)


@pytest.mark.parametrize(
    ("text", "edit", "shown"),
    [
        ("Nou, eh, dat is zo.", Edit("elision", 5, 8), "Nou, (...) dat is zo."),
        ("Nou, eh, dat is zo.", Edit("elision", 3, 8), "Nou (...) dat is zo."),
        ("Nou, eh, dat is zo.", Edit("elision", 5, 9), "Nou, (...) dat is zo."),
        ("Nou, eh, dat is zo.", Edit("elision", 16, 19), "Nou, eh, dat is (...)"),
        ("oneigenlijk", Edit("elision", 2, 7), "on(...)lijk"),
        ("Dan bel ik.", Edit("insertion", 8, 8, "altijd"), "Dan bel [altijd] ik."),
        ("Dan bel ik.", Edit("insertion", 7, 7, "altijd"), "Dan bel [altijd] ik."),
        ("Dan bel ik.", Edit("insertion", 10, 10, "zelf"), "Dan bel ik [zelf]."),
        ("Dan bel ik.", Edit("insertion", 0, 0, "En"), "[En] Dan bel ik."),
        ("Ik meld.", Edit("insertion", 5, 5, "ver"), "Ik me[ver]ld."),
        ("Zij (soms) belt.", Edit("insertion", 4, 4, "x"), "Zij [x] (soms) belt."),
        ("Zij (soms) belt.", Edit("insertion", 5, 5, "x"), "Zij ([x] soms) belt."),
        ("Jan belt Jan.", Edit("pseudonym", 0, 3, "Piet"), "Piet belt Jan."),
        ("wat dan", Edit("pseudonym", 0, 1, "[W]"), "[W]at dan"),
    ],
)
def test_what_is_shown(text: str, edit: Edit, shown: str) -> None:
    assert apply(text, checked(text, [edit])).text == shown


def test_an_elision_over_two_turns_swallows_the_label() -> None:
    source = "dat ging goed.\nI: En toen?\nR: Toen niet."
    cuts = [Cut(14, 18, "\n"), Cut(26, 30, "\n")]
    assert apply(source, [], cuts).text == "dat ging goed.\nEn toen?\nToen niet."
    over = Edit("elision", 9, 34)
    assert apply(source, [over], cuts).text == "dat ging (...) niet."
    within = Edit("elision", 16, 26)  # from the middle of a label
    assert apply(source, [within], cuts).text == "dat ging goed.\n(...)\nToen niet."


@pytest.mark.parametrize(
    ("edits", "reason"),
    [
        ([Edit("elision", 3, 9)], "outside the quotation"),
        ([Edit("elision", -1, 2)], "outside the quotation"),
        ([Edit("elision", 2, 2)], "nothing at 2:2"),
        ([Edit("pseudonym", 2, 2, "x")], "nothing at 2:2"),
        ([Edit("insertion", 1, 2, "x")], "between two characters"),
        ([Edit("insertion", 1, 1, " \n")], "needs a text"),
        ([Edit("pseudonym", 1, 2, "")], "needs a text"),
        ([Edit("elision", 0, 3), Edit("elision", 2, 4)], "overlap"),
        ([Edit("elision", 0, 3), Edit("insertion", 1, 1, "x")], "overlap"),
        ([Edit("insertion", 1, 1, "x"), Edit("insertion", 1, 1, "y")], "overlap"),
        ([Edit("elision", 0, 5)], "accent"),
    ],
)
def test_edits_that_cannot_be_are_refused(edits: list[Edit], reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        checked("hallé\u0301"[:4] + "e\u0301", edits)


def test_edits_come_in_order_and_on_one_line() -> None:
    found = checked("een twee", [Edit("pseudonym", 4, 8, " 2\n3 "), Edit("insertion", 0, 0, "[x]")])
    assert found == (Edit("insertion", 0, 0, "x"), Edit("pseudonym", 4, 8, "2 3"))
    assert checked("een", [Edit("elision", 0, 1, "weg")]) == (Edit("elision", 0, 1),)
    assert checked("een", [Edit("elision", 0, 1), Edit("insertion", 1, 1, "x")])


def test_a_new_edit_takes_the_place_of_those_it_covers() -> None:
    one, two, three = Edit("elision", 2, 4), Edit("insertion", 5, 5, "x"), Edit("elision", 6, 8)
    assert added([one, two, three], Edit("elision", 2, 6)) == [three, Edit("elision", 2, 6)]
    assert added([two], Edit("insertion", 5, 5, "y")) == [Edit("insertion", 5, 5, "y")]
    assert added([two], Edit("elision", 5, 6))[0] == two  # it stands before what is left out
    assert at([one, two, three], 3) == one
    assert at([one, two, three], 4) == one
    assert at([one, two, three], 5) == two
    assert at([Edit("elision", 0, 2), Edit("elision", 2, 4)], 2) == Edit("elision", 2, 4)
    assert at([one], 5) is None


@pytest.mark.parametrize(
    "text", ["", "{1}", "[1]", '[{"kind": "x"}]', '[{"kind":"x","start":0,"end":1,"text":""}]']
)
def test_a_damaged_list_is_told_in_one_line(text: str) -> None:
    with pytest.raises(KwalcodeError, match="cannot be read"):
        from_json(text)


def test_places_can_count_from_the_document() -> None:
    assert as_object(Edit("pseudonym", 1, 3, "Y"), 100) == {
        "kind": "pseudonym",
        "start": 101,
        "end": 103,
        "text": "Y",
    }
