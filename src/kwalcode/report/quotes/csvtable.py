"""Quotations as a CSV table: one row per quotation, written as they come."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from typing import BinaryIO

from kwalcode.cells import safe_row
from kwalcode.edits import as_object
from kwalcode.model import Excerpt
from kwalcode.report.output import text_stream
from kwalcode.report.quotes.heading import QuoteHeading

COLUMNS = (
    "document",
    "start",
    "end",
    "text",
    "codes",
    "coders",
    "speaker",
    "role",
    "respondent",
    "turn",
    "time",
    "attribution",
)
"""The fixed columns; those of marks for the report and of the attributes follow."""
OF_MARKS = ("edits", "note")


def columns(heading: QuoteHeading) -> list[str]:
    """Return the names of all columns; an attribute called like a column gets a prefix."""
    fixed = COLUMNS + OF_MARKS if heading.marked else COLUMNS
    return [*fixed, *(f"attribute {a}" if a in fixed else a for a in heading.attributes)]


def row(excerpt: Excerpt, heading: QuoteHeading) -> list[str | int | float | None]:
    """Return the cells of one quotation, in the order of `columns`."""
    e = excerpt
    known = e.attributes
    return [
        e.document,
        e.start,
        e.end,
        e.text,
        "; ".join(e.codes),
        "; ".join(e.coders),
        e.speaker,
        e.role,
        e.respondent,
        e.turn,
        e.time,
        heading.label(e),
        *([_edits(e), e.note] if heading.marked else []),
        *[known.get(name, "") for name in heading.attributes],
    ]


def _edits(excerpt: Excerpt) -> str:
    """Return the edits as JSON, their places as `start` and `end` have them: in the document."""
    edits = [as_object(edit, excerpt.start) for edit in excerpt.edits]
    return json.dumps(edits, ensure_ascii=False)


def write(excerpts: Iterable[Excerpt], heading: QuoteHeading, out: BinaryIO) -> tuple[str, ...]:
    """Write a CSV table; see `write_list`.

    Cells that a spreadsheet program would take for a formula get an apostrophe.
    """
    with text_stream(out) as stream:
        table = csv.writer(stream)
        table.writerow(safe_row(columns(heading)))
        table.writerows(safe_row(row(excerpt, heading)) for excerpt in excerpts)
    return ()
