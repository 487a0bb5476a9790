"""Word files: a walk over the main part that takes everything a reader of the page sees.

Paragraphs, tables (cells by tab), content controls, smart tags, links, fields' results, text
boxes (once, after the paragraph they hang on) and tracked insertions are kept; tracked
deletions and field codes are not. Notes and comments stand in other parts: a notice says
that they are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kwalcode.i18n import _
from kwalcode.model import Transcript
from kwalcode.transcripts.container import Container, parse_xml
from kwalcode.transcripts.refusals import no_text, refusal
from kwalcode.transcripts.sniff import OLE, ZIP, ZIP_EMPTY, binary_kind
from kwalcode.transcripts.text import transcript

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAIN = "word/document.xml"
_RELATIONS = "_rels/.rels"

_SKIPPED = {
    *("del", "moveFrom", "delText", "instrText", "delInstrText", "fldData", "ffData"),
    *("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr"),
    *("customXmlPr", "smartTagPr", "rubyPr", "rt", "numPr", "proofErr", "shapetype"),
}
_CHARS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n"} | {
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}
_LEFT_OUT = {
    "footnoteReference": "notes",
    "endnoteReference": "notes",
    "commentReference": "comments",
    "altChunk": "parts",
}


def read(name: str, data: bytes, interviewer: str | None = None) -> Transcript:
    """Read a .docx file; raises UnreadableFile for other, damaged and hostile files."""
    _check_kind(name, data)
    with Container(name, data) as container:
        part = _main_part(name, container)
        root = parse_xml(name, part, container.read(part))
    walk = _Walk()
    walk.blocks(root)
    text = walk.text()
    if not text or text.isspace():
        raise no_text(name)
    return transcript(text, "docx", interviewer, walk.notices(), lines_are_paragraphs=True)


def _check_kind(name: str, data: bytes) -> None:
    if data.startswith((ZIP, ZIP_EMPTY)):
        return
    kind = binary_kind(data)
    if kind and data.startswith(OLE):
        reason = _("this is not a .docx but {what}; {remedy}")
        raise refusal(name, reason.format(what=kind.what, remedy=kind.remedy))
    what = kind.what if kind else _("something else")
    reason = _("this is not a Word file but {what}; give it its own ending or save it as .docx")
    raise refusal(name, reason.format(what=what))


def _main_part(name: str, container: Container) -> str:
    """Return the name of the main part; Word may call it `word/document2.xml`."""
    if container.holds(_RELATIONS):
        root = parse_xml(name, _RELATIONS, container.read(_RELATIONS))
        for relation in root.iter("{*}Relationship"):
            target = str(relation.get("Target", "")).lstrip("/")
            if str(relation.get("Type", "")).endswith("/officeDocument") and container.holds(
                target
            ):
                return target
    if not container.holds(_MAIN):
        reason = _("there is no Word text in it; open it in Word and save it as .docx")
        raise refusal(name, reason)
    return _MAIN


class _Walk:
    """Collects the text of a document part; each paragraph ends in a newline."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._boxes: list[list[str]] = []
        self._left_out: set[str] = set()

    def text(self) -> str:
        return "".join(self._out).removesuffix("\n")

    def notices(self) -> list[str]:
        texts = {
            "notes": _("Footnotes and endnotes are not taken in."),
            "comments": _("Comments in the margin are not taken in."),
            "parts": _("A document embedded in this one is not taken in."),
        }
        return [texts[key] for key in texts if key in self._left_out]

    def blocks(self, element: _Element) -> None:
        """Take in what holds paragraphs and tables: body, cell, content control, text box."""
        for child in element.iterchildren("{*}*"):
            tag = _local(child)
            if tag == "p":
                self._paragraph(child)
            elif tag == "tbl":
                self._table(child)
            elif tag == "AlternateContent":
                chosen = _one_of(child)
                if chosen is not None:
                    self.blocks(chosen)
            elif tag in _LEFT_OUT:
                self._left_out.add(_LEFT_OUT[tag])
            elif tag not in _SKIPPED:
                self.blocks(child)

    def _paragraph(self, paragraph: _Element) -> None:
        boxes_before, self._boxes = self._boxes, []
        for child in paragraph.iterchildren("{*}*"):
            self._inline(child)
        if not _mark_is_deleted(paragraph):
            self._out.append("\n")
        boxes, self._boxes = self._boxes, boxes_before
        for box in boxes:
            self._out.extend(box)

    def _inline(self, element: _Element) -> None:
        tag = _local(element)
        if tag in _SKIPPED:
            return
        if tag == "t":
            # A line break in the file's own XML is a space to Word.
            self._out.append((element.text or "").replace("\r", " ").replace("\n", " "))
        elif tag in _CHARS:
            self._out.append(_CHARS[tag])
        elif tag == "sym":
            self._out.append(_symbol(element))
        elif tag == "txbxContent":
            self._boxes.append(self._apart(element))
        elif tag == "AlternateContent":
            chosen = _one_of(element)
            if chosen is not None:
                self._inline(chosen)
        elif tag in _LEFT_OUT:
            self._left_out.add(_LEFT_OUT[tag])
        else:
            for child in element.iterchildren("{*}*"):
                self._inline(child)

    def _apart(self, element: _Element) -> list[str]:
        """Return the paragraphs of a text box, to be placed after the paragraph it hangs on."""
        outer, self._out = self._out, []
        self.blocks(element)
        inner, self._out = self._out, outer
        return inner

    def _table(self, table: _Element) -> None:
        for row in _within(table, "tr"):
            if row.find("{*}trPr/{*}del") is None:
                cells = [
                    "".join(self._apart(cell)).removesuffix("\n") for cell in _within(row, "tc")
                ]
                self._out.append("\t".join(cells) + "\n")


def _local(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _within(element: _Element, wanted: str) -> list[_Element]:
    """Return the rows or cells of a table, also inside content controls and tracked changes."""
    found: list[_Element] = []
    for child in element.iterchildren("{*}*"):
        tag = _local(child)
        if tag == wanted:
            found.append(child)
        elif tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
            found += _within(child, wanted)
    return found


def _one_of(alternatives: _Element) -> _Element | None:
    """Return the first of several versions of the same content: reading both would double it."""
    for wanted in ("Choice", "Fallback"):
        for child in alternatives.iterchildren("{*}*"):
            if _local(child) == wanted and len(child):
                return child
    return None


def _mark_is_deleted(paragraph: _Element) -> bool:
    """Tell whether the paragraph's end is a tracked deletion: then it runs on into the next."""
    return any(
        paragraph.find(f"{{*}}pPr/{{*}}rPr/{{*}}{tag}") is not None for tag in ("del", "moveFrom")
    )


def _symbol(element: _Element) -> str:
    """Return the character of a symbol; its number is hexadecimal."""
    number = next((value for key, value in element.items() if str(key).endswith("}char")), "")
    try:
        code = int(str(number), 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code <= 0xFFFF and not 0xD800 <= code <= 0xDFFF else ""
