"""A report of a real project, from the import to the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from lxml import html

from kwalcode.model import CodeSpec
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.coding import NewCoding, add_codings
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.people import set_attributes, set_setting
from kwalcode.project.acts.themes import create_theme
from kwalcode.project.retrieval.quotations import excerpts
from kwalcode.project.study import Study
from kwalcode.report.build import report_data, write_report
from kwalcode.report.quotes import write_quotes
from kwalcode.report.quotes.study import harmless

SAID = "Interviewer: Hoe gaat dat?\nR: Het is een optelsom, zeg maar.\nR: De politie is snel.\n"
SUM = (30, 60)
POLICE = (64, 83)


@pytest.fixture
def small(study: Study, prepared: Callable[..., object]) -> Study:
    """Two interviews, three codes, two coders."""
    for name in ("R01_gemeente", "R02_politie"):
        import_document(study, prepared(name, SAID + f"R: {name}.\n"))  # type: ignore[arg-type]
    paths = [("Signaal",), ("Signaal", "optelsom"), ("politie",)]
    import_codebook(study, [CodeSpec(path, definition="D.") for path in paths], source="x")
    add_codings(
        study,
        [NewCoding(d, *SUM, code, who) for d in (1, 2) for code in (2, 3) for who in ("Anna",)]
        + [NewCoding(1, *POLICE, 3, "Anna"), NewCoding(1, *SUM, 2, "Bram")],
    )
    return study


def test_a_report_holds_the_projects_own_figures(small: Study) -> None:
    theme = create_theme(small, "Optellen", "Alles telt op.", [2])
    assert theme
    with small.reading() as connection:
        data = report_data(connection, title="Studie", rule="turn")
    assert (data.codings, data.quotations, data.coders) == (6, 3, ("Anna", "Bram"))
    assert data.counted.layer == "Anna"
    assert [(p.a, p.b, p.respondents) for p in data.pairs] == [(2, 3, 2)]
    assert data.pairs[0].quotes == (0, 2)
    assert [q.codes for q in data.quotes] == [(2, 3), (3,), (2, 3)]
    assert data.quotes[0].text == SAID[slice(*SUM)].removeprefix("R: ").strip()
    assert [(c.name, c.path, c.quotations, c.respondents) for c in data.codes] == [
        ("Signaal", "Signaal", 0, 0),
        ("optelsom", "Signaal > optelsom", 2, 2),
        ("politie", "politie", 3, 2),
    ]
    assert [(t.name, t.respondents, t.quotations) for t in data.themes] == [("Optellen", 2, 2)]
    assert data.agreement is not None
    assert data.agreement.coders == ("Anna", "Bram")


def test_the_name_of_a_file_is_nowhere_in_a_report(small: Study, tmp_path: Path) -> None:
    write_report(small, tmp_path / "report.html", rule="turn", language="en")
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    said = "R01_gemeente."  # a respondent's own words, not coded
    assert said not in text
    assert "R01_gemeente" not in text
    page = html.fromstring(text)
    people = [row.text for row in page.xpath("//table[@id='respondents-table']//th[@scope='row']")]
    assert people == ["Respondent 1", "Respondent 2"]
    assert page.xpath("//cite")[0].text == "(Respondent 1)"


def test_the_projects_label_is_used_and_rare_ones_pointed_out(small: Study, tmp_path: Path) -> None:
    set_attributes(small, {1: ("", {"domain": "gemeente"}), 2: ("", {"domain": "politie"})})
    with small.reading() as connection:
        data = report_data(connection, title="t", rule="turn")
        assert [q.label for q in data.quotes] == ["Gemeente", "Gemeente", "Politie"]
        assert data.rare == {"Gemeente": 1, "Politie": 1}
    set_setting(small, "attribution", "{domain}, beurt {turn}")
    with small.reading() as connection:
        layer, stream = excerpts(connection)
        write_quotes(connection, layer, stream, "docx", tmp_path / "q.docx")
    texts = [p.text for p in docx.Document(tmp_path / "q.docx").paragraphs]
    assert sum(text.endswith(", beurt 2)") for text in texts) == 4
    assert [t for t in texts if t in {"Signaal > optelsom", "politie"}] == [
        "Signaal > optelsom",
        "politie",
    ]


@pytest.mark.parametrize("rule", ["overlap", "same-quotation", "sentence", "document", "near(1)"])
def test_every_rule_gives_a_page(small: Study, tmp_path: Path, rule: str) -> None:
    write_report(small, tmp_path / "one.html", rule=rule)
    write_report(small, tmp_path / "two.html", rule=rule)
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_an_empty_project_gives_a_page(study: Study, tmp_path: Path) -> None:
    write_report(study, tmp_path / "report.html", language="en")
    page = html.fromstring((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert "0 codings" in page.xpath("//p[@class='lead']")[0].text_content()


def test_standard_output_gets_bytes_as_they_are(
    small: Study, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    with small.reading() as connection:
        layer, stream = excerpts(connection)
        write_quotes(connection, layer, stream, "csv", None)
    first = capfdbinary.readouterr().out.split(b"\r\n")[0]
    assert first.startswith(b"document,start,end,text")


def test_a_terminal_is_not_made_to_obey() -> None:
    assert harmless("a\x1b[31mb\r\nc\td\x7f\u202e") == "a␛[31mb\nc\td␡�"
