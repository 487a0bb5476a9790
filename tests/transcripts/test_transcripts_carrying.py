"""Passages carried over an edit: what survives covers the text it covered; else it is listed."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.transcripts.carrying import Carried, carry, changes, from_first_change, pieces
from kwalcode.transcripts.difference import Alignment, align, replaced

PIECES = (
    "ja", "nee", "de ", "een ", "signalen", ". ", ", ", "\n", "\n\n", "\r\n", "I: ", "R: ", " ",
    "e\u0301", "\u0301", "n", "e", "👩\u200d👩\u200d👧", "🇳🇱", "🇧🇪", "👍🏽", "👍", "🏽",
    "\u200d", "é", "ﬁ", "Ω", "日本",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
edits = st.lists(
    st.tuples(
        st.integers(0, 10**6),
        st.integers(0, 12),
        st.lists(st.sampled_from(PIECES), max_size=4).map("".join),
    ),
    max_size=6,
)
places = st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 40)), max_size=12)


def edited(text: str, changes: list[tuple[int, int, str]]) -> str:
    """Return the text with stretches taken out and others put in, one after the other."""
    for place, length, instead in changes:
        at = place % (len(text) + 1)
        text = text[:at] + instead + text[at + length :]
    return text


def ranges_in(text: str, wanted: list[tuple[int, int]]) -> list[tuple[int, int]]:
    starts = [(place % len(text), length) for place, length in wanted if text]
    return [(start, min(len(text), start + length)) for start, length in starts]


def check(changed: Alignment) -> None:
    """See to it that an alignment is one: in order, apart, and the same on both sides."""
    for runs in (changed.runs, changed.scraps):
        at = other = 0
        for old, new, length in runs:
            assert old >= at
            assert new >= other
            assert length > 0
            assert changed.old[old : old + length] == changed.new[new : new + length]
            at, other = old + length, new + length
        assert at <= len(changed.old)
        assert other <= len(changed.new)


def moved(old: str, new: str, passage: str, nth: int = 0) -> Carried:
    start = -1
    for _time in range(nth + 1):
        start = old.index(passage, start + 1)
    (found,) = carry(old, new, [(start, start + len(passage))])
    if found.new is not None:
        assert new[slice(*found.new)] == passage
    return found


@given(texts, edits, places)
def test_what_is_carried_covers_the_text_it_covered(
    old: str, changes: list[tuple[int, int, str]], wanted: list[tuple[int, int]]
) -> None:
    new = edited(old, changes)
    check(align(old, new))
    found = carry(old, new, ranges_in(old, wanted))
    assert [c.old for c in found] == ranges_in(old, wanted)
    for one in found:
        if one.new is not None:
            assert new[slice(*one.new)] == old[slice(*one.old)]
            assert one.proposal is None
        if one.proposal is not None:
            assert 0 <= one.proposal[0] < one.proposal[1] <= len(new)


@given(texts, texts, places)
def test_two_texts_of_any_kind(old: str, new: str, wanted: list[tuple[int, int]]) -> None:
    check(align(old, new))
    for one in carry(old, new, ranges_in(old, wanted)):
        assert one.new is None or new[slice(*one.new)] == old[slice(*one.old)]


@given(texts, places)
def test_the_same_text_carries_everything_in_place(
    text: str, wanted: list[tuple[int, int]]
) -> None:
    found = carry(text, text, ranges_in(text, wanted))
    assert [c.new for c in found] == ranges_in(text, wanted)
    assert align(text, text).gaps() == []
    assert align(text, text).share() == 1


@given(texts, edits, places)
def test_order_is_kept_and_overlaps_stay_as_they_were(
    old: str, changes: list[tuple[int, int, str]], wanted: list[tuple[int, int]]
) -> None:
    found = [c for c in carry(old, edited(old, changes), ranges_in(old, wanted)) if c.new]
    for one in found:
        for other in found:
            assert one.new is not None
            assert other.new is not None
            if one.old[0] < other.old[0]:
                assert one.new[0] < other.new[0]
            if one.old[0] <= other.old[0] and other.old[1] <= one.old[1]:
                shift = one.new[0] - one.old[0]
                assert other.new[0] - other.old[0] == shift


@given(texts, st.lists(st.tuples(st.integers(0, 100), st.integers(0, 9), texts), max_size=4))
def test_replacing_known_ranges(old: str, wanted: list[tuple[int, int, str]]) -> None:
    chosen = []
    at = 0
    for gap, length, instead in wanted:
        start, end = at + gap, at + gap + length
        if end <= len(old):
            chosen.append(((start, end), instead))
            at = end
    changed = replaced(old, chosen)
    check(changed)
    expected = old
    for (start, end), instead in reversed(chosen):
        expected = expected[:start] + instead + expected[end:]
    assert changed.new == expected


@pytest.mark.parametrize("grown", ["a\u0301", "a\u0308\u0301", "👩\u200d👧", "👍🏽", "🇳🇱"])
def test_a_character_with_its_marks_is_one(grown: str) -> None:
    plain, whole = f"zo {grown[0]} is", f"zo {grown} is"
    assert moved(plain, whole, grown[0]).new is None
    assert moved(whole, plain, grown).new is None
    assert moved(plain, whole, " is").new is not None


def test_a_line_feed_alone_is_no_longer_the_end_of_a_crlf() -> None:
    old = "een\r\ntwee\r\ndrie"
    assert moved(old, old.replace("\r\n", "\n"), "twee").new == (4, 8)
    assert moved(old, old.replace("\r\n", "\n"), "een\r\ntwee").new is None


def test_a_typo_in_a_passage_is_for_the_coder_to_decide() -> None:
    old, new = "Ik zag een werkgrop daar. En dan?", "Ik zag een werkgroep daar. En dan?"
    found = moved(old, new, "een werkgrop daar")
    assert found.new is None
    assert found.proposal is not None
    assert new[slice(*found.proposal)] == "een werkgroep daar"
    assert moved(old, new, "Ik zag").new == (0, 6)
    assert moved(old, new, "En dan?").new == (27, 34)


@pytest.mark.parametrize(
    ("old", "new", "passage"),
    [
        ("ik meld het", "ik melding het", "meld"),  # the word got longer
        ("ik melding het", "ik meld het", "melding"),
        ("dat is zo", "dat is niet zo", "is zo"),  # something came in between
    ],
)
def test_changed_words_are_not_carried(old: str, new: str, passage: str) -> None:
    assert moved(old, new, passage).new is None


def test_what_comes_beside_a_passage_does_not_change_it() -> None:
    old = "Nou ja. Dat helpt zelden. Nee."
    new = "Nou ja. Tja. Dat helpt zelden. Eigenlijk. Nee."
    found = moved(old, new, "Dat helpt zelden.")
    assert found.new is not None
    assert found.new[0] == new.index("Dat")


def test_a_passage_that_occurs_twice_stays_the_one_it_was() -> None:
    lines = [f"R: Antwoord {n}.\nI: Ja.\n" for n in range(6)]
    old = "".join(lines)
    new = "Titel\n" + "".join(lines[:2]) + "R: Iets anders.\nI: Ja.\n" + "".join(lines[3:])
    fourth = moved(old, new, "Ja.", 4)
    assert fourth.new is not None
    assert fourth.new[0] == new.index("Ja.", new.index("Antwoord 4"))


def test_a_passage_that_is_taken_out_is_not_found_in_its_double() -> None:
    old = "R: Ik bel de politie.\nI: En dan?\nR: Ik bel de politie.\n"
    new = "R: Ik bel de politie.\nI: En dan?\n"
    assert moved(old, new, "Ik bel de politie", 0).new is not None
    gone = moved(old, new, "Ik bel de politie", 1)
    assert (gone.new, gone.proposal) == (None, None)


def test_a_passage_that_moved_is_listed() -> None:
    old = "R: Eerst dit verhaal.\nI: Ja.\nR: Dan een tweede.\nR: Slot van alles.\n"
    new = "I: Ja.\nR: Dan een tweede.\nR: Slot van alles.\nR: Eerst dit verhaal.\n"
    assert moved(old, new, "Eerst dit verhaal").new is None
    assert moved(old, new, "Dan een tweede").new is not None


def test_scraps_that_two_sentences_share_are_not_the_same_words() -> None:
    old = "R: Toen ging de man naar de stad om iets te halen.\n"
    new = "R: Later kwam de vrouw bij de gracht, en daarna de rest.\n"
    for passage in ("de", "naar de stad", "te"):
        assert moved(old, new, passage).new is None


def test_a_masked_name() -> None:
    old = "R: Ik belde Jan Jansen op maandag, en Jan Jansen zei niets.\n"
    new = old.replace("Jan Jansen", "[collega]")
    found = moved(old, new, "Jan Jansen zei niets")
    assert found.proposal is not None
    assert new[slice(*found.proposal)] == "[collega] zei niets"
    assert moved(old, new, "Ik belde").new is not None


def test_nothing_much_longer_is_proposed() -> None:
    old = "R: Kort.\nI: Dank u wel.\n"
    new = (
        "R: "
        + "Een heel ander en veel langer verhaal, met van alles erin. " * 4
        + "\nI: Dank u wel.\n"
    )
    assert moved(old, new, "Kort").proposal is None


def a_megabyte() -> str:
    numbers = random.Random(1)
    words = [f"woord{n}" for n in range(3000)] + ["de", "het", "een", "ja"] * 400
    lines = []
    size = 0
    while size < 1_000_000:
        said = " ".join(numbers.choices(words, k=numbers.randrange(1, 60)))
        lines.append(f"{numbers.choice('IR')}: {said}.\n")
        size += len(lines[-1])
    return "".join(lines)


@pytest.mark.parametrize("shape", ["turns", "one line", "repeated"])
def test_a_megabyte_with_200_edits(shape: str) -> None:
    old = a_megabyte() if shape != "repeated" else "R: ja, nee, ja.\nI: en dan?\n" * 36_000
    old = old.replace("\n", " ") if shape == "one line" else old
    numbers = random.Random(2)
    changes = [
        (numbers.randrange(10**6), numbers.randrange(20), numbers.choice(["", "[naam]", "é "]))
        for _edit in range(200)
    ]
    new = edited(old, changes)
    began = time.process_time()
    changed = align(old, new)
    assert time.process_time() - began < 2
    check(changed)
    assert changed.share() > 0.99


@given(texts, edits)
def test_pieces_hold_both_texts(old: str, wanted: list[tuple[int, int, str]]) -> None:
    new = edited(old, wanted)
    found = pieces(old, new)
    assert "".join(text for kind, text in found if kind != "new") == old
    assert "".join(text for kind, text in found if kind != "gone") == new
    shown = [piece for one in changes(align(old, new)) for piece in one]
    assert [p for p in shown if p[0] != "same"] == [p for p in found if p[0] != "same"]
    if found:
        assert from_first_change(found)[1:] == found[1:]


def test_changes_come_with_some_of_what_stayed() -> None:
    old = "a" * 100 + " een " + "b" * 100 + " twee drie " + "c" * 100
    new = old.replace("een", "EEN").replace("twee", "TWEE")
    first, second = changes(align(old, new), around=5)
    assert first == [("same", "aaaa "), ("gone", "een"), ("new", "EEN"), ("same", " bbbb")]
    assert second[1:3] == [("gone", "twee"), ("new", "TWEE")]
    assert from_first_change(pieces("lang verhaal vooraf dan dit", "lang verhaal vooraf dan dat"))[
        0
    ] == ("same", "…vooraf dan d")
    assert pieces("weg", "") == [("gone", "weg")]
