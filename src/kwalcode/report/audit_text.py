"""The audit trail as Markdown, and the whole journal as a CSV table."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import BinaryIO

from kwalcode.cells import safe_cell
from kwalcode.i18n import _
from kwalcode.project.reads.history import Event
from kwalcode.project.telling.audit import Trail
from kwalcode.project.telling.phrases import phrase
from kwalcode.report.audit_page import Heading, Paragraph, Table, blocks, title
from kwalcode.report.output import text_stream
from kwalcode.report.quotes.markdown import one_line
from kwalcode.report.xmltext import XmlCleaner


def write_markdown(trail: Trail, out: BinaryIO) -> tuple[str, ...]:
    """Write the trail as Markdown with pipe tables; see `report.audit.write_trail`."""
    clean = XmlCleaner()

    def shown(text: str | int) -> str:
        return one_line(clean(str(text)))

    with text_stream(out) as stream:
        stream.write(f"# {shown(title(trail))}\n")
        for block in blocks(trail):
            match block:
                case Heading(text):
                    stream.write(f"\n## {shown(text)}\n")
                case Paragraph(text):
                    stream.write(f"\n{shown(text)}\n")
                case Table(columns, rows):
                    numbers = [isinstance(cell, int) for cell in rows[0]] if rows else []
                    rule = ["---:" if number else "---" for number in numbers]
                    stream.write("\n")
                    for row in (columns, rule, *rows):
                        cells = row if row is rule else map(shown, row)
                        stream.write(f"| {' | '.join(cells)} |\n")
    return clean.notices()


CSV_COLUMNS = (
    "entry",
    "time",
    "actor",
    "act",
    "what",
    "reason",
    "undoes",
    "undone",
    "erased",
    "hash",
)


def write_csv(events: Iterable[Event], out: BinaryIO) -> tuple[str, ...]:
    """Write every entry of the journal as a row, as they come; times are UTC.

    Cells that a spreadsheet program would take for a formula get an apostrophe.
    """
    with text_stream(out) as stream:
        table = csv.writer(stream)
        table.writerow(CSV_COLUMNS)
        for event in events:
            entry = event.entry
            row = (
                entry.id,
                entry.time,
                entry.actor_name,
                entry.name,
                phrase(entry, event.base),
                entry.reason,
                entry.undoes,
                _("yes") if event.undone else "",
                _("yes") if entry.blanked else "",
                entry.hash.hex(),
            )
            table.writerow([safe_cell(cell) for cell in row])
    return ()
