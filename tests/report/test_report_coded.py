"""The coded transcript on paper: brackets, stripes, names and notes where they belong."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from kwalcode.errors import NotFound, UsageError
from kwalcode.model import CodeSpec, Document
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.notes import write_memo, write_memo_on_passage
from kwalcode.project.reads.documents import all_documents
from kwalcode.project.study import Study
from kwalcode.report.coded import print_documents, write_book
from kwalcode.report.coded.files import file_names, print_beside, print_into
from kwalcode.report.coded.layout import LANES, ROW, Placed, Sign, Words, rows, wrapped
from kwalcode.report.coded.sheet import Book, Mark, Note, PrintedCode, Sheet, Stretch

HOSTILE = "<script>alert(1)</script> & ]]> \x1b[31m [x]"
TALK = (
    f"KOP {HOSTILE}\n"
    "Interviewer: Wat ziet u?\n"
    "R01: Kleine signalen. Een optelsom, 👩‍👧 é.\n"
    "Interviewer: En dan?\n"
    "R01: Dan bel ik mijn collega.\n"
)
Prepare = Callable[..., object]


@pytest.fixture
def talk(study: Study, prepared: Prepare) -> Study:
    """A study with one document: Anna's two codings, one of Bram's, and memos."""
    import_document(study, prepared("R01 <b>", TALK))  # type: ignore[arg-type]
    specs = [
        CodeSpec(("Signaal",), definition=HOSTILE, color="#ff0000"),
        CodeSpec(("Melden", "<i>bellen</i>")),
        CodeSpec(("nooit gebruikt",)),
    ]
    import_codebook(study, specs, source="x")
    put(study, "Een optelsom", 1)
    put(study, "Een optelsom", 1, coder="Bram")
    put(study, "optelsom, 👩‍👧 é.\nInterviewer: En dan?\nR01: Dan bel", 3)
    place = TALK.index("Dan bel")
    write_memo(study, "document", 1, f"Over {HOSTILE}", title="Indruk")
    write_memo_on_passage(study, 1, place, place + 7, "Let op\ndit")
    return study


def put(study: Study, words: str, code: int, coder: str = "Anna") -> None:
    start = TALK.index(words)
    apply_code(study, 1, start, start + len(words), code, coder=coder)


def documents(study: Study) -> list[Document]:
    with study.reading() as connection:
        return all_documents(connection)


def printed(study: Study, form: str, **how: object) -> bytes:
    out = io.BytesIO()
    book = print_documents(study, documents(study), **how)  # type: ignore[arg-type]
    write_book(book, form, out)
    return out.getvalue()


def test_the_page_shows_ranges_codes_and_notes(talk: Study) -> None:
    page = html.fromstring(printed(talk, "html").decode())
    text = [
        row.xpath("string(span[@class='x'])") for row in page.xpath("//div[contains(@class,'r')]")
    ]
    body = "\n".join(text)
    assert HOSTILE.replace("\x1b", "") in body
    assert "Kleine signalen. Si[Een Ib[optelsom]Si, 👩‍👧 é." in body
    assert "En dan?" in body
    assert "Dan bel]Ib1 ik mijn collega." in body
    told = [span.text_content().split() for span in page.xpath("//span[@class='c']/span")]
    assert told == [["Si", "Signaal"], ["Ib", "<i>bellen</i>"]]
    assert page.xpath("string(//section[@class='notes'])").split()[0] == "Memos"
    assert f"Over {HOSTILE}".replace("\x1b", "") in page.text_content()
    assert "Let op\ndit" in page.text_content()
    legend = [row.xpath("string(th)") for row in page.xpath("//table/tbody/tr")]
    assert legend == ["Si", "Ib"]
    assert "nooit gebruikt" not in page.text_content()
    assert page.xpath("//h1")[0].text == "R01 <b>"


def test_the_page_needs_nothing_from_elsewhere(talk: Study) -> None:
    page = printed(talk, "html").decode()
    assert not re.search(r"https?:|src=|@import|url\(|<script|<link", page)
    assert page.count("<i>bellen") == 0


def test_stripes_stand_beside_every_row_that_is_coded(talk: Study) -> None:
    page = html.fromstring(printed(talk, "html", coder="all").decode())
    for row in page.xpath("//div[starts-with(@class,'r ') or @class='r']"):
        coded = bool(row.xpath("span[@class='x']/u"))
        assert coded == bool(row.xpath("span[@class='m']/i"))
    names = page.xpath("//span[@class='c']/span")
    assert [n.text_content().split()[-1] for n in names] == ["Bram", "Anna"]
    assert "Anna, Bram" in names[0].text_content()


def test_word_has_a_row_per_turn(talk: Study) -> None:
    data = printed(talk, "docx", coder="Anna")
    assert data == printed(talk, "docx", coder="Anna")
    made = docx.Document(io.BytesIO(data))
    rows_ = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
    assert rows_[0] == ["Turn", "Speaker", "Text", "Codes"]
    assert rows_[1][2] == f"KOP {HOSTILE}".replace("\x1b", "")
    assert [row[0] for row in rows_[1:]] == ["1", "2", "3", "4", "5"] or rows_[1][0] == ""
    coded = next(row for row in rows_ if "optelsom" in row[2])
    assert coded[2] == "Kleine signalen. Si[Een Ib[optelsom]Si, 👩‍👧 é."
    assert coded[3].split() == ["Si", "Signaal", "Ib", "<i>bellen</i>"]
    after = rows_[rows_.index(coded) + 1]
    assert (after[2], after[3]) == ("En dan?", "(Ib)")
    assert rows_[-1][2] == "Dan bel]Ib(1) ik mijn collega."
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert "R01 <b>" in texts
    assert "(1) Let op\ndit Anna" in texts
    assert [cell.text for cell in made.tables[1].rows[1].cells][1:3] == ["Signaal", "1"]


def test_one_coder_all_or_the_layer(talk: Study) -> None:
    whole = documents(talk)

    def marks(coder: str | None) -> list[tuple[int, str]]:
        return [
            (m.code, m.coders) for m in print_documents(talk, whole, coder=coder).sheets[0].marks
        ]

    assert marks(None) == [(1, ""), (3, "")]
    assert marks("bram") == [(1, "")]
    assert marks("all") == [(1, "Anna, Bram"), (3, "Anna")]
    with pytest.raises(NotFound, match="Zed"):
        marks("Zed")
    facts = dict(print_documents(talk, whole, coder="bram").sheets[0].facts)
    assert (facts["Layer"], facts["Codings"], facts["Memos"]) == ("Bram", "1", "2 memos")
    assert print_documents(talk, whole, memos=False).sheets[0].notes == []


def test_files_have_safe_names_and_nothing_is_written_over(talk: Study, tmp_path: Path) -> None:
    found = documents(talk)
    written = [path for path, _notices in print_into(talk, found, tmp_path, "html")]
    assert [path.name for path in written] == ["R01 _b_.html"]
    assert print_beside(talk, found, "docx")[0].name == "study-R01 _b_.docx"
    assert print_beside(talk, found, "docx")[0].name == "study-R01 _b_-2.docx"
    with pytest.raises(UsageError):
        print_beside(talk, [], "docx")
    with pytest.raises(UsageError, match="pdf"):
        write_book(print_documents(talk, found), "pdf", tmp_path / "x.pdf")
    names = file_names([_named(name) for name in ("../a", "..\\A", ". ", "a" * 300)])
    assert len({name.casefold() for name in names}) == 4
    assert all(re.fullmatch(r"[\w\-][\w. \-]*", name) and len(name) < 100 for name in names)


def _named(name: str) -> Document:
    return Document(1, b"", name, None, 0, "txt", "", 1, 1)


TEXT = st.text(st.sampled_from("ab \n\u0301é好👧"), min_size=1, max_size=150)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """A text in stretches, with marks and notes anywhere, labels and gaps included."""
    text = draw(TEXT)
    bounds = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    stretches = [
        Stretch(a, b, n) for n, (a, b) in enumerate(zip(bounds[::2], bounds[1::2], strict=False))
    ]
    ranges = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 60)).map(
        lambda r: (r[0], min(len(text), r[0] + r[1]))
    )
    marks = sorted(
        (
            Mark(*r, code)
            for r, code in draw(st.lists(st.tuples(ranges, st.integers(1, 3)), max_size=12))
        ),
        key=lambda m: (m.start, -m.end),
    )
    notes = [Note("", "n", "A", n, r) for n, r in enumerate(draw(st.lists(ranges, max_size=3)), 1)]
    return Sheet("D", (), text, stretches, marks, notes)


@given(sheets())
def test_every_letter_is_printed_once_and_every_mark_opens_and_closes(sheet: Sheet) -> None:
    made = rows(sheet)
    text = "".join(p.text for row in made for p in row.pieces if isinstance(p, Words))
    assert text == "".join(sheet.text[s.start : s.end] for s in sheet.stretches)
    if not sheet.stretches:
        return
    signs = [p for row in made for p in row.pieces if isinstance(p, Sign)]
    for kind in ("open", "close"):
        shown = [m for sign in signs if sign.kind == kind for m in sign.marks]
        assert sorted(map(id, shown)) == sorted(map(id, sheet.marks))
    assert sorted(s.note for s in signs if s.kind == "note") == [n.number for n in sheet.notes]
    told = [m for row in made for m in row.told]
    assert sorted(map(id, told)) == sorted(map(id, sheet.marks))


@given(sheets())
def test_coded_words_are_those_that_marks_cover(sheet: Sheet) -> None:
    at = 0
    stretches = iter(sheet.stretches)
    for row in rows(sheet):
        if row.first:
            at = next(stretches).start
        for piece in row.pieces:
            if isinstance(piece, Words):
                covered = [
                    any(m.start <= n < m.end for m in sheet.marks)
                    for n in range(at, at + len(piece.text))
                ]
                assert all(covered) if piece.coded else not any(covered)
                at += len(piece.text)


@given(sheets())
def test_rows_with_coded_words_have_a_stripe(sheet: Sheet) -> None:
    for row in rows(sheet):
        assert all(lane < LANES for lane, *_ in row.stripes)
        if any(isinstance(p, Words) and p.coded for p in row.pieces):
            assert row.stripes or row.more


@given(sheets())
def test_marks_go_on_from_turn_to_turn(sheet: Sheet) -> None:
    placed = Placed(sheet)
    for number, (beginning, going) in enumerate(placed.stretches_of()):
        for mark, (begin, end) in zip(sheet.marks, placed.spans, strict=True):
            assert any(m is mark for m in beginning) == (begin[0] == number)
            assert any(m is mark for m in going) == (begin[0] < number <= end[0])


@given(TEXT, st.integers(1, 20))
def test_rows_are_cut_without_loss(text: str, width: int) -> None:
    found = wrapped(text, 0, len(text), width)
    assert "".join(text[a:b] for a, b in found) == text
    assert all(a < b for a, b in found)
    for a, b in found:
        assert "\n" not in text[a : b - 1]
        shown = text[a:b].rstrip()
        assert len(shown) <= width or not shown.isascii()


def test_a_row_holds_what_fits() -> None:
    words = "woord " * 40
    assert all(ROW - 6 <= b - a <= ROW + 1 for a, b in wrapped(words, 0, len(words))[:-1])


def test_many_stripes_side_by_side_end_in_a_plus() -> None:
    text = "x " * 50
    marks = [Mark(0, 100, n) for n in range(1, 60)]
    made = rows(Sheet("D", (), text, [Stretch(0, 100, 1)], marks, []))
    assert [len(row.stripes) for row in made] == [LANES] * len(made)
    assert made[0].more
    assert sum(len(row.told) for row in made) == 59
    codes = {n: PrintedCode(n, "Aa", "#123456", "n", "n", "") for n in range(1, 60)}
    out = io.BytesIO()
    write_book(
        Book("t", "en", [Sheet("D", (), text, [Stretch(0, 100, 1)], marks, [])], codes), "html", out
    )
    assert out.getvalue().count(b'class="more"') == 1


def test_a_long_transcript_takes_seconds_not_minutes() -> None:
    import time

    text = "een signaal dat ik niet weet " * 40_000
    stretches = [Stretch(a, a + 230, n) for n, a in enumerate(range(0, len(text), 232), 1)]
    marks = [Mark(a, a + 300, 1 + a % 7) for a in range(0, len(text) - 400, len(text) // 3000)]
    codes = {n: PrintedCode(n, f"A{n}", "#123456", "n", "n", "") for n in range(1, 8)}
    book = Book("t", "en", [Sheet("D", (), text, stretches, marks, [])], codes)
    begun = time.monotonic()
    for form in ("html", "docx"):
        write_book(book, form, io.BytesIO())
    assert time.monotonic() - begun < 20


def test_a_document_without_text_or_codes_is_printed_too(study: Study, prepared: Prepare) -> None:
    import_document(study, prepared("leeg", "\n"))  # type: ignore[arg-type]
    for form in ("html", "docx"):
        assert b"leeg" in printed(study, form) or form == "docx"
