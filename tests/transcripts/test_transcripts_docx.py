from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kwalcode.errors import UnreadableFile
from kwalcode.transcripts import read, read_bytes

Docx = Callable[[str], bytes]
Zip = Callable[[list[tuple[str, bytes]]], bytes]


def p(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def r(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p(r("een")) + p("") + p(r("twee ") + r("woorden")), "een\n\ntwee woorden"),
        (p("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/></w:r>"), "a\tb\nc\n"),
        (p("<w:pPr><w:tabs><w:tab w:pos='1'/></w:tabs></w:pPr>" + r("a")), "a"),
        (p("<w:r><w:t>e</w:t><w:noBreakHyphen/><w:t>m</w:t><w:softHyphen/></w:r>"), "e\u2011m\u00ad"),  # noqa: E501
        (p(f"<w:ins>{r('nieuw')}</w:ins><w:del><w:r><w:delText>oud</w:delText></w:r></w:del>"), "nieuw"),  # noqa: E501
        (p(f"<w:moveFrom>{r('weg')}</w:moveFrom><w:moveTo>{r('hier')}</w:moveTo>"), "hier"),
        (p(f"<w:hyperlink>{r('link')}</w:hyperlink><w:smartTag>{r('slim')}</w:smartTag>"), "linkslim"),  # noqa: E501
        (p("<w:r><w:fldChar/><w:instrText>PAGE</w:instrText></w:r>" + r("3")), "3"),
        (p(f"<w:fldSimple w:instr='DATE'>{r('vandaag')}</w:fldSimple>"), "vandaag"),
        (f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{p(r('in'))}</w:sdtContent></w:sdt>", "in"),  # noqa: E501
        (p(f"<w:sdt><w:sdtContent>{r('in')}</w:sdtContent></w:sdt>"), "in"),
        (f"<w:customXml>{p(r('in'))}</w:customXml>", "in"),
        (f"<w:ins>{p(r('in'))}</w:ins>", "in"),
        (p("<w:r><w:sym w:font='x' w:char='00E9'/><w:sym w:char='zz'/></w:r>"), "é"),
        (p("<w:r><w:t>regel\nregel</w:t></w:r>"), "regel regel"),
        (
            p("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + r("een ")) + p(r("twee")) + p(r("drie")),
            "een twee\ndrie",
        ),
    ],
)  # fmt: skip
def test_what_a_paragraph_holds(docx_of: Docx, body: str, text: str) -> None:
    assert read_bytes("a.docx", docx_of(body)).text == text


def test_tables_row_by_row_cells_by_tab(docx_of: Docx) -> None:
    def row(*cells: str, properties: str = "") -> str:
        inner = "".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in cells)
        return f"<w:tr>{properties}{inner}</w:tr>"

    gone = row(p(r("weg")), properties="<w:trPr><w:del/></w:trPr>")
    held = f"<w:sdt><w:sdtContent>{row(p(r('c')), p(r('d')))}</w:sdtContent></w:sdt>"
    table = f"<w:tbl><w:tblPr/>{row(p(r('a')), p(r('b1')) + p(r('b2')))}{gone}{held}</w:tbl>"
    assert read_bytes("a.docx", docx_of(table + p(r("na")))).text == "a\tb1\nb2\nc\td\nna"


def test_a_table_of_speakers(docx_of: Docx) -> None:
    rows = "".join(
        f"<w:tr><w:tc>{p(r(who))}</w:tc><w:tc>{p(r(said))}</w:tc></w:tr>"
        for who, said in (("I", "Hoe?"), ("R", "Zo."))
    )
    found = read_bytes("a.docx", docx_of(f"<w:tbl>{rows}</w:tbl>"))
    assert [turn.speaker for turn in found.turns] == ["I", "R"]
    assert found.roles == {"I": "interviewer", "R": "respondent"}


def test_a_text_box_once_after_its_paragraph(docx_of: Docx) -> None:
    box = f"<w:txbxContent>{p(r('kader'))}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx>"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent>"
    )
    body = p(f"<w:r>{both}</w:r>" + r("tekst")) + p(r("na"))
    assert read_bytes("a.docx", docx_of(body)).text == "tekst\nkader\nna"


def test_notes_and_comments_are_mentioned(docx_of: Docx) -> None:
    body = p(r("a") + "<w:r><w:footnoteReference/><w:commentReference/></w:r>")
    notices = read_bytes("a.docx", docx_of(body)).notices
    assert "Footnotes" in notices[0]
    assert "Comments" in notices[1]


def test_every_paragraph_is_a_turn_where_nobody_is_named(docx_of: Docx) -> None:
    found = read_bytes("a.docx", docx_of(p(r("een")) + p(r("twee")) + p("") + p(r("drie"))))
    assert [found.text[t.start : t.end] for t in found.turns] == ["een", "twee", "drie"]
    assert found.format == "docx"


def test_teams_in_word(docx_lines: Callable[[list[str]], bytes]) -> None:
    found = read_bytes(
        "a.docx",
        docx_lines(
            [
                "Overleg",
                "3 mei 2024",
                "Jan Wit started transcription",
                "Jan Wit   0:04\nHoe gaat het?",
                "Piet Zwart   0:09\nGoed.\nJa.",
                "Jan Wit stopped transcription",
            ]
        ),
    )
    assert "\nJan Wit   0:04\nHoe gaat het?\nPiet Zwart   0:09\nGoed.\nJa.\n" in found.text
    said = [(t.speaker, t.time, found.text[t.speech_start : t.speech_end]) for t in found.turns]
    assert said == [("Jan Wit", 4, "Hoe gaat het?"), ("Piet Zwart", 9, "Goed.\nJa.")]


def test_the_main_part_may_have_another_name(docx_of: Docx, zip_of: Zip) -> None:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(docx_of(p(r("hallo"))))) as archive:
        document = archive.read("word/document.xml")
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="1" Type="http://x/officeDocument" Target="/word/document2.xml"/>'
        b"</Relationships>"
    )
    data = zip_of([("_rels/.rels", relations), ("word/document2.xml", document)])
    assert read_bytes("a.docx", data).text == "hallo"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"Gewone tekst.", "not a Word file"),
        (b"%PDF-1.7", "a PDF file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), r"save it as \.docx"),
        (b"PK\x03\x04rommel", "damaged"),
    ],
)
def test_other_files_called_docx(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read_bytes("a.docx", data)


def test_a_docx_called_txt_is_refused_with_the_remedy(docx_of: Docx) -> None:
    with pytest.raises(UnreadableFile, match=r"ends in \.docx"):
        read_bytes("a.txt", docx_of(p(r("hallo"))))


def test_truncated_and_empty(docx_of: Docx, zip_of: Zip) -> None:
    data = docx_of(p(r("hallo" * 100)))
    for size in range(4, len(data) - 1, 7):
        with pytest.raises(UnreadableFile):
            read_bytes("a.docx", data[:size])
    with pytest.raises(UnreadableFile, match="no text"):
        read_bytes("a.docx", docx_of(p("")))
    with pytest.raises(UnreadableFile, match="no Word text"):
        read_bytes("a.docx", zip_of([("xl/workbook.xml", b"<a/>")]))


def test_deep_nesting_is_refused_or_read(docx_of: Docx) -> None:
    for depth in (50, 240, 5000):
        body = p("<w:smartTag>" * depth + r("diep") + "</w:smartTag>" * depth)
        try:
            assert read_bytes("a.docx", docx_of(body)).text == "diep"
        except UnreadableFile:
            assert depth > 100


def test_older_teams_sample(samples: Path) -> None:
    found = read(samples / "teams-2021-layout.docx")
    assert len(found.turns) == 8
    assert found.turns[0].speaker == "田中太郎"
    assert found.turns[0].time == 5.1
