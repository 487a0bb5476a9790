"""Quotations as JSON: a list of objects, one per line, written as they come."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

from kwalcode.edits import as_object as edit_object
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


def as_marked_object(excerpt: Excerpt, heading: QuoteHeading) -> dict[str, Any]:
    """Return a quotation marked for the report: also its attribution, edits and note.

    The places of edits count from the start of the document, as `start` and `end` do, so that
    the source text is found there.
    """
    return as_object(excerpt) | {
        "respondent": excerpt.respondent,
        "attribution": heading.label(excerpt),
        "edits": [edit_object(edit, excerpt.start) for edit in excerpt.edits],
        "note": excerpt.note,
    }


def write(excerpts: Iterable[Excerpt], heading: QuoteHeading, out: BinaryIO) -> tuple[str, ...]:
    """Write a JSON list; the contract has no place for the heading. See `write_list`."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    with text_stream(out) as stream:
        between = "[\n"
        for excerpt in excerpts:
            shown = as_marked_object(excerpt, heading) if heading.marked else as_object(excerpt)
            stream.write(between + encode(shown))
            between = ",\n"
        stream.write("[]\n" if between == "[\n" else "\n]\n")
    return ()
