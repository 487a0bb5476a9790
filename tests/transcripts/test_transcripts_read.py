from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kwalcode.errors import KwalcodeError, UnreadableFile
from kwalcode.transcripts import MAX_BYTES, READERS, is_readable, read, read_bytes


def test_readers_and_their_endings() -> None:
    assert set(READERS) == {".txt", ".md", ".docx", ".vtt", ".srt"}
    assert is_readable(Path("map/A.DOCX"))
    assert not is_readable(Path("a.doc"))
    assert not is_readable(Path("txt"))


@pytest.mark.parametrize(
    "name", ["-rf.txt", 'Jan\'s "interview" 1.TXT', "gesprek met cafe\u0301.md"]
)
def test_odd_names_are_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("I: Ja?\nR: Ja.\n", encoding="utf-8")
    assert len(read(tmp_path / name).turns) == 2


def test_missing_folder_and_other_things(tmp_path: Path) -> None:
    (tmp_path / "map.txt").mkdir()
    (tmp_path / "leeg.txt").touch()
    os.mkfifo(tmp_path / "pijp.txt")
    for name, reason in (
        ("weg.txt", "no such file"),
        ("map.txt", "a folder"),
        ("leeg.txt", "empty"),
        ("pijp.txt", "not an ordinary file"),
        ("a\0b.txt", "cannot be the name"),
        ("n" * 300 + ".txt", "cannot be read"),
        ("leeg.txt/a.txt", "cannot be read"),
    ):
        with pytest.raises(UnreadableFile, match=reason) as refused:
            read(tmp_path / name)
        assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.doc", r"save it as \.docx"),
        ("a.xyz", r"\.xyz.*\.txt \.md \.docx \.vtt \.srt"),
        ("a", r"no ending.*\.txt \.md"),
    ],
)
def test_unknown_kinds(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / name).write_text("hallo", encoding="utf-8")
    with pytest.raises(UnreadableFile, match=reason):
        read(tmp_path / name)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "groot.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(UnreadableFile, match="larger than 200 MB"):
        read(path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="needs a plain user")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "dicht.txt"
    path.write_text("x", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(UnreadableFile, match="permission"):
        read(path)


def test_the_room_itself_imports_nothing_heavy() -> None:
    code = (
        "import sys, kwalcode.transcripts as t\n"
        "t.read_bytes('a.txt', b'I: hoi')\n"
        "sys.exit(bool({'lxml', 'charset_normalizer'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def one_line_or_fine(name: str, data: bytes) -> None:
    try:
        found = read_bytes(name, data)
    except KwalcodeError as error:
        refused = str(error)
    else:
        refused = ""
    if refused:
        assert refused.isprintable()
        assert refused.startswith(name)
        return
    last = 0
    for turn in found.turns:
        assert last <= turn.start <= turn.speech_start <= turn.speech_end <= turn.end
        last = turn.end
    assert last <= len(found.text)


@given(st.sampled_from(sorted(READERS)), st.binary(max_size=300))
def test_random_bytes_never_escape_as_another_error(suffix: str, data: bytes) -> None:
    one_line_or_fine(f"a{suffix}", data)


SCRAPS = st.sampled_from(
    [
        "WEBVTT",
        "\n",
        "\n\n",
        "-->",
        "00:01.000 --> 00:02.000",
        "0:0:1.1 --> 0:0:2.2",
        "1",
        "NOTE",
        "<v Jan>",
        "</v>",
        "<v ",
        "&amp;",
        "&#0;",
        "&#xD800;",
        "Jan:",
        "I: ",
        "[Jan]",
        "**",
        "00:01",
        "Jan   0:04",
        " - Transcript",
        "00:00:01",
        "\t",
        " ",
        "#00:00:01-1#",
        "é",
        "\u2028",
        "99:99",
        "Jan stopped transcription",
        "00:00:01\tJan:\t",
        "Datum: 3",
        "Vraag 3: ",
        "٣:٤",
        "²:",
    ]
)


@settings(max_examples=300)
@given(st.sampled_from([".txt", ".md", ".vtt", ".srt"]), st.lists(SCRAPS, max_size=25))
def test_scraps_of_every_format(suffix: str, scraps: list[str]) -> None:
    one_line_or_fine(f"a{suffix}", "".join(scraps).encode())


@settings(max_examples=300)
@given(data=st.data())
def test_mutated_word_files(docx_lines: Callable[[list[str]], bytes], data: st.DataObject) -> None:
    original = bytearray(docx_lines(["I: Hoe gaat het?", "R: Goed & wel.".replace("&", "en")]))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(original) - 1))
        if data.draw(st.booleans()):
            original[place] = data.draw(st.integers(0, 255))
        else:
            del original[place : place + data.draw(st.integers(1, 20))]
    one_line_or_fine("a.docx", bytes(original))


XML = st.sampled_from(
    [
        "<w:p>",
        "</w:p>",
        "<w:r>",
        "</w:r>",
        "<w:t>",
        "</w:t>",
        "tekst",
        "<w:tbl>",
        "</w:tbl>",
        "<w:tr>",
        "</w:tr>",
        "<w:tc>",
        "</w:tc>",
        "<!-- x -->",
        "<?pi?>",
        "&lt;",
        "&x;",
        "<w:br/>",
        "<w:sym w:char='FFFFFFFF'/>",
        "<w:sym/>",
        "<![CDATA[x]]>",
        "<p/>",
        "<mc:AlternateContent/>",
    ]
)


@given(st.lists(XML, max_size=20).map("".join))
def test_odd_xml(docx_of: Callable[[str], bytes], body: str) -> None:
    one_line_or_fine("a.docx", docx_of(body))
