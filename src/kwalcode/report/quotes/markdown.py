"""Quotations as Markdown (CommonMark): a heading per code, a block quote per quotation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO, Final

from kwalcode.model import Excerpt
from kwalcode.report.facts import facts_line
from kwalcode.report.output import text_stream
from kwalcode.report.quotes.heading import QuoteHeading, grouped, quoted
from kwalcode.report.xmltext import XmlCleaner

# A bracket is only special when a link follows it, so that [naam] stays as it is.
_INLINE: Final = re.compile(r"[\\`*_~|$<^]|&(?=#|\w)|\](?=[(\[:{])|\[(?=[\^@])")
_BLOCK: Final = re.compile(r"(?m)^([ \t]*(?:\d{1,9}(?=[.)]))?)(?=[#>+=.)-])")
# A heading may be closed by a run of # after a space, which is then not shown.
_CLOSING: Final = re.compile(r"( )(#+)$")
_BREAK: Final = re.compile(r"\r\n?|\n")


def escape(text: str) -> str:
    """Escape what Markdown would not show as it is; other characters stay as they are."""
    return _BLOCK.sub(r"\1\\", _INLINE.sub(r"\\\g<0>", text))


def write(excerpts: Iterable[Excerpt], heading: QuoteHeading, out: BinaryIO) -> tuple[str, ...]:
    """Write a Markdown document; see `write_list`."""
    clean = XmlCleaner()
    groups, n = grouped(excerpts, heading)
    with text_stream(out) as stream:
        stream.write(f"# {one_line(clean(heading.title))}\n\n")
        stream.write(escape(facts_line(heading.facts(n))) + "\n")
        for group in groups:
            stream.write(f"\n## {one_line(clean(group.code))}\n\n{group.numbers}\n")
            for excerpt in group.excerpts:
                text = quoted(clean(excerpt.text))
                label = one_line(clean(heading.label(excerpt)))
                stream.write(f"\n{block(text)} ({label})\n")
    return clean.notices()


def one_line(text: str) -> str:
    """Escape a text for a place where a line break would end it, such as a heading."""
    return _CLOSING.sub(r"\1\\\2", escape(" ".join(text.split())))


def block(text: str) -> str:
    """Return a text as a block quote; its line breaks stay line breaks."""
    lines = [escape(line.strip()) for line in _BREAK.split(text)]
    shown: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        # a backslash at the end breaks the line inside a paragraph
        shown.append(f"> {line}\\" if line and following else f"> {line}".rstrip())
    return "\n".join(shown)
