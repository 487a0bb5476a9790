"""Agreement in words, in a table and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kwalcode.cli.common import table
from kwalcode.i18n import _

if TYPE_CHECKING:
    from kwalcode.project.agreements import StudyAgreement


def as_contract(found: StudyAgreement) -> dict[str, Any]:
    """Return the JSON that is documented and kept."""
    two = len(found.coders) == 2
    columns = ["code", "alpha", "reason"] + (["a_only", "b_only", "both"] if two else [])
    frame = found.table.codes
    codes = []
    for row in zip(*(frame[name].tolist() for name in columns), strict=True):
        values = {"a_only": None, "b_only": None, "both": None}
        values |= dict(zip(columns, row, strict=True))
        codes.append({**values, "code": found.names[row[0]], "reason": row[2] or None})
    return {
        "unit": found.table.unit,
        "coders": list(found.coders),
        "documents": len(found.documents),
        "document_names": list(found.documents),
        "roles": list(found.roles),
        "n": found.table.n,
        "pooled": {
            "alpha": found.table.pooled.value,
            "reason": found.table.pooled.reason or None,
        },
        "codes": codes,
        "notes": list(found.notes),
    }


def as_text(found: StudyAgreement) -> str:
    """Return the table, worst code first, codes without a figure last, and the sentence."""
    contract = as_contract(found)
    rows = [
        (c["code"], c["alpha"], c["a_only"], c["b_only"], c["both"], c["reason"] or "")
        for c in contract["codes"]
    ]
    rows.sort(key=lambda row: (row[1] is None or row[1] != row[1], row[1] or 0.0, row[0]))
    a, b = (*found.coders, "A", "B")[:2] if len(found.coders) == 2 else ("A", "B")
    only = _("only {coder}")
    header = (
        _("code"), "alpha", only.format(coder=a), only.format(coder=b), _("both"), _("remark"),
    )  # fmt: skip
    return table(header, rows) + "\n" + summary_line(found) + "\n"


def summary_line(found: StudyAgreement) -> str:
    """Return the sentence for a methods section: unit, coders, documents, n, coefficient."""
    if not found.table.documents:
        return _("Agreement: n.a. (no document was coded by two coders).")
    pooled = found.table.pooled
    value = f"{pooled.value:.3f}" if pooled.value is not None else _("n.a.")
    line = _(
        "Agreement of {coders} on {d} documents, {n} {unit}s of {roles}: Krippendorff's alpha, "
        "pooled over codes, {alpha}"
    ).format(
        coders=", ".join(found.coders),
        d=len(found.documents),
        n=found.table.n,
        unit=found.table.unit,
        roles=", ".join(found.roles),
        alpha=value,
    )
    extra = [pooled.reason] if pooled.value is None and pooled.reason else []
    return "; ".join([line, *extra, *found.notes]) + "."
