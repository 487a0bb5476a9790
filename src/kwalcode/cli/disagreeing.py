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
from kwalcode.project.agreement.words import class_name, kind_name
from kwalcode.report.agreement.words import units
from kwalcode.report.facts import role_name

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
            {"code": code, **{name: _two(counts) for name, counts in own.items()}}
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
    """Return the list for a meeting, the counts per class, and what was compared."""
    parts = [_paragraph(n, one, found.coders) for n, one in enumerate(found.rows, start=1)]
    header = (_("class"), *found.coders)
    counts = [(class_name(name), *found.classes[name]) for name in CLASSES]
    return "\n".join([*parts, table(header, counts), facts(found), ""])


def facts(found: StudyDisagreements) -> str:
    """Return the line that goes along: coders, documents, n, roles, what was chosen."""
    line = _("Spans of {a} and {b} in {documents}, {units} (talk of: {roles})").format(
        a=found.coders[0],
        b=found.coders[1],
        documents=units("document", len(found.documents)),
        units=units("sentence", found.n),
        roles=", ".join(map(role_name, found.roles)),
    )
    chosen = [_("respondents: {where}").format(where=", ".join(found.where))] if found.where else []
    return "; ".join([line, *chosen, *found.notes]) + "."


def _paragraph(number: int, one: Disagreement, coders: tuple[str, str]) -> str:
    place = one.document
    if one.turn is not None:
        place = _("{document}, turn {turn}").format(document=one.document, turn=one.turn)
    what = class_name(one.group)
    if one.kind:
        what = f"{what} ({kind_name(one.kind, one.whose, coders)})"
    lines = [f"{number}. {printable(place)}: {what}"]
    nothing = _("nothing here")
    if one.others:
        nothing = _("not this one, but {codes}").format(codes=", ".join(one.others))
    for coder, span in zip(coders, (one.a, one.b), strict=True):
        words = nothing if span is None else f"{span.code}  “{span.text}”"
        lines.append(f"   {printable(coder)}: {printable(words)}")
    return "\n".join([*lines, ""])
