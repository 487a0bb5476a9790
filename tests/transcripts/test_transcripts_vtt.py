from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.errors import UnreadableFile
from kwalcode.transcripts import read, read_bytes


def vtt(body: str, head: str = "WEBVTT") -> tuple[str, list[tuple[str, float | None]], list[str]]:
    found = read_bytes("a.vtt", f"{head}\n\n{body}".encode())
    return found.text, [(t.speaker, t.time) for t in found.turns], list(found.notices)


def cue(start: str, text: str, end: str = "00:09:00.000") -> str:
    return f"{start} --> {end}\n{text}\n\n"


def test_cues_of_one_speaker_make_one_turn() -> None:
    text, turns, _ = vtt(
        cue("00:00:01.000", "<v Jan Wit>Hoe gaat</v>")
        + cue("00:00:02.500", "<v Jan Wit>het?</v>")
        + cue("00:01.750", "<v Vries, Piet (Student)>Goed.\nHeel goed.</v>")
    )
    assert text == "Jan Wit: Hoe gaat het?\n\nVries, Piet (Student): Goed. Heel goed."
    assert turns == [("Jan Wit", 1.0), ("Vries, Piet (Student)", 1.75)]


def test_ranges_leave_the_label_out_of_the_speech() -> None:
    found = read_bytes("a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Jan>Hoi daar")
    (turn,) = found.turns
    assert found.text[turn.start : turn.end] == "Jan: Hoi daar"
    assert found.text[turn.speech_start : turn.speech_end] == "Hoi daar"
    assert found.format == "vtt"


def test_header_notes_styles_ids_settings_and_tags() -> None:
    text, turns, notices = vtt(
        "NOTE een opmerking\nover twee regels\n\nSTYLE\n::cue { color: red }\n\n"
        "REGION\nid:fred\n\n"
        "a1b2/3-0\n00:01.000 --> 00:02.000 align:start position:0%\n"
        "<v.loud Jan><c.geel>Tom &amp; <00:01.500><i>Jerry</i></c> &lt;3&nbsp;ja <lacht></v>\n",
        head="WEBVTT - opname\nKind: captions\nLanguage: nl",
    )
    assert text == "Jan: Tom & Jerry <3\u00a0ja <lacht>"
    assert turns == [("Jan", 1.0)]
    assert notices == []


def test_several_voices_in_one_cue() -> None:
    text, turns, _ = vtt(cue("00:01.000", "<v Jan>Ja?</v> hm <v Piet>Ja.\n<v Jan>Mooi."))
    assert text == "Jan: Ja?\n\nhm\n\nPiet: Ja.\n\nJan: Mooi."
    assert [name for name, _ in turns] == ["Jan", "", "Piet", "Jan"]


def test_out_of_order_cues_keep_the_order_of_the_file() -> None:
    text, turns, _ = vtt(cue("00:09.000", "<v A>een</v>") + cue("00:02.000", "<v B>twee</v>"))
    assert text == "A: een\n\nB: twee"
    assert [time for _, time in turns] == [9.0, 2.0]


def test_zoom_names_also_a_name_that_occurs_once() -> None:
    text, turns, _ = vtt(
        "1\n" + cue("00:01.000", "Jan Wit: Hoe gaat het?")
        + "2\n" + cue("00:02.000", "Jan Wit: Goed?")
        + "3\n" + cue("00:03.000", "Piet Zwart: Ja.")
        + "4\n" + cue("00:04.000", "niemand genoemd")
    )  # fmt: skip
    assert text == "Jan Wit: Hoe gaat het? Goed?\n\nPiet Zwart: Ja.\n\nniemand genoemd"
    assert [name for name, _ in turns] == ["Jan Wit", "Piet Zwart", ""]


def test_ordinary_words_before_a_colon_are_no_speakers() -> None:
    text, turns, _ = vtt(cue("00:01.000", "Kortom: ja.", "00:02.000") + cue("00:02.000", "Zeker."))
    assert text == "Kortom: ja. Zeker."
    assert turns == [("", 1.0)]


def test_where_nobody_is_named_a_pause_after_a_sentence_starts_a_paragraph() -> None:
    text, turns, _ = vtt(
        cue("00:01.000", "Ik ging", "00:02.000")
        + cue("00:05.000", "naar huis.", "00:06.000")
        + cue("00:09.000", "Later.", "00:10.000")
    )
    assert text == "Ik ging naar huis.\n\nLater."
    assert turns == [("", 1.0), ("", 9.0)]


def test_noscribe() -> None:
    text, turns, _ = vtt(
        "NOTE\nTranscribed with noScribe\n\n"
        + cue("00:00:01.000", "<v S01>Ja, //S02: mhm// zo was het.")
        + cue("00:00:05.000", "<v S02>Goed.", "00:00:03.000")
    )
    assert text == "S01: Ja, //S02: mhm// zo was het.\n\nS02: Goed."
    assert turns == [("S01", 1.0), ("S02", 5.0)]


def test_bad_cues_keep_their_text_and_are_named() -> None:
    text, _, notices = vtt(
        "x\n00:0a:00 --> later\n<v Jan>Kapot.</v>\n\nlos stuk\n\n"
        + cue("00:05.000", "<v Jan>Heel.")
    )
    assert text == "Jan: Kapot. los stuk Heel."
    assert any("line 4" in notice for notice in notices)
    assert any("line 7" in notice for notice in notices)


def test_cues_without_an_empty_line_between() -> None:
    text, _, notices = vtt("1\n00:01.000 --> 00:02.000\neen\n2\n00:02.000 --> 00:03.000\ntwee")
    assert text == "een twee"
    assert notices == []


def test_a_missing_header_is_said() -> None:
    found = read_bytes("a.vtt", b"00:01.000 --> 00:02.000\nhoi")
    assert found.text == "hoi"
    assert "WEBVTT" in found.notices[0]


@pytest.mark.parametrize("data", [b"WEBVTT", b"WEBVTT\n\nNOTE niets\n", b"WEBVTT\n\n1\n"])
def test_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="no text"):
        read_bytes("a.vtt", data)


names = st.sampled_from(["Jan", "Piet de Wit", ""])
words = st.text(st.sampled_from("abé .,"), min_size=1).filter(str.strip)


@given(st.lists(st.tuples(names, words), min_size=1, max_size=8))
def test_every_word_lands_in_the_turn_of_its_speaker(cues: list[tuple[str, str]]) -> None:
    body = "".join(
        cue("00:01.000", f"<v {name}>{said}</v>" if name else said) for name, said in cues
    )
    found = read_bytes("a.vtt", f"WEBVTT\n\n{body}".encode())
    spoken: dict[str, list[str]] = {}
    for turn in found.turns:
        said = found.text[turn.speech_start : turn.speech_end]
        spoken.setdefault(turn.speaker, []).extend(said.split())
    for name in {name for name, _ in cues}:
        assert spoken[name] == " ".join(said for who, said in cues if who == name).split()
    assert read_bytes("a.vtt", f"WEBVTT\n\n{body}".replace("\n", "\r\n").encode()) == found


def test_teams_sample(samples: Path) -> None:
    found = read(samples / "teams-2021.vtt")
    assert [turn.speaker for turn in found.turns[:3]] == [
        "Speaker, First (Student)",
        "Interviewer, First",
        "Speaker, First (Student)",
    ]
    assert found.roles["Interviewer, First"] == "interviewer"
    assert found.turns[1].time == 8.07
    assert "\n\nInterviewer, First: OK?\n\n" in found.text


def test_zoom_sample(samples: Path) -> None:
    found = read(samples / "zoom.vtt")
    assert {"Andrew Knight", "Ringo Starr", ""} < set(found.roles)
    assert len(found.roles) == 6
    source = (samples / "zoom.vtt").read_text(encoding="utf-8")
    kept = set(found.text.split())
    assert all(word in kept for word in source.split() if word.isalpha() and word != "WEBVTT")
