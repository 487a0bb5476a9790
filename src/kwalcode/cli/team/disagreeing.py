"""Disagreements in words, as JSON and as CSV."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import asdict
from io import StringIO
from typing import TYPE_CHECKING, Any

from kwalcode.agreement.disagreements import CLASSES
from kwalcode.cells import safe_cell
from kwalcode.cli.common import printable, table
from kwalcode.i18n import _
from kwalcode.project.agreement.causes import troubled
from kwalcode.project.agreement.words import class_name
from kwalcode.report.agreement.meeting import (
    MIXED,
    Topic,
    code_header,
    code_rows,
    meeting_facts,
    topic,
)

if TYPE_CHECKING:
    from kwalcode.project.agreement.disagreements import CodedSpan, Disagreement, StudyDisagreements

_COLUMNS = (
    "document", "turn", "start", "end", "class", "kind", "whose", "code_a", "start_a", "end_a",
    "code_b", "start_b", "end_b", "others", "text", "coder_a", "coder_b", "unit", "documents_n",
    "units_n", "roles", "where",
)  # fmt: skip


def as_contract(found: StudyDisagreements) -> dict[str, Any]:
    """Return the JSON that is documented and kept."""
    return {
        "unit": "sentence",
        "coders": list(found.coders),
        "documents": len(found.documents),
        "document_names": list(found.documents),
        "n": found.n,
        "roles": list(found.roles),
        "where": list(found.where),
        "classes": {name: _two(counts) for name, counts in found.classes.items()},
        "codes": [
            {
                "code": code,
                **{name: _two(counts) for name, counts in own.items()},
                "points_to": troubled(code, own).cause or None,
            }
            for code, own in found.codes.items()
        ],
        "confusion": [{"a": a, "b": b, "n": n} for a, b, n in found.confused],
        "disagreements": [_object(one) for one in found.rows],
        "notes": list(found.notes),
    }


def _two(counts: tuple[int, int]) -> dict[str, int]:
    return dict(zip("ab", counts, strict=True))


def _object(one: Disagreement) -> dict[str, Any]:
    fields = asdict(one)
    return {"class" if name == "group" else name: value for name, value in fields.items()}


def as_csv(found: StudyDisagreements) -> str:
    """Return a row per disagreement; what was compared stands in the last columns."""
    tail = (
        *found.coders, "sentence", len(found.documents), found.n, " ".join(found.roles),
        "; ".join(found.where),
    )  # fmt: skip
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for one in found.rows:
        row = (
            one.document, one.turn, one.start, one.end, one.group, one.kind, one.whose,
            *_cells(one.a), *_cells(one.b), "; ".join(one.others), one.text, *tail,
        )  # fmt: skip
        writer.writerow([safe_cell(cell) for cell in row])
    return stream.getvalue()


def _cells(span: CodedSpan | None) -> Sequence[str | int | None]:
    return (None, None, None) if span is None else (span.code, span.start, span.end)


def as_text(found: StudyDisagreements) -> str:
    """Return the list for a meeting, the counts per class, the codes with what their disagreements
    point to, the codes that are mixed up most, and what was compared; that alone where nothing
    was."""
    if not found.documents:
        return f"{meeting_facts(found)}\n"
    parts = [_paragraph(topic(n, one, found.coders)) for n, one in enumerate(found.rows, start=1)]
    counts = [(class_name(name), *found.classes[name]) for name in CLASSES]
    parts.append(table((_("class"), *found.coders), counts))
    if codes := code_rows(found):
        parts += [_("Codes, by spans of both coders:"), table(code_header(), list(codes))]
    mixed = [(a, b, n) for a, b, n in found.confused if a != b][:MIXED]
    if mixed:
        parts += [_("Codes that are mixed up:"), table((*found.coders, _("times")), mixed)]
    return "\n".join([*parts, meeting_facts(found), ""])


def _paragraph(one: Topic) -> str:
    lines = [f"{one.number}. {printable(one.place)}: {one.what}"]
    lines += [f"   {printable(coder)}: {printable(did)}" for coder, did in one.sides]
    return "\n".join([*lines, ""])
