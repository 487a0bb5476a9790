"""Agreement as files: read back by other libraries, with hostile names, twice the same bytes."""

from __future__ import annotations

import csv
import io
import json
import time

import docx
import lxml.html
import openpyxl
import pytest

from kwalcode.model import CodeSpec
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.documents import import_document
from kwalcode.project.agreement.agreements import study_agreement
from kwalcode.project.study import Study
from kwalcode.report.agreement import (
    AGREEMENT_FORMATS,
    AgreementSheet,
    agreement_bytes,
    sheet_of,
    summary_line,
)

NAMES = ("=1+1", "<b>vet</b>", "gewoon", "stil\x07")


@pytest.fixture
def sheet(study: Study, prepared) -> AgreementSheet:
    """Two coders who share a document; the first code is a formula, the last nobody used."""
    lines = "Interviewer: Hoe gaat dat?\nR01: Goed.\nR01: Soms niet.\nR01: Meestal wel.\n"
    import_document(study, prepared("R01", lines))
    specs = [CodeSpec((name,), key=str(n)) for n, name in enumerate(NAMES)]
    import_codebook(study, specs, source="topics.yaml")
    speech = (32, 36), (43, 47)
    for coder, places in (("Anna", speech), ("<Bram>", speech[:1])):
        for code in (1, 2, 3):
            for start, end in places:
                apply_code(study, 1, start, end, code, coder=coder)
    with study.reading() as connection:
        return sheet_of(study_agreement(connection, replicates=50, seed=4))


def test_csv_runs_no_formula(sheet: AgreementSheet) -> None:
    content, _notices = agreement_bytes(sheet, "csv")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert {row["name"] for row in rows} >= {"'=1+1", "<b>vet</b>"}
    assert {row["seed"] for row in rows} == {"4"}
    unused = next(row for row in rows if row["name"].startswith("stil"))
    assert (unused["alpha"], unused["remark"]) == ("", "nobody used this code")


def test_excel_has_numbers_texts_and_what_was_compared(sheet: AgreementSheet) -> None:
    content, notices = agreement_bytes(sheet, "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    table, about = book.worksheets
    header = [cell.value for cell in table[1]]
    assert header == [column.title for column in sheet.columns]
    cells = {row[0].value: row for row in table.iter_rows(min_row=2)}
    assert cells["=1+1"][0].data_type == "s"
    assert isinstance(cells["gewoon"][1].value, int | float)
    assert cells["stil"][1].value == "n.a."
    said = {row[0].value: row[1].value for row in about.iter_rows()}
    assert said["Sentence"] == sheet.sentence
    assert said["Unit"] == "sentence"
    assert len(notices) == 1  # the control character is told


def test_word_has_the_sentence_and_the_table(sheet: AgreementSheet) -> None:
    content, _notices = agreement_bytes(sheet, "docx")
    document = docx.Document(io.BytesIO(content))
    assert sheet.sentence in [p.text for p in document.paragraphs]
    [table] = document.tables
    assert [cell.text for cell in table.rows[0].cells] == [c.title for c in sheet.columns]
    named = [row.cells[0].text for row in table.rows[1:]]
    assert (sorted(named[:-1]), named[-1]) == (sorted(NAMES[:3]), "all codes, pooled")
    # a code without a figure is no row of a table for a methods section, but it is named
    assert document.paragraphs[-1].text == "n.a., since nobody used them (1): stil."
    total = [cell.text for cell in table.rows[-1].cells]
    assert total[:2] == ["all codes, pooled", f"{sheet.found.table.pooled.value:.3f}"]


def test_the_page_escapes_names(sheet: AgreementSheet) -> None:
    content, _notices = agreement_bytes(sheet, "html")
    page = lxml.html.fromstring(content)
    assert not page.xpath("//td/b")
    assert "<b>vet</b>" in [cell.text for cell in page.xpath("//td")]
    assert len(page.xpath("//tbody/tr")) == 3
    assert "n.a., since nobody used them (1): stil." in page.text_content()
    assert page.xpath("//th")[4].text == "only Anna"
    assert page.xpath("//th")[5].text == "only <Bram>"
    assert b"http" not in content


def test_json_holds_no_nan(sheet: AgreementSheet) -> None:
    content, _notices = agreement_bytes(sheet, "json")
    found = json.loads(content, parse_constant=pytest.fail)
    assert found["bootstrap"]["seed"] == 4
    assert [one["code"] for one in found["codes"]] == list(NAMES)


@pytest.mark.parametrize("form", AGREEMENT_FORMATS)
def test_equal_figures_give_equal_bytes(
    form: str, sheet: AgreementSheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = agreement_bytes(sheet, form)
    later = time.time() + 100_000_000
    monkeypatch.setattr(time, "time", lambda: later)
    assert agreement_bytes(sheet, form) == first


def test_nothing_compared_is_said(study: Study) -> None:
    with study.reading() as connection:
        found = study_agreement(connection, replicates=50)
    assert summary_line(found).startswith("Agreement: n.a.")
    for form in AGREEMENT_FORMATS:
        assert agreement_bytes(sheet_of(found), form)[0]
    assert not sheet_of(found).unused  # nobody can have used a code in no document
