from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.model import Turn
from kwalcode.transcripts.labels import is_name, label_of, seconds
from kwalcode.transcripts.speakers import find_turns


def speakers(text: str) -> list[tuple[str, str]]:
    return [
        (turn.speaker, text[turn.speech_start : turn.speech_end]) for turn in find_turns(text)[0]
    ]


@pytest.mark.parametrize(
    ("line", "name", "time", "speech"),
    [
        ("Jan: hallo", "Jan", None, "hallo"),
        ("JANSEN: hallo", "JANSEN", None, "hallo"),
        ("I: hallo", "I", None, "hallo"),
        ("I:hallo", "I", None, "hallo"),
        ("R1:\thallo", "R1", None, "hallo"),
        ("  R1 : hallo", "R1", None, "hallo"),
        ("Respondent 2: hallo", "Respondent 2", None, "hallo"),
        ("**Name:** hallo", "Name", None, "hallo"),
        ("**Name**: hallo", "Name", None, "hallo"),
        ("*Name:* hallo", "Name", None, "hallo"),
        ("__Name:__ hallo", "Name", None, "hallo"),
        ("R: *lacht* ja", "R", None, "*lacht* ja"),
        ("[Jan] hallo", "Jan", None, "hallo"),
        ("[Jan]: hallo", "Jan", None, "hallo"),
        ("De heer Van 't Hof (VVD): hallo", "De heer Van 't Hof (VVD)", None, "hallo"),
        ("[00:01:02] Jan: hallo", "Jan", 62, "hallo"),
        ("(00:01:02) Jan: hallo", "Jan", 62, "hallo"),
        ("00:01:02 Jan: hallo", "Jan", 62, "hallo"),
        ("#00:01:02-3# Jan: hallo", "Jan", 62.3, "hallo"),
        ("Jan [00:01:02]: hallo", "Jan", 62, "hallo"),
        ("Jan (1:02): hallo", "Jan", 62, "hallo"),
        ("Jan 00:01:02: hallo", "Jan", 62, "hallo"),
        ("Jan: [00:01:02] hallo", "Jan", 62, "hallo"),
        ("Jan: 00:01:02 hallo", "Jan", 62, "hallo"),
        ("[00:01:02 - 00:01:09] Jan: hallo", "Jan", 62, "hallo"),
        ("**[00:01:02] Jan:** hallo", "Jan", 62, "hallo"),
        ("[00:01:02] **Jan:** hallo", "Jan", 62, "hallo"),
        ("**Jan** (00:01:02): hallo", "Jan", 62, "hallo"),
        ("- Jan: hallo", "Jan", None, "hallo"),
        ("12. Jan: hallo", "Jan", None, "hallo"),
        ("Jan: 10:30 ging ik weg", "Jan", None, "10:30 ging ik weg"),
        ("Jan:", "Jan", None, ""),
    ],
)
def test_shapes_of_labels(line: str, name: str, time: float | None, speech: str) -> None:
    label = label_of(line)
    assert label is not None
    assert (label.name, label.time, line[label.end :]) == (name, time, speech)


@pytest.mark.parametrize(
    "line",
    ["10:30", "10:30 ging ik weg", "https://example.org", "Artikel 3:12 zegt", "", "hallo", ": ja"],
)
def test_what_has_no_label(line: str) -> None:
    assert label_of(line) is None


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [("[00:01:02]", 62), ("1:02", 62), ("#00:01:02-3#", 62.3), ("01:00:00.250", 3600.25)],
)
def test_stamps_in_seconds(stamp: str, expected: float) -> None:
    assert seconds(stamp) == pytest.approx(expected)


@pytest.mark.parametrize(
    "name",
    [
        "Jan",
        "Jan de Vries",
        "De Vries",
        "De voorzitter",
        "Jansen, Piet (Student)",
        "MvD",
        "S01",
        "J. Jansen",
        "Dr. Jansen",
        "Op de Beeck",
        "SPEAKER_00",
        "R1",
        "田中太郎",
        "Jan K.",
    ],
)
def test_names(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "Let op",
        "Kortom",
        "Nee",
        "Vraag 3",
        "Question 12",
        "Eén is dus",
        "Maar Jan",
        "Break",
        "Dan het vervolg",
        "dus",
        "Stap 2",
        "Het punt is",
        "Q1",
        "Wat ik bedoel is",
        "Dat is zo.",
    ],
)
def test_no_names(name: str) -> None:
    assert not is_name(name)


def test_turns_hold_several_paragraphs_and_leave_no_text_out() -> None:
    text = "I: Hoe gaat het?\n\nR: Goed.\n\nNog een alinea.\nEn nog een.\n\nI: Mooi."
    turns, notices = find_turns(text)
    assert turns == [
        Turn(0, 16, 3, 16, "I"),
        Turn(18, 55, 21, 55, "R"),
        Turn(57, 65, 60, 65, "I"),
    ]
    assert notices == []


def test_a_label_on_its_own_line() -> None:
    text = "Interviewer:\nHoe gaat het?\n\nRespondent:\nGoed.\n"
    assert speakers(text) == [("Interviewer", "Hoe gaat het?"), ("Respondent", "Goed.")]


def test_text_before_the_first_label_is_a_turn_of_nobody() -> None:
    assert speakers("Gesprek 4\n\nI: Ja?\nR: Ja.") == [
        ("", "Gesprek 4"),
        ("I", "Ja?"),
        ("R", "Ja."),
    ]


def test_a_label_counts_when_it_recurs() -> None:
    assert speakers("Jan: hoi\nKees: hoi") == []
    assert speakers("Jan: hoi\nKees: hoi\nJan: dag\nKees: dag")[1] == ("Kees", "hoi")


def test_the_interviewer_that_the_user_names_counts_at_once() -> None:
    turns, _ = find_turns("Jan: hoi\nhallo", interviewer="jan:")
    assert [turn.speaker for turn in turns] == ["Jan"]


def test_a_title_with_a_name_counts_at_once() -> None:
    text = (
        "De voorzitter: Mevrouw Beckerman.\n\nMevrouw Beckerman (SP): Dank u.\n\nDe voorzitter: Ja."
    )
    assert [name for name, _ in speakers(text)] == [
        "De voorzitter",
        "Mevrouw Beckerman (SP)",
        "De voorzitter",
    ]


def test_ordinary_words_between_speakers_are_no_speakers() -> None:
    talk = "I: Hoe ging dat?\nR: Nou, gewoon.\nKortom: het ging.\nVraag 3: dat weet ik niet.\n"
    text = talk * 3 + "Let op: dit niet.\nBreak: 10:30\n" * 2
    assert {name for name, _ in speakers(text)} == {"I", "R"}


def test_a_recurring_word_that_is_rare_and_also_in_lower_case_is_no_speaker() -> None:
    talk = "Jan: wat was toen het gevaar?\nPiet: dat weet ik niet.\n" * 20
    assert {name for name, _ in speakers(talk + "Gevaar: groot.\nGevaar: klein.\n")} == {
        "Jan",
        "Piet",
    }
    assert "Rosa" in {name for name, _ in speakers(talk + "Rosa: ja.\nRosa: nee.\n")}


def test_a_word_that_never_opens_a_paragraph_where_speakers_do_is_no_speaker() -> None:
    text = "Jan: Wat dan?\n\nPiet: Veel.\nNadelig: de prijs.\nNadelig: de tijd.\n\n" * 3
    assert {name for name, _ in speakers(text)} == {"Jan", "Piet"}


def test_questions_and_answers_count_as_a_pair_only() -> None:
    assert speakers("Vraag: wat is dat?\nGewoon iets.") == []
    assert speakers("Vraag: wat?\nAntwoord: dit.") == [("Vraag", "wat?"), ("Antwoord", "dit.")]


def test_fields_above_an_interview_are_no_turns() -> None:
    text = "Interview 7\nDatum: 3 mei\nInterviewer: Marieke\nRespondent: 07\n\nI: Ja?\nR: Ja.\n"
    assert [name for name, _ in speakers(text)] == ["", "I", "R"]


def test_remarks_in_brackets_are_no_speakers() -> None:
    text = "[Jan] hoi\n[Lacht] ja\n[Piet] hoi\n[Lacht] ja\n[Jan] dag\n[Piet] dag\n"
    assert {name for name, _ in speakers(text)} == {"Jan", "Piet"}


def test_emphasis_around_a_whole_turn_is_no_speech() -> None:
    text = "**I: Hoe gaat het?**\n\nR: **Goed**\n\n**I: Mooi. *Echt*?**"
    assert speakers(text) == [("I", "Hoe gaat het?"), ("R", "**Goed**"), ("I", "Mooi. *Echt*?")]


def test_cells_of_a_table_with_a_code() -> None:
    assert speakers("I\tHoe gaat het?\nR1\tGoed.\nTotaal\t12") == [
        ("I", "Hoe gaat het?"),
        ("R1", "Goed.\nTotaal\t12"),
    ]


def test_f4_stamps_end_a_passage_and_date_the_next() -> None:
    text = "I: Hoe gaat het? #00:00:05-1#\nR: Goed. #00:00:04-0# Ja. #00:00:09-0#\nI: Mooi."
    turns, _ = find_turns(text)
    assert [text[turn.speech_start : turn.speech_end] for turn in turns] == [
        "Hoe gaat het?",
        "Goed. #00:00:04-0# Ja.",
        "Mooi.",
    ]
    assert [turn.time for turn in turns] == [None, 5.1, 9.0]
    assert text[turns[0].start : turns[0].end].endswith("-1#")


def test_a_stamp_on_its_own_line_belongs_to_the_label_below() -> None:
    text = "I: Hoe gaat het?\n\n[00:00:05]\nR: Goed.\n"
    turns, _ = find_turns(text)
    assert turns[1].time == 5
    assert text[turns[0].start : turns[0].end] == "I: Hoe gaat het?"
    assert text[turns[1].start] == "["


def test_names_that_occur_once_are_mentioned() -> None:
    _, notices = find_turns("I: hoi\nR: hoi\nPiet de Wit: nee\n")
    assert "line 3" in notices[0]


labels = st.sampled_from(["I: ", "R1: ", "**Jan:** ", "[Kees] ", "Let op: ", "Jan: ", "00:01 ", ""])
fragments = st.text(st.sampled_from("ab :[]*#?.\t\u00a0é"), max_size=12)
lines = st.lists(st.tuples(labels, fragments).map("".join), max_size=12)


@given(lines)
def test_turns_are_sorted_apart_and_hold_all_text_after_the_first(parts: list[str]) -> None:
    text = "\n".join(parts)
    turns, _ = find_turns(text)
    last = 0
    for turn in turns:
        assert last <= turn.start <= turn.speech_start <= turn.speech_end <= turn.end <= len(text)
        assert text[last : turn.start].isspace() or last == turn.start
        assert (
            text[turn.speech_start : turn.speech_end].strip()
            == (text[turn.speech_start : turn.speech_end])
        )
        last = turn.end
    if turns:
        assert text[last:].strip() == ""
