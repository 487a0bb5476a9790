from __future__ import annotations

from kwalcode.transcripts.layouts import find_layout
from kwalcode.transcripts.text import transcript


def speech(text: str) -> list[tuple[str, float | None, str]]:
    turns = find_layout(text)
    assert turns is not None
    return [(t.speaker, t.time, text[t.speech_start : t.speech_end]) for t in turns]


def test_teams_newer_leaves_header_and_footer_outside() -> None:
    text = (
        "Gesprek-Opname van vergadering\n3 mei 2024, 08:00AM\n32m 5s\n\n"
        "Jan de Wit started transcription\n\n"
        "Jan de Wit   0:04\nHoe gaat het?\n\n"
        "Vries, Piet de (Student)   1:02:03\nGoed.\nHeel goed.\n\n"
        "Jan de Wit stopped transcription"
    )
    assert speech(text) == [
        ("Jan de Wit", 4, "Hoe gaat het?"),
        ("Vries, Piet de (Student)", 3723, "Goed.\nHeel goed."),
    ]
    turns = find_layout(text)
    assert turns is not None
    assert text[turns[0].start : turns[0].speech_start] == "Jan de Wit   0:04\n"
    assert text[turns[-1].end :] == "\n\nJan de Wit stopped transcription"


def test_teams_newer_with_a_single_turn() -> None:
    assert speech("X started transcription\nX   0:04\nHallo.") == [("X", 4, "Hallo.")]


def test_teams_dutch_closing_line() -> None:
    text = "Jan   0:04\nHoi.\nPiet   0:06\nDag.\nJan heeft de transcriptie gestopt"
    assert speech(text)[-1] == ("Piet", 6, "Dag.")


def test_teams_older() -> None:
    text = "0:0:5.100 --> 0:0:8.250\nJan\nHoi.\n\n0:1:8.500 --> 0:1:10.300\nPiet\nDag.\nTot zo.\n"
    assert speech(text) == [("Jan", 5.1, "Hoi."), ("Piet", 68.5, "Dag.\nTot zo.")]


def test_otter() -> None:
    text = (
        "SUMMARY KEYWORDS\nwerk, wijk\nSPEAKERS\nJan, Piet\n\n"
        "Jan  0:01\nHoe gaat het?\n\nPiet  0:05\nGoed.\n\nTranscribed by https://otter.ai\n"
    )
    assert speech(text) == [("Jan", 1, "Hoe gaat het?"), ("Piet", 5, "Goed.")]


def test_word_and_amberscript() -> None:
    assert speech("00:00:03 Spreker 1\nHoi.\n00:00:05 Spreker 2\nDag.\n00:00:09 Spreker 1\nJa.\n"
                  "00:00:11 Spreker 2\nNee.") == [
        ("Spreker 1", 3, "Hoi."),
        ("Spreker 2", 5, "Dag."),
        ("Spreker 1", 9, "Ja."),
        ("Spreker 2", 11, "Nee."),
    ]  # fmt: skip


def test_zoom_chat_older_and_later() -> None:
    assert speech("00:21:14\tJan Wit:\tHoi.\nen dag\n00:21:20\tPiet:\tDag.\n") == [
        ("Jan Wit", 1274, "Hoi.\nen dag"),
        ("Piet", 1280, "Dag."),
    ]
    assert speech("00:21:14 From  Jan Wit  to  Everyone:\n\tHoi.\n00:21:20 From Piet : Dag.\n") == [
        ("Jan Wit", 1274, "Hoi."),
        ("Piet", 1280, "Dag."),
    ]


def test_google_meet_starts_at_the_transcript() -> None:
    text = (
        "Overleg\nAttendees\nJan Wit, Piet Zwart\nNotes\nBesluit: niets.\n"
        "Overleg - Transcript\n00:00:00\n\nJan Wit: Hoi.\nPiet Zwart: Dag.\n"
        "00:05:00\n\nJan Wit: Nog iets: dit.\n\n"
        "Meeting ended after 00:06:00 👋\n"
        "This editable transcript was computer generated and might contain errors."
    )
    assert speech(text) == [
        ("Jan Wit", 0, "Hoi."),
        ("Piet Zwart", None, "Dag."),
        ("Jan Wit", 300, "Nog iets: dit."),
    ]


def test_other_texts_have_no_layout() -> None:
    for text in (
        "I: Hoe gaat het?\nR: Goed.\n",
        "We begonnen om 10:30\nen gingen door.\nTot 11:30\n",
        "Begin interview  10:30\nGewoon tekst.",
        "",
    ):
        assert find_layout(text) is None


def test_layout_wins_over_labels() -> None:
    text = "Jan   0:04\nKortom: R: zo.\nPiet   0:06\nDag."
    found = transcript(text, "docx", None, [])
    assert [turn.speaker for turn in found.turns] == ["Jan", "Piet"]
