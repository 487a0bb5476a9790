"""The list for a meeting as a Word document, an Excel workbook or an HTML page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import Any, BinaryIO, Final

import xlsxwriter

from kwalcode.cells import safe_cell
from kwalcode.i18n import _
from kwalcode.report.agreement.meeting import Meeting, Topic, code_header
from kwalcode.report.output import NO_DATE, text_stream, without_dates
from kwalcode.report.pages import environment
from kwalcode.report.quotes.word import new_document
from kwalcode.report.xmltext import XmlCleaner


def meeting_bytes(meeting: Meeting, form: str) -> tuple[bytes, tuple[str, ...]]:
    """Return the list in a format of `MEETING_FORMATS`, and what its reader must know."""
    held = BytesIO()
    notices = MEETING_FORMATS[form](meeting, held)
    return held.getvalue(), notices


def _word(meeting: Meeting, out: BinaryIO) -> tuple[str, ...]:
    clean = XmlCleaner()
    document = new_document(clean(meeting.title), meeting.language)
    document.add_paragraph(clean(meeting.facts), style="Subtitle")
    _table(document, (_("class"), *meeting.coders), meeting.counts, clean)
    if meeting.codes:
        document.add_paragraph(_("Codes, by spans of both coders"), style="Heading 1")
        _table(document, code_header(), meeting.codes, clean)
    if meeting.mixed:
        document.add_paragraph(_("Codes that are mixed up"), style="Heading 1")
        _table(document, _mixed_header(meeting), _mixed_rows(meeting), clean)
    document.add_paragraph(_("One by one"), style="Heading 1")
    for one in meeting.topics:
        document.add_paragraph(clean(_heading(one)), style="Heading 2")
        document.add_paragraph(clean(f"“{one.text}”"), style="Quote")
        for coder, did in one.sides:
            paragraph = document.add_paragraph()
            paragraph.add_run(clean(f"{coder}: ")).bold = True
            paragraph.add_run(clean(did))
        document.add_paragraph(_("Decided:") + " ").paragraph_format.keep_with_next = False
    held = BytesIO()
    document.save(held)
    without_dates(held, out)
    return clean.notices()


def _table(
    document: Any, header: Sequence[str], rows: Iterable[Sequence[object]], clean: XmlCleaner
) -> None:
    table = document.add_table(rows=1, cols=len(header), style="Light List")
    for cell, title in zip(table.rows[0].cells, header, strict=True):
        cell.text = clean(title)
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = clean(str(value))


def _mixed_header(meeting: Meeting) -> tuple[str, ...]:
    a, b = meeting.coders
    return (a, b, _("times"), _("definition of {coder}'s code").format(coder=a),
            _("definition of {coder}'s code").format(coder=b))  # fmt: skip


def _mixed_rows(meeting: Meeting) -> Iterable[tuple[object, ...]]:
    for one in meeting.mixed:
        yield one.a, one.b, one.n, one.definition_a, one.definition_b


def _heading(one: Topic) -> str:
    return f"{one.number}. {one.place}: {one.what}"


def _excel(meeting: Meeting, out: BinaryIO) -> tuple[str, ...]:
    clean = XmlCleaner()
    a, b = meeting.coders
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": meeting.title, "created": NO_DATE})
        style = {"num_format": "@", "text_wrap": True, "valign": "top"}
        text, bold = book.add_format(style), book.add_format({"bold": True, "bottom": 1})
        marked = book.add_format({**style, "quote_prefix": True})

        def sheet(
            name: str, header: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Any]]
        ) -> None:
            page = book.add_worksheet(name)
            for at, (title, width) in enumerate(zip(header, widths, strict=True)):
                page.set_column(at, at, width)
                page.write_string(0, at, clean(title), bold)
            page.freeze_panes(1, 0)
            for number, row in enumerate(rows, start=1):
                for at, cell in enumerate(row):
                    if isinstance(cell, int):
                        page.write_number(number, at, cell)
                    else:
                        told = clean(cell)
                        page.write_string(
                            number, at, told, text if safe_cell(told) == told else marked
                        )

        sheet(
            _("Disagreements"),
            ("n", _("place"), _("class"), _("passage"), a, b, _("decided")),
            (6, 28, 24, 60, 50, 50, 40),
            (
                (t.number, t.place, t.what, t.text, t.sides[0][1], t.sides[1][1], "")
                for t in meeting.topics
            ),
        )
        sheet(_("Classes"), (_("class"), a, b), (24, 14, 14), meeting.counts)
        sheet(_("Codes"), code_header(), (40, 10, 10, 12, 14, 18, 40), meeting.codes)
        sheet(_("Mixed up"), _mixed_header(meeting), (40, 40, 8, 60, 60), _mixed_rows(meeting))
        sheet(_("About"), (_("Sentence"),), (120,), ((meeting.facts,),))
    return clean.notices()


def _page(meeting: Meeting, out: BinaryIO) -> tuple[str, ...]:
    clean = XmlCleaner()
    template = environment(clean).get_template("meeting.html.j2")
    with text_stream(out) as stream:
        headers = {"mixed_header": _mixed_header(meeting), "code_header": code_header()}
        stream.write(template.render(meeting=meeting, **headers))
    return clean.notices()


MEETING_FORMATS: Final[dict[str, Callable[[Meeting, BinaryIO], tuple[str, ...]]]] = {
    "docx": _word,
    "xlsx": _excel,
    "html": _page,
}
"""The formats by name, which is also the usual ending of the file."""
