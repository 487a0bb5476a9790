"""The framework matrix as one HTML page that needs nothing else."""

from __future__ import annotations

from typing import BinaryIO

from kwalcode.report.framework.sheet import FrameworkSheet
from kwalcode.report.output import text_stream
from kwalcode.report.pages import environment
from kwalcode.report.xmltext import XmlCleaner


def write(sheet: FrameworkSheet, out: BinaryIO) -> tuple[str, ...]:
    """Write an HTML page; the quotations of a cell open on a click."""
    clean = XmlCleaner()
    template = environment(clean).get_template("framework.html.j2")
    with text_stream(out) as stream:
        stream.write(template.render(sheet=sheet))
    return clean.notices()
