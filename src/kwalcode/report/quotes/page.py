"""Quotations as one HTML page that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from kwalcode.model import Excerpt
from kwalcode.report.output import text_stream
from kwalcode.report.pages import environment
from kwalcode.report.quotes.heading import QuoteHeading, grouped
from kwalcode.report.xmltext import XmlCleaner


def write(excerpts: Iterable[Excerpt], heading: QuoteHeading, out: BinaryIO) -> tuple[str, ...]:
    """Write an HTML page; see `write_list`."""
    clean = XmlCleaner()
    groups, n = grouped(excerpts, heading)
    template = environment(clean).get_template("quotes.html.j2")
    with text_stream(out) as stream:
        pieces = template.stream(
            heading=heading, groups=groups, facts=heading.facts(n), label=heading.label
        )
        pieces.enable_buffering(64)
        stream.writelines(pieces)
    return clean.notices()
