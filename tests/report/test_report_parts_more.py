"""Parts of a report that came later: map of themes, framework, words that mark, sequences."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from lxml import html

from kwalcode.model import CodeSpec
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.coding import NewCoding, add_codings
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.framework import link_quotation, write_summary
from kwalcode.project.acts.people import set_attributes
from kwalcode.project.acts.relations import relate
from kwalcode.project.acts.themes import create_theme
from kwalcode.project.reads.findings import Subject
from kwalcode.project.study import Study
from kwalcode.report.build import report_data, write_report
from kwalcode.report.data import ReportData
from kwalcode.report.parts.values import Section

SAID = (
    "Interviewer: Wat ziet u?\n"
    "R: Het is een optelsom van {word} en {word}.\n"
    "Interviewer: En dan?\n"
    "R: Dan bel ik de politie.\n"
)
WORDS = ("signalen", "signalen", "schulden", "schulden")


def place(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


@pytest.fixture
def told(study: Study, prepared: Callable[..., object]) -> Study:
    """Four interviews in two domains: a sum first, then the police; two themes, related."""
    texts = [SAID.format(word=word) for word in WORDS]
    for n, text in enumerate(texts, start=1):
        import_document(study, prepared(f"geheim_{n}", text))  # type: ignore[arg-type]
    domains = ("zorg", "zorg", "geld", "geld")
    set_attributes(study, {n: ("", {"domein": d}) for n, d in enumerate(domains, start=1)})
    import_codebook(study, [CodeSpec((name,)) for name in ("som", "politie")], source="x")
    codings = []
    for n, text in enumerate(texts, start=1):
        codings.append(NewCoding(n, *place(text, "optelsom"), 1, "Anna"))
        codings.append(NewCoding(n, *place(text, "politie"), 2, "Anna"))
    # in two interviews the police is spoken of with the sum
    codings += [NewCoding(n, *place(texts[n - 1], "Het is een"), 2, "Anna") for n in (1, 2)]
    add_codings(study, codings)
    one = create_theme(study, "Optellen", "Alles telt op.", [1])
    other = create_theme(study, "Bellen", "Dan komt de politie.", [2])
    relate(study, Subject("theme", one), Subject("theme", other), "cause of", note="zegt R1")
    cell = (1, Subject("theme", one))
    write_summary(study, *cell, "Telt op.")
    # a passage without a code
    link_quotation(study, *cell, 1, *place(texts[0], "Dan bel ik"))
    write_summary(study, 3, Subject("code", 2), "Belt.")
    return study


@pytest.fixture
def data(told: Study) -> ReportData:
    with told.reading() as connection:
        return report_data(connection, title="Studie", rule="turn")


def section(data: ReportData, key: str) -> Section:
    return next(one for one in data.sections if one.key == key)


def test_the_map_of_themes_counts_them_by_their_codes(data: ReportData) -> None:
    assert data.theme_map is not None
    network = data.theme_map.network
    assert [node.name for node in network.nodes] == ["Optellen", "Bellen"]
    assert not {node.code for node in network.nodes} & {code.id for code in data.codes}
    (edge,) = network.edges
    assert edge.respondents == 2
    (pair,) = data.theme_map.pairs
    assert (pair.a, pair.b) == (edge.a, edge.b)
    heard = {data.quotes[n].text for n in pair.quotes}
    assert heard == {"optelsom", "Het is een"}
    (tie,) = network.relations
    assert (tie.a, tie.b, tie.directed, tie.note) == (edge.a, edge.b, True, "zegt R1")


def test_the_framework_has_what_was_written_and_what_it_rests_on(data: ReportData) -> None:
    found = section(data, "matrix")
    (table,) = found.tables
    assert [column.name for column in table.columns] == ["respondent", "Optellen", "politie"]
    first, third = table.rows
    assert (first[0].text, third[0].text) == ("Respondent 1", "Respondent 3")
    assert first[1].text == "Telt op."
    assert [data.quotes[n].text for n in first[1].quotes] == ["Dan bel ik"]
    assert third[2].text.startswith("Belt. [summary without quotation")
    assert "2 respondents without a summary" in found.paragraphs[1]


def test_words_that_mark_a_group_are_said_by_two_of_it(data: ReportData) -> None:
    (table,) = section(data, "words").tables
    best = {row[0].text: row[1].text for row in reversed(table.rows)}
    assert best["geld (n=2)"] == "schuld"
    assert best["zorg (n=2)"] == "signaal"
    assert {row[3].value for row in table.rows} == {2.0}


def test_sequences_lead_to_the_quotations_that_follow_each_other(data: ReportData) -> None:
    pairs, answers = section(data, "sequences").tables
    (row,) = [row for row in pairs.rows if row[0].text == "som → politie"]
    assert (row[1].text, row[3].text) == ("4", "4")
    heard = {data.quotes[n].text for n in row[1].quotes}
    assert heard == {"optelsom", "politie"}
    assert {row[0].text for row in answers.rows} == {"som", "politie"}
    assert answers.notes[0].startswith("8 questions, 8 answers")


def test_the_page_shows_them_and_keeps_what_a_click_opens(told: Study, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    write_report(told, page, rule="turn", language="en")
    text = page.read_text(encoding="utf-8")
    assert "geheim" not in text
    tree = html.fromstring(text)
    for key in ("matrix", "words", "sequences"):
        assert tree.xpath(f"//nav//a[@href='#{key}']"), key
    figure, *_others = tree.xpath("//figure[@data-figure='graph']")
    ids = [one.get("id") for one in figure.iter() if one.get("id")]
    edges = [one for one in ids if one.startswith("edge-")]
    embedded = json.loads(tree.get_element_by_id("data").text)
    for edge in edges:
        assert edge.removeprefix("edge-") in embedded["pairs"]
    (tie,) = [one for one in ids if one.startswith("tie-")]
    title, note, quotes = embedded["ties"][int(tie.removeprefix("tie-"))]
    assert (title, note, len(quotes)) == ("Optellen is cause of Bellen", "zegt R1", 4)
    # whatever a list names is somewhere on the page
    there = {int(n) for n in tree.xpath("//blockquote/@data-q")}
    for _title, quotes in embedded["lists"]:
        assert set(quotes) <= there
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))


def test_the_word_file_has_the_map_and_the_tables(told: Study, tmp_path: Path) -> None:
    target = tmp_path / "report.docx"
    write_report(told, target, "docx", rule="turn", language="en")
    document = docx.Document(str(target))
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    for name in ("Framework matrix", "Words that mark groups", "Sequences in talk"):
        assert name in heads
    first = document.inline_shapes[0]._inline
    assert first.docPr.get("descr") == "Map of the themes"
    for table in document.tables:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
        assert "SEQ Table" in table._tbl.getprevious().xml


def test_one_theme_has_no_map(study: Study) -> None:
    create_theme(study, "Alleen", "", [])
    with study.reading() as connection:
        assert report_data(connection, title="t").theme_map is None
