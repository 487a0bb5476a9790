"""The turns of a text that was edited: taken over where it stayed, found anew where it changed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.model import Turn
from kwalcode.transcripts import read, read_bytes
from kwalcode.transcripts.difference import align
from kwalcode.transcripts.difference import replaced as replaced_ranges
from kwalcode.transcripts.retelling import renamed_speakers, retold, same_speakers

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "transcripts"
TALK = (
    "I: Hoe merkt u dat?\n\n"
    "R: Dat is een gevoel.\nEigenlijk meer.\n\n"
    "I: En dan?\n\n"
    "R: Dan praat ik erover.\n"
)
speeches = st.lists(
    st.text(alphabet="aeit é\u0301🙂.?", min_size=1, max_size=30).map(lambda s: f"{s.strip()}a"),
    min_size=1,
    max_size=8,
)


def turns_in(text: str) -> list[Turn]:
    return list(read_bytes("t.txt", text.encode()).turns)


def told(old: str, new: str) -> list[tuple[str, str]]:
    turns = retold(turns_in(old), align(old, new))
    assert all(turn.start <= turn.speech_start <= turn.speech_end <= turn.end for turn in turns)
    assert all(a.end <= b.start for a, b in pairwise(turns))
    return [(turn.speaker, new[turn.speech_start : turn.speech_end]) for turn in turns]


def spoken(text: str) -> list[tuple[str, str]]:
    return [(turn.speaker, text[turn.speech_start : turn.speech_end]) for turn in turns_in(text)]


def test_nothing_changed() -> None:
    assert retold(turns_in(TALK), align(TALK, TALK)) == turns_in(TALK)


@pytest.mark.parametrize(
    "new",
    [
        TALK.replace("gevoel", "onderbuikgevoel"),
        TALK.replace("Dat is", "Nou, dat is"),
        TALK.replace("erover.", "erover. Soms."),
        TALK.replace("\nEigenlijk meer.", ""),
        TALK.replace("I: En dan?", "R: En dan?"),  # it was the other who said it
        TALK.replace("\nEigenlijk meer.", "\n\nI: Echt?\n\nR: Eigenlijk meer."),  # split
        TALK.replace("I: En dan?\n\n", ""),
        TALK.replace("Hoe merkt", "Nou: hoe merkt"),
        TALK + "I: Dank.\n",
        "I: Vooraf.\n" + TALK,
        TALK.rstrip("\n"),
    ],
)
def test_as_the_reader_has_them(new: str) -> None:
    assert told(TALK, new) == spoken(new)
    assert turns_in(new) == retold(turns_in(TALK), align(TALK, new))


@given(speeches, speeches, st.integers(0, 7), st.integers(0, 7))
def test_a_turn_rewritten(said: list[str], others: list[str], at: int, other: int) -> None:
    lines = [f"{'IR'[n % 2]}: {speech}\n" for n, speech in enumerate(["a", "b", *said])]
    changed = list(lines)
    changed[at % len(lines)] = f"R: {others[other % len(others)]}\n"
    old, new = "".join(lines), "".join(changed)
    if {turn.speaker for turn in turns_in(new)} == {"I", "R"}:
        assert told(old, new) == spoken(new)


def test_without_its_label_a_turn_joins_the_one_before() -> None:
    new = TALK.replace("I: En dan?", "En dan?")
    assert [speech for _speaker, speech in told(TALK, new)] == [
        "Hoe merkt u dat?",
        "Dat is een gevoel.\nEigenlijk meer.\n\nEn dan?",
        "Dan praat ik erover.",
    ]


def test_what_stands_before_the_first_label_is_said_by_nobody() -> None:
    assert told(TALK, TALK.replace("I: Hoe", "Hoe"))[0] == ("", "Hoe merkt u dat?")


def test_a_label_that_recurs_no_more_still_counts() -> None:
    old = "Moeder: Ja.\nR1: Nee.\nMoeder: Toch.\nR1: Nou.\n"
    assert ("Moeder", "Toch.") in told(old, old.replace("Moeder: Ja.\n", ""))


def test_a_word_before_a_colon_is_no_speaker() -> None:
    new = TALK.replace("Dan praat", "Kortom:\nDan praat")
    assert told(TALK, new)[-1] == ("R", "Kortom:\nDan praat ik erover.")


def test_paragraphs_without_speakers() -> None:
    old = "Een alinea.\n\nNog een alinea.\n\nEn een derde.\n"
    new = old.replace("Nog", "Wéér")
    assert told(old, new) == [("", "Een alinea."), ("", "Wéér een alinea."), ("", "En een derde.")]
    assert told(old, "") == []


def test_times_stay() -> None:
    data = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Jan>Hallo daar</v>\n\n"
    data += b"00:03.000 --> 00:04.000\n<v Piet>Dag Jan</v>\n"
    found = read_bytes("t.vtt", data)
    new = found.text.replace("Hallo", "Goedemorgen")
    turns = retold(found.turns, align(found.text, new))
    assert [(turn.speaker, turn.time) for turn in turns] == [("Jan", 1.0), ("Piet", 3.0)]


def test_who_is_shown_by_another_name_stays_the_same_person() -> None:
    shown = [replace(t, speaker={"I": "Marieke"}.get(t.speaker, t.speaker)) for t in turns_in(TALK)]
    new = TALK.replace("En dan?", "En toen?")
    changed = align(TALK, new)
    after = retold(shown, changed)
    assert {turn.speaker for turn in after} == {"I", "R"}
    assert same_speakers(shown, after, changed) == {"I": "Marieke", "R": "R"}


def test_a_masked_label_is_the_same_person() -> None:
    old = "I: Hoe gaat dat?\nKarel: Goed.\nI: En verder?\nKarel: Ook goed.\n"
    edits = [((n, n + 5), "P1") for n in (17, old.rindex("Karel"))]
    changed = replaced_ranges(old, edits)
    before = [t if t.speaker == "I" else replace(t, speaker="Karel") for t in turns_in(old)]
    after = retold(before, changed)
    assert [turn.speaker for turn in after] == ["I", "P1", "I", "P1"]
    assert same_speakers(before, after, changed) == {"I": "I"}
    assert renamed_speakers(before, after, changed) == {"P1": "Karel"}


def test_a_new_speaker_is_nobody_known() -> None:
    new = TALK + "Respondent 2: Ik ook.\n"
    changed = align(TALK, new)
    after = retold(turns_in(TALK), changed)
    assert after[-1].speaker == "Respondent 2"
    assert same_speakers(turns_in(TALK), after, changed) == {"I": "I", "R": "R"}
    assert renamed_speakers(turns_in(TALK), after, changed) == {}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")
@pytest.mark.parametrize(
    "name", [p.name for p in sorted(SAMPLES.glob("*.*")) if p.suffix in (".txt", ".vtt", ".docx")]
)
def test_real_transcripts(name: str) -> None:
    found = read(SAMPLES / name)
    same = align(found.text, found.text)
    assert retold(found.turns, same) == list(found.turns)
    middle = found.turns[len(found.turns) // 2]
    at = middle.speech_start + 3
    new = found.text[:at] + "ingevoegd " + found.text[at:]
    turns = retold(found.turns, align(found.text, new))
    assert len(turns) == len(found.turns)
    assert [t.time for t in turns] == [t.time for t in found.turns]
    assert [t.speaker for t in turns] == [t.speaker for t in found.turns]
    assert "ingevoegd " in new[turns[len(turns) // 2].start : turns[len(turns) // 2].end]
