from __future__ import annotations

import codecs

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kwalcode.errors import UnreadableFile
from kwalcode.transcripts.encoding import decode, unified

DUTCH = "De cliënt zei: “één keer, daarná niet meer” – dat vond ik heel naïef. Ça va, € 5.\n"

texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"), min_size=1
)
dutch_words = st.sampled_from(
    ["de", "cliënt", "één", "naïef", "heel", "daar", "zei", "‘ja’", "café", "–", "coördinatie"]
)


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (b"", "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
        (b"", "utf-32-le"),
        (b"", "utf-32-be"),
        (b"", "cp1252"),
    ],
)
def test_each_encoding_gives_the_same_text(bom: bytes, encoding: str) -> None:
    found = decode("a.txt", bom + DUTCH.encode(encoding))
    assert found.text == DUTCH
    assert found.encoding == encoding


@given(texts)
def test_unicode_files_round_trip(text: str) -> None:
    assume(not text.isspace())
    for bom, encoding in (
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ):
        assert decode("a.txt", bom + text.encode(encoding)).text == text


@given(st.lists(dutch_words, min_size=12).filter(lambda words: "de" in words))
def test_dutch_in_windows_1252_round_trips(words: list[str]) -> None:
    text = "Dit is gewoon wat er toen gezegd werd: " + " ".join(words)
    found = decode("a.txt", text.encode("cp1252"))
    assert found.text == text


def test_windows_1252_is_preferred_and_named() -> None:
    found = decode("a.txt", "Het café ging dicht.".encode("cp1252"))
    assert found.text == "Het café ging dicht."
    assert "cp1252" in found.notices[0]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Я не знаю, что вам сказать об этом. Мы тогда долго говорили с ней." * 3, "cp1251"),
        ("我不知道该怎么说。那时候我们谈了很久，后来就没有再见面了。" * 3, "gb18030"),
    ],
)
def test_other_encodings_are_recognised(text: str, encoding: str) -> None:
    assert decode("a.txt", text.encode(encoding)).text == text


def test_lone_windows_bytes_in_utf8_are_read_and_the_line_is_named() -> None:
    data = "één\ntwee\n".encode() + "drie: naïef\n".encode("cp1252") + "vïer\n".encode()
    found = decode("a.txt", data)
    assert found.text == "één\ntwee\ndrie: naïef\nvïer\n"
    assert "line 3" in found.notices[0]


def test_two_files_pasted_together_are_read_and_the_lines_are_named() -> None:
    data = "Het café.\n".encode() + ("De cliënt, de coördinator, de financiën.\n" * 2).encode(
        "cp1252"
    )
    found = decode("a.txt", data)
    assert found.text.count("cliënt") == 2
    assert found.text.startswith("Het café.")
    assert "line 2, 3" in found.notices[0]


def test_line_numbers_count_any_newline() -> None:
    data = b"\xc3\xa9\r\xc3\xa9\r\n\xc3\xa9\n\xe9 \xc3\xa9"
    assert "line 4" in decode("a.txt", data).notices[0]


def test_bytes_without_a_meaning_are_refused_with_their_line() -> None:
    with pytest.raises(UnreadableFile, match="line 2") as refused:
        decode("a.txt", "één, twéé\n".encode() + b"hm \x81 hm\n")
    assert "\n" not in str(refused.value)


def test_a_sequence_that_is_utf8_by_chance_stays_windows_1252() -> None:
    # É” is C9 94: also one letter of UTF-8, but the other bytes are not.
    text = "Hij riep “CAFÉ” en daarna nog één keer, naïef als hij is, en geïrriteerd."
    assert decode("a.txt", text.encode("cp1252")).text == text


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n1234", "picture"),
        (b"\x7fELF\x02\x01\x01", "program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Office"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "password",
        ),
        (b"PK\x03\x04 ... word/document.xml", "rename it so that it ends in .docx"),
        (b"PK\x03\x04 ... notes.txt", "ZIP"),
        (b"%PDF-1.7\n%", "PDF"),
        (b"{\\rtf1\\ansi hallo}", "RTF"),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", "recording"),
        (b"\x00\x00\x00\x18ftypmp42", "recording"),
        (b"SQLite format 3\x00", "SQLite"),
        (bytes(range(256)) * 4, "not text"),
        (b"tekst met \x00\x01\x00 erin\n", "zero bytes"),
        (b"\x01\x02\x03\x04\x05 a", "not text"),
    ],
)
def test_binary_files_are_refused_by_name(data: bytes, what: str) -> None:
    with pytest.raises(UnreadableFile, match=r"^int 1\.txt: ") as refused:
        decode("int 1.txt", data)
    assert what in str(refused.value)


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF16_LE + b"a",
        codecs.BOM_UTF16_LE + "a".encode("utf-16-le") + b"\x00\xd8b\x00",
        codecs.BOM_UTF32_LE + b"a\x00\x00\x00\xff\xff\xff\xff",
    ],
)
def test_damaged_wide_files_are_refused_not_repaired(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="save it as UTF-8"):
        decode("a.txt", data)


@pytest.mark.parametrize("data", [b" \n\t\r\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, b"\xc2\xa0"])
def test_only_white_space_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="only white space"):
        decode("a.txt", data)


def test_nothing_but_newlines_and_the_bom_changes() -> None:
    text = "e\u0301e\u0301n\u00a0\u00ad\u2028\u0085\x0c x\ufeffy\tz "
    assert decode("a.txt", codecs.BOM_UTF8 + text.encode()).text == text


@given(st.text(st.sampled_from("ab\r\n")))
def test_newlines_are_unified_and_the_rest_is_kept(text: str) -> None:
    assert unified(text) == "\n".join(text.replace("\r\n", "\n").split("\r"))
    assert "\r" not in unified(text)


@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        found = decode("a.txt", data)
    except UnreadableFile:
        return
    assert "\0" not in found.text
    found.text.encode()
