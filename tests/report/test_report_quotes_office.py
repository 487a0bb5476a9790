"""Quotations as Word and Excel files, read back by other libraries."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import replace

import docx
import openpyxl
import pytest

from kwalcode.model import Excerpt
from kwalcode.report.quotes.formats import write_list
from kwalcode.report.quotes.heading import QuoteHeading


def made(form: str, excerpts: list[Excerpt], heading: QuoteHeading) -> io.BytesIO:
    out = io.BytesIO()
    write_list(excerpts, heading, form, out)
    out.seek(0)
    return out


def test_word_has_headings_quotes_and_facts(excerpts: list[Excerpt], heading: QuoteHeading) -> None:
    document = docx.Document(made("docx", excerpts, heading))
    found = [(p.style.name, p.text) for p in document.paragraphs]
    assert found[0] == ("Title", heading.title)
    assert found[1][0] == "Subtitle"
    assert "Layer: Anna" in found[1][1]
    assert "2 respondents" in found[1][1]
    assert [text for style, text in found if style == "Heading 1"] == ["Melden", "Signaal"]
    quotes = [text for style, text in found if style == "Quote"]
    assert quotes == [
        "“Eerst dit.\nToen dat.” (Gemeente)",
        "“=1+1 <b>zei</b> ze” (Politie)",
        "“Ja, [naam] zei: *kijk* uit 😀.” (Gemeente)",
        "“Eerst dit.\nToen dat.” (Gemeente)",
    ]


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_equal_quotations_give_equal_bytes(
    form: str, excerpts: list[Excerpt], heading: QuoteHeading, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made(form, excerpts, heading).getvalue()
    later = time.time() + 100_000_000
    monkeypatch.setattr(time, "time", lambda: later)
    monkeypatch.setattr(time, "localtime", lambda at=later: time.gmtime(at))
    assert made(form, excerpts, heading).getvalue() == first
    dates = {info.date_time for info in zipfile.ZipFile(io.BytesIO(first)).infolist()}
    assert {date[:2] for date in dates} == {(1980, 1)}


def test_word_leaves_out_control_characters_with_a_notice(heading: QuoteHeading) -> None:
    out = io.BytesIO()
    one = Excerpt("R01", 0, 3, "a\x0bb\ufffe", ("Mel\x01den",), ())
    notices = write_list([one], replace(heading, codes=()), "docx", out)
    assert notices == ("3 control characters were left out: this format cannot hold them.",)
    texts = [p.text for p in docx.Document(out).paragraphs]
    assert "“ab” (Unknown)" in texts
    assert "Melden" in texts


def test_excel_has_a_frozen_header_and_texts_that_are_texts(
    excerpts: list[Excerpt], heading: QuoteHeading
) -> None:
    book = openpyxl.load_workbook(made("xlsx", excerpts, heading))
    sheet, about = book.worksheets
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["D"].width > 60
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:5] == ("document", "start", "end", "text", "codes")
    assert rows[1][3] == excerpts[0].text
    assert rows[2][3:5] == ("Eerst dit.\nToen dat.", "Signaal; Melden")
    assert rows[2][1:3] == (90, 110)
    formula = sheet["D4"]
    assert (formula.value, formula.data_type) == ("=1+1 <b>zei</b> ze", "s")
    assert formula.number_format == "@"
    assert formula.quotePrefix
    assert rows[3][11:13] == ("Politie", "politie")
    facts = dict(about.iter_rows(values_only=True))
    assert facts["n"] == "3 quotations, 2 respondents, 2 documents"
    assert facts["Layer"] == "Anna"


def test_excel_cuts_what_a_cell_cannot_hold_and_says_so(heading: QuoteHeading) -> None:
    out = io.BytesIO()
    texts = ["x" * 40_000, "😀" * 20_000, "y" * 32_767]
    notices = write_list([Excerpt("R", 0, 1, t, (), ()) for t in texts], heading, "xlsx", out)
    assert len(notices) == 1
    assert notices[0].startswith("2 texts were too long")
    sheet = openpyxl.load_workbook(out).worksheets[0]
    assert sheet["D2"].value == "x" * 32_766 + "…"
    assert sheet["D3"].value == "😀" * 16_383 + "…"
    assert sheet["D4"].value == texts[2]


def test_excel_leaves_out_control_characters(heading: QuoteHeading) -> None:
    out = io.BytesIO()
    notices = write_list([Excerpt("R", 0, 1, "a\x00b", (), ())], heading, "xlsx", out)
    assert notices == ("1 control character was left out: this format cannot hold it.",)
    assert openpyxl.load_workbook(out).worksheets[0]["D2"].value == "ab"
