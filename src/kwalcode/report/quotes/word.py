"""Quotations as a Word document: a heading per code, a quote style, the attribution after it."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any, BinaryIO, Final

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from kwalcode.model import Excerpt
from kwalcode.report.facts import facts_line
from kwalcode.report.output import NO_DATE, without_dates
from kwalcode.report.quotes.heading import QuoteHeading, grouped, quoted
from kwalcode.report.xmltext import XmlCleaner

_INK: Final = RGBColor(0x1F, 0x29, 0x33)
_FAINT: Final = RGBColor(0x5B, 0x66, 0x70)
_LANGUAGES: Final = {"nl": "nl-NL", "en": "en-GB"}


def write(excerpts: Iterable[Excerpt], heading: QuoteHeading, out: BinaryIO) -> tuple[str, ...]:
    """Write a Word document; see `write_list`."""
    clean = XmlCleaner()
    groups, n = grouped(excerpts, heading)
    document = new_document(clean(heading.title), heading.language)
    _paragraph(document, "Subtitle", clean(facts_line(heading.facts(n))))
    for group in groups:
        _paragraph(document, "Heading 1", clean(group.code))
        _paragraph(document, "Caption", group.numbers)
        for excerpt in group.excerpts:
            quote = _paragraph(document, "Quote", clean(quoted(excerpt.text)))
            label = clean(heading.label(excerpt))
            quote.add_run(f" ({label})").italic = False
    held = BytesIO()
    document.save(held)
    without_dates(held, out)
    return clean.notices()


def new_document(title: str, language: str) -> Any:
    """Return an empty A4 document with a title, its styles in the language of the report."""
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    properties.created = properties.modified = NO_DATE
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    _restyle(document.styles, _LANGUAGES.get(language, language))
    _paragraph(document, "Title", title)
    return document


def _restyle(styles: Any, language: str) -> None:
    normal = styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    defaults = styles.element.find(qn("w:docDefaults"))
    for tag in defaults.iter(qn("w:lang")):
        tag.set(qn("w:val"), language)
    quote = styles["Quote"]
    quote.font.color.rgb = _INK
    quote.paragraph_format.left_indent = Cm(0.8)
    quote.paragraph_format.space_after = Pt(8)
    caption = styles["Caption"]
    caption.font.color.rgb, caption.font.bold, caption.font.size = _FAINT, False, Pt(9)
    subtitle = styles["Subtitle"]
    subtitle.font.color.rgb, subtitle.font.italic, subtitle.font.size = _FAINT, False, Pt(10)


def _paragraph(document: Any, style: str, text: str) -> Any:
    """Add a paragraph; newlines in `text` become line breaks inside it.

    `style` is the style's name in English. Set by its id and put before the last section's
    properties, since python-docx looks both up through the whole document every time.
    """
    element: Any = OxmlElement("w:p")
    document.element.body[-1].addprevious(element)
    paragraph = Paragraph(element, document)
    element.style = style.replace(" ", "")
    paragraph.add_run(text)
    return paragraph
