"""Quotations as JSON: a list of objects, one per line, written as they come."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

from kwalcode.model import Excerpt
from kwalcode.report.output import text_stream
from kwalcode.report.quotes.heading import QuoteHeading


def as_object(excerpt: Excerpt) -> dict[str, Any]:
    """Return a quotation as the contract of `kwalcode quotes --format json` has it."""
    return {
        "document": excerpt.document,
        "start": excerpt.start,
        "end": excerpt.end,
        "text": excerpt.text,
        "codes": list(excerpt.codes),
        "coders": list(excerpt.coders),
        "speaker": excerpt.speaker,
        "role": excerpt.role,
        "attributes": dict(excerpt.attributes),
    }


def write(excerpts: Iterable[Excerpt], _heading: QuoteHeading, out: BinaryIO) -> tuple[str, ...]:
    """Write a JSON list; the contract has no place for the heading. See `write_list`."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    with text_stream(out) as stream:
        between = "[\n"
        for excerpt in excerpts:
            stream.write(between + encode(as_object(excerpt)))
            between = ",\n"
        stream.write("[]\n" if between == "[\n" else "\n]\n")
    return ()
