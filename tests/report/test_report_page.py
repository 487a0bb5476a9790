"""The analysis report as a page."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from kwalcode import i18n
from kwalcode.decimals import number
from kwalcode.i18n import speaking
from kwalcode.report.analysis_report import pieces, quotes_of, theme_quotes, write_page
from kwalcode.report.data import Network, ReportData, ReportQuote, ReportTheme


@pytest.fixture(scope="module")
def text(report: ReportData) -> str:
    return "".join(pieces(report, "en"))


@pytest.fixture(scope="module")
def page(text: str) -> html.HtmlElement:
    return html.fromstring(text)


def test_nothing_comes_from_outside(page: html.HtmlElement, text: str) -> None:
    assert not page.xpath("//link | //img | //iframe | //object | //@src")
    for name in ("href", "action", "data", "xlink:href", "poster"):
        for value in page.xpath(f"//@*[name()='{name}']"):
            assert value.startswith("#"), value
    assert "http" not in text.replace("http-equiv", "")
    assert all(url.startswith("#") for url in re.findall(r"url\((.*?)\)", text))
    assert "@import" not in text


def test_only_our_own_script_may_run(page: html.HtmlElement) -> None:
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")
    scripts = [s.text for s in page.xpath("//script[not(@type)]")]
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert not page.xpath("//@*[starts-with(name(), 'on')]")


def test_hostile_names_are_only_text(page: html.HtmlElement, report: ReportData) -> None:
    assert page.xpath("//h1")[0].text == report.title
    assert not page.xpath("//b[text()='x']")
    names = [h.text for h in page.xpath("//div[@class='theme']/h3")]
    assert names == [report.title]
    data = page.xpath("//script[@id='data']")[0].text
    assert "<" not in data
    assert json.loads(data)["codes"]["3"][0] == report.codes[2].name


def test_every_cell_edge_and_node_has_an_id_that_the_script_knows(
    page: html.HtmlElement,
) -> None:
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {"cell-1-2", "cell-2-3", "cell-3-4", "edge-1-2", "node-1", "code-5"} <= set(ids)
    data = json.loads(page.xpath("//script[@id='data']")[0].text)
    for name in ids:
        kind, *numbers = name.split("-")
        if kind in {"cell", "edge"}:
            assert "-".join(numbers) in data["pairs"]
        elif kind == "node":
            assert numbers[0] in data["codes"]
    for opener in page.xpath("//@data-open"):
        kind, *numbers = opener.split("-")
        assert (kind == "theme" and int(numbers[0]) < len(data["themes"])) or (
            kind == "cell" and "-".join(numbers) in data["pairs"]
        )


def test_every_quotation_is_there_to_be_shown(page: html.HtmlElement, report: ReportData) -> None:
    places = {int(place) for place in page.xpath("//blockquote/@data-q")}
    assert places == set(range(len(report.quotes)))
    first = page.xpath("//blockquote[@data-q='1']")[0].text_content()
    assert " ".join(first.split()) == f"“{report.quotes[1].text}” (Politie)"
    data = json.loads(page.xpath("//script[@id='data']")[0].text)
    assert data["pairs"]["2-3"][-1] == [0, 1]
    assert data["quotes"][3] == [3, 4, 5]


def test_every_link_inside_leads_somewhere(page: html.HtmlElement) -> None:
    ids = set(page.xpath("//@id"))
    for link in page.xpath("//a/@href | //label/@for | //@data-filter | //@data-columns"):
        assert link.removeprefix("#") in ids, link


def test_figures_carry_what_they_were_counted_on(page: html.HtmlElement) -> None:
    for caption in page.xpath("//figcaption"):
        text = " ".join(caption.text_content().split())
        for fact in ("Unit turn", "Layer Anna", "Talk of respondent", "4 respondents", "a note"):
            assert fact in text, fact
    assert "seed 7" in page.xpath("//section[@id='graph']")[0].text_content()


def test_communities_are_proposals_and_themes_are_of_people(page: html.HtmlElement) -> None:
    graph = page.xpath("//section[@id='graph']")[0].text_content()
    assert "Proposal A" in graph
    assert "no themes" in graph
    themes = page.xpath("//section[@id='themes']")[0].text_content()
    assert "A claim." in themes
    assert "Proposal" not in themes


def test_what_cannot_be_computed_is_na_with_a_reason(page: html.HtmlElement) -> None:
    table = page.xpath("//table[@id='pairs-table']")[0]
    cells = table.xpath(".//td[normalize-space(text())='n.a.']")
    assert cells
    assert all(cell.get("data-v") == "" for cell in cells)
    assert "no divisor" in {cell.get("title") for cell in cells}
    pairs = page.xpath("//section[@id='pairs']")[0].text_content()
    assert "no divisor; no units" in pairs
    assert "inf" in table.text_content()
    assert "frequency gap" in table.text_content()
    agreed = page.xpath("//table[@id='agreement-table']")[0]
    assert agreed.xpath(".//td[@title='no variation']")


def test_rare_labels_and_unused_codes_are_pointed_out(page: html.HtmlElement) -> None:
    text = page.text_content()
    assert "Politie (1)" in page.xpath("//p[@class='note']")[0].text_content()
    assert "1 code was not used" in text


def test_the_language_decides_the_decimal_sign(report: ReportData) -> None:
    dutch = html.fromstring("".join(pieces(report, "nl")))
    assert dutch.get("lang") == "nl"
    assert "0,25" in dutch.xpath("//table[@id='pairs-table']")[0].text_content()
    assert number(0.125, 3, "nl") == "0,125"
    assert number(float("inf"), language="nl") == "inf"


def test_the_language_of_the_interface_comes_back() -> None:
    before = i18n._("Quotations")
    with pytest.raises(ValueError, match="x"), speaking("nl"):
        raise ValueError("x")
    assert i18n._("Quotations") == before


def test_equal_reports_give_equal_bytes(report: ReportData, tmp_path: Path) -> None:
    one, two = tmp_path / "one.html", tmp_path / "two.html"
    write_page(report, one, "en")
    write_page(report, two, "en")
    assert one.read_bytes() == two.read_bytes()
    assert one.read_text(encoding="utf-8") == "".join(pieces(report, "en"))


def test_a_report_on_next_to_nothing_is_a_page_too(report: ReportData) -> None:
    bare = replace(
        report,
        codes=(),
        pairs=(),
        pairs_found=0,
        quotes=(),
        themes=(),
        agreement=None,
        respondents=(),
        rare={},
        network=Network((), (), (), {}, "respondents", 2, None, None, 1, 20, "no edge"),
    )
    page = html.fromstring("".join(pieces(bare, "en")))
    assert "n.a. (no edge)" in page.text_content()
    assert not page.xpath("//section[@id='themes'] | //section[@id='agreement']")


def test_control_characters_do_not_reach_the_page(
    report_of: Callable[[Network], ReportData], network: Network
) -> None:
    data = report_of(network)
    odd = replace(data, quotes=(replace(data.quotes[0], text="a\x00b"), *data.quotes[1:]))
    text = "".join(pieces(odd, "en"))
    assert "“ab”" in text
    assert "\x00" not in text


def test_quotations_below_a_theme_are_spread_over_codes_and_people() -> None:
    quotes = [
        ReportQuote("0", "Gemeente", (1,), "R1"),
        ReportQuote("1", "Gemeente", (1,), "R2"),
        ReportQuote("2", "Politie", (1,), "R3"),
        ReportQuote("3", "Gemeente", (2,), "R1"),
        ReportQuote("4", "Gemeente", (2, 1), "R2"),
        ReportQuote("5", "Ggz", (9,), "R5"),
    ]
    theme = ReportTheme("t", "c", (1, 2), 3, 5, (0, 1, 2, 3, 4))
    assert theme_quotes(theme, quotes, 1) == [4]  # the one with most codes of the theme
    assert theme_quotes(theme, quotes, 2) == [3, 4]
    assert theme_quotes(theme, quotes, 3) == [2, 3, 4]
    assert theme_quotes(theme, quotes, 99) == [0, 1, 2, 3, 4]
    assert theme_quotes(replace(theme, quotes=()), quotes) == []
    assert quotes_of(quotes)[2] == [3, 4]
