"""Parts of a report beside its quotations: findings, contrasts, coverage, saturation, checklist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import docx
import pytest
from lxml import html

from kwalcode.model import CodeSpec, Edit
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.coding import NewCoding, add_codings
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.patterns import open_cases, quote_for_pattern, write_pattern
from kwalcode.project.acts.people import set_attributes
from kwalcode.project.acts.quoting import edit_for_report, mark_passage
from kwalcode.project.acts.relations import relate
from kwalcode.project.acts.themes import create_theme, put_patterns_in_theme, quote_for_theme
from kwalcode.project.reads.findings import Subject
from kwalcode.project.reads.quoting import marked
from kwalcode.project.study import Study
from kwalcode.report.build import report_data, report_notices, write_report
from kwalcode.report.data import ReportData, Tie
from kwalcode.report.figures import canvas, graph
from kwalcode.report.parts.values import Section

SAID = "Interviewer: Hoe gaat dat?\nR: Het is een optelsom, zeg maar.\nR: De politie is snel.\n"
SUM = (30, 60)
POLICE = (64, 83)
DOMAINS = ("gemeente", "gemeente", "politie", "politie")


@dataclass
class Made:
    """A study with findings, and its report."""

    study: Study
    data: ReportData

    def section(self, key: str) -> Section:
        """Return a section of the report by its key."""
        return next(one for one in self.data.sections if one.key == key)


@pytest.fixture
def made(study: Study, prepared: Callable[..., object]) -> Made:
    """Four interviews: optelsom in all, politie in the first two (gemeente)."""
    for n in (1, 2, 3, 4):
        import_document(study, prepared(f"geheim_{n}", SAID))  # type: ignore[arg-type]
    set_attributes(study, {n: ("", {"domain": d}) for n, d in enumerate(DOMAINS, start=1)})
    question = "Wat ziet u?"
    specs = [
        CodeSpec(("Signaal",), question=question),
        CodeSpec(("Signaal", "optelsom"), origin="inductive"),
        CodeSpec(("politie",), origin="inductive"),
    ]
    import_codebook(study, specs, source="x")
    codings = [NewCoding(d, *SUM, 2, "Anna") for d in (1, 2, 3, 4)]
    add_codings(study, [*codings, *(NewCoding(d, *SUM, 3, "Anna") for d in (1, 2))])
    theme = create_theme(study, "Optellen", "Alles telt op.", [2])
    create_theme(study, "Daaronder", "", [3], parent=theme)
    quote_for_theme(study, theme, 1, *SUM)
    quote_for_theme(study, theme, 2, *POLICE, side="contradicting", note="Telt niet op.")
    a, b = Subject("code", 2), Subject("code", 3)
    pattern = write_pattern(study, "similarity", "Politie telt mee.", a, b, rule="turn")
    quote_for_pattern(study, pattern, 1, *SUM)
    open_cases(study, pattern, [3])
    put_patterns_in_theme(study, theme, [pattern])
    relate(study, a, b, "part of", note="Zo gezien.")
    mark_passage(study, 1, *SUM)
    with study.reading() as connection:
        (mark,) = marked(connection)
    edit_for_report(study, mark.quotation, [Edit("elision", 7, 11)])
    with study.reading() as connection:
        return Made(study, report_data(connection, title="Studie", rule="turn"))


def test_a_theme_has_what_speaks_for_and_against_it(made: Made) -> None:
    first, second = made.data.themes
    assert (first.name, first.depth, second.name, second.depth) == ("Optellen", 0, "Daaronder", 1)
    # with the codes of the theme below it
    assert (first.codes, first.respondents, first.quotations) == ((2, 3), 4, 4)
    ((place, note),) = first.contradicting
    assert (made.data.quotes[place].text, note) == ("De politie is snel.", "Telt niet op.")
    assert made.data.quotes[place].codes == ()
    assert [n for n, _note in first.supporting] == [0]
    assert first.patterns == (0,)
    assert any("claim" in warning for warning in second.warnings)


def test_a_marked_quotation_shows_its_edits_wherever_it_stands(made: Made) -> None:
    (place,) = made.data.chosen
    shown = made.data.quotes[place].text
    assert "..." in shown
    assert shown != made.data.quotes[1].text
    assert made.data.themes[0].supporting == ((place, ""),)


def test_a_pattern_tells_who_shows_it_and_who_does_not(made: Made) -> None:
    (card,) = made.data.patterns
    assert dict(card.standing) == {"A and B together": 2, "A only": 2}
    assert card.negative == (("Respondent 3", True), ("Respondent 4", False))
    assert card.status == "draft"
    assert {made.data.quotes[n].respondent for n in card.quotes} == {"Respondent 1", "Respondent 2"}


def test_relations_are_listed_and_given_to_the_graph(made: Made) -> None:
    (tie,) = made.data.ties
    assert (tie.a, tie.b, tie.directed, tie.note) == (2, 3, True, "Zo gezien.")
    ((a, relation, b, note),) = made.section("relations").tables[0].rows
    assert (a.text, b.text, note.text) == ("optelsom", "politie", "Zo gezien.")
    assert relation.text == tie.title


def test_a_relation_is_drawn_between_its_codes_only(made: Made) -> None:
    shown = replace(made.data.network, minimum=1)
    assert {2, 3} <= {node.code for node in shown.nodes}
    ties = [*made.data.ties, Tie(2, 99, "is a", directed=True)]
    with canvas.drawing():
        text = canvas.svg(graph.draw(shown, ties=ties), "graph")
    assert 'id="tie-0"' in text
    assert made.data.ties[0].title in text
    assert "tie-1" not in text


def test_contrasts_count_respondents_and_lead_to_their_quotations(made: Made) -> None:
    table, themes = made.section("contrasts").tables
    by_theme = {row[0].text: [cell.text for cell in row[1:3]] for row in themes.rows}
    assert by_theme == {"Optellen": ["2/2", "2/2"], "Daaronder": ["2/2", "0/2"]}
    assert themes.rows[-1][1].quotes or themes.rows[0][1].quotes
    assert [c.name for c in table.columns][1:3] == ["gemeente (n=2)", "politie (n=2)"]
    rows = {row[0].text: row for row in table.rows}
    assert [cell.text for cell in rows["politie"][1:3]] == ["2/2", "0/2"]
    assert rows["politie"][1].quotes == (0, 1)
    assert rows["politie"][2].quotes == ()
    # Fisher, 2 of 2 against 0 of 2: one of C(4, 2) tables at either end
    assert rows["politie"][3].value == pytest.approx(1 / 3)
    assert any("optelsom" in note for note in table.notes)


def test_coverage_counts_a_topic_with_its_sub_codes(made: Made) -> None:
    topics, cells = made.section("coverage").tables
    ((name, question, respondents, never, quotations, _words),) = topics.rows
    assert (name.text, question.text) == ("Signaal", "Wat ziet u?")
    assert (respondents.value, never.value, quotations.value) == (4, 0, 4)
    assert [cell.quotes for cell in cells.rows[0][1:]] == [(0,), (1,), (2,), (3,)]


def test_saturation_has_a_line_for_its_picture(made: Made) -> None:
    growth = made.section("saturation").growth
    assert growth.total == (2, 2, 2, 2)
    assert all(low <= high for low, high in zip(growth.low, growth.high, strict=True))


def test_the_checklist_has_the_projects_own_figures(made: Made) -> None:
    (table,) = made.section("coreq").tables
    items = {row[0].text: row[2].text for row in table.rows}
    assert list(items) == ["12", "16", "21", "22", *map(str, range(24, 33))]
    assert items["12"] == "4 respondents in 4 documents."
    assert items["16"] == "domain: gemeente (2), politie (2)."
    assert "Anna (6)" in items["24"]
    assert items["25"].startswith("3 codes in 2 levels")
    assert "1 supporting and 1 contradicting" in items["30"]
    assert (items["31"], items["32"]) == ("Optellen (4 respondents)", "Daaronder (2 respondents)")


def test_the_method_names_coders_seed_and_versions(made: Made) -> None:
    told = " ".join(made.data.method)
    for part in ("4 documents of 4 respondents", "Anna (6)", "seed 1", "pandas", "Evers (2015)"):
        assert part in told


def test_the_page_holds_it_all_and_no_file_name(made: Made, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    write_report(made.study, page, rule="turn", language="en")
    text = page.read_text(encoding="utf-8")
    assert "geheim" not in text
    tree = html.fromstring(text)
    for key in ("method", "chosen", "themes", "patterns", "relations", "contrasts",
                "coverage", "saturation", "coreq"):  # fmt: skip
        assert tree.get_element_by_id(key) is not None
        assert tree.xpath(f"//nav//a[@href='#{key}']"), key
    opened = {button.get("data-open") for button in tree.xpath("//button[@data-open]")}
    lists = [one for one in opened if one.startswith("list-")]
    assert sorted(lists) == sorted(f"list-{n}" for n in range(len(lists)))
    assert "http" not in text.replace("http-equiv", "")


def test_the_word_file_has_headings_tables_and_numbered_captions(
    made: Made, tmp_path: Path
) -> None:
    for name in ("one.docx", "two.docx"):
        write_report(made.study, tmp_path / name, "docx", rule="turn", language="en")
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()
    document = docx.Document(str(tmp_path / "one.docx"))
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert heads[:4] == ["Method", "Chosen quotations", "Themes", "Patterns"]
    assert heads[-1] == "Reporting checklist (COREQ)"
    xml = document.element.xml
    tables = len(document.tables)
    assert xml.count("SEQ Table") == tables
    assert xml.count("SEQ Figure") == len(document.inline_shapes) >= 3
    quotes = [p.text for p in document.paragraphs if p.style.name == "Quote"]
    assert any(text.startswith("“De politie is snel.” (Gemeente)") for text in quotes)
    assert "geheim" not in xml
    assert {row.cells[0].text.strip() for row in document.tables[-2].rows} >= {"Signaal", "politie"}


def test_an_empty_project_gives_a_word_file(study: Study, tmp_path: Path) -> None:
    write_report(study, tmp_path / "report.docx", "docx", language="nl")
    assert docx.Document(str(tmp_path / "report.docx")).paragraphs[0].text == study.path.stem


def test_labels_of_few_respondents_are_told_of_beforehand(made: Made) -> None:
    (notice,) = report_notices(made.study)
    assert "Gemeente (2), Politie (2)" in notice
    assert report_notices(made.study, attribution="{respondent}") == ()
