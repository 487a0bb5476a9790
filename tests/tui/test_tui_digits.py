from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kwalcode.model import Turn
from kwalcode.spans import Range, overlap
from kwalcode.tui.text.data import TranscriptData
from kwalcode.tui.text.digits import assigned, digit_to_pin
from kwalcode.tui.text.todo import uncoded_turns

CODES = st.integers(1, 14)
BY_DIGIT = st.dictionaries(st.integers(1, 9), CODES)


def test_the_codes_used_most_get_the_free_digits() -> None:
    assert assigned({}, {}, [5, 3, 4], {3, 4, 5}) == {1: 5, 2: 3, 3: 4}
    assert assigned({2: 9}, {}, [5, 3], {3, 5, 9}) == {1: 5, 2: 9, 3: 3}


def test_a_digit_stays_with_its_code_while_others_come() -> None:
    held = assigned({}, {}, [5, 3], {3, 5})
    assert assigned({}, held, [7, 3, 5], {3, 5, 7}) == {1: 5, 2: 3, 3: 7}
    assert assigned({}, held, [7, 3, 5], {5, 7}) == {1: 5, 2: 7}
    assert assigned({1: 7}, held, [5, 3], {3, 5, 7}) == {1: 7, 2: 3, 3: 5}


def test_a_code_that_is_pinned_keeps_its_digit_or_takes_a_free_one() -> None:
    assert digit_to_pin(5, {}, {1: 3, 2: 5}) == 2
    assert digit_to_pin(7, {}, {1: 3, 2: 5}) == 3
    full = {n: n for n in range(1, 10)}
    assert digit_to_pin(12, {9: 9, 8: 8}, full) == 7
    assert digit_to_pin(12, full, full) is None


@given(BY_DIGIT, BY_DIGIT, st.lists(CODES, unique=True), st.frozensets(CODES))
def test_digits_are_given_once_and_to_known_codes(
    pins: dict[int, int], held: dict[int, int], ranking: list[int], known: frozenset[int]
) -> None:
    pins = {digit: code for code, digit in {c: d for d, c in pins.items()}.items()}
    given_ = assigned(pins, held, ranking, known)
    assert len(set(given_.values())) == len(given_)
    assert set(given_) <= set(range(1, 10))
    assert set(given_.values()) <= known
    assert all(given_[digit] == code for digit, code in pins.items() if code in known)
    assert len(given_) == 9 or set(ranking) & known <= set(given_.values())
    assert assigned(pins, given_, ranking[::-1], known) == given_


TURNS = st.lists(st.tuples(st.sampled_from("IRX"), st.integers(0, 9)), max_size=12)


@given(TURNS, st.lists(st.tuples(st.integers(0, 120), st.integers(0, 120))), st.booleans())
def test_uncoded_turns_are_those_that_no_coding_touches(
    talk: list[tuple[str, int]], ranges: list[Range], known: bool
) -> None:
    text, turns = "", []
    for speaker, length in talk:
        start = len(text)
        text += f"{speaker}: {'a' * length}\n"
        turns.append(Turn(start, len(text), start + 3, len(text) - 1, speaker))
    roles = {"I": "interviewer", "R": "respondent" if known else "other", "X": "other"}
    data = TranscriptData(text, turns, roles)  # type: ignore[arg-type]
    codings = [(a, b) for a, b in ranges if a < b]
    respondents = {"R"} if known else {"R", "X"}
    assert uncoded_turns(data, codings) == [
        (turn.speech_start, turn.speech_end)
        for turn in turns
        if turn.speaker in respondents
        and turn.speech_start < turn.speech_end
        and not any(overlap((turn.speech_start, turn.speech_end), coding) for coding in codings)
    ]
