"""Quotations as Markdown, CSV, JSON and HTML."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from kwalcode.cells import original_cell
from kwalcode.errors import KwalcodeError, UsageError
from kwalcode.model import Counted, Excerpt
from kwalcode.report.attribution import attribution
from kwalcode.report.quotes.formats import QUOTE_FORMATS, write_list
from kwalcode.report.quotes.heading import QuoteHeading
from kwalcode.report.quotes.markdown import block, escape, one_line

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]))
NASTY = st.text(st.sampled_from("ab1 \n\n*_`~[]()<>#+-=.!|\\&;:^@\"'$  {}"), max_size=40)


def written(form: str, excerpts: list[Excerpt], heading: QuoteHeading) -> str:
    out = io.BytesIO()
    write_list(excerpts, heading, form, out)
    return out.getvalue().decode("utf-8")


class _Text(HTMLParser):
    """Collects the text of HTML; only paragraphs, line breaks and a block quote may be there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(markdown: str) -> _Text:
    parser = _Text()
    parser.feed(MARKDOWN.render(markdown))
    parser.close()
    return parser


@given(TEXTS | NASTY)
def test_markdown_shows_every_text_as_it_is(text: str) -> None:
    page = shown(block(f"“{text}”"))
    assert page.tags <= {"p", "br", "blockquote"}
    assert page.text.split() == f"“{text}”".split()


@given(TEXTS | NASTY)
@example("0 #")
@example("a ##")
def test_markdown_headings_hold_any_name(name: str) -> None:
    page = shown("## " + one_line(name))
    assert page.tags <= {"h2"}
    assert page.text.split() == name.split()


def test_markdown_leaves_placeholders_alone() -> None:
    assert escape("[naam] in [wijk], zei hij (echt).") == "[naam] in [wijk], zei hij (echt)."
    assert escape("[naam](wijk)") == "[naam\\](wijk)"


def test_markdown_groups_by_code_in_the_order_asked_for(
    excerpts: list[Excerpt], heading: QuoteHeading
) -> None:
    text = written("md", excerpts, heading)
    assert text.index("## Melden") < text.index("## Signaal")
    assert text.count("Toen dat.") == 2
    assert "> “Eerst dit.\\\n> Toen dat.” (Gemeente)" in text
    assert "n: 3 quotations, 2 respondents, 2 documents" in text
    assert "Not yet coded: 1 document" in text
    assert "R03" not in text
    assert "2 quotations, 1 respondent\n" in text


def test_html_is_escaped_and_needs_nothing_from_outside(
    excerpts: list[Excerpt], heading: QuoteHeading
) -> None:
    text = written("html", excerpts, heading)
    page = html.fromstring(text)
    assert not page.xpath("//@src | //link | //blockquote//b | //script")
    assert [h.text for h in page.xpath("//h2")] == ["Melden", "Signaal"]
    quotes = [" ".join(q.text_content().split()) for q in page.xpath("//blockquote")]
    assert quotes[1] == "“=1+1 <b>zei</b> ze” (Politie)"
    assert page.xpath("//title")[0].text == heading.title
    assert page.xpath("//cite")[0].text == "(Gemeente)"


def test_control_characters_are_left_out_with_a_notice(heading: QuoteHeading) -> None:
    one = Excerpt("R01", 0, 3, "a\x00b\x1bc", ("Melden",), ())
    for form in ("html", "md"):
        out = io.BytesIO()
        notices = write_list([one], heading, form, out)
        assert "“abc”" in out.getvalue().decode("utf-8")
        assert notices == ("2 control characters were left out: this format cannot hold them.",)


def test_json_keeps_its_contract(excerpts: list[Excerpt], heading: QuoteHeading) -> None:
    found = json.loads(written("json", excerpts, heading))
    assert len(found) == 3
    assert found[1] == {
        "document": "R01_gemeente",
        "start": 90,
        "end": 110,
        "text": "Eerst dit.\nToen dat.",
        "codes": ["Signaal", "Melden"],
        "coders": ["Anna"],
        "speaker": "R",
        "role": "respondent",
        "attributes": {"domain": "gemeente"},
    }
    assert json.loads(written("json", [], heading)) == []


@given(texts=st.lists(st.text(st.characters(codec="utf-8")), max_size=4))
def test_json_gives_back_every_text(texts: list[str]) -> None:
    found = json.loads(written("json", [_said(text) for text in texts], _plain()))
    assert [one["text"] for one in found] == texts


@given(texts=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00")), max_size=4))
def test_csv_gives_back_every_text_and_runs_nothing(texts: list[str]) -> None:
    text = written("csv", [_said(text) for text in texts], _plain())
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert not any(cell[:1] in tuple("=+-@\t\r") for row in rows for cell in row.values() if cell)
    assert [original_cell(row["text"]) for row in rows] == texts


def test_csv_has_one_row_per_quotation_with_all_its_codes(
    excerpts: list[Excerpt], heading: QuoteHeading, tmp_path: Path
) -> None:
    target = tmp_path / "quotes.csv"
    write_list(excerpts, heading, "csv", target)
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(target.open(encoding="utf-8-sig", newline="")))
    assert [row["codes"] for row in rows] == ["Signaal", "Signaal; Melden", "Melden"]
    assert rows[2]["text"] == "'=1+1 <b>zei</b> ze"
    assert (rows[2]["attribution"], rows[2]["domain"]) == ("Politie", "politie")
    assert (rows[0]["turn"], rows[0]["time"]) == ("4", "75.5")


def test_csv_and_json_take_excerpts_one_by_one(heading: QuoteHeading) -> None:
    alive: list[int] = []

    def stream():  # type: ignore[no-untyped-def]
        for n in range(5000):
            alive.append(n)
            yield _said("x" * 200)
            if n == 4000:
                assert out.tell() > 500_000

    for form in ("csv", "json"):
        out = io.BytesIO()
        write_list(stream(), heading, form, out)
    assert len(alive) == 10_000


def test_a_file_that_cannot_be_finished_leaves_the_old_one(
    heading: QuoteHeading, tmp_path: Path
) -> None:
    target = tmp_path / "quotes.md"
    target.write_text("old", encoding="utf-8")

    def broken():  # type: ignore[no-untyped-def]
        yield _said("a")
        raise OSError(28, "No space left on device")

    with pytest.raises(KwalcodeError, match="No space left"):
        write_list(broken(), heading, "csv", target)
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]
    with pytest.raises(KwalcodeError, match="cannot be written"):
        write_list([], heading, "md", tmp_path / "absent" / "quotes.md")


def test_an_unknown_format_names_the_known_ones(heading: QuoteHeading) -> None:
    with pytest.raises(UsageError, match="md, docx, html, csv, xlsx, json"):
        write_list([], heading, "pdf", io.BytesIO())


@pytest.mark.parametrize("form", sorted(QUOTE_FORMATS))
def test_no_quotations_give_a_document_too(form: str, heading: QuoteHeading) -> None:
    out = io.BytesIO()
    assert write_list([], heading, form, out) == ()
    assert out.getvalue()


def test_codes_not_asked_for_have_no_group(excerpts: list[Excerpt], heading: QuoteHeading) -> None:
    text = unescape(written("html", excerpts, replace(heading, codes=("Signaal",))))
    assert "<h2>Melden" not in text
    assert "politie" not in text


def _said(text: str) -> Excerpt:
    return Excerpt("R01", 0, len(text), text, ("Melden",), ("Anna",))


def _plain() -> QuoteHeading:
    return QuoteHeading("t", Counted("Anna", 1, 1), attribution("{respondent}"))
