from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Callable

import pytest

from kwalcode.errors import UnreadableFile
from kwalcode.transcripts.container import Container, Limits, parse_xml

Zip = Callable[[list[tuple[str, bytes]]], bytes]


def test_members_are_found_in_any_case(zip_of: Zip) -> None:
    with Container("a.zip", zip_of([("Word/Document.xml", b"x"), ("map/", b"")])) as container:
        assert container.names == ("Word/Document.xml",)
        assert container.holds("word/document.xml")
        assert container.read("word/document.xml") == b"x"
        with pytest.raises(UnreadableFile, match=r"other\.xml is missing"):
            container.read("other.xml")


@pytest.mark.parametrize(
    "member",
    ["../x", "a/../../x", "a/..", "/etc/x", "C:/x", "c:x", "a\\b", "..\\x", "a/b/../c"],
)
def test_names_that_lead_outside_are_refused(zip_of: Zip, member: str) -> None:
    with pytest.raises(UnreadableFile, match="outside its folder") as refused:
        Container("a.zip", zip_of([("ok", b"1"), (member, b"2")]))
    assert str(refused.value).startswith("a.zip: ")


def test_a_name_with_a_zero_or_an_escape_is_shown_harmlessly(zip_of: Zip) -> None:
    data = zip_of([("a/\x1b[31m\n/../x", b"1")])
    with pytest.raises(UnreadableFile) as refused:
        Container("a.zip", data)
    assert str(refused.value).isprintable()


def test_dots_in_a_name_are_no_harm(zip_of: Zip) -> None:
    assert Container("a.zip", zip_of([("a..b/c...d", b"1")])).names == ("a..b/c...d",)


def test_links_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("link")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    with pytest.raises(UnreadableFile, match="is a link"):
        Container("a.zip", out.getvalue())


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("twin", ["word/document.xml", "WORD/document.xml"])
def test_doubles_are_refused(zip_of: Zip, twin: str) -> None:
    with pytest.raises(UnreadableFile, match="twice"):
        Container("a.zip", zip_of([("word/document.xml", b"1"), (twin, b"2")]))


def test_encrypted_members_are_refused(zip_of: Zip) -> None:
    data = bytearray(zip_of([("a", b"1")]))
    flags = data.index(b"PK\x01\x02") + 8
    struct.pack_into("<H", data, flags, 1)
    with pytest.raises(UnreadableFile, match="password"):
        Container("a.zip", bytes(data))


def test_other_ways_of_packing_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a", "1")
    with pytest.raises(UnreadableFile, match="unknown way"):
        Container("a.zip", out.getvalue())


def test_too_many_members(zip_of: Zip) -> None:
    data = zip_of([(str(number), b"") for number in range(6)])
    with pytest.raises(UnreadableFile, match="more than 5 parts"):
        Container("a.zip", data, Limits(members=5))


def test_bombs_are_stopped_while_they_unpack(zip_of: Zip) -> None:
    data = zip_of([("a", bytes(3_000_000))])
    with pytest.raises(UnreadableFile, match="150 times"):
        Container("a.zip", data).read("a")
    with pytest.raises(UnreadableFile, match="more than is allowed"):
        Container("a.zip", data, Limits(member=100_000)).read("a")


def test_the_total_counts_over_all_members(zip_of: Zip) -> None:
    data = zip_of([("a", bytes(80_000)), ("b", bytes(80_000))])
    container = Container("a.zip", data, Limits(total=100_000))
    assert len(container.read("a")) == 80_000
    with pytest.raises(UnreadableFile, match="more than is allowed"):
        container.read("b")


def test_a_lie_about_the_size_does_not_help(zip_of: Zip) -> None:
    data = bytearray(zip_of([("a", bytes(3_000_000))]))
    directory = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, directory + 24, 10)
    with pytest.raises(UnreadableFile):
        Container("a.zip", bytes(data)).read("a")


def test_damage_in_a_member_is_noticed(zip_of: Zip) -> None:
    data = bytearray(zip_of([("a", bytes(range(256)) * 20)]))
    data[60] ^= 0xFF
    with pytest.raises(UnreadableFile, match="damaged"):
        Container("a.zip", bytes(data)).read("a")


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
    ],
)
def test_doctypes_are_refused(xml: bytes) -> None:
    with pytest.raises(UnreadableFile, match="DOCTYPE"):
        parse_xml("a.docx", "word/document.xml", xml)


@pytest.mark.parametrize("xml", [b"", b"<a>", b"geen xml", b"<a>&onbekend;</a>", b"\xff\xfe<a/>"])
def test_broken_xml_is_refused(xml: bytes) -> None:
    with pytest.raises(UnreadableFile, match="damaged"):
        parse_xml("a.docx", "word/document.xml", xml)
