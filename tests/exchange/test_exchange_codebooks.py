from pathlib import Path

import pytest

from kwalcode.errors import UnreadableFile, UsageError
from kwalcode.exchange.codebooks import FORMATS, colored, read_codebook, write_codebook
from kwalcode.model import PALETTE, CodeSpec
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.reads.codes import all_codes

CODEBOOKS = Path(__file__).resolve().parents[2] / "codebooks"


@pytest.mark.parametrize("format", ["yaml", "csv", "tsv"])
def test_a_study_keeps_its_codebook_through_every_format(make_study, write, format):
    first, second = make_study(codes=()), make_study(codes=())
    import_codebook(first, read_codebook(CODEBOOKS / "signaleren-uitbuiting.yaml"))
    with first.reading() as connection:
        codes = all_codes(connection)
    path = write(f"boek.{format}", write_codebook(codes, format))
    done = import_codebook(second, read_codebook(path))
    assert len(done.created) == len(codes) > 40
    with second.reading() as connection:
        again = all_codes(connection)
    assert write_codebook(again, "yaml") == write_codebook(codes, "yaml")
    assert import_codebook(second, read_codebook(path)).updated == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("name", ["a.YAML", "a.csv"])
def test_any_encoding_is_read(write, name, encoding):
    text = (
        "codes:\r\n- name: Één café\r\n" if name == "a.YAML" else "code;definition\r\nÉén café;\r\n"
    )
    assert read_codebook(write(name, text.encode(encoding)))[0].path == ("Één café",)


def test_the_readme_describes_a_codebook_that_is_read(write):
    text = (CODEBOOKS / "README.md").read_text(encoding="utf-8")
    for language, count in (("yaml", 2), ("csv", 2)):
        block = text.split(f"```{language}\n", 1)[1].split("```", 1)[0]
        assert len(read_codebook(write(f"a.{language}", block))) == count


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xlsx", b"PK", "ends in one of: .yaml .yml .csv .tsv"),
        ("a", b"codes:", "ends in one of"),
        ("a.yaml", b"PK\x03\x04" + bytes(50), "not YAML but a ZIP archive; save it as YAML"),
        ("a.csv", b"PK\x03\x04 xl/workbook.xml", "not CSV but an Excel workbook; save it as CSV"),
        ("a.yaml", b"", "empty"),
        ("a.yaml", b"  \n", "white space"),
        ("a.csv", b"code,definition\nA,x\n,y\n", "row 3"),
        ("a.yaml", b"codes:\n- {name: A, kleur: x}\n", "line 2, code 'A'"),
    ],
)
def test_what_is_no_codebook_is_refused_by_name(write, name, content, reason):
    path = write(name, content)
    with pytest.raises(UnreadableFile, match=reason) as caught:
        read_codebook(path)
    assert str(caught.value).startswith(str(path))


def test_huge_files_are_refused_unread(write):
    with pytest.raises(UnreadableFile, match="larger than 5 MB"):
        read_codebook(write("a.yaml", b"#" * 5_000_001))


def test_an_unknown_format_is_a_wrong_request():
    with pytest.raises(UsageError, match="yaml, yml, csv, tsv"):
        write_codebook([], "pdf")
    assert all(FORMATS[name].render([], "") for name in FORMATS)


def test_a_codebook_can_be_given_a_name():
    assert "\nname: Mijn studie\n" in write_codebook([], "yaml", name="Mijn studie")
    assert write_codebook([], "csv", name="Mijn studie") == write_codebook([], "csv")


def test_codes_without_a_colour_get_one():
    specs = [
        CodeSpec(("A",)),
        CodeSpec(("A", "b")),
        CodeSpec(("A", "c"), color="#010203"),
        CodeSpec(("A", "c", "d")),
        CodeSpec(("B",), color=PALETTE[1].upper()),
        CodeSpec(("C",)),
    ]
    one, *_, last = PALETTE
    assert [spec.color for spec in colored(specs)] == [
        one, one, "#010203", "#010203", PALETTE[1].upper(), PALETTE[2],
    ]  # fmt: skip
    many = [CodeSpec((f"c{i}",)) for i in range(len(PALETTE) + 1)]
    assert [spec.color for spec in colored(many)][-2:] == [last, one]
