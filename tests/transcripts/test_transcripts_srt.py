from __future__ import annotations

import codecs

from kwalcode.transcripts import read_bytes

SRT = (
    "1\n00:00:01,000 --> 00:00:02,000\nI: Hoe oud bent u?\n\n"
    "4\n00:00:03,500 --> 00:00:04,000\nR: Eh.\n\n"
    "5\n00:00:04,000 --> 00:00:05,000\n42\n\n"
    "7\n00:00:06,000 --> 00:00:07,000\nI: <i>Dank</i> u\nwel.\n"
)


def test_gaps_numbers_and_speakers() -> None:
    found = read_bytes("a.srt", SRT.encode())
    assert found.text == "I: Hoe oud bent u?\n\nR: Eh.\n\n42\n\nI: Dank u wel."
    assert [(turn.speaker, turn.time) for turn in found.turns] == [
        ("I", 1.0),
        ("R", 3.5),
        ("", 4.0),
        ("I", 6.0),
    ]
    assert found.format == "srt"
    assert found.notices == ()


def test_bom_crlf_and_windows_1252() -> None:
    plain = read_bytes("a.srt", SRT.encode())
    windows = SRT.replace("\n", "\r\n")
    assert read_bytes("a.srt", codecs.BOM_UTF8 + windows.encode()) == plain
    found = read_bytes("a.srt", windows.replace("Eh.", "Eén.").encode("cp1252"))
    assert "R: Eén." in found.text


def test_two_speakers_in_one_cue() -> None:
    found = read_bytes("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\nI: Ja?\nR: Ja.\nEcht.\n")
    assert found.text == "I: Ja?\n\nR: Ja. Echt."


def test_bracketed_speakers_of_recognisers() -> None:
    cues = "".join(
        f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n[SPEAKER_0{n % 2}]: zin {n}\n\n"
        for n in (1, 2, 3)
    )
    found = read_bytes("a.srt", cues.encode())
    assert found.text == "SPEAKER_01: zin 1\n\nSPEAKER_00: zin 2\n\nSPEAKER_01: zin 3"


def test_a_blank_line_within_a_cue_keeps_the_text() -> None:
    found = read_bytes("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\neen\n\ntwee\n\n2\n"
                                b"00:00:03,000 --> 00:00:04,000\ndrie\n")  # fmt: skip
    assert found.text == "een twee drie"
    assert "line 5" in found.notices[0]


def test_webvtt_called_srt_is_read_as_what_it_is() -> None:
    found = read_bytes("a.srt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Jan>Hoi</v>\n")
    assert found.text == "Jan: Hoi"
