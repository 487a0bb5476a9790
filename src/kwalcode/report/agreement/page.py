"""Agreement as one HTML page that needs nothing else."""

from __future__ import annotations

from typing import BinaryIO

from kwalcode.report.agreement.sheet import AgreementSheet
from kwalcode.report.agreement.shown import shown
from kwalcode.report.output import text_stream
from kwalcode.report.pages import environment
from kwalcode.report.xmltext import XmlCleaner


def write(sheet: AgreementSheet, out: BinaryIO) -> tuple[str, ...]:
    """Write an HTML page; see `agreement_bytes`."""
    clean = XmlCleaner()
    template = environment(clean).get_template("agreement.html.j2")
    with text_stream(out) as stream:
        stream.write(template.render(sheet=sheet, shown=shown))
    return clean.notices()
