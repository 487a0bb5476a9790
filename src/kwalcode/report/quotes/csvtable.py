"""Quotations as a CSV table: one row per quotation, written as they come."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import BinaryIO

from kwalcode.cells import safe_cell
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
"""The fixed columns; those of the attributes follow."""


def columns(attributes: Iterable[str]) -> list[str]:
    """Return the names of all columns; an attribute called like a column gets a prefix."""
    return [*COLUMNS, *(f"attribute {a}" if a in COLUMNS else a for a in attributes)]


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
        heading.attribution(e),
        *[known.get(name, "") for name in heading.attributes],
    ]


def write(excerpts: Iterable[Excerpt], heading: QuoteHeading, out: BinaryIO) -> tuple[str, ...]:
    """Write a CSV table; see `write_list`.

    Cells that a spreadsheet program would take for a formula get an apostrophe.
    """
    with text_stream(out) as stream:
        table = csv.writer(stream)
        table.writerow([safe_cell(name) for name in columns(heading.attributes)])
        table.writerows([safe_cell(cell) for cell in row(excerpt, heading)] for excerpt in excerpts)
    return ()
