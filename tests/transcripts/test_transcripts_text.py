from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kwalcode.errors import UnreadableFile
from kwalcode.transcripts import read, read_bytes

pieces = st.sampled_from(
    [
        "I: hoe?",
        "R: ja",
        "Let op: x",
        "",
        "  ",
        "gewoon",
        "**Jan:** ja",
        "Jan:",
        "10:30",
        "é\u0301",
        "[00:01:02] R: ja",
        "ja #00:01:02-3#",
        "00:01:02",
        "Jan   0:04",
        "\u2028",
    ]
)


def test_text_is_exactly_what_the_file_holds() -> None:
    text = "**I:** hoe?\n\n\n**R:** e\u0301\u00a0ja \n"
    found = read_bytes("a.md", text.encode())
    assert found.text == text
    assert found.format == "md"
    assert [turn.speaker for turn in found.turns] == ["I", "R"]
    assert found.notices == ()


def test_without_labels_each_line_is_a_turn() -> None:
    long = "woord " * 40
    found = read_bytes("a.txt", f"{long}\nTwee.\n\nDrie.\n".encode())
    assert [found.text[t.start : t.end] for t in found.turns] == [long.strip(), "Twee.", "Drie."]
    assert {turn.speaker for turn in found.turns} == {""}


def test_without_labels_a_hard_wrapped_paragraph_is_a_turn() -> None:
    found = read_bytes("a.txt", b"Een regel\nen nog een.\n\n \nTwee.\n")
    assert [found.text[t.start : t.end] for t in found.turns] == ["Een regel\nen nog een.", "Twee."]


def test_a_time_before_a_paragraph_of_nobody_is_no_speech() -> None:
    found = read_bytes("a.txt", b"[00:00:01.500 --> 00:00:03.000]  Ik ging.\n10:30 ging ik.\n")
    said = [(turn.time, found.text[turn.speech_start : turn.speech_end]) for turn in found.turns]
    assert said == [(1.5, "Ik ging."), (None, "10:30 ging ik.")]


def test_subtitles_called_txt_are_mentioned() -> None:
    assert ".vtt" in read_bytes("a.txt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nhoi").notices[0]


@given(st.lists(pieces, min_size=1, max_size=10))
def test_newlines_do_not_matter(parts: list[str]) -> None:
    assume("".join(parts).strip())
    unix = read_bytes("a.txt", "\n".join(parts).encode())
    assert unix.text == "\n".join(parts)
    assert read_bytes("a.txt", "\r\n".join(parts).encode()) == unix
    assert read_bytes("a.txt", "\r".join(parts).encode()) == unix


@given(st.lists(pieces, min_size=1, max_size=10))
def test_turns_lie_in_order_and_speech_within(parts: list[str]) -> None:
    assume("".join(parts).strip())
    found = read_bytes("a.txt", "\n".join(parts).encode())
    last = 0
    for turn in found.turns:
        assert last <= turn.start <= turn.speech_start <= turn.speech_end <= turn.end
        assert turn.speaker in found.roles
        last = turn.end
    assert last <= len(found.text)
    assert {turn.speaker for turn in found.turns} == set(found.roles)


@pytest.mark.parametrize(
    ("stem", "turns", "single"),
    [
        ("h-tk-20172018-70-10", 95, "Mevrouw Beckerman (SP)"),
        ("h-tk-20172018-70-3", 48, "De heer Slootweg (CDA)"),
        ("h-tk-20172018-70-5", 115, None),
    ],
)
def test_debates_have_their_speakers_and_no_others(
    samples: Path, stem: str, turns: int, single: str | None
) -> None:
    path = samples / f"{stem}.txt"
    found = read(path)
    assert found.text == path.read_bytes().decode()
    named = [turn for turn in found.turns if turn.speaker]
    assert len(named) == turns
    titles = ("De voorzitter", "De heer ", "Mevrouw ", "Minister ", "Staatssecretaris ")
    assert all(turn.speaker.startswith(titles) for turn in named)
    if single:
        assert single in found.roles
    assert found.roles["De voorzitter"] == "other"


def test_zoom_chat_sample(samples: Path) -> None:
    found = read(samples / "zoom-chat.txt")
    assert len(found.turns) == 10
    assert found.turns[0].time == 21 * 60 + 14
    assert {"Ringo Starr", "George Harrison"} < set(found.roles)


def test_empty_is_refused() -> None:
    with pytest.raises(UnreadableFile, match=r"a\.txt: the file is empty"):
        read_bytes("a.txt", b"")
